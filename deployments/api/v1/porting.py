"""Bringing a number along from another carrier for good: a request that people carry out, and tell of."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field, StringConstraints, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.platform import AsOperator
from deployments.api.v1.visit_models import Body
from deployments.policies import needs, operators
from domain.accounts.roles import Permission
from domain.porting.requests import Document, Phase
from services.porting.desk import LONGEST_DOCUMENT, LONGEST_NAME, LONGEST_NOTE, Port, PortDesk, PortForm
from storage.postgres.port_requests import PortRow

router = APIRouter(prefix="/businesses/{business_id}/port-requests", tags=["numbers"], responses=RESPONSES)
platform_router = APIRouter(
    prefix="/platform/businesses/{business_id}/port-requests", tags=["platform"], responses=RESPONSES
)
ROUTERS = (router, platform_router)

READ, WRITE = needs(Permission.SETTINGS_READ), needs(Permission.SETTINGS_WRITE)
SEES = operators("port_requests", "port_notes")

Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Where = Annotated[str, StringConstraints(max_length=LONGEST_DOCUMENT)]
Words = Annotated[str, StringConstraints(max_length=LONGEST_NOTE)]
Day = Annotated[date, Field(examples=["2031-03-03"])]


async def ports_of(request: Request) -> PortDesk:
    return request.app.state.ports


ThePorts = Annotated[PortDesk, Depends(ports_of)]


class Documents(Body):
    """Where each is: a file's name, an address, a code; an empty text takes one back."""

    letter_of_authorisation: Where | None = None
    latest_bill: Where | None = None
    proof_of_identity: Where | None = None
    porting_code: Where | None = None

    def given(self) -> dict[Document, str]:
        return {Document(name): getattr(self, name) or "" for name in self.model_fields_set}


class NewPortBody(Body):
    """A number that another `carrier` has so far, in the name of `account_holder`."""

    number: Annotated[
        str, StringConstraints(min_length=3, max_length=40), Field(examples=["+61 2 9374 4000"])
    ]
    carrier: Name
    account_holder: Name
    account_number: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] = ""
    wished_on: Day | None = None
    documents: Annotated[Documents | None, Field(examples=[{"latest_bill": "bill.pdf"}])] = None


class PortBody(Body):
    """Only what is named is changed."""

    carrier: Name | None = None
    account_holder: Name | None = None
    account_number: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] | None = None
    wished_on: Day | None = None
    documents: Annotated[Documents | None, Field(examples=[{"latest_bill": "bill.pdf"}])] = None

    @model_validator(mode="after")
    def _changes_something(self) -> "PortBody":
        if not self.model_fields_set:
            raise ValueError("name what is to be changed")
        return self


class NoteBody(Body):
    note: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NOTE)]


class MoveBody(Body):
    """`port_on` with `scheduled` alone; a `note` is needed with `needs_documents`."""

    to: Literal["needs_documents", "in_review", "scheduled", "done", "rejected"]
    port_on: Day | None = None
    note: Words = ""


class ListedPort(BaseModel):
    id: UUID
    number: str
    country: str
    carrier: str
    phase: Phase
    port_on: date | None
    created_at: datetime


class PortNote(BaseModel):
    """`phase`: what the request came to; null of a note alone. `actor`: `user:...`, `key:...`, `operator:...`."""

    actor: str
    phase: Phase | None
    note: str
    created_at: datetime


class PortRequest(ListedPort):
    """`needed` documents, those still `missing`, and what has happened, the oldest first."""

    account_holder: str
    account_number: str
    wished_on: date | None
    documents: dict[str, str]
    needed: list[Document]
    missing: list[Document]
    notes: list[PortNote]


@router.get("", openapi_extra=READ, dependencies=[Depends(fields_of(ListedPort))])
async def page(principal: InBusiness, ports: ThePorts, page: Page) -> Paged[ListedPort]:
    """Requests, the latest first."""
    rows = await ports.page(principal, limit=page.rows, after=page.after(datetime, UUID))
    return page.of(rows, _listed, lambda row: (row.created_at, row.id))


@router.post("", status_code=201, openapi_extra=WRITE)
async def begin(body: NewPortBody, principal: InBusiness, ports: ThePorts) -> PortRequest:
    """A draft; `missing` says what it needs before it can be handed in."""
    return _port(await ports.begin(principal, body.number, _form(body)))


@router.get("/{port_request_id}", openapi_extra=READ, dependencies=[Depends(fields_of(PortRequest))])
async def one(port_request_id: UUID, principal: InBusiness, ports: ThePorts) -> PortRequest:
    """One request with all that has happened."""
    return _port(await ports.get(principal, port_request_id))


@router.patch("/{port_request_id}", openapi_extra=WRITE)
async def change(
    port_request_id: UUID, body: PortBody, principal: InBusiness, ports: ThePorts
) -> PortRequest:
    """Changes a draft, or one that needs something."""
    return _port(await ports.change(principal, port_request_id, _form(body)))


@router.post("/{port_request_id}/hand-in", openapi_extra=WRITE)
async def hand_in(port_request_id: UUID, principal: InBusiness, ports: ThePorts) -> PortRequest:
    """Hands it in once nothing is missing. Every step from then on is told by mail."""
    return _port(await ports.hand_in(principal, port_request_id))


@router.post("/{port_request_id}/withdraw", openapi_extra=WRITE)
async def withdraw(port_request_id: UUID, principal: InBusiness, ports: ThePorts) -> PortRequest:
    """Withdraws it, until the day before the number comes over."""
    return _port(await ports.withdraw(principal, port_request_id))


@router.post("/{port_request_id}/notes", status_code=201, openapi_extra=WRITE)
async def say(port_request_id: UUID, body: NoteBody, principal: InBusiness, ports: ThePorts) -> PortRequest:
    """Adds a note for whoever carries it out."""
    return _port(await ports.say(principal, port_request_id, body.note))


@platform_router.get("/{port_request_id}", openapi_extra=SEES)
async def look(
    business_id: UUID, port_request_id: UUID, operator: AsOperator, ports: ThePorts
) -> PortRequest:
    """What is to be carried out; the business finds in its audit log that it was looked at."""
    return _port(await ports.look(operator, business_id, port_request_id))


@platform_router.post("/{port_request_id}/move", openapi_extra=SEES)
async def move(
    business_id: UUID, port_request_id: UUID, body: MoveBody, operator: AsOperator, ports: ThePorts
) -> PortRequest:
    """Moves it on, and has the business told."""
    return _port(
        await ports.move(operator, business_id, port_request_id, Phase(body.to), body.port_on, body.note)
    )


def _form(body: NewPortBody | PortBody) -> PortForm:
    return PortForm(
        carrier=body.carrier,
        account_holder=body.account_holder,
        account_number=body.account_number,
        wished_on=body.wished_on,
        documents=None if body.documents is None else body.documents.given(),
    )


def _listed(row: PortRow) -> ListedPort:
    return ListedPort(
        id=row.id,
        number=row.e164,
        country=row.country,
        carrier=row.carrier,
        phase=Phase(row.phase),
        port_on=row.port_on,
        created_at=row.created_at,
    )


def _port(port: Port) -> PortRequest:
    row = port.row
    return PortRequest(
        **_listed(row).model_dump(),
        account_holder=row.account_holder,
        account_number=row.account_number,
        wished_on=row.wished_on,
        documents=dict(row.documents),
        needed=list(port.needed),
        missing=port.missing,
        notes=[
            PortNote(
                actor=each.actor,
                phase=None if each.phase is None else Phase(each.phase),
                note=each.words,
                created_at=each.created_at,
            )
            for each in port.notes
        ],
    )
