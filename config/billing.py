"""Plans and vendors' prices, from `billing.yaml` beside this file."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from domain.billing.terms import BillingTerms, read_terms

_FILE = Path(__file__).parent / "billing.yaml"


@cache
def load_billing(path: Path = _FILE) -> BillingTerms:
    """Raises ValueError, naming the file, when it is not as it should be."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return read_terms(data)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise ValueError(f"{path.name}: {error}") from error
