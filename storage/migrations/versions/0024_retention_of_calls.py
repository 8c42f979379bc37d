"""Recordings and transcripts are removed once a business keeps them no longer: which calls that was done for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | Sequence[str] | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_LIMITED = (
    "(content #>> '{retention,recording_days}' IS NOT NULL"
    " OR content #>> '{retention,transcript_days}' IS NOT NULL)"
)


def upgrade() -> None:
    for column in ("recording_removed_at", "transcript_removed_at"):
        op.add_column("calls", sa.Column(column, sa.TIMESTAMP(timezone=True), nullable=True))
    op.create_index(
        "ix_calls_recorded",
        "calls",
        ["business_id", "ended_at"],
        postgresql_where=sa.text("recording_key IS NOT NULL"),
    )
    op.create_index(
        "ix_calls_transcribed",
        "calls",
        ["business_id", "ended_at"],
        postgresql_where=sa.text("transcript_removed_at IS NULL AND status = 'ended'"),
    )
    op.create_index(
        "ix_receptionist_versions_retention",
        "receptionist_versions",
        ["business_id"],
        postgresql_where=sa.text(_LIMITED),
    )
    op.execute(
        "CREATE POLICY worker_reads_retention ON receptionist_versions FOR SELECT "
        f"USING ({_LIMITED} AND current_setting('app.worker', true) = 'on')"
    )


def downgrade() -> None:
    op.execute("DROP POLICY worker_reads_retention ON receptionist_versions")
    op.drop_index("ix_receptionist_versions_retention", "receptionist_versions")
    op.drop_index("ix_calls_transcribed", "calls")
    op.drop_index("ix_calls_recorded", "calls")
    for column in ("transcript_removed_at", "recording_removed_at"):
        op.drop_column("calls", column)
