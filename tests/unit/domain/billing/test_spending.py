"""What minutes come to, and when there are no more of them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from config.billing import load_billing
from domain.billing.spending import allowance, forecast_s, overage_cents, stop_with
from domain.billing.stop import Because, Stop
from domain.billing.subscription import Period, Subscription, standing

CATALOGUE = load_billing().catalogue
SOLO = CATALOGUE.plan("solo")
NOW = datetime(2026, 9, 21, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BOUGHT = Subscription(
    "sub_1", "active", (SOLO.base_lookup_key,), NOW - 10 * DAY, NOW + 20 * DAY, NOW - 10 * DAY
)
TRIAL = standing((), NOW, CATALOGUE, NOW)
PAID = standing((BOUGHT,), NOW, CATALOGUE, NOW)


@pytest.mark.parametrize(
    ("used_s", "cents"),
    [
        (0, 0),
        (SOLO.included_s, 0),
        (SOLO.included_s + 60, 48),
        (SOLO.included_s + 1, 1),
        (SOLO.included_s + 91, 73),
    ],
    ids=["nothing", "all-included", "a-minute-more", "a-second-more", "by-the-second"],
)
def test_minutes_beyond_are_charged_by_the_second_and_rounded_once(used_s: int, cents: int) -> None:
    assert overage_cents(SOLO, used_s) == cents


@pytest.mark.parametrize(
    ("used_s", "warned_at", "used_up"),
    [
        (0, 0, False),
        (2879, 0, False),
        (2880, 80, False),
        (3599, 80, False),
        (3600, 100, True),
        (9999, 100, True),
    ],
    ids=["fresh", "below-80", "at-80", "below-100", "at-100", "beyond"],
)
def test_the_trials_minutes_warn_at_80_and_100_percent(used_s: int, warned_at: int, used_up: bool) -> None:
    limit = allowance(TRIAL, CATALOGUE, used_s, cap_cents=None)
    assert limit is not None
    assert (limit.warned_at, limit.used_up, limit.because) == (warned_at, used_up, Because.TRIAL_MINUTES)


@pytest.mark.parametrize(
    ("cap_cents", "beyond_s", "warned_at", "used_up"),
    [
        (4800, 79 * 60, 0, False),
        (4800, 80 * 60, 80, False),
        (4800, 100 * 60, 100, True),
        (0, -1, 80, False),
        (0, 0, 100, True),
    ],
    ids=["below-80", "at-80", "at-100", "no-overage-at-all-nearly", "no-overage-at-all"],
)
def test_the_cap_is_on_what_is_beyond_the_plan(
    cap_cents: int, beyond_s: int, warned_at: int, used_up: bool
) -> None:
    limit = allowance(PAID, CATALOGUE, SOLO.included_s + beyond_s, cap_cents)
    assert limit is not None
    assert (limit.warned_at, limit.used_up) == (warned_at, used_up)


def test_without_a_cap_nothing_limits_a_plan() -> None:
    assert allowance(PAID, CATALOGUE, 10**6, cap_cents=None) is None


def test_a_cap_that_is_reached_stops_to_the_end_of_the_period_and_the_trial_for_good() -> None:
    of_plan = allowance(PAID, CATALOGUE, SOLO.included_s + 6000, 100)
    assert stop_with(PAID, of_plan, NOW) == Stop(Because.CAP, NOW, BOUGHT.period_end)
    of_trial = allowance(TRIAL, CATALOGUE, 3600, None)
    assert stop_with(TRIAL, of_trial, NOW) == Stop(Because.TRIAL_MINUTES, NOW)


def test_a_stop_to_come_gives_way_to_a_limit_that_is_reached_now() -> None:
    assert TRIAL.stop is not None
    assert stop_with(TRIAL, allowance(TRIAL, CATALOGUE, 0, None), NOW) == TRIAL.stop


def test_the_forecast_goes_on_as_the_period_began() -> None:
    period = Period(NOW - 10 * DAY, NOW + 20 * DAY)
    assert forecast_s(period, 1000, NOW) == 3000
    assert forecast_s(period, 1000, period.start) == 1000
    assert forecast_s(period, 1000, period.end + DAY) == 1000


def test_what_stripe_is_told_of_a_seconds_price_comes_to_the_minutes_price() -> None:
    for plan in CATALOGUE.plans:
        assert abs(plan.overage_cents_a_second * 60 - plan.overage_cents) < Decimal("0.000000001")
