"""How carriers forward calls, from `forwarding.yaml` beside this file."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from domain.forwarding.carriers import ForwardingTerms, read_forwarding

_FILE = Path(__file__).parent / "forwarding.yaml"


@cache
def load_forwarding(path: Path = _FILE) -> ForwardingTerms:
    """Raises ValueError, naming the file, when it is not as it should be."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return read_forwarding(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"{path.name}: {error}") from error
