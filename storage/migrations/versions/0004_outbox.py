"""The outbox and the webhook inbox."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import force, keep_to_business

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'pending'"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('pending', 'done', 'dead')", name=op.f("ck_outbox_status_known")),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_outbox_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("business_id", "kind", "key", name=op.f("uq_outbox_business_id_kind_key")),
    )
    op.create_index(
        "ix_outbox_due", "outbox", ["due_at"], unique=False, postgresql_where=sa.text("status = 'pending'")
    )
    keep_to_business("outbox")
    op.execute(
        "CREATE POLICY worker_reads ON outbox FOR SELECT USING (current_setting('app.worker', true) = 'on')"
    )
    op.execute(
        "CREATE POLICY worker_settles ON outbox FOR UPDATE USING (current_setting('app.worker', true) = 'on') "
        "WITH CHECK (current_setting('app.worker', true) = 'on')"
    )

    op.create_table(
        "webhook_inbox",
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("provider", "key", name=op.f("pk_webhook_inbox")),
    )
    force("webhook_inbox")
    op.execute(
        "CREATE POLICY system ON webhook_inbox USING (current_setting('app.system', true) = 'on') "
        "WITH CHECK (current_setting('app.system', true) = 'on')"
    )


def downgrade() -> None:
    op.drop_table("webhook_inbox")
    op.drop_table("outbox")
