"""Notifications as they are sent: a template's words with its fields; days, times, money as the language has them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from html import escape

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_percent

from domain.money import CENTLESS
from domain.notifications.kinds import Kind
from domain.notifications.templates import Template, one_line, paragraphs, written
from domain.notifications.wording import words_for

LONGEST_SMS = 1600
"""Source: https://www.twilio.com/docs/messaging/api/message-resource (error 21617)"""

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_YEAR = re.compile(r"[\s,]*(?:'de'\s*)?y+")
"""Of a locale's pattern of a full date, the year with what joins it to the rest."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """`text` and `html` say the same."""

    sms: str
    subject: str
    text: str
    html: str


def rendered(kind: Kind, language: str, fields: Mapping[str, str], own: Template | None = None) -> Rendered:
    """The notification in this language (a BCP 47 tag), in the business's own words where it has some."""
    template = own or words_for(language).templates[kind]
    text = paragraphs(written(template.mail, fields))
    return Rendered(
        sms=one_line(written(template.sms, fields))[:LONGEST_SMS],
        subject=one_line(written(template.subject, fields)),
        text=text + "\n",
        html=html_of(text),
    )


def html_of(text: str) -> str:
    """Paragraphs of HTML with the same words; addresses can be followed."""
    return "".join(
        f"<p>{_linked(part)}</p>".replace("\n", "<br>") for part in text.split("\n\n") if part.strip()
    )


def spoken_when(language: str, local: datetime) -> str:
    """Day and time, without the year: `Tuesday 24 November at 10:00 am`."""
    return words_for(language).when.format(
        day=spoken_day(language, local.date()), time=spoken_time(language, local.time())
    )


def spoken_day(language: str, day: date) -> str:
    """`Tuesday 24 November`."""
    locale = locale_of(language)
    return format_date(day, _YEAR.sub("", locale.date_formats["full"].pattern), locale=locale)


def spoken_time(language: str, wall: time) -> str:
    """`10:00 am`, `10:00`."""
    # Some locales put a narrow no-break space there, which makes a text message twice as long.
    return _plain(format_time(wall, "short", locale=locale_of(language)))


def spoken_money(language: str, cents: int, currency: str) -> str:
    """`$95.00`, `95,00 €`."""
    amount = cents if currency.upper() in CENTLESS else cents / 100
    return _plain(format_currency(amount, currency.upper(), locale=locale_of(language)))


def spoken_percent(language: str, percent: int) -> str:
    return _plain(format_percent(percent / 100, locale=locale_of(language)))


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The locale of a BCP 47 tag; without one, that of its language, else English."""
    tag = language.strip().replace("_", "-")
    for known in (tag, tag.partition("-")[0]):
        try:
            return Locale.parse(known, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def _linked(text: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = escape(found[0], quote=True)
        parts += [escape(text[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")
