"""Calendars linked both ways: connections with their lease, the calendars chosen, and what stands in them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_into
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.ids import new_id
from domain.scheduling.ranges import TimeRange
from storage.postgres.calendar_tables import RemoteCalendar
from storage.postgres.keyset import beyond
from storage.postgres.linked_calendar_tables import (
    CalendarChannel,
    CalendarConnection,
    LinkedCalendar,
    RemoteEntry,
)
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """An account; of the whole business when it is of no person and no location. Its tokens are sealed."""

    id: UUID
    staff_id: UUID | None
    location_id: UUID | None
    kind: str
    account: str
    phase: str
    problem: str
    access_token: bytes = field(repr=False)
    refresh_token: bytes = field(repr=False)
    access_expires_at: datetime
    names: dict[str, Any]
    connected_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A calendar of a connection, with what the reading of it needs."""

    calendar_id: UUID
    connection_id: UUID
    external_id: str
    writes: bool
    blocks: bool
    sync_token: str
    asked_at: datetime | None
    kind: str
    name: str
    staff_id: UUID | None
    location_id: UUID | None


_CONNECTION = tuple(getattr(CalendarConnection, name) for name in ConnectionRow.__dataclass_fields__)
_LINK = select(
    LinkedCalendar.calendar_id,
    LinkedCalendar.connection_id,
    LinkedCalendar.external_id,
    LinkedCalendar.writes,
    LinkedCalendar.blocks,
    LinkedCalendar.sync_token,
    LinkedCalendar.asked_at,
    RemoteCalendar.kind,
    RemoteCalendar.name,
    RemoteCalendar.staff_id,
    RemoteCalendar.location_id,
).join(
    RemoteCalendar,
    and_(
        RemoteCalendar.id == LinkedCalendar.calendar_id,
        RemoteCalendar.business_id == LinkedCalendar.business_id,
    ),
)


# --- connections ------------------------------------------------------------------------------------------------
async def connect(scope: TenantScope, connection_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        insert(CalendarConnection).values(id=connection_id, business_id=scope.business_id, **values)
    )


async def connection(scope: TenantScope, connection_id: UUID, *, lock: bool = False) -> ConnectionRow:
    """Raises NotFound."""
    query = select(*_CONNECTION).where(
        CalendarConnection.business_id == scope.business_id, CalendarConnection.id == connection_id
    )
    row = (await scope.session.execute(query.with_for_update() if lock else query)).mappings().one_or_none()
    if row is None:
        raise NotFound("no such calendar connection")
    return ConnectionRow(**row)


