"""Erasing one person: receipts, and the one case in which the audit log is changed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business

revision: str = "0039"
down_revision: str | Sequence[str] | None = "0038"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("subject_digest", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'pending'"), nullable=False),
        sa.Column("counts", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('pending', 'done')", name=op.f("ck_erasures_status_known")),
        sa.CheckConstraint(
            "(status = 'done') = (done_at IS NOT NULL)", name=op.f("ck_erasures_done_at_some_time")
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_erasures_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_erasures_business_id_id")),
    )
    op.create_index("ix_erasures_page", "erasures", ["business_id", "created_at", "id"])
    keep_to_business("erasures")
    # A person who is erased is not named there either.
    op.execute("DROP POLICY kept ON audit_log")
    op.execute(
        "CREATE POLICY kept ON audit_log AS RESTRICTIVE FOR UPDATE "
        "USING (current_setting('app.erasure', true) = 'on')"
    )


def downgrade() -> None:
    op.execute("DROP POLICY kept ON audit_log")
    op.execute("CREATE POLICY kept ON audit_log AS RESTRICTIVE FOR UPDATE USING (false)")
    op.drop_table("erasures")
