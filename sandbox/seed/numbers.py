"""Telephone numbers that nobody has: ranges the authorities keep free for films and books."""

from collections.abc import Mapping
from types import MappingProxyType

from sandbox.seed.randomness import Chance

_RANGES: Mapping[str, tuple[tuple[str, int], ...]] = MappingProxyType(
    {
        # https://www.acma.gov.au/phone-numbers-use-tv-shows-films-and-creative-works
        "AU": (
            *((f"+61{area}5550", 4) for area in (2, 3, 7, 8)),
            *((f"+61{area}7010", 4) for area in (2, 3, 7, 8)),
        ),
        # https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
        "GB": (
            *((f"+44{area}4960", 3) for area in (113, 114, 116, 117, 118, 121, 131, 141, 151, 161)),
            *(("+442079460", 3), ("+442920180", 3)),
        ),
        # 555-0100 to 555-0199 of every area code: https://www.nanpa.com/numbering/555-line-numbers
        "US": tuple(
            (f"+1{area}55501", 2) for area in (206, 212, 303, 310, 312, 404, 480, 503, 602, 617, 646, 718)
        ),
        "CA": tuple(
            (f"+1{area}55501", 2) for area in (204, 250, 306, 416, 506, 514, 604, 613, 709, 780, 902)
        ),
        # https://www.bundesnetzagentur.de (numbers for media, Mitteilung 148/2021)
        "DE": (
            *((f"+49{area}", 3) for area in ("3023125", "6990009", "4066969", "2214710", "8999998")),
            ("+4917139200", 2),
        ),
        # https://www.arcep.fr (decision 2018-0881)
        "FR": tuple((f"+33{area}", 4) for area in ("19900", "26191", "35301", "46571", "53649")),
    }
)
"""By country: the beginning of a range and how many digits follow."""

OF_BUSINESSES = 20
"""The first numbers of each range are dialled, all others dial."""


def callers_number(country: str, chance: Chance) -> str:
    """Somebody's number in this country, E.164."""
    start, digits = chance.one_of(_RANGES[country])
    return f"{start}{chance.random.randrange(OF_BUSINESSES, 10**digits):0{digits}}"


def dialled_number(country: str, place: int) -> str:
    """The number of the so-manieth business of this country, E.164."""
    ranges = _RANGES[country]
    start, digits = ranges[place % len(ranges)]
    return f"{start}{place // len(ranges) % OF_BUSINESSES:0{digits}}"


def most_businesses(country: str) -> int:
    """How many have a number of their own."""
    return len(_RANGES[country]) * OF_BUSINESSES
