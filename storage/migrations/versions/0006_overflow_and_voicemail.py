"""What becomes of calls there is no line for, and messages that are recordings."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | Sequence[str] | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "businesses",
        sa.Column("overflow", sa.Text(), server_default=sa.text("'voicemail'"), nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_businesses_overflow_known"), "businesses", "overflow IN ('retry', 'voicemail', 'forward')"
    )
    op.add_column("messages", sa.Column("recording_url", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("messages", "recording_url")
    op.drop_constraint(op.f("ck_businesses_overflow_known"), "businesses", type_="check")
    op.drop_column("businesses", "overflow")
