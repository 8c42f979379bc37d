"""Plans and vendors' prices as the configuration has them, and what a call costs by them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.billing import load_billing
from domain.billing.costs import Consumed, Costs, PriceTable, costs
from domain.billing.terms import read_terms
from domain.errors import InvalidInput

FILE = Path(__file__).parents[4] / "config" / "billing.yaml"
PRICES = PriceTable(*(Decimal(price) for price in ("1.5", "0.6", "1.2", "60", "15", "240", "7.5")))


def test_three_plans_are_on_sale_beside_the_trial_each_with_more_for_more() -> None:
    catalogue = load_billing().catalogue
    assert len(catalogue.plans) == 3
    for less, more in zip(catalogue.plans, catalogue.plans[1:], strict=False):
        assert (less.price_cents, less.minutes, less.numbers, less.concurrent_calls) < (
            more.price_cents,
            more.minutes,
            more.numbers,
            more.concurrent_calls,
        )
        assert less.overage_cents > more.overage_cents


def test_a_plan_there_is_not_is_named() -> None:
    with pytest.raises(InvalidInput, match="solo, team, busy"):
        load_billing().catalogue.plan("enormous")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("trial", "days"), 0),
        (("plans", "solo", "minutes"), -1),
        (("plans", "solo", "price_cents"), 49.5),
        (("plans", "solo", "overage_cents"), -1),
        (("costs", "stream_minute"), -0.1),
        (("plans",), {}),
    ],
    ids=["no-trial", "negative-minutes", "half-a-cent", "negative-price", "negative-cost", "no-plan"],
)
def test_terms_that_cannot_be_are_refused(path: tuple[str, ...], value: Any) -> None:
    data: Any = yaml.safe_load(FILE.read_text())
    at = data
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    with pytest.raises(ValueError):  # noqa: PT011 - the file's name is added by who reads it
        read_terms(data)


def test_a_call_costs_what_each_vendor_takes_of_it() -> None:
    consumed = Consumed(
        carrier_s=61,
        listened_s=50,
        prompt_tokens=10_000,
        cached_prompt_tokens=4_000,
        completion_tokens=500,
        wasted_prompt_tokens=1_000,
        wasted_completion_tokens=100,
        characters=400,
        cached_characters=200,
    )
    assert costs(consumed, PRICES) == Costs(
        carrier=3_600_000,  # two begun minutes at 1.5, one of the stream at 0.6
        recognition=1_000_000,
        model=624_000,  # 0.36 + 0.06 + 0.12 answered, 0.06 + 0.024 given up
        wasted=84_000,
        synthesis=3_000_000,
        saved=1_680_000,  # 1.5 of the voice, 0.18 of the model
    )


def test_a_call_that_took_nothing_costs_nothing() -> None:
    assert costs(Consumed(), PRICES).total == 0
