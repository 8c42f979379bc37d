"""Looking for a number: what may be asked for, and a wished number in whatever form it was written."""

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from domain.errors import InvalidInput
from domain.phone_numbers import said_e164


class Sort(StrEnum):
    """What kind of number it is, as the carrier sells them."""

    LOCAL = "local"
    MOBILE = "mobile"
    TOLL_FREE = "toll_free"


class Capability(StrEnum):
    VOICE = "voice"
    SMS = "sms"
    MMS = "mms"


_PATTERN = re.compile(r"[0-9A-Za-z*]{2,16}")
_AREA = re.compile(r"[0-9]{1,6}")
AREA_CODES_IN = frozenset({"US", "CA"})
"""Where the carrier looks for area codes; elsewhere they are part of the number that is looked for.

Source: https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource (AreaCode)
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """A search.

    Attributes:
        country: ISO 3166 alpha-2.
        area_code: digits, where the carrier looks for area codes.
        pattern: digits, letters of a keypad and `*` for one of any, somewhere in the number; empty for any number.
        begins: digits of the number behind its `+`; empty for any.
        needs: what the number has to be able to do besides calls.
    """

    country: str
    sort: Sort = Sort.LOCAL
    area_code: str = ""
    pattern: str = ""
    begins: str = ""
    needs: frozenset[Capability] = frozenset()


def wish(
    country: str,
    sort: Sort,
    *,
    area: str = "",
    contains: str = "",
    needs: frozenset[Capability] = frozenset(),
) -> Wish:
    """As people ask for it: an area as they dial it (`02`), part of the number with or without spaces.

    Raises InvalidInput, naming the field.
    """
    area, contains = re.sub(r"[\s()+-]", "", area), re.sub(r"[\s()+.-]", "", contains)
    if area and _AREA.fullmatch(area) is None:
        raise InvalidInput("area: the digits of an area code, such as 02 or 212")
    if contains and _PATTERN.fullmatch(contains) is None:
        raise InvalidInput("contains: 2 to 16 digits or letters; * stands for any one")
    if not area:
        return Wish(country, sort, pattern=contains, needs=needs)
    if country in AREA_CODES_IN:
        return Wish(country, sort, area_code=area, pattern=contains, needs=needs)
    code = phonenumbers.country_code_for_region(country)
    begins = f"{code}{area.lstrip('0')}"
    return Wish(country, sort, pattern=contains or begins, begins=begins, needs=needs)


def wished_number(text: str, country: str) -> str:
    """The number somebody wants, however they write it. Raises InvalidInput."""
    number = said_e164(text.strip(), country)
    if number is None:
        raise InvalidInput("number: this is no telephone number; write it as +61 2 8000 1234")
    return number


def country_of(e164: str) -> str | None:
    """ISO 3166 alpha-2 of the country a number belongs to; None for one of several countries or none."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(e164))
