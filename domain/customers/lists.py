"""Lists of customers as other programs write them, and as ours are written: tables of plain text.

What is read is what people's programs export: any of three encodings, three separators, headers in five languages,
cells with line breaks in them, and rows that are broken. A broken row is named and the others are read.

Source: RFC 4180; https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.contacts import customer_email, customer_phone
from domain.customers.tags import tags_of
from domain.errors import InvalidInput
from domain.text_fields import required_text

LARGEST_FILE = 1_000_000
"""Bytes; a request takes 1 MiB."""
MOST_ROWS = 5000
MOST_COLUMNS = 100
LONGEST_NAME = 200
LONGEST_NOTES = 5000
_MOST_LINES = 50
"""Of one row: a quotation mark that is never closed would take the rest of the file."""
_SEPARATORS = ",;\t"
_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")

TITLES: Mapping[str, tuple[str, ...]] = {
    "name": ("customer", "customer name", "client", "client name", "full name", "contact", "kunde", "nom complet",
             "cliente", "nombre completo", "nome completo", "display name"),
    "first_name": ("first", "given name", "forename", "vorname", "prénom", "prenom", "nombre", "nome"),
    "last_name": ("last", "surname", "family name", "nachname", "nom", "nom de famille", "apellido", "apellidos",
                  "cognome"),
    "phone": ("mobile", "mobile number", "mobile phone", "phone number", "telephone", "tel", "cell", "cell phone",
              "contact number", "handy", "telefon", "telefonnummer", "mobil", "téléphone", "portable", "teléfono",
              "móvil", "telefono", "cellulare", "phone e164", "phone 1 - value"),
    "email": ("e-mail", "email address", "e-mail address", "mail", "courriel", "correo", "correo electrónico",
              "e-mail 1 - value"),
    "notes": ("note", "comment", "comments", "client notes", "notizen", "bemerkung", "remarques", "notas",
              "note cliente"),
    "tags": ("tag", "labels", "groups", "categories", "group membership"),
}  # fmt: skip
"""Fields, with the headers they stand under; small letters."""


@dataclass(frozen=True, slots=True)
class Broken:
    """`row` counts as a spreadsheet does: the header is the first. `field` is empty where the row cannot be read."""

    row: int
    field: str
    detail: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A customer of the list; number E.164, address in lower case."""

    row: int
    name: str
    phone: str | None
    email: str | None
    notes: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    row: int
    of_row: int


@dataclass(frozen=True, slots=True)
class CustomerList:
    """What stands in a file. `columns` says which field each header was taken for, None for none."""

    encoding: str
    separator: str
    columns: tuple[tuple[str, str | None], ...]
    rows: int
    customers: tuple[Listed, ...]
    duplicates: tuple[Duplicate, ...]
    broken: tuple[Broken, ...]


def read_list(data: bytes, country: str, named: Mapping[str, str | None] | None = None) -> CustomerList:
    """The customers of a file, each once, and the rows that are none.

    Args:
        country: ISO 3166 alpha-2, for numbers as people there write them.
        named: fields by header, where somebody has said so; None for a column that is not to be read.

    Raises:
        InvalidInput: it is too large, no text, or has no header with names.
    """
    if len(data) > LARGEST_FILE:
        raise InvalidInput(f"file: at most {LARGEST_FILE} bytes; import it in parts")
    text, encoding = decoded(data)
    lines = _lines(text)
    separator, skipped = _separator(lines)
    header, *rows = _rows(lines[skipped:], separator, skipped + 1) or [(1, [])]
    if header[1] is None:
        raise InvalidInput("file: a quoted cell of the first row does not end")
    columns = _columns(header[1], named or {})
    if len(rows) > MOST_ROWS:
        raise InvalidInput(f"file: at most {MOST_ROWS} rows; import it in parts")
    found = _Found(country, columns)
    for row, cells in rows:
        found.take(row, cells)
    return CustomerList(
        encoding,
        separator,
        tuple(zip(header[1], columns, strict=True)),
        len([cells for _, cells in rows if cells is None or any(cells)]),
        tuple(found.customers),
        tuple(found.duplicates),
        tuple(found.broken),
    )


