"""The weekday a caller says beside a date: the same day, or a question."""

from datetime import date, datetime

import pytest

from domain.dialogue.weekdays import check_weekday, check_weekday_of_start, weekday_named
from domain.errors import DayUnclear, InvalidInput

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "weekday"),
    [
        ("Tuesday", 1), ("tuesdays", 1), ("Tues.", 1), ("next Friday", 4), ("Montag", 0), ("am Sonnabend", 5),
        ("mardi", 1), ("le jeudi", 3), ("miércoles", 2), ("Sabado", 5), ("lunes", 0), ("lunedì", 0), ("Domenica", 6),
    ],
)  # fmt: skip
def test_weekdays_are_known_in_the_languages_spoken(said: str, weekday: int) -> None:
    assert weekday_named(said) == weekday


@pytest.mark.parametrize("said", ["soon", "Tuesday or Friday", "the 3rd", "mar", "day"])
def test_what_is_no_one_day_is_asked_for_again(said: str) -> None:
    with pytest.raises(InvalidInput):
        weekday_named(said)


@pytest.mark.parametrize(
    ("said", "day", "days"),
    [
        (1, date(2026, 12, 2), [date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 8)]),
        (6, date(2026, 11, 24), [date(2026, 11, 24), date(2026, 11, 29)]),
        (0, date(2026, 11, 22), [MONDAY]),
    ],
    ids=["both sides", "not before today", "a day that is over"],
)
def test_a_contradiction_names_what_may_be_meant(said: int, day: date, days: list[date]) -> None:
    with pytest.raises(DayUnclear) as raised:
        check_weekday(said, day, MONDAY)
    assert list(raised.value.days) == days
    assert all(each.isoformat() in str(raised.value) for each in days)
    again = DayUnclear(*raised.value.args)
    assert (str(again), again.days) == (str(raised.value), raised.value.days)


def test_an_agreement_or_nothing_to_compare_passes() -> None:
    check_weekday(2, date(2026, 12, 2), MONDAY)
    check_weekday(None, date(2026, 12, 2), MONDAY)
    check_weekday(2, None, MONDAY)


def test_the_midnight_a_day_ends_with_is_called_by_either_day() -> None:
    midnight = datetime.fromisoformat("2026-12-03T00:00")
    for said in (2, 3):
        check_weekday_of_start(said, midnight, MONDAY)
    with pytest.raises(DayUnclear):
        check_weekday_of_start(4, midnight, MONDAY)
