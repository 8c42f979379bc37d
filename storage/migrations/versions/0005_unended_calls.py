"""The worker finds calls nobody ended."""

from collections.abc import Sequence

from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Reading only: what the worker finds is closed as the business.
    op.execute(
        "CREATE POLICY worker_reads_unended ON calls FOR SELECT "
        "USING (status <> 'ended' AND current_setting('app.worker', true) = 'on')"
    )


def downgrade() -> None:
    op.execute("DROP POLICY worker_reads_unended ON calls")
