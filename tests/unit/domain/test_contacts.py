"""Numbers and addresses as customers type them."""

import pytest

from domain.contacts import customer_email, customer_phone
from domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "country", "found"),
    [
        ("+61 400 000 001", "", "+61400000001"),
        ("0400 000 001", "AU", "+61400000001"),
        ("(02) 8000-1234", "au", "+61280001234"),
        ("  ", "AU", None),
    ],
    ids=["international", "national", "punctuation", "nothing"],
)
def test_a_number_is_kept_in_one_form(typed: str, country: str, found: str | None) -> None:
    assert customer_phone(typed, country) == found


@pytest.mark.parametrize("typed", ["0400 000 001", "12", "call me", "+" + "9" * 80, "+999 123 456"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match="phone: "):
        customer_phone(typed, "")


def test_an_address_is_kept_in_lower_case_or_refused() -> None:
    assert customer_email(" Ana@Example.COM ") == "ana@example.com"
    assert customer_email("") is None
    for typed in ("ana", "ana@", "a b@example.com", "x" * 400 + "@example.com"):
        with pytest.raises(InvalidInput, match="email: "):
            customer_email(typed)
