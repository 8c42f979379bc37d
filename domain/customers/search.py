"""What somebody typed to find a customer."""

import re

_NUMBER = re.compile(r"[\d\s+().\-/]+")
LEAST_DIGITS = 3
MOST_WORDS = 6


def words_of(typed: str) -> tuple[str, ...]:
    """What is looked for in names and addresses."""
    return tuple(typed.split()[:MOST_WORDS])


def digits_of(typed: str) -> str:
    """The part of an E.164 number somebody means by `0400 000`, `(02) 8000` or `+61 400`; empty for anything else.

    A zero in front is dialled within a country and stands in no E.164 number.
    """
    if _NUMBER.fullmatch(typed) is None:
        return ""
    digits = re.sub(r"\D", "", typed).lstrip("0")
    return digits if len(digits) >= LEAST_DIGITS else ""
