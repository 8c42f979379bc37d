"""Appointments that were made: finding them, moving and cancelling them, and waiting for one."""

import re
from datetime import datetime
from typing import Any

from sandbox.vendors.openai.booking import advance
from sandbox.vendors.openai.conversation import Conversation, ToolOutcome
from sandbox.vendors.openai.questions import article_name
from sandbox.vendors.openai.reply import Call, Reply, anything_else
from sandbox.vendors.openai.spoken import say_date, say_list, say_time
from sandbox.vendors.openai.understanding import Heard

_CANCELS = re.compile(r"\b(?:cancel|call off|wont make|cant make|cannot make)\b")
_MOVES = re.compile(
    r"\b(?:move|change|reschedule|postpone|push|shift|another (?:day|time)|instead|different)\b"
)


def look_up(c: Conversation, heard: Heard) -> Reply:
    """An appointment from before is to be changed: which have they?"""
    day, at, wished, part, weekday = c.day, c.at, c.wished, c.part, c.weekday
    c.give_up_booking()
    plain = heard.text.lower().replace("'", "")
    c.changing = "cancel" if _CANCELS.search(plain) and not _MOVES.search(plain) else "move"
    c.day, c.at, c.wished, c.part, c.weekday = day, at, wished, part, weekday
    return Reply("One moment, I'll have a look.", (Call("list_my_appointments", {}),))


def move_made(c: Conversation, tools: frozenset[str]) -> Reply:
    """The booking of this call is to be at another time."""
    day, at, wished, part = c.day, c.at, c.wished, c.part
    booked = dict(c.booking or {})
    c.give_up_booking()
    c.changing = "move"
    c.day, c.at, c.wished, c.part = day or _start(booked).date(), at, wished, part
    return _begin(c, booked, tools)


def listed(c: Conversation, outcome: ToolOutcome, tools: frozenset[str]) -> Reply:
    """What the caller has, and what of it is meant."""
    if outcome.result != "appointments":
        if outcome.name == "check_code" and outcome.answer.get("code") == "invalid_input":
            c.expecting, c.code = "code", None
            return Reply("I'm sorry, that's not the code. Could you read it out once more?")
        return _ask_for_number(c, tools) if c.own_number is None else _cannot(c)
    found = list(c.found)
    if not found:
        return _cannot(c)
    if len(found) == 1:
        return _begin(c, found[0], tools)
    c.expecting = "which"
    return Reply(f"You have {say_list([_told(each) for each in found], 'and')}. Which one do you mean?")


def which(c: Conversation, heard: Heard, tools: frozenset[str]) -> Reply:
    """Of several the one they name: by its place, its offering, its day or its time."""
    if heard.choice is not None and -1 <= heard.choice < len(c.found):
        return _begin(c, c.found[heard.choice], tools)
    for each in c.found:
        start = _start(each)
        same_time = (
            heard.time and (start.hour - heard.time.hour) % 12 == 0 and start.minute == heard.time.minute
        )
        named = heard.offering and heard.offering.lower() in str(each["offering"]).lower()
        if named or same_time or (heard.day and heard.day == start.date()):
            c.day = c.at = c.wished = None
            return _begin(c, each, tools)
    return Reply(f"Sorry, which one: {say_list([_told(each) for each in c.found], 'or')}?")


def cancel(c: Conversation, heard: Heard) -> Reply | None:
    """After "shall I cancel it"."""
    if c.target is None:
        return None
    if heard.yes:
        return Reply("", (Call("cancel_appointment", {"booking_id": c.target["booking_id"]}),))
    if heard.no:
        c.give_up_booking()
        return anything_else(c, "No problem, I've left it as it is.")
    return None


def show_number(c: Conversation) -> Reply:
    """The number, or the code, they gave."""
    if c.expecting == "own_number" and c.own_number is not None:
        return Reply("", (Call("text_code", {"phone_number": c.own_number}),))
    if c.expecting == "code" and c.code is not None:
        return Reply("", (Call("check_code", {"code": c.code}),))
    return Reply("Sorry, could you say that once more, digit by digit?")


def code_texted(c: Conversation, outcome: ToolOutcome) -> Reply:
    if outcome.result != "code_texted":
        return _cannot(c)
    c.expecting = "code"
    return Reply("I've texted a code to that number, if it is one we know. Could you read it out to me?")


def join_waiting_list(c: Conversation, tools: frozenset[str]) -> Reply:
    """Asks for what is missing, or puts them on it."""
    if c.offering is None:
        return advance(c, "", tools)
    if c.name is None:
        c.expecting = "name"
        return Reply("Of course. What name should I put on the waiting list?")
    day = c.full_day or c.day
    arguments: dict[str, Any] = {
        "offering": c.offering,
        "date": day.isoformat() if day else None,
        "customer_name": c.name,
        **({"staff": c.staff} if c.staff else {}),
    }
    return Reply("", (Call("join_waiting_list", arguments),))


def changed_line(outcome: ToolOutcome) -> str:
    """What became of it, in the words of its answer."""
    answer = outcome.answer
    match outcome.result:
        case "moved":
            return f"Done, your {str(answer['offering']).lower()} is moved to {_when(answer)}."
        case "cancelled":
            return f"Your {str(answer['offering']).lower()} {_when(answer, 'on ')} is cancelled."
        case "waiting":
            return "You're on the waiting list. We'll text you if something becomes free."
        case "deferred":
            return "I can't confirm that just now. We'll see to it as soon as we can."
        case _:
            return "I'm sorry, that didn't work."


def _begin(c: Conversation, appointment: dict[str, Any], tools: frozenset[str]) -> Reply:
    c.target = appointment
    if c.changing == "cancel":
        c.expecting = "confirm_cancel"
        return Reply(f"You have {_told(appointment)}. Shall I cancel it?")
    c.active = True
    known = [offering.name for offering in c.facts.offerings]
    c.offering = next((name for name in known if str(appointment["offering"]).startswith(name)), known[0])
    c.name = str(appointment.get("customer_name") or "you")
    return advance(c, f"You have {_told(appointment)}.", tools)


def _ask_for_number(c: Conversation, tools: frozenset[str]) -> Reply:
    if "text_code" not in tools:
        return _cannot(c)
    c.expecting = "own_number"
    return Reply("I can't see your number. Which number did you book with?")


def _cannot(c: Conversation) -> Reply:
    c.give_up_booking()
    c.expecting = "offer_message"
    return Reply("I'm sorry, I can't find an appointment of yours. Shall I take a message for the team?")


def _told(appointment: dict[str, Any]) -> str:
    return f"{article_name(str(appointment['offering']))} {_when(appointment, 'on ')}"


def _when(answer: dict[str, Any], lead: str = "") -> str:
    start = _start(answer)
    return f"{lead}{say_date(start.date())} at {say_time(start.time())}"


def _start(answer: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(str(answer["starts_at_local"]))
