"""Days as callers say them."""

import itertools
import re
from dataclasses import dataclass
from datetime import date, timedelta

from domain.day_names import MONTHS, WEEKDAYS
from sandbox.vendors.openai.words import alike, number_at, ordinal_at

_WEEKDAYS = {name.lower(): index for index, name in enumerate(WEEKDAYS)}
_MONTHS = {name.lower(): index for index, name in enumerate(MONTHS, start=1)}
_NOT_A_DAY = frozenset(
    {"someday", "today", "day", "days", "money", "holiday", "birthday", "monthly", "sunny"}
)
_FUZZY = 0.83


@dataclass(frozen=True, slots=True)
class DayMention:
    date: date
    start: int
    end: int


def find_date(words: list[str], today: date, *, week_ahead: bool = False) -> DayMention | None:
    """The day the caller wants: the last one said, without those ruled out (`not tuesday`).

    `next tuesday` is the Tuesday of the calendar week (from Monday) after this one; a bare weekday is the coming one.

    Args:
        week_ahead: the caller said "next week" before, so a bare weekday is one of that week.
    """
    week_ahead = week_ahead or says_next_week(words)
    wanted: DayMention | None = None
    index = 0
    while index < len(words):
        mention = _mention_at(words, index, today, week_ahead)
        if mention is None:
            index += 1
            continue
        before = " ".join(words[max(0, mention.start - 3) : mention.start])
        if not re.search(
            r"\b(?:not|instead of|rather than|isnt|cant do|cant make|cant)(?: on| the)?$", before
        ):
            wanted = mention
        index = mention.end
    return wanted


def says_next_week(words: list[str]) -> bool:
    """Whether "next week" is said."""
    return any(pair == ("next", "week") for pair in itertools.pairwise(words))


def weekday_said(word: str) -> str | None:
    """The weekday this word is, as it is written."""
    weekday = _weekday(word)
    return None if weekday is None else WEEKDAYS[weekday]


def _mention_at(words: list[str], index: int, today: date, week_ahead: bool) -> DayMention | None:
    word = words[index]
    if words[index : index + 3] == ["day", "after", "tomorrow"]:
        return DayMention(today + timedelta(days=2), index, index + 3)
    if word == "tomorrow" or alike(word, "tomorrow") > 0.85:
        return DayMention(today + timedelta(days=1), index, index + 1)
    if word in ("today", "tonight") or words[index : index + 2] in (
        ["this", "morning"],
        ["this", "afternoon"],
    ):
        return DayMention(today, index, index + 1)
    return (
        _from_now(words, index, today)
        or _of_the_month(words, index, today)
        or _of_the_week(words, index, today, week_ahead)
    )


def _from_now(words: list[str], index: int, today: date) -> DayMention | None:
    """`in three days`, `in a week`, `in two weeks`."""
    if words[index] != "in":
        return None
    number = (1, 1) if words[index + 1 : index + 2] == ["a"] else number_at(words, index + 1)
    if not number:
        return None
    end = index + 1 + number[1]
    unit = words[end] if end < len(words) else ""
    days = {"day": 1, "days": 1, "week": 7, "weeks": 7}.get(unit)
    return DayMention(today + timedelta(days=days * number[0]), index, end + 1) if days else None


def _of_the_month(words: list[str], index: int, today: date) -> DayMention | None:
    """`the twelfth of march`, `march the twelfth`, `the twenty fourth`, `tuesday the first`."""
    month = _month_at(words, index)
    if month:
        after = index + 1 + (words[index + 1 : index + 2] == ["the"])
        day = ordinal_at(words, after) or number_at(words, after)
        return _dated(day[0], month, today, index, after + day[1]) if day else None
    ordinal = ordinal_at(words, index)
    number = ordinal or number_at(words, index)
    if not number:
        return None
    end = index + number[1]
    of = end < len(words) and words[end] == "of"
    month = _month_at(words, end + of)
    if month and (of or ordinal or words[end] != "may"):
        return _dated(number[0], month, today, index, end + of + 1)
    before = words[index - 1] if index else ""
    following = words[end] if end < len(words) else ""
    is_choice = following in ("one", "time", "slot", "option", "of", "available", "thing")
    if ordinal and before in ("the", *_WEEKDAYS) and not is_choice:
        return _dated(ordinal[0], None, today, index, end)
    return None


def _dated(day: int, month: int | None, today: date, start: int, end: int) -> DayMention | None:
    """The first such day from today on."""
    for ahead in range(49):
        year, of_year = divmod(today.month - 1 + ahead, 12)
        if month and of_year + 1 != month:
            continue
        try:
            candidate = date(today.year + year, of_year + 1, day)
        except ValueError:
            continue
        if candidate >= today:
            return DayMention(candidate, start, end)
    return None


def _month_at(words: list[str], index: int) -> int | None:
    if index >= len(words):
        return None
    word = words[index]
    if word in _MONTHS:
        return _MONTHS[word]
    if len(word) < 6:
        return None
    return next((n for name, n in _MONTHS.items() if alike(word, name) >= _FUZZY), None)


def _of_the_week(words: list[str], index: int, today: date, week_ahead: bool) -> DayMention | None:
    weekday = _weekday(words[index])
    if weekday is None:
        return None
    start = index
    before = words[index - 1] if index else ""
    ahead = (weekday - today.weekday()) % 7
    if before == "next" or week_ahead:
        start -= before == "next"
        ahead = 7 - today.weekday() + weekday
    elif ahead == 0 and before != "this":
        ahead = 7
    if words[index + 1 : index + 2] == ["week"]:
        ahead += 7
    end = index + 1
    of_month = (
        _of_the_month(words, end + (words[end : end + 1] == ["the"]), today) if end < len(words) else None
    )
    if of_month:
        return DayMention(of_month.date, start, of_month.end)
    return DayMention(today + timedelta(days=ahead), start, end)


def _weekday(word: str) -> int | None:
    if word in _WEEKDAYS:
        return _WEEKDAYS[word]
    single = word.removesuffix("s")
    if single in _WEEKDAYS:
        return _WEEKDAYS[single]
    short = {"mon": 0, "tue": 1, "tues": 1, "thur": 3, "thurs": 3, "fri": 4}
    if word in short:
        return short[word]
    if len(word) < 6 or word in _NOT_A_DAY:
        return None
    score, index = max((alike(word, name), index) for name, index in _WEEKDAYS.items())
    return index if score >= _FUZZY else None
