"""What the database holds when all calls are over: transcripts, bookings, calls that never ended."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from domain.business import BusinessProfile
from domain.errors import StorageError
from load.chaos.calls import EndedCall
from storage.postgres import calls as call_rows
from storage.postgres.businesses import load_profile
from storage.postgres.database import Database
from storage.postgres.tables import Booking, Customer

_AGAIN_S = 0.5


@dataclass(frozen=True, slots=True)
class BookingFact:
    """A booking that was not cancelled."""

    call_id: UUID | None
    customer_name: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class StoredRecords:
    """Everything the run left in Postgres.

    Attributes:
        bookings: all there are.
        call_ids: by call_sid.
        transcripts: the caller's turns by call_sid, in order.
        open_calls: call_sids of rows that have not ended.
    """

    bookings: tuple[BookingFact, ...]
    call_ids: dict[str, UUID]
    transcripts: dict[str, tuple[str, ...]]
    open_calls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookingCount:
    """Bookings callers agreed to against those that are in the calendar.

    Attributes:
        duplicated: bookings beyond the first of a call or of a customer.
        missing: call_sids whose booking is not there, or not as agreed.
        unannounced: bookings of calls whose caller never agreed, or was told that it did not work.
    """

    expected: int
    found: int
    duplicated: int
    missing: tuple[str, ...]
    unannounced: int


async def read_profile(database: Database, business_id: UUID) -> BusinessProfile:
    async with database.tenant(business_id, read_only=True) as scope:
        return await load_profile(scope)


async def read_records(database: Database, business_id: UUID, calls: Sequence[EndedCall]) -> StoredRecords:
    """Reads it all in one transaction. Raises StorageError."""
    async with database.tenant(business_id, read_only=True) as scope:
        found = await scope.session.execute(
            select(Booking.call_id, Customer.name, Booking.starts_at)
            .join(Customer, Customer.id == Booking.customer_id)
            .where(Booking.business_id == business_id, Booking.status != "cancelled")
        )
        bookings = tuple(BookingFact(call_id, name, starts_at) for call_id, name, starts_at in found)
        call_ids: dict[str, UUID] = {}
        transcripts: dict[str, tuple[str, ...]] = {}
        for call in calls:
            row = await call_rows.by_sid(scope, call.call_sid)
            if row is None:
                continue
            call_ids[call.call_sid] = row.id
            turns = await call_rows.turns(scope, row.id)
            transcripts[call.call_sid] = tuple(t.heard_text for t in turns if t.speaker == "caller")
        open_calls = tuple(row.call_sid for row in await call_rows.live(scope))
    return StoredRecords(bookings, call_ids, transcripts, open_calls)


async def settled_records(
    database: Database, business_id: UUID, calls: Sequence[EndedCall], within_s: float
) -> StoredRecords:
    """The records once every call row is closed and every agreed booking is there, or as they are after `within_s`."""
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + within_s
    while True:
        try:
            records = await read_records(database, business_id, calls)
        except StorageError:
            if loop.time() > give_up_at:
                raise
        else:
            settled = not records.open_calls and not count_bookings(calls, records).missing
            if settled or loop.time() > give_up_at:
                return records
        await asyncio.sleep(_AGAIN_S)


def count_bookings(calls: Sequence[EndedCall], records: StoredRecords) -> BookingCount:
    """Compares what was agreed with what is in the calendar."""
    by_call: dict[UUID, list[BookingFact]] = {}
    for booking in records.bookings:
        if booking.call_id is not None:
            by_call.setdefault(booking.call_id, []).append(booking)
    missing: list[str] = []
    expected = duplicated = unannounced = 0
    names: dict[str, int] = {}
    for call in calls:
        call_id = records.call_ids.get(call.call_sid)
        made = by_call.get(call_id, []) if call_id is not None else []
        duplicated += max(0, len(made) - 1)
        for booking in made[:1]:
            names[booking.customer_name] = names.get(booking.customer_name, 0) + 1
        wanted = call.expected or call.told
        expected += wanted
        unannounced += bool(made) and not wanted
        right = any(b.starts_at == call.plan.starts_at and b.customer_name == call.plan.name for b in made)
        if wanted and not right:
            missing.append(call.call_sid)
    duplicated += sum(count - 1 for count in names.values())
    return BookingCount(expected, expected - len(missing), duplicated, tuple(missing), unannounced)
