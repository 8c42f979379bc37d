"""Telephones of businesses that forward their calls here, and the proof that they do."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business

revision: str = "0038"
down_revision: str | Sequence[str] | None = "0037"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "forwardings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("public_e164", sa.Text(), nullable=False),
        sa.Column("number_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("conditions", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("delay_s", sa.Integer(), nullable=True),
        sa.Column("phase", sa.Text(), server_default=sa.text("'not_begun'"), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("test_id", sa.Uuid(), nullable=True),
        sa.Column("test_caller", sa.Text(), nullable=True),
        sa.Column("test_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("test_sid", sa.Text(), nullable=True),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_forwarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "phase IN ('not_begun', 'told', 'testing', 'proved', 'failed')",
            name=op.f("ck_forwardings_phase_known"),
        ),
        sa.CheckConstraint(
            "(phase = 'failed') = (failure IS NOT NULL)", name=op.f("ck_forwardings_failed_for_a_reason")
        ),
        sa.CheckConstraint(
            "(phase = 'testing') = (test_id IS NOT NULL)", name=op.f("ck_forwardings_tested_by_a_call")
        ),
        sa.CheckConstraint(
            "num_nonnulls(test_id, test_caller, test_until) IN (0, 3)",
            name=op.f("ck_forwardings_a_test_is_all_of_it"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_forwardings_business_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "number_id"],
            ["phone_numbers.business_id", "phone_numbers.id"],
            name=op.f("fk_forwardings_business_id_number_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forwardings")),
        sa.UniqueConstraint(
            "business_id", "public_e164", name=op.f("uq_forwardings_business_id_public_e164")
        ),
    )
    op.create_index("ix_forwardings_page", "forwardings", ["business_id", "created_at", "id"])
    keep_to_business("forwardings")


def downgrade() -> None:
    op.drop_table("forwardings")
