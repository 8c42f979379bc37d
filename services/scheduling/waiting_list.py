"""The waiting list: time that becomes free is offered to one after the other, each with a limit of time.

Whoever frees time notes it in the outbox, in the same transaction, if somebody waits for it. The worker then holds the
slot for the first who wants it and can have it, tells them, and goes on to the next when they do not answer in time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from domain.errors import DomainError, InvalidInput, NotPermitted, ReceptionistError
from domain.events.catalogue import WaitingListOffered
from domain.ids import new_id
from domain.scheduling.catalogue import Channel
from domain.scheduling.engine.diary import Rules
from domain.scheduling.hours import wall_of
from services.events.record import record
from services.scheduling.availability import DEFAULT_RULES
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask, Question, look
from services.scheduling.wishes import Held, Who, Wish, customer_of
from storage.postgres import businesses, closures, outbox, places, visits, waiting
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem
from storage.postgres.tenant import TenantScope
from storage.postgres.waiting import Entry, NewEntry

log = structlog.get_logger()

FREED = "waiting.freed"
"""Outbox kind: time became free that somebody waits for."""
OFFERED = "sms.waiting_list_offer"
"""Outbox kind: tell somebody who waits that they can have a time, and until when. The key is the hold's id."""

OFFER = timedelta(minutes=30)
LONGEST_WAIT = timedelta(days=180)
ASKED = 50
"""Of those who wait, the most that are looked at for one freed slot."""
AT_ONCE = 20
LEASE_S = 60.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry of the list, and how many are before it."""

    entry: Entry
    ahead: int


async def note_freed(scope: TenantScope, offering_id: UUID, starts_at: datetime, ends_at: datetime) -> None:
    """For `Bookings(freed=...)`: asks for the slot to be offered, if anybody waits for something then."""
    if await waiting.waiting_for(scope, starts_at, ends_at, 1):
        payload = {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}
        await outbox.enqueue(scope, FREED, str(new_id()), payload)


class WaitingList:
    """The lists of all businesses."""

    def __init__(self, database: Database, bookings: Bookings, rules: Rules = DEFAULT_RULES) -> None:
        self._database = database
        self._bookings = bookings
        self._rules = rules

    async def join(
        self,
        business_id: UUID,
        ask: Ask,
        earliest: datetime,
        latest: datetime,
        who: Who,
        now: datetime,
        *,
        intent_key: str,
        location_id: UUID | None = None,
        call_id: UUID | None = None,
    ) -> Waiting:
        """Puts somebody on the list, once for each key.

        Raises:
            InvalidInput: nothing they could be reached at, or no time they could be offered.
            NotFound, InvalidInput: what is asked for cannot be booked here.
        """
        if who.phone is None:
            raise InvalidInput("a number is needed to tell somebody when a time becomes free")
        earliest = max(earliest, now)
        if not earliest < latest <= now + LONGEST_WAIT:
            raise InvalidInput(f"the time to wait for lies within the next {LONGEST_WAIT.days} days")
        async with self._database.tenant(business_id) as scope:
            zone = await places.zone(scope, location_id)
            day = wall_of(earliest, zone).date()
            question = Question((ask,), location_id)
            await look(scope, question, day, day, now, self._rules)  # refuses what cannot be had here
            customer_id = await customer_of(scope, who)
            entry = await waiting.join(
                scope,
                NewEntry(
                    customer_id,
                    ask.offering_id,
                    earliest,
                    latest,
                    intent_key,
                    ask.variant_id,
                    ask.staff_id,
                    location_id,
                    call_id,
                ),
            )
            return Waiting(entry, await waiting.ahead_of(scope, entry))

    async def accept(self, business_id: UUID, entry_id: UUID, now: datetime) -> BookingRow:
        """Books what was offered; again, the same booking.

        Raises:
            NotFound: no such entry. NotPermitted: nothing is offered to them now.
            TimeTaken, TimeClosed: the offer ran out and the time is gone.
        """
        async with self._database.tenant(business_id) as scope:
            entry = await waiting.get(scope, entry_id)
            offered = await self._offered(scope, entry)
        if entry.status not in ("offered", "taken") or offered is None:
            raise NotPermitted("nothing is offered to them at the moment")
        who = Who(entry.customer_name, entry.customer_phone)
        booked = await self._bookings.book(business_id, _wish(entry, offered), who, now)
        async with self._database.tenant(business_id) as scope:
            await waiting.set_status(scope, entry_id, "taken", from_=("offered", "lapsed"))
        return booked

    async def withdraw(self, business_id: UUID, entry_id: UUID) -> None:
        """Takes them off the list; what was offered to them goes to the next. Harmless when they are off it."""
        await self._leave(business_id, entry_id, "withdrawn", ("waiting", "offered"))

    async def tend(self, now: datetime) -> int:
        """For the worker: offers what became free, and takes back what was not answered; how many it handled."""
        async with self._database.worker() as session:
            gone = await waiting.lapsed(session, AT_ONCE)
        for business_id, entry_id in gone:
            await self._leave(business_id, entry_id, "lapsed", ("offered",))
        async with self._database.worker() as session:
            items = await outbox.claim(session, AT_ONCE, now, LEASE_S, kinds=(FREED,))
        for item in items:
            await self._handle(item, now)
        return len(gone) + len(items)

    async def offer_between(
        self, business_id: UUID, starts_at: datetime, ends_at: datetime, now: datetime
    ) -> int:
        """Offers time of this stretch to those who wait, in order; to how many."""
        async with self._database.tenant(business_id) as scope:
            if await closures.closure(scope) is not None:
                return 0
            entries = await waiting.waiting_for(scope, starts_at, ends_at, ASKED)
        made = 0
        for entry in entries:
            try:
                made += await self._offer(business_id, entry, starts_at, ends_at, now)
            except DomainError as refused:
                # What they asked for is not to be had any more, or somebody was faster: the next may have it.
                log.info("waiting_list.not_offered", entry=str(entry.id), reason=type(refused).__name__)
        return made

    async def offer_to(self, business_id: UUID, entry_id: UUID, now: datetime) -> bool:
        """Offers the first time this one can have; False when there is none, or they do not wait any more.

        Raises:
            NotFound: no such entry.
        """
        async with self._database.tenant(business_id) as scope:
            entry = await waiting.get(scope, entry_id)
        if entry.status != "waiting":
            return False
        return await self._offer(business_id, entry, max(entry.earliest, now), entry.latest, now)

    async def _offer(
        self, business_id: UUID, entry: Entry, starts_at: datetime, ends_at: datetime, now: datetime
    ) -> bool:
        start = await self._first_start(business_id, entry, starts_at, ends_at, now)
        if start is None:
            return False
        held = await self._bookings.hold(business_id, _wish(entry, start), now, for_=OFFER)
        if not isinstance(held, Held):
            return False
        async with self._database.tenant(business_id) as scope:
            if await waiting.set_offered(scope, entry.id, held.booking_id, held.until):
                await outbox.enqueue(scope, OFFERED, str(held.booking_id), await _message(scope, entry, held))
                await record(scope, _offered_event(entry, held))
                return True
        await self._bookings.release(business_id, _key(entry, start))
        return False

    async def _first_start(
        self, business_id: UUID, entry: Entry, starts_at: datetime, ends_at: datetime, now: datetime
    ) -> datetime | None:
        """The first start within what they want whose visit lies in part within the freed stretch."""
        async with self._database.tenant(business_id) as scope:
            zone = await places.zone(scope, entry.location_id)
            first = wall_of(max(entry.earliest, starts_at) - timedelta(days=1), zone).date()
            last = wall_of(min(entry.latest, ends_at), zone).date()
            found = await look(scope, _question(entry), first, last, now, self._rules)
        longest = max((visit.minutes for visit in found.ways), default=0)
        return next(
            (
                start
                for start in found.availability.starts()
                if entry.earliest <= start < entry.latest
                and start < ends_at
                and start + timedelta(minutes=longest) > starts_at
            ),
            None,
        )

    async def _leave(self, business_id: UUID, entry_id: UUID, status: str, from_: tuple[str, ...]) -> None:
        async with self._database.tenant(business_id) as scope:
            entry = await waiting.get(scope, entry_id, lock=True)
            offered = await self._offered(scope, entry)
            if not await waiting.set_status(scope, entry_id, status, from_=from_):
                return
            if entry.status == "offered" and entry.offered_booking_id is not None and offered is not None:
                held = await visits.locked(scope, entry.offered_booking_id)
                if held.status == "held" and await visits.release_hold(scope, held.id):
                    await note_freed(scope, held.offering_id, held.starts_at, held.ends_at)

    @staticmethod
    async def _offered(scope: TenantScope, entry: Entry) -> datetime | None:
        """When the visit offered to them begins; None when somebody else has taken its hold over."""
        if entry.offered_booking_id is None:
            return None
        return (await visits.locked(scope, entry.offered_booking_id)).starts_at

    async def _handle(self, item: OutboxItem, now: datetime) -> None:
        try:
            starts_at = datetime.fromisoformat(item.payload["starts_at"])
            ends_at = datetime.fromisoformat(item.payload["ends_at"])
            if item.business_id is not None:
                await self.offer_between(item.business_id, starts_at, ends_at, now)
        except ReceptionistError as failure:
            log.warning("waiting_list.failed", item=str(item.id), reason=str(failure))
            async with self._database.worker() as session:
                await outbox.failed(session, item, type(failure).__name__, now)
            return
        async with self._database.worker() as session:
            await outbox.done(session, item, now)


def _question(entry: Entry) -> Question:
    ask = Ask(entry.offering_id, entry.variant_id, (), entry.staff_id)
    return Question((ask,), entry.location_id, Channel.STAFF)


def _key(entry: Entry, starts_at: datetime) -> str:
    return f"waiting:{entry.id}:{starts_at.isoformat()}"


def _wish(entry: Entry, starts_at: datetime) -> Wish:
    return Wish(
        _question(entry), starts_at, _key(entry, starts_at), call_id=entry.call_id, actor="waiting list"
    )


def _offered_event(entry: Entry, held: Held) -> WaitingListOffered:
    return WaitingListOffered(
        entry_id=entry.id,
        hold_id=held.booking_id,
        customer_id=entry.customer_id,
        offering_id=entry.offering_id,
        starts_at=held.choice.starts_at,
        until=held.until,
    )


async def _message(scope: TenantScope, entry: Entry, held: Held) -> dict[str, object]:
    profile = await businesses.load_profile(scope)
    zone = await places.zone(scope, entry.location_id)
    return {
        "booking_id": str(held.booking_id),
        "call_id": str(entry.call_id) if entry.call_id else None,
        "to": entry.customer_phone,
        "business_name": profile.name,
        "language": profile.language,
        "timezone": zone.key,
        "customer_name": entry.customer_name,
        "offering": entry.offering_name,
        "staff": ", ".join(held.choice.staff),
        "starts_at": held.choice.starts_at.isoformat(),
        "starts_at_local": held.choice.starts_at_local.isoformat(timespec="minutes"),
        "until": held.until.isoformat(),
        "until_local": wall_of(held.until, zone).isoformat(timespec="minutes"),
    }
