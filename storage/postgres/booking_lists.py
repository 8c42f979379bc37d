"""Bookings as people look at them: lists with filters, and one with all that belongs to it.

A list is read in two statements, however long it is. Those that are the same each time are built once: building one
takes the processor longer than running it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, and_, any_, bindparam, exists, func, or_, select, text

from domain.business_settings import served_timezone
from domain.errors import NotFound
from storage.postgres.calendar_tables import RemoteCalendar
from storage.postgres.keyset import beyond
from storage.postgres.linked_calendar_tables import UnconfirmedBooking
from storage.postgres.people import email_of_person, phone_of_person
from storage.postgres.scheduling_tables import Asset, BookingItem, BookingSegment, Location, Seat
from storage.postgres.tables import Booking, Business, Customer, Offering, Staff
from storage.postgres.tenant import TenantScope

Status = Literal["held", "confirmed", "cancelled", "no_show"]
BOOKED = ("confirmed", "cancelled", "no_show")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One offering of a booking, as it was sold; `staff_name` is empty for nobody."""

    offering_id: UUID
    name: str
    variant_id: UUID | None
    add_on_ids: tuple[UUID, ...]
    wanted_staff_id: UUID | None
    staff_id: UUID | None
    staff_name: str
    price_cents: int


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A person or an asset taken for a stretch of time, buffers included; released by a cancellation."""

    resource_id: UUID
    name: str
    is_asset: bool
    starts_at: datetime
    ends_at: datetime
    released: bool


@dataclass(frozen=True, slots=True)
class ListedBooking:
    """A booking; a hold has no customer yet. `timezone` is that of its place."""

    id: UUID
    status: Status
    channel: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    location_id: UUID | None
    staff_id: UUID | None
    customer_id: UUID | None
    customer_name: str | None
    customer_phone: str | None
    customer_email: str | None
    call_id: UUID | None
    series_id: UUID | None
    session_id: UUID | None
    hold_until: datetime | None
    notes: str
    answers: list[dict[str, str]]
    intent_key: str
    created_at: datetime
    offering_id: UUID
    offering_name: str
    offering_price_cents: int
    staff_name: str
    to_confirm_with: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Kind and name of calendars elsewhere that could not be read when it was made."""
    items: tuple[ItemRow, ...] = ()

    @property
    def price_cents(self) -> int:
        return sum(item.price_cents for item in self.items)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which bookings; None and empty leave a point open. `since` to `until` is when they begin."""

    since: datetime | None = None
    until: datetime | None = None
    statuses: Collection[str] = BOOKED
    staff_id: UUID | None = None
    customer_id: UUID | None = None
    offering_id: UUID | None = None
    location_id: UUID | None = None
    series_id: UUID | None = None
    session_id: UUID | None = None
    channels: Collection[str] = field(default_factory=tuple[str, ...])


_SELECT = (
    select(
        Booking.id,
        Booking.status,
        Booking.source.label("channel"),
        Booking.starts_at,
        Booking.ends_at,
        func.coalesce(Location.timezone, Business.timezone).label("timezone"),
        Business.country,
        Booking.location_id,
        Booking.staff_id,
        Booking.customer_id,
        Customer.name.label("customer_name"),
        phone_of_person().label("customer_phone"),
        email_of_person().label("customer_email"),
        Booking.call_id,
        Booking.series_id,
        Booking.session_id,
        Booking.hold_until,
        Booking.notes,
        Booking.answers,
        Booking.intent_key,
        Booking.created_at,
        Booking.offering_id,
        Offering.name.label("offering_name"),
        Offering.price_cents.label("offering_price_cents"),
        func.coalesce(Staff.name, "").label("staff_name"),
        select(
            func.coalesce(
                func.json_agg(func.json_build_array(RemoteCalendar.kind, RemoteCalendar.name)), text("'[]'")
            )
        )
        .select_from(UnconfirmedBooking)
        .join(RemoteCalendar, RemoteCalendar.id == UnconfirmedBooking.calendar_id)
        .where(
            UnconfirmedBooking.business_id == Booking.business_id,
            UnconfirmedBooking.booking_id == Booking.id,
        )
        .scalar_subquery()
        .label("to_confirm_with"),
    )
    .join(Business, Business.id == Booking.business_id)
    .join(Offering, Offering.id == Booking.offering_id)
    .outerjoin(Customer, Customer.id == Booking.customer_id)
    .outerjoin(Staff, Staff.id == Booking.staff_id)
    .outerjoin(Location, Location.id == Booking.location_id)
)


# The bookings as one array: a list in parentheses would be another statement to prepare for each length.
_ITEMS = (
    select(
        BookingItem.booking_id,
        BookingItem.offering_id,
        BookingItem.name,
        BookingItem.variant_id,
        BookingItem.add_on_ids,
        BookingItem.wanted_staff_id,
        BookingItem.staff_id,
        func.coalesce(Staff.name, "").label("staff_name"),
        BookingItem.price_cents,
    )
    .outerjoin(Staff, Staff.id == BookingItem.staff_id)
    .where(
        BookingItem.business_id == bindparam("business"),
        BookingItem.booking_id == any_(bindparam("bookings", type_=ARRAY(Uuid()))),
    )
    .order_by(BookingItem.booking_id, BookingItem.position)
)

_SEGMENTS = (
    select(
        func.coalesce(BookingSegment.staff_id, BookingSegment.asset_id).label("resource_id"),
        func.coalesce(Staff.name, Asset.name, "").label("name"),
        BookingSegment.asset_id.is_not(None).label("is_asset"),
        BookingSegment.starts_at,
        BookingSegment.ends_at,
        BookingSegment.released,
    )
    .outerjoin(Staff, Staff.id == BookingSegment.staff_id)
    .outerjoin(Asset, Asset.id == BookingSegment.asset_id)
    .where(
        BookingSegment.business_id == bindparam("business"),
        BookingSegment.booking_id == bindparam("booking"),
    )
    .order_by(BookingSegment.starts_at, BookingSegment.id)
)


async def page(
    scope: TenantScope,
    wanted: Filter,
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
    latest_first: bool = False,
) -> list[ListedBooking]:
    """Bookings by when they begin.

    Args:
        after: start and id of the last one seen.
    """
    order = (Booking.starts_at, Booking.id)
    behind = beyond(order, after, descending=latest_first)
    query = _SELECT.where(*_conditions(scope, wanted), *behind)
    query = query.order_by(*(each.desc() if latest_first else each for each in order)).limit(limit)
    return await _with_items(scope, await _rows(scope, query))


async def get(scope: TenantScope, booking_id: UUID) -> ListedBooking:
    """A booking or a hold. Raises NotFound."""
    found = await _with_items(scope, await _rows(scope, _SELECT.where(Booking.id == booking_id)))
    if not found:
        raise NotFound("no such booking")
    return found[0]


async def segments(scope: TenantScope, booking_id: UUID) -> list[SegmentRow]:
    """What a booking takes, or took before it was cancelled; in order."""
    rows = await scope.session.execute(_SEGMENTS, {"business": scope.business_id, "booking": booking_id})
    return [SegmentRow(**row) for row in rows.mappings()]


async def seats(scope: TenantScope, ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many seats each of these bookings has, where it has any."""
    if not ids:
        return {}
    rows = await scope.session.execute(
        select(Seat.booking_id, func.count())
        .where(Seat.business_id == scope.business_id, Seat.booking_id.in_(ids))
        .group_by(Seat.booking_id)
    )
    return {booking_id: count for booking_id, count in rows if booking_id is not None}


