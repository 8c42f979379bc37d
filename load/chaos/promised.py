"""What calls promised, and what came of it: at the vendors' and in the rows."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import httpx
from sqlalchemy import func, select

from domain.errors import StorageError
from load.chaos.calls import EndedCall
from load.chaos.records import StoredRecords
from services.tools.context import BOOKING_CONFIRMED
from storage.postgres.database import Database
from storage.postgres.tables import OutboxRow

_AGAIN_S = 0.5


@dataclass(frozen=True, slots=True)
class Promised:
    """What the outbox holds of the run's business, and what Twilio was given.

    Attributes:
        due: items still to be done, by kind; not those of a later time.
        dead: items given up, by kind.
        texts: how often each number has got one that confirms a booking.
    """

    due: Mapping[str, int]
    dead: Mapping[str, int]
    texts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PromisedCount:
    """Texts that confirm bookings against those sent, and what nobody did.

    Attributes:
        missing, doubled: numbers.
        unfinished: items still to be done, or given up, by kind.
    """

    expected: int
    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    unfinished: Mapping[str, int]

    @property
    def is_well(self) -> bool:
        return not (self.missing or self.doubled or self.unfinished)


def count_promised(calls: Sequence[EndedCall], records: StoredRecords, promised: Promised) -> PromisedCount:
    """Every caller has a number of their own, and one text for the booking their call has made."""
    booked = {booking.call_id for booking in records.bookings if booking.call_id is not None}
    numbers = [call.plan.number for call in calls if records.call_ids.get(call.call_sid) in booked]
    return PromisedCount(
        len(numbers),
        tuple(number for number in numbers if not promised.texts.get(number)),
        tuple(number for number, count in promised.texts.items() if count > 1),
        dict(Counter(promised.due) + Counter(promised.dead)),
    )


async def settled_promised(
    database: Database,
    business_id: UUID,
    twilio_url: str,
    calls: Sequence[EndedCall],
    records: StoredRecords,
    within_s: float,
) -> Promised:
    """Once all is done and every text sent, or as it is after `within_s`. Raises StorageError."""
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + within_s
    while True:
        try:
            promised = await read_promised(database, business_id, twilio_url)
        except StorageError:
            if loop.time() > give_up_at:
                raise
        else:
            count = count_promised(calls, records, promised)
            if loop.time() > give_up_at or not (promised.due or count.missing):
                return promised
        await asyncio.sleep(_AGAIN_S)


async def read_promised(database: Database, business_id: UUID, twilio_url: str) -> Promised:
    """Raises StorageError."""
    async with database.tenant(business_id) as scope:
        rows = (
            await scope.session.execute(
                select(OutboxRow.kind, OutboxRow.status, func.count())
                .where(
                    OutboxRow.business_id == business_id,
                    (OutboxRow.status == "dead")
                    | (
                        (OutboxRow.status == "pending")
                        & ((OutboxRow.due_at <= datetime.now(UTC)) | (OutboxRow.attempts > 0))
                    ),
                )
                .group_by(OutboxRow.kind, OutboxRow.status)
            )
        ).all()
        confirmed = set(
            await scope.session.scalars(
                select(OutboxRow.payload["to"].astext).where(
                    OutboxRow.business_id == business_id, OutboxRow.kind == BOOKING_CONFIRMED
                )
            )
        )
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        texts = (await client.get(f"{twilio_url}/_sandbox/messages")).json()["messages"]
    return Promised(
        {kind: count for kind, status, count in rows if status == "pending"},
        {kind: count for kind, status, count in rows if status == "dead"},
        Counter(text["to"] for text in texts if text["to"] in confirmed and "is booked for" in text["body"]),
    )
