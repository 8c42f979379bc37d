"""When a message is tried again, and when an endpoint is let be."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.webhooks.schedule import (
    DISABLED_AFTER,
    JITTER,
    LONGEST_REST,
    PAUSES,
    REST,
    Answer,
    Verdict,
    is_given_up,
    next_attempt,
    rest_until,
)

NOW = datetime(2026, 12, 1, tzinfo=UTC)
S = timedelta(seconds=1)


def answered(status: int | None, retry_after_s: float | None = None) -> Answer:
    return Answer(status, 12, retry_after_s=retry_after_s, error="" if status else "no answer within 15 s")


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_only_success_is_success(status: int) -> None:
    assert answered(status).verdict is Verdict.DELIVERED


@pytest.mark.parametrize(
    "status", [None, 199, 300, 301, 302, 307, 308, 400, 401, 403, 404, 409, 429, 500, 503]
)
def test_everything_else_is_tried_again(status: int | None) -> None:
    assert answered(status).verdict is Verdict.RETRY


def test_gone_is_gone() -> None:
    assert answered(410).verdict is Verdict.GONE


def test_ten_attempts_in_three_days() -> None:
    at = NOW
    pauses: list[timedelta] = []
    for attempts in range(1, 10):
        again = next_attempt(answered(500), attempts, at, 0.0)
        assert again is not None
        pauses.append(again - at)
        at = again
    assert pauses == list(PAUSES)
    assert timedelta(days=3) < at - NOW < timedelta(days=4)
    assert next_attempt(answered(500), 10, at, 0.0) is None


def test_what_failed_together_is_not_tried_together() -> None:
    soonest, latest = (next_attempt(answered(500), 2, NOW, chance) for chance in (0.0, 1.0))
    assert soonest is not None
    assert latest is not None
    assert latest - soonest == PAUSES[1] * JITTER


@pytest.mark.parametrize(
    ("asked_s", "pause"),
    [(1, PAUSES[0]), (60, 60 * S), (1e300, PAUSES[-1]), (0, PAUSES[0])],
    ids=["sooner than ours", "later", "for ever", "at once"],
)
def test_a_receiver_says_when_but_not_sooner_and_not_for_ever(asked_s: float, pause: timedelta) -> None:
    assert next_attempt(answered(503, asked_s), 1, NOW, 0.0) == NOW + pause


@pytest.mark.parametrize("status", [429, 502, 504])
def test_a_busy_endpoint_is_let_be(status: int) -> None:
    assert rest_until(answered(status), NOW) == NOW + REST
    assert rest_until(answered(status, 7), NOW) == NOW + 7 * S
    assert rest_until(answered(status, 1e9), NOW) == NOW + LONGEST_REST


def test_others_are_not_let_be_unless_they_say_when() -> None:
    assert rest_until(answered(503, 7), NOW) == NOW + 7 * S
    for each in (answered(503), answered(500, 7), answered(None), answered(404)):
        assert rest_until(each, NOW) is None


def test_an_endpoint_is_given_up_after_days_of_nothing_but_failures() -> None:
    assert not is_given_up(None, NOW)
    assert not is_given_up(NOW - DISABLED_AFTER + S, NOW)
    assert is_given_up(NOW - DISABLED_AFTER, NOW)


def test_reasons_hold_nothing_the_receiver_wrote() -> None:
    assert Answer(500, 1, "secret words").reason == "answered 500"
    assert "redirects are not followed" in Answer(302, 1, "secret words").reason
    assert answered(None).reason == "no answer within 15 s"
