"""Opening hours that go on until midnight, or into the next day."""

from collections.abc import Sequence

from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_opening_hours_closes_after_opens"), "opening_hours", type_="check")
    op.create_check_constraint(
        op.f("ck_opening_hours_opens_for_a_while"),
        "opening_hours",
        "opens < '24:00' AND (closes <> opens OR opens = '00:00')",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_opening_hours_opens_for_a_while"), "opening_hours", type_="check")
    # What an older release cannot say: midnight becomes the last minute, a night ends with its first day.
    op.execute("UPDATE opening_hours SET closes = '23:59' WHERE closes <= opens AND opens < '23:59'")
    op.execute("DELETE FROM opening_hours WHERE closes <= opens")
    op.create_check_constraint(op.f("ck_opening_hours_closes_after_opens"), "opening_hours", "closes > opens")
