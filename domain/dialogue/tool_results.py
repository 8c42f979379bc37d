"""Tool results: what a model is told after one of its tools ran.

Each class gives its text by `to_content()`: a JSON object whose `result` names the kind. Times are the
business's wall time, `YYYY-MM-DDTHH:MM`, without an offset, just as `book_appointment` takes them.

    slots_found    offering, date, day, closed, slots[], held[], days{}, requested_local, requested_is_free,
                   next_free_local, why; of a group session seats_left{}; location and address where there are several
    booked         booking_id, offering, starts_at_local, day, staff, customer_name; seats of a group session;
                   location and address where there are several; to_be_confirmed_with and message while a calendar
                   of the business cannot be read
    appointments   appointments[], waiting_for[]
    moved          booking_id, offering, before_local, starts_at_local, day, staff; the others likewise
    cancelled      booking_id, offering, starts_at_local, day
    waiting        offering, ahead, message
    code_texted    message
    details_promised  what, message
    message_taken  message_id, sent, message
    deferred       tool, confirmed, text_message, message
    answers_found  passages[] of about, text
    ok
    refused        code, message, alternatives[], days[]
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from domain.day_names import spoken_day
from domain.errors import (
    DayUnclear,
    DomainError,
    InvalidInput,
    LimitReached,
    NotFound,
    NotPermitted,
    OutsideHours,
    SlotTaken,
)

MAX_SLOTS = 6
MOST_HELD = 3
"""As many as the agent reads out at once."""

RefusalCode = Literal[
    "slot_taken",
    "outside_hours",
    "invalid_input",
    "day_unclear",
    "not_found",
    "not_permitted",
    "limit_reached",
    "unavailable",
]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A location of several, as callers are told of it."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class SlotsFound:
    """Free start times, earliest first; at most the first six are told.

    Attributes:
        date: the day that was asked for; None when any day was.
        slots: wall times; near the requested time when there was one.
        requested_local: the wall time asked for, when there was one.
        requested_is_free: whether it can be booked; None when no time was asked for.
        next_free_local: the first free start after the day asked for, when that day has none.
        closed: the business does not open on `date`.
        held: of `slots` and `requested_local`, what nobody else can have for now.
        why: what a caller may be told of why the time, or the day, cannot be had; empty when there is nothing to say.
        seats_left: of a group session, for each of `slots`; empty for what one customer has alone.
        place: where it is; None for a business without locations to choose from.
    """

    offering: str
    date: date | None
    slots: tuple[datetime, ...]
    requested_local: datetime | None = None
    requested_is_free: bool | None = None
    next_free_local: datetime | None = None
    closed: bool = False
    held: tuple[datetime, ...] = ()
    why: tuple[str, ...] = ()
    seats_left: tuple[tuple[datetime, int], ...] = ()
    place: "Whereabouts | None" = None

    def to_content(self) -> str:
        slots = self.slots[:MAX_SLOTS]
        named = (*slots, *filter(None, (self.requested_local, self.next_free_local)))
        return _content(
            "slots_found",
            offering=self.offering,
            date=self.date.isoformat() if self.date else None,
            day=spoken_day(self.date) if self.date else None,
            closed=self.closed,
            slots=[_wall(slot) for slot in slots],
            held=[_wall(slot) for slot in self.held],
            days={each.isoformat(): spoken_day(each) for each in sorted({slot.date() for slot in named})},
            requested_local=_wall(self.requested_local) if self.requested_local else None,
            requested_is_free=self.requested_is_free,
            next_free_local=_wall(self.next_free_local) if self.next_free_local else None,
            why=" ".join(self.why) or None,
            **({"seats_left": {_wall(at): left for at, left in self.seats_left}} if self.seats_left else {}),
            **_where(self.place),
        )

    @property
    def worth_holding(self) -> tuple[datetime, ...]:
        """What is kept while the caller thinks: the time they asked for when it is free, else what is read out.

        At most `MOST_HELD`: those nearest the time asked for, or from the whole range of `slots`; overlapping ones
        cannot all be held of one person.
        """
        if self.requested_is_free and self.requested_local is not None:
            return (self.requested_local,)
        if self.requested_local is not None:
            wanted = self.requested_local
            near = sorted(self.slots, key=lambda slot: (abs(slot - wanted), slot))[:MOST_HELD]
            return tuple(sorted(near))
        slots = self.slots or tuple(filter(None, (self.next_free_local,)))
        if len(slots) <= MOST_HELD:
            return slots
        return (slots[0], slots[len(slots) // 2], slots[-1])


@dataclass(frozen=True, slots=True)
class Booked:
    """The appointment is booked, now or by the same intent earlier in this call."""

    booking_id: UUID
    offering: str
    starts_at_local: datetime
    staff: str
    customer_name: str
    seats: int = 0
    place: Whereabouts | None = None
    to_confirm_with: tuple[str, ...] = ()
    """Calendars of the business that cannot be read at the moment, as people call them."""

    def to_content(self) -> str:
        return _content(
            "booked",
            booking_id=str(self.booking_id),
            offering=self.offering,
            starts_at_local=_wall(self.starts_at_local),
            day=spoken_day(self.starts_at_local),
            staff=self.staff,
            customer_name=self.customer_name,
            **({"seats": self.seats} if self.seats else {}),
            **_where(self.place),
            **_in_doubt(self.to_confirm_with),
        )


@dataclass(frozen=True, slots=True)
class Appointment:
    """One of the caller's, to come.

    `place` is empty for a business without locations to choose from; `seats` 0 for what one customer has alone.
    """

    booking_id: UUID
    offering: str
    starts_at_local: datetime
    staff: str
    customer_name: str
    place: str = ""
    seats: int = 0


@dataclass(frozen=True, slots=True)
class WaitingFor:
    """An entry of the waiting list; `offered_local` is kept for the caller until `until_local`."""

    offering: str
    first_day: date
    last_day: date
    offered_local: datetime | None = None
    until_local: datetime | None = None


@dataclass(frozen=True, slots=True)
class Appointments:
    """What the caller has booked and waits for; soonest first."""

    appointments: tuple[Appointment, ...]
    waiting_for: tuple[WaitingFor, ...] = ()

    def to_content(self) -> str:
        return _content(
            "appointments",
            appointments=[
                {
                    "booking_id": str(each.booking_id),
                    "offering": each.offering,
                    "starts_at_local": _wall(each.starts_at_local),
                    "day": spoken_day(each.starts_at_local),
                    "staff": each.staff,
                    "customer_name": each.customer_name,
                    **({"location": each.place} if each.place else {}),
                    **({"seats": each.seats} if each.seats else {}),
                }
                for each in self.appointments
            ],
            waiting_for=[
                {
                    "offering": each.offering,
                    "from": spoken_day(each.first_day),
                    "until": spoken_day(each.last_day),
                    **_kept_for_them(each),
                }
                for each in self.waiting_for
            ],
        )


def _kept_for_them(entry: WaitingFor) -> dict[str, str]:
    if entry.offered_local is None or entry.until_local is None:
        return {}
    return {
        "kept_for_them_local": _wall(entry.offered_local),
        "kept_until_local": _wall(entry.until_local),
        "message": "Book exactly this with book_appointment if they want it.",
    }


@dataclass(frozen=True, slots=True)
class Moved:
    """The appointment has another time, now or by the same intent earlier."""

    booking_id: UUID
    offering: str
    before_local: datetime
    starts_at_local: datetime
    staff: str
    place: Whereabouts | None = None
    to_confirm_with: tuple[str, ...] = ()
    """As in `Booked`."""

    def to_content(self) -> str:
        return _content(
            "moved",
            booking_id=str(self.booking_id),
            offering=self.offering,
            before_local=_wall(self.before_local),
            starts_at_local=_wall(self.starts_at_local),
            day=spoken_day(self.starts_at_local),
            staff=self.staff,
            **_where(self.place),
            **_in_doubt(self.to_confirm_with),
        )


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The appointment is cancelled, now or earlier."""

    booking_id: UUID
    offering: str
    starts_at_local: datetime

    def to_content(self) -> str:
        return _content(
            "cancelled",
            booking_id=str(self.booking_id),
            offering=self.offering,
            starts_at_local=_wall(self.starts_at_local),
            day=spoken_day(self.starts_at_local),
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """The caller is on the waiting list; `ahead` wait for the same and asked before."""

    offering: str
    ahead: int

    def to_content(self) -> str:
        return _content(
            "waiting",
            offering=self.offering,
            ahead=self.ahead,
            message="They get a text message when a time becomes free, and have half an hour to call back and take it."
            " Promise no time.",
        )


@dataclass(frozen=True, slots=True)
class CodeTexted:
    """A code is on its way, if anything is booked under that number; which of the two is told to nobody."""

    minutes: int

    def to_content(self) -> str:
        return _content(
            "code_texted",
            message="If an appointment is booked under that number, a code has been texted to it. Tell the caller so,"
            f" and ask them to read it out or to type it on their phone. It holds for {self.minutes} minutes.",
        )


@dataclass(frozen=True, slots=True)
class DetailsPromised:
    """A text is promised to the number the caller calls from; nobody knows yet that it has arrived."""

    what: str

    def to_content(self) -> str:
        return _content(
            "details_promised",
            what=self.what,
            message="A text to the number they are calling from is being sent. Say that it will be there in a"
            " moment, not that it has arrived.",
        )


@dataclass(frozen=True, slots=True)
class MessageTaken:
    """The message is stored for the staff.

    `sent` says whether a vendor has taken it for them by now; None where nobody has looked.
    """

    message_id: UUID
    sent: bool | None = None

    def to_content(self) -> str:
        kept = {"message_id": str(self.message_id)}
        if self.sent is None:
            return _content("message_taken", **kept)
        told = (
            "It has been sent to the team. Say that you have sent it."
            if self.sent
            else "It is written down and will be sent as soon as it can be. Say exactly that; do not say that it has"
            " been sent or has reached anybody."
        )
        return _content("message_taken", **kept, sent=self.sent, message=told)


@dataclass(frozen=True, slots=True)
class Deferred:
    """The store was away: the write is kept and will be done as soon as it can be.

    Attributes:
        tool: what was asked for.
        text_message: whether the caller gets one once it is done, or could not be.
    """

    tool: str
    text_message: bool

    def to_content(self) -> str:
        return _content(
            "deferred",
            tool=self.tool,
            confirmed=False,
            text_message=self.text_message,
            message=self._message(),
        )

    def _message(self) -> str:
        if self.tool == "take_message":
            return (
                "The system is not answering. The message is kept and will be passed on as soon as it does. Say that"
                " you will pass it on; do not say that it has reached the team."
            )
        if self.tool == "join_waiting_list":
            return (
                "The system is not answering. The wish is kept, and they will be on the waiting list as soon as it"
                " does. Say so; do not say that they are on it."
            )
        asked, done = _DEFERRED.get(self.tool, _DEFERRED["book_appointment"])
        told = (
            "that they will get a text message as soon as it is"
            if self.text_message
            else "that it will be tried again, and that they should call later to hear whether it worked, since their"
            " number is not known"
        )
        return (
            f"Not {done} yet: the calendar is not answering. {asked} is kept and will be carried out as soon as it"
            f" does. Tell the caller that you can't confirm it just now, and {told}. Never say it is {done}. Do not"
            " ask for it again; for any change to it take a message."
        )


_DEFERRED = {
    "book_appointment": ("The request", "booked"),
    "move_appointment": ("The move", "moved"),
    "cancel_appointment": ("The cancellation", "cancelled"),
}


@dataclass(frozen=True, slots=True)
class AnswersFound:
    """What the business has written, the best first: what each passage is about, and its text; information only."""

    passages: tuple[tuple[str, str], ...]

    def to_content(self) -> str:
        return _content(
            "answers_found", passages=[{"about": about, "text": words} for about, words in self.passages]
        )


@dataclass(frozen=True, slots=True)
class Ok:
    """It is under way; there is nothing to tell."""

    def to_content(self) -> str:
        return _content("ok")


@dataclass(frozen=True, slots=True)
class ToolRefused:
    """It was not done.

    `message` says why, in words the model can act on; `alternatives` are free wall times; `days` what may be meant
    where the day is unclear.
    """

    code: RefusalCode
    message: str
    alternatives: tuple[datetime, ...] = ()
    days: tuple[date, ...] = ()

    def to_content(self) -> str:
        days = {"days": {each.isoformat(): spoken_day(each) for each in self.days}} if self.days else {}
        return _content(
            "refused",
            code=self.code,
            message=self.message,
            alternatives=[_wall(slot) for slot in self.alternatives[:MAX_SLOTS]],
            **days,
        )


ToolResult = (
    SlotsFound
    | Booked
    | Appointments
    | Moved
    | Cancelled
    | Waiting
    | CodeTexted
    | DetailsPromised
    | MessageTaken
    | AnswersFound
    | Deferred
    | Ok
    | ToolRefused
)

_CODES: tuple[tuple[type[DomainError], RefusalCode], ...] = (
    (SlotTaken, "slot_taken"),
    (OutsideHours, "outside_hours"),
    (InvalidInput, "invalid_input"),
    (DayUnclear, "day_unclear"),
    (NotFound, "not_found"),
    (NotPermitted, "not_permitted"),
    (LimitReached, "limit_reached"),
)


def refusal(error: DomainError, alternatives: tuple[datetime, ...] = ()) -> ToolRefused:
    """What the model is told about an expected refusal."""
    code: RefusalCode = "unavailable"
    for kind, its_code in _CODES:
        if isinstance(error, kind):
            code = its_code
    days = error.days if isinstance(error, DayUnclear) else ()
    return ToolRefused(code, str(error) or code.replace("_", " "), alternatives, days)


def is_deferred(content: str) -> bool:
    """Whether a model was told this about something that is still to be written."""
    return content.startswith(_content("deferred").removesuffix("}"))


def _in_doubt(calendars: tuple[str, ...]) -> dict[str, str]:
    if not calendars:
        return {}
    names = " and ".join(calendars)
    return {
        "to_be_confirmed_with": names,
        "message": f"It is booked. Our calendar at {names} cannot be reached at the moment: tell the caller that the "
        "business still confirms the time with it, and that they hear from us should it not be possible.",
    }


def _where(place: Whereabouts | None) -> dict[str, str]:
    if place is None:
        return {}
    return {"location": place.name, **({"address": place.address} if place.address else {})}


def _wall(local: datetime) -> str:
    return local.strftime("%Y-%m-%dT%H:%M")


def _content(result: str, **fields: Any) -> str:
    return json.dumps({"result": result, **fields}, ensure_ascii=False)
