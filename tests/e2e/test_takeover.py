"""The process that serves a call is killed while the agent speaks: the call goes on, on the same connection."""

import pytest

from tests.e2e.held_at_once import KILLED_IN_TURNS, HeldAtOnce

pytestmark = pytest.mark.timeout(300)


def test_a_call_outlives_its_processes_and_still_books_once(held_at_once: HeldAtOnce) -> None:
    call = held_at_once.killed
    assert held_at_once.killed_processes is not None, call.said
    assert len(set(held_at_once.killed_processes)) == len(KILLED_IN_TURNS)
    assert len(call.heard.streams) == 1, "the caller's connection was never lost"
    assert not call.heard.errors
    assert call.facts is not None
    assert call.facts.call.outcome == "booked", call.said
    assert call.facts.booking is not None
    assert call.facts.booking.customer_name == "Emily Clark"
