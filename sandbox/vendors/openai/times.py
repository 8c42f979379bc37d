"""Times of day as callers say them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Literal

from sandbox.vendors.openai.words import TENS, UNITS, number_at

Part = Literal["morning", "afternoon", "evening"]
Stretches = Sequence[tuple[time, time]]

_LEADS = frozenset(
    {"at", "around", "about", "by", "before", "after", "past", "say", "its", "it", "until", "from"}
)
_TO_LEADS = (
    "make it",
    "make that",
    "change it",
    "change that",
    "move it",
    "change to",
    "switch it",
    "it to",
    "that to",
)
_HEARD_AS = {"to": 2, "too": 2, "for": 4, "ate": 8, "won": 1}
"""Numbers a recogniser writes as other words; believed only before minutes (`to thirty`)."""


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time as said; `half` is None when neither morning nor afternoon was."""

    hour: int
    minute: int
    half: Literal["am", "pm"] | None
    start: int
    end: int


def find_part(words: list[str]) -> Part | None:
    """The part of the day asked for; a greeting (`good morning`) asks for none."""
    part: Part | None = None
    for index, word in enumerate(words):
        greeting = (index > 0 and words[index - 1] == "good") or (
            index == 0 and len(words) > 2 and word != "mornings"
        )
        if word in ("morning", "mornings") and not greeting:
            part = "morning"
        elif word in ("afternoon", "afternoons") and not greeting:
            part = "afternoon"
        elif (word in ("evening", "evenings") and not greeting) or word == "tonight":
            part = "evening"
    joined = " ".join(words)
    if part is None and "after lunch" in joined:
        return "afternoon"
    if part is None and "after work" in joined:
        return "evening"
    return part


def find_time(words: list[str], *, expected: bool) -> TimeMention | None:
    """The time the caller wants: the last one said, without those ruled out (`not three`, `instead of two`).

    Args:
        expected: a time was asked for, so a bare number is one.
    """
    wanted: TimeMention | None = None
    index = 0
    while index < len(words):
        mention = _mention_at(words, index, expected)
        if mention is None:
            index += 1
            continue
        before = " ".join(words[max(0, mention.start - 3) : mention.start])
        ruled_out = re.search(
            r"\b(?:not|instead of|rather than|isnt|cant do|cant make|cant)(?: at| the)?$", before
        )
        in_range = wanted is not None and "between" in words[: wanted.start + 1]
        if not ruled_out and not in_range:
            wanted = mention
        index = mention.end
    return wanted


def resolve(mention: TimeMention, part: Part | None, stretches: Stretches) -> time:
    """The time meant: said outright, told by the part of the day, or the one that is within opening hours."""
    if mention.hour > 12 or mention.hour == 0:
        return time(mention.hour, mention.minute)
    morning = time(mention.hour % 12, mention.minute)
    afternoon = time(mention.hour % 12 + 12, mention.minute)
    if mention.half:
        return morning if mention.half == "am" else afternoon
    if part:
        return morning if part == "morning" and mention.hour != 12 else afternoon
    for candidate in (morning, afternoon):
        if any(opens <= candidate < closes for opens, closes in stretches):
            return candidate
    return morning if 7 <= mention.hour < 12 else afternoon


def _mention_at(words: list[str], index: int, expected: bool) -> TimeMention | None:
    word = words[index]
    if word in ("noon", "midday", "lunchtime"):
        return TimeMention(12, 0, "pm", index, index + 1)
    if digits := re.fullmatch(r"(\d{1,2}):(\d{2})", word):
        return _with_half(words, int(digits[1]), int(digits[2]), index, index + 1)
    return _relative(words, index) or _hour_first(words, index, expected)


def _relative(words: list[str], index: int) -> TimeMention | None:
    """`half past nine`, `half nine`, `quarter to four`, `twenty five to six`."""
    start = index + 1 if words[index] == "a" else index
    if start >= len(words):
        return None
    if words[start] == "half":
        minutes, after = 30, start + 1
    elif words[start] == "quarter":
        minutes, after = 15, start + 1
    elif (number := number_at(words, start)) and number[0] in (5, 10, 20, 25):
        minutes, after = number[0], start + number[1]
        after += after < len(words) and words[after] == "minutes"
    else:
        return None
    side = words[after] if after < len(words) else ""
    if side in ("past", "after", "to", "till", "before"):
        after += 1
    elif words[start] != "half":
        return None
    number = number_at(words, after)
    if not number or not 1 <= number[0] <= 12:
        return None
    hour, end = number[0], after + number[1]
    if side in ("to", "till", "before"):
        hour, minutes = (hour - 2) % 12 + 1, 60 - minutes
    return _with_half(words, hour, minutes, index, end)


