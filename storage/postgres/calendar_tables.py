"""The tables of calendars kept elsewhere: feeds of our bookings, calendars read from outside, and their busy times."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column, within_business


class CalendarFeed(Base):
    """A secret address at which the bookings of a business, or of one of its people, can be subscribed to."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        within_business("staff_id", "staff", ondelete="CASCADE"),
        CheckConstraint("shows IN ('details', 'busy')", name="shows_known"),
        Index("ix_calendar_feeds_page", "business_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    staff_id: Mapped[UUID | None]
    shows: Mapped[str] = mapped_column(server_default=text("'busy'"))
    """Offering and customer's name, or only that it is booked."""
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed; shown again to who may set feeds up."""
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    """SHA-256 of the secret, which whoever asks for the feed has to show."""
    created_at: Mapped[datetime] = created_at_column()


class RemoteCalendar(Base):
    """A calendar of a person, a location or the whole business that is kept elsewhere, and what was last read of it."""

    __tablename__ = "remote_calendars"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        within_business("staff_id", "staff", ondelete="CASCADE"),
        within_business("location_id", "locations", ondelete="CASCADE"),
        CheckConstraint("num_nonnulls(staff_id, location_id) <= 1", name="of_one"),
        CheckConstraint("kind IN ('ical', 'google', 'square', 'fresha')", name="kind_known"),
        CheckConstraint("phase IN ('waiting', 'fresh', 'stale', 'failing')", name="phase_known"),
        Index("ix_remote_calendars_page", "business_id", "created_at", "id"),
        Index("ix_remote_calendars_next_poll_at", "next_poll_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    staff_id: Mapped[UUID | None]
    location_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(server_default=text("'ical'"))
    name: Mapped[str]
    url: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed: such addresses are secrets. Of a linked calendar what its vendor calls it."""
    host: Mapped[str]
    phase: Mapped[str] = mapped_column(server_default=text("'waiting'"))
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    notes: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    failures: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    failing_since: Mapped[datetime | None]
    emptied_since: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    """When it was last read well."""
    expanded_at: Mapped[datetime | None]
    """When its repetitions were last worked out: what is known reaches a year beyond."""
    etag: Mapped[str] = mapped_column(server_default=text("''"))
    modified: Mapped[str] = mapped_column(server_default=text("''"))
    body_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    next_poll_at: Mapped[datetime]
    created_at: Mapped[datetime] = created_at_column()


class RemoteBusy(Base):
    """A stretch of time that is taken in a calendar kept elsewhere. Those of one calendar neither overlap nor touch."""

    __tablename__ = "remote_busy"
    __table_args__ = (
        within_business("calendar_id", "remote_calendars", ondelete="CASCADE"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_remote_busy_ends_at", "business_id", "ends_at"),
    )

    calendar_id: Mapped[UUID] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    ends_at: Mapped[datetime]


class KeptConflict(Base):
    """A busy time over a visit that the business has looked at and lets stand, until either of them changes."""

    __tablename__ = "kept_conflicts"
    __table_args__ = (within_business("calendar_id", "remote_calendars", ondelete="CASCADE"),)

    calendar_id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(primary_key=True)
    """A booking, or a session of a group."""
    business_id: Mapped[UUID] = business_column()
    visit_starts_at: Mapped[datetime]
    busy_from: Mapped[datetime]
    busy_until: Mapped[datetime]
    kept_by: Mapped[str]
    created_at: Mapped[datetime] = created_at_column()
