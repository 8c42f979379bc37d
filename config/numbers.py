"""What telephone numbers of businesses are subject to, from `numbers.yaml` beside this file."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from domain.numbers.terms import NumberTerms, read_terms

_FILE = Path(__file__).parent / "numbers.yaml"


@cache
def load_numbers(path: Path = _FILE) -> NumberTerms:
    """Raises ValueError, naming the file, when it is not as it should be."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return read_terms(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"{path.name}: {error}") from error
