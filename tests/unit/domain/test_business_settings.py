"""A business whose zone or greeting is no use is refused, and served all the same where it is there."""

import re

import pytest

from domain.business_settings import (
    NO_GREETING,
    ZONE_HINT,
    known_timezone,
    served_greeting,
    served_timezone,
    spoken_greeting,
)
from domain.errors import InvalidInput
from domain.languages import OFFERED

UNKNOWN = ["", " ", "Australia/Sidney", "AEST+10", "../etc/passwd", "Sydney\x00", "x" * 500, "/"]


@pytest.mark.parametrize("name", UNKNOWN, ids=range(len(UNKNOWN)))
def test_a_zone_that_does_not_exist_is_refused_with_a_sentence(name: str):
    with pytest.raises(InvalidInput, match=re.escape(ZONE_HINT)):
        known_timezone(name)


@pytest.mark.parametrize("name", ["Australia/Adelaide", "UTC", " Asia/Kolkata "])
def test_a_zone_that_exists_is_kept(name: str):
    assert known_timezone(name) == name.strip() == served_timezone(name, "DE")


@pytest.mark.parametrize("name", UNKNOWN, ids=range(len(UNKNOWN)))
def test_a_business_without_a_zone_is_served_in_its_countrys(name: str):
    assert served_timezone(name, "at") == "Europe/Vienna"
    assert served_timezone(name, "ZZ") == "UTC"


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u00a0"])
def test_a_blank_greeting_is_refused_and_replaced(text: str):
    with pytest.raises(InvalidInput, match=re.escape(NO_GREETING)):
        spoken_greeting(text)
    assert served_greeting(text, "Rosa & Sons", "en-AU") == "Hello, this is Rosa & Sons. How can I help you?"


def test_a_greeting_is_kept_as_it_is():
    assert spoken_greeting(" Hi! ") == served_greeting(" Hi! ", "Rosa", "en") == " Hi! "


def test_every_language_greets_in_its_own_words():
    assert len({served_greeting("", "Rosa", language) for language in OFFERED}) == len(OFFERED)
