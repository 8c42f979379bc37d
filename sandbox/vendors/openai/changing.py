"""Moving and cancelling what the caller has booked before."""

import re
from datetime import date, datetime, time
from typing import Any

from sandbox.vendors.openai.conversation import Change, Conversation, ToolOutcome
from sandbox.vendors.openai.questions import article_name
from sandbox.vendors.openai.reply import Call, Reply, anything_else
from sandbox.vendors.openai.spoken import say_date, say_time
from sandbox.vendors.openai.times import resolve
from sandbox.vendors.openai.understanding import Heard

TOOLS = frozenset({"list_my_appointments", "move_appointment", "cancel_appointment"})
_CANCELS = re.compile(r"\bcancel\b|\b(?:can'?t|cannot|won'?t) make\b", re.IGNORECASE)


def begin(c: Conversation, heard: Heard) -> Reply:
    """Looks up what there is to be changed."""
    c.give_up_booking()
    kind = "cancel" if _CANCELS.search(heard.text) else "move"
    c.change = Change(kind, *_when(c, heard))
    return Reply("", (Call("list_my_appointments", {}),))


def go_on(c: Conversation, heard: Heard) -> Reply:
    """The caller has answered what was asked about the change."""
    change = _of(c)
    day, at = _when(c, heard)
    if change.kind == "move" and (day or at) and not (heard.yes and change.chosen):
        change.day, change.at, change.chosen = day or change.day, at or change.at, None
        return _look(c)
    if c.expecting == "change_confirm" and heard.yes:
        return _carry_out(c)
    c.change = None
    return anything_else(c, "Then I leave it as it is.")


def after_tool(c: Conversation, outcome: ToolOutcome) -> Reply:
    """A tool has answered while something is being changed."""
    change = _of(c)
    match outcome.name, outcome.result:
        case "list_my_appointments", "appointments":
            found = outcome.answer.get("appointments") or []
            if not found:
                c.change = None
                return anything_else(c, "I can't find an appointment under your number.")
            change.appointment = found[0]
            return _ask_to_cancel(c) if change.kind == "cancel" else _look(c)
        case "find_slots", "slots_found":
            return _tell_slots(c, outcome.answer)
        case ("move_appointment", "moved") | ("cancel_appointment", "cancelled"):
            what, c.change = _named(change.appointment or {}), None
            if outcome.result == "cancelled":
                return anything_else(c, f"Done: {what} is cancelled.")
            return anything_else(c, f"Done: {what} is moved to {_spoken(change.chosen)}.")
        case _:
            c.change = None
            return anything_else(c, "I'm sorry, I can't change that.")


def _ask_to_cancel(c: Conversation) -> Reply:
    c.expecting = "change_confirm"
    appointment = _of(c).appointment or {}
    starts_at = datetime.fromisoformat(str(appointment["starts_at_local"]))
    return Reply(f"You have {_named(appointment)} on {_spoken(starts_at)}. Shall I cancel it?")


def _look(c: Conversation) -> Reply:
    change = _of(c)
    if change.appointment is None or change.day is None:
        c.expecting = "change_when"
        return Reply("Which day and time would you like instead?")
    arguments = {
        "offering": change.appointment["offering"],
        "date": change.day.isoformat(),
        "part_of_day": None,
        "time": f"{change.at:%H:%M}" if change.at else None,
        "booking_id": change.appointment["booking_id"],
    }
    return Reply("", (Call("find_slots", arguments),))


def _tell_slots(c: Conversation, answer: dict[str, Any]) -> Reply:
    change = _of(c)
    slots = [datetime.fromisoformat(str(each)) for each in answer.get("slots") or ()]
    wanted = answer.get("requested_local")
    if answer.get("requested_is_free") and wanted:
        change.chosen = datetime.fromisoformat(str(wanted))
        lead = f"{_spoken(change.chosen)} is free."
    elif slots:
        change.chosen = slots[0]
        lead = f"I'm sorry, that is taken. I have {_spoken(change.chosen)}."
    else:
        c.expecting = "change_when"
        return Reply("I'm sorry, nothing is free then. Which other day would you like?")
    c.expecting = "change_confirm"
    return Reply(f"{lead} Shall I move it there?")


def _carry_out(c: Conversation) -> Reply:
    change = _of(c)
    arguments: dict[str, Any] = {"booking_id": (change.appointment or {}).get("booking_id")}
    if change.kind == "cancel":
        return Reply("", (Call("cancel_appointment", arguments),))
    if change.chosen is None:
        return _look(c)
    arguments["starts_at_local"] = f"{change.chosen:%Y-%m-%dT%H:%M}"
    return Reply("", (Call("move_appointment", arguments),))


def _when(c: Conversation, heard: Heard) -> tuple[date | None, time | None]:
    if heard.time is None:
        return heard.day, None
    hours = c.facts.hours[heard.day.weekday()] if heard.day else c.facts.any_hours
    return heard.day, resolve(heard.time, heard.part, hours or c.facts.any_hours)


def _of(c: Conversation) -> Change:
    assert c.change is not None  # noqa: S101 - asked while something is being changed
    return c.change


def _named(appointment: dict[str, Any]) -> str:
    return article_name(str(appointment.get("offering", "appointment")))


def _spoken(at: datetime | None) -> str:
    return "" if at is None else f"{say_date(at.date())} at {say_time(at.time())}"
