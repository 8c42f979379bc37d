"""How a customer can be reached, as they or somebody else typed it."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from domain.errors import InvalidInput
from domain.phone_numbers import MAX_CHARS, valid_e164

LONGEST_EMAIL = 320


def customer_phone(text: str, country: str) -> str | None:
    """The number in E.164 form; None when nothing was typed.

    Args:
        country: of the business, for numbers as people there write them: `0400 000 001` with `AU`.

    Raises:
        InvalidInput: no number that can exist.
    """
    typed = text.strip()
    if not typed:
        return None
    found = None
    if len(typed) <= MAX_CHARS:
        try:
            parsed = phonenumbers.parse(typed, country.upper() or None)
            found = valid_e164(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
        except phonenumbers.NumberParseException:
            pass
    if found is None:
        raise InvalidInput(
            "phone: is no number that can be reached; write it with its country, like +61400000001"
        )
    return found


def customer_email(text: str) -> str | None:
    """The address in lower case; None when nothing was typed. Raises InvalidInput."""
    typed = text.strip()
    if not typed:
        return None
    if len(typed) > LONGEST_EMAIL:
        raise InvalidInput(f"email: at most {LONGEST_EMAIL} characters")
    try:
        found = validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        raise InvalidInput("email: is no address mail could be sent to") from None
    return found.normalized.lower()
