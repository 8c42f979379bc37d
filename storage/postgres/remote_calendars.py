"""Calendars kept elsewhere: where each stands, its busy times, and what of ours they collide with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_into
from sqlalchemy.ext.asyncio import AsyncSession

from domain.calendars.polling import Phase, Polling
from domain.errors import NotFound
from domain.scheduling.ranges import Ranges, TimeRange
from storage.postgres.calendar_tables import KeptConflict, RemoteBusy, RemoteCalendar
from storage.postgres.keyset import beyond
from storage.postgres.scheduling_tables import BookingSegment, GroupSession
from storage.postgres.tables import Booking, Customer, Offering
from storage.postgres.tenant import TenantScope

ICAL = "ical"


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar; of the whole business when it is of no person and no location. The address is sealed."""

    id: UUID
    staff_id: UUID | None
    location_id: UUID | None
    kind: str
    name: str
    url: bytes
    host: str
    phase: str
    problem: str
    notes: list[str]
    failures: int
    failing_since: datetime | None
    emptied_since: datetime | None
    read_at: datetime | None
    expanded_at: datetime | None
    etag: str
    modified: str
    body_digest: bytes | None
    next_poll_at: datetime
    created_at: datetime

    @property
    def polling(self) -> Polling:
        return Polling(
            Phase(self.phase),
            self.next_poll_at,
            self.problem,
            self.failures,
            self.failing_since,
            self.emptied_since,
            self.read_at,
        )


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A visit of ours over which a calendar is busy; exactly one of `booking_id` and `session_id` is given.

    `kept_by` is who lets it stand.
    """

    calendar_id: UUID
    calendar_name: str
    booking_id: UUID | None
    session_id: UUID | None
    visit_starts_at: datetime
    visit_ends_at: datetime
    offering: str
    customer: str | None
    busy_from: datetime
    busy_until: datetime
    kept_by: str | None

    @property
    def visit_id(self) -> UUID:
        if self.booking_id is not None:
            return self.booking_id
        if self.session_id is not None:
            return self.session_id
        raise ValueError("a conflict without a visit")


_COLUMNS = tuple(getattr(RemoteCalendar, name) for name in CalendarRow.__dataclass_fields__)


async def add(scope: TenantScope, calendar_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        insert(RemoteCalendar).values(id=calendar_id, business_id=scope.business_id, **values)
    )


async def calendar(scope: TenantScope, calendar_id: UUID, *, lock: bool = False) -> CalendarRow:
    """Raises NotFound."""
    query = select(*_COLUMNS).where(
        RemoteCalendar.business_id == scope.business_id, RemoteCalendar.id == calendar_id
    )
    row = (await scope.session.execute(query.with_for_update() if lock else query)).mappings().one_or_none()
    if row is None:
        raise NotFound("no such calendar")
    return CalendarRow(**row)


async def page(scope: TenantScope, *, after: tuple[datetime, UUID] | None, limit: int) -> list[CalendarRow]:
    """The oldest first, behind (created_at, id)."""
    order = (RemoteCalendar.created_at, RemoteCalendar.id)
    rows = await scope.session.execute(
        select(*_COLUMNS)
        .where(RemoteCalendar.business_id == scope.business_id, *beyond(order, after))
        .order_by(*order)
        .limit(limit)
    )
    return [CalendarRow(**row) for row in rows.mappings()]


async def count(scope: TenantScope) -> int:
    query = (
        select(func.count())
        .select_from(RemoteCalendar)
        .where(RemoteCalendar.business_id == scope.business_id)
    )
    return (await scope.session.scalar(query)) or 0


async def change(scope: TenantScope, calendar_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        update(RemoteCalendar)
        .where(RemoteCalendar.business_id == scope.business_id, RemoteCalendar.id == calendar_id)
        .values(**values)
    )


async def remove(scope: TenantScope, calendar_id: UUID) -> bool:
    """With its busy times. False when there is none."""
    await forget_busy(scope, calendar_id)
    gone = await scope.session.scalar(
        delete(RemoteCalendar)
        .where(RemoteCalendar.business_id == scope.business_id, RemoteCalendar.id == calendar_id)
        .returning(RemoteCalendar.id)
    )
    return gone is not None


async def due(
    session: AsyncSession, now: datetime, limit: int, *, linked: bool = False
) -> Sequence[tuple[UUID, UUID]]:
    """Business and id of calendars that are to be read, the longest due first.

    Args:
        session: from `Database.worker`.
        linked: those of a connection, else those with an address.
    """
    rows = await session.execute(
        select(RemoteCalendar.business_id, RemoteCalendar.id)
        .where(
            RemoteCalendar.next_poll_at <= now,
            RemoteCalendar.kind != ICAL if linked else RemoteCalendar.kind == ICAL,
        )
        .order_by(RemoteCalendar.next_poll_at)
        .limit(limit)
    )
    return [(business_id, calendar_id) for business_id, calendar_id in rows]


async def claim(scope: TenantScope, calendar_id: UUID, now: datetime, until: datetime) -> CalendarRow | None:
    """The calendar, for this worker alone until then; None when it is not due any more."""
    row = (
        (
            await scope.session.execute(
                update(RemoteCalendar)
                .where(
                    RemoteCalendar.business_id == scope.business_id,
                    RemoteCalendar.id == calendar_id,
                    RemoteCalendar.next_poll_at <= now,
                )
                .values(next_poll_at=until)
                .returning(*_COLUMNS)
            )
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else CalendarRow(**row)


async def note_polling(scope: TenantScope, calendar_id: UUID, polling: Polling, **more: Any) -> None:
    """Where it stands after a reading."""
    await change(
        scope,
        calendar_id,
        phase=polling.phase.value,
        problem=polling.problem,
        failures=min(polling.failures, 30_000),
        failing_since=polling.failing_since,
        emptied_since=polling.emptied_since,
        read_at=polling.read_at,
        next_poll_at=polling.next_poll_at,
        **more,
    )


# --- busy times -------------------------------------------------------------------------------------------------
async def busy_of(scope: TenantScope, calendar_id: UUID) -> Ranges:
    rows = await scope.session.execute(
        select(RemoteBusy.starts_at, RemoteBusy.ends_at)
        .where(RemoteBusy.business_id == scope.business_id, RemoteBusy.calendar_id == calendar_id)
        .order_by(RemoteBusy.starts_at)
    )
    return tuple(TimeRange(starts_at, ends_at) for starts_at, ends_at in rows)


async def replace_busy(scope: TenantScope, calendar_id: UUID, busy: Ranges) -> bool:
    """Whether anything changed: writing voids what is kept about the business's availability."""
    if await busy_of(scope, calendar_id) == busy:
        return False
    await forget_busy(scope, calendar_id)
    if busy:
        await scope.session.execute(
            insert(RemoteBusy),
            [
                {
                    "calendar_id": calendar_id,
                    "business_id": scope.business_id,
                    "starts_at": each.start,
                    "ends_at": each.end,
                }
                for each in busy
            ],
        )
    return True


