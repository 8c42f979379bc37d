"""Puts notifications into the outbox, as bookings do: about appointments there are, each to somebody of its own."""

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg  # pyright: ignore[reportMissingTypeStubs]

from domain.ids import new_id
from services.accounts.mails import BOOKING_CONFIRMED as MAIL
from services.tools.context import BOOKING_CONFIRMED as TEXT
from storage.postgres.notices import plain_url

TICK_S = 0.1
MOST_AT_ONCE = 500
"""Rows a statement."""

_BOOKINGS = """
SELECT b.business_id, b.id, b.starts_at, f.name AS business, f.timezone, f.language, o.name AS offering, s.name AS staff
FROM bookings b JOIN businesses f ON f.id = b.business_id
LEFT JOIN offerings o ON o.id = b.offering_id LEFT JOIN staff s ON s.id = b.staff_id
WHERE b.status = 'confirmed' AND b.starts_at > now() + interval '1 day'
ORDER BY b.id LIMIT 5000
"""
_PROMISE = """
INSERT INTO outbox (id, business_id, kind, key, payload)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[])
"""

_driver: Any = asyncpg


@dataclass(frozen=True, slots=True)
class Promised:
    """One notification; `to` is nobody else's."""

    id: UUID
    to: str
    is_mail: bool


class Promises:
    """Over the owner's connection, which is bound by no business."""

    def __init__(self, owner_url: str, *, mail_every: int, seed: int) -> None:
        self._url = plain_url(owner_url)
        self._mail_every = mail_every
        self._chance = random.Random(seed)
        self.made: list[Promised] = []

    async def make(self, count: int, rate: float) -> None:
        """So many, evenly at this rate, or all at once at 0."""
        connection = await _driver.connect(self._url)
        try:
            bookings = await connection.fetch(_BOOKINGS)
            loop = asyncio.get_running_loop()
            began_s = loop.time()
            while len(self.made) < count:
                due = count if rate == 0 else min(count, int((loop.time() - began_s) * rate) + 1)
                while (missing := due - len(self.made)) > 0:
                    rows = [self._row(bookings) for _ in range(min(missing, MOST_AT_ONCE))]
                    await connection.execute(_PROMISE, *map(list, zip(*rows, strict=True)))
                await asyncio.sleep(TICK_S)
        finally:
            await connection.close()

    def _row(self, bookings: Sequence[Any]) -> tuple[UUID, UUID, str, str, str]:
        index = len(self.made)
        booking = self._chance.choice(bookings)
        is_mail = self._mail_every > 0 and index % self._mail_every == 0
        to = f"somebody-{index}@example.com" if is_mail else f"+614{index:08d}"
        self.made.append(Promised(new_id(), to, is_mail))
        starts_at: datetime = booking["starts_at"]
        payload = {
            "to": to,
            "call_id": None,
            "booking_id": str(booking["id"]),
            "business_name": booking["business"],
            "language": booking["language"],
            "timezone": booking["timezone"],
            "customer_name": "Sam",
            "offering": booking["offering"] or "Visit",
            "staff": booking["staff"] or "us",
            "address": "",
            "starts_at": starts_at.astimezone(UTC).isoformat(),
            "starts_at_local": starts_at.astimezone(ZoneInfo(booking["timezone"]))
            .replace(tzinfo=None)
            .isoformat(timespec="minutes"),
        }
        kind = MAIL if is_mail else TEXT
        return self.made[-1].id, booking["business_id"], kind, f"load {index}", json.dumps(payload)
