"""The business somebody signs up with is founded once their address is verified."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0026"
down_revision: str | Sequence[str] | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "users", sa.Column("wished_business", postgresql.JSONB(astext_type=sa.Text()), nullable=True)
    )
    op.create_index(
        "ix_users_unconfirmed",
        "users",
        ["created_at"],
        postgresql_where=sa.text("email_verified_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_users_unconfirmed", "users")
    op.drop_column("users", "wished_business")
