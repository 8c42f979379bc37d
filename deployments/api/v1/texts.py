"""The inbox of texts, and whom to call because they have not answered a reminder."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field, StringConstraints

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.front_desk import Desk
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Body
from deployments.policies import needs
from domain.accounts.roles import Permission
from services.front_desk.texts import LONGEST_REPLY
from storage.postgres import texts as stored

router = APIRouter(prefix="/businesses/{business_id}", tags=["texts"], responses=RESPONSES)

READ, WRITE = needs(Permission.CUSTOMERS_READ), needs(Permission.CUSTOMERS_WRITE)

Number = Annotated[str, Path(pattern=r"^\+[1-9][0-9]{6,14}$", description="E.164 of who wrote")]


class Thread(BaseModel):
    """`customer_name` is of one known by this number; `own_number` the business's they wrote to last."""

    number: str
    own_number: str
    customer_name: str | None
    last_text: str
    last_at: datetime
    unread: int

    @classmethod
    def of(cls, row: stored.Thread) -> "Thread":
        return cls(
            number=row.number,
            own_number=row.own_number,
            customer_name=row.customer_name,
            last_text=row.last_body,
            last_at=row.last_at,
            unread=row.unread,
        )


class Text(BaseModel):
    """`status` of one that was sent; null of one that came in."""

    id: UUID
    incoming: bool
    body: str
    status: str | None
    created_at: datetime

    @classmethod
    def of(cls, row: stored.ThreadText) -> "Text":
        return cls.model_validate(row, from_attributes=True)


class ReplyBody(Body):
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_REPLY)]


class Promised(BaseModel):
    """The reply is promised; what becomes of it stands in the thread."""

    id: UUID


class ToCall(BaseModel):
    booking_id: UUID
    starts_at: datetime
    customer_name: str
    number: str
    reminded_at: datetime = Field(description="When they were reminded last")

    @classmethod
    def of(cls, row: stored.Unanswered) -> "ToCall":
        return cls.model_validate(row, from_attributes=True)


@router.get("/texts", openapi_extra=READ, dependencies=[Depends(fields_of(Thread))])
async def threads(
    principal: InBusiness,
    desk: Desk,
    page: Page,
    unread: Annotated[bool, Query(description="Those alone with something unread")] = False,
) -> Paged[Thread]:
    """One thread for each number that wrote, the latest first."""
    found = await desk.texts.threads(
        principal, unread=unread, after=page.after(datetime, str), limit=page.rows
    )
    return page.of(found, Thread.of, lambda row: (row.last_at, row.number))


@router.get("/texts/{number}", openapi_extra=READ, dependencies=[Depends(fields_of(Text))])
async def texts(number: Number, principal: InBusiness, desk: Desk, page: Page) -> Paged[Text]:
    """What was written in both directions, the latest first."""
    found = await desk.texts.texts(principal, number, after=page.after(datetime, UUID), limit=page.rows)
    return page.of(found, Text.of, lambda row: (row.created_at, row.id))


@router.post("/texts/{number}", openapi_extra=WRITE, status_code=202)
async def reply(number: Number, body: ReplyBody, principal: InBusiness, desk: Desk) -> Promised:
    """Writes back; nothing of the thread is unread then."""
    return Promised(id=await desk.texts.reply(principal, number, body.text))


class WriteBody(ReplyBody):
    """`number` is one of the customer's; without it the one they are reached at."""

    number: Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")] | None = None


@router.post("/customers/{customer_id}/texts", openapi_extra=WRITE, status_code=202)
async def write(customer_id: UUID, body: WriteBody, principal: InBusiness, desk: Desk) -> Promised:
    """Writes to a customer, who need not have written; refused when they have said STOP at any of their numbers.

    What they and the business have written each other is their timeline of the kind `text`.
    """
    return Promised(id=await desk.texts.write(principal, customer_id, body.number, body.text))


@router.put("/texts/{number}/read", openapi_extra=WRITE, status_code=204)
async def read(number: Number, principal: InBusiness, desk: Desk) -> None:
    """Nothing of it is unread any more."""
    await desk.texts.read(principal, number)


@router.get("/call-list", openapi_extra=READ, dependencies=[Depends(fields_of(ToCall))])
async def call_list(principal: InBusiness, desk: Desk, page: Page) -> Paged[ToCall]:
    """Who was reminded of an appointment to come and has not answered, soonest first."""
    found = await desk.texts.unanswered(
        principal, datetime.now(UTC), after=page.after(datetime, UUID), limit=page.rows
    )
    return page.of(found, ToCall.of, lambda row: (row.starts_at, row.booking_id))