async def forget_busy(scope: TenantScope, calendar_id: UUID) -> None:
    await scope.session.execute(
        delete(RemoteBusy).where(
            RemoteBusy.business_id == scope.business_id, RemoteBusy.calendar_id == calendar_id
        )
    )


# --- conflicts --------------------------------------------------------------------------------------------------
async def conflicts(scope: TenantScope, now: datetime, *, limit: int, with_kept: bool) -> list[ConflictRow]:
    """Visits to come over which a calendar is busy, the soonest first."""
    segment, session = BookingSegment, GroupSession
    visit_id = func.coalesce(Booking.id, session.id)
    visit_starts = func.coalesce(Booking.starts_at, session.starts_at)
    visit_ends = func.coalesce(Booking.ends_at, session.ends_at)
    busy_from, busy_until = func.min(RemoteBusy.starts_at), func.max(RemoteBusy.ends_at)
    stands = and_(
        KeptConflict.business_id == scope.business_id,
        KeptConflict.calendar_id == RemoteCalendar.id,
        KeptConflict.visit_id == visit_id,
        KeptConflict.visit_starts_at == visit_starts,
    )
    kept_by = func.max(KeptConflict.kept_by)
    unchanged = and_(
        func.max(KeptConflict.busy_from) == busy_from, func.max(KeptConflict.busy_until) == busy_until
    )
    query = (
        select(
            RemoteCalendar.id.label("calendar_id"),
            RemoteCalendar.name.label("calendar_name"),
            Booking.id.label("booking_id"),
            session.id.label("session_id"),
            visit_starts.label("visit_starts_at"),
            visit_ends.label("visit_ends_at"),
            Offering.name.label("offering"),
            Customer.name.label("customer"),
            busy_from.label("busy_from"),
            busy_until.label("busy_until"),
            kept_by.label("kept_by"),
            unchanged.label("unchanged"),
        )
        .select_from(RemoteBusy)
        .join(
            RemoteCalendar,
            and_(
                RemoteCalendar.id == RemoteBusy.calendar_id,
                RemoteCalendar.business_id == RemoteBusy.business_id,
            ),
        )
        .join(
            segment,
            and_(
                segment.business_id == RemoteBusy.business_id,
                ~segment.released,
                segment.starts_at < RemoteBusy.ends_at,
                segment.ends_at > RemoteBusy.starts_at,
                or_(RemoteCalendar.staff_id.is_(None), segment.staff_id == RemoteCalendar.staff_id),
            ),
        )
        .outerjoin(Booking, and_(Booking.id == segment.booking_id, Booking.status == "confirmed"))
        .outerjoin(session, and_(session.id == segment.session_id, session.status == "planned"))
        .join(Offering, Offering.id == func.coalesce(Booking.offering_id, session.offering_id))
        .outerjoin(Customer, Customer.id == Booking.customer_id)
        .outerjoin(KeptConflict, stands)
        .where(
            RemoteBusy.business_id == scope.business_id,
            RemoteBusy.ends_at > now,
            segment.ends_at > now,
            or_(
                RemoteCalendar.location_id.is_(None),
                RemoteCalendar.location_id == func.coalesce(Booking.location_id, session.location_id),
            ),
        )
        .group_by(RemoteCalendar.id, Booking.id, session.id, Offering.id, Customer.id)
        .order_by(visit_starts, visit_id, RemoteCalendar.id)
        .limit(limit)
    )
    if not with_kept:
        query = query.having(or_(kept_by.is_(None), ~unchanged))
    found: list[ConflictRow] = []
    for row in (await scope.session.execute(query)).mappings():
        values = dict(row)
        if not values.pop("unchanged"):
            values["kept_by"] = None
        found.append(ConflictRow(**values))
    return found


async def keep_conflict(scope: TenantScope, conflict: ConflictRow, kept_by: str) -> None:
    """Lets it stand as it is now."""
    values = {
        "visit_starts_at": conflict.visit_starts_at,
        "busy_from": conflict.busy_from,
        "busy_until": conflict.busy_until,
        "kept_by": kept_by,
    }
    await scope.session.execute(
        insert_into(KeptConflict)
        .values(
            calendar_id=conflict.calendar_id,
            visit_id=conflict.visit_id,
            business_id=scope.business_id,
            **values,
        )
        .on_conflict_do_update(index_elements=[KeptConflict.calendar_id, KeptConflict.visit_id], set_=values)
    )
