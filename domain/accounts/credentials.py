"""What a usable e-mail address and password are, and how long what is made of them holds."""

import unicodedata
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email

from domain.errors import InvalidInput

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256
"""Hashing takes as long as the text is: without a limit a request could hold a core."""

_COMMON = frozenset(
    "password passwort receptionist 1234567890 0123456789 qwertyuiop letmeinplease iloveyou welcome123 "
    "administrator changeme123 password123 password1234".split()
)

ACCESS_FOR = timedelta(minutes=10)
REFRESH_FOR = timedelta(days=30)
VERIFY_WITHIN = timedelta(days=3)
RESET_WITHIN = timedelta(hours=1)
INVITED_FOR = timedelta(days=7)


def email_address(text: str) -> str:
    """The address in the one form it is stored and compared in.

    Raises:
        InvalidInput: no address mail could go to.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise InvalidInput(f"email: {error}") from None
    return found.normalized.casefold()


def usable_password(text: str, email: str) -> str:
    """The password as it is hashed: composed Unicode, so that two keyboards write the same one.

    Source: NIST SP 800-63B-4, section 3.1.1 (length counts, rules about characters do not)

    Raises:
        InvalidInput: too short, too long, the address itself, or one of those everybody tries.
    """
    password = unicodedata.normalize("NFC", text)
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInput(f"password: at least {SHORTEST_PASSWORD} characters; a few words make a good one")
    if len(password) > LONGEST_PASSWORD:
        raise InvalidInput(f"password: at most {LONGEST_PASSWORD} characters")
    plain = password.casefold()
    if plain in _COMMON or len(set(plain)) < 4 or plain in (email, email.partition("@")[0]):
        raise InvalidInput("password: this one would be guessed first; choose another")
    return password