async def connections(
    scope: TenantScope, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[ConnectionRow]:
    """The oldest first, behind (created_at, id); without those that are on their way out."""
    order = (CalendarConnection.created_at, CalendarConnection.id)
    rows = await scope.session.execute(
        select(*_CONNECTION)
        .where(
            CalendarConnection.business_id == scope.business_id,
            CalendarConnection.phase != "leaving",
            *beyond(order, after),
        )
        .order_by(*order)
        .limit(limit)
    )
    return [ConnectionRow(**row) for row in rows.mappings()]


async def same_account(
    scope: TenantScope, kind: str, account: str, staff_id: UUID | None, location_id: UUID | None
) -> ConnectionRow | None:
    """The connection of this account for the same people, if it was connected before."""
    rows = await scope.session.execute(
        select(*_CONNECTION)
        .where(
            CalendarConnection.business_id == scope.business_id,
            CalendarConnection.phase != "leaving",
            CalendarConnection.kind == kind,
            CalendarConnection.account == account,
            CalendarConnection.staff_id.is_not_distinct_from(staff_id),
            CalendarConnection.location_id.is_not_distinct_from(location_id),
        )
        .limit(1)
    )
    row = rows.mappings().one_or_none()
    return None if row is None else ConnectionRow(**row)


async def of_account(session: AsyncSession, kind: str, account: str) -> list[tuple[UUID, UUID]]:
    """Businesses and connections of an account that are connected. `session` is from `Database.worker`."""
    rows = await session.execute(
        select(CalendarConnection.business_id, CalendarConnection.id).where(
            CalendarConnection.kind == kind,
            CalendarConnection.account == account,
            CalendarConnection.phase == "connected",
        )
    )
    return [(business_id, connection_id) for business_id, connection_id in rows]


async def count_connections(scope: TenantScope) -> int:
    query = (
        select(func.count())
        .select_from(CalendarConnection)
        .where(CalendarConnection.business_id == scope.business_id)
    )
    return (await scope.session.scalar(query)) or 0


async def change_connection(scope: TenantScope, connection_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        update(CalendarConnection)
        .where(CalendarConnection.business_id == scope.business_id, CalendarConnection.id == connection_id)
        .values(**values)
    )


async def forget_connection(scope: TenantScope, connection_id: UUID) -> None:
    await scope.session.execute(
        delete(CalendarConnection).where(
            CalendarConnection.business_id == scope.business_id, CalendarConnection.id == connection_id
        )
    )


async def lease(scope: TenantScope, connection_id: UUID, for_: timedelta) -> UUID | None:
    """Makes the caller the only one to speak for this account for so long; None while somebody else is."""
    mine = new_id()
    now = func.clock_timestamp()
    taken = await scope.session.scalar(
        update(CalendarConnection)
        .where(
            CalendarConnection.business_id == scope.business_id,
            CalendarConnection.id == connection_id,
            or_(CalendarConnection.leased_until.is_(None), CalendarConnection.leased_until <= now),
        )
        .values(lease=mine, leased_until=now + for_)
        .returning(CalendarConnection.id)
    )
    return None if taken is None else mine


async def extend_lease(scope: TenantScope, connection_id: UUID, mine: UUID, for_: timedelta) -> bool:
    """False when it ended and somebody else may have it: what is under way is to stop."""
    now = func.clock_timestamp()
    kept = await scope.session.scalar(
        update(CalendarConnection)
        .where(
            CalendarConnection.business_id == scope.business_id,
            CalendarConnection.id == connection_id,
            CalendarConnection.lease == mine,
            CalendarConnection.leased_until > now,
        )
        .values(leased_until=now + for_)
        .returning(CalendarConnection.id)
    )
    return kept is not None


async def release_lease(scope: TenantScope, connection_id: UUID, mine: UUID) -> None:
    await scope.session.execute(
        update(CalendarConnection)
        .where(
            CalendarConnection.business_id == scope.business_id,
            CalendarConnection.id == connection_id,
            CalendarConnection.lease == mine,
        )
        .values(lease=None, leased_until=None)
    )


# --- the calendars of a connection ------------------------------------------------------------------------------
async def links(
    scope: TenantScope, *, connection_id: UUID | None = None, ids: Collection[UUID] | None = None
) -> list[LinkRow]:
    query = _LINK.where(LinkedCalendar.business_id == scope.business_id).order_by(LinkedCalendar.calendar_id)
    if connection_id is not None:
        query = query.where(LinkedCalendar.connection_id == connection_id)
    if ids is not None:
        query = query.where(LinkedCalendar.calendar_id.in_(ids))
    return [LinkRow(**row) for row in (await scope.session.execute(query)).mappings()]


async def link(scope: TenantScope, calendar_id: UUID) -> LinkRow:
    """Raises NotFound."""
    found = await links(scope, ids=(calendar_id,))
    if not found:
        raise NotFound("no such linked calendar")
    return found[0]


async def add_link(scope: TenantScope, calendar_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        insert(LinkedCalendar).values(calendar_id=calendar_id, business_id=scope.business_id, **values)
    )


async def change_link(scope: TenantScope, calendar_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        update(LinkedCalendar)
        .where(LinkedCalendar.business_id == scope.business_id, LinkedCalendar.calendar_id == calendar_id)
        .values(**values)
    )


# --- entries of others ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Busy:
    """An entry that takes somebody's time."""

    external_id: str
    series_id: str | None
    during: TimeRange


async def keep_entries(scope: TenantScope, calendar_id: UUID, reading: UUID, entries: Sequence[Busy]) -> None:
    """Each of them once; an id that is there already has these times from now on."""
    rows = [
        {
            "calendar_id": calendar_id,
            "external_id": each.external_id,
            "business_id": scope.business_id,
            "series_id": each.series_id,
            "starts_at": each.during.start,
            "ends_at": each.during.end,
            "reading": reading,
        }
        for each in {entry.external_id: entry for entry in entries}.values()
    ]
    if not rows:
        return
    statement = insert_into(RemoteEntry).values(rows)
    changed = {name: statement.excluded[name] for name in ("series_id", "starts_at", "ends_at", "reading")}
    await scope.session.execute(
        statement.on_conflict_do_update(
            index_elements=[RemoteEntry.calendar_id, RemoteEntry.external_id], set_=changed
        )
    )


async def forget_entries(scope: TenantScope, calendar_id: UUID, external_ids: Collection[str]) -> None:
    """With all of a series whose own id is among them."""
    if not external_ids:
        return
    await scope.session.execute(
        delete(RemoteEntry).where(
            RemoteEntry.business_id == scope.business_id,
            RemoteEntry.calendar_id == calendar_id,
            or_(RemoteEntry.external_id.in_(external_ids), RemoteEntry.series_id.in_(external_ids)),
        )
    )


async def forget_unseen(scope: TenantScope, calendar_id: UUID, reading: UUID) -> None:
    """What a reading of the whole calendar has not met is not there any more."""
    await scope.session.execute(
        delete(RemoteEntry).where(
            RemoteEntry.business_id == scope.business_id,
            RemoteEntry.calendar_id == calendar_id,
            RemoteEntry.reading != reading,
        )
    )


async def forget_all_entries(scope: TenantScope, calendar_id: UUID) -> None:
    await scope.session.execute(
        delete(RemoteEntry).where(
            RemoteEntry.business_id == scope.business_id, RemoteEntry.calendar_id == calendar_id
        )
    )


async def busy_ranges(scope: TenantScope, calendar_id: UUID, since: datetime) -> Iterable[TimeRange]:
    rows = await scope.session.execute(
        select(RemoteEntry.starts_at, RemoteEntry.ends_at).where(
            RemoteEntry.business_id == scope.business_id,
            RemoteEntry.calendar_id == calendar_id,
            RemoteEntry.ends_at > since,
        )
    )
    return [TimeRange(starts_at, ends_at) for starts_at, ends_at in rows]


# --- channels ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ChannelRow:
    id: UUID
    calendar_id: UUID
    digest: bytes
    resource: str
    expires_at: datetime
    last_number: int
    created_at: datetime


_CHANNEL = tuple(getattr(CalendarChannel, name) for name in ChannelRow.__dataclass_fields__)


async def add_channel(scope: TenantScope, channel_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        insert(CalendarChannel).values(id=channel_id, business_id=scope.business_id, **values)
    )


async def channels(scope: TenantScope, calendar_id: UUID) -> list[ChannelRow]:
    """The latest first."""
    rows = await scope.session.execute(
        select(*_CHANNEL)
        .where(CalendarChannel.business_id == scope.business_id, CalendarChannel.calendar_id == calendar_id)
        .order_by(CalendarChannel.created_at.desc(), CalendarChannel.id.desc())
    )
    return [ChannelRow(**row) for row in rows.mappings()]


async def channel(scope: TenantScope, channel_id: UUID) -> ChannelRow | None:
    """Locked until the transaction ends."""
    rows = await scope.session.execute(
        select(*_CHANNEL)
        .where(CalendarChannel.business_id == scope.business_id, CalendarChannel.id == channel_id)
        .with_for_update()
    )
    row = rows.mappings().one_or_none()
    return None if row is None else ChannelRow(**row)


async def change_channel(scope: TenantScope, channel_id: UUID, **values: Any) -> None:
    await scope.session.execute(
        update(CalendarChannel)
        .where(CalendarChannel.business_id == scope.business_id, CalendarChannel.id == channel_id)
        .values(**values)
    )


async def forget_channel(scope: TenantScope, channel_id: UUID) -> None:
    await scope.session.execute(
        delete(CalendarChannel).where(
            CalendarChannel.business_id == scope.business_id, CalendarChannel.id == channel_id
        )
    )
