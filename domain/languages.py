"""The languages in which the system answers calls."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.errors import InvalidInput

DEFAULT_LANGUAGE = "en"
"""For callers of whom no business is known."""

OFFERED: Mapping[str, str] = MappingProxyType(
    {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian"}
)
"""By the first part of a BCP 47 tag. Each has fixed lines, number words, text messages and turn-taking phrases."""


def language_of(tag: str) -> str:
    """The language of a BCP 47 tag, lower case: `de` of `de-AT` and of `de_AT`."""
    return tag.strip().replace("_", "-").casefold().partition("-")[0]


def spoken_language(tag: str) -> str:
    """The language in which a business with this tag is served: its own where we offer it, else English."""
    language = language_of(tag)
    return language if language in OFFERED else DEFAULT_LANGUAGE


def offered_language(tag: str) -> str:
    """The tag of a business's language as it is kept: `de-AT` of `de_at`.

    Raises:
        InvalidInput: the language is not offered, or this is no BCP 47 tag of a language and at most a region. The
            message is a sentence that names those offered.
    """
    language, *region = tag.strip().replace("_", "-").split("-")
    well_formed = len(region) <= 1 and all(
        len(part) == 2 and part.isascii() and part.isalpha() for part in region
    )
    if not well_formed or language.lower() not in OFFERED:
        raise InvalidInput(f"The language {tag[:20]!r} is not offered. {offer()}")
    return "-".join([language.lower(), *(part.upper() for part in region)])


def offer() -> str:
    """What may be chosen, as a sentence."""
    *others, last = (f"{name} ({language})" for language, name in OFFERED.items())
    return f"Choose {', '.join(others)} or {last}, alone or with a region such as en-AU."
