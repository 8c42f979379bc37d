"""What billing goes by: plans, and vendors' prices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.billing.costs import PriceTable, read_price_table
from domain.billing.plans import Catalogue, read_catalogue


@dataclass(frozen=True, slots=True)
class BillingTerms:
    catalogue: Catalogue
    prices: PriceTable


def read_terms(data: Mapping[str, Any]) -> BillingTerms:
    """As a file of the configuration has them. Raises KeyError, TypeError, ValueError, ArithmeticError."""
    return BillingTerms(read_catalogue(data), read_price_table(data["costs"]))
