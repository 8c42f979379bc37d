"""The waiting list: who would take a time that becomes free."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.front_desk import Desk
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import (
    Body,
    CustomerOfBooking,
    Instant,
    IntentKey,
    WantedOffering,
    WholeBooking,
)
from deployments.policies import needs
from domain.accounts.roles import Permission
from storage.postgres.waiting import Entry

router = APIRouter(
    prefix="/businesses/{business_id}/waiting-list", tags=["waiting list"], responses=RESPONSES
)

READ, WRITE = needs(Permission.BOOKINGS_READ), needs(Permission.BOOKINGS_WRITE)

Status = Literal["waiting", "offered", "taken", "withdrawn", "lapsed"]


class WaitBody(Body):
    """`earliest` to `latest` is when the visit may begin. The customer is told by text, so a number is needed."""

    offering: WantedOffering
    earliest: Instant
    latest: Instant
    customer: CustomerOfBooking
    location_id: UUID | None = None
    intent_key: IntentKey | None = None


class Waiting(BaseModel):
    """`ahead` is how many wait for the same and asked before; told where one entry is looked at."""

    id: UUID
    status: Status
    offering_id: UUID
    offering_name: str
    variant_id: UUID | None
    staff_id: UUID | None
    location_id: UUID | None
    customer_name: str
    customer_phone: str | None
    earliest: datetime
    latest: datetime
    offered_booking_id: UUID | None
    offered_until: datetime | None
    created_at: datetime
    ahead: int | None = None

    @classmethod
    def of(cls, entry: Entry, ahead: int | None = None) -> "Waiting":
        return cls.model_validate(entry, from_attributes=True).model_copy(update={"ahead": ahead})


@router.get("", openapi_extra=READ, dependencies=[Depends(fields_of(Waiting))])
async def waiting_list(
    principal: InBusiness,
    desk: Desk,
    page: Page,
    status: Annotated[list[Status] | None, Query(max_length=5, description="Any of these")] = None,
    offering_id: UUID | None = None,
) -> Paged[Waiting]:
    """Who asked first comes first."""
    found = await desk.waiting.page(
        principal,
        statuses=tuple(status or ()),
        offering_id=offering_id,
        after=page.after(datetime, UUID),
        limit=page.rows,
    )
    return page.of(found, Waiting.of, lambda row: (row.created_at, row.id))


@router.post("", status_code=201, openapi_extra=WRITE)
async def join(body: WaitBody, principal: InBusiness, desk: Desk) -> Waiting:
    """Puts somebody on the list."""
    who = await desk.customers.who(principal, body.customer.form(), body.customer.id)
    found = await desk.waiting.join(
        principal,
        body.offering.ask(),
        body.earliest,
        body.latest,
        who,
        datetime.now(UTC),
        location_id=body.location_id,
        intent_key=body.intent_key,
    )
    return Waiting.of(found.entry, found.ahead)


@router.get("/{entry_id}", openapi_extra=READ, dependencies=[Depends(fields_of(Waiting))])
async def entry(entry_id: UUID, principal: InBusiness, desk: Desk) -> Waiting:
    """One entry, and how many are before it."""
    found = await desk.waiting.get(principal, entry_id)
    return Waiting.of(found.entry, found.ahead)


@router.post("/{entry_id}/withdraw", openapi_extra=WRITE)
async def withdraw(entry_id: UUID, principal: InBusiness, desk: Desk) -> Waiting:
    """Takes somebody off the list; what was offered to them goes to the next."""
    await desk.waiting.withdraw(principal, entry_id)
    return Waiting.of((await desk.waiting.after_write(principal, entry_id)).entry)


@router.post("/{entry_id}/offer", openapi_extra=WRITE)
async def offer(entry_id: UUID, principal: InBusiness, desk: Desk) -> Waiting:
    """Holds the first time they can have for them now, before their turn, and tells them."""
    found = await desk.waiting.offer(principal, entry_id, datetime.now(UTC))
    return Waiting.of(found.entry, found.ahead)


@router.post("/{entry_id}/accept", openapi_extra=WRITE)
async def accept(entry_id: UUID, principal: InBusiness, desk: Desk) -> WholeBooking:
    """Books what was offered to them."""
    made = await desk.waiting.accept(principal, entry_id, datetime.now(UTC))
    return WholeBooking.of_whole(await desk.visits.after_write(principal, made.id))
