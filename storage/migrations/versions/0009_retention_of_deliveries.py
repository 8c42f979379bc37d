"""What was settled in the outbox and taken into the webhook inbox is found by its age."""

from collections.abc import Sequence

from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_outbox_settled ON outbox (due_at) WHERE status <> 'pending' AND payload <> '{}'::jsonb"
    )
    op.create_index("ix_webhook_inbox_received_at", "webhook_inbox", ["received_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_webhook_inbox_received_at", table_name="webhook_inbox")
    op.drop_index("ix_outbox_settled", table_name="outbox")
