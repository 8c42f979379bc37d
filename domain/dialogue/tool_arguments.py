"""Arguments of a model's tool calls, read one by one: text from outside becomes values, or words on what to send.

Null, absent and blank optional arguments mean the same. Everything raises InvalidInput.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from domain.dialogue.intents import folded
from domain.dialogue.names import person_name
from domain.dialogue.weekdays import weekday_named
from domain.errors import InvalidInput

Arguments = Mapping[str, Any]

MAX_TEXT_CHARS = 400
"""Of an argument whose own limit has a sentence of its own."""
MAX_NAME_CHARS = 200
"""Of the names of offerings, variants, people and places."""
MOST_LISTED = 10

_NOT_A_NAME = frozenset(
    {"unknown", "caller", "customer", "the caller", "the customer", "n a", "na", "none", "null", "name"}
)


def shown(value: object) -> str:
    """A value as a refusal quotes it."""
    return json.dumps(str(value)[:60], ensure_ascii=False)


def text(arguments: Arguments, name: str, limit: int) -> str | None:
    value = arguments.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidInput(f"{name} must be a string, not {shown(cast(object, value))}.")
    found = " ".join(value.split())
    if len(found) > limit:
        raise InvalidInput(f"{name} is longer than {limit} characters; shorten it.")
    return found or None


def required(arguments: Arguments, name: str, limit: int, ask: str) -> str:
    found = text(arguments, name, limit)
    if found is None:
        raise InvalidInput(f"{name} is missing. {ask}")
    return found


def listed(arguments: Arguments, name: str) -> tuple[object, ...]:
    """The entries of a list; a value alone is a list of one."""
    value = arguments.get(name)
    entries = cast("list[object]", value if isinstance(value, list) else [value])
    found = tuple(each for each in entries if each is not None and each != "")
    if len(found) > MOST_LISTED:
        raise InvalidInput(f"{name} holds more than {MOST_LISTED} entries.")
    return found


def texts(arguments: Arguments, name: str) -> tuple[str, ...]:
    found = (text({name: each}, name, MAX_NAME_CHARS) for each in listed(arguments, name))
    return tuple(each for each in found if each)


def count(arguments: Arguments, name: str, most: int) -> int:
    """1 where none is given. Raises InvalidInput: no whole number from 1 to `most`."""
    value = arguments.get(name)
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 6:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None or value == "":
        return 1
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= most:
        raise InvalidInput(f"{name} must be a whole number from 1 to {most}, or null, not {shown(value)}.")
    return value


def day(arguments: Arguments, name: str = "date") -> date | None:
    found = text(arguments, name, 40)
    if found is None:
        return None
    try:
        return date.fromisoformat(found)
    except ValueError:
        raise InvalidInput(f"{name} must be a real day written YYYY-MM-DD, not {shown(found)}.") from None


def weekday(arguments: Arguments) -> int | None:
    found = text(arguments, "weekday", 40)
    return None if found is None else weekday_named(found)


def day_and_time(arguments: Arguments) -> tuple[date | None, time | None]:
    """24:00 is the beginning of the day after."""
    asked, at = day(arguments), _time(arguments)
    if at is None and text(arguments, "time", 40) is not None:
        return (_day_after(asked) if asked else None), time()
    return asked, at


def starts_at_local(arguments: Arguments) -> datetime:
    """Naive wall time; 24:00 is the beginning of the day after."""
    ask = "Send the start as YYYY-MM-DDTHH:MM, one of the times find_slots gave."
    said = required(arguments, "starts_at_local", 40, ask)
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?(.*)", said, re.ASCII)
    if found is None:
        raise InvalidInput(f"starts_at_local must be written YYYY-MM-DDTHH:MM, not {shown(said)}.")
    if found[4]:
        raise InvalidInput(f"starts_at_local is wall time and has no offset, unlike {shown(said)}.")
    try:
        on = date.fromisoformat(found[1])
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
        return datetime.combine(_day_after(on), time())
    return datetime.combine(on, time(hour, minute))


def customer_name(arguments: Arguments) -> str:
    found = person_name(
        required(arguments, "customer_name", MAX_TEXT_CHARS, "Ask the caller for their name first.")
    )
    if folded(found) in _NOT_A_NAME or not folded(found):
        raise InvalidInput(f"{shown(found)} is not a name. Ask the caller for it first.")
    return found


def phone_number(arguments: Arguments, name: str) -> str | None:
    """As it was sent, if it can be one."""
    found = text(arguments, name, 40)
    if found is not None and not 3 <= len(re.sub(r"\D", "", found)) <= 15:
        raise InvalidInput(f"{name} must be a phone number or null, not {shown(found)}.")
    return found


def booking_id(arguments: Arguments, *, optional: bool = False) -> UUID | None:
    """Raises InvalidInput also when it is missing, unless it is `optional`."""
    ask = "Send the booking_id list_my_appointments or book_appointment gave."
    found = text(arguments, "booking_id", 100)
    if found is None and optional:
        return None
    try:
        return UUID(found or "")
    except ValueError:
        raise InvalidInput(f"booking_id is not one of an appointment. {ask}") from None


def _time(arguments: Arguments) -> time | None:
    said = text(arguments, "time", 40)
    if said is None:
        return None
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", said)
    if not found or int(found[1]) * 60 + int(found[2]) > 24 * 60 or int(found[2]) > 59:
        raise InvalidInput(f"time must be a 24-hour wall time written HH:MM, not {shown(said)}.")
    return time(int(found[1]), int(found[2])) if int(found[1]) < 24 else None


def _day_after(on: date) -> date:
    try:
        return on + timedelta(days=1)
    except OverflowError:
        raise InvalidInput(f"The calendar ends with {on.isoformat()}.") from None
