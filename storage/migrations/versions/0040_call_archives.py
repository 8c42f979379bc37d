"""The archive: words of old calls in object storage, part by part."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.migrations.row_security import keep_to_business

revision: str = "0040"
down_revision: str | Sequence[str] | None = "0039"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WORKER = "current_setting('app.worker', true) = 'on'"


def upgrade() -> None:
    op.create_table(
        "call_archives",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), server_default=sa.text("'writing'"), nullable=False),
        sa.Column("checksum", sa.LargeBinary(), nullable=True),
        sa.Column("calls", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("size", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("phase IN ('writing', 'written')", name=op.f("ck_call_archives_phase_known")),
        sa.CheckConstraint(
            "(phase = 'written') = (checksum IS NOT NULL)",
            name=op.f("ck_call_archives_written_with_a_checksum"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_call_archives_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_archives")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_call_archives_business_id_id")),
    )
    op.create_index("ix_call_archives_month", "call_archives", ["business_id", "month", "id"])
    keep_to_business("call_archives")
    op.execute(
        f"CREATE POLICY worker_reads_begun ON call_archives FOR SELECT USING (phase = 'writing' AND {_WORKER})"
    )
    op.add_column("calls", sa.Column("archive_id", sa.Uuid(), nullable=True))
    op.add_column("calls", sa.Column("restored_until", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(
        op.f("fk_calls_business_id_archive_id"),
        "calls",
        "call_archives",
        ["business_id", "archive_id"],
        ["business_id", "id"],
        ondelete="SET NULL (archive_id)",
    )
    op.create_index(
        "ix_calls_unarchived",
        "calls",
        ["business_id", "started_at", "id"],
        postgresql_where=sa.text("archive_id IS NULL AND transcript_removed_at IS NULL AND status = 'ended'"),
    )
    op.create_index(
        "ix_calls_archive_id",
        "calls",
        ["business_id", "archive_id"],
        postgresql_where=sa.text("archive_id IS NOT NULL"),
    )
    op.create_index(
        "ix_calls_restored_until",
        "calls",
        ["restored_until"],
        postgresql_where=sa.text("restored_until IS NOT NULL"),
    )
    op.execute(
        "CREATE POLICY worker_reads_old ON calls FOR SELECT USING ("
        "status = 'ended' AND ((archive_id IS NULL AND transcript_removed_at IS NULL"
        f" AND ended_at < now() - interval '180 days') OR restored_until IS NOT NULL) AND {_WORKER})"
    )


def downgrade() -> None:
    op.execute("DROP POLICY worker_reads_old ON calls")
    for name in ("ix_calls_restored_until", "ix_calls_archive_id", "ix_calls_unarchived"):
        op.drop_index(name, "calls")
    op.drop_constraint(op.f("fk_calls_business_id_archive_id"), "calls")
    op.drop_column("calls", "restored_until")
    op.drop_column("calls", "archive_id")
    op.drop_table("call_archives")
