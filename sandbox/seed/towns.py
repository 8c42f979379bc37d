"""Where the businesses are: countries, zones (also of half hours and without summer time) and their public holidays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Town:
    country: str
    region: str
    zone: str
    language: str
    currency: str
    city: str
    streets: tuple[str, ...]


TOWNS: Sequence[Town] = (
    Town("AU", "NSW", "Australia/Sydney", "en-AU", "AUD", "Sydney", ("Wharf Lane", "Pepper Street")),
    Town("GB", "ENG", "Europe/London", "en-GB", "GBP", "London", ("Tallow Row", "Gannet Street")),
    Town("US", "NY", "America/New_York", "en-US", "USD", "New York", ("Orchid Avenue", "Ferry Street")),
    Town("DE", "BE", "Europe/Berlin", "de-DE", "EUR", "Berlin", ("Kranichweg", "Alte Gasse")),
    Town("AU", "SA", "Australia/Adelaide", "en-AU", "AUD", "Adelaide", ("Saltbush Road", "Gum Lane")),
    Town("FR", "IDF", "Europe/Paris", "fr-FR", "EUR", "Paris", ("rue des Lilas", "quai du Fanal")),
    Town("CA", "NL", "America/St_Johns", "en-CA", "CAD", "St. John's", ("Puffin Street", "Harbour Steps")),
    Town("US", "AZ", "America/Phoenix", "en-US", "USD", "Phoenix", ("Mesquite Road", "Cactus Lane")),
    Town("AU", "QLD", "Australia/Brisbane", "en-AU", "AUD", "Brisbane", ("Mango Street", "River Parade")),
    Town("AU", "WA", "Australia/Perth", "en-AU", "AUD", "Perth", ("Banksia Way", "Swan Street")),
    Town("US", "CA", "America/Los_Angeles", "en-US", "USD", "Los Angeles", ("Citrus Drive", "Palm Court")),
)
"""Eleven: with six trades every pair comes up in time."""

_DAYS: Mapping[str, tuple[tuple[int, int, str], ...]] = MappingProxyType(
    {
        "AU": (
            (1, 1, "New Year's Day"),
            (1, 26, "Australia Day"),
            (4, 25, "Anzac Day"),
            (12, 25, "Christmas Day"),
        ),
        "GB": ((1, 1, "New Year's Day"), (12, 25, "Christmas Day"), (12, 26, "Boxing Day")),
        "US": ((1, 1, "New Year's Day"), (7, 4, "Independence Day"), (12, 25, "Christmas Day")),
        "CA": ((1, 1, "New Year's Day"), (7, 1, "Canada Day"), (12, 25, "Christmas Day")),
        "DE": (
            (1, 1, "Neujahr"),
            (5, 1, "Tag der Arbeit"),
            (10, 3, "Tag der Deutschen Einheit"),
            (12, 25, "Weihnachten"),
        ),
        "FR": (
            (1, 1, "Jour de l'an"),
            (5, 1, "Fête du Travail"),
            (7, 14, "Fête nationale"),
            (11, 11, "Armistice"),
        ),
    }
)


def holidays(country: str, first: date, last: date) -> Iterator[tuple[date, str]]:
    """Those on a fixed date, and Thanksgiving."""
    for year in range(first.year, last.year + 1):
        days = [(date(year, month, day), name) for month, day, name in _DAYS[country]]
        if country == "US":
            november = date(year, 11, 1)
            days.append((november + timedelta(days=(3 - november.weekday()) % 7 + 21), "Thanksgiving"))
        yield from (each for each in days if first <= each[0] <= last)
