"""One person across everything a business has: handed out, or erased with a receipt."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from deployments.api.at_once import answers_long
from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Body
from deployments.policies import needs
from domain.accounts.roles import Permission
from services.privacy.erasing import Digests, Erasing
from services.privacy.export import PersonExport
from storage.objects import Objects
from storage.postgres.database import Database
from storage.postgres.persons import ErasureRow

router = APIRouter(prefix="/businesses/{business_id}/privacy", tags=["privacy"], responses=RESPONSES)

WRITE = needs(Permission.PRIVACY_WRITE)
AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class Privacy:
    """One for each process."""

    erasing: Erasing
    export: PersonExport


def privacy_over(database: Database, objects: Objects, *, keys: Sequence[str]) -> Privacy:
    """Over the stores of one process.

    Args:
        keys: secrets for the digests in receipts.
    """
    return Privacy(Erasing(database, Digests(keys)), PersonExport(database, objects))


async def privacy_of(request: Request) -> Privacy:
    return request.app.state.privacy


ThePrivacy = Annotated[Privacy, Depends(privacy_of)]


class PersonBody(Body):
    """A number as people there write it or with its country, an e-mail address, or both."""

    phone: Annotated[str, StringConstraints(max_length=64)] | None = None
    email: Annotated[str, StringConstraints(max_length=320)] | None = None


class Erasure(BaseModel):
    """A receipt: when, asked by whom, and how much of what was erased. `subject` is a keyed digest of who.

    `counts.calls_on_hold`: calls that are on legal hold and were left alone.
    """

    id: UUID
    subject: str
    status: Literal["pending", "done"]
    counts: dict[str, int]
    asked_by: str
    asked_at: datetime
    done_at: datetime | None

    @classmethod
    def of(cls, row: ErasureRow) -> "Erasure":
        return cls.model_validate(
            {
                "id": row.id,
                "subject": row.subject_digest.hex(),
                "status": row.status,
                "counts": row.counts,
                "asked_by": row.asked_by,
                "asked_at": row.created_at,
                "done_at": row.done_at,
            }
        )


@router.post("/erasures", status_code=202, openapi_extra=WRITE)
async def erase(body: PersonBody, principal: InBusiness, privacy: ThePrivacy) -> Erasure:
    """Has everything of one person erased, within a minute: rows, recordings, journals, messages, texts and their name
    in what others wrote. Their bookings stay as taken time without a name. There is no way back."""
    return Erasure.of(await privacy.erasing.ask(principal, body.phone, body.email))


@router.get("/erasures", openapi_extra=WRITE, dependencies=[Depends(fields_of(Erasure))])
async def erasures(principal: InBusiness, privacy: ThePrivacy, page: Page) -> Paged[Erasure]:
    """Receipts, the latest first."""
    found = await privacy.erasing.page(principal, after=page.after(datetime, UUID), limit=page.rows)
    return page.of(found, Erasure.of, lambda row: (row.created_at, row.id))


@router.get("/erasures/{erasure_id}", openapi_extra=WRITE, dependencies=[Depends(fields_of(Erasure))])
async def erasure(erasure_id: UUID, principal: InBusiness, privacy: ThePrivacy) -> Erasure:
    """One receipt."""
    return Erasure.of(await privacy.erasing.get(principal, erasure_id))


@router.post(
    "/exports",
    openapi_extra=WRITE,
    response_class=Response,
    responses={200: {"content": {"application/zip": {"schema": {"type": "string"}}}}},
)
async def export(body: PersonBody, principal: InBusiness, privacy: ThePrivacy, request: Request) -> Response:
    """Everything there is of one person, as a ZIP: `person.json`, and their recordings beside it."""
    archive = await privacy.export.make(principal, body.phone, body.email)
    answers_long(request)
    headers = {
        "Content-Disposition": 'attachment; filename="person.zip"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(_read(archive), media_type="application/zip", headers=headers)


async def _read(archive: IO[bytes]) -> AsyncIterator[bytes]:
    with archive:
        while piece := await run_in_threadpool(archive.read, AT_ONCE):
            yield piece
