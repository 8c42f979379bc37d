"""Messages and customers are kept for a while too, and some businesses keep nothing: which ones the worker looks at."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | Sequence[str] | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_INDEX = "ix_receptionist_versions_retention"
_CALLS_AND_WORDS = (
    "(content #>> '{retention,recording_days}' IS NOT NULL"
    " OR content #>> '{retention,transcript_days}' IS NOT NULL)"
)
_ALL = (
    "(content #>> '{retention,recording_days}' IS NOT NULL"
    " OR content #>> '{retention,transcript_days}' IS NOT NULL"
    " OR content #>> '{retention,message_days}' IS NOT NULL"
    " OR content #>> '{retention,customer_days}' IS NOT NULL"
    " OR content #>> '{retention,keeps_nothing}' = 'true')"
)


def _look_at(limited: str) -> None:
    op.execute("DROP POLICY worker_reads_retention ON receptionist_versions")
    op.drop_index(_INDEX, "receptionist_versions")
    op.create_index(_INDEX, "receptionist_versions", ["business_id"], postgresql_where=sa.text(limited))
    op.execute(
        "CREATE POLICY worker_reads_retention ON receptionist_versions FOR SELECT "
        f"USING ({limited} AND current_setting('app.worker', true) = 'on')"
    )


def upgrade() -> None:
    _look_at(_ALL)


def downgrade() -> None:
    _look_at(_CALLS_AND_WORDS)
