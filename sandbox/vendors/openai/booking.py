"""The steps of a booking: what is asked next, when the calendar is looked into, how its answers are told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.vendors.openai.conversation import Conversation, ToolOutcome
from sandbox.vendors.openai.questions import article_name
from sandbox.vendors.openai.reply import Call, Reply, said
from sandbox.vendors.openai.spoken import say_choices, say_date, say_day, say_list, say_number, say_time


def advance(c: Conversation, lead: str, tools: frozenset[str]) -> Reply:
    """Asks for the next missing piece, one at a time, or looks into the calendar."""
    if "find_slots" not in tools:
        c.active, c.expecting = False, "offer_message"
        return said(lead, "I can't book appointments right now. Shall I take a message for the team?")
    if c.offering is None:
        c.expecting = "offering"
        names = say_list([article_name(o.name) for o in c.facts.offerings])
        return said(lead, f"What would you like to book: {names}?")
    if c.chosen is None:
        return _find_time(c, lead)
    if c.name is None:
        c.expecting = "name"
        return said(lead, "What name should I put it under?")
    if c.expecting == "confirm" and c.heard and c.heard.no and not c.changed:
        c.expecting = "change"
        return said(lead, "What would you like to change?")
    c.expecting = "confirm"
    when = f"{say_date(c.chosen.date())} at {say_time(c.chosen.time())}"
    if c.target is not None:
        return said(lead, f"So I'll move your {c.offering.lower()} to {when}. Is that right?")
    what = f"{article_name(c.offering)}{f' with {c.staff}' if c.staff else ''}"
    what += f" for {say_number(c.seats)}" if c.seats > 1 else ""
    what += f" at {c.location}" if c.location else ""
    return said(lead, f"So that's {what} on {when}, for {c.name}. Shall I book that?")


def _find_time(c: Conversation, lead: str) -> Reply:
    today = c.facts.now.date()
    if c.offered:
        c.expecting = "choice"
        if len(c.read_out) == 1:
            return said(lead, f"I have {say_choices(c.read_out, today)}. Would that suit you?")
        return said(lead, f"I have {say_choices(c.read_out, today)}. Which would you like?")
    if c.day is None and not c.soonest:
        c.expecting = "day"
        if c.target is not None:
            return said(lead, "Which day would you like instead?")
        return said(
            lead, "Which day next week would you like?" if c.week_ahead else "Which day would you like?"
        )
    arguments: dict[str, Any] = {
        "offering": c.offering,
        "date": c.day.isoformat() if c.day else None,
        "part_of_day": c.part if c.at is None else None,
        "time": c.at.strftime("%H:%M") if c.at else None,
        **({"staff": c.staff} if c.staff else {}),
        **({"weekday": c.weekday} if c.weekday and c.day else {}),
        **_where(c),
        **({"booking_id": c.target["booking_id"]} if c.target is not None else {}),
    }
    return Reply(lead, (Call("find_slots", arguments),))


def slots_lead(c: Conversation, outcome: ToolOutcome) -> str:
    """What is said of the calendar's answer before the next question."""
    today = c.facts.now.date()
    day = str(outcome.answer.get("date") or "")
    when = say_day(datetime.fromisoformat(day).date(), today) if day else "then"
    wished = c.wished if outcome.arguments.get("time") else None
    if c.chosen:
        return (
            ""
            if c.name
            else f"{say_time(c.chosen.time()).capitalize()} {say_day(c.chosen.date(), today)} is free."
        )
    if outcome.answer.get("closed"):
        return f"I'm sorry, we're closed {when}."
    if not outcome.answer.get("slots"):
        whom = f"{c.staff} is" if c.staff else "we're"
        return f"I'm sorry, {whom} fully booked {when}, but I could put you on the waiting list."
    if wished and "seat" in (why := str(outcome.answer.get("why") or "")):
        return f"I'm sorry, that one is not free. {why}"
    if wished:
        hours = c.facts.hours[datetime.fromisoformat(day).weekday()] if day else c.facts.any_hours
        is_open = any(opens <= wished < closes for opens, closes in hours)
        return f"I'm sorry, {say_time(wished)} {when} {'is not free' if is_open else 'is outside our opening hours'}."
    return ""


def after_refusal(c: Conversation, outcome: ToolOutcome, tools: frozenset[str]) -> Reply:
    """Says honestly what was not possible and goes on from there."""
    match outcome.answer.get("code"):
        case "day_unclear":
            c.expecting = "day"
            days = say_list([say_date(day) for day in c.unclear], "or")
            return Reply(f"Sorry, the day and the date don't fit together. Do you mean {days}?")
        case "invalid_input" if c.asked_where:
            c.expecting = "location"
            return Reply(f"Which location would you like: {say_list(list(c.facts.locations), 'or')}?")
        case "slot_taken":
            return advance(c, "I'm sorry, that time has just been taken.", tools)
        case "outside_hours":
            return advance(c, "I'm sorry, we can't do that time.", tools)
        case "invalid_input" if c.name is None:
            return advance(c, "I'm sorry, I didn't get your name.", tools)
        case _:
            c.give_up_booking()
            c.expecting = "offer_message"
            return Reply("I'm sorry, I can't book that right now. Shall I take a message for the team?")


def book(c: Conversation) -> Reply:
    """The booking itself, once everything was read back and agreed to."""
    assert c.chosen is not None  # noqa: S101
    starts_at_local = c.chosen.strftime("%Y-%m-%dT%H:%M")
    if c.target is not None:
        moved = {"booking_id": c.target["booking_id"], "starts_at_local": starts_at_local}
        return Reply("", (Call("move_appointment", moved),))
    arguments = {
        "offering": c.offering,
        "starts_at_local": starts_at_local,
        "customer_name": c.name,
        **({"staff": c.staff} if c.staff else {}),
        **_where(c),
    }
    return Reply("", (Call("book_appointment", arguments),))


def _where(c: Conversation) -> dict[str, Any]:
    """Of several locations the one, and for how many."""
    return {
        **({"location": c.location} if c.location else {}),
        **({"seats": c.seats} if c.seats > 1 else {}),
    }


def booked_line(booked: Mapping[str, Any]) -> str:
    """The confirmation, in the words of the booking that was made."""
    starts_at_local = datetime.fromisoformat(str(booked["starts_at_local"]))
    when = f"on {say_date(starts_at_local.date())} at {say_time(starts_at_local.time())}"
    staff = f" with {booked['staff']}" if booked.get("staff") else ""
    where = f" at {booked['location']}" if booked.get("location") else ""
    return f"You're all booked: {article_name(str(booked['offering']))}{staff}{where}, {when}."


def deferred_line(deferred: Mapping[str, Any]) -> str:
    """That nothing is confirmed yet, and how the caller will know."""
    if deferred.get("text_message"):
        return "I can't confirm that just now. You'll get a text message as soon as it's booked."
    return (
        "I can't confirm that just now. We'll book it as soon as we can, so please call again later to check."
    )
