"""Our bookings in linked calendars: which belong where, as we wrote them, and what is disputed about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_into

from domain.calendars.agreement import Written
from domain.errors import NotFound
from domain.ids import new_id
from domain.scheduling.ranges import TimeRange
from storage.postgres.calendar_tables import RemoteBusy, RemoteCalendar
from storage.postgres.keyset import beyond
from storage.postgres.linked_calendar_tables import (
    CalendarDispute,
    LinkedCalendar,
    UnconfirmedBooking,
    WrittenEntry,
)
from storage.postgres.scheduling_tables import BookingItem, BookingSegment, Location
from storage.postgres.tables import Booking, Business, Customer, Offering, Staff
from storage.postgres.tenant import TenantScope

MOST_WRITTEN = 2_000
"""Bookings to come that are written to a calendar when it is chosen."""


# --- which bookings belong where --------------------------------------------------------------------------------
def _concerns() -> Any:
    """Whether a calendar is of somebody who does the booking, of its location, or of the whole business.

    Seats of a group session are not among them: many of them are one entry for who gives it.
    """
    of_person = exists().where(
        BookingSegment.business_id == Booking.business_id,
        BookingSegment.booking_id == Booking.id,
        BookingSegment.staff_id == RemoteCalendar.staff_id,
    )
    return and_(
        Booking.session_id.is_(None),
        or_(RemoteCalendar.staff_id.is_(None), RemoteCalendar.staff_id == Booking.staff_id, of_person),
        or_(RemoteCalendar.location_id.is_(None), RemoteCalendar.location_id == Booking.location_id),
    )


_LINKED = and_(
    RemoteCalendar.business_id == LinkedCalendar.business_id, RemoteCalendar.id == LinkedCalendar.calendar_id
)


async def calendars_of(scope: TenantScope, booking_id: UUID) -> Sequence[UUID]:
    """Where the booking is to stand, and where it stands now."""
    belongs = (
        select(LinkedCalendar.calendar_id)
        .join(RemoteCalendar, _LINKED)
        .join(Booking, Booking.business_id == LinkedCalendar.business_id)
        .where(
            LinkedCalendar.business_id == scope.business_id,
            LinkedCalendar.writes,
            Booking.id == booking_id,
            _concerns(),
        )
    )
    stands = select(WrittenEntry.calendar_id).where(
        WrittenEntry.business_id == scope.business_id,
        WrittenEntry.booking_id == booking_id,
        WrittenEntry.phase != "gone",
    )
    return (await scope.session.scalars(belongs.union(stands))).all()


async def bookings_for(scope: TenantScope, calendar_id: UUID, now: datetime) -> Sequence[UUID]:
    """Bookings to come that are to stand in a calendar, or stand there, the soonest first."""
    stands = exists().where(
        WrittenEntry.business_id == Booking.business_id,
        WrittenEntry.calendar_id == calendar_id,
        WrittenEntry.booking_id == Booking.id,
        WrittenEntry.phase != "gone",
    )
    rows = await scope.session.scalars(
        select(Booking.id)
        .join(RemoteCalendar, RemoteCalendar.business_id == Booking.business_id)
        .where(
            Booking.business_id == scope.business_id,
            RemoteCalendar.id == calendar_id,
            Booking.status == "confirmed",
            Booking.ends_at > now,
            or_(_concerns(), stands),
        )
        .order_by(Booking.starts_at, Booking.id)
        .limit(MOST_WRITTEN)
    )
    return rows.all()


@dataclass(frozen=True, slots=True)
class BookingToWrite:
    """A booking as a calendar elsewhere is told of it. `belongs`: it is to stand in that calendar."""

    id: UUID
    status: str
    starts_at: datetime
    ends_at: datetime
    until: datetime
    """With what is needed to clean up after it."""
    belongs: bool
    offering: str
    staff: str
    customer: str
    phone: str | None
    notes: str
    place: str
    timezone: str
    business: str
    staff_id: UUID | None
    offering_id: UUID
    session_id: UUID | None

    @property
    def during(self) -> TimeRange:
        return TimeRange(self.starts_at, self.ends_at)


async def to_write(scope: TenantScope, calendar_id: UUID, booking_id: UUID) -> BookingToWrite | None:
    """None when there is no such booking, or no such calendar, any more."""
    items = (
        select(func.string_agg(BookingItem.name, ", "))
        .where(BookingItem.business_id == scope.business_id, BookingItem.booking_id == Booking.id)
        .scalar_subquery()
    )
    taken_until = (
        select(func.max(BookingSegment.ends_at))
        .where(BookingSegment.business_id == scope.business_id, BookingSegment.booking_id == Booking.id)
        .scalar_subquery()
    )
    rows = await scope.session.execute(
        select(
            Booking.id,
            Booking.status,
            Booking.starts_at,
            Booking.ends_at,
            func.greatest(func.upper(Booking.during), taken_until).label("until"),
            and_(LinkedCalendar.writes, _concerns()).label("belongs"),
            func.coalesce(items, Offering.name).label("offering"),
            func.coalesce(Staff.name, "").label("staff"),
            func.coalesce(Customer.name, "").label("customer"),
            Customer.phone_e164.label("phone"),
            Booking.notes,
            func.coalesce(Location.address, Business.address, "").label("place"),
            func.coalesce(Location.timezone, Business.timezone).label("timezone"),
            Business.name.label("business"),
            Booking.staff_id,
            Booking.offering_id,
            Booking.session_id,
        )
        .select_from(Booking)
        .join(Business, Business.id == Booking.business_id)
        .join(Offering, Offering.id == Booking.offering_id)
        .join(LinkedCalendar, LinkedCalendar.business_id == Booking.business_id)
        .join(RemoteCalendar, _LINKED)
        .outerjoin(Staff, Staff.id == Booking.staff_id)
        .outerjoin(Customer, Customer.id == Booking.customer_id)
        .outerjoin(Location, Location.id == Booking.location_id)
        .where(
            Booking.business_id == scope.business_id,
            Booking.id == booking_id,
            LinkedCalendar.calendar_id == calendar_id,
        )
    )
    row = rows.mappings().one_or_none()
    return None if row is None else BookingToWrite(**row)


# --- as we wrote them -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class WrittenRow:
    calendar_id: UUID
    booking_id: UUID
    external_id: str
    phase: str
    etag: str
    starts_at: datetime
    ends_at: datetime
    digest: bytes

    @property
    def written(self) -> Written:
        return Written(TimeRange(self.starts_at, self.ends_at), self.etag)


_WRITTEN = tuple(getattr(WrittenEntry, name) for name in WrittenRow.__dataclass_fields__)


async def of_booking(scope: TenantScope, calendar_id: UUID, booking_id: UUID) -> WrittenRow | None:
    rows = await scope.session.execute(
        select(*_WRITTEN).where(
            WrittenEntry.business_id == scope.business_id,
            WrittenEntry.calendar_id == calendar_id,
            WrittenEntry.booking_id == booking_id,
        )
    )
    row = rows.mappings().one_or_none()
    return None if row is None else WrittenRow(**row)


async def by_external_ids(
    scope: TenantScope, calendar_id: UUID, external_ids: Collection[str]
) -> dict[str, WrittenRow]:
    rows = await scope.session.execute(
        select(*_WRITTEN).where(
            WrittenEntry.business_id == scope.business_id,
            WrittenEntry.calendar_id == calendar_id,
            WrittenEntry.external_id.in_(external_ids),
        )
    )
    return {row["external_id"]: WrittenRow(**row) for row in rows.mappings()}


async def standing(scope: TenantScope, calendar_id: UUID, now: datetime) -> list[WrittenRow]:
    """What of ours is to be found in a calendar, of bookings to come."""
    rows = await scope.session.execute(
        select(*_WRITTEN).where(
            WrittenEntry.business_id == scope.business_id,
            WrittenEntry.calendar_id == calendar_id,
            WrittenEntry.phase == "written",
            WrittenEntry.starts_at > now,
        )
    )
    return [WrittenRow(**row) for row in rows.mappings()]


async def note_written(
    scope: TenantScope,
    calendar_id: UUID,
    booking_id: UUID,
    *,
    external_id: str,
    etag: str,
    during: TimeRange,
    digest: bytes = b"",
    phase: str = "written",
) -> None:
    values = {
        "external_id": external_id,
        "etag": etag,
        "starts_at": during.start,
        "ends_at": during.end,
        "digest": digest,
        "phase": phase,
    }
    await scope.session.execute(
        insert_into(WrittenEntry)
        .values(calendar_id=calendar_id, booking_id=booking_id, business_id=scope.business_id, **values)
        .on_conflict_do_update(
            index_elements=[WrittenEntry.calendar_id, WrittenEntry.booking_id], set_=values
        )
    )


async def set_phase(scope: TenantScope, calendar_id: UUID, booking_id: UUID, phase: str) -> None:
    await scope.session.execute(
        update(WrittenEntry)
        .where(
            WrittenEntry.business_id == scope.business_id,
            WrittenEntry.calendar_id == calendar_id,
            WrittenEntry.booking_id == booking_id,
        )
        .values(phase=phase)
    )


# --- disputes ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class DisputeRow:
    id: UUID
    calendar_id: UUID
    booking_id: UUID
    kind: str
    why: str
    ours_from: datetime
    theirs_from: datetime | None
    theirs_until: datetime | None
    etag: str
    settled: str | None
    settled_by: str | None
    settled_at: datetime | None
    created_at: datetime
    calendar_name: str
    calendar_kind: str


_DISPUTE = select(
    CalendarDispute.id,
    CalendarDispute.calendar_id,
    CalendarDispute.booking_id,
    CalendarDispute.kind,
    CalendarDispute.why,
    CalendarDispute.ours_from,
    CalendarDispute.theirs_from,
    CalendarDispute.theirs_until,
    CalendarDispute.etag,
    CalendarDispute.settled,
    CalendarDispute.settled_by,
    CalendarDispute.settled_at,
    CalendarDispute.created_at,
    RemoteCalendar.name.label("calendar_name"),
    RemoteCalendar.kind.label("calendar_kind"),
).join(
    RemoteCalendar,
    and_(
        RemoteCalendar.business_id == CalendarDispute.business_id,
        RemoteCalendar.id == CalendarDispute.calendar_id,
    ),
)


async def dispute(
    scope: TenantScope,
    calendar_id: UUID,
    booking_id: UUID,
    *,
    kind: str,
    why: str,
    ours_from: datetime,
    theirs: TimeRange | None,
    etag: str,
) -> UUID | None:
    """Opens one, or brings the open one up to date; the id of one that was opened now."""
    values = {
        "kind": kind,
        "why": why,
        "ours_from": ours_from,
        "theirs_from": theirs.start if theirs else None,
        "theirs_until": theirs.end if theirs else None,
        "etag": etag,
    }
    mine = new_id()
    found = await scope.session.scalar(
        insert_into(CalendarDispute)
        .values(
            id=mine,
            business_id=scope.business_id,
            calendar_id=calendar_id,
            booking_id=booking_id,
            **values,
        )
        .on_conflict_do_update(
            index_elements=[CalendarDispute.calendar_id, CalendarDispute.booking_id],
            index_where=CalendarDispute.settled.is_(None),
            set_=values,
        )
        .returning(CalendarDispute.id)
    )
    return mine if found == mine else None


async def open_dispute(scope: TenantScope, calendar_id: UUID, booking_id: UUID) -> DisputeRow | None:
    rows = await scope.session.execute(
        _DISPUTE.where(
            CalendarDispute.business_id == scope.business_id,
            CalendarDispute.calendar_id == calendar_id,
            CalendarDispute.booking_id == booking_id,
            CalendarDispute.settled.is_(None),
        )
    )
    row = rows.mappings().one_or_none()
    return None if row is None else DisputeRow(**row)


async def get_dispute(scope: TenantScope, dispute_id: UUID) -> DisputeRow:
    """Locked until the transaction ends. Raises NotFound."""
    rows = await scope.session.execute(
        _DISPUTE.where(
            CalendarDispute.business_id == scope.business_id, CalendarDispute.id == dispute_id
        ).with_for_update(of=CalendarDispute)
    )
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound("no such dispute")
    return DisputeRow(**row)


async def disputes(
    scope: TenantScope, *, open_only: bool, after: tuple[datetime, UUID] | None, limit: int
) -> list[DisputeRow]:
    """The latest first."""
    order = (CalendarDispute.created_at, CalendarDispute.id)
    query = _DISPUTE.where(
        CalendarDispute.business_id == scope.business_id, *beyond(order, after, descending=True)
    )
    if open_only:
        query = query.where(CalendarDispute.settled.is_(None))
    query = query.order_by(*(each.desc() for each in order)).limit(limit)
    return [DisputeRow(**row) for row in (await scope.session.execute(query)).mappings()]


async def settle(scope: TenantScope, dispute_id: UUID, how: str, by: str) -> None:
    await scope.session.execute(
        update(CalendarDispute)
        .where(
            CalendarDispute.business_id == scope.business_id,
            CalendarDispute.id == dispute_id,
            CalendarDispute.settled.is_(None),
        )
        .values(settled=how, settled_by=by, settled_at=func.clock_timestamp())
    )


# --- bookings to be confirmed -----------------------------------------------------------------------------------
async def mark_unconfirmed(scope: TenantScope, booking_id: UUID) -> None:
    """Notes of which calendars nothing new is known that this booking concerns. One statement."""
    doubtful = (
        select(Booking.id, RemoteCalendar.id, Booking.business_id)
        .select_from(Booking)
        .join(RemoteCalendar, RemoteCalendar.business_id == Booking.business_id)
        .where(
            Booking.business_id == scope.business_id,
            Booking.id == booking_id,
            RemoteCalendar.phase.in_(("stale", "failing")),
            _concerns(),
        )
    )
    statement = insert_into(UnconfirmedBooking).from_select(
        ["booking_id", "calendar_id", "business_id"], doubtful
    )
    await scope.session.execute(
        statement.on_conflict_do_update(
            index_elements=[UnconfirmedBooking.booking_id, UnconfirmedBooking.calendar_id],
            set_={"since": func.clock_timestamp()},
        )
    )


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A booking that is in doubt no more. `clashes`: the calendar is busy during it."""

    booking_id: UUID
    clashes: bool


