"""Answers of writes about users that carry an `Idempotency-Key`."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import force

revision: str = "0028"
down_revision: str | Sequence[str] | None = "0027"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "user_idempotency_keys"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("actor", "digest", name=op.f("pk_user_idempotency_keys")),
    )
    op.create_index("ix_user_idempotency_keys_created_at", TABLE, ["created_at"], unique=False)
    force(TABLE)
    on = "current_setting('app.identity', true) = 'on'"
    op.execute(f"CREATE POLICY identity ON {TABLE} USING ({on}) WITH CHECK ({on})")
    over = "created_at < now() - interval '24 hours' AND current_setting('app.worker', true) = 'on'"
    for name, what in (
        ("worker_sees", "SELECT"),
        ("worker_locks", "UPDATE"),
        ("worker_deletes", "DELETE"),
    ):
        op.execute(f"CREATE POLICY {name} ON {TABLE} FOR {what} USING ({over})")


def downgrade() -> None:
    op.drop_table(TABLE)
