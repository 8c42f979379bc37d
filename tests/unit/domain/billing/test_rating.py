"""Which seconds of a call are to be paid."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.billing.rating import CallFacts, Free, rate

BEGAN = datetime(2026, 9, 21, 4, 0, tzinfo=UTC)


def call(seconds: float, outcome: str = "answered", *, spoke: bool = True, agent: bool = True) -> CallFacts:
    return CallFacts(BEGAN if agent else None, BEGAN + timedelta(seconds=seconds), outcome, spoke)


@pytest.mark.parametrize(
    ("facts", "billable_s", "free"),
    [
        pytest.param(call(95), 95, None, id="a-talk"),
        pytest.param(call(95.01), 96, None, id="a-begun-second-counts-in-full"),
        pytest.param(call(10), 10, None, id="ten-seconds-are-no-wrong-number"),
        pytest.param(call(8.9), 0, Free.WRONG_NUMBER, id="a-wrong-number"),
        pytest.param(call(9.5), 10, None, id="in-its-tenth-second"),
        pytest.param(call(8, "message"), 8, None, id="short-and-a-message-was-taken"),
        pytest.param(call(8, "transferred"), 8, None, id="short-and-put-through"),
        pytest.param(call(240, "abandoned", spoke=False), 0, Free.SILENT, id="nobody-spoke"),
        pytest.param(call(240, "emergency", spoke=False), 240, None, id="an-emergency-by-keys"),
        pytest.param(call(240, "failed"), 0, Free.FAILED, id="we-broke-it-off"),
        pytest.param(call(60, "missed", agent=False), 0, Free.NO_AGENT, id="a-person-took-it"),
        pytest.param(call(60, "missed"), 0, Free.NO_AGENT, id="missed-whatever-else-is-known"),
        pytest.param(call(-3), 0, Free.WRONG_NUMBER, id="clocks-that-disagree"),
    ],
)
def test_only_the_agents_talk_in_calls_worth_something_is_paid(
    facts: CallFacts, billable_s: int, free: Free | None
) -> None:
    rating = rate(facts, wrong_number_s=10)
    assert (rating.billable_s, rating.free) == (billable_s, free)
