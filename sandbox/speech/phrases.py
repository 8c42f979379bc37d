"""What callers of a small business say, as templates; the sentences themselves are in `phrases.txt`."""

import re
from pathlib import Path

SOURCE = Path(__file__).with_name("phrases.txt")
_PART = re.compile(r"(\w+): (.*)")
_TEMPLATE = re.compile(r"(\d+) (.*)")


def _read() -> tuple[dict[str, str], tuple[tuple[str, int], ...]]:
    parts: dict[str, str] = {}
    templates: list[tuple[str, int]] = []
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if part := _PART.fullmatch(line):
            parts[part[1]] = part[2]
        elif template := _TEMPLATE.fullmatch(line):
            templates.append((template[2], int(template[1])))
        else:
            raise ValueError(f"phrases.txt: {line}")
    return parts, tuple(templates)


PARTS, TEMPLATES = _read()
"""The parts by name, and every template with the number of expansions to draw from it."""

NAME_PHRASES: tuple[str, ...] = (
    "{first} {last}",
    "my name is {first} {last}",
    "it's {first} {last}",
    "(this is|my name's|i'm|the name is|the name's|name is|yes it's|yes my name is|sure it's|it is) {first} {last}",
)
"""Every pair of a first name and a surname is said in one of these."""

FIRST_NAME_PHRASES: tuple[str, ...] = ("{first}", "my name is {first}", "it's {first}", "this is {first}")

SURNAME_PHRASES: tuple[str, ...] = (
    "(mister|missus|miss|doctor) {last}",
    "my (last name|surname) is {last}",
    "{last}",
)