async def confirm(scope: TenantScope, calendar_id: UUID, read_since: datetime) -> list[Confirmed]:
    """After a reading that began then: takes the marks off bookings made before."""
    gone = (
        delete(UnconfirmedBooking)
        .where(
            UnconfirmedBooking.business_id == scope.business_id,
            UnconfirmedBooking.calendar_id == calendar_id,
            UnconfirmedBooking.since <= read_since,
        )
        .returning(UnconfirmedBooking.booking_id)
        .cte("gone")
    )
    clashes = exists().where(
        RemoteBusy.business_id == Booking.business_id,
        RemoteBusy.calendar_id == calendar_id,
        RemoteBusy.starts_at < Booking.ends_at,
        RemoteBusy.ends_at > Booking.starts_at,
        Booking.status == "confirmed",
    )
    rows = await scope.session.execute(
        select(Booking.id, clashes.label("clashes"))
        .join(gone, gone.c.booking_id == Booking.id)
        .where(Booking.business_id == scope.business_id)
    )
    return [Confirmed(booking_id, clash) for booking_id, clash in rows]


async def to_confirm_with(
    scope: TenantScope, booking_ids: Collection[UUID]
) -> dict[UUID, list[tuple[str, str]]]:
    """Kind and name of the calendars each of these is to be confirmed with; none for most."""
    if not booking_ids:
        return {}
    rows = await scope.session.execute(
        select(UnconfirmedBooking.booking_id, RemoteCalendar.kind, RemoteCalendar.name)
        .join(
            RemoteCalendar,
            and_(
                RemoteCalendar.business_id == UnconfirmedBooking.business_id,
                RemoteCalendar.id == UnconfirmedBooking.calendar_id,
            ),
        )
        .where(
            UnconfirmedBooking.business_id == scope.business_id,
            UnconfirmedBooking.booking_id.in_(booking_ids),
        )
        .order_by(RemoteCalendar.created_at)
    )
    found: dict[UUID, list[tuple[str, str]]] = {}
    for booking_id, kind, name in rows:
        found.setdefault(booking_id, []).append((kind, name))
    return found
