"""Feeds of bookings: secret addresses that people subscribe to in their own calendars."""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.calendars.links import SECRET_BYTES, FeedToken, token_in
from domain.errors import Conflict, NotFound
from domain.ids import new_id
from services.accounts.access import actor_of
from services.accounts.second_factor import Seal
from services.calendars.ical_writing import BOOKED, Entry, calendar_text
from storage.postgres import audit, calendar_feeds, setup_rows
from storage.postgres.calendar_feeds import KEPT_CANCELLED, FeedRow, FeedVisit
from storage.postgres.database import Database
from storage.postgres.tables import Staff

MOST = 100
BEHIND = timedelta(days=31)
AHEAD = timedelta(days=400)
MOST_VISITS = 5_000

_TOLD = {
    "busy": frozenset[Permission](),
    "details": frozenset({Permission.BOOKINGS_READ, Permission.CUSTOMERS_READ}),
}
"""What one needs to read what a feed tells; when something is booked shows in what is free."""
_UNKNOWN = "no such calendar"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with the secret of its address; None for who may not read what the feed tells."""

    row: FeedRow
    token: str | None


class CalendarFeeds:
    """Of all businesses.

    Args:
        seal: of the secrets, which are shown again.
        clock: now, aware.
    """

    def __init__(
        self, database: Database, seal: Seal, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._seal = seal
        self._clock = clock

    async def page(
        self, principal: Principal, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[Feed]:
        """The oldest first; who may make addresses sees them. Raises NotPermitted."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            rows = await calendar_feeds.page(scope, after=after, limit=limit)
        return [self._shown(principal, row) for row in rows]

    async def make(self, principal: Principal, staff_id: UUID | None, shows: str) -> Feed:
        """A feed of one person, or of everybody. With details it tells customers' names.

        Raises:
            NotPermitted, NotFound: no such person. Conflict: there are as many as there may be.
        """
        self._require(principal, shows)
        feed_id, secret = new_id(), secrets.token_bytes(SECRET_BYTES)
        async with self._database.tenant(principal.business_id) as scope:
            if staff_id is not None:
                await setup_rows.one(scope, Staff, staff_id, "staff")
            if await calendar_feeds.count(scope) >= MOST:
                raise Conflict(f"there are {MOST} calendar feeds already; delete one that is not needed")
            await calendar_feeds.add(scope, feed_id, staff_id=staff_id, shows=shows, **self._sealed(secret))
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="calendar_feed.made",
                subject=f"calendar_feed:{feed_id}",
                after={"staff_id": str(staff_id) if staff_id else None, "shows": shows},
            )
            return self._shown(principal, await calendar_feeds.feed(scope, feed_id))

    async def rotate(self, principal: Principal, feed_id: UUID) -> Feed:
        """Another address; the old one is answered no more. Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            self._require(principal, (await calendar_feeds.feed(scope, feed_id, lock=True)).shows)
            await calendar_feeds.change(scope, feed_id, **self._sealed(secrets.token_bytes(SECRET_BYTES)))
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="calendar_feed.rotated",
                subject=f"calendar_feed:{feed_id}",
            )
            return self._shown(principal, await calendar_feeds.feed(scope, feed_id))

    async def remove(self, principal: Principal, feed_id: UUID) -> None:
        """Its address is answered no more. Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            if not await calendar_feeds.remove(scope, feed_id):
                raise NotFound("no such calendar feed")
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="calendar_feed.removed",
                subject=f"calendar_feed:{feed_id}",
            )

    async def document(self, token: str) -> bytes:
        """What the address answers. Raises NotFound, whatever is wrong with it."""
        shown = token_in(token)
        if shown is None:
            raise NotFound(_UNKNOWN)
        # Whole days: the same bookings are the same document from midnight to midnight.
        today = self._clock().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        async with self._database.tenant(shown.business_id, read_only=True) as scope:
            try:
                feed = await calendar_feeds.feed(scope, shown.feed_id)
            except NotFound:
                raise NotFound(_UNKNOWN) from None
            if not hmac.compare_digest(feed.digest, _digest(shown.secret)):
                raise NotFound(_UNKNOWN)
            name = await calendar_feeds.name_of(scope, feed.staff_id)
            if name is None:
                raise NotFound(_UNKNOWN)
            visits = await calendar_feeds.visits(
                scope,
                feed.staff_id,
                since=today - BEHIND,
                until=today + AHEAD,
                cancelled_since=today - KEPT_CANCELLED,
                limit=MOST_VISITS,
            )
        entries = [_entry(visit, with_details=feed.shows == "details") for visit in visits]
        return await asyncio.to_thread(calendar_text, name, entries)

    @staticmethod
    def _require(principal: Principal, shows: str) -> None:
        """Nobody makes an address that tells what they may not read themselves."""
        principal.require(Permission.SETTINGS_WRITE)
        for permission in _TOLD[shows]:
            principal.require(permission)

    def _sealed(self, secret: bytes) -> dict[str, bytes]:
        return {"secret": self._seal.close_bytes(secret), "digest": _digest(secret)}

    def _shown(self, principal: Principal, row: FeedRow) -> Feed:
        if not _TOLD[row.shows] <= principal.permissions:
            return Feed(row, None)
        return Feed(row, FeedToken(principal.business_id, row.id, self._seal.open_bytes(row.secret)).text)


def _digest(secret: bytes) -> bytes:
    return hashlib.sha256(secret).digest()


def _entry(visit: FeedVisit, *, with_details: bool) -> Entry:
    told = ": ".join(part for part in (visit.offering, visit.customer) if part)
    return Entry(
        id=visit.id,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        summary=told if with_details else BOOKED,
        cancelled=visit.cancelled,
        revision=visit.changes,
        changed_at=visit.changed_at,
        place=visit.place,
    )
