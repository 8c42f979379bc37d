"""Lists of customers as other programs write them."""

import csv
import io
import random
import string

import pytest

from domain.customers.lists import (
    LARGEST_FILE,
    MOST_ROWS,
    Broken,
    CustomerList,
    Duplicate,
    Listed,
    guarded,
    read_list,
    unguarded,
    written,
)
from domain.errors import InvalidInput


def read(text: str, country: str = "AU", **named: str | None) -> CustomerList:
    return read_list(text.encode(), country, named)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_three_encodings_separators_and_line_ends(encoding: str, separator: str, end: str) -> None:
    rows = [
        ["Name", "Mobile", "E-Mail", "Notizen"],
        ["Zoë Müller", "0400 000 001", "ZOE@example.com", "sagt: „ja“"],
        ['Ann "Annie" Lee', "", "", f"two{end}lines{separator} and more"],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    found = read_list(out.getvalue().encode(encoding), "AU")
    assert [(each.row, each.name, each.phone, each.email) for each in found.customers] == [
        (2, "Zoë Müller", "+61400000001", "zoe@example.com"),
        (3, 'Ann "Annie" Lee', None, None),
    ]
    assert found.customers[0].notes == "sagt: „ja“"
    assert found.customers[1].notes == f"two{end}lines{separator} and more"
    assert (found.separator, found.broken) == (separator, ())
    assert found.encoding == {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(encoding, encoding[:6])


@pytest.mark.parametrize(
    ("country", "written", "number"),
    [
        ("AU", "0400 000 001", "+61400000001"),
        ("AU", "(02) 8000 1234", "+61280001234"),
        ("AU", "400000001", "+61400000001"),
        ("AU", "61400000001", "+61400000001"),
        ("AU", "+44 7911 123456", "+447911123456"),
        ("AU", "0011 44 7911 123456", "+447911123456"),
        ("DE", "0171/1234567", "+491711234567"),
        ("GB", "07911 123456", "+447911123456"),
        ("AU", "'+61400000001", "+61400000001"),
    ],
)
def test_numbers_are_read_as_people_there_write_them(country: str, written: str, number: str) -> None:
    (found,) = read(f"name;phone\nSam;{written}", country).customers
    assert found.phone == number


def test_rows_that_are_broken_are_named_and_the_others_kept() -> None:
    found = read(
        "name,phone,email,tags\n"
        "Ann,0400 000 001,,\n"
        ",0400 000 002,,\n"
        "Ben,12345,ben,\n"
        "\n"
        'Cat,"0400 000 003,,\n'
        "Dan,4.00E+08,,\n"
        "Eve,,eve@example.com,,too,many\n"
        'Fay,,,"a,b"\n'
    )
    assert [each.name for each in found.customers] == ["Ann", "Fay"]
    assert found.customers[1].tags == ("a", "b")
    assert [(each.row, each.field) for each in found.broken] == [
        (3, "name"), (4, "phone"), (4, "email"), (6, ""), (7, "phone"), (8, ""),
    ]  # fmt: skip
    assert Broken(3, "name", "must not be empty") in found.broken
    assert found.rows == 7


def test_headers_mean_what_they_are_called_or_what_somebody_says() -> None:
    found = read("Vorname;Nachname;Handy;Telefon;Kundennummer\nJo;Ott;;030 123456;7", "DE")
    assert [(each.name, each.phone) for each in found.customers] == [("Jo Ott", "+4930123456")]
    assert dict(found.columns)["Kundennummer"] is None
    said = read("Wer,Wo,Email\nJo,030 123456,jo@example.com", "DE", Wer="name", wo="phone", Email=None)
    assert said.customers == (Listed(2, "Jo", "+4930123456", None, "", ()),)
    assert read("sep=;\nname;phone\nJo;", "DE").customers[0].row == 3


def test_the_same_customer_is_taken_once() -> None:
    found = read(
        "name,phone,email\nJo,0400000001,\njo,+61 400 000 001,jo@example.com\nJo,0400000002,\nJo,,\nJO,,"
    )
    assert [each.row for each in found.customers] == [2, 4, 5]
    assert found.duplicates == (Duplicate(3, 2), Duplicate(6, 5))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"phone,email\n0400000001,", "no column with names"),
        (b"name\x00,phone\nx", "no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no text"),
        (b"name\n" + b"x\n" * (MOST_ROWS + 1), "at most 5000 rows"),
        (b"x" * (LARGEST_FILE + 1), "at most 1000000 bytes"),
        (b'"name\nJo', "first row does not end"),
        (b",".join([b"name"] * 200), "at most 100 columns"),
    ],
    ids=["empty", "no names", "zero", "picture", "rows", "bytes", "quote", "columns"],
)
def test_what_is_no_list_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        read_list(data, "AU")


@pytest.mark.parametrize("named", [{"nobody": "name"}, {"name": "shoe size"}], ids=["no column", "no field"])
def test_columns_that_there_are_not_are_refused(named: dict[str, str | None]) -> None:
    with pytest.raises(InvalidInput, match="columns: "):
        read_list(b"name\nJo", "AU", named)


@pytest.mark.parametrize(
    "cell", ["=cmd|' /C calc'!A0", "+61400000001", "-1+1", "@SUM(A1)", "\t=1", " =1", "＝1"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    (row,) = csv.reader(io.StringIO(written([[cell]])))
    assert row[0].startswith("'")
    assert unguarded(row[0]) == cell


def test_what_is_written_is_read_again_as_it_was() -> None:
    rng = random.Random(7)
    signs = string.ascii_letters + "éß=+-@'\";, \n"
    for _ in range(200):
        text = "".join(rng.choice(signs) for _ in range(rng.randint(1, 12)))
        assert unguarded(guarded(text)) == text or text.startswith("'")
        notes = text.strip().strip("'").strip()
        table = written([["name", "notes"], ["Jo", notes]])
        (found,) = read_list(table.encode(), "AU").customers
        assert found.notes == notes
