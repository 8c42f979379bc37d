"""Tool results: what a model is told after one of its tools ran.

Each class gives its text by `to_content()`: a JSON object whose `result` names the kind. Times are the
business's wall time, `YYYY-MM-DDTHH:MM`, without an offset, just as `book_appointment` takes them.

    slots_found    offering, date, day, closed, slots[], requested_local, requested_is_free, next_free_local
    booked         booking_id, offering, starts_at_local, day, staff, customer_name
    message_taken  message_id
    deferred       tool, confirmed, text_message, message
    ok
    refused        code, message, alternatives[]
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from domain.errors import (
    DomainError,
    InvalidInput,
    LimitReached,
    NotFound,
    NotPermitted,
    OutsideHours,
    SlotTaken,
)

MAX_SLOTS = 6

RefusalCode = Literal[
    "slot_taken",
    "outside_hours",
    "invalid_input",
    "not_found",
    "not_permitted",
    "limit_reached",
    "unavailable",
]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


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
    """

    offering: str
    date: date | None
    slots: tuple[datetime, ...]
    requested_local: datetime | None = None
    requested_is_free: bool | None = None
    next_free_local: datetime | None = None
    closed: bool = False

    def to_content(self) -> str:
        return _content(
            "slots_found",
            offering=self.offering,
            date=self.date.isoformat() if self.date else None,
            day=spoken_day(self.date) if self.date else None,
            closed=self.closed,
            slots=[_wall(slot) for slot in self.slots[:MAX_SLOTS]],
            requested_local=_wall(self.requested_local) if self.requested_local else None,
            requested_is_free=self.requested_is_free,
            next_free_local=_wall(self.next_free_local) if self.next_free_local else None,
        )


@dataclass(frozen=True, slots=True)
class Booked:
    """The appointment is booked, now or by the same intent earlier in this call."""

    booking_id: UUID
    offering: str
    starts_at_local: datetime
    staff: str
    customer_name: str

    def to_content(self) -> str:
        return _content(
            "booked",
            booking_id=str(self.booking_id),
            offering=self.offering,
            starts_at_local=_wall(self.starts_at_local),
            day=spoken_day(self.starts_at_local),
            staff=self.staff,
            customer_name=self.customer_name,
        )


@dataclass(frozen=True, slots=True)
class MessageTaken:
    """The message is stored for the staff."""

    message_id: UUID

    def to_content(self) -> str:
        return _content("message_taken", message_id=str(self.message_id))


@dataclass(frozen=True, slots=True)
class Deferred:
    """The store was away: the write is kept and will be done as soon as it can be.

    Attributes:
        tool: what was asked for, `book_appointment` or `take_message`.
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
        told = (
            "that they will get a text message as soon as it is"
            if self.text_message
            else "that it will be tried again, and that they should call later to hear whether it worked, since their"
            " number is not known"
        )
        return (
            "Not booked yet: the calendar is not answering. The request is kept and will be carried out as soon as it"
            f" does. Tell the caller that you can't confirm it just now, and {told}. Never say it is booked. Do not"
            " ask for it again; for any change to it take a message."
        )


@dataclass(frozen=True, slots=True)
class Ok:
    """It is under way; there is nothing to tell."""

    def to_content(self) -> str:
        return _content("ok")


@dataclass(frozen=True, slots=True)
class ToolRefused:
    """It was not done.

    `message` says why, in words the model can act on; `alternatives` are free wall times.
    """

    code: RefusalCode
    message: str
    alternatives: tuple[datetime, ...] = ()

    def to_content(self) -> str:
        return _content(
            "refused",
            code=self.code,
            message=self.message,
            alternatives=[_wall(slot) for slot in self.alternatives[:MAX_SLOTS]],
        )


ToolResult = SlotsFound | Booked | MessageTaken | Deferred | Ok | ToolRefused

_CODES: tuple[tuple[type[DomainError], RefusalCode], ...] = (
    (SlotTaken, "slot_taken"),
    (OutsideHours, "outside_hours"),
    (InvalidInput, "invalid_input"),
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
    return ToolRefused(code, str(error) or code.replace("_", " "), alternatives)


def is_deferred(content: str) -> bool:
    """Whether a model was told this about something that is still to be written."""
    return content.startswith(_content("deferred").removesuffix("}"))


def spoken_day(day: date) -> str:
    """`Tuesday 24 November`; a model that is told the weekday does not work it out wrongly."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def _wall(local: datetime) -> str:
    return local.strftime("%Y-%m-%dT%H:%M")


def _content(result: str, **fields: Any) -> str:
    return json.dumps({"result": result, **fields}, ensure_ascii=False)
