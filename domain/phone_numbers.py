"""Telephone numbers as carriers write them, and what of it is one."""

import re

import phonenumbers

MAX_CHARS = 64
"""Longer than any address of a telephone; nothing longer is looked at."""

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SCHEME = re.compile(r"(?:tel|sips?):", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s().-]+")
_DIALLED = re.compile(r"(?:\+|00)?([1-9][0-9]{6,14})")


def valid_e164(text: str) -> str | None:
    """The number, when this is one in E.164 form that can exist; None for anything else.

    Anything else are addresses (`sip:...`, `client:...`), national forms, words for a withheld number, and what those
    words spell on a keypad (`+266696687` is ANONYMOUS), which is no number of any country.
    """
    if len(text) > MAX_CHARS or _E164.fullmatch(text) is None:
        return None
    try:
        return text if phonenumbers.is_valid_number(phonenumbers.parse(text)) else None
    except phonenumbers.NumberParseException:
        return None


def dialled_e164(text: str) -> str:
    """The number that was dialled, in E.164 form, from however a carrier writes it; unchanged when it is none.

    A plus can be missing, or have become a blank (it means that in a form), or be `00`; the number can stand in an
    address (`sip:+61280001234@pbx.example.com`). Digits are taken to be of the international form: a national one
    could be anybody's.
    """
    bare = _SCHEME.sub("", text.strip()[:MAX_CHARS], count=1).partition("@")[0].partition(";")[0]
    found = _DIALLED.fullmatch(_PUNCTUATION.sub("", bare))
    return f"+{found[1]}" if found else text.strip()


def said_e164(text: str, country: str) -> str | None:
    """The number somebody in this country (ISO 3166 alpha-2) says, national or international; None when it is none."""
    if len(text) > MAX_CHARS:
        return None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
