"""The table of what a business's days come to."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Integer, SmallInteger, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base


class DailyAnalytics(Base):
    """A local day of a business that is over (`domain.analytics.figures.Figures`), kept by the worker.

    Worked out from other rows, and worked out again at any time. A row of another `edition`, or counted in another
    time zone than the business is in now, says nothing.
    """

    __tablename__ = "daily_analytics"

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    timezone: Mapped[str]
    edition: Mapped[int] = mapped_column(SmallInteger)
    counted_at: Mapped[datetime]
    calls: Mapped[int]
    answered: Mapped[int]
    after_hours: Mapped[int]
    coinciding: Mapped[int]
    peak: Mapped[int]
    talk_s: Mapped[float]
    given_back_s: Mapped[float]
    bookings: Mapped[int]
    phone_bookings: Mapped[int]
    cancelled: Mapped[int]
    booked_cents: Mapped[int] = mapped_column(BigInteger)
    visits: Mapped[int]
    visit_cents: Mapped[int] = mapped_column(BigInteger)
    no_shows: Mapped[int]
    billable_s: Mapped[int]
    charged_microcents: Mapped[int] = mapped_column(BigInteger)
    cost_microcents: Mapped[int] = mapped_column(BigInteger)
    outcomes: Mapped[dict[str, int]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    answer_ms: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """Histogram, by the buckets of `domain.analytics.histogram`; so is `response_ms`."""
    response_ms: Mapped[list[int]] = mapped_column(ARRAY(Integer))
