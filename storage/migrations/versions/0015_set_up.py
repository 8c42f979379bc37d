"""What set-up needs: addresses for web booking, questions per offering, where people work, and holidays as decided."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business, with_all_rows

revision: str = "0015"
down_revision: str | Sequence[str] | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # The release before knows no slug and founds businesses too.
    op.execute(
        "CREATE FUNCTION unnamed_slug() RETURNS text LANGUAGE sql VOLATILE AS"
        " $$ SELECT 'b-' || substr(md5(random()::text || clock_timestamp()::text), 1, 12) $$"
    )
    op.add_column(
        "businesses",
        sa.Column(
            "slug",
            sa.Text(),
            server_default=sa.text("unnamed_slug()"),
            nullable=False,
        ),
    )
    with_all_rows(("businesses",), _NAME_SLUGS)
    op.create_unique_constraint(op.f("uq_businesses_slug"), "businesses", ["slug"])
    op.create_check_constraint(
        op.f("ck_businesses_slug_form"), "businesses", "slug ~ '^[a-z0-9][a-z0-9-]{1,58}[a-z0-9]$'"
    )
    op.execute(
        "CREATE POLICY shown ON businesses FOR SELECT "
        "USING (slug = NULLIF(current_setting('app.slug', true), ''))"
    )
    op.add_column(
        "businesses",
        sa.Column("keeps_holidays", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("businesses", sa.Column("holidays_edition", sa.Text(), nullable=True))
    op.execute(
        "CREATE POLICY holidays_due ON businesses FOR SELECT "
        "USING (keeps_holidays AND current_setting('app.worker', true) = 'on'"
        " AND holidays_edition IS DISTINCT FROM current_setting('app.holidays_edition', true)"
        " AND current_setting('app.holidays_edition', true) <> '')"
    )
    op.add_column(
        "public_holidays",
        sa.Column("kind", sa.Text(), server_default=sa.text("'public'"), nullable=False),
    )
    op.add_column(
        "public_holidays",
        sa.Column("decided", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_public_holidays_kind_known"),
        "public_holidays",
        "kind IN ('public', 'observed', 'half_day')",
    )
    op.add_column(
        "staff",
        sa.Column(
            "location_ids", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False
        ),
    )
    op.create_table(
        "offering_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("choices", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'number', 'choice', 'date', 'yes_no')",
            name=op.f("ck_offering_questions_kind_known"),
        ),
        sa.CheckConstraint(
            "(kind = 'choice') = (choices <> '{}')", name=op.f("ck_offering_questions_choices_of_choice")
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "offering_id"],
            ["offerings.business_id", "offerings.id"],
            name=op.f("fk_offering_questions_business_id_offering_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_offering_questions_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering_questions")),
        sa.UniqueConstraint(
            "business_id",
            "offering_id",
            "label",
            name=op.f("uq_offering_questions_business_id_offering_id_label"),
        ),
    )
    keep_to_business("offering_questions")


_NAME_SLUGS = """
    WITH named AS (
        SELECT id, trim(BOTH '-' FROM left(regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g'), 40)) AS slug,
            row_number() OVER (
                PARTITION BY trim(BOTH '-' FROM left(regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g'), 40))
                ORDER BY created_at, id
            ) AS n
        FROM businesses
    )
    UPDATE businesses SET slug = CASE
        WHEN n = 1 AND length(named.slug) >= 3 THEN named.slug
        ELSE ltrim(named.slug || '-', '-') || substr(md5(named.id::text), 1, 12) END
    FROM named WHERE named.id = businesses.id
"""


def downgrade() -> None:
    op.drop_table("offering_questions")
    op.drop_column("staff", "location_ids")
    op.drop_constraint(op.f("ck_public_holidays_kind_known"), "public_holidays", type_="check")
    op.drop_column("public_holidays", "decided")
    op.drop_column("public_holidays", "kind")
    op.execute("DROP POLICY holidays_due ON businesses")
    op.execute("DROP POLICY shown ON businesses")
    op.drop_constraint(op.f("ck_businesses_slug_form"), "businesses", type_="check")
    for column in ("holidays_edition", "keeps_holidays", "slug"):
        op.drop_column("businesses", column)
    op.execute("DROP FUNCTION unnamed_slug()")