def decoded(data: bytes) -> tuple[str, str]:
    """The text and its encoding: as its first bytes say, else UTF-8, else Windows-1252. Raises InvalidInput."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            tried = (encoding,)
            break
    else:
        sample = data[:1000]
        zeros = sample[1::2].count(0), sample[::2].count(0)
        wide = len(sample) // 4
        if wide and max(zeros) > wide:
            tried = ("utf-16-le",) if zeros[0] > zeros[1] else ("utf-16-be",)
        else:
            tried = ("utf-8", "cp1252")
    for encoding in tried:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text, {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(encoding, encoding[:6])
    raise InvalidInput("file: is no text; export it as CSV, in UTF-8")


def guarded(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.lstrip(" ")[:1] in _FORMULA and cell else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" ")[:1] in _FORMULA and cell[1:] else cell


COLUMNS = ("name", "phone", "email", "tags", "notes", "created_at", "id")
"""Of what is written; the last two say nothing to who reads it again."""


def written(rows: Iterable[Sequence[str]]) -> str:
    """Rows as RFC 4180 has them, guarded."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


@dataclass(slots=True)
class _Found:
    country: str
    columns: Sequence[str | None]
    customers: list[Listed] = field(default_factory=list[Listed])
    duplicates: list[Duplicate] = field(default_factory=list[Duplicate])
    broken: list[Broken] = field(default_factory=list[Broken])
    _seen: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def take(self, row: int, cells: list[str] | None) -> None:
        if cells is None:
            self.broken.append(Broken(row, "", "a quoted cell does not end where it should"))
            return
        if not any(cells):
            return
        if len(cells) > len(self.columns) and any(cells[len(self.columns) :]):
            self.broken.append(Broken(row, "", "has more cells than the first row has columns"))
            return
        fields: dict[str, list[str]] = {}
        for name, cell in zip(self.columns, cells, strict=False):
            if name is not None and cell:
                fields.setdefault(name, []).append(cell)
        problems: list[Broken] = []
        listed = self._listed(row, fields, problems)
        if listed is None:
            self.broken += problems
            return
        first = self._seen.setdefault(key_of(listed.name, listed.phone, listed.email), row)
        if first == row:
            self.customers.append(listed)
        else:
            self.duplicates.append(Duplicate(row, first))

    def _listed(self, row: int, fields: Mapping[str, list[str]], problems: list[Broken]) -> Listed | None:
        name, phone, email, notes = "", None, None, ""
        tags: tuple[str, ...] = ()
        whole = " ".join(fields.get("name") or [*fields.get("first_name", ()), *fields.get("last_name", ())])
        try:
            name = required_text("name", " ".join(whole.split()), longest=LONGEST_NAME)
        except InvalidInput as refused:
            problems.append(_broken(row, "name", refused))
        try:
            phone = _first_phone(fields.get("phone", ()), self.country)
        except InvalidInput as refused:
            problems.append(_broken(row, "phone", refused))
        try:
            email = next((customer_email(each) for each in fields.get("email", ())), None)
        except InvalidInput as refused:
            problems.append(_broken(row, "email", refused))
        try:
            tags = tags_of(
                tag
                for each in fields.get("tags", ())
                for tag in re.split(r"[,;|]|:::", each)
                if tag.strip(" *")
            )
        except InvalidInput as refused:
            problems.append(_broken(row, "tags", refused))
        notes = "\n".join(fields.get("notes", ()))
        if len(notes) > LONGEST_NOTES or re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", notes):
            problems.append(Broken(row, "notes", f"at most {LONGEST_NOTES} characters of plain text"))
        return None if problems else Listed(row, name, phone, email, notes, tags)


