"""Words customers are sorted by."""

from collections.abc import Iterable

from domain.errors import InvalidInput
from domain.text_fields import required_text

LONGEST = 40
MOST = 20
VIP = "VIP"
"""Customers with this tag are treated with special care in a call."""


def tags_of(typed: Iterable[str]) -> tuple[str, ...]:
    """Each once in any case, as it was written first.

    Raises:
        InvalidInput: too many, one that is empty or too long, or with a comma: lists of tags are written with them.
    """
    found: dict[str, str] = {}
    for each in typed:
        tag = " ".join(required_text("tags", each, longest=LONGEST).split())
        if "," in tag or ";" in tag:
            raise InvalidInput(f"tags: {tag!r} holds a comma; write two tags")
        found.setdefault(tag.lower(), tag)
    if len(found) > MOST:
        raise InvalidInput(f"tags: at most {MOST} for one customer")
    return tuple(found.values())


def is_vip(tags: Iterable[str]) -> bool:
    return any(tag.casefold() == VIP.casefold() for tag in tags)
