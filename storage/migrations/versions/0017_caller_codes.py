"""Codes texted to a number to show that it is the caller's."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.migrations.row_security import keep_to_business

revision: str = "0017"
down_revision: str | Sequence[str] | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "caller_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("phone_e164", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "call_id"],
            ["calls.business_id", "calls.id"],
            name=op.f("fk_caller_codes_business_id_call_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_caller_codes_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caller_codes")),
    )
    op.create_index("ix_caller_codes_call_id", "caller_codes", ["business_id", "call_id"], unique=False)
    op.create_index(
        "ix_caller_codes_phone_e164",
        "caller_codes",
        ["business_id", "phone_e164", "created_at"],
        unique=False,
    )
    keep_to_business("caller_codes")


def downgrade() -> None:
    op.drop_table("caller_codes")