def key_of(name: str, phone: str | None, email: str | None) -> tuple[str, str]:
    """What two rows of the same customer have in common."""
    return name.lower(), phone or email or ""


def _first_phone(cells: Sequence[str], country: str) -> str | None:
    """The first of several that is a number; without any, why the first is none."""
    refused: InvalidInput | None = None
    for cell in cells:
        try:
            return _phone(cell, country)
        except InvalidInput as error:
            refused = refused or error
    if refused is not None:
        raise refused
    return None


def _phone(cell: str, country: str) -> str | None:
    try:
        return customer_phone(cell, country)
    except InvalidInput:
        digits = re.sub(r"[\s().-]", "", cell)
        # A spreadsheet that took it for a number has dropped its plus.
        if not digits.isascii() or not digits.isdecimal() or digits.startswith("0"):
            raise
        return customer_phone(f"+{digits}", country)


def _broken(row: int, name: str, refused: InvalidInput) -> Broken:
    return Broken(row, name, str(refused).removeprefix(f"{name}: "))


def _lines(text: str) -> list[str]:
    """Physical lines with their ends; a form feed or a line separator of Unicode is part of a cell."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)


def _separator(lines: Sequence[str]) -> tuple[str, int]:
    """What parts the cells, and how many lines before the header only say so (`sep=;`)."""
    if not lines:
        raise InvalidInput("file: is empty; the first row names the columns")
    said = re.fullmatch(r"\s*sep=(.)\s*", lines[0], re.IGNORECASE | re.DOTALL)
    if said is not None and said[1] in _SEPARATORS:
        return said[1], 1

    def known(separator: str) -> tuple[int, int]:
        (_, cells), *_ = _rows(lines, separator, 1, most=1) or [(1, None)]
        return sum(_field_of(cell) is not None for cell in cells or ()), len(cells or ())

    return max(_SEPARATORS, key=known), 0


def _rows(
    lines: Sequence[str], separator: str, first: int, *, most: int = MOST_ROWS + 2
) -> list[tuple[int, list[str] | None]]:
    """Rows with their numbers; None for one that cannot be read: the next line is the next row then."""
    found: list[tuple[int, list[str] | None]] = []
    at = 0
    while at < len(lines) and len(found) < most:
        reader = csv.reader(lines[at : at + _MOST_LINES], delimiter=separator, strict=True)
        try:
            cells = next(reader)
        except csv.Error:
            found.append((first + len(found), None))
            at += 1
            continue
        except StopIteration:
            break
        found.append((first + len(found), [unguarded(cell.strip()).strip() for cell in cells]))
        at += max(reader.line_num, 1)
    return found


def _columns(header: Sequence[str], named: Mapping[str, str | None]) -> list[str | None]:
    if len(header) > MOST_COLUMNS:
        raise InvalidInput(f"file: at most {MOST_COLUMNS} columns")
    said = {_folded(title): name for title, name in named.items()}
    unknown = sorted(set(said) - {_folded(title) for title in header})
    if unknown:
        raise InvalidInput(f"columns: the first row has no column {unknown[0]!r}")
    wrong = sorted({name for name in said.values() if name is not None and name not in TITLES})
    if wrong:
        raise InvalidInput(f"columns: {wrong[0]!r} is no field; there are {', '.join(TITLES)}")
    columns = [said[_folded(title)] if _folded(title) in said else _field_of(title) for title in header]
    if not {"name", "first_name", "last_name"} & set(columns):
        raise InvalidInput(
            "file: no column with names; the first row names the columns: name, phone, email ..."
        )
    return columns


def _field_of(title: str) -> str | None:
    folded = _folded(title)
    for name, titles in TITLES.items():
        if folded == name.replace("_", " ") or folded in titles:
            return name
    return None


def _folded(title: str) -> str:
    return " ".join(title.replace("_", " ").casefold().split())
