"""The rule-based receptionist: what it says and which tool it calls next.

It keeps nothing between requests: the whole conversation is read again from its messages, as a language model does.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from domain.dialogue.cues.reading import asks_to_wait
from sandbox.vendors.openai import changing
from sandbox.vendors.openai.booking import (
    advance,
    after_refusal,
    book,
    booked_line,
    deferred_line,
    slots_lead,
)
from sandbox.vendors.openai.conversation import Conversation, ToolOutcome
from sandbox.vendors.openai.facts import Facts
from sandbox.vendors.openai.passing_on import change_existing, change_made_booking, take_message
from sandbox.vendors.openai.questions import article_name
from sandbox.vendors.openai.reply import Call, Reply, anything_else
from sandbox.vendors.openai.understanding import Heard, understand

_HEARD_SHARE = 0.6
"""An agent's line cut off before this much of it was heard has not asked its question."""
_MAX_MISSES = 3


def answer(messages: Sequence[Mapping[str, Any]], facts: Facts, tools: frozenset[str]) -> Reply:
    """The receptionist's next answer.

    Args:
        messages: the conversation in the shape of the chat completions API.
        facts: what the system prompt says.
        tools: the names of the functions that may be called.
    """
    conversation = Conversation(facts)
    reply = Reply()
    spoken: list[str] = []
    calls: dict[str, tuple[str, dict[str, Any]]] = {}
    for message in messages:
        match message.get("role"):
            case "user" if asks_to_wait(_text(message), "en"):
                continue  # answered already, and what was asked before still is
            case "user":
                before = reply.text
                heard_share = len(" ".join(spoken)) / len(before) if before else 1.0
                _hear(conversation, _text(message), question_was_heard=heard_share >= _HEARD_SHARE)
                reply = _decide(conversation, tools)
                spoken = []
            case "assistant":
                spoken.append(_text(message))
                for call in message.get("tool_calls") or ():
                    function = call.get("function", {})
                    calls[call.get("id", "")] = (str(function.get("name")), _json(function.get("arguments")))
            case "tool":
                name, arguments = calls.get(message.get("tool_call_id", ""), ("", {}))
                conversation.take(ToolOutcome(name, arguments, _json(_text(message))))
                reply = _decide(conversation, tools)
                spoken = []
            case _:
                continue
    if conversation.heard is None and conversation.outcome is None:
        return Reply("Hello, how can I help you today?")
    if not reply.text and not reply.calls:
        return Reply("One moment, please.")
    return reply


def _hear(conversation: Conversation, text: str, *, question_was_heard: bool) -> None:
    heard = understand(
        text,
        conversation.facts,
        conversation.expecting,
        offering=conversation.offering,
        week_ahead=conversation.week_ahead,
    )
    conversation.hear(heard, question_was_heard=question_was_heard)


def _decide(c: Conversation, tools: frozenset[str]) -> Reply:
    if c.outcome:
        return _after_tool(c, c.outcome, tools)
    heard = c.heard
    if heard is None:
        return Reply()
    if c.confirmed and c.chosen:
        return book(c)
    if c.expecting in ("own_number", "code") and not heard.is_leaving:
        return changing.show_number(c)
    if c.expecting == "confirm_cancel" and (reply := changing.cancel(c, heard)) is not None:
        return reply
    if c.expecting == "which" and not heard.is_leaving:
        return changing.which(c, heard, tools)
    if c.waits and "join_waiting_list" in tools:
        return changing.join_waiting_list(c, tools)
    return _wish(c, heard, tools) or _carry_on(c, heard, tools)


def _wish(c: Conversation, heard: Heard, tools: frozenset[str]) -> Reply | None:
    """The answer to a wish that comes before the booking at hand."""
    wishes, asked_for_message = heard.wishes, c.expecting.startswith("message")
    if "person" in wishes and not (heard.answer and "person, but" in heard.answer):
        if "transfer_call" in tools and c.facts.can_transfer:
            return Reply(
                "Of course, I'll put you through now.", (Call("transfer_call", {"reason": heard.text[:120]}),)
            )
        c.expecting = "offer_message"
        return Reply("I'm sorry, I can't put you through to anyone right now. Shall I take a message?")
    if c.expecting == "offer_message" and heard.yes:
        return take_message(c, tools)
    if asked_for_message and c.message is None and heard.is_leaving:
        return _goodbye(c, tools) if "goodbye" in wishes else anything_else(c, "No problem.")
    if asked_for_message:
        return take_message(c, tools)
    if heard.passes_on or "message" in wishes:
        c.message = heard.passes_on or (heard.text if "running late" in heard.text.lower() else None)
        return take_message(c, tools)
    if "existing" in wishes and not c.was_active:
        if "list_my_appointments" in tools:
            return changing.look_up(c, heard)
        return change_existing(c, heard, tools)
    if _is_goodbye(c, heard):
        return _goodbye(c, tools)
    if c.booking and not c.offering and (c.at or c.day or heard.name) and not _new_booking(heard):
        if "move_appointment" in tools and "booking_id" in c.booking and (c.at or c.day):
            return changing.move_made(c, tools)
        return change_made_booking(c, heard, tools)
    if "never_mind" in wishes and c.active:
        c.give_up_booking()
        return anything_else(c, "No problem, I haven't booked anything.")
    return None


