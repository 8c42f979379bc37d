"""Who may be one person."""

from uuid import UUID

import pytest

from domain.customers.duplicates import Known, Reason, alike, names_alike

ONE, OTHER = UUID(int=1), UUID(int=2)


def judged(one: tuple[str, str | None, str | None], other: tuple[str, str | None, str | None]) -> object:
    found = alike([(Known(OTHER, *one), Known(ONE, *other))])
    assert all((each.low_id, each.high_id) == (ONE, OTHER) for each in found)
    return (found[0].likely, set(found[0].reasons)) if found else None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Zoë Smith", "zoe  smith", True),
        ("Smith, Zoe", "Zoe Smith", True),
        ("Zoe", "Zoe Smith", True),
        ("Jon Smith", "John Smith", True),
        ("Ann", "Anna", True),
        ("李雷", "李雷", True),
        ("Tim", "Tom", True),
        ("Jan", "Tom", False),
        ("Bob", "Rob", False),
        ("Zoe Smith", "Zoe Jones", False),
        ("Jo", "Jó", True),
        ("Al", "El", False),
        ("?", "!", False),
    ],
)
def test_names_are_alike_as_people_write_them(one: str, other: str, same: bool) -> None:
    assert names_alike(one, other) is same
    assert names_alike(other, one) is same


def test_a_number_and_a_name_are_likely_one_person_and_a_number_alone_a_family() -> None:
    phone = "+61400000001"
    assert judged(("Mia", phone, None), ("Mia Wong", phone, "m@example.com")) == (
        True,
        {Reason.SAME_PHONE, Reason.SAME_NAME},
    )
    assert judged(("Mia", phone, None), ("Ruth", phone, None)) == (False, {Reason.SAME_PHONE})


def test_the_same_name_is_chance_as_soon_as_something_says_otherwise() -> None:
    assert judged(("Mia", "+61400000001", None), ("Mia", "+61488777666", None)) is None
    assert judged(("Mia", None, "a@example.com"), ("Mia", None, "b@example.com")) is None
    assert judged(("Mia", "+61400000001", None), ("Mia", None, "a@example.com")) == (
        False,
        {Reason.SAME_NAME, Reason.NOT_CONTRADICTED},
    )


@pytest.mark.parametrize("number", ["+61400000010", "+61400000081", "+6140000001", "+61400010001"])
def test_a_number_that_was_misheard_is_similar(number: str) -> None:
    assert judged(("Mia", "+61400000001", None), ("mia", number, None)) == (
        True,
        {Reason.SAME_NAME, Reason.SIMILAR_PHONE},
    )


def test_pairs_are_told_once_with_all_reasons_the_likely_first() -> None:
    rows = [
        Known(UUID(int=3), "Ann", "+61400000001", "ann@example.com"),
        Known(UUID(int=4), "Ann", "+61400000001", "ann@example.com"),
        Known(UUID(int=1), "Ruth", "+61400000001", None),
    ]
    pairs = [(rows[0], rows[1]), (rows[1], rows[0]), (rows[2], rows[0]), (rows[0], rows[0])]
    found = alike(pairs)
    assert [(each.low_id.int, each.high_id.int, each.likely) for each in found] == [
        (3, 4, True),
        (1, 3, False),
    ]
    assert set(found[0].reasons) == {Reason.SAME_PHONE, Reason.SAME_EMAIL, Reason.SAME_NAME}
