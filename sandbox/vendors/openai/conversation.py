"""The state of a booking conversation, worked out anew from its messages each time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sandbox.vendors.openai.facts import Facts
from sandbox.vendors.openai.times import Part, resolve
from sandbox.vendors.openai.understanding import Expecting, Heard
from sandbox.vendors.openai.words import spoken_digits, tokenise

MAX_READ_OUT = 3


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """What a tool answered: its name, what it was called with, and its parsed answer."""

    name: str
    arguments: dict[str, Any]
    answer: dict[str, Any]

    @property
    def result(self) -> str:
        return str(self.answer.get("result", "refused"))


@dataclass(slots=True)
class Conversation:
    """What is known so far.

    Attributes:
        day, part, at: when the caller would like to come; `at` is a wall time still to be looked up.
        wished: the wall time last wished for; it outlives a change of day or offering.
        soonest: any day will do.
        chosen: the free start agreed on.
        active: a booking is being made; `was_active`: it was before this utterance.
        offered: free starts the calendar gave; `read_out` those the caller was told.
        mentioned: an offering asked about but not yet asked for.
        message: what to pass on, while that is being taken down.
        booking: the answer of the last booking made, or what it was asked with when that is not confirmed yet.
        staff: whom the caller wants it with.
        weekday: the one they said with the day; `unclear` days it may be where the two disagree.
        full_day: a day asked for on which nothing was free.
        changing: what is to be done with an appointment that was made; `found` are those they have, `target` is it.
        waits: they want to be put on the waiting list.
        location: where they want it, of several; `seats` for how many, in a group.
    """

    facts: Facts
    expecting: Expecting = "open"
    active: bool = False
    was_active: bool = False
    offering: str | None = None
    mentioned: str | None = None
    day: date | None = None
    part: Part | None = None
    at: time | None = None
    wished: time | None = None
    soonest: bool = False
    week_ahead: bool = False
    chosen: datetime | None = None
    offered: tuple[datetime, ...] = ()
    read_out: tuple[datetime, ...] = ()
    name: str | None = None
    confirmed: bool = False
    message: str | None = None
    message_name_asked: bool = False
    callback_number: str | None = None
    booking: dict[str, Any] | None = None
    misses: int = 0
    heard: Heard | None = None
    outcome: ToolOutcome | None = None
    changed: bool = False
    served: bool = False
    staff: str | None = None
    weekday: str | None = None
    unclear: tuple[date, ...] = ()
    full_day: date | None = None
    changing: Literal["move", "cancel"] | None = None
    found: tuple[dict[str, Any], ...] = ()
    target: dict[str, Any] | None = None
    own_number: str | None = None
    code: str | None = None
    waits: bool = False
    location: str | None = None
    seats: int = 1

    # --- what the caller says ---------------------------------------------------------------------------------
    def hear(self, heard: Heard, *, question_was_heard: bool) -> None:
        """Takes in one utterance.

        Args:
            question_was_heard: false when the agent was cut off before its question; a yes agrees to nothing then.
        """
        self.heard, self.outcome, self.changed = heard, None, False
        self.was_active = self.active
        if self.expecting.startswith("message"):
            self._hear_message(heard)
            return
        if self.expecting in ("own_number", "code"):
            self._hear_digits(heard)
            return
        self.waits = self.waits or "waiting_list" in heard.wishes
        self._hear_where(heard)
        if heard.staff and heard.staff != self.staff:
            self.changed = self.changed or self.chosen is not None
            self.staff = heard.staff
            self._look_again()
        if heard.asks and heard.answer and not heard.books:
            self.mentioned = heard.offering or self.mentioned
            return
        if "next_week" in heard.wishes and heard.day is None:
            self.week_ahead, self.day = True, None
        self._hear_offering(heard)
        self._hear_when(heard)
        self._hear_choice(heard)
        if heard.name and heard.name != self.name and self.expecting != "open":
            self.changed = self.changed or self.name is not None
            self.name = heard.name
        elif heard.name:
            self.name = heard.name
        if self.expecting in ("confirm", "change") and not self.changed:
            restated = heard.no and bool(heard.name or heard.day or heard.time or heard.offering)
            self.changed = restated
            if not restated:
                self._hear_what_is_wrong(heard)
        if self.expecting == "confirm" and not self.changed and question_was_heard:
            self.confirmed = heard.yes and not heard.no
        elif self.changed:
            self.confirmed = False
        self.active = self.active or heard.books or bool(self.offering) or "soonest" in heard.wishes

    def _hear_message(self, heard: Heard) -> None:
        if self.expecting == "message" and heard.is_leaving and not heard.passes_on:
            return
        if self.expecting == "message":
            self.message = heard.passes_on or heard.text
        elif self.expecting == "message_name":
            self.message_name_asked = True
            self.name = heard.name or self.name
        elif self.expecting == "message_number":
            digits = spoken_digits([word.lower() for word in tokenise(heard.text)])
            self.callback_number = digits if len(digits) >= 6 else "unknown"

    def _hear_digits(self, heard: Heard) -> None:
        digits = spoken_digits([word.lower() for word in tokenise(heard.text)])
        typed = re.fullmatch(r"\[typed (\d+)\]", heard.text.strip())
        said = typed[1] if typed else digits
        if self.expecting == "own_number" and len(said) >= 6:
            self.own_number = said
        elif self.expecting == "code" and said:
            self.code = said

    def _hear_where(self, heard: Heard) -> None:
        self.seats = heard.seats or self.seats
        asked = heard.choice if self.expecting == "location" else None
        chosen = (
            self.facts.locations[asked]
            if asked is not None and asked < len(self.facts.locations)
            else heard.location
        )
        if chosen and chosen != self.location:
            self.changed = self.changed or self.chosen is not None
            self.location = chosen
            self._look_again()

    def _hear_offering(self, heard: Heard) -> None:
        wanted = heard.offering
        if wanted is None and self.expecting == "offer_booking" and heard.yes:
            wanted = self.mentioned
        if wanted is None and self.offering is None and len(self.facts.offerings) == 1 and heard.books:
            wanted = self.facts.offerings[0].name
        if wanted and wanted != self.offering:
            self.changed = self.changed or self.offering is not None
            self.offering = wanted
            self._look_again()

    def _hear_when(self, heard: Heard) -> None:
        if "soonest" in heard.wishes or (self.expecting == "day" and "any" in heard.wishes):
            self.soonest, self.day, self.wished = True, None, None
            self._look_again()
        day = self._meant(heard.day)
        if day and day != (self.chosen.date() if self.chosen else self.day):
            self.changed = self.changed or self.day is not None
            self.day, self.soonest, self.week_ahead = day, False, False
            self.weekday = heard.weekday
            self._look_again()
        if heard.time:
            self._hear_time(heard)
        elif heard.part and heard.part != self._part_of(self.chosen):
            if heard.part != self.part or self.chosen:
                self.part, self.at, self.wished, self.changed = heard.part, None, None, True
                self.chosen, self.offered = None, ()
        elif heard.part:
            self.part = heard.part

    def _meant(self, day: date | None) -> date | None:
        """Of days that were asked about, the one of the weekday said."""
        if day is None or not self.unclear or day in self.unclear:
            return day
        return next((each for each in self.unclear if each.weekday() == day.weekday()), day)

    def _hear_time(self, heard: Heard) -> None:
        assert heard.time is not None  # noqa: S101
        mention = heard.time
        for slot in self.offered:
            same_clock = (slot.hour - mention.hour) % 12 == 0 and slot.minute == mention.minute
            if same_clock and mention.half in (None, "am" if slot.hour < 12 else "pm"):
                self.changed = self.changed or slot != self.chosen
                self._choose(slot)
                return
        day = self.day or (self.chosen.date() if self.chosen else None)
        hours = self.facts.hours[day.weekday()] if day else self.facts.any_hours
        at = resolve(mention, heard.part or self.part, hours or self.facts.any_hours)
        if self.chosen and at == self.chosen.time():
            return
        self.changed = self.changed or self.at is not None
        self.at = self.wished = at
        self.chosen, self.offered = None, ()

    def _choose(self, slot: datetime) -> None:
        self.chosen, self.day, self.wished, self.at = slot, slot.date(), slot.time(), None

    def _hear_choice(self, heard: Heard) -> None:
        if self.expecting != "choice" or not self.read_out or self.chosen or not self.offered:
            return
        index = heard.choice
        takes_it = len(self.read_out) == 1 and heard.yes
        if index is None and (takes_it or "any" in heard.wishes or "soonest" in heard.wishes):
            index = 0
        if index is not None and -1 <= index < len(self.read_out):
            self._choose(self.read_out[index])
        elif "other_day" in heard.wishes or (heard.no and not heard.yes):
            self.day = self.at = self.wished = self.part = None
            self.soonest, self.offered = False, ()

    def _hear_what_is_wrong(self, heard: Heard) -> None:
        """`no the time is wrong`, `the day` after "What would you like to change?"."""
        words = heard.text.lower().split()
        if heard.yes or len(words) > 6 or not (heard.no or self.expecting == "change"):
            return
        if "name" in words:
            self.name, self.changed = None, True
        elif "day" in words or "date" in words:
            self.day, self.changed = None, True
            self._look_again()
        elif "time" in words:
            self.wished, self.chosen, self.offered, self.changed = None, None, (), True

    def _look_again(self) -> None:
        """The calendar must be asked anew; a time once wished for is still wanted."""
        self.at = self.chosen.time() if self.chosen else self.wished
        self.chosen, self.offered, self.confirmed = None, (), False

    @staticmethod
    def _part_of(chosen: datetime | None) -> Part | None:
        if chosen is None:
            return None
        return "morning" if chosen.hour < 12 else "afternoon" if chosen.hour < 17 else "evening"

    # --- what the tools answer --------------------------------------------------------------------------------
    def take(self, outcome: ToolOutcome) -> None:
        """Takes in the answer of one tool."""
        self.outcome, self.heard, self.served = outcome, None, True
        match outcome.name, outcome.result:
            case "find_slots", "slots_found":
                self._take_slots(outcome)
            case "book_appointment", "booked":
                self.booking = outcome.answer
                self._start_over()
            case "book_appointment", "deferred":
                self.booking = outcome.arguments
                self._start_over()
            case "list_my_appointments" | "check_code", "appointments":
                self.found = tuple(outcome.answer.get("appointments", ()))
                self.code = None
            case "move_appointment", "moved":
                self.booking = outcome.answer
                self._start_over()
            case (
                ("move_appointment" | "cancel_appointment" | "join_waiting_list"),
                ("deferred" | "cancelled" | "waiting"),
            ):
                self._start_over()
            case "book_appointment" | "find_slots" | "move_appointment", _:
                self._take_refusal(outcome)
            case "take_message", "message_taken" | "deferred":
                self.message, self.message_name_asked, self.callback_number = None, False, None
            case _:
                self.message = None

    def _take_slots(self, outcome: ToolOutcome) -> None:
        answer = outcome.answer
        slots = _wall_times(answer.get("slots"))
        wanted = _wall_times([answer.get("requested_local")])
        asked = self.at.strftime("%H:%M") if self.at else None
        if outcome.arguments.get("time") == asked and asked:
            exact = next((slot for slot in slots if slot.time() == self.at and slot.date() == self.day), None)
            if answer.get("requested_is_free") and (wanted or (self.day and self.at)):
                exact = wanted[0] if wanted else datetime.combine(self.day or date.min, self.at or time())
            if exact:
                self.offered = tuple(slots)
                self._choose(exact)
                return
            slots = sorted(slots, key=lambda slot: abs(_minutes(slot.time()) - _minutes(self.at or time())))
            self.read_out = tuple(sorted(slots[:MAX_READ_OUT]))
            self.offered = tuple(sorted(slots))
        else:
            self.offered = tuple(slots)
            self.read_out = _spread(slots)
        self.full_day = None if slots or answer.get("closed") else self.day
        self.unclear = ()
        if not slots and (following := _wall_times([answer.get("next_free_local")])):
            self.offered = self.read_out = (following[0],)
        self.at = None
        if not self.offered:
            self.day, self.soonest, self.part = None, False, None

    def _take_refusal(self, outcome: ToolOutcome) -> None:
        self.confirmed, self.chosen, self.at = False, None, None
        if outcome.answer.get("code") == "day_unclear":
            self.unclear = tuple(date.fromisoformat(each) for each in outcome.answer.get("days", ()))
            self.at, self.day, self.weekday = self.wished, None, None
            return
        if self.asked_where:
            self.at = self.wished
            return
        alternatives = _wall_times(outcome.answer.get("alternatives"))
        self.offered = tuple(alternatives)
        self.read_out = _spread(alternatives)
        if not alternatives:
            self.day, self.soonest, self.part = None, False, None
        message = str(outcome.answer.get("message", ""))
        if outcome.answer.get("code") == "invalid_input" and "name" in message:
            self.name = None

    @property
    def asked_where(self) -> bool:
        """Whether the tool wants to know which location."""
        answer = self.outcome.answer if self.outcome else {}
        return "which location" in str(answer.get("message", ""))

    def _start_over(self) -> None:
        self.active = self.confirmed = self.soonest = False
        self.offering = self.mentioned = self.day = self.part = self.at = self.wished = self.chosen = None
        self.offered = self.read_out = self.found = self.unclear = ()
        self.staff = self.weekday = self.full_day = self.changing = self.target = None
        self.waits = False
        self.location, self.seats = None, 1

    def give_up_booking(self) -> None:
        """Nothing is to be booked after all."""
        self._start_over()

    @property
    def earliest_day(self) -> date:
        """From when to look when "next week" was all that was said."""
        today = self.facts.now.date()
        return today + timedelta(days=7 - today.weekday()) if self.week_ahead else today


def _wall_times(values: object) -> list[datetime]:
    times: list[datetime] = []
    for value in values if isinstance(values, Sequence) else ():
        try:
            times.append(datetime.fromisoformat(str(value)).replace(tzinfo=None))
        except ValueError:
            continue
    return times


def _spread(slots: Sequence[datetime]) -> tuple[datetime, ...]:
    """Up to three of them from the whole range."""
    if len(slots) <= MAX_READ_OUT:
        return tuple(slots)
    return (slots[0], slots[len(slots) // 2], slots[-1])


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
