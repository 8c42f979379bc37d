"""Whole conversations by voice, graded by what ended up in the database.

Each file in tests/conversations holds what the caller does (`script`), what must be true afterwards (`expect`), where
they are (`surroundings`), if it is no quiet place, and what they have in the calendar before (`given`). With `callers`
several do the same at the same moment, each by another name; `about` is a day that the script says in words; `business`
is one of the conversation's own that is rung, where the demo business will not do.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.held_at_once import HeldAtOnce, conversation_names
from tests.e2e.ringing import Call

ZONE = ZoneInfo("Australia/Sydney")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

pytestmark = pytest.mark.timeout(400)


@pytest.mark.parametrize("name", conversation_names())
def test_conversation_ends_as_expected(name: str, held_at_once: HeldAtOnce) -> None:
    expect, conversation = held_at_once.conversations[name]
    for call in conversation.calls:
        _check_call(expect, call)
    for wanted in expect.get("appointments", []):
        there = [{field: found[field] for field in wanted} for found in conversation.appointments]
        assert there.count(wanted) == 1, conversation.appointments
    assert set(expect.get("texts", [])) <= set(conversation.texts)
    if "one_is_told" in expect:
        told = [expect["one_is_told"] in call.agent_said for call in conversation.calls]
        assert told.count(True) == 1, "\n\n".join(call.said for call in conversation.calls)


def _check_call(expect: dict[str, Any], call: Call) -> None:
    assert call.facts is not None
    assert call.facts.call.status == "ended"
    assert call.facts.call.outcome == expect["outcome"], call.said
    if "appointments" not in expect:
        _check_booking(expect.get("booking"), call)
    for words in expect.get("agent_says", []):
        assert words.lower() in call.agent_said.lower(), call.said
    for words in expect.get("messages", []):
        assert any(words.lower() in text.lower() for text in call.facts.message_texts), call.said
    if "interrupted" in expect:
        cut = [turn for turn in call.facts.turns if turn.interrupted]
        assert cut, call.said
        assert all(len(turn.heard_text) < len(turn.generated_text) for turn in cut), call.said
    if "dialled" in expect:
        assert [number for leg in call.heard.dialled for number in leg.numbers] == expect["dialled"]
    assert not call.heard.errors


def _check_booking(expected: dict[str, Any] | None, call: Call) -> None:
    booking = call.facts.booking if call.facts else None
    if expected is None:
        assert booking is None, call.said
        return
    assert booking is not None, call.said
    local: datetime = booking.starts_at.astimezone(ZONE)
    found = {
        "offering": booking.offering_name,
        "weekday": WEEKDAYS[local.weekday()],
        "time": f"{local:%H:%M}",
        "customer_name": booking.customer_name,
    }
    assert {name: found[name] for name in expected} == expected, call.said
