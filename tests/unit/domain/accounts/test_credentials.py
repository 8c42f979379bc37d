"""Which addresses and passwords are taken, and in which form."""

import pytest

from domain.accounts.credentials import email_address, usable_password
from domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mia@example.com", "mia@example.com"),
        ("  Mia.Wong@EXAMPLE.com ", "mia.wong@example.com"),
        ("mia+salon@example.com", "mia+salon@example.com"),
        ("mia@b\u00fccher.example", "mia@b\u00fccher.example"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert email_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "mia",
        "mia@",
        "@example.com",
        "mia@exa mple.com",
        "mia@@example.com",
        "a\x00@example.com",
        "x" * 400,
    ],
)
def test_what_is_no_address_is_refused_with_the_field(typed: str) -> None:
    with pytest.raises(InvalidInput, match="email"):
        email_address(typed)


@pytest.mark.parametrize(
    "password",
    ["", "ninechars", "aaaaaaaaaaaa", "password123", "PASSWORD123", "mia@example.com", "x1y2" * 65],
    ids=["empty", "short", "one character", "common", "common in capitals", "the address", "long"],
)
def test_a_password_that_would_be_guessed_or_cannot_be_hashed_is_refused(password: str) -> None:
    with pytest.raises(InvalidInput, match="password"):
        usable_password(password, "mia@example.com")


def test_two_keyboards_write_the_same_password() -> None:
    assert usable_password("cafe\u0301 au lait", "a@example.com") == usable_password(
        "caf\u00e9 au lait", "a@example.com"
    )
