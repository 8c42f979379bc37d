"""Customers from and to other programs, as CSV."""

import json
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, StringConstraints

from deployments.api.authentication import InBusiness
from deployments.api.front_desk import Desk
from deployments.api.problems import RESPONSES
from deployments.api.v1.customers import Email, customer_filter
from deployments.api.v1.visit_models import Line
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.customers.lists import LARGEST_FILE, MOST_ROWS, TITLES
from domain.errors import InvalidInput
from services.customers.importing import Imported

router = APIRouter(prefix="/businesses/{business_id}", tags=["customers"], responses=RESPONSES)

READ, WRITE = needs(Permission.CUSTOMERS_READ), needs(Permission.CUSTOMERS_WRITE)

MOST_NAMED = 500
"""Rows with problems that are named; all are counted."""


class ImportedColumn(BaseModel):
    """A header and the field it was taken for; null for none."""

    title: str
    field: str | None


class BrokenRow(BaseModel):
    """`row` counts as a spreadsheet does, the header is row 1; `field` is empty where the row cannot be read."""

    row: int
    field: str
    detail: str


class DuplicateRow(BaseModel):
    """A row about the same customer as an earlier one, which counts."""

    row: int
    of_row: int


class ImportAnswer(BaseModel):
    """What became of the rows; with `dry_run`, what would. `refused` and `duplicates` name the first 500."""

    dry_run: bool
    encoding: Literal["utf-8", "utf-16", "windows-1252"]
    separator: str
    columns: list[ImportedColumn]
    rows: int
    added: int
    filled_in: int
    unchanged: int
    duplicate_count: int
    refused_count: int
    duplicates: list[DuplicateRow]
    refused: list[BrokenRow]

    @classmethod
    def of(cls, done: Imported, *, dry_run: bool) -> "ImportAnswer":
        read = done.read
        return cls.model_validate(
            {
                "dry_run": dry_run,
                "encoding": read.encoding,
                "separator": read.separator,
                "columns": [{"title": title, "field": name} for title, name in read.columns],
                "rows": read.rows,
                "added": done.added,
                "filled_in": done.filled_in,
                "unchanged": done.unchanged,
                "duplicate_count": len(done.duplicates),
                "refused_count": len({each.row for each in read.broken}),
                "duplicates": [
                    {"row": each.row, "of_row": each.of_row} for each in done.duplicates[:MOST_NAMED]
                ],
                "refused": [
                    {"row": each.row, "field": each.field, "detail": each.detail}
                    for each in read.broken[:MOST_NAMED]
                ],
            }
        )


_FIELDS = ", ".join(TITLES)


@router.post("/customers/import", openapi_extra=WRITE)
async def import_list(
    principal: InBusiness,
    desk: Desk,
    file: Annotated[
        UploadFile,
        File(description=f"CSV with a header, at most {MOST_ROWS} rows and {LARGEST_FILE} bytes"),
    ],
    columns: Annotated[
        str,
        StringConstraints(max_length=10_000),
        Form(
            description=f"JSON: fields by header, null to leave one out. Fields: {_FIELDS}", examples=["{}"]
        ),
    ] = "{}",
    dry_run: Annotated[bool, Query(description="Says what would become of it, and writes nothing")] = False,
) -> ImportAnswer:
    """Adds customers of a list, and fills in what is not known of those there are; nothing known is overwritten.

    The same list again changes nothing. Rows that cannot be taken are named and left out. Read are UTF-8, UTF-16 and
    Windows-1252, with commas, semicolons or tabs; numbers may be as people of the business's country write them.
    """
    named = _columns(columns)
    done = await desk.people.importing.take(
        principal, await file.read(LARGEST_FILE + 1), named, dry_run=dry_run
    )
    return ImportAnswer.of(done, dry_run=dry_run)


@router.get(
    "/customers.csv",
    openapi_extra=READ,
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_list(
    principal: InBusiness,
    desk: Desk,
    q: Annotated[Line | None, Query(examples=["sam"])] = None,
    name: Annotated[Line | None, Query(description="What the name begins with, in any case")] = None,
    phone: Annotated[str | None, Query(pattern=r"^\+[0-9]{0,15}$")] = None,
    email: Annotated[Email | None, Query(description="What an address begins with")] = None,
    tag: Annotated[Line | None, Query(description="In any case")] = None,
) -> StreamingResponse:
    """The customers, by name, as a table that can be imported again; filters as of the list.

    What a spreadsheet would take for a formula begins with an apostrophe.
    """
    text = await desk.people.importing.export(principal, customer_filter(q, name, phone, email, tag))
    return StreamingResponse(
        text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="customers.csv"'},
    )


def _columns(text: str) -> dict[str, str | None]:
    """Raises InvalidInput."""
    try:
        found: Any = json.loads(text or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InvalidInput("columns: is no JSON object of headers and fields")
    named = cast("dict[str, Any]", found)
    if any(not isinstance(each, str | None) for each in named.values()):
        raise InvalidInput("columns: a field is a word, or null to leave the column out")
    return named
