"""How pages write times, lengths and money: by the business's language, in its own zone."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency

FALLBACK = "en_AU"


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Babel's locale for `en-AU`; English as in Australia for one it does not know."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)


class Formats:
    """Of one business.

    Args:
        timezone: an IANA name.
        currency: an ISO code.
    """

    def __init__(self, language: str, timezone: str, currency: str) -> None:
        self.locale = locale_of(language)
        self.zone = ZoneInfo(timezone)
        self.currency = currency

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def time(self, at: datetime) -> str:
        """9:05 am"""
        return format_time(self.local(at), "short", locale=self.locale)

    def day(self, day: date) -> str:
        """Thursday, 26 November"""
        return format_date(day, "EEEE d MMMM", locale=self.locale)

    def short_day(self, day: date) -> str:
        """Thu 26 Nov"""
        return format_date(day, "EEE d MMM", locale=self.locale)

    def moment(self, at: datetime) -> str:
        """Thu 26 Nov, 9:05 am"""
        local = self.local(at)
        return format_datetime(local, "EEE d MMM", locale=self.locale) + ", " + self.time(at)

    def money(self, cents: int) -> str:
        return format_currency(cents / 100, self.currency, locale=self.locale)


def length(seconds: float) -> str:
    """1:05 of a call; an hour and more with hours."""
    whole = max(0, round(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
