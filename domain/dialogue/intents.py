"""Intents: what a caller wants done, as frozen values with an idempotency key."""

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal, get_args
from uuid import UUID

PartOfDay = Literal["morning", "afternoon", "evening"]
PARTS_OF_DAY: tuple[PartOfDay, ...] = get_args(PartOfDay)


@dataclass(frozen=True, slots=True)
class FindSlots:
    """The caller wants to know when something is free.

    `time` is the wall time asked for; None when none was.
    """

    offering: str
    date: dt.date | None = None
    part_of_day: PartOfDay | None = None
    time: dt.time | None = None


@dataclass(frozen=True, slots=True)
class BookAppointment:
    """The caller said yes to this.

    `starts_at_local` is naive wall time in the business's zone, to the minute.
    """

    offering: str
    starts_at_local: dt.datetime
    customer_name: str


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """Words to pass on; without `callback_number` the number the call came from is meant."""

    message: str
    caller_name: str | None = None
    callback_number: str | None = None


@dataclass(frozen=True, slots=True)
class TransferCall:
    """The caller is to be put through to a person."""

    reason: str


@dataclass(frozen=True, slots=True)
class EndCall:
    """The conversation is over and the goodbyes are said."""

    reason: str


Intent = FindSlots | BookAppointment | TakeMessage | TransferCall | EndCall

TOOL_NAMES: Mapping[type[Intent], str] = {
    FindSlots: "find_slots",
    BookAppointment: "book_appointment",
    TakeMessage: "take_message",
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
            wish: tuple[object, ...] = (folded(offering), starts_at_local.isoformat(timespec="minutes"))
        case TakeMessage():
            wish = (_without_sender(intent),)
        case FindSlots():
            wish = tuple(_canonical(getattr(intent, field.name)) for field in fields(intent))
        case TransferCall() | EndCall():
            wish = ()
    text = json.dumps([str(call_id), TOOL_NAMES[type(intent)], *wish])
    return hashlib.sha256(text.encode()).hexdigest()


def has_side_effect(intent: Intent) -> bool:
    """Whether running it changes anything outside the conversation.

    Such an intent must not run on a guess (an eager end of turn, a hedged request), and once begun is never
    cancelled.
    """
    return not isinstance(intent, FindSlots)


def folded(text: str) -> str:
    """The text without capitals, spacing and punctuation, in which recognisers and models differ at will."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


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
