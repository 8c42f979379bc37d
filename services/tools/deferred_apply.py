"""Applying a deferred write: the booking or message a caller was promised while Postgres was away, and the text
message that says how it went."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from domain.business import BusinessProfile
from domain.caller_limits import DEFAULT_LIMITS, CallerLimits
from domain.dialogue.intents import (
    BookAppointment,
    CancelAppointment,
    JoinWaitingList,
    MoveAppointment,
    TakeMessage,
    folded,
)
from domain.dialogue.matching import match_offering
from domain.dialogue.tool_results import Booked, Moved, ToolRefused, refusal
from domain.dialogue.tools import parse
from domain.errors import DomainError, InvalidInput, NotFound, NotPermitted, StorageError
from domain.scheduling.hours import instant_of, zone_named
from services.profiles import Profiles
from services.tools.appointments import Appointments
from services.tools.booking_texts import about
from services.tools.changes import Changes
from services.tools.context import CallContext
from services.tools.messages import Messages
from services.tools.waiting import WaitingLists
from storage.postgres import bookings, calls, outbox
from storage.postgres.database import Database
from storage.redis.deferred import DeferredWrite

log = structlog.get_logger()

BOOKING_REFUSED = "sms.booking_refused"
"""Outbox kind: tell the caller by text message that it could not be booked. The key is the intent's."""

BOOKING_NOT_MOVED = "sms.booking_not_moved"
"""Outbox kind: tell the customer that an appointment stays where it is. The key is the intent's."""

CALL_WRITTEN_WITHIN = timedelta(seconds=20)
"""A call's row comes ahead of its tools; one that is missing for so long never comes."""


