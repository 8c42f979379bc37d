"""A salon, its calendar, and a caller who talks to the rule-based receptionist in text."""

# ruff: noqa: DTZ001 - wall times are naive here on purpose

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from domain.business import Answer, BusinessProfile
from domain.dialogue.intents import (
    CancelAppointment,
    CheckCode,
    JoinWaitingList,
    ListAppointments,
    MoveAppointment,
    TextCode,
)
from domain.dialogue.matching import match_offering
from domain.dialogue.prompt import system_prompt
from domain.dialogue.tool_results import (
    Appointment,
    Appointments,
    Booked,
    Cancelled,
    CodeTexted,
    Deferred,
    MessageTaken,
    Moved,
    Ok,
    SlotsFound,
    ToolRefused,
    ToolResult,
    Waiting,
    refusal,
)
from domain.dialogue.tools import (
    BookAppointment,
    EndCall,
    FindSlots,
    Intent,
    TakeMessage,
    TransferCall,
    parse,
    tool_specs,
)
from domain.dialogue.weekdays import check_weekday
from domain.errors import DayUnclear
from sandbox.vendors.openai.facts import read_facts
from sandbox.vendors.openai.receptionist import answer
from sandbox.vendors.openai.reply import Reply
from tests.support.businesses import BEARD_TRIM, COLOUR, HAIRCUT, business

SOME_ID = UUID("01936b2e-0000-7000-8000-000000000001")
SALON = business(
    offerings=(HAIRCUT, BEARD_TRIM, COLOUR),
    answers=(
        Answer("Is there parking?", "Yes, there is free parking behind the shop."),
        Answer("How much is a haircut?", "A haircut is eighty five dollars."),
        Answer("What are your opening hours?", "Weekdays nine to five thirty, Saturdays nine to two."),
        Answer("Do you accept cards?", "Yes, we take all major cards."),
    ),
)
MONDAY = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
"""16:17 on Monday 23 November in Sydney."""


@dataclass
class Calendar:
    """Free starts every quarter of an hour within opening hours; `busy` holds wall times that are not.

    `deferred` is what is told instead of writing anything.
    """

    profile: BusinessProfile = SALON
    now: datetime = datetime(2026, 11, 23, 16, 17)
    busy: set[datetime] = field(default_factory=set)
    refuse: list[ToolRefused] = field(default_factory=list)
    deferred: Deferred | None = None
    appointments: list[Appointment] = field(default_factory=list)
    code: str | None = None
    """What has to be read out before the caller's appointments are told."""

    def free(self, day: date, minutes: int) -> list[datetime]:
        starts: list[datetime] = []
        for hours in self.profile.opening_hours:
            if hours.weekday != day.weekday():
                continue
            at, end = datetime.combine(day, hours.opens), datetime.combine(day, hours.closes)
            while at + timedelta(minutes=minutes) <= end:
                if at > self.now and at not in self.busy:
                    starts.append(at)
                at += timedelta(minutes=15)
        return starts

    def run(self, intent: Intent) -> ToolResult:
        if self.refuse and isinstance(intent, BookAppointment):
            return self.refuse.pop(0)
        if self.deferred and isinstance(intent, BookAppointment | TakeMessage):
            return self.deferred
        match intent:
            case FindSlots():
                try:
                    check_weekday(intent.weekday, intent.date, self.now.date())
                except DayUnclear as unclear:
                    return refusal(unclear)
                return self._find(intent)
            case BookAppointment():
                offering = match_offering(self.profile, intent.offering)
                if intent.starts_at_local not in self.free(
                    intent.starts_at_local.date(), offering.duration_min
                ):
                    return ToolRefused("slot_taken", "taken", tuple(self._find_near(intent.starts_at_local)))
                self.busy.add(intent.starts_at_local)
                return Booked(SOME_ID, offering.name, intent.starts_at_local, "Mia", intent.customer_name)
            case ListAppointments() | CheckCode():
                if isinstance(intent, CheckCode) and intent.code == self.code:
                    self.code = None
                if self.code is not None:
                    wrong = isinstance(intent, CheckCode)
                    return ToolRefused("invalid_input" if wrong else "not_permitted", "not known")
                return Appointments(tuple(self.appointments))
            case TextCode():
                return CodeTexted(10)
            case MoveAppointment():
                before = self._one(intent.booking_id)
                self.busy.add(intent.starts_at_local)
                self.appointments.remove(before)
                self.appointments.append(replace(before, starts_at_local=intent.starts_at_local))
                return Moved(
                    before.booking_id, before.offering, before.starts_at_local, intent.starts_at_local, "Mia"
                )
            case CancelAppointment():
                gone = self._one(intent.booking_id)
                self.appointments.remove(gone)
                return Cancelled(gone.booking_id, gone.offering, gone.starts_at_local)
            case JoinWaitingList():
                return Waiting(intent.offering, 0)
            case TakeMessage():
                return MessageTaken(SOME_ID)
            case _:
                return Ok()

    def _one(self, booking_id: UUID) -> Appointment:
        return next(each for each in self.appointments if each.booking_id == booking_id)

    def _find(self, wanted: FindSlots) -> SlotsFound:
        minutes = match_offering(self.profile, wanted.offering).duration_min
        day = wanted.date or self.now.date()
        free = self.free(day, minutes)
        while wanted.date is None and not free:
            day += timedelta(days=1)
            free = self.free(day, minutes)
        if wanted.part_of_day:
            low, high = {"morning": (0, 12), "afternoon": (12, 17), "evening": (17, 24)}[wanted.part_of_day]
            free = [slot for slot in free if low <= slot.hour < high]
        requested = datetime.combine(day, wanted.time) if wanted.time else None
        is_free = requested in free if requested else None
        if requested:
            free.sort(key=lambda slot: abs(slot - requested))
        later = day
        following: list[datetime] = []
        while not free and not following:
            later += timedelta(days=1)
            following = self.free(later, minutes)
        return SlotsFound(
            wanted.offering,
            wanted.date,
            tuple(sorted(free[:6])),
            requested,
            is_free,
            following[0] if following else None,
            closed=all(hours.weekday != day.weekday() for hours in self.profile.opening_hours),
        )

    def _find_near(self, at: datetime) -> list[datetime]:
        return self._find(FindSlots("Haircut", at.date(), None, at.time())).slots[:3]  # type: ignore[return-value]


