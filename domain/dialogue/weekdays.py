"""Weekdays as callers and models name them, and whether one is that of a date."""

from datetime import date, datetime, time, timedelta

from domain.day_names import WEEKDAYS, spoken_day
from domain.dialogue.intents import folded
from domain.errors import DayUnclear, InvalidInput

_NAMES = (
    ("monday mon", "montag", "lundi", "lunes", "lunedì lunedi"),
    ("tuesday tue tues", "dienstag", "mardi", "martes", "martedì martedi"),
    ("wednesday wed", "mittwoch", "mercredi", "miércoles miercoles", "mercoledì mercoledi"),
    ("thursday thu thur thurs", "donnerstag", "jeudi", "jueves", "giovedì giovedi"),
    ("friday fri", "freitag", "vendredi", "viernes", "venerdì venerdi"),
    ("saturday sat", "samstag sonnabend", "samedi", "sábado sabado", "sabato"),
    ("sunday sun", "sonntag", "dimanche", "domingo", "domenica"),
)
"""In the languages that are spoken (`domain.languages.OFFERED`); no name means two days."""

_BY_NAME = {
    name: weekday for weekday, names in enumerate(_NAMES) for written in names for name in written.split()
}
_WEEK = timedelta(days=7)
_ARTICLES = frozenset({"on", "am", "le", "el", "il", "next", "this", "the", "kommenden", "nächsten"})


def weekday_named(name: str) -> int:
    """The weekday, 0 for Monday. Raises InvalidInput."""
    words = [word for word in folded(name).split() if word not in _ARTICLES]
    known = {
        _BY_NAME[each]
        for word in words
        for each in (word, word.removesuffix("s"))  # "Tuesdays", and a day of the week that ends so: "lunes"
        if each in _BY_NAME
    }
    if len(known) != 1:
        raise InvalidInput(
            "weekday must be the name of one day of the week, as the caller said it, or null where they said none."
        )
    return known.pop()


def check_weekday(said: int | None, day: date | None, today: date) -> None:
    """Whether the weekday the caller said is that of the date.

    Raises:
        DayUnclear: it is not; the message has both readings.
    """
    if said is None or day is None or day.weekday() == said:
        return
    around = [
        day + timedelta(days=(said - day.weekday()) % 7 - 7),
        day + timedelta(days=(said - day.weekday()) % 7),
    ]
    near = [each for each in around if each >= today] or [around[-1] + _WEEK]
    name = WEEKDAYS[said]
    others = " and ".join(f"{spoken_day(each)} ({each.isoformat()})" for each in near)
    raise DayUnclear(
        f"Nothing was done: the caller said {name}, but {day.isoformat()} is {spoken_day(day)}. Ask which day they"
        f" mean, and name both readings: {spoken_day(day)}, or {others}. Do not choose for them.",
        tuple(sorted({*near, day} if day >= today else near)),
    )


def check_weekday_of_start(said: int | None, starts_at_local: datetime, today: date) -> None:
    """`check_weekday` for a start; the midnight a day ends with is also called by that day."""
    day = starts_at_local.date()
    if starts_at_local.time() == time() and said == (day.weekday() - 1) % 7:
        return
    check_weekday(said, day, today)
