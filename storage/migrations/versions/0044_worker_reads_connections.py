"""Accounts at calendars' vendors can be found by the worker's scope: Square names the seller, not the business."""

from collections.abc import Sequence

from alembic import op

revision: str = "0044"
down_revision: str | Sequence[str] | None = "0043"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute(
        "CREATE POLICY worker_reads ON calendar_connections FOR SELECT"
        " USING (current_setting('app.worker', true) = 'on')"
    )
    op.create_index("ix_calendar_connections_account", "calendar_connections", ["kind", "account"])


def downgrade() -> None:
    op.drop_index("ix_calendar_connections_account", "calendar_connections")
    op.execute("DROP POLICY worker_reads ON calendar_connections")
