"""The worker settles notifications of several businesses in one statement, as it does their outbox items."""

from collections.abc import Sequence

from alembic import op

revision: str = "0034"
down_revision: str | Sequence[str] | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WORKER = "current_setting('app.worker', true) = 'on'"


def upgrade() -> None:
    op.execute(f"CREATE POLICY worker_reads ON notifications FOR SELECT USING ({_WORKER})")
    op.execute(
        f"CREATE POLICY worker_settles ON notifications FOR UPDATE USING ({_WORKER}) WITH CHECK ({_WORKER})"
    )


def downgrade() -> None:
    op.execute("DROP POLICY worker_settles ON notifications")
    op.execute("DROP POLICY worker_reads ON notifications")
