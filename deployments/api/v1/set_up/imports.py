"""Staff and offerings from CSV lists."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, StringConstraints

from deployments.api.authentication import InBusiness
from deployments.api.problems import RESPONSES
from deployments.api.v1.set_up.shapes import OF_BUSINESS, Body, TheSetUp
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.setup.lists import MOST_CHARS
from services.setup.csv_import import Imported

router = APIRouter(tags=["imports"], responses=RESPONSES)


class CsvBody(Body):
    """The text of the file. The first row names the columns; commas, semicolons or tabs part them."""

    csv: Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARS)]


class RefusedRow(BaseModel):
    """`line` counts as a spreadsheet does: the header is line 1."""

    line: int
    detail: str


class CsvAnswer(BaseModel):
    """What was added, by its ids in the order of the rows, and the rows that were not, with why."""

    added: list[UUID]
    refused: list[RefusedRow]


@router.post(f"{OF_BUSINESS}/staff/import", openapi_extra=needs(Permission.SETTINGS_WRITE))
async def import_staff(
    business_id: UUID, body: CsvBody, principal: InBusiness, set_up: TheSetUp
) -> CsvAnswer:
    """Adds staff by `name` and `position`, 200 rows at the most. Names that are there already are refused."""
    return _shown(await set_up.csv.staff(principal, body.csv))


@router.post(f"{OF_BUSINESS}/offerings/import", openapi_extra=needs(Permission.SETTINGS_WRITE))
async def import_offerings(
    business_id: UUID, body: CsvBody, principal: InBusiness, set_up: TheSetUp
) -> CsvAnswer:
    """Adds offerings by `name`, `minutes`, `price`, `buffer` and `position`, 200 rows at the most."""
    return _shown(await set_up.csv.offerings(principal, body.csv))


def _shown(done: Imported) -> CsvAnswer:
    return CsvAnswer(
        added=list(done.added),
        refused=[RefusedRow(line=each.line, detail=each.detail) for each in done.refused],
    )
