"""The address of a business's web booking: `mias-hair`."""

import re
import unicodedata

from domain.errors import InvalidInput

SHORTEST, LONGEST = 3, 60
_FORM = re.compile(r"[a-z0-9][a-z0-9-]{1,58}[a-z0-9]")
_OURS = frozenset(
    "about account accounts admin api app assets auth billing blog book booking bookings business businesses call calls"
    " contact dashboard demo docs health help home legal login logout mail media metrics new null operator pricing"
    " privacy public receptionist security settings sign-in sign-up signin signup static status support team terms"
    " undefined user users webhook webhooks www".split()
)
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "þ": "th",
        "ı": "i",
        "&": " and ",
    }
)


def slug_of(name: str) -> str:
    """A slug that reads as the name; empty when it has no letter that can be written in one."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    ascii_only = re.sub(r"['’`]", "", plain).encode("ascii", "ignore").decode()
    found = "-".join(re.findall(r"[a-z0-9]+", ascii_only))[:40].strip("-")
    return "" if len(found) < SHORTEST or found in _OURS else found


def with_suffix(slug: str, suffix: str) -> str:
    """Another slug for the same name: `mias-hair-2`; `b-2f9c01` for one without letters."""
    return f"{slug[: LONGEST - len(suffix) - 1].rstrip('-') or 'b'}-{suffix}"


def checked_slug(text: str) -> str:
    """The slug as it is kept. Raises InvalidInput."""
    found = text.strip().lower()
    if _FORM.fullmatch(found) is None or "--" in found:
        raise InvalidInput(
            f"slug: {SHORTEST} to {LONGEST} letters a to z, digits and single hyphens between them, as in mias-hair"
        )
    if found in _OURS:
        raise InvalidInput(f"slug: {found} is an address of ours; choose another")
    return found
