"""What the agent can do besides talking: the tools a language model sees and the intents they become.

A model's tool call is text from outside. `parse` turns it into a frozen intent or says, in words the model
can act on, what is wrong with it. What running an intent gave is told to the model by the classes of
`domain.dialogue.tool_results`.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from domain.business import BusinessProfile, Offering
from domain.dialogue.intents import (
    PARTS_OF_DAY,
    BookAppointment,
    EndCall,
    FindSlots,
    Intent,
    PartOfDay,
    TakeMessage,
    TransferCall,
    folded,
    has_side_effect,
    intent_key,
)
from domain.dialogue.messages import ToolSpec
from domain.dialogue.names import person_name
from domain.errors import InvalidInput

__all__ = [
    "BookAppointment",
    "EndCall",
    "FindSlots",
    "Intent",
    "TakeMessage",
    "TransferCall",
    "has_side_effect",
    "intent_key",
    "match_offering",
    "parse",
    "tool_specs",
]

MAX_MESSAGE_CHARS = 2000
MAX_REASON_CHARS = 200
MAX_TEXT_CHARS = 400
"""Of an argument whose own limit has a sentence of its own."""

_NOT_A_NAME = frozenset(
    {"unknown", "caller", "customer", "the caller", "the customer", "n a", "na", "none", "null", "name"}
)


def tool_specs(profile: BusinessProfile) -> tuple[ToolSpec, ...]:
    """The tools a model may use for this business.

    Without offerings there is nothing to find or book, and without a transfer number nobody to put a caller
    through to, so those tools are left out. The schemas follow the strict subset: every property is required,
    an optional one may be null, nothing else is allowed.

    Source: https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
    """
    specs: list[ToolSpec] = []
    if profile.offerings:
        offering = {
            "type": "string",
            "enum": [o.name for o in profile.offerings],
            "description": "What is to be booked.",
        }
        specs.append(
            ToolSpec(
                "find_slots",
                "Free appointment times. Call this before naming any time; never guess. Answers with up to"
                " six start times in the business's wall time, and whether the requested time is free.",
                _schema(
                    offering=offering,
                    date=_nullable("The day asked for, YYYY-MM-DD. Null for the next free times from now."),
                    part_of_day={
                        "type": ["string", "null"],
                        "enum": [*PARTS_OF_DAY, None],
                        "description": "Null unless the caller asked for a part of the day without a time.",
                    },
                    time=_nullable(
                        "The start asked for, 24-hour HH:MM in the business's wall time, or null."
                    ),
                ),
            )
        )
        specs.append(
            ToolSpec(
                "book_appointment",
                "Books an appointment. Only after find_slots showed the time to be free and the caller said"
                " yes to the offering, day, time and name read back to them.",
                _schema(
                    offering=offering,
                    starts_at_local=_string(
                        "Start in the business's wall time, YYYY-MM-DDTHH:MM, no offset."
                    ),
                    customer_name={
                        "type": "string",
                        "description": "The name the caller gave for the appointment: letters, spaces, hyphens,"
                        " apostrophes and full stops, nothing else.",
                    },
                ),
            )
        )
    specs.append(
        ToolSpec(
            "take_message",
            "Passes a message on to the staff. Use it when the caller wants to leave one or you cannot help.",
            _schema(
                message={
                    "type": "string",
                    "description": "What to pass on, in the caller's own words as far as possible.",
                },
                caller_name=_nullable("Who it is from, or null when they would not say."),
                callback_number=_nullable(
                    "Where to call back, or null for the number they are calling from."
                ),
            ),
        )
    )
    if profile.transfer_number:
        specs.append(
            ToolSpec(
                "transfer_call",
                "Puts the caller through to a person. Say that you are doing so first.",
                _schema(
                    reason={
                        "type": "string",
                        "description": "A few words on why, for the person who picks up.",
                    }
                ),
            )
        )
    specs.append(
        ToolSpec(
            "end_call",
            "Hangs up. Only when the caller is finished and you have said goodbye.",
            _schema(reason=_string("A few words on how the call ended.")),
        )
    )
    return tuple(specs)


def parse(name: str, arguments: Mapping[str, Any]) -> Intent:
    """The intent behind a model's tool call.

    Null, absent and blank optional arguments mean the same; arguments the tool does not have are ignored.

    Raises:
        InvalidInput: there is no such tool, or an argument is missing or malformed. The message tells the
            model what to send instead.
    """
    parser = _PARSERS.get(name)
    if parser is None:
        raise InvalidInput(f"There is no tool called {_shown(name)}. The tools are {', '.join(_PARSERS)}.")
    return parser(arguments)


def match_offering(profile: BusinessProfile, name: str) -> Offering:
    """The offering a model named; capitals, spacing and punctuation do not count.

    Raises:
        InvalidInput: the business has no such offering; the message lists those it has.
    """
    wanted = folded(name)
    for offering in profile.offerings:
        if folded(offering.name) == wanted:
            return offering
    names = ", ".join(o.name for o in profile.offerings) or "none"
    raise InvalidInput(f"There is no offering called {_shown(name)}. The offerings are: {names}.")


def _schema(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _string(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _nullable(description: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "description": description}


def _shown(value: object) -> str:
    return json.dumps(str(value)[:60], ensure_ascii=False)


def _text(arguments: Mapping[str, Any], name: str, limit: int) -> str | None:
    value = arguments.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidInput(f"{name} must be a string, not {_shown(cast(object, value))}.")
    text = " ".join(value.split())
    if len(text) > limit:
        raise InvalidInput(f"{name} is longer than {limit} characters; shorten it.")
    return text or None


def _required(arguments: Mapping[str, Any], name: str, limit: int, ask: str) -> str:
    text = _text(arguments, name, limit)
    if text is None:
        raise InvalidInput(f"{name} is missing. {ask}")
    return text


def _date(arguments: Mapping[str, Any]) -> date | None:
    text = _text(arguments, "date", 40)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"date must be a real day written YYYY-MM-DD, not {_shown(text)}.") from None


def _time(arguments: Mapping[str, Any]) -> time | None:
    text = _text(arguments, "time", 40)
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", text)
    if not found or int(found[1]) * 60 + int(found[2]) > 24 * 60 or int(found[2]) > 59:
        raise InvalidInput(f"time must be a 24-hour wall time written HH:MM, not {_shown(text)}.")
    return time(int(found[1]), int(found[2])) if int(found[1]) < 24 else None


def _day_and_time(arguments: Mapping[str, Any]) -> tuple[date | None, time | None]:
    """24:00 is the beginning of the day after."""
    day, at = _date(arguments), _time(arguments)
    if at is None and _text(arguments, "time", 40) is not None:
        return (_day_after(day) if day else None), time()
    return day, at


def _day_after(day: date) -> date:
    try:
        return day + timedelta(days=1)
    except OverflowError:
        raise InvalidInput(f"The calendar ends with {day.isoformat()}.") from None


def _starts_at_local(arguments: Mapping[str, Any]) -> datetime:
    ask = "Send the start as YYYY-MM-DDTHH:MM, one of the times find_slots gave."
    text = _required(arguments, "starts_at_local", 40, ask)
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?(.*)", text, re.ASCII)
    if found is None:
        raise InvalidInput(f"starts_at_local must be written YYYY-MM-DDTHH:MM, not {_shown(text)}.")
    if found[4]:
        raise InvalidInput(f"starts_at_local is wall time and has no offset, unlike {_shown(text)}.")
    try:
        day = date.fromisoformat(found[1])
    except ValueError:
        raise InvalidInput(
            f"There is no such day as {found[1]}. Tell the caller so and ask which day they mean."
        ) from None
    hour, minute = int(found[2]), int(found[3])
    if minute > 59 or hour * 60 + minute > 24 * 60:
        raise InvalidInput(
            f"There is no such time of day as {found[2]}:{found[3]}; HH:MM goes from 00:00 to 24:00."
        )
    if hour == 24:
        return datetime.combine(_day_after(day), time())
    return datetime.combine(day, time(hour, minute))


def _find_slots(arguments: Mapping[str, Any]) -> FindSlots:
    offering = _required(arguments, "offering", 200, "Ask the caller what they would like to book.")
    part = _text(arguments, "part_of_day", 40)
    part_of_day: PartOfDay | None = next(
        (known for known in PARTS_OF_DAY if part and known == part.casefold()), None
    )
    if part and part_of_day is None:
        known = ", ".join(PARTS_OF_DAY)
        raise InvalidInput(f"part_of_day must be one of {known} or null, not {_shown(part)}.")
    day, at = _day_and_time(arguments)
    return FindSlots(offering, day, part_of_day, at)


def _book_appointment(arguments: Mapping[str, Any]) -> BookAppointment:
    offering = _required(arguments, "offering", 200, "Ask the caller what they would like to book.")
    starts_at_local = _starts_at_local(arguments)
    customer_name = person_name(
        _required(arguments, "customer_name", MAX_TEXT_CHARS, "Ask the caller for their name first.")
    )
    if folded(customer_name) in _NOT_A_NAME or not folded(customer_name):
        raise InvalidInput(f"{_shown(customer_name)} is not a name. Ask the caller for it first.")
    return BookAppointment(offering, starts_at_local, customer_name)


def _take_message(arguments: Mapping[str, Any]) -> TakeMessage:
    message = _required(arguments, "message", MAX_MESSAGE_CHARS, "Ask the caller what to pass on.")
    number = _text(arguments, "callback_number", 40)
    if number is not None and not 3 <= len(re.sub(r"\D", "", number)) <= 15:
        raise InvalidInput(f"callback_number must be a phone number or null, not {_shown(number)}.")
    name = _text(arguments, "caller_name", MAX_TEXT_CHARS)
    return TakeMessage(message, person_name(name) if name is not None else None, number)


def _reason(arguments: Mapping[str, Any]) -> str:
    """A missing or overlong reason must not keep a caller from being put through or let go."""
    reason = arguments.get("reason")
    return " ".join(reason.split())[:MAX_REASON_CHARS] if isinstance(reason, str) else ""


_PARSERS: Mapping[str, Callable[[Mapping[str, Any]], Intent]] = {
    "find_slots": _find_slots,
    "book_appointment": _book_appointment,
    "take_message": _take_message,
    "transfer_call": lambda arguments: TransferCall(_reason(arguments)),
    "end_call": lambda arguments: EndCall(_reason(arguments)),
}
