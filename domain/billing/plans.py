"""What can be bought: a trial, and plans with minutes, numbers, calls at once, and a price for each minute beyond.

Money is whole cents of the catalogue's currency; the price of a minute beyond those included may be a fraction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.errors import InvalidInput

SECONDS_A_MINUTE = 60
PRICE_DECIMALS = Decimal("0.000000000001")
"""Of a unit's price at Stripe. Source: https://docs.stripe.com/api/prices/object (unit_amount_decimal)"""


@dataclass(frozen=True, slots=True)
class Plan:
    """One tier, by the month.

    Attributes:
        id: in Stripe's lookup keys too: never changed once sold.
        price_cents: a month, in advance.
        minutes: included in a month, summed over its calls.
        numbers: telephone numbers the business may hold.
        concurrent_calls: of its callers who may talk to the agent at once.
        overage_cents: for each minute beyond, charged by the second.
    """

    id: str
    name: str
    price_cents: int
    minutes: int
    numbers: int
    concurrent_calls: int
    overage_cents: Decimal

    @property
    def included_s(self) -> int:
        return self.minutes * SECONDS_A_MINUTE

    @property
    def overage_cents_a_second(self) -> Decimal:
        """As Stripe is told it."""
        return (self.overage_cents / SECONDS_A_MINUTE).quantize(PRICE_DECIMALS)

    @property
    def base_lookup_key(self) -> str:
        """Of the monthly price at Stripe; another amount is another price under the same key."""
        return f"receptionist_{self.id}_base"

    @property
    def usage_lookup_key(self) -> str:
        return f"receptionist_{self.id}_seconds"


@dataclass(frozen=True, slots=True)
class Trial:
    """What a business has before it buys: until either is used up."""

    days: int
    minutes: int
    numbers: int
    concurrent_calls: int

    @property
    def included_s(self) -> int:
        return self.minutes * SECONDS_A_MINUTE


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything on sale.

    Attributes:
        currency: ISO 4217.
        meter: the event name of the meter at Stripe, in seconds.
        grace_days: how long a business whose payment failed is served on.
        spam_within_s: a longer call cannot be said to have been spam.
        wrong_number_s: a shorter call that led to nothing is free.
    """

    currency: str
    meter: str
    grace_days: int
    spam_within_s: int
    wrong_number_s: int
    trial: Trial
    plans: tuple[Plan, ...]

    def plan(self, plan_id: str) -> Plan:
        """Raises InvalidInput."""
        for plan in self.plans:
            if plan.id == plan_id:
                return plan
        raise InvalidInput(
            f"plan: there is no {plan_id[:40]!r}; there are {', '.join(p.id for p in self.plans)}"
        )

    def plan_of_price(self, lookup_key: str | None) -> Plan | None:
        """The plan a price at Stripe belongs to, base or usage."""
        for plan in self.plans:
            if lookup_key in (plan.base_lookup_key, plan.usage_lookup_key):
                return plan
        return None


def read_catalogue(data: Mapping[str, Any]) -> Catalogue:
    """As a file of the configuration has it. Raises ValueError, naming what is wrong."""
    trial = data["trial"]
    catalogue = Catalogue(
        currency=str(data["currency"]).upper(),
        meter=str(data["meter"]),
        grace_days=_at_least(0, data, "grace_days"),
        spam_within_s=_at_least(1, data, "spam_within_s"),
        wrong_number_s=_at_least(0, data, "wrong_number_s"),
        trial=Trial(
            *(_at_least(1, trial, name) for name in ("days", "minutes", "numbers", "concurrent_calls"))
        ),
        plans=tuple(_plan(name, one) for name, one in data["plans"].items()),
    )
    if not catalogue.plans:
        raise ValueError("there is no plan")
    return catalogue


def _plan(name: str, data: Mapping[str, Any]) -> Plan:
    overage = Decimal(str(data["overage_cents"]))
    if overage < 0:
        raise ValueError(f"{name}: overage_cents is negative")
    return Plan(
        id=name,
        name=str(data["name"]),
        price_cents=_at_least(0, data, "price_cents"),
        minutes=_at_least(0, data, "minutes"),
        numbers=_at_least(1, data, "numbers"),
        concurrent_calls=_at_least(1, data, "concurrent_calls"),
        overage_cents=overage,
    )


def _at_least(least: int, data: Mapping[str, Any], name: str) -> int:
    value = data[name]
    if not isinstance(value, int) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}")
    return value