class DeferredApplier:
    """Applies deferred writes; one per process. Applying one again changes nothing."""

    def __init__(self, database: Database, profiles: Profiles, limits: CallerLimits = DEFAULT_LIMITS) -> None:
        self._database = database
        self._profiles = profiles
        self._appointments = Appointments(database, limits=limits)
        self._changes = Changes(database)
        self._waiting = WaitingLists(database)
        self._messages = Messages(database)

    async def apply(self, write: DeferredWrite, now: datetime) -> None:
        """Writes what was asked for, or a refusal the caller is told by text message.

        The call's row says what it led to after all, whether the call has ended or not.

        Raises:
            StorageError: Postgres is away; asking again is safe.
            DomainError: it can never be written.
        """
        intent = parse(write.tool, write.arguments)
        profile = await self._profiles.get(write.business_id)
        call_id = await self._call_id(write, now)
        match intent:
            case BookAppointment():
                outcome = await self._book(profile, call_id, write, intent, now)
            case MoveAppointment():
                outcome = await self._move(profile, write, intent, now)
            case CancelAppointment():
                await self._changes.cancel(profile, _call_of(write), intent, now)
                outcome = None
            case JoinWaitingList():
                await self._waiting.join(
                    profile, _call_of(write), intent, now, intent_key=write.intent_key, call_id=call_id
                )
                outcome = None
            case TakeMessage():
                await self._messages.take(
                    profile,
                    call_id,
                    intent,
                    intent_key=write.intent_key,
                    caller_number=write.caller_number,
                    now=write.asked_at,
                )
                outcome = "message"
            case _:
                raise NotPermitted(f"{write.tool} cannot be done after the call")
        if outcome is not None and call_id is not None:
            async with self._database.tenant(write.business_id) as scope:
                await calls.lift_outcome(scope, call_id, outcome)
        log.info(
            "deferred_write.applied",
            call_id=str(write.call_id),
            tool=write.tool,
            outcome=outcome or "refused",
        )

    async def _call_id(self, write: DeferredWrite, now: datetime) -> UUID | None:
        """The call as rows may name it: without one, what the caller was promised is kept all the same."""
        async with self._database.tenant(write.business_id) as scope:
            try:
                return (await calls.get(scope, write.call_id)).id
            except NotFound:
                if now - write.asked_at < CALL_WRITTEN_WITHIN:
                    raise StorageError("postgres", "the call's row is not written yet") from None
                return None

    async def _book(
        self,
        profile: BusinessProfile,
        call_id: UUID | None,
        write: DeferredWrite,
        intent: BookAppointment,
        now: datetime,
    ) -> str | None:
        # The caller asked in time: only a start that has passed meanwhile is too late.
        starts_at = instant_of(intent.starts_at_local, zone_named(profile.timezone))
        try:
            result = await self._appointments.book(
                profile,
                call_id,
                intent,
                intent_key=write.intent_key,
                caller_number=write.caller_number,
                now=write.asked_at if starts_at > now else now,
            )
        except NotPermitted:  # booked, and cancelled since: somebody knows better
            return None
        except DomainError as refused:
            result = refusal(refused)
        if isinstance(result, Booked):
            return "booked"
        await self._refuse(profile, write, intent, result)
        return None

    async def _move(
        self, profile: BusinessProfile, write: DeferredWrite, intent: MoveAppointment, now: datetime
    ) -> str | None:
        try:
            result = await self._changes.move(profile, _call_of(write), intent, now)
        except NotPermitted:  # cancelled or over since
            return None
        except DomainError as refused:
            result = refusal(refused)
        if isinstance(result, Moved):
            return "booked"
        log.warning("deferred_write.declined", call_id=str(write.call_id), code=result.code)
        await self._tell_not_moved(profile, write, intent)
        return None

    async def _tell_not_moved(
        self, profile: BusinessProfile, write: DeferredWrite, intent: MoveAppointment
    ) -> None:
        """That it stays where it is, to whose it is."""
        async with self._database.tenant(write.business_id) as scope:
            row = await bookings.get(scope, intent.booking_id)
            to = await bookings.phone_of(scope, row.id)
            if to is not None:
                payload = about(profile, row, to) | {"call_id": str(write.call_id)}
                await outbox.enqueue(scope, BOOKING_NOT_MOVED, write.intent_key, payload)

    async def give_up(self, write: DeferredWrite) -> None:
        """It could not be written however often it was tried: a caller who waits for a booking is told.

        Raises:
            StorageError: Postgres is away.
            DomainError: there is nobody to tell, or nothing to tell them.
        """
        intent = parse(write.tool, write.arguments)
        if isinstance(intent, BookAppointment):
            profile = await self._profiles.get(write.business_id)
            await self._refuse(profile, write, intent, ToolRefused("unavailable", "it could not be written"))
        elif isinstance(intent, MoveAppointment):
            await self._tell_not_moved(await self._profiles.get(write.business_id), write, intent)

    async def _refuse(
        self, profile: BusinessProfile, write: DeferredWrite, intent: BookAppointment, refused: ToolRefused
    ) -> None:
        log.warning("deferred_write.declined", call_id=str(write.call_id), code=refused.code)
        if write.caller_number is None:
            return
        payload = {
            "call_id": str(write.call_id),
            "to": write.caller_number,
            "business_name": profile.name,
            "language": profile.language,
            "customer_name": intent.customer_name,
            "offering": _offering_name(profile, intent),
            "starts_at_local": intent.starts_at_local.isoformat(timespec="minutes"),
            "timezone": profile.timezone,
            "code": refused.code,
        }
        async with self._database.tenant(write.business_id) as scope:
            await outbox.enqueue(scope, BOOKING_REFUSED, write.intent_key, payload)


def _call_of(write: DeferredWrite) -> CallContext:
    return CallContext(write.call_id, write.business_id, write.caller_number)


def _offering_name(profile: BusinessProfile, intent: BookAppointment) -> str:
    """As the business writes it; of one it has no more the words alone, so that a text holds nothing dictated."""
    try:
        return match_offering(profile, intent.offering).name
    except InvalidInput:
        return folded(intent.offering)
