"""Words customers are sorted by, and what somebody types to find one."""

import pytest

from domain.customers.search import digits_of, words_of
from domain.customers.tags import is_vip, tags_of
from domain.errors import InvalidInput


def test_a_tag_is_there_once_in_any_case() -> None:
    assert tags_of([" VIP ", "vip", "late  payer"]) == ("VIP", "late payer")
    assert is_vip(["colour", "Vip"])
    assert not is_vip(["vips"])


@pytest.mark.parametrize(
    "typed", [[""], [" "], ["x" * 41], ["a,b"], ["a;b"], ["a\x00"], [str(n) for n in range(21)]],
    ids=["empty", "blank", "long", "comma", "semicolon", "control", "many"],
)  # fmt: skip
def test_what_is_no_tag_is_refused(typed: list[str]) -> None:
    with pytest.raises(InvalidInput):
        tags_of(typed)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0400 000", "400000"),
        ("(02) 8000", "28000"),
        ("+61 400", "61400"),
        ("12", ""),
        ("Ann 400", ""),
        ("", ""),
    ],
)
def test_part_of_a_number_is_found_in_its_international_form(typed: str, digits: str) -> None:
    assert digits_of(typed) == digits


def test_words_are_looked_for_one_by_one() -> None:
    assert words_of("  ann  lee ") == ("ann", "lee")
    assert len(words_of("a " * 50)) == 6