def _conditions(scope: TenantScope, wanted: Filter) -> list[Any]:
    found: list[Any] = [Booking.status.in_(wanted.statuses)]
    if wanted.since is not None:
        found.append(Booking.starts_at >= wanted.since)
    if wanted.until is not None:
        found.append(Booking.starts_at < wanted.until)
    if "held" in wanted.statuses:
        found.append(or_(Booking.hold_until.is_(None), Booking.hold_until > func.clock_timestamp()))
    if wanted.channels:
        found.append(Booking.source.in_(wanted.channels))
    plain = {
        Booking.customer_id: wanted.customer_id,
        Booking.location_id: wanted.location_id,
        Booking.series_id: wanted.series_id,
        Booking.session_id: wanted.session_id,
    }
    found += [column == value for column, value in plain.items() if value is not None]
    for whole, part, value in (
        (Booking.staff_id, BookingItem.staff_id, wanted.staff_id),
        (Booking.offering_id, BookingItem.offering_id, wanted.offering_id),
    ):
        if value is not None:
            of_item = and_(
                BookingItem.business_id == scope.business_id,
                BookingItem.booking_id == Booking.id,
                part == value,
            )
            found.append(or_(whole == value, exists().where(of_item)))
    return found


async def _rows(scope: TenantScope, query: Select[Any]) -> list[ListedBooking]:
    found = await scope.session.execute(query.where(Booking.business_id == scope.business_id))
    listed: list[ListedBooking] = []
    for row in found.mappings():
        values: dict[str, Any] = dict(row)
        values["timezone"] = served_timezone(values["timezone"], values.pop("country"))
        listed.append(ListedBooking(**values))
    return listed


async def _with_items(scope: TenantScope, rows: list[ListedBooking]) -> list[ListedBooking]:
    """Each with its items; those of a release that knew one offering only are made of the booking's own row."""
    if not rows:
        return []
    found = await scope.session.execute(
        _ITEMS, {"business": scope.business_id, "bookings": [row.id for row in rows]}
    )
    items: dict[UUID, list[ItemRow]] = defaultdict(list)
    for row in found.mappings():
        values: dict[str, Any] = dict(row)
        values["add_on_ids"] = tuple(values["add_on_ids"])
        items[values.pop("booking_id")].append(ItemRow(**values))
    return [replace(row, items=tuple(items.get(row.id) or (_only_item(row),))) for row in rows]


def _only_item(row: ListedBooking) -> ItemRow:
    return ItemRow(
        row.offering_id,
        row.offering_name,
        None,
        (),
        None,
        row.staff_id,
        row.staff_name,
        row.offering_price_cents,
    )
