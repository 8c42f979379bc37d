"""What is a telephone number, and which one was dialled."""

import pytest

from domain.phone_numbers import dialled_e164, valid_e164


@pytest.mark.parametrize(
    "number",
    ["+61491570157", "+61280001234", "+12025550123", "+4915123456789", "+34600123456", "+33199001234"],
)
def test_a_number_in_e164_form_is_kept(number: str):
    assert valid_e164(number) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "+0",
        "+12",
        "anonymous",
        "Withheld",
        "+266696687",
        "+86282452253",
        "+1234567890",
        "+999123456789",
        "+61 491 570 157",
        "+61-491-570-157",
        "61491570157",
        "0061491570157",
        "0491570157",
        "tel:+61491570157",
        "sip:+61491570157@example.com",
        "client:+61491570157",
        "+61491570157;ext=2",
        "+61491570157\n",
        "+\u0666\u0661491570157",
        "+" + "6" * 5000,
    ],
)
def test_anything_else_is_no_number(text: str):
    assert valid_e164(text) is None


@pytest.mark.parametrize(
    "written",
    [
        "+61280001234",
        "61280001234",
        " 61280001234",
        "0061280001234",
        "+61 2 8000 1234",
        "+61 (2) 8000-1234",
        "tel:+61280001234",
        "sip:61280001234@pbx.example.com:5060",
        "SIPS:+61280001234@example.com;transport=tls",
        "sip:+61280001234;phone-context=x@example.com",
    ],
)
def test_the_dialled_number_is_read_from_however_it_is_written(written: str):
    assert dialled_e164(written) == "+61280001234"


@pytest.mark.parametrize(
    "text", ["", "+", "+0", "0280001234", "sip:reception@example.com", "' OR true --", "+12"]
)
def test_what_names_no_number_is_left_as_it_is(text: str):
    assert dialled_e164(f" {text} ") == text
