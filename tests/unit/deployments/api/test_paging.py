"""Pages of lists, and the cursors between them."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel

from deployments.api.paging import PageQuery
from domain.errors import InvalidInput

ID = UUID(int=7)
AT = datetime(2026, 11, 26, 10, 0, 0, 123456, tzinfo=UTC)


class Item(BaseModel):
    name: str


def cursor_of(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).rstrip(b"=").decode()


def pages(rows: Sequence[str], limit: int) -> list[list[str]]:
    """All pages of a sorted list, followed from cursor to cursor as a client does."""
    found: list[list[str]] = []
    cursor: str | None = None
    while True:
        query = PageQuery(limit, cursor)
        (behind,) = query.after(str) or ("",)
        asked = [row for row in rows if row > behind][: query.rows]
        page = query.of(asked, lambda row: Item(name=row), lambda row: (row,))
        found.append([item.name for item in page.items])
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6])
def test_following_the_cursors_shows_every_row_once_in_order(limit: int) -> None:
    rows = ["a", "b", "c", "d", "e"]
    found = pages(rows, limit)
    assert [name for page in found for name in page] == rows
    assert {len(page) for page in found[:-1]} <= {limit}
    assert found[-1]


def test_a_list_without_rows_is_one_page() -> None:
    assert pages([], 5) == [[]]


def test_a_key_of_every_kind_comes_back_as_it_was() -> None:
    key = ("Zoë \N{GRINNING FACE}", 2**62, ID, AT, date(2026, 2, 28))
    page = PageQuery(1, None).of([0, 1], lambda row: Item(name=str(row)), lambda _: key)
    assert PageQuery(1, page.next_cursor).after(str, int, UUID, datetime, date) == key


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "?",
        "a",
        "\N{GRINNING FACE}",
        "AAAA",
        cursor_of(),
        cursor_of("name"),
        cursor_of("name", str(ID), "more"),
        cursor_of("name", "no id"),
        cursor_of(3, str(ID)),
        cursor_of(None, str(ID)),
        cursor_of("a\x00b", str(ID)),
        cursor_of("\ud800", str(ID)),
        cursor_of({"name": 1}, str(ID)),
        base64.urlsafe_b64encode(b'{"0": "name"}').decode(),
        base64.urlsafe_b64encode(b"[" * 700).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        cursor_of("name", str(ID)) + " ",
    ],
    ids=lambda text: ascii(text)[:24],
)
def test_a_cursor_of_no_such_list_is_refused_with_a_sentence(cursor: str) -> None:
    with pytest.raises(InvalidInput, match="cursor: is none of this list"):
        PageQuery(10, cursor).after(str, UUID)


@pytest.mark.parametrize("number", [True, 1.5, 2**63, -(2**63) - 1, 10**40])
def test_a_number_that_no_column_holds_is_refused(number: Any) -> None:
    with pytest.raises(InvalidInput):
        PageQuery(10, cursor_of(number)).after(int)


@pytest.mark.parametrize("text", ["2026-11-26T10:00:00", "26.11.2026", "", "2026-13-01T00:00:00+00:00"])
def test_an_instant_without_its_zone_and_what_is_none_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        PageQuery(10, cursor_of(text)).after(datetime)
