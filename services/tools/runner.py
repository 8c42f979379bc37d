"""Runs what the model asks for and says how it went, in words the model can act on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, Protocol, assert_never
from uuid import UUID

import structlog

from domain.business import BusinessProfile
from domain.caller_limits import DEFAULT_LIMITS, CallerLimits
from domain.conduct import conduct, transfer_target
from domain.dialogue.intents import (
    BookAppointment,
    CancelAppointment,
    CheckCode,
    EndCall,
    FindSlots,
    Intent,
    JoinWaitingList,
    ListAppointments,
    LookUpAnswer,
    MoveAppointment,
    SendDetails,
    TakeMessage,
    TextCode,
    TransferCall,
    has_side_effect,
    intent_key,
)
from domain.dialogue.matching import match_staff
from domain.dialogue.tool_results import (
    AnswersFound,
    Booked,
    Deferred,
    MessageTaken,
    Moved,
    Ok,
    ToolRefused,
    ToolResult,
    refusal,
)
from domain.dialogue.tools import parse
from domain.dialogue.weekdays import check_weekday, check_weekday_of_start
from domain.errors import DomainError, OutsideHours, StorageError
from domain.receptionist.knowledge import look_up
from domain.scheduling.hours import wall_of, zone_named
from services.tools.appointments import Appointments
from services.tools.callers import Callers
from services.tools.changes import Changes
from services.tools.context import CallContext
from services.tools.deadlines import Deadlines
from services.tools.deferred_queue import DEFERRABLE, DeferredQueue, deferred_write
from services.tools.details import send_details
from services.tools.messages import Messages
from services.tools.waiting import WaitingLists
from services.tools.wishes import question_of, start_at
from storage.postgres.database import Database

__all__ = ["CallContext", "ToolOutcome", "ToolRunner"]

log = structlog.get_logger()

TIMEOUT_S = 4.0

_NOTHING_READ = ToolRefused(
    "unavailable",
    "The calendar cannot be reached at the moment. Name no times. Say so, and try once more or offer another way.",
)
_NOT_CONFIRMED = ToolRefused(
    "unavailable",
    "The system is not answering, so this is not confirmed. Never say it is done. Trying exactly the same once more"
    " is safe; if that fails too, tell the caller it could not be confirmed.",
)


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """How a tool went.

    Attributes:
        content: what the model is told, a JSON object (`domain.dialogue.tool_results`).
        ok: whether it was done; a search that found nothing is, a write that was deferred is not.
        effect: what the call is to do next.
        booking_id, message_id: what was written now, or earlier for the same intent.
    """

    content: str
    ok: bool
    effect: Literal["transfer", "end_call"] | None = None
    booking_id: UUID | None = None
    message_id: UUID | None = None


class Delivery(Protocol):
    """Whether a message has been sent (`services.notifications.delivery_watch.DeliveryWatch`); within seconds."""

    async def is_sent(self, business_id: UUID, message_id: UUID) -> bool: ...


class ToolRunner:
    """The tools of one business's calls.

    Args:
        deferred: where a booking or a message waits that Postgres does not take; without one it is refused.
        deadlines: those of the process; its own unless given.
        timeout_s: for Postgres to answer.
        delivery: says whether a message was sent; without it the caller is told no more than that it is kept.
    """

    def __init__(
        self,
        database: Database,
        profile: BusinessProfile,
        *,
        deferred: DeferredQueue | None = None,
        deadlines: Deadlines | None = None,
        timeout_s: float = TIMEOUT_S,
        limits: CallerLimits = DEFAULT_LIMITS,
        delivery: Delivery | None = None,
    ) -> None:
        self._database = database
        self._profile = profile
        self._timeout_s = timeout_s
        self._deferred = deferred
        self._delivery = delivery
        self._deadlines = deadlines or Deadlines()
        self._appointments = Appointments(database, limits=limits)
        self._changes = Changes(database)
        self._callers = Callers(database)
        self._waiting = WaitingLists(database)
        self._messages = Messages(database)

    async def run(
        self, call: CallContext, call_key: str, name: str, arguments: Mapping[str, Any], now: datetime
    ) -> ToolOutcome:
        """Runs one tool call to its end; never raises a refusal or a storage failure.

        Takes `timeout_s` at most, and with Postgres away a second more to keep what is to be written.

        What it writes is keyed by the call and what is wanted, not by `call_key`: run again after a barge-in, a
        retry or a crash, it gives the earlier result.

        Args:
            call_key: the model's id for this tool call, for the log.
            arguments: parsed JSON from the model; anything.
            now: aware.

        Raises:
            ValueError: the call is another business's.
        """
        if call.business_id != self._profile.id:
            raise ValueError("the call belongs to another business")
        result = await self._result(call, name, arguments, now)
        if isinstance(result, MessageTaken) and self._delivery is not None:
            sent = await self._delivery.is_sent(self._profile.id, result.message_id)
            result = replace(result, sent=sent)
        refused = result if isinstance(result, ToolRefused) else None
        deferred = isinstance(result, Deferred)
        log.info(
            "tool.finished",
            tool_call_id=call_key,
            tool=name,
            refused=refused and refused.code,
            deferred=deferred,
        )
        return ToolOutcome(
            content=result.to_content(),
            ok=refused is None and not deferred,
            effect=_EFFECTS.get(name) if refused is None else None,
            booking_id=result.booking_id if isinstance(result, Booked | Moved) else None,
            message_id=result.message_id if isinstance(result, MessageTaken) else None,
        )

    async def _result(
        self, call: CallContext, name: str, arguments: Mapping[str, Any], now: datetime
    ) -> ToolResult:
        try:
            intent = parse(name, arguments)
        except DomainError as refused:
            return refusal(refused)
        try:
            return await self._deadlines.run(self._perform(call, intent, now), self._timeout_s)
        except DomainError as refused:
            return refusal(refused)
        except (StorageError, TimeoutError) as failure:
            log.warning("tool.unavailable", tool=name, reason=str(failure) or "timeout")
            return await self._unavailable(call, intent, now)

    async def _unavailable(self, call: CallContext, intent: Intent, now: datetime) -> ToolResult:
        """What can still be promised without Postgres. Whether it wrote something before it fell silent is unknown."""
        if not has_side_effect(intent):
            return _NOTHING_READ
        if self._deferred is None or not isinstance(intent, DEFERRABLE):
            return _NOT_CONFIRMED
        try:
            self._check_unread(intent, now)
        except DomainError as refused:
            return refusal(refused)
        write = deferred_write(call.business_id, call.call_id, call.caller_number, intent, now)
        if not await self._deferred.defer(write):
            return _NOT_CONFIRMED
        text_message = not isinstance(intent, TakeMessage) and call.caller_number is not None
        return Deferred(write.tool, text_message)

    def _check_unread(self, intent: Intent, now: datetime) -> None:
        """What can be refused without a store. Raises DomainError."""
        zone = zone_named(self._profile.timezone)
        match intent:
            case BookAppointment():
                self._appointments.check(self._profile, intent, now)
            case MoveAppointment(starts_at_local=wall, weekday=weekday):
                check_weekday_of_start(weekday, wall, wall_of(now, zone).date())
                match_staff(self._profile, intent.staff)
                if start_at(wall, zone) <= now:
                    raise OutsideHours("that time is already over")
            case JoinWaitingList(offering, details=details):
                check_weekday(intent.weekday, intent.date, wall_of(now, zone).date())
                question_of(self._profile, offering, details)
            case _:
                pass

    async def _perform(self, call: CallContext, intent: Intent, now: datetime) -> ToolResult:
        key = intent_key(call.call_id, intent)
        match intent:
            case FindSlots():
                return await self._appointments.find(self._profile, intent, now, call)
            case BookAppointment():
                return await self._appointments.book(
                    self._profile,
                    call.call_id,
                    intent,
                    intent_key=key,
                    caller_number=call.caller_number,
                    now=now,
                )
            case ListAppointments():
                return await self._changes.list(self._profile, call, now)
            case TextCode(phone_number):
                return await self._callers.text_code(self._profile, call, phone_number, now)
            case CheckCode(code):
                await self._callers.check_code(self._profile, call, code, now)
                return await self._changes.list(self._profile, call, now)
            case MoveAppointment():
                return await self._changes.move(self._profile, call, intent, now)
            case CancelAppointment():
                return await self._changes.cancel(self._profile, call, intent, now)
            case JoinWaitingList():
                return await self._waiting.join(
                    self._profile, call, intent, now, intent_key=key, call_id=call.call_id
                )
            case TakeMessage():
                return await self._messages.take(
                    self._profile,
                    call.call_id,
                    intent,
                    intent_key=key,
                    caller_number=call.caller_number,
                    now=now,
                )
            case SendDetails():
                return await send_details(self._database, self._profile, call, intent, intent_key=key)
            case LookUpAnswer(question):
                found = look_up(conduct(self._profile).knowledge, question)
                if not found:
                    return ToolRefused(
                        "not_found", "Nothing is written about this. Say so, and offer to take a message."
                    )
                return AnswersFound(tuple((passage.name, passage.text) for passage in found))
            case TransferCall(_, topic):
                whom = transfer_target(self._profile, now, topic=topic, caller=call.caller_number)
                if whom is None:
                    return ToolRefused(
                        "not_permitted",
                        "Nobody can be rung for this at the moment. Offer to take a message instead.",
                    )
                return Ok()
            case EndCall():
                return Ok()
            case _:
                assert_never(intent)


_EFFECTS: Mapping[str, Literal["transfer", "end_call"]] = {
    "transfer_call": "transfer",
    "end_call": "end_call",
}
