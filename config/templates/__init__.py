"""Templates of set-up, a file for each trade, as `domain.receptionist.templates.Template` reads them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from domain.receptionist.templates import Template, read_template

_HERE = Path(__file__).parent


@cache
def load_templates() -> Mapping[str, Template]:
    """All of them by trade, read once. Raises ValueError, naming the file, for one that is not as it should be."""
    found: dict[str, Template] = {}
    for path in sorted(_HERE.glob("*.yaml")):
        data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        try:
            template = read_template(data)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}: {error}") from error
        found[template.trade] = template
    return MappingProxyType(found)
