"""What happens in a business, for whoever wants to hear of it; calls whose end has been told."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business, with_all_rows

revision: str = "0022"
down_revision: str | Sequence[str] | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WORKER = "current_setting('app.worker', true) = 'on'"


def upgrade() -> None:
    op.create_table(
        "business_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("once", sa.Text(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_business_events_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_events")),
        sa.UniqueConstraint("business_id", "once", name=op.f("uq_business_events_business_id_once")),
    )
    op.create_index("ix_business_events_page", "business_events", ["business_id", "id"])
    op.create_index("ix_business_events_kind", "business_events", ["business_id", "kind", "id"])
    op.create_index("ix_business_events_customer_id", "business_events", ["business_id", "customer_id"])
    op.create_index("ix_business_events_subject_id", "business_events", ["business_id", "subject_id"])
    op.create_index("ix_business_events_at", "business_events", ["at"])
    keep_to_business("business_events")
    op.execute(f"CREATE POLICY worker_reads ON business_events FOR SELECT USING ({_WORKER})")
    op.execute(f"CREATE POLICY worker_forgets ON business_events FOR DELETE USING ({_WORKER})")

    op.add_column("calls", sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True))
    # Calls of the past are nobody's news.
    with_all_rows(("calls",), "UPDATE calls SET reported_at = ended_at WHERE status = 'ended'")
    op.create_index(
        "ix_calls_unreported",
        "calls",
        ["ended_at"],
        postgresql_where=sa.text("status = 'ended' AND reported_at IS NULL"),
    )
    op.execute(
        f"CREATE POLICY worker_reads_unreported ON calls FOR SELECT USING (reported_at IS NULL AND {_WORKER})"
    )


def downgrade() -> None:
    op.execute("DROP POLICY worker_reads_unreported ON calls")
    op.drop_index("ix_calls_unreported", "calls")
    op.drop_column("calls", "reported_at")
    op.drop_table("business_events")
