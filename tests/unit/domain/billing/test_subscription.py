"""Where a business stands, read off Stripe's subscriptions and its trial."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from config.billing import load_billing
from domain.billing.stop import Because, Stop
from domain.billing.subscription import State, Subscription, standing

CATALOGUE = load_billing().catalogue
NOW = datetime(2026, 9, 21, 4, 0, tzinfo=UTC)
TRIAL_BEGAN = NOW - timedelta(days=3)
SOLO = CATALOGUE.plan("solo")
DAY = timedelta(days=1)
RUNNING = Subscription(
    id="sub_1",
    status="active",
    price_keys=(SOLO.base_lookup_key, SOLO.usage_lookup_key),
    period_start=NOW - 10 * DAY,
    period_end=NOW + 20 * DAY,
    started_at=NOW - 40 * DAY,
)


def changed(**fields: object) -> Subscription:
    return replace(RUNNING, **fields)


@pytest.mark.parametrize(
    ("subscriptions", "trial_began", "state", "stop"),
    [
        pytest.param(
            (), TRIAL_BEGAN, State.TRIAL, Stop(Because.TRIAL_OVER, TRIAL_BEGAN + 14 * DAY), id="trial"
        ),
        pytest.param((), NOW - 14 * DAY, State.TRIAL_OVER, Stop(Because.TRIAL_OVER, NOW), id="trial-over"),
        pytest.param((RUNNING,), NOW - 90 * DAY, State.ACTIVE, None, id="active"),
        pytest.param(
            (changed(status="past_due", open_since=NOW - 2 * DAY),),
            TRIAL_BEGAN,
            State.PAST_DUE,
            Stop(Because.UNPAID, NOW + 5 * DAY),
            id="past-due-within-grace",
        ),
        pytest.param(
            (changed(status="past_due", open_since=NOW - 7 * DAY),),
            TRIAL_BEGAN,
            State.UNPAID,
            Stop(Because.UNPAID, NOW),
            id="past-due-after-grace",
        ),
        pytest.param(
            (changed(status="unpaid", open_since=NOW - 1 * DAY),),
            TRIAL_BEGAN,
            State.UNPAID,
            Stop(Because.UNPAID, NOW + 6 * DAY),
            id="given-up-by-stripe-is-served-through-the-grace",
        ),
        pytest.param(
            (changed(status="canceled", ended_at=NOW - DAY),),
            TRIAL_BEGAN,
            State.CANCELLED,
            Stop(Because.CANCELLED, NOW - DAY),
            id="cancelled-does-not-bring-the-trial-back",
        ),
        pytest.param(
            (changed(cancel_at=NOW + 20 * DAY),), TRIAL_BEGAN, State.ACTIVE, None, id="cancelled-for-later"
        ),
        pytest.param(
            (changed(status="paused", trial_end=NOW - DAY),),
            TRIAL_BEGAN,
            State.PAUSED,
            Stop(Because.PAUSED, NOW - DAY),
            id="paused",
        ),
        pytest.param((changed(status="trialing"),), TRIAL_BEGAN, State.TRIAL, None, id="a-trial-at-stripe"),
        pytest.param(
            (changed(status="incomplete"),),
            TRIAL_BEGAN,
            State.TRIAL,
            Stop(Because.TRIAL_OVER, TRIAL_BEGAN + 14 * DAY),
            id="a-first-payment-that-failed-buys-nothing",
        ),
        pytest.param(
            (changed(price_keys=("something_else",)),),
            TRIAL_BEGAN,
            State.TRIAL,
            Stop(Because.TRIAL_OVER, TRIAL_BEGAN + 14 * DAY),
            id="somebody-elses-product",
        ),
    ],
)
def test_the_state_follows_from_what_stripe_has(
    subscriptions: tuple[Subscription, ...], trial_began: datetime, state: State, stop: Stop | None
) -> None:
    found = standing(subscriptions, trial_began, CATALOGUE, NOW)
    assert (found.state, found.stop) == (state, stop)


def test_of_several_subscriptions_the_running_one_counts_in_whatever_order_they_are_listed() -> None:
    ended = changed(id="sub_0", status="canceled", ended_at=NOW - DAY, started_at=NOW)
    tried = changed(id="sub_2", status="incomplete_expired")
    for several in permutations((ended, RUNNING, tried)):
        assert standing(several, TRIAL_BEGAN, CATALOGUE, NOW).subscription == RUNNING


def test_a_stop_holds_from_its_beginning_to_before_its_end() -> None:
    stop = Stop(Because.CAP, NOW, NOW + DAY)
    assert [stop.holds(NOW + after) for after in (-DAY, 0 * DAY, DAY)] == [False, True, False]