def _hour_first(words: list[str], index: int, expected: bool) -> TimeMention | None:
    """`three thirty`, `two oh five pm`, `two o'clock`, `three` where a time is due."""
    word = words[index]
    minutes = _minutes_at(words, index + 1)
    if (
        word in _HEARD_AS
        and minutes
        and minutes[0] in (15, 30, 45)
        and words[index + 2 : index + 3] != ["minutes"]
    ):
        before = words[index - 1] if index else ""
        if before not in ("quarter", "half") and before not in UNITS and before not in TENS:
            return _with_half(words, _HEARD_AS[word], minutes[0], index, index + 1 + minutes[1])
    number = (
        (UNITS[word], 1)
        if UNITS.get(word, 0) in range(1, 13)
        else number_at(words, index)
        if word.isdigit()
        else None
    )
    if not number or not 0 <= number[0] <= 23:
        return None
    hour, end = number[0], index + 1
    if minutes:
        return _with_half(words, hour, minutes[0], index, end + minutes[1])
    mention = _with_half(words, hour, 0, index, end)
    due = mention.half is not None or mention.end > end or _is_due(words, index, expected)
    return mention if due and _is_time_of_day(words, index, mention.end) else None


def _minutes_at(words: list[str], index: int) -> tuple[int, int] | None:
    if index < len(words) and words[index] in ("oh", "o") and index + 1 < len(words):
        unit = UNITS.get(words[index + 1], 0)
        return (unit, 2) if 0 < unit < 10 else None
    number = number_at(words, index)
    if not number or not 10 <= number[0] < 60 or (number[0] < 15 and number[0] != 10):
        return None
    return number


def _is_due(words: list[str], index: int, expected: bool) -> bool:
    before = words[index - 1] if index else ""
    lead = " ".join(words[max(0, index - 2) : index])
    if lead in ("make that", "do that"):
        return True
    if before in ("that", "this", "the", "another", "which", "any", "each", "no"):
        return False
    if words[index + 1 : index + 2] in (["instead"], ["then"]):
        return True
    if words[index] == "one" and before not in _LEADS and len(words) > 2:
        return False
    return expected or len(words) == 1 or before in _LEADS or any(lead.endswith(to) for to in _TO_LEADS) or (
        before == "to" and any(word in words[:index] for word in ("change", "move", "make", "switch", "instead"))
    )  # fmt: skip


def _is_time_of_day(words: list[str], index: int, end: int) -> bool:
    """Not `two people`, `ten minutes` or `march three`."""
    following = words[end] if end < len(words) else ""
    return following not in (
        "people", "of", "haircuts", "minutes", "minute", "hours", "hour", "days", "weeks", "dollars", "times", "kids",
        "appointments", "bookings", "years", "street",
    )  # fmt: skip


def _with_half(words: list[str], hour: int, minute: int, start: int, end: int) -> TimeMention:
    if end < len(words) and words[end] in ("oclock", "clock"):
        end += 1
    elif words[end : end + 2] == ["o", "clock"]:
        end += 2
    following = words[end : end + 3]
    half: Literal["am", "pm"] | None = None
    if following[:1] in (["am"], ["pm"]):
        half, end = ("am" if following[0] == "am" else "pm"), end + 1
    elif following[:2] in (["a", "m"], ["p", "m"]):
        half, end = ("am" if following[0] == "a" else "pm"), end + 2
    elif following[:2] in (["in", "the"], ["on", "the"]) and len(following) == 3:
        told = {"morning": "am", "afternoon": "pm", "evening": "pm"}.get(following[2])
        if told:
            half, end = ("am" if told == "am" else "pm"), end + 3
    return TimeMention(hour, minute % 60, half, start, end)
