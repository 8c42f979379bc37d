"""Lists as other programs export them."""

import pytest

from domain.errors import InvalidInput
from domain.setup.lists import cents, rows_of, whole_number

COLUMNS = {"name": ("service",), "minutes": ("duration", "dauer"), "price": ("preis",)}


@pytest.mark.parametrize(
    "text",
    [
        "name,minutes\nCut,45\n",
        "Name;Dauer\r\nCut;45\r\n",
        "\ufeffSERVICE\tDuration\tColour\nCut\t45\tred",
        'minutes,"Service"\n45,"Cut"',
        "name,minutes\n\n,,\nCut , 45",
    ],
    ids=["commas", "semicolons", "tabs, a mark and a column nobody knows", "quoted", "blanks"],
)
def test_columns_are_found_by_their_titles_whatever_parts_them(text: str) -> None:
    assert [dict(row.fields) for row in rows_of(text, COLUMNS)] == [{"name": "Cut", "minutes": "45"}]


def test_lines_count_as_in_a_spreadsheet_and_fields_may_hold_the_delimiter() -> None:
    rows = rows_of('name,minutes\n"Cut, long",45\n\nColour', COLUMNS)
    assert [(row.line, row.fields["name"]) for row in rows] == [(2, "Cut, long"), (4, "Colour")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\ufeff", "is empty"),
        ("a,b\n1,2", "no column name"),
        ("name,service\n1,2", "mean the same"),
        ('name\n"Cut', "does not end"),
        ("name\n" + "x\n" * 201, "at most 200 rows"),
        ("x" * 200_001, "at most 200000 characters"),
    ],
)
def test_what_is_no_list_is_refused(text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=f"csv: .*{says}"):
        rows_of(text, COLUMNS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("85", 8500),
        ("85.5", 8550),
        ("85,00", 8500),
        ("$1,250.50", 125050),
        ("1.250,50 €", 125050),
        ("CHF 1'250", 125000),
        ("1,250", 125000),
        ("0", 0),
    ],
)
def test_prices_are_read_as_people_write_them(text: str, found: int) -> None:
    assert cents("price", text, "AUD") == found


@pytest.mark.parametrize("text", ["-5", "free", "1.2.3", "1,25,0", "٨٥", "85.005.1", "9" * 30])
def test_what_is_no_price_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"price: .* is not a price"):
        cents("price", text, "AUD")


def test_a_currency_without_a_smaller_unit_takes_whole_numbers() -> None:
    assert cents("price", "5,000", "JPY") == 5000
    with pytest.raises(InvalidInput, match="JPY has no smaller unit"):
        cents("price", "50.5", "JPY")


@pytest.mark.parametrize("text", ["", "4.5", "-4", "４５", "1e3", "9" * 10])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"minutes: .* is not a whole number"):
        whole_number("minutes", text)
