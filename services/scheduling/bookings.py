"""Holding, booking, moving, cancelling, restoring: one path for phone, web, staff and API.

Everything is keyed by intent, so that asking twice does it once, and judged by the database, however many ask at once.
Each use-case is one transaction: read, choose who and what, claim. Where somebody else is faster between reading and
claiming, the transaction is undone and begins anew with what is free then.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import structlog

from domain.errors import NotPermitted, SlotTaken
from domain.ids import new_id
from domain.scheduling.balance import order_for
from domain.scheduling.catalogue import Channel
from domain.scheduling.engine.availability import Offer
from domain.scheduling.engine.diary import Rules
from domain.scheduling.hours import wall_of
from services.events import bookings as telling
from services.scheduling.availability import DEFAULT_RULES, choice_of
from services.scheduling.looking import Ask, Look, Question, items_of, look, row_of
from services.scheduling.transactions import in_transaction
from services.scheduling.wishes import (
    Held,
    NotFree,
    Who,
    Wish,
    customer_of,
    refused,
)
from storage.postgres import bookings, histories, places, visits, written_entries
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope
from storage.postgres.visits import VisitRow

log = structlog.get_logger()

HOLD = timedelta(minutes=3)
"""For a slot that is read out to a caller."""

ATTEMPTS = 6
"""Readings of what is free before the time is given up for taken: somebody else was faster each time."""

SWEPT_AT_ONCE = 100
HOLD_KEY = "hold:"

_Result = TypeVar("_Result")


Within = Callable[[TenantScope], Awaitable[None]]
"""What is to be checked in the transaction before anything is booked; it raises when it must not be."""
Check = Callable[[VisitRow], None]
Afterwards = Callable[[TenantScope, BookingRow], Awaitable[None]]
"""What is to be committed together with a booking that was made now."""


class Bookings:
    """The bookings of any business.

    Every method raises StorageError when Postgres cannot be reached; what became of it is then unknown, and asking
    again with the same key is safe.

    Args:
        rules: of offerings that have none of their own.
        freed: told of time that became free, in the same transaction: the waiting list.
    """

    def __init__(
        self,
        database: Database,
        rules: Rules = DEFAULT_RULES,
        *,
        freed: Callable[[TenantScope, UUID, datetime, datetime], Awaitable[None]] | None = None,
    ) -> None:
        self._database = database
        self._rules = rules
        self._freed = freed

    async def hold(
        self, business_id: UUID, wish: Wish, now: datetime, *, for_: timedelta = HOLD
    ) -> Held | BookingRow:
        """Keeps the slot for who is being told of it; again under the same key, it is kept longer.

        A hold that has expired is made anew, if the time is still free. Where the wish is booked already, that booking.

        Raises:
            TimeTaken, TimeClosed: with why and with alternatives.
            NotFound, InvalidInput, NotPermitted: as `looking.look`.
        """

        async def work(scope: TenantScope) -> Held | BookingRow:
            booked = await bookings.by_intent(scope, wish.intent_key)
            if booked is not None:
                return booked
            until = await visits.server_time(scope) + for_
            held = await visits.hold_of(scope, HOLD_KEY + wish.intent_key)
            if held is not None:
                same = held.starts_at == wish.starts_at
                if same and await visits.extend_hold(scope, held.id, until):
                    found = await self._look(scope, wish, now, without=held.id)
                    people = [each.staff_id for each in await visits.items_of(scope, held.id)]
                    same_people = replace(wish, prefer=tuple(who for who in people if who is not None))
                    return Held(held.id, until, choice_of(found, self._offered(found, same_people)))
                await visits.release_hold(scope, held.id)
            booking_id, found, offer = await self._claim(scope, wish, now, hold_until=until)
            return Held(booking_id, until, choice_of(found, offer))

        return await self._tried(business_id, wish, now, work)

    async def release(self, business_id: UUID, intent_key: str) -> bool:
        """Gives a held slot back; False when nothing is held under this key."""

        async def work(scope: TenantScope) -> bool:
            held = await visits.hold_of(scope, HOLD_KEY + intent_key)
            if held is None or not await visits.release_hold(scope, held.id):
                return False
            await self._tell_freed(scope, held.offering_id, held.starts_at, held.ends_at)
            return True

        return await self._transaction(business_id, work)

    async def release_call(self, business_id: UUID, call_id: UUID) -> int:
        """Gives back all a call holds, when it ends; how many slots there were."""

        async def work(scope: TenantScope) -> int:
            return await self.let_go(scope, call_id)

        return await self._transaction(business_id, work)

    async def let_go(self, scope: TenantScope, call_id: UUID) -> int:
        """`release_call` within a transaction: one statement, and one more where something was held."""
        gone = await visits.release_of_call(scope, call_id)
        if gone:
            # One stretch for all: who waits for something in it is offered what is free by then.
            starts_at, ends_at = min(each.starts_at for each in gone), max(each.ends_at for each in gone)
            await self._tell_freed(scope, gone[0].offering_id, starts_at, ends_at)
        return len(gone)

    async def sweep(self, limit: int = SWEPT_AT_ONCE) -> int:
        """For the worker: deletes holds that have expired, and offers their time; how many.

        Hygiene, and the waiting list's way to hear of them: for readers and writers they are free as it is.
        """
        async with self._database.worker() as session:
            found = await visits.expired_holds(session, limit)
        for business_id, booking_id in found:
            async with self._database.tenant(business_id) as scope:
                held = await visits.locked_if_expired(scope, booking_id)
                if held is not None and await visits.release_hold(scope, held.id):
                    await self._tell_freed(scope, held.offering_id, held.starts_at, held.ends_at)
        return len(found)

    async def book(
        self,
        business_id: UUID,
        wish: Wish,
        who: Who,
        now: datetime,
        *,
        within: Within | None = None,
        afterwards: Afterwards | None = None,
    ) -> BookingRow:
        """Makes the booking, out of the hold under the same key where there is one that has not expired.

        The booking of this key from before, whatever became of it, is given as it is.

        Raises:
            TimeTaken, TimeClosed: with why and with alternatives.
            NotFound, InvalidInput, NotPermitted: as `looking.look`.
        """

        async def work(scope: TenantScope) -> BookingRow:
            booked = await bookings.by_intent(scope, wish.intent_key)
            if booked is not None:
                return booked
            if within is not None:
                await within(scope)
            booking_id = await self._confirmed(scope, wish, who)
            if wish.call_id is not None:
                # What else the caller was told of: it may be in the way of what they take, and is not needed.
                await self.let_go(scope, wish.call_id)
            if booking_id is None:
                booking_id, _, _ = await self._claim(scope, wish, now, who=who)
            booking = await bookings.get(scope, booking_id)
            await histories.note(
                scope, booking_id, "booked", wish.actor, starts_at=booking.starts_at.isoformat()
            )
            await written_entries.mark_unconfirmed(scope, booking_id)
            await telling.created(scope, booking, wish.actor)
            if afterwards is not None:
                await afterwards(scope, booking)
            return booking

        return await self._tried(business_id, wish, now, work)

    async def move(
        self,
        business_id: UUID,
        booking_id: UUID,
        starts_at: datetime,
        now: datetime,
        *,
        asks: tuple[Ask, ...] | None = None,
        channel: Channel = Channel.STAFF,
        actor: str = "system",
        call_id: UUID | None = None,
        afterwards: Afterwards | None = None,
        check: Check | None = None,
    ) -> BookingRow:
        """Gives the booking another time, with the same people where they can; moved there already, it is as it is.

        Args:
            asks: other offerings or people; what it was booked with when None.
            call_id: the call it is moved in, whose holds are let go.
            afterwards: what is to be committed together with it, unless it is there already.
            check: looks at the booking as it is before, which nobody else can change then; it raises.

        Raises:
            TimeTaken, TimeClosed: it stays where it is.
            NotFound: no such booking; NotPermitted: it was cancelled, or is of a group session.
        """

        async def work(scope: TenantScope) -> BookingRow:
            row = await visits.locked(scope, booking_id)
            if check is not None:
                check(row)
            if row.status != "confirmed" or row.session_id is not None:
                raise NotPermitted("only a booking that is to come can be moved")
            if row.starts_at == starts_at and asks is None:
                return await bookings.get(scope, booking_id)
            before = await visits.items_of(scope, booking_id)
            people = tuple(each.staff_id for each in before if each.staff_id is not None)
            kept = tuple(
                Ask(each.offering_id, each.variant_id, tuple(each.add_on_ids), each.wanted_staff_id)
                for each in before
            ) or (Ask(row.offering_id),)
            if not people and row.staff_id is not None:
                people = (row.staff_id,)
            wish = Wish(
                Question(asks or kept, row.location_id, channel), starts_at, row.intent_key, prefer=people
            )
            if call_id is not None:
                await self.let_go(scope, call_id)
            found = await self._look(scope, wish, now, without=booking_id)
            offer = self._offered(found, wish)
            await visits.give_up(scope, booking_id)
            await visits.forget_items(scope, booking_id)
            await visits.place_at(scope, booking_id, row_of(found, offer))
            await self._take(scope, booking_id, found, offer)
            await histories.note(
                scope,
                booking_id,
                "moved",
                actor,
                before=row.starts_at.isoformat(),
                after=starts_at.isoformat(),
            )
            await self._tell_freed(scope, row.offering_id, row.starts_at, row.ends_at)
            moved = await bookings.get(scope, booking_id)
            await written_entries.mark_unconfirmed(scope, booking_id)
            await telling.moved(scope, moved, actor, row)
            if afterwards is not None:
                await afterwards(scope, moved)
            return moved

        return await self._retried(business_id, work, _outrun)

    async def cancel(
        self,
        business_id: UUID,
        booking_id: UUID,
        *,
        actor: str = "system",
        reason: str = "",
        afterwards: Afterwards | None = None,
        check: Check | None = None,
    ) -> BookingRow:
        """Gives the time back; harmless when already cancelled, and then nothing is done `afterwards`.

        Args:
            check: as in `move`.

        Raises:
            NotFound: no such booking; NotPermitted: nobody came to it, or it is a hold.
        """

        async def work(scope: TenantScope) -> BookingRow:
            row = await visits.locked(scope, booking_id)
            if check is not None:
                check(row)
            if row.status == "cancelled":
                return await bookings.get(scope, booking_id)
            if row.status != "confirmed":
                raise NotPermitted("only a booking that is to come can be cancelled")
            cancelled = await bookings.cancel(scope, booking_id)
            if row.session_id is not None:
                await visits.free_seats(scope, booking_id)
            await histories.note(scope, booking_id, "cancelled", actor, reason=reason)
            await telling.cancelled(scope, cancelled, actor)
            await self._tell_freed(scope, row.offering_id, row.starts_at, row.ends_at)
            if afterwards is not None:
                await afterwards(scope, cancelled)
            return cancelled

        return await self._transaction(business_id, work)

    async def restore(self, business_id: UUID, booking_id: UUID, *, actor: str = "system") -> BookingRow:
        """Takes a cancelled booking's time again, with the same people and assets, or says that nobody missed it.

        Harmless when it is not cancelled. One that nobody came to becomes a booking again.

        Raises:
            SlotTaken: something of it was taken meanwhile.
            NotFound: no such booking; NotPermitted: it is of a group session: its seat was given away.
        """

        async def work(scope: TenantScope) -> BookingRow:
            row = await visits.locked(scope, booking_id)
            if row.status not in ("cancelled", "no_show"):
                return await bookings.get(scope, booking_id)
            if row.session_id is not None and row.status == "cancelled":
                raise NotPermitted("the seat was given back: book another")
            if row.status == "cancelled" and row.segmented:
                segments = await visits.segments_of(scope, booking_id)
                await visits.give_up(scope, booking_id)
                await visits.claim(scope, segments, booking_id=booking_id)
            await visits.set_status(scope, booking_id, "confirmed")
            await histories.note(scope, booking_id, "restored", actor, before=row.status)
            restored = await bookings.get(scope, booking_id)
            await telling.restored(scope, restored, actor, row.status)
            return restored

        return await self._transaction(business_id, work)

    async def no_show(
        self, business_id: UUID, booking_id: UUID, now: datetime, *, actor: str = "system"
    ) -> BookingRow:
        """Nobody came; harmless when that is known. The time stays taken: it is over.

        Raises:
            NotFound: no such booking; NotPermitted: it has not begun, or was cancelled.
        """

        async def work(scope: TenantScope) -> BookingRow:
            row = await visits.locked(scope, booking_id)
            if row.status == "no_show":
                return await bookings.get(scope, booking_id)
            if row.status != "confirmed" or row.starts_at > now:
                raise NotPermitted("only a booking that has begun can have been missed")
            await visits.set_status(scope, booking_id, "no_show")
            await histories.note(scope, booking_id, "no_show", actor)
            missed = await bookings.get(scope, booking_id)
            await telling.no_show(scope, missed, actor)
            return missed

        return await self._transaction(business_id, work)

    async def _confirmed(self, scope: TenantScope, wish: Wish, who: Who) -> UUID | None:
        """The hold of this wish as a booking; None without one that is still valid and for the same time."""
        held = await visits.hold_of(scope, HOLD_KEY + wish.intent_key)
        if held is None:
            return None
        customer_id = await customer_of(scope, who)
        values = {
            "intent_key": wish.intent_key,
            "notes": wish.notes,
            "answers": [dict(each) for each in wish.answers],
        }
        if held.starts_at == wish.starts_at and await visits.confirm(scope, held.id, customer_id, values):
            return held.id
        await visits.release_hold(scope, held.id)
        return None

    async def _claim(
        self,
        scope: TenantScope,
        wish: Wish,
        now: datetime,
        *,
        hold_until: datetime | None = None,
        who: Who | None = None,
    ) -> tuple[UUID, Look, Offer]:
        """The row with all it takes. Raises NotFree, and SlotTaken when somebody else was faster."""
        found = await self._look(scope, wish, now)
        offer = self._offered(found, wish)
        customer_id = await customer_of(scope, who) if who is not None else None
        booking_id = new_id()
        made = await visits.insert_booking(
            scope,
            {
                "id": booking_id,
                "customer_id": customer_id,
                "call_id": wish.call_id,
                "status": "confirmed" if hold_until is None else "held",
                "hold_until": hold_until,
                "intent_key": wish.intent_key if hold_until is None else HOLD_KEY + wish.intent_key,
                "location_id": wish.question.location_id,
                "source": wish.question.channel.value,
                "notes": wish.notes,
                "answers": [dict(each) for each in wish.answers],
                "series_id": wish.series_id,
                **row_of(found, offer),
            },
        )
        if not made:
            raise SlotTaken("the same is being booked at this moment")
        await self._take(scope, booking_id, found, offer, hold_until)
        return booking_id, found, offer

    async def _take(
        self,
        scope: TenantScope,
        booking_id: UUID,
        found: Look,
        offer: Offer,
        hold_until: datetime | None = None,
    ) -> None:
        await visits.insert_items(scope, booking_id, items_of(found, offer))
        await visits.claim(scope, found.segments(offer), booking_id=booking_id, hold_until=hold_until)

    async def _look(
        self, scope: TenantScope, wish: Wish, now: datetime, *, without: UUID | None = None
    ) -> Look:
        zone = await places.zone(scope, wish.question.location_id)
        day = wall_of(wish.starts_at, zone).date()
        return await look(scope, wish.question, day, day, now, self._rules, without=without, locked=True)

    @staticmethod
    def _offered(found: Look, wish: Wish) -> Offer:
        order = order_for(found.place.balance, found.diary, wish.starts_at, wish.prefer)
        offer = found.availability.offer(wish.starts_at, order)
        if offer is None:
            raise refused(found, wish.starts_at)
        return offer

    async def _tried(
        self,
        business_id: UUID,
        wish: Wish,
        now: datetime,
        work: Callable[[TenantScope], Awaitable[_Result]],
    ) -> _Result:
        async def why(scope: TenantScope) -> Exception:
            return refused(await self._look(scope, wish, now), wish.starts_at)

        try:
            return await self._retried(business_id, work, why)
        except NotFree:
            if not await self._begun(business_id, wish):
                raise
        # It was this very wish that took the time, between two of our readings.
        return await self._retried(business_id, work, why)

    async def _begun(self, business_id: UUID, wish: Wish) -> bool:
        """Whether something is booked or held under the wish's key."""
        async with self._database.tenant(business_id) as scope:
            return await visits.is_begun(scope, (wish.intent_key, HOLD_KEY + wish.intent_key))

    async def _retried(
        self,
        business_id: UUID,
        work: Callable[[TenantScope], Awaitable[_Result]],
        why: Callable[[TenantScope], Awaitable[Exception]],
    ) -> _Result:
        """The work, anew while somebody else is faster; in the end what `why` says."""
        for _ in range(ATTEMPTS):
            try:
                return await self._transaction(business_id, work)
            except NotFree:
                raise
            except SlotTaken:
                continue
        async with self._database.tenant(business_id) as scope:
            raise await why(scope)

    async def _transaction(
        self, business_id: UUID, work: Callable[[TenantScope], Awaitable[_Result]]
    ) -> _Result:
        return await in_transaction(self._database, business_id, work)

    async def _tell_freed(
        self, scope: TenantScope, offering_id: UUID, starts_at: datetime, ends_at: datetime
    ) -> None:
        if self._freed is not None:
            await self._freed(scope, offering_id, starts_at, ends_at)


async def _outrun(scope: TenantScope) -> Exception:
    return SlotTaken("that time was taken by somebody else just now")
