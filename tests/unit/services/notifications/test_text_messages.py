"""What text messages say, in the language of the business."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from domain.errors import InvalidInput, ProviderError
from services.notifications.text_messages import (
    LONGEST_CHARS,
    TEXTS,
    booking_cancelled,
    booking_confirmed,
    booking_moved,
    booking_not_moved,
    booking_refused,
    booking_unfinished,
    caller_code,
    spoken_when,
    texts_for,
    waiting_list_offer,
)
from services.outbox.refusals import is_for_good

PAYLOAD: dict[str, Any] = {
    "business_name": "Harbour Street Hair",
    "address": "12 Harbour Street, Sydney",
    "language": "en-AU",
    "customer_name": "Sam",
    "offering": "Haircut",
    "staff": "Mia",
    "starts_at_local": "2026-11-24T10:00",
}


def test_a_confirmation_says_what_with_whom_when_and_where() -> None:
    assert booking_confirmed(PAYLOAD) == (
        "Harbour Street Hair: Hi Sam, your Haircut with Mia is booked for Tuesday 24 November at 10:00 am."
        " 12 Harbour Street, Sydney."
    )
    assert booking_confirmed({**PAYLOAD, "address": ""}).endswith("at 10:00 am.")


def test_an_offer_of_the_waiting_list_says_what_when_and_until_when() -> None:
    assert waiting_list_offer({**PAYLOAD, "until_local": "2026-11-23T16:40"}) == (
        "Harbour Street Hair: Hi Sam, a time has become free: Haircut, Tuesday 24 November at 10:00 am."
        " It is kept for you until 4:40 pm. Call us to take it."
    )
    with pytest.raises(InvalidInput):
        waiting_list_offer(PAYLOAD)


def test_a_refusal_says_what_was_asked_for_and_to_ring_again() -> None:
    assert booking_refused(PAYLOAD) == (
        "Harbour Street Hair: Hi Sam, sorry, your Haircut on Tuesday 24 November at 10:00 am could not be booked."
        " Please call us again to find another time."
    )


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("de-AT", "Ihr Termin (Haircut, Mia) ist gebucht: Dienstag, 24. November um 10:00 Uhr."),
        ("fr_CA", "votre rendez-vous (Haircut, Mia) est confirmé : mardi 24 novembre à 10:00."),
        ("ES", "Su cita (Haircut, Mia) está confirmada: martes 24 de noviembre a las 10:00."),
        ("it-CH", "il suo appuntamento (Haircut, Mia) è confermato: martedì 24 novembre alle 10:00."),
        ("xx", "your Haircut with Mia is booked for Tuesday 24 November at 10:00 am."),
    ],
)
def test_it_is_in_the_language_of_the_business_or_else_english(language: str, says: str) -> None:
    assert says in booking_confirmed({**PAYLOAD, "language": language})


@pytest.mark.parametrize("language", list(TEXTS))
def test_every_language_has_all_days_and_months_and_all_texts(language: str) -> None:
    texts = TEXTS[language]
    assert (len(set(texts.weekdays)), len(set(texts.months))) == (7, 12)
    for write in (booking_confirmed, booking_refused):
        text = write({**PAYLOAD, "language": language})
        assert "{" not in text
        for part in ("Harbour Street Hair", "Sam", "Haircut", "24", "10:00"):
            assert part in text
    offer = waiting_list_offer({**PAYLOAD, "until_local": "2026-11-23T16:40", "language": language})
    assert all(part in offer for part in ("Haircut", "Sam", "24", ":40"))
    assert "{" not in offer
    unfinished = booking_unfinished({"business_name": "Harbour Street Hair", "language": language})
    assert unfinished.startswith("Harbour Street Hair")
    assert (unfinished == booking_unfinished({"business_name": "Harbour Street Hair"})) == (language == "en")


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 5, "12:05 am"), (9, 0, "9:00 am"), (12, 0, "12:00 pm"), (12, 30, "12:30 pm"), (17, 15, "5:15 pm")],
)
def test_english_clocks_have_twelve_hours(hour: int, minute: int, said: str) -> None:
    local = datetime(2026, 11, 24, hour, minute)  # noqa: DTZ001 - wall time
    assert spoken_when(texts_for(PAYLOAD), local).endswith(f" at {said}")


def test_what_a_business_or_a_caller_is_called_is_not_taken_for_a_template() -> None:
    text = booking_confirmed({**PAYLOAD, "business_name": "{staff} & Co", "customer_name": "{0.__class__}"})
    assert text.startswith("{staff} & Co: Hi {0.__class__}, ")


def test_a_text_is_one_line_and_never_longer_than_the_carrier_takes() -> None:
    text = booking_confirmed({**PAYLOAD, "address": "12 Harbour Street\nSydney  NSW"})
    assert "12 Harbour Street Sydney NSW" in text
    assert len(booking_confirmed({**PAYLOAD, "address": "x" * 5000})) == LONGEST_CHARS


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {**PAYLOAD, "starts_at_local": "soon"},
        {**PAYLOAD, "starts_at_local": None},
        {name: value for name, value in PAYLOAD.items() if name != "staff"},
    ],
)
def test_a_promise_that_says_too_little_cannot_be_written(payload: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        booking_confirmed(payload)


@pytest.mark.parametrize(
    ("status", "retryable", "for_good"),
    [
        (400, False, True),
        (422, False, True),
        (401, False, False),
        (403, False, False),
        (429, True, False),
        (503, True, False),
        (None, True, False),
    ],
)
def test_only_a_refusal_of_the_text_itself_is_final(
    status: int | None, retryable: bool, for_good: bool
) -> None:
    error = ProviderError("twilio", "messages.create", "no", retryable, status)
    assert is_for_good(error) == for_good


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("write", [booking_moved, booking_not_moved, booking_cancelled])
def test_every_language_tells_of_changes_with_the_day_and_the_time(
    language: str, write: Callable[[dict[str, Any]], str]
) -> None:
    text = write({**PAYLOAD, "language": language})
    assert "Harbour Street Hair" in text
    assert spoken_when(TEXTS[language], datetime.fromisoformat(PAYLOAD["starts_at_local"])) in text
    with pytest.raises(InvalidInput):
        write({"language": language})


@pytest.mark.parametrize("language", TEXTS)
def test_a_code_is_told_as_it_is_typed(language: str) -> None:
    assert "042137" in caller_code({**PAYLOAD, "language": language, "code": "042137"})
    with pytest.raises(InvalidInput):
        caller_code(PAYLOAD)
