"""Sign-ins of pages: known by a cookie, until idle for too long or at their end."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | Sequence[str] | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("sign_ins", sa.Column("cookie_digest", sa.LargeBinary(), nullable=True))
    op.add_column("sign_ins", sa.Column("idle_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sign_ins", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    op.create_unique_constraint(op.f("uq_sign_ins_cookie_digest"), "sign_ins", ["cookie_digest"])


def downgrade() -> None:
    op.drop_constraint(op.f("uq_sign_ins_cookie_digest"), "sign_ins", type_="unique")
    op.drop_column("sign_ins", "ends_at")
    op.drop_column("sign_ins", "idle_until")
    op.drop_column("sign_ins", "cookie_digest")
