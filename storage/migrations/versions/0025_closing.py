"""Businesses their owners close, and accounts people delete."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.migrations.row_security import force

revision: str = "0025"
down_revision: str | Sequence[str] | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OF_SLUG = "slug = NULLIF(current_setting('app.slug', true), '')"
_OF_WORKER = "current_setting('app.worker', true) = 'on'"


def upgrade() -> None:
    op.add_column("businesses", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("businesses", sa.Column("erased_after", sa.DateTime(timezone=True), nullable=True))
    op.add_column("businesses", sa.Column("closed_forward_to", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_businesses_closed_for_a_while"),
        "businesses",
        "(closed_at IS NULL) = (erased_after IS NULL)",
    )
    op.execute("DROP POLICY shown ON businesses")
    op.execute(
        f"CREATE POLICY shown ON businesses FOR SELECT "
        f"USING ({_OF_SLUG} AND suspended_at IS NULL AND closed_at IS NULL)"
    )
    op.execute(
        f"CREATE POLICY worker_erases ON businesses FOR SELECT USING (erased_after <= now() AND {_OF_WORKER})"
    )
    op.create_table(
        "gone_sign_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gone_sign_ins")),
    )
    force("gone_sign_ins")
    on = "current_setting('app.identity', true) = 'on'"
    op.execute(f"CREATE POLICY identity ON gone_sign_ins USING ({on}) WITH CHECK ({on})")


def downgrade() -> None:
    op.drop_table("gone_sign_ins")
    op.execute("DROP POLICY worker_erases ON businesses")
    op.execute("DROP POLICY shown ON businesses")
    op.execute(f"CREATE POLICY shown ON businesses FOR SELECT USING ({_OF_SLUG} AND suspended_at IS NULL)")
    op.drop_constraint(op.f("ck_businesses_closed_for_a_while"), "businesses", type_="check")
    op.drop_column("businesses", "closed_forward_to")
    op.drop_column("businesses", "erased_after")
    op.drop_column("businesses", "closed_at")
