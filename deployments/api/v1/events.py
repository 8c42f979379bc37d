"""What has happened in a business, the latest first."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.front_desk import Desk
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Instant
from deployments.policies import any_member
from storage.postgres.business_events import StoredEvent

router = APIRouter(prefix="/businesses/{business_id}", tags=["events"], responses=RESPONSES)

EventKind = Literal[
    "booking.created",
    "booking.moved",
    "booking.changed",
    "booking.cancelled",
    "booking.restored",
    "booking.no_show",
    "call.started",
    "call.ended",
    "call.missed",
    "message.taken",
    "waiting_list.offered",
    "customer.changed",
    "customer.merged",
    "customer.parted",
    "customer.imported",
    "billing.state_changed",
    "billing.cap_warning",
]
"""Those of the catalogue, as the OpenAPI document lists them."""


class Event(BaseModel):
    """`data` is as the schema of this kind and version says (`GET /api/v1/webhook-events`)."""

    id: UUID
    kind: str
    version: int
    at: datetime
    data: dict[str, Any]

    @classmethod
    def of(cls, row: StoredEvent) -> "Event":
        return cls(id=row.id, kind=row.kind, version=row.version, at=row.at, data=row.data)


@router.get("/events", openapi_extra=any_member(), dependencies=[Depends(fields_of(Event))])
async def events(
    principal: InBusiness,
    desk: Desk,
    page: Page,
    kind: Annotated[list[EventKind] | None, Query(max_length=50)] = None,
    since: Annotated[Instant | None, Query(alias="from", description="Happened then or later")] = None,
    subject_id: Annotated[
        UUID | None, Query(description="Of this booking, call, message or customer")
    ] = None,
    customer_id: Annotated[UUID | None, Query(description="Of this customer")] = None,
) -> Paged[Event]:
    """What happened, the latest first: of the kinds you may read about."""
    after = page.after(UUID)
    found = await desk.events.page(
        principal,
        kinds=kind or (),
        since=since,
        subject_id=subject_id,
        customer_id=customer_id,
        after=None if after is None else after[0],
        limit=page.rows,
    )
    return page.of(found, Event.of, lambda row: (row.id,))
