"""Lists as other programs export them: CSV with a header, read row by row."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.money import CENTLESS

MOST_ROWS = 200
MOST_CHARS = 200_000
_DELIMITERS = ",;\t"
_NUMBER = re.compile(r"[0-9]{1,9}")
_PRICE = re.compile(
    r"[0-9]{1,3}([.,' ])[0-9]{3}(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]{1,2})?|[0-9]{1,9}(?:[.,][0-9]{1,2})?"
)

Columns = Mapping[str, tuple[str, ...]]
"""Fields with the headers they may stand under, lower-case; the first field has to be there."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """`line` counts as a spreadsheet does: the header is the first."""

    line: int
    fields: Mapping[str, str]


def rows_of(text: str, columns: Columns) -> list[ListRow]:
    """The rows that are not blank, with the fields that are known; columns nobody knows are left out.

    Commas, semicolons and tabs may part them; the header says which.

    Raises:
        InvalidInput: no header with the first field, a field twice, too long, or quotes that do not end.
    """
    if len(text) > MOST_CHARS:
        raise InvalidInput(f"csv: at most {MOST_CHARS} characters at once")
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines:
        raise InvalidInput("csv: is empty; the first row names the columns")
    delimiter = max(_DELIMITERS, key=lines[0].count)
    try:
        header, *rows = csv.reader(lines, delimiter=delimiter, strict=True)
    except csv.Error:
        raise InvalidInput("csv: a quoted field does not end where it should") from None
    fields = [_field(title, columns) for title in header]
    required = next(iter(columns))
    known = [field for field in fields if field is not None]
    if required not in known:
        raise InvalidInput(
            f"csv: no column {required}; the first row names the columns: {', '.join(columns)}"
        )
    if len(set(known)) < len(known):
        raise InvalidInput("csv: two columns of the first row mean the same")
    if len(rows) > MOST_ROWS:
        raise InvalidInput(f"csv: at most {MOST_ROWS} rows at once")
    return list(_named(fields, rows))


def whole_number(field: str, text: str) -> int:
    """Raises InvalidInput."""
    if _NUMBER.fullmatch(text) is None:
        raise InvalidInput(f"{field}: {text[:20]!r} is not a whole number")
    return int(text)


def cents(field: str, text: str, currency: str) -> int:
    """`$1,250.50`, `85` and `85,00 EUR` in the smallest unit of the currency. Raises InvalidInput."""
    bare = re.sub(r"^[^\d-]*|[^\d]*$", "", text.strip())
    if not bare.isascii() or _PRICE.fullmatch(bare) is None:
        raise InvalidInput(f"{field}: {text[:20]!r} is not a price; write it as 85.00")
    decimal = re.search(r"[.,](\d{1,2})$", bare)
    whole = re.sub(r"\D", "", bare[: decimal.start()] if decimal else bare)
    parts = int(decimal[1].ljust(2, "0")) if decimal else 0
    if currency in CENTLESS:
        if parts:
            raise InvalidInput(f"{field}: {currency} has no smaller unit; write a whole number")
        return int(whole)
    return int(whole) * 100 + parts


def _field(title: str, columns: Columns) -> str | None:
    folded = " ".join(title.replace("_", " ").casefold().split())
    return next(
        (field for field, titles in columns.items() if folded in (field.replace("_", " "), *titles)), None
    )


def _named(fields: list[str | None], rows: list[list[str]]) -> Iterator[ListRow]:
    for line, row in enumerate(rows, start=2):
        if any(cell.strip() for cell in row):
            pairs = zip(fields, row, strict=False)
            yield ListRow(line, {field: cell.strip() for field, cell in pairs if field is not None})
