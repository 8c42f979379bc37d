"""Group sessions and who comes to them."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from deployments.api.authentication import InBusiness
from deployments.api.etags import tag
from deployments.api.fields import fields_of
from deployments.api.front_desk import Desk
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import (
    Body,
    CustomerAnswer,
    CustomerOfBooking,
    Instant,
    IntentKey,
    Lines,
    WantedOffering,
    WholeBooking,
    customer_of,
)
from deployments.policies import needs
from domain.accounts.roles import Permission
from services.front_desk.versions import booking_version
from services.scheduling.sessions import MOST_SEATS
from storage.postgres.booking_lists import ListedBooking
from storage.postgres.sessions import SessionRow

router = APIRouter(prefix="/businesses/{business_id}/sessions", tags=["group sessions"], responses=RESPONSES)

READ, WRITE = needs(Permission.BOOKINGS_READ), needs(Permission.BOOKINGS_WRITE)

Seats = Annotated[int, Field(ge=1, le=MOST_SEATS)]


class SessionBody(Body):
    """`offering.staff_id` is the trainer who is wanted; `seats` other than the offering's."""

    offering: WantedOffering
    starts_at: Instant
    location_id: UUID | None = None
    seats: Seats | None = None


class GroupSession(BaseModel):
    """`free` counts seats that are neither booked nor held."""

    id: UUID
    offering_id: UUID
    offering_name: str
    location_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    status: Literal["planned", "cancelled"]
    seats: int
    free: int

    @classmethod
    def of(cls, row: SessionRow) -> "GroupSession":
        return cls.model_validate(row, from_attributes=True)


class Cancelled(BaseModel):
    """The bookings that were cancelled with it: these people are to be told."""

    booking_ids: list[UUID]


class AttendeeBody(Body):
    customer: CustomerOfBooking
    seats: Seats = 1
    notes: Lines = ""
    intent_key: IntentKey | None = None


class Attendee(BaseModel):
    booking_id: UUID
    status: Literal["held", "confirmed", "no_show"]
    customer: CustomerAnswer | None
    seats: int
    notes: str

    @classmethod
    def of(cls, row: ListedBooking, seats: int) -> "Attendee":
        status = "confirmed" if row.status == "cancelled" else row.status
        return cls(booking_id=row.id, status=status, customer=customer_of(row), seats=seats, notes=row.notes)


class Attendees(BaseModel):
    attendees: list[Attendee]


@router.get("", openapi_extra=READ, dependencies=[Depends(fields_of(GroupSession))])
async def sessions(
    principal: InBusiness,
    desk: Desk,
    page: Page,
    since: Annotated[Instant | None, Query(alias="from", description="Begins then or later")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Begins before")] = None,
    offering_id: UUID | None = None,
    status: Annotated[list[Literal["planned", "cancelled"]] | None, Query(max_length=2)] = None,
) -> Paged[GroupSession]:
    """Sessions by when they begin."""
    found = await desk.groups.page(
        principal,
        since=since,
        until=until,
        offering_id=offering_id,
        statuses=tuple(status or ()),
        after=page.after(datetime, UUID),
        limit=page.rows,
    )
    return page.of(found, GroupSession.of, lambda row: (row.starts_at, row.id))


@router.post("", status_code=201, openapi_extra=WRITE)
async def plan(body: SessionBody, principal: InBusiness, desk: Desk) -> GroupSession:
    """Plans a session with a trainer and a room that are free then."""
    planned = await desk.groups.plan(
        principal,
        body.offering.ask(),
        body.starts_at,
        datetime.now(UTC),
        location_id=body.location_id,
        seats=body.seats,
    )
    return GroupSession.of(planned)


@router.get("/{session_id}", openapi_extra=READ, dependencies=[Depends(fields_of(GroupSession))])
async def session(session_id: UUID, principal: InBusiness, desk: Desk) -> GroupSession:
    """One session."""
    return GroupSession.of(await desk.groups.get(principal, session_id))


@router.post("/{session_id}/cancel", openapi_extra=WRITE)
async def cancel(session_id: UUID, principal: InBusiness, desk: Desk) -> Cancelled:
    """Calls a session off, with all its bookings."""
    return Cancelled(booking_ids=await desk.groups.cancel(principal, session_id))


@router.get("/{session_id}/attendees", openapi_extra=READ)
async def attendees(session_id: UUID, principal: InBusiness, desk: Desk) -> Attendees:
    """Who has booked or holds seats."""
    found = await desk.groups.attendees(principal, session_id)
    return Attendees(attendees=[Attendee.of(row, seats) for row, seats in found])


@router.post("/{session_id}/attendees", status_code=201, openapi_extra=WRITE)
async def attend(
    session_id: UUID, body: AttendeeBody, principal: InBusiness, desk: Desk, response: Response
) -> WholeBooking:
    """Books seats."""
    who = await desk.customers.who(principal, body.customer.form(), body.customer.id)
    booking_id = await desk.groups.book(
        principal,
        session_id,
        who,
        datetime.now(UTC),
        seats=body.seats,
        notes=body.notes,
        intent_key=body.intent_key,
    )
    whole = await desk.visits.after_write(principal, booking_id)
    tag(response, booking_version(whole.booking))
    return WholeBooking.of_whole(whole)