class TextCall:
    """One conversation; `say` gives what the receptionist answers, tools run in between."""

    def __init__(
        self,
        calendar: Calendar | None = None,
        *,
        profile: BusinessProfile = SALON,
        caller_number: str | None = "+61400111222",
        now: datetime = MONDAY,
    ) -> None:
        self.calendar = calendar or Calendar(profile)
        self.tools = tool_specs(profile)
        prompt = system_prompt(profile, now=now, caller_number=caller_number)
        facts = read_facts(prompt)
        assert facts is not None
        self.facts = facts
        self.messages: list[dict[str, Any]] = [
            {"role": "system", "content": prompt},
            {"role": "assistant", "content": profile.greeting},
        ]
        self.intents: list[Intent] = []

    @property
    def booked(self) -> list[BookAppointment]:
        return [intent for intent in self.intents if isinstance(intent, BookAppointment)]

    @property
    def ended(self) -> bool:
        return any(isinstance(intent, EndCall) for intent in self.intents)

    @property
    def transferred(self) -> bool:
        return any(isinstance(intent, TransferCall) for intent in self.intents)

    @property
    def message(self) -> TakeMessage | None:
        return next((intent for intent in self.intents if isinstance(intent, TakeMessage)), None)

    def say(self, text: str, *, heard_chars: int | None = None) -> str:
        """What the receptionist says to this; only `heard_chars` of it are remembered as heard (a barge-in)."""
        self.messages.append({"role": "user", "content": text})
        said: list[str] = []
        for _ in range(6):
            reply = self._answer()
            if reply.text:
                said.append(reply.text)
            self._remember(reply, heard_chars)
            if not reply.calls or any(call.name == "end_call" for call in reply.calls):
                return " ".join(said)
        raise AssertionError(f"the receptionist went round in circles: {self.intents[-3:]}")

    def talk(self, *texts: str) -> str:
        said = ""
        for text in texts:
            said = self.say(text)
        return said

    def _answer(self) -> Reply:
        return answer(self.messages, self.facts, frozenset(tool.name for tool in self.tools))

    def _remember(self, reply: Reply, heard_chars: int | None) -> None:
        text = reply.text if heard_chars is None else reply.text[:heard_chars]
        calls = [
            {"id": f"call_{len(self.messages)}_{n}", "type": "function",
             "function": {"name": call.name, "arguments": json.dumps(dict(call.arguments))}}
            for n, call in enumerate(reply.calls)
        ]  # fmt: skip
        if text or calls:
            self.messages.append(
                {"role": "assistant", "content": text or None} | ({"tool_calls": calls} if calls else {})
            )
        for call, sent in zip(reply.calls, calls, strict=True):
            intent = parse(call.name, call.arguments)
            self.intents.append(intent)
            content = self.calendar.run(intent).to_content()
            self.messages.append({"role": "tool", "tool_call_id": sent["id"], "content": content})
