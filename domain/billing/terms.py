"""What billing goes by: plans, and vendors' prices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.billing.costs import PriceTable, read_price_table
from domain.billing.plans import Catalogue, read_catalogue
from domain.numbers.search import Sort


@dataclass(frozen=True, slots=True)
class NumberPrices:
    """What a telephone number costs us a month, in cents, by country (ISO 3166 alpha-2) and sort.

    What is not among them cannot be bought.
    """

    by_country: Mapping[str, Mapping[str, int]]

    def monthly_cents(self, country: str, sort: str) -> int | None:
        return self.by_country.get(country, {}).get(sort)


@dataclass(frozen=True, slots=True)
class BillingTerms:
    catalogue: Catalogue
    prices: PriceTable
    numbers: NumberPrices


def read_terms(data: Mapping[str, Any]) -> BillingTerms:
    """As a file of the configuration has them. Raises KeyError, TypeError, ValueError, ArithmeticError."""
    return BillingTerms(
        read_catalogue(data), read_price_table(data["costs"]), _number_prices(data["costs"]["numbers"])
    )


def _number_prices(data: Mapping[str, Mapping[str, Any]]) -> NumberPrices:
    for country, prices in data.items():
        for sort, cents in prices.items():
            if sort not in list(Sort) or not isinstance(cents, int) or cents < 0:
                raise ValueError(
                    f"numbers of {country}: {sort} must be one of {', '.join(Sort)} with whole cents"
                )
    return NumberPrices(data)
