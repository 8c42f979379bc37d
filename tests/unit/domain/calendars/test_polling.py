"""How far a calendar kept elsewhere is trusted: fresh, stale for a day, then somebody has to look."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.calendars.polling import (
    EMPTIED,
    EVERY,
    LONGEST_PAUSE,
    Emptied,
    Failed,
    Phase,
    Polling,
    Well,
    after,
)

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
FRESH = Polling(Phase.FRESH, NOW, read_at=NOW - EVERY)
LOST = Failed("it answers 500.")


def test_a_good_reading_makes_it_fresh_whatever_was_before() -> None:
    failing = after(FRESH, Failed("it is gone.", final=True), NOW)
    assert after(failing, Well(), NOW) == Polling(Phase.FRESH, NOW + EVERY, read_at=NOW)


def test_failures_make_it_stale_with_longer_pauses_and_failing_after_a_day() -> None:
    polling, now, pauses, phases = FRESH, NOW, list[timedelta](), list[Phase]()
    while now < NOW + timedelta(days=2):
        polling = after(polling, LOST, now)
        pauses.append(polling.next_poll_at - now)
        phases.append(polling.phase)
        now = polling.next_poll_at
    assert pauses == sorted(pauses)
    assert pauses[:3] == [EVERY, 2 * EVERY, 4 * EVERY]
    assert pauses[-1] == LONGEST_PAUSE
    assert phases == sorted(phases, key=[Phase.STALE, Phase.FAILING].index)
    assert set(phases) == {Phase.STALE, Phase.FAILING}
    assert polling.failing_since == NOW
    assert polling.read_at == FRESH.read_at
    assert polling.problem == LOST.why


@pytest.mark.parametrize(
    ("before", "outcome"),
    [
        pytest.param(Polling(Phase.WAITING, NOW), LOST, id="it was never read"),
        pytest.param(FRESH, Failed("it is gone.", final=True), id="it will not mend by itself"),
    ],
)
def test_what_nobody_can_wait_for_is_failing_at_once(before: Polling, outcome: Failed) -> None:
    assert after(before, outcome, NOW).phase is Phase.FAILING


def test_a_server_is_let_be_as_long_as_it_asks_but_not_for_ever() -> None:
    hour = after(FRESH, Failed("it answers 429.", retry_after_s=3600), NOW)
    assert hour.next_poll_at == NOW + timedelta(hours=1)
    year = after(FRESH, Failed("it answers 429.", retry_after_s=31_536_000), NOW)
    assert year.next_poll_at == NOW + LONGEST_PAUSE


def test_a_calendar_that_is_suddenly_empty_is_believed_after_a_day() -> None:
    first = after(FRESH, Emptied(), NOW)
    assert (first.phase, first.problem, first.emptied_since) == (Phase.STALE, EMPTIED, NOW)
    between = after(first, LOST, NOW + timedelta(hours=12))
    assert between.emptied_since == NOW
    believed = after(between, Emptied(), NOW + timedelta(days=1))
    assert (believed.phase, believed.emptied_since) == (Phase.FRESH, None)
    assert after(first, Well(), NOW + EVERY).emptied_since is None
