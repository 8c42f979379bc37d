"""A caller's appointments: told, moved and cancelled, each only when it is shown to be theirs."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain.business import BusinessProfile
from domain.dialogue.intents import CancelAppointment, MoveAppointment
from domain.dialogue.matching import match_staff
from domain.dialogue.tool_results import (
    Appointment,
    Appointments,
    Cancelled,
    Moved,
    ToolRefused,
    WaitingFor,
    refusal,
)
from domain.dialogue.weekdays import check_weekday_of_start
from domain.errors import NotPermitted, OutsideHours, SlotTaken
from domain.scheduling.catalogue import Channel
from domain.scheduling.engine.diary import Rules
from domain.scheduling.hours import wall_of
from services.scheduling.availability import DEFAULT_RULES
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask, Question
from services.scheduling.waiting_list import note_freed
from services.scheduling.wishes import NotFree
from services.tools.booking_texts import about, to_confirm_with
from services.tools.callers import Callers
from services.tools.context import BOOKING_CANCELLED, BOOKING_CONFIRMED, BOOKING_MOVED, CallContext
from services.tools.groups import Groups
from services.tools.wishes import start_at, whereabouts, zone_at
from storage.postgres import booking_lists, bookings, outbox, visits, waiting
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

MOST_TOLD = 5
_NOT_THEIRS = "no appointment of this caller has that booking_id: call list_my_appointments"


class Changes:
    """Changes of appointments of any business."""

    def __init__(self, database: Database, rules: Rules = DEFAULT_RULES) -> None:
        self._database = database
        self._bookings = Bookings(database, rules, freed=note_freed)
        self._callers = Callers(database)
        self._groups = Groups(database, rules, self._bookings.let_go)

    async def list(self, profile: BusinessProfile, call: CallContext, now: datetime) -> Appointments:
        """What the caller has to come, waits for, and was offered. Raises NotPermitted: it is not known who calls."""
        async with self._database.tenant(profile.id) as scope:
            known = await self._callers.known(scope, call)
            rows = (await bookings.upcoming_of_caller(scope, known.numbers, call.call_id, now))[:MOST_TOLD]
            if not rows:
                known = await self._callers.identified(scope, call)
            sold = await visits.sold(scope, [row.id for row in rows])
            grouped = any(each.seats is not None for each in profile.offerings)
            seats = await booking_lists.seats(scope, [row.id for row in rows if grouped])
            entries = (await waiting.of_numbers(scope, known.numbers))[:MOST_TOLD]
            kept = {
                each.entry_id: each for each in await waiting.offered_to(scope, known.numbers) if each.until
            }
        places = {site.id: site.name for site in profile.sites} if len(profile.sites) > 1 else {}
        found: list[Appointment] = []
        for row in rows:
            name, staff = sold.get(row.id, (row.offering_name, row.staff_name))
            wall = wall_of(row.starts_at, zone_at(profile, row.location_id))
            place = places.get(row.location_id, "") if row.location_id else ""
            has = seats.get(row.id, 0)
            found.append(Appointment(row.id, name, wall, staff, row.customer_name, place, has))
        waits: list[WaitingFor] = []
        for entry in entries:
            zone = zone_at(profile, entry.location_id)
            entry_for = WaitingFor(
                entry.offering_name, wall_of(entry.earliest, zone).date(), wall_of(entry.latest, zone).date()
            )
            offer = kept.get(entry.id)
            if offer is not None and offer.until is not None and offer.until > now:
                entry_for = replace(
                    entry_for,
                    offered_local=wall_of(offer.starts_at, zone),
                    until_local=wall_of(offer.until, zone),
                )
            waits.append(entry_for)
        return Appointments(tuple(found), tuple(waits))

    async def move(
        self, profile: BusinessProfile, call: CallContext, intent: MoveAppointment, now: datetime
    ) -> Moved | ToolRefused:
        """Gives it the other time; where that is taken it stays, and the refusal says what is near.

        Raises:
            NotPermitted: it is not theirs, or was cancelled, or has begun.
            InvalidInput: a time the clocks skip, nobody of that name; DayUnclear: it is not the weekday they said.
            StorageError: Postgres cannot be reached; asking again is safe.
        """
        member = match_staff(profile, intent.staff)
        async with self._database.tenant(profile.id) as scope:
            row = await self._theirs(scope, call, intent.booking_id, now)
            to = await bookings.phone_of(scope, row.id)
            asks = (await question_of_booking(scope, row, member.id)).asks if member else None
        zone = zone_at(profile, row.location_id)
        check_weekday_of_start(intent.weekday, intent.starts_at_local, wall_of(now, zone).date())
        starts_at = start_at(intent.starts_at_local, zone)
        if row.status == "cancelled":
            raise NotPermitted("this appointment has been cancelled: a new one can be booked")

        async def promise(scope: TenantScope, moved: BookingRow) -> None:
            if to is None:
                return
            payload = about(profile, moved, to) | {"call_id": str(call.call_id)}
            changes = {name: payload[name] for name in ("starts_at", "starts_at_local", "staff")}
            await outbox.amend(scope, BOOKING_CONFIRMED, str(moved.id), changes)
            key = f"{moved.id} {moved.starts_at.isoformat()} {call.call_id}"
            await outbox.enqueue(scope, BOOKING_MOVED, key, payload)

        is_group = any(each.id == row.offering_id and each.seats is not None for each in profile.offerings)
        try:
            if is_group:
                moved = await self._groups.move(profile.id, row, starts_at, now, call, promise)
            else:
                moved = await self._bookings.move(
                    profile.id,
                    row.id,
                    starts_at,
                    now,
                    asks=asks,
                    channel=Channel.PHONE,
                    actor="call",
                    call_id=call.call_id,
                    afterwards=promise,
                )
        except (SlotTaken, OutsideHours) as refused:
            near = refused.taken.nearest if isinstance(refused, NotFree) else ()
            stays = f"{refused} The appointment stays where it is."
            return replace(refusal(refused, tuple(wall_of(each, zone) for each in near)), message=stays)
        async with self._database.tenant(profile.id) as scope:
            in_doubt = await to_confirm_with(scope, moved.id)
        return Moved(
            moved.id,
            moved.offering_name,
            wall_of(row.starts_at, zone),
            wall_of(moved.starts_at, zone),
            moved.staff_name,
            whereabouts(profile, moved.location_id),
            in_doubt,
        )

    async def cancel(
        self, profile: BusinessProfile, call: CallContext, intent: CancelAppointment, now: datetime
    ) -> Cancelled:
        """Cancels it; harmless when it is.

        Raises:
            NotPermitted: it is not theirs, or has begun.
            StorageError: Postgres cannot be reached; asking again is safe.
        """
        async with self._database.tenant(profile.id) as scope:
            row = await self._theirs(scope, call, intent.booking_id, now)
            to = await bookings.phone_of(scope, row.id)

        async def promise(scope: TenantScope, cancelled: BookingRow) -> None:
            if to is not None:
                payload = about(profile, cancelled, to) | {"call_id": str(call.call_id)}
                await outbox.enqueue(scope, BOOKING_CANCELLED, f"{cancelled.id} {call.call_id}", payload)

        gone = await self._bookings.cancel(
            profile.id, row.id, actor="call", reason="the customer rang", afterwards=promise
        )
        return Cancelled(
            gone.id, gone.offering_name, wall_of(gone.starts_at, zone_at(profile, gone.location_id))
        )

    async def _theirs(
        self, scope: TenantScope, call: CallContext, booking_id: UUID, now: datetime
    ) -> BookingRow:
        """Raises NotPermitted, in the same words whether it is somebody else's or there is none."""
        known = await self._callers.known(scope, call)
        row = await bookings.of_caller(scope, booking_id, known.numbers, call.call_id)
        if row is None:
            if not known.numbers:
                await self._callers.identified(scope, call)
            raise NotPermitted(_NOT_THEIRS)
        if row.starts_at <= now:
            raise NotPermitted("this appointment has begun or is over")
        return row


async def question_of_booking(scope: TenantScope, row: BookingRow, staff_id: UUID | None = None) -> Question:
    """The same visit once more, with whom the customer asked for then, or with `staff_id` for all of it."""
    items = await visits.items_of(scope, row.id)
    asks = tuple(
        Ask(each.offering_id, each.variant_id, tuple(each.add_on_ids), staff_id or each.wanted_staff_id)
        for each in items
    ) or (Ask(row.offering_id, staff_id=staff_id),)
    return Question(asks, row.location_id, Channel.PHONE)