def _carry_on(c: Conversation, heard: Heard, tools: frozenset[str]) -> Reply:
    """The booking at hand, or the start of one, after answering what was asked."""
    if heard.asks and heard.answer and not heard.books:
        c.misses, c.served = 0, True
        if c.active:
            return advance(c, heard.answer, tools)
        if c.mentioned and re.search(r"\b(?:dollars?|pounds?|euros?|takes about)\b", heard.answer):
            c.expecting = "offer_booking"
            return Reply(f"{heard.answer} Would you like to book {article_name(c.mentioned)}?")
        return anything_else(c, heard.answer)
    if heard.is_empty or (heard.asks and not heard.books and not c.changed and not c.active):
        return _not_understood(c, heard, tools)
    c.misses = 0
    if c.active:
        return advance(c, "", tools)
    if heard.yes and c.expecting in ("more", "open"):
        c.expecting = "open"
        return Reply("What else can I do for you?" if c.served else "How can I help you?")
    if heard.no and c.expecting in ("offer_booking", "offer_message"):
        return anything_else(c, "No problem.")
    if "greeting" in heard.wishes:
        c.expecting = "open"
        return Reply("Hello! How can I help you today?")
    return anything_else(c, "")


def _not_understood(c: Conversation, heard: Heard, tools: frozenset[str]) -> Reply:
    c.misses += 1
    if heard.asks and not c.active:
        c.expecting = "offer_message"
        return Reply(
            "I'm not sure about that, I'm afraid. Shall I take a message so the team can get back to you?"
        )
    if c.misses >= _MAX_MISSES:
        c.expecting = "offer_message"
        return Reply("I'm sorry, I'm having trouble understanding. Shall I take a message for the team?")
    if c.active:
        return advance(c, "Sorry, I didn't catch that.", tools)
    return Reply(
        "Sorry, I didn't catch that. Would you like to book an appointment, or do you have a question?"
    )


def _after_tool(c: Conversation, outcome: ToolOutcome, tools: frozenset[str]) -> Reply:
    match outcome.name, outcome.result:
        case "find_slots", "slots_found":
            return advance(c, slots_lead(c, outcome), tools)
        case (("list_my_appointments" | "check_code"), _):
            return changing.listed(c, outcome, tools)
        case "text_code", _:
            return changing.code_texted(c, outcome)
        case (("cancel_appointment" | "join_waiting_list"), _):
            c.give_up_booking()
            return anything_else(c, changing.changed_line(outcome))
        case "move_appointment", ("moved" | "deferred"):
            return anything_else(c, changing.changed_line(outcome))
        case "book_appointment", "booked":
            return anything_else(c, booked_line(outcome.answer))
        case "book_appointment", "deferred":
            return anything_else(c, deferred_line(outcome.answer))
        case (("find_slots" | "book_appointment" | "move_appointment"), _):
            return after_refusal(c, outcome, tools)
        case "take_message", "message_taken" if outcome.answer.get("sent") is False:
            return anything_else(c, "Thank you, I've written that down and will send it to the team.")
        case "take_message", "message_taken":
            return anything_else(c, "Thank you, I've passed that on to the team.")
        case "take_message", "deferred":
            return anything_else(c, "Thank you, I'll pass that on to the team.")
        case ("transfer_call", "refused"):
            c.expecting = "offer_message"
            return Reply("I'm sorry, nobody can take your call right now. Shall I take a message?")
        case (("transfer_call" | "end_call"), _):
            return Reply()
        case _:
            return anything_else(c, "I'm sorry, that didn't work.")


def _new_booking(heard: Heard) -> bool:
    return bool(heard.offering) or bool(
        re.search(r"\b(?:another|also|as well|second|too)\b", heard.text.lower())
    )


def _is_goodbye(c: Conversation, heard: Heard) -> bool:
    if heard.asks or heard.offering or heard.time or "booking" in heard.wishes:
        return False
    leaves = "goodbye" in heard.wishes
    if c.expecting == "more":
        return leaves or (not heard.books and (heard.no or "thanks" in heard.wishes))
    return leaves and not (c.active and (c.changed or heard.yes or heard.choice is not None))


def _goodbye(c: Conversation, tools: frozenset[str]) -> Reply:
    unfinished = "I haven't booked anything, then. " if c.active and c.chosen else ""
    reason = "booking made" if c.booking else "caller finished"
    c.expecting = "ended"
    text = f"{unfinished}Thank you for calling {c.facts.business}. Goodbye!"
    return Reply(text, (Call("end_call", {"reason": reason}),) if "end_call" in tools else ())


def _text(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return " ".join(str(part.get("text", "")) for part in parts if isinstance(part, dict))


def _json(text: object) -> dict[str, Any]:
    try:
        value = json.loads(str(text))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
