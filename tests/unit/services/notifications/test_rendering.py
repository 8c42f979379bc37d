"""Notifications as they are sent."""

from datetime import datetime

import pytest

from domain.notifications.kinds import Kind
from domain.notifications.templates import Template
from services.notifications.booking_letters import booking_fields
from services.notifications.rendering import html_of, rendered, spoken_money, spoken_when

PAYLOAD = {
    "business_name": "Harbour & Co",
    "customer_name": "<b>Sam</b>",
    "offering": "Haircut",
    "staff": "",
    "address": "12 Harbour Street",
    "starts_at_local": "2026-11-24T10:05",
    "manage_url": "https://b.example.com/m?a=1&b=2",
}


@pytest.mark.parametrize(
    ("language", "when", "money"),
    [
        ("en-AU", "Tuesday, 24 November at 10:05 am", "$95.50"),
        ("en-US", "Tuesday, November 24 at 10:05 AM", "A$95.50"),
        ("de", "Dienstag, 24. November um 10:05 Uhr", "95,50 AU$"),
        ("fr", "mardi 24 novembre à 10:05", "95,50 $AU"),
        ("es", "martes, 24 de noviembre a las 10:05", "95,50 AUD"),
        ("it", "martedì 24 novembre alle 10:05", "95,50 A$"),
        ("xx", "Tuesday, November 24 at 10:05 AM", "A$95.50"),
    ],
)
def test_times_and_money_are_as_the_language_has_them(language: str, when: str, money: str) -> None:
    assert spoken_when(language, datetime.fromisoformat("2026-11-24T10:05")) == when
    assert spoken_money(language, 9550, "AUD") == money


def test_money_without_cents_has_none() -> None:
    assert spoken_money("en", 9550, "JPY") == "¥9,550"


def test_text_and_html_say_the_same_and_a_name_is_no_markup() -> None:
    found = rendered(Kind.BOOKING_CONFIRMED, "en-AU", booking_fields(PAYLOAD, "en-AU"))
    assert found.subject == "Your appointment: Haircut, Tuesday, 24 November at 10:05 am"
    assert "Where: 12 Harbour Street" in found.text
    assert " with " not in found.text
    assert "<p>Hi &lt;b&gt;Sam&lt;/b&gt;,</p>" in found.html
    assert '<a href="https://b.example.com/m?a=1&amp;b=2">' in found.html


def test_a_business_words_it_for_itself() -> None:
    own = Template("See you {when}, {customer_name}", "Booked", "Bring a towel.")
    found = rendered(Kind.BOOKING_CONFIRMED, "de", booking_fields(PAYLOAD, "de"), own)
    assert (found.sms, found.subject) == ("See you Dienstag, 24. November um 10:05 Uhr, <b>Sam</b>", "Booked")
    assert found.text == "Bring a towel.\n"


def test_a_full_stop_behind_an_address_is_none_of_it() -> None:
    assert (
        html_of("See https://x.example.com/a.")
        == '<p>See <a href="https://x.example.com/a">https://x.example.com/a</a>.</p>'
    )
