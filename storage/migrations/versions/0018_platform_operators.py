"""What operators of the platform need: to list businesses, and to suspend one."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | Sequence[str] | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OF_SLUG = "slug = NULLIF(current_setting('app.slug', true), '')"


def upgrade() -> None:
    op.add_column("businesses", sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("businesses", sa.Column("suspended_because", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_businesses_suspended_with_a_reason"),
        "businesses",
        "(suspended_at IS NULL) = (suspended_because IS NULL)",
    )
    # Reading only: what an operator changes is changed as the business, whose audit log then has it.
    op.execute(
        "CREATE POLICY operator ON businesses FOR SELECT USING (current_setting('app.operator', true) = 'on')"
    )
    # One that is suspended has no page for web booking.
    op.execute("DROP POLICY shown ON businesses")
    op.execute(f"CREATE POLICY shown ON businesses FOR SELECT USING ({_OF_SLUG} AND suspended_at IS NULL)")


def downgrade() -> None:
    op.execute("DROP POLICY shown ON businesses")
    op.execute(f"CREATE POLICY shown ON businesses FOR SELECT USING ({_OF_SLUG})")
    op.execute("DROP POLICY operator ON businesses")
    op.drop_constraint(op.f("ck_businesses_suspended_with_a_reason"), "businesses", type_="check")
    op.drop_column("businesses", "suspended_because")
    op.drop_column("businesses", "suspended_at")
