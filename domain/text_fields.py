"""Text that people type into a form."""

import unicodedata

from domain.errors import InvalidInput

_UNWRITABLE = frozenset({"Cc", "Cs", "Co"})
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings and overrides of the direction: they turn what stands around a name, too. Marks may stay."""

_EMOJI = range(0x1F000, 0x1FB00)
"""Newer ones than this Python's tables know are no characters to it."""


def required_text(field: str, text: str, *, longest: int) -> str:
    """The text without surrounding blanks, composed. Control characters and line breaks are refused, not dropped.

    Raises:
        InvalidInput: empty, too long, or with a character that cannot be written; names the field.
    """
    found = optional_text(field, text, longest=longest)
    if not any(
        unicodedata.category(character)[0] not in "ZC" or _is_new_emoji(character) for character in found
    ):
        raise InvalidInput(f"{field}: must not be empty")
    return found


def optional_text(field: str, text: str, *, longest: int) -> str:
    """The same for a field that may be empty."""
    found = unicodedata.normalize("NFC", text).strip()
    if len(found) > longest:
        raise InvalidInput(f"{field}: at most {longest} characters")
    if any(_is_unwritable(character) for character in found):
        raise InvalidInput(f"{field}: holds a control character; write it without")
    return found


def _is_unwritable(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cn":
        return not _is_new_emoji(character)
    return category in _UNWRITABLE or character in _OVERRIDES


def _is_new_emoji(character: str) -> bool:
    return ord(character) in _EMOJI
