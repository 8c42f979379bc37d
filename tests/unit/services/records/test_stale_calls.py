"""Which calls an agent will still end, and which nobody will."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.records.stale_calls import LONGEST_CALL, RINGING_FOR, WRITTEN_WITHIN, is_served, is_stale
from storage.postgres.calls import UnendedCall

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
CALL_ID, OTHER = UUID(int=1), UUID(int=2)
MOMENT = timedelta(seconds=1)


def call(age: timedelta) -> UnendedCall:
    return UnendedCall(CALL_ID, UUID(int=9), NOW - age, NOW - age, None)


@pytest.mark.parametrize(
    ("age", "shown", "served", "stale"),
    [
        (MOMENT, {CALL_ID}, True, False),
        (MOMENT, {OTHER}, False, False),
        (LONGEST_CALL, {CALL_ID}, True, False),
        (LONGEST_CALL, set(), False, False),
        (LONGEST_CALL + MOMENT, {CALL_ID}, False, False),
        (LONGEST_CALL + MOMENT, {OTHER}, False, True),
        (-MOMENT, set(), False, False),
    ],
)
def test_a_call_is_left_to_the_agent_that_shows_it_and_given_up_when_it_is_too_old(
    age: timedelta, shown: set[UUID], served: bool, stale: bool
) -> None:
    assert is_served(call(age), shown, NOW) is served
    assert is_stale(call(age), shown, NOW) is stale


@pytest.mark.parametrize(
    ("over_for", "shown", "stale"),
    [
        (WRITTEN_WITHIN, set(), False),
        (WRITTEN_WITHIN + MOMENT, {CALL_ID}, False),
        (WRITTEN_WITHIN + MOMENT, {OTHER}, True),
    ],
)
def test_after_the_carriers_word_an_agent_that_shows_the_call_has_its_time_to_write_the_end(
    over_for: timedelta, shown: set[UUID], stale: bool
) -> None:
    assert is_stale(replace(call(timedelta(hours=1)), ended_at=NOW - over_for), shown, NOW) is stale


@pytest.mark.parametrize(
    ("age", "shown", "stale"),
    [
        (RINGING_FOR, set(), False),
        (RINGING_FOR + MOMENT, {CALL_ID}, False),
        (RINGING_FOR + MOMENT, {OTHER}, True),
    ],
)
def test_a_call_that_was_let_in_and_never_came_is_given_up_soon(
    age: timedelta, shown: set[UUID], stale: bool
) -> None:
    assert is_stale(replace(call(age), answered_at=None), shown, NOW) is stale
