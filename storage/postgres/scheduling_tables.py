"""The tables of set-up and scheduling: places, hours, people, assets, what can be booked, and what is taken.

What is taken of people and assets is rows of `booking_segments`, whoever wrote the booking: a trigger writes the one of
a booking that was made without segments of its own (migration 0013). Its exclusion constraint is the judge.
"""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import (
    Base,
    ClosingTime,
    KnownTimezone,
    business_column,
    created_at_column,
    within_business,
)


class Location(Base):
    """A place of the business. One without any is its own place, with its own zone, address and hours."""

    __tablename__ = "locations"
    __table_args__ = (UniqueConstraint("business_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    name: Mapped[str]
    timezone: Mapped[str] = mapped_column(KnownTimezone)
    address: Mapped[str] = mapped_column(server_default=text("''"))
    region: Mapped[str | None]
    """Subdivision of the country, for its public holidays: `VIC`."""
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = created_at_column()


class LocationHours(Base):
    """A stretch of a location's usual week, as `OpeningHoursRow`; without any the business's hours hold."""

    __tablename__ = "location_hours"
    __table_args__ = (
        UniqueConstraint("business_id", "location_id", "weekday", "opens"),
        within_business("location_id", "locations", ondelete="CASCADE"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        CheckConstraint("opens < '24:00' AND (closes <> opens OR opens = '00:00')", name="opens_for_a_while"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    location_id: Mapped[UUID]
    weekday: Mapped[int] = mapped_column(SmallInteger)
    opens: Mapped[time]
    closes: Mapped[time] = mapped_column(ClosingTime)


class StaffHours(Base):
    """A stretch of a person's usual week at a location (NULL: anywhere). Who has none works as the place opens."""

    __tablename__ = "staff_hours"
    __table_args__ = (
        within_business("staff_id", "staff", ondelete="CASCADE"),
        within_business("location_id", "locations", ondelete="CASCADE"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        CheckConstraint("opens < '24:00' AND (closes <> opens OR opens = '00:00')", name="opens_for_a_while"),
        Index("ix_staff_hours_staff_id", "business_id", "staff_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    staff_id: Mapped[UUID]
    location_id: Mapped[UUID | None]
    weekday: Mapped[int] = mapped_column(SmallInteger)
    opens: Mapped[time]
    closes: Mapped[time] = mapped_column(ClosingTime)


class SpecialDayRow(Base):
    """A stretch of one date instead of the usual hours; with `opens` NULL there are none that day.

    Of a person when `staff_id` is set, else of a location, or of every location when both are NULL.
    """

    __tablename__ = "special_days"
    __table_args__ = (
        within_business("location_id", "locations", ondelete="CASCADE"),
        within_business("staff_id", "staff", ondelete="CASCADE"),
        CheckConstraint("(opens IS NULL) = (closes IS NULL)", name="both_or_none"),
        CheckConstraint("opens < '24:00' AND (closes <> opens OR opens = '00:00')", name="opens_for_a_while"),
        Index("ix_special_days_day", "business_id", "day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    location_id: Mapped[UUID | None]
    staff_id: Mapped[UUID | None]
    day: Mapped[date]
    opens: Mapped[time | None]
    closes: Mapped[time | None] = mapped_column(ClosingTime)
    reason: Mapped[str] = mapped_column(server_default=text("''"))


class PublicHoliday(Base):
    """A public holiday at a location (NULL: of the business); kept unless it is `opened`.

    `decided` says that the owner chose between the two. A location with a region of its own has all of its holidays
    as rows of its own.
    """

    __tablename__ = "public_holidays"
    __table_args__ = (
        within_business("location_id", "locations", ondelete="CASCADE"),
        UniqueConstraint("business_id", "location_id", "day", postgresql_nulls_not_distinct=True),
        CheckConstraint("kind IN ('public', 'observed', 'half_day')", name="kind_known"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    location_id: Mapped[UUID | None]
    day: Mapped[date]
    name: Mapped[str]
    opened: Mapped[bool] = mapped_column(server_default=text("false"))
    kind: Mapped[str] = mapped_column(server_default=text("'public'"))
    decided: Mapped[bool] = mapped_column(server_default=text("false"))


class Asset(Base):
    """A room, a chair, a machine. One without a location can be used at any."""

    __tablename__ = "assets"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        within_business("location_id", "locations", ondelete="CASCADE"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    location_id: Mapped[UUID | None]
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime] = created_at_column()


class Absence(Base):
    """When a person or an asset cannot be had: leave, a course, a repair."""

    __tablename__ = "absences"
    __table_args__ = (
        within_business("staff_id", "staff", ondelete="CASCADE"),
        within_business("asset_id", "assets", ondelete="CASCADE"),
        CheckConstraint("num_nonnulls(staff_id, asset_id) = 1", name="of_one"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_absences_ends_at", "business_id", "ends_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    staff_id: Mapped[UUID | None]
    asset_id: Mapped[UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[datetime] = created_at_column()


class StaffOffering(Base):
    """Who does an offering, with minutes and a price of their own where they differ. None at all: everybody does it."""

    __tablename__ = "staff_offerings"
    __table_args__ = (
        within_business("staff_id", "staff", ondelete="CASCADE"),
        within_business("offering_id", "offerings", ondelete="CASCADE"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
    )

    offering_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    minutes: Mapped[int | None]
    price_cents: Mapped[int | None]


class OfferingAsset(Base):
    """An asset that will do for one of an offering's needs."""

    __tablename__ = "offering_assets"
    __table_args__ = (
        within_business("asset_id", "assets", ondelete="CASCADE"),
        within_business("offering_id", "offerings", ondelete="CASCADE"),
    )

    offering_id: Mapped[UUID] = mapped_column(primary_key=True)
    need: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    asset_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()


class OfferingOption(Base):
    """A variant, with segments of its own, or an add-on, with minutes that come after."""

    __tablename__ = "offering_options"
    __table_args__ = (
        within_business("offering_id", "offerings", ondelete="CASCADE"),
        UniqueConstraint("business_id", "offering_id", "kind", "name"),
        CheckConstraint("kind IN ('variant', 'add_on')", name="kind_known"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    offering_id: Mapped[UUID]
    kind: Mapped[str]
    name: Mapped[str]
    minutes: Mapped[int]
    segments: Mapped[list[dict[str, Any]] | None]
    price_cents: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(server_default=text("0"))


class OfferingQuestion(Base):
    """What customers are asked when they book an offering; `choices` of a choice alone."""

    __tablename__ = "offering_questions"
    __table_args__ = (
        within_business("offering_id", "offerings", ondelete="CASCADE"),
        UniqueConstraint("business_id", "offering_id", "label"),
        CheckConstraint("kind IN ('text', 'number', 'choice', 'date', 'yes_no')", name="kind_known"),
        CheckConstraint("(kind = 'choice') = (choices <> '{}')", name="choices_of_choice"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    offering_id: Mapped[UUID]
    label: Mapped[str]
    kind: Mapped[str]
    required: Mapped[bool] = mapped_column(server_default=text("false"))
    choices: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    position: Mapped[int] = mapped_column(server_default=text("0"))


class BookingItem(Base):
    """One offering of a booking, as it was sold."""

    __tablename__ = "booking_items"
    __table_args__ = (
        within_business("booking_id", "bookings", ondelete="CASCADE"),
        within_business("offering_id", "offerings"),
        within_business("staff_id", "staff"),
        Index("ix_booking_items_offering_id", "business_id", "offering_id"),
    )

    booking_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    business_id: Mapped[UUID] = business_column()
    offering_id: Mapped[UUID]
    variant_id: Mapped[UUID | None]
    add_on_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), server_default=text("'{}'"))
    wanted_staff_id: Mapped[UUID | None]
    """Whom the customer asked for; NULL when anybody would do."""
    staff_id: Mapped[UUID | None]
    name: Mapped[str]
    price_cents: Mapped[int]


class GroupSession(Base):
    """A class or a course on one date, booked by the seat; its trainer and room are segments."""

    __tablename__ = "group_sessions"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        within_business("offering_id", "offerings"),
        within_business("location_id", "locations"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("status IN ('planned', 'cancelled')", name="status_known"),
        Index("ix_group_sessions_starts_at", "business_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    offering_id: Mapped[UUID]
    location_id: Mapped[UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(server_default=text("'planned'"))
    created_at: Mapped[datetime] = created_at_column()


class Seat(Base):
    """A seat of a session: free, held until an instant, or a booking's. An expired hold is a free seat."""

    __tablename__ = "seats"
    __table_args__ = (
        within_business("session_id", "group_sessions", ondelete="CASCADE"),
        within_business("booking_id", "bookings", ondelete="SET NULL (booking_id)"),
        Index("ix_seats_booking_id", "business_id", "booking_id"),
    )

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    business_id: Mapped[UUID] = business_column()
    booking_id: Mapped[UUID | None]
    hold_until: Mapped[datetime | None]


class BookingSegment(Base):
    """A person or an asset taken for a stretch of time, buffers included, by a booking or a session.

    `hold_until` is that of the booking while it is held: readers take an expired one for free, writers delete it. What
    is released stays, so that a cancelled booking can be restored. Ranges of an id over itself let GiST compare it
    without the btree_gist extension.
    """

    __tablename__ = "booking_segments"
    __table_args__ = (
        within_business("booking_id", "bookings", ondelete="CASCADE"),
        within_business("session_id", "group_sessions", ondelete="CASCADE"),
        within_business("staff_id", "staff"),
        within_business("asset_id", "assets"),
        CheckConstraint("num_nonnulls(booking_id, session_id) = 1", name="of_one"),
        CheckConstraint("num_nonnulls(staff_id, asset_id) = 1", name="takes_one"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        ExcludeConstraint(
            (
                func.uuidrange(
                    text("COALESCE(staff_id, asset_id)"), text("COALESCE(staff_id, asset_id)"), text("'[]'")
                ),
                "&&",
            ),
            (func.tstzrange(text("starts_at"), text("ends_at"), text("'[)'")), "&&"),
            where=text("NOT released"),
            using="gist",
            name="ex_booking_segments_no_overlap",
        ),
        # Ranges are no index condition under row-level security; the future is the smaller part of all.
        Index(
            "ix_booking_segments_ends_at",
            "business_id",
            "ends_at",
            "starts_at",
            postgresql_where=text("NOT released"),
        ),
        Index("ix_booking_segments_booking_id", "business_id", "booking_id"),
        Index("ix_booking_segments_session_id", "business_id", "session_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    booking_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    staff_id: Mapped[UUID | None]
    asset_id: Mapped[UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    hold_until: Mapped[datetime | None]
    released: Mapped[bool] = mapped_column(server_default=text("false"))


class BookingEvent(Base):
    """What became of a booking, in order: its status history."""

    __tablename__ = "booking_events"
    __table_args__ = (
        within_business("booking_id", "bookings", ondelete="CASCADE"),
        Index("ix_booking_events_booking_id", "business_id", "booking_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    booking_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    kind: Mapped[str]
    actor: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))


class WaitingEntry(Base):
    """Somebody who would take a time that is taken now, within a window. Offers go in the order of `created_at`."""

    __tablename__ = "waiting_list"
    __table_args__ = (
        UniqueConstraint("business_id", "intent_key"),
        within_business("customer_id", "customers", ondelete="CASCADE"),
        within_business("offering_id", "offerings", ondelete="CASCADE"),
        within_business("staff_id", "staff", ondelete="CASCADE"),
        within_business("offered_booking_id", "bookings", ondelete="SET NULL (offered_booking_id)"),
        within_business("call_id", "calls", ondelete="SET NULL (call_id)"),
        CheckConstraint("latest > earliest", name="latest_after_earliest"),
        CheckConstraint(
            "status IN ('waiting', 'offered', 'taken', 'withdrawn', 'lapsed')", name="status_known"
        ),
        Index(
            "ix_waiting_list_waiting",
            "business_id",
            "created_at",
            postgresql_where=text("status = 'waiting'"),
        ),
        Index("ix_waiting_list_created_at", "business_id", "created_at", "id"),
        Index("ix_waiting_list_offered", "offered_until", postgresql_where=text("status = 'offered'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    customer_id: Mapped[UUID]
    offering_id: Mapped[UUID]
    variant_id: Mapped[UUID | None]
    staff_id: Mapped[UUID | None]
    location_id: Mapped[UUID | None]
    call_id: Mapped[UUID | None]
    earliest: Mapped[datetime]
    latest: Mapped[datetime]
    status: Mapped[str] = mapped_column(server_default=text("'waiting'"))
    offered_booking_id: Mapped[UUID | None]
    offered_until: Mapped[datetime | None]
    intent_key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class CallerCode(Base):
    """A code that was texted to a number, for a call whose own number is hidden or another.

    The digest's key is the row's id. What protects a code of six digits is its few minutes and few tries.
    """

    __tablename__ = "caller_codes"
    __table_args__ = (
        within_business("call_id", "calls", ondelete="CASCADE"),
        Index("ix_caller_codes_call_id", "business_id", "call_id"),
        Index("ix_caller_codes_phone_e164", "business_id", "phone_e164", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    call_id: Mapped[UUID]
    phone_e164: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    tries: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    expires_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
