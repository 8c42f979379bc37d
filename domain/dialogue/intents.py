"""Intents: what a caller wants done, as frozen values with an idempotency key."""

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from uuid import UUID

PartOfDay = Literal["morning", "afternoon", "evening"]
DetailKind = Literal["address", "booking_link"]
DETAIL_KINDS: tuple[DetailKind, ...] = get_args(DetailKind)
PARTS_OF_DAY: tuple[PartOfDay, ...] = get_args(PartOfDay)


@dataclass(frozen=True, slots=True)
class Item:
    """One offering of a visit, by its names. `staff` None: anybody who does it."""

    offering: str
    variant: str | None = None
    add_ons: tuple[str, ...] = ()
    staff: str | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """How a visit is wanted beyond its offering, by names; `also` are more offerings of the same visit, in order.

    `seats` are those of a group session: for how many people.
    """

    variant: str | None = None
    add_ons: tuple[str, ...] = ()
    staff: str | None = None
    also: tuple[Item, ...] = ()
    location: str | None = None
    seats: int = 1

    def items(self, offering: str) -> tuple[Item, ...]:
        """All offerings of the visit, the one these are details of first."""
        return (Item(offering, self.variant, self.add_ons, self.staff), *self.also)


PLAIN = Details()


@dataclass(frozen=True, slots=True)
class FindSlots:
    """The caller wants to know when something is free.

    Attributes:
        date, until: the first and the last day asked about; without `until` the one day.
        time: the wall time asked for; None when none was.
        weekday: the one the caller said, 0 for Monday.
        booking_id: the appointment that is to be moved; its own time is not in its way.
    """

    offering: str
    date: dt.date | None = None
    part_of_day: PartOfDay | None = None
    time: dt.time | None = None
    details: Details = PLAIN
    until: dt.date | None = None
    weekday: int | None = None
    booking_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BookAppointment:
    """The caller said yes to this.

    `starts_at_local` is naive wall time in the business's zone, to the minute; `weekday` what the caller called it.
    """

    offering: str
    starts_at_local: dt.datetime
    customer_name: str
    details: Details = PLAIN
    notes: str = ""
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class ListAppointments:
    """The caller asks about what they have booked, wait for, or were offered."""


@dataclass(frozen=True, slots=True)
class TextCode:
    """A code is to show that a number is the caller's."""

    phone_number: str


@dataclass(frozen=True, slots=True)
class CheckCode:
    """The code the caller read out or typed; digits."""

    code: str


@dataclass(frozen=True, slots=True)
class MoveAppointment:
    """The caller said yes to another time. `staff` None: whom they had, where they can."""

    booking_id: UUID
    starts_at_local: dt.datetime
    staff: str | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class CancelAppointment:
    booking_id: UUID


@dataclass(frozen=True, slots=True)
class JoinWaitingList:
    """The caller would take a time that becomes free, on these days; without any within the next weeks."""

    offering: str
    customer_name: str
    date: dt.date | None = None
    until: dt.date | None = None
    details: Details = PLAIN
    phone_number: str | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """Words to pass on; without `callback_number` the number the call came from is meant."""

    message: str
    caller_name: str | None = None
    callback_number: str | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class SendDetails:
    """The caller said yes to a text to the number they call from: with the address, or with where to book."""

    what: DetailKind


@dataclass(frozen=True, slots=True)
class TransferCall:
    """The caller is to be put through to a person; `topic` is one of the rules', empty for none of them."""

    reason: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class LookUpAnswer:
    """The caller wants to know something that may be written down."""

    question: str


@dataclass(frozen=True, slots=True)
class EndCall:
    """The conversation is over and the goodbyes are said."""

    reason: str


Intent = (
    FindSlots
    | BookAppointment
    | ListAppointments
    | TextCode
    | CheckCode
    | MoveAppointment
    | CancelAppointment
    | JoinWaitingList
    | TakeMessage
    | SendDetails
    | LookUpAnswer
    | TransferCall
    | EndCall
)

