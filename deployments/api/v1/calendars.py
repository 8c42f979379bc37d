"""Calendars kept elsewhere: those that block here, what they collide with, and feeds of bookings to subscribe to."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, StringConstraints, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.etags import tag
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Body
from deployments.policies import link, needs
from domain.accounts.roles import Permission
from providers.square.notices import SquareNotices
from services.calendars.channels import Channels
from services.calendars.connections import Connections
from services.calendars.disputes import Disputes
from services.calendars.feeds import CalendarFeeds, Feed
from services.calendars.remote import RemoteCalendars
from storage.postgres.remote_calendars import CalendarRow, ConflictRow

router = APIRouter(prefix="/businesses/{business_id}", tags=["calendars"], responses=RESPONSES)
feed_router = APIRouter(tags=["calendars"], responses=RESPONSES)
ROUTERS = (router, feed_router)

READ, WRITE = needs(Permission.SETTINGS_READ), needs(Permission.SETTINGS_WRITE)

Url = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]


@dataclass(frozen=True, slots=True)
class Calendars:
    """`address`: the public one, that of feeds begins with."""

    remote: RemoteCalendars
    feeds: CalendarFeeds
    connections: Connections
    disputes: Disputes
    channels: Channels
    address: str
    square: SquareNotices | None = None


async def calendars_of(request: Request) -> Calendars:
    return request.app.state.calendars


TheCalendars = Annotated[Calendars, Depends(calendars_of)]


class NewCalendarBody(Body):
    """Of one person, of one location, or of the whole business when it is of neither."""

    name: Name
    url: Url
    staff_id: UUID | None = None
    location_id: UUID | None = None


class CalendarBody(Body):
    """Only what is named is changed."""

    name: Name | None = None
    url: Url | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "CalendarBody":
        if self.name is None and self.url is None:
            raise ValueError("name what is to be changed")
        return self


class RemoteCalendar(BaseModel):
    """`state`: `waiting` to be read first, `fresh`, `stale` (what was read at `read_at` still blocks, `problem` says
    why it is old), `failing` (somebody has to act on `problem`). Of the address only its host is shown. One that is not
    `ical` is of a connected account."""

    id: UUID
    kind: Literal["ical", "google", "square", "fresha"]
    name: str
    host: str
    staff_id: UUID | None
    location_id: UUID | None
    state: Literal["waiting", "fresh", "stale", "failing"]
    problem: str
    notes: list[str]
    read_at: datetime | None
    failing_since: datetime | None
    next_read_at: datetime
    created_at: datetime


class WaysOut(BaseModel):
    """Where to post: another time, a cancellation, or leaving both as they are. Null for what is not possible."""

    move: str | None
    cancel: str
    keep: str


class CalendarConflict(BaseModel):
    """A visit of ours during which a calendar is busy. `kept`: somebody lets it stand."""

    calendar_id: UUID
    calendar_name: str
    booking_id: UUID | None
    session_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    offering: str
    busy_from: datetime
    busy_until: datetime
    kept: bool
    ways_out: WaysOut


class CalendarConflicts(BaseModel):
    """The soonest first, at most 200."""

    items: list[CalendarConflict]


class NewFeedBody(Body):
    """`busy` tells only that something is booked; `details` the offering and the customer's name."""

    staff_id: UUID | None = None
    shows: Literal["details", "busy"] = "busy"


class CalendarFeed(BaseModel):
    """`url` is a secret: who has it reads these bookings; null for who may not read them here.

    Some calendars, Google's among them, read it only once or twice a day.
    """

    id: UUID
    staff_id: UUID | None
    shows: Literal["details", "busy"]
    url: str | None
    created_at: datetime


@router.get("/calendars", openapi_extra=READ, dependencies=[Depends(fields_of(RemoteCalendar))])
async def calendars(principal: InBusiness, those: TheCalendars, page: Page) -> Paged[RemoteCalendar]:
    """Calendars kept elsewhere whose busy times block here, the oldest first."""
    found = await those.remote.page(principal, after=page.after(datetime, UUID), limit=page.rows)
    return page.of(found, _calendar, lambda row: (row.created_at, row.id))


@router.post("/calendars", status_code=201, openapi_extra=WRITE)
async def add(body: NewCalendarBody, principal: InBusiness, those: TheCalendars) -> RemoteCalendar:
    """Adds a calendar by its address (https or webcal); it is read within a minute, then every 15."""
    row = await those.remote.add(
        principal, body.name, body.url, staff_id=body.staff_id, location_id=body.location_id
    )
    return _calendar(row)


@router.get("/calendars/{calendar_id}", openapi_extra=READ, dependencies=[Depends(fields_of(RemoteCalendar))])
async def calendar(calendar_id: UUID, principal: InBusiness, those: TheCalendars) -> RemoteCalendar:
    """One calendar."""
    return _calendar(await those.remote.get(principal, calendar_id))


@router.patch("/calendars/{calendar_id}", openapi_extra=WRITE)
async def change(
    calendar_id: UUID, body: CalendarBody, principal: InBusiness, those: TheCalendars
) -> RemoteCalendar:
    """Gives it another name or address; what was read blocks until the new one is read."""
    return _calendar(await those.remote.change(principal, calendar_id, name=body.name, url=body.url))


