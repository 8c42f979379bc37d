"""What people may look for, and numbers in every form they write them in."""

import pytest

from domain.errors import InvalidInput
from domain.numbers.search import Sort, Wish, country_of, wish, wished_number


@pytest.mark.parametrize(
    ("country", "area", "contains", "asked"),
    [
        ("AU", "", "", Wish("AU")),
        ("AU", "02", "", Wish("AU", pattern="612", begins="612")),
        ("AU", "(02)", "8000", Wish("AU", pattern="8000", begins="612")),
        ("AU", "", "13 HAIR", Wish("AU", pattern="13HAIR")),
        ("US", "212", "", Wish("US", area_code="212")),
        ("US", "+212", "55*1", Wish("US", area_code="212", pattern="55*1")),
        ("GB", "020", "", Wish("GB", pattern="4420", begins="4420")),
    ],
)
def test_an_area_is_looked_for_as_the_carrier_of_the_country_knows_it(
    country: str, area: str, contains: str, asked: Wish
):
    assert wish(country, Sort.LOCAL, area=area, contains=contains) == asked


@pytest.mark.parametrize(
    ("area", "contains", "field"),
    [
        ("Sydney", "", "area"),
        ("1234567", "", "area"),
        ("", "7", "contains"),
        ("", "8000;DROP", "contains"),
        ("", "1" * 17, "contains"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_by_its_field(area: str, contains: str, field: str):
    with pytest.raises(InvalidInput, match=f"^{field}:"):
        wish("AU", Sort.LOCAL, area=area, contains=contains)


@pytest.mark.parametrize(
    "text",
    [
        "+61280001234",
        "+61 2 8000 1234",
        "02 8000 1234",
        "(02) 8000-1234",
        " +61(0)280001234 ",
        "+61-2-8000.1234",
    ],
)
def test_a_number_is_understood_however_it_is_written(text: str):
    assert wished_number(text, "AU") == "+61280001234"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "0",
        "1234",
        "sip:+61280001234@example.com",
        "+61 2 8000",
        "the first one",
        "+9999999999",
        "9" * 40,
    ],
)
def test_what_is_no_number_is_refused(text: str):
    with pytest.raises(InvalidInput, match=r"^number: .*\+61 2 8000 1234"):
        wished_number(text, "AU")


def test_a_number_says_its_country():
    assert country_of("+61280001234") == "AU"
    assert country_of("+12125550100") == "US"
    assert country_of("+80012345678") is None or country_of("+80012345678") == "001"
