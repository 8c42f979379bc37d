"""Text that people type into a form."""

import unicodedata

from domain.errors import InvalidInput


def required_text(field: str, text: str, *, longest: int) -> str:
    """The text without surrounding blanks, composed. Control characters and line breaks are refused, not dropped.

    Raises:
        InvalidInput: empty, too long, or with a character that cannot be written; names the field.
    """
    found = unicodedata.normalize("NFC", text).strip()
    if not found:
        raise InvalidInput(f"{field}: must not be empty")
    if len(found) > longest:
        raise InvalidInput(f"{field}: at most {longest} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") for character in found):
        raise InvalidInput(f"{field}: holds a control character; write it without")
    return found