@router.post("/calendars/{calendar_id}/read", status_code=202, openapi_extra=WRITE)
async def read_again(calendar_id: UUID, principal: InBusiness, those: TheCalendars) -> RemoteCalendar:
    """Has it read at once rather than when it is due."""
    return _calendar(await those.remote.read_again(principal, calendar_id))


@router.delete("/calendars/{calendar_id}", status_code=204, openapi_extra=WRITE)
async def remove(calendar_id: UUID, principal: InBusiness, those: TheCalendars) -> None:
    """Removes it; its busy times block no more."""
    await those.remote.remove(principal, calendar_id)


@router.get("/calendar-conflicts", openapi_extra=needs(Permission.BOOKINGS_READ))
async def conflicts(
    principal: InBusiness,
    those: TheCalendars,
    kept: Annotated[bool, Query(description="Also those that somebody lets stand")] = False,
) -> CalendarConflicts:
    """Visits to come over which a calendar is busy, and what can be done about each."""
    found = await those.remote.conflicts(principal, with_kept=kept)
    return CalendarConflicts(items=[_conflict(principal.business_id, each) for each in found])


@router.post(
    "/calendars/{calendar_id}/conflicts/{visit_id}/keep",
    status_code=204,
    openapi_extra=needs(Permission.BOOKINGS_WRITE),
)
async def keep(calendar_id: UUID, visit_id: UUID, principal: InBusiness, those: TheCalendars) -> None:
    """Lets a visit and a busy time stand; should either change, the conflict is shown again."""
    await those.remote.keep(principal, calendar_id, visit_id)


@router.get("/calendar-feeds", openapi_extra=WRITE, dependencies=[Depends(fields_of(CalendarFeed))])
async def feeds(principal: InBusiness, those: TheCalendars, page: Page) -> Paged[CalendarFeed]:
    """Feeds with their secret addresses, the oldest first."""
    found = await those.feeds.page(principal, after=page.after(datetime, UUID), limit=page.rows)
    return page.of(found, lambda each: _feed(those, each), lambda each: (each.row.created_at, each.row.id))


@router.post("/calendar-feeds", status_code=201, openapi_extra=WRITE)
async def make_feed(body: NewFeedBody, principal: InBusiness, those: TheCalendars) -> CalendarFeed:
    """Makes an address at which the bookings of one person, or of everybody, can be subscribed to."""
    return _feed(those, await those.feeds.make(principal, body.staff_id, body.shows))


@router.post("/calendar-feeds/{calendar_feed_id}/rotate", openapi_extra=WRITE)
async def rotate_feed(calendar_feed_id: UUID, principal: InBusiness, those: TheCalendars) -> CalendarFeed:
    """Gives it another address; the old one is answered no more."""
    return _feed(those, await those.feeds.rotate(principal, calendar_feed_id))


@router.delete("/calendar-feeds/{calendar_feed_id}", status_code=204, openapi_extra=WRITE)
async def remove_feed(calendar_feed_id: UUID, principal: InBusiness, those: TheCalendars) -> None:
    """Removes it; its address is answered no more."""
    await those.feeds.remove(principal, calendar_feed_id)


@feed_router.get(
    "/calendar-feeds/{token}.ics",
    openapi_extra=link(),
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}},
)
async def feed_document(token: Annotated[str, Path(max_length=100)], those: TheCalendars) -> Response:
    """Bookings as iCalendar (RFC 5545), cancelled ones for some weeks; with an ETag that changes only with them."""
    document = await those.feeds.document(token)
    response = Response(document, media_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    tag(response, hashlib.sha256(document).hexdigest()[:32])
    return response


def _calendar(row: CalendarRow) -> RemoteCalendar:
    return RemoteCalendar.model_validate(
        {
            "id": row.id,
            "kind": row.kind,
            "name": row.name,
            "host": row.host,
            "staff_id": row.staff_id,
            "location_id": row.location_id,
            "state": row.phase,
            "problem": row.problem,
            "notes": row.notes,
            "read_at": row.read_at,
            "failing_since": row.failing_since,
            "next_read_at": row.next_poll_at,
            "created_at": row.created_at,
        }
    )


def _conflict(business_id: UUID, row: ConflictRow) -> CalendarConflict:
    base = f"/api/v1/businesses/{business_id}"
    visit = f"bookings/{row.booking_id}" if row.booking_id else f"sessions/{row.session_id}"
    return CalendarConflict(
        calendar_id=row.calendar_id,
        calendar_name=row.calendar_name,
        booking_id=row.booking_id,
        session_id=row.session_id,
        starts_at=row.visit_starts_at,
        ends_at=row.visit_ends_at,
        offering=row.offering,
        busy_from=row.busy_from,
        busy_until=row.busy_until,
        kept=row.kept_by is not None,
        ways_out=WaysOut(
            move=f"{base}/{visit}/move" if row.booking_id else None,
            cancel=f"{base}/{visit}/cancel",
            keep=f"{base}/calendars/{row.calendar_id}/conflicts/{row.visit_id}/keep",
        ),
    )


def _feed(those: Calendars, feed: Feed) -> CalendarFeed:
    return CalendarFeed.model_validate(
        {
            "id": feed.row.id,
            "staff_id": feed.row.staff_id,
            "shows": feed.row.shows,
            "url": feed.token and f"{those.address}/api/v1/calendar-feeds/{feed.token}.ics",
            "created_at": feed.row.created_at,
        }
    )
