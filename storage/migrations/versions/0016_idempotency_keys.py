"""Answers of writes that carry an `Idempotency-Key`."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business

revision: str = "0016"
down_revision: str | Sequence[str] | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"],
            ["businesses.id"],
            name=op.f("fk_idempotency_keys_business_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("business_id", "actor", "digest", name=op.f("pk_idempotency_keys")),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"], unique=False)
    keep_to_business("idempotency_keys")
    # To delete those that are over the worker has to see them; nothing that anybody is still promised.
    over = "created_at < now() - interval '24 hours' AND current_setting('app.worker', true) = 'on'"
    for name, what in (
        ("worker_sees", "SELECT"),
        ("worker_locks", "UPDATE"),
        ("worker_deletes", "DELETE"),
    ):
        op.execute(f"CREATE POLICY {name} ON idempotency_keys FOR {what} USING ({over})")


def downgrade() -> None:
    op.drop_table("idempotency_keys")
