"""How much a business can set up: far more than any has, and so little that a page, a call and a search hold it."""

from domain.errors import InvalidInput, LimitReached

LOCATIONS = 50
STAFF = 200
ASSETS = 200
OFFERINGS = 500
ARCHIVED_TIMES = 4
"""What is archived counts too, against this multiple."""

OPTIONS = 30
"""Variants of one offering; add-ons as many."""

QUESTIONS = 20
CHOICES = 30
SEGMENTS = 10
NEEDS = 10
STRETCHES_A_DAY = 10
SPECIAL_DAYS = 1000
"""From today on."""

ABSENCES = 500
"""Of one person or asset, from now on."""

LONGEST_MIN = 24 * 60
LONGEST_BUFFER_MIN = 8 * 60
DEAREST_CENTS = 1_000_000_000
LAST_POSITION = 1_000_000


def check_count(what: str, active: int, most: int, archived: int = 0) -> None:
    """Raises LimitReached when there are so many already."""
    if active >= most:
        raise LimitReached(f"there can be {most} {what}: archive or delete one first")
    if active + archived >= most * ARCHIVED_TIMES:
        raise LimitReached(f"there are too many archived {what}: bring one of them back instead")


def check_range(field: str, value: int, least: int, most: int, unit: str = "") -> int:
    """Raises InvalidInput, naming the field."""
    if not least <= value <= most:
        raise InvalidInput(
            f"{field}: from {least} to {most}{f' {unit}' if unit else ''}, not {str(value)[:20]}"
        )
    return value
