"""Templates: fields filled in once, parts left out where a field in them is empty, and faults that are named."""

import pytest

from domain.errors import InvalidInput
from domain.languages import OFFERED
from domain.notifications.kinds import FIELDS, Kind
from domain.notifications.templates import Template, check, one_line, paragraphs, written
from domain.notifications.wording import WORDS, words_for


def test_fields_are_filled_in_once_and_what_a_value_holds_stays_as_it_is() -> None:
    assert written("Hi {customer_name}", {"customer_name": "{offering} [x]"}) == "Hi {offering} [x]"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"address": "1 Main St", "staff": "Mia"}, "Booked with Mia. 1 Main St."),
        ({"address": " ", "staff": "Mia"}, "Booked with Mia."),
        ({}, "Booked."),
    ],
    ids=["all known", "a blank address", "nothing known"],
)
def test_a_part_goes_where_a_field_in_it_is_empty(fields: dict[str, str], says: str) -> None:
    assert written("Booked[ with {staff}].[ {address}.]", fields) == says


def test_texts_are_one_line_and_mails_have_no_gaps() -> None:
    assert one_line(" a\n b \t c ") == "a b c"
    assert paragraphs("a \n\n\n\n b\nc\n") == "a\n\nb\nc"


@pytest.mark.parametrize(
    ("sms", "wrong"),
    [
        ("", "sms: must not be empty"),
        ("x" * 601, "at most 600"),
        ("{nobody}", "no field {nobody}"),
        ("{customer_name", "a brace"),
        ("{customer_name.__class__}", "a brace"),
        ("[{staff}", "a bracket"),
        ("[a [b]]", "a bracket"),
        ("Reply CANCEL to cancel", "the answer CANCEL"),
        ("Reply YES or END", "the answer END"),
    ],
)
def test_a_template_that_cannot_work_is_refused_by_name(sms: str, wrong: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check(Kind.BOOKING_REMINDER, Template(sms, "Subject", "Mail"))
    assert wrong in str(refused.value)


def test_telling_of_stop_is_welcome() -> None:
    check(Kind.BOOKING_REMINDER, Template("Reply STOP to get no more texts.", "Subject", "Mail"))


@pytest.mark.parametrize("language", list(OFFERED))
def test_every_language_has_words_for_every_kind_that_hold_and_ask_for_c_and_x(language: str) -> None:
    words = WORDS[language]
    assert words.templates.keys() == FIELDS.keys()
    for kind, template in words.templates.items():
        check(kind, template)
    reminder = words.templates[Kind.BOOKING_REMINDER].sms
    assert " C" in reminder
    assert " X" in reminder


def test_a_language_nobody_offers_is_told_in_english() -> None:
    assert words_for("pt-BR") is WORDS["en"]
    assert words_for("de_CH") is WORDS["de"]
