"""Asking for the public holidays of countries and their regions; answers are remembered."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Any

from domain.errors import InvalidInput, StorageError
from domain.setup.holidays import HolidayKind, ListedHoliday

TIMEOUT_S = 30.0
"""The process takes a second; on a machine that is full, longer."""

YEARS = 3
"""This one and the next two."""

MOST_KNOWN = 200


@dataclass(frozen=True, slots=True)
class CountryCalendar:
    """Of one country, for the years asked about.

    Attributes:
        regions: names by code, none where the country has no holidays of regions.
        days: by region, None for the whole country.
    """

    country: str
    regions: Mapping[str, str]
    aliases: Mapping[str, str]
    days: Mapping[str | None, tuple[ListedHoliday, ...]]

    def region(self, text: str | None) -> str | None:
        """The code of a region by code or name. Raises InvalidInput."""
        if text is None:
            return None
        folded = text.casefold()
        by_text = {code.casefold(): code for code in self.regions}
        by_text |= {name.casefold(): code for name, code in self.aliases.items()}
        found = by_text.get(folded)
        if found is None:
            known = ", ".join(sorted(self.regions)) or "none"
            raise InvalidInput(f"region: {text[:40]!r} is not one of {self.country}; there are {known}")
        return found


class HolidayCalendars:
    """Of any country. Each question that is not remembered is a process of a second, one at a time."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str | None, str, int], tuple[CountryCalendar, bool]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def of(
        self, country: str, regions: Iterable[str | None], language: str, first_year: int
    ) -> CountryCalendar:
        """Regions there are not are left out. Raises StorageError: the process failed."""
        wanted = sorted(set(regions), key=lambda region: region or "")
        async with self._one_at_a_time:
            missing = [each for each in wanted if (country, each, language, first_year) not in self._known]
            if missing:
                found = await asyncio.to_thread(_ask, country, missing, language, first_year)
                while len(self._known) > MOST_KNOWN:
                    self._known.pop(next(iter(self._known)))
                for each in missing:
                    self._known[country, each, language, first_year] = found, each in found.days
            parts = [self._known[country, each, language, first_year] for each in wanted]
        days = {
            each: part.days[each] for each, (part, is_known) in zip(wanted, parts, strict=True) if is_known
        }
        first, _ = parts[0]
        return CountryCalendar(country, first.regions, first.aliases, days)


@cache
def edition(year: int) -> str:
    """Names what the calendars of a year were worked out by; another release of the library may know more."""
    return f"{version('holidays')}/{year}"


def _ask(country: str, regions: list[str | None], language: str, first_year: int) -> CountryCalendar:
    question = {
        "country": country,
        "regions": regions,
        "language": language,
        "years": list(range(first_year, first_year + YEARS)),
    }
    # -P: not the working directory's modules
    argv = [sys.executable, "-P", "-m", "services.setup.holiday_listing", json.dumps(question)]
    try:
        done = subprocess.run(argv, capture_output=True, timeout=TIMEOUT_S, check=True)
        answer: dict[str, Any] = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise StorageError(
            "holidays", f"the calendar of {country} was not worked out: {type(error).__name__}"
        ) from error
    return CountryCalendar(
        country,
        answer["regions"],
        answer["aliases"],
        {
            region or None: tuple(
                ListedHoliday(date.fromisoformat(day), name, HolidayKind(kind)) for day, name, kind in days
            )
            for region, days in answer["days"].items()
        },
    )
