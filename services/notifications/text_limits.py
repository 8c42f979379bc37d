"""Which text messages may be sent at all: to numbers of countries a business has to do with, and not without end."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import phonenumbers
import structlog

from domain.errors import StorageError

log = structlog.get_logger()

ANY_COUNTRY = "*"


class Counts(Protocol):
    """How many a number has had (`storage.redis.text_counts.TextCounts`)."""

    async def take(self, number: str, item: str, most: int) -> bool: ...


@dataclass(frozen=True, slots=True)
class TextLimits:
    """Limits of one system.

    Attributes:
        countries: ISO 3166 alpha-2 codes texts may go to besides the business's own; `*` stands for all.
        per_day: texts a number gets within a day, from whatever business.
    """

    counts: Counts
    countries: Collection[str] = ()
    per_day: int = 5

    async def refusal(
        self, item: str, to: str, *, own_country: str, from_: str, counted: bool = True
    ) -> str | None:
        """Why this text is not to be sent, without personal data; None when it may be.

        While Redis is away a text is sent uncounted: the carrier charges for it, and a caller waits for it.

        Args:
            item: names the text; tried again, it counts once.
            to: E.164.
            own_country: the business's.
            from_: the number it would come from; its country is the business's too.
            counted: whether it counts among those a number gets in a day; what the business's own people get does not.
        """
        country = country_of(to)
        if country is None:
            return "not a telephone number"
        allowed = {own_country.upper(), country_of(from_), *self.countries}
        if country not in allowed and ANY_COUNTRY not in allowed:
            return f"texts to {country} are not allowed (TEXT_COUNTRIES)"
        if not counted:
            return None
        try:
            if not await self.counts.take(to, item, self.per_day):
                return f"the number has had {self.per_day} texts within a day (TEXTS_PER_NUMBER_AND_DAY)"
        except StorageError as away:
            log.warning("outbox.not_counted", item=item, reason=str(away))
        return None


def country_of(number: str) -> str | None:
    """ISO 3166 alpha-2 of the country an E.164 number belongs to; None when it belongs to none."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    region = phonenumbers.region_code_for_number(parsed)
    return region if region and region.isalpha() else None
