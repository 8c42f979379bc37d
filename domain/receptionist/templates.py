"""What a trade usually has: offerings with their times, hours, rules for the agent, and what callers ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from domain.languages import spoken_language
from domain.opening_hours import OpeningHours

LANGUAGES = ("en", "de", "fr", "es", "it")
"""The order of a text's versions in the files: all languages that are offered."""

Text = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateOffering:
    """Something that can be booked.

    Attributes:
        segments: its parts in order, minutes and whether they are processing time.
        asked: what customers are asked when they book it.
    """

    name: Text
    segments: tuple[tuple[int, bool], ...]
    buffer_min: int = 0
    asked: tuple[Text, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(minutes for minutes, _ in self.segments)


@dataclass(frozen=True, slots=True)
class Template:
    """A trade's; texts are in all `LANGUAGES`. It names no prices: those are the owner's."""

    trade: str
    name: Text
    hours: tuple[OpeningHours, ...]
    rules: tuple[Text, ...]
    questions: tuple[Text, ...]
    """What callers often ask, and only the business can answer."""
    offerings: tuple[TemplateOffering, ...]


def in_language(text: Text, language: str) -> str:
    """The text for a BCP 47 tag; English where the language is not offered."""
    return text[LANGUAGES.index(spoken_language(language))]


def read_template(data: Mapping[str, Any]) -> Template:
    """A template of a file's content. Raises KeyError, TypeError, ValueError for anything else."""
    return Template(
        trade=str(data["trade"]),
        name=_text(data["name"]),
        hours=tuple(stretch for each in data["hours"] for stretch in _hours(*each)),
        rules=tuple(_text(each) for each in data["rules"]),
        questions=tuple(_text(each) for each in data["questions"]),
        offerings=tuple(
            TemplateOffering(
                _text(each["name"]),
                tuple((abs(int(minutes)), minutes < 0) for minutes in each["segments"]),
                int(each.get("buffer", 0)),
                tuple(_text(question) for question in each.get("asked", ())),
            )
            for each in data["offerings"]
        ),
    )


def _text(versions: Sequence[Any]) -> Text:
    if len(versions) != len(LANGUAGES) or not all(isinstance(each, str) and each for each in versions):
        raise ValueError(f"a text needs {len(LANGUAGES)} versions: {versions!r}")
    return tuple(versions)


def _hours(first: int, last: int, opens: str, closes: str) -> list[OpeningHours]:
    return [
        OpeningHours(weekday, time.fromisoformat(opens), time.fromisoformat(closes))
        for weekday in range(first, last + 1)
    ]
