"""What the model is told of today, in a call that lasts over midnight."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from actors.call.instructions import Instructions
from tests.support.businesses import business

BEGAN_AT = datetime(2026, 11, 23, 13, 20, tzinfo=UTC)  # ten minutes to midnight in Adelaide
ADELAIDE = replace(business(), timezone="Australia/Adelaide")


def at(instant: datetime) -> float:
    return instant.timestamp() * 1000


def test_they_stay_the_same_for_the_rest_of_the_day():
    instructions = Instructions(ADELAIDE, BEGAN_AT, None)
    told = instructions.at(at(BEGAN_AT))
    assert instructions.at(at(BEGAN_AT + timedelta(minutes=9))) == told
    assert "Monday 23 November is 2026-11-23 (today)" in told
    assert "Tuesday 24 November is 2026-11-24 (tomorrow)" in told


def test_after_midnight_tomorrow_is_the_next_day():
    instructions = Instructions(ADELAIDE, BEGAN_AT, None)
    told = instructions.at(at(BEGAN_AT + timedelta(minutes=11)))
    assert "Tuesday 24 November is 2026-11-24 (today)" in told
    assert "Wednesday 25 November is 2026-11-25 (tomorrow)" in told
    assert "Now: Tuesday 24 November 2026 00:01 (Australia/Adelaide)" in told
    assert instructions.at(at(BEGAN_AT + timedelta(minutes=20))) == told


def test_a_clock_that_runs_behind_does_not_bring_yesterday_back():
    instructions = Instructions(ADELAIDE, BEGAN_AT + timedelta(minutes=11), None)
    assert "2026-11-24 (today)" in instructions.at(at(BEGAN_AT))