TOOL_NAMES: Mapping[type[Intent], str] = {
    FindSlots: "find_slots",
    BookAppointment: "book_appointment",
    ListAppointments: "list_my_appointments",
    TextCode: "text_code",
    CheckCode: "check_code",
    MoveAppointment: "move_appointment",
    CancelAppointment: "cancel_appointment",
    JoinWaitingList: "join_waiting_list",
    TakeMessage: "take_message",
    SendDetails: "send_details",
    LookUpAnswer: "look_up_answer",
    TransferCall: "transfer_call",
    EndCall: "end_call",
}


_TELLING_DIGITS = 6
"""The last of a telephone number, the same in its national and its international form."""


def intent_key(call_id: UUID, intent: Intent) -> str:
    """The exactly-once key of this intent in this call: 64 hexadecimal digits.

    Made of what is wanted and not of the model's tool-call id, so a repeated request, a second model answer
    after a barge-in and a replay after a crash all give the same key. Capitals, spacing and punctuation do
    not count, nor does the reason for a transfer or an end, which a model words anew each time. Nor does whom it is
    for: with a name or number corrected it is the same booking or message, to be mended.
    """
    match intent:
        case BookAppointment(offering, starts_at_local):
            wish: tuple[object, ...] = (
                folded(offering),
                starts_at_local.isoformat(timespec="minutes"),
                *_wished(intent.details),
            )
        case JoinWaitingList(offering):
            days = (_canonical(intent.date), _canonical(intent.until))
            wish = (folded(offering), *days, *_wished(intent.details))
        case MoveAppointment(booking_id, starts_at_local):
            wish = (str(booking_id), starts_at_local.isoformat(timespec="minutes"), _canonical(intent.staff))
        case CancelAppointment(booking_id):
            wish = (str(booking_id),)
        case TextCode(phone_number):
            wish = (re.sub(r"\D", "", phone_number)[-_TELLING_DIGITS:],)
        case CheckCode(code):
            wish = (code,)
        case TakeMessage():
            wish = (_without_sender(intent),)
        case FindSlots():
            asked = (intent.date, intent.part_of_day, intent.time)
            more = (intent.until, intent.booking_id) if intent.until or intent.booking_id else ()
            wish = (
                folded(intent.offering),
                *(_canonical(each) for each in (*asked, *more)),
                *_wished(intent.details),
            )
        case SendDetails(what):
            wish = (what,)
        case LookUpAnswer(question):
            wish = (folded(question),)
        case TransferCall() | EndCall() | ListAppointments():
            wish = ()
    text = json.dumps([str(call_id), TOOL_NAMES[type(intent)], *wish])
    return hashlib.sha256(text.encode()).hexdigest()


def has_side_effect(intent: Intent) -> bool:
    """Whether running it changes anything that outlasts the conversation.

    What outlasts it must not run on a guess (an eager end of turn, a hedged request), and once begun is never
    cancelled. A slot is held for as long as the caller thinks about it, whoever has guessed that they would.
    """
    return not isinstance(intent, FindSlots | ListAppointments | LookUpAnswer)


def folded(text: str) -> str:
    """The text without capitals, spacing and punctuation, in which recognisers and models differ at will."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def _wished(details: Details) -> tuple[object, ...]:
    """Nothing for a plain visit: releases that know no details made the same key of it."""
    if details == PLAIN:
        return ()
    named = [_item(Item("", details.variant, details.add_ons, details.staff)), *map(_item, details.also)]
    return (named, _canonical(details.location), *([details.seats] if details.seats != 1 else []))


def _item(item: Item) -> list[object]:
    return [
        folded(item.offering),
        _canonical(item.variant),
        sorted(folded(extra) for extra in item.add_ons),
        _canonical(item.staff),
    ]


def _canonical(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, dt.date | dt.time) else folded(str(value))


def _without_sender(intent: TakeMessage) -> str:
    """The message's words but for the sender's own name and number, as far as it repeats them."""
    name = set(folded(intent.caller_name or "").split())
    number = re.sub(r"\D", "", intent.callback_number or "")[-_TELLING_DIGITS:]

    def unless_own(digits: re.Match[str]) -> str:
        said = digits[0].replace(" ", "")
        return "" if len(number) == _TELLING_DIGITS and said.endswith(number) else said

    words = folded(intent.message)
    without_number = re.sub(r"\d(?: ?\d)*", unless_own, words)
    return " ".join(word for word in without_number.split() if word not in name) or words
