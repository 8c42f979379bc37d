"""The tables of calendars that are linked both ways: consents, what stands there, what we wrote, what is disputed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column, within_business


class CalendarConnection(Base):
    """An account at another vendor whose owner let us read and write calendars of a person, a location or everybody."""

    __tablename__ = "calendar_connections"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        within_business("staff_id", "staff", ondelete="CASCADE"),
        within_business("location_id", "locations", ondelete="CASCADE"),
        CheckConstraint("num_nonnulls(staff_id, location_id) <= 1", name="of_one"),
        CheckConstraint("kind IN ('google', 'square', 'fresha')", name="kind_known"),
        CheckConstraint("phase IN ('connected', 'disconnected', 'leaving')", name="phase_known"),
        Index("ix_calendar_connections_page", "business_id", "created_at", "id"),
        Index("ix_calendar_connections_account", "kind", "account"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    staff_id: Mapped[UUID | None]
    location_id: Mapped[UUID | None]
    kind: Mapped[str]
    account: Mapped[str]
    """What the vendor calls the account."""
    phase: Mapped[str] = mapped_column(server_default=text("'connected'"))
    """`leaving`: it is being disconnected; what has to be told to the vendor is not told yet."""
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    access_token: Mapped[bytes] = mapped_column(LargeBinary)
    refresh_token: Mapped[bytes] = mapped_column(LargeBinary)
    """Both sealed."""
    access_expires_at: Mapped[datetime]
    names: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    """What our people and offerings are called there, for vendors that know such things."""
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]
    """Whoever holds the lease is the only one to speak to the vendor for this account."""
    connected_by: Mapped[str]
    created_at: Mapped[datetime] = created_at_column()


class LinkedCalendar(Base):
    """What a remote calendar has besides when it is one of a connection."""

    __tablename__ = "linked_calendars"
    __table_args__ = (
        within_business("calendar_id", "remote_calendars", ondelete="CASCADE"),
        within_business("connection_id", "calendar_connections", ondelete="CASCADE"),
        UniqueConstraint("connection_id", "external_id"),
        UniqueConstraint("business_id", "calendar_id"),
    )

    calendar_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    connection_id: Mapped[UUID]
    external_id: Mapped[str]
    writes: Mapped[bool]
    """Our bookings are written to it."""
    blocks: Mapped[bool]
    """What stands in it blocks here."""
    sync_token: Mapped[str] = mapped_column(server_default=text("''"))
    asked_at: Mapped[datetime | None]
    """When a notice last asked for a reading: one that began before it has not seen it."""


class CalendarChannel(Base):
    """Where a vendor tells us that a linked calendar has changed."""

    __tablename__ = "calendar_channels"
    __table_args__ = (
        within_business("calendar_id", "remote_calendars", ondelete="CASCADE"),
        Index("ix_calendar_channels_calendar_id", "business_id", "calendar_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    calendar_id: Mapped[UUID]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    """SHA-256 of the token that notices have to show."""
    resource: Mapped[str] = mapped_column(server_default=text("''"))
    expires_at: Mapped[datetime]
    last_number: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    created_at: Mapped[datetime] = created_at_column()


class RemoteEntry(Base):
    """An entry of a linked calendar during which somebody is busy; ours are not among them."""

    __tablename__ = "remote_entries"
    __table_args__ = (
        within_business("calendar_id", "remote_calendars", ondelete="CASCADE"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    calendar_id: Mapped[UUID] = mapped_column(primary_key=True)
    external_id: Mapped[str] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    series_id: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reading: Mapped[UUID]
    """The reading of the whole calendar that saw it last."""


class WrittenEntry(Base):
    """A booking of ours as we last wrote it to a linked calendar, or found it there."""

    __tablename__ = "written_entries"
    __table_args__ = (
        within_business("calendar_id", "remote_calendars", ondelete="CASCADE"),
        within_business("booking_id", "bookings", ondelete="CASCADE"),
        CheckConstraint("phase IN ('written', 'removing', 'gone')", name="phase_known"),
        Index("ix_written_entries_booking_id", "business_id", "booking_id"),
        Index("ix_written_entries_external_id", "calendar_id", "external_id"),
    )

    calendar_id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    external_id: Mapped[str]
    phase: Mapped[str] = mapped_column(server_default=text("'written'"))
    """`removing`: that it vanishes is our own doing."""
    etag: Mapped[str] = mapped_column(server_default=text("''"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    digest: Mapped[bytes] = mapped_column(LargeBinary, server_default=text("''::bytea"))
    """Of what we wrote; empty when it was found there."""


class CalendarDispute(Base):
    """What was done to a booking of ours in a linked calendar that could not be done here; until somebody decides."""

    __tablename__ = "calendar_disputes"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        within_business("calendar_id", "remote_calendars", ondelete="CASCADE"),
        within_business("booking_id", "bookings", ondelete="CASCADE"),
        CheckConstraint("kind IN ('moved', 'deleted')", name="kind_known"),
        CheckConstraint("settled IN ('ours', 'theirs', 'cancelled', 'overtaken')", name="settled_known"),
        Index(
            "uq_calendar_disputes_open",
            "calendar_id",
            "booking_id",
            unique=True,
            postgresql_where=text("settled IS NULL"),
        ),
        Index("ix_calendar_disputes_page", "business_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    calendar_id: Mapped[UUID]
    booking_id: Mapped[UUID]
    kind: Mapped[str]
    why: Mapped[str]
    ours_from: Mapped[datetime]
    """When the booking began when this came up."""
    theirs_from: Mapped[datetime | None]
    theirs_until: Mapped[datetime | None]
    etag: Mapped[str] = mapped_column(server_default=text("''"))
    settled: Mapped[str | None]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = created_at_column()


class UnconfirmedBooking(Base):
    """A booking that was made by what was known of a calendar elsewhere, which could not be read at that time."""

    __tablename__ = "unconfirmed_bookings"
    __table_args__ = (
        within_business("calendar_id", "remote_calendars", ondelete="CASCADE"),
        within_business("booking_id", "bookings", ondelete="CASCADE"),
    )

    booking_id: Mapped[UUID] = mapped_column(primary_key=True)
    calendar_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    since: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    """A reading that began later confirms it."""
