"""Usual weeks: of the business, of a location, of a person. A week is replaced as a whole."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from deployments.api.authentication import InBusiness
from deployments.api.etags import Match, tag
from deployments.api.fields import fields_of
from deployments.api.v1.set_up.shapes import (
    OF_BUSINESS,
    SETTINGS_RESPONSES,
    Body,
    ClockTime,
    TheSetUp,
    WithAffected,
    affected_of,
)
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.business import OpeningHours
from domain.setup.weeks import clock, clock_text
from domain.versions import Seen
from services.setup.weeks import Owner, Stretch, Week

router = APIRouter(tags=["hours"], responses=SETTINGS_RESPONSES)

MOST = 70
Weekday = Annotated[int, Field(strict=True, ge=0, le=6, description="0 is Monday")]
_READ: dict[str, Any] = needs(Permission.SETTINGS_READ)
_WRITE: dict[str, Any] = needs(Permission.SETTINGS_WRITE)


class OpenStretch(Body):
    """Wall time. One that closes no later than it opens goes on into the next day; 00:00 to 24:00 is all day."""

    weekday: Weekday
    opens: ClockTime
    closes: ClockTime


class WorkStretch(OpenStretch):
    """`location_id` null: wherever they work."""

    location_id: UUID | None = None


class HoursBody(Body):
    hours: Annotated[list[OpenStretch], Field(max_length=MOST)]


class WorkBody(Body):
    hours: Annotated[list[WorkStretch], Field(max_length=MOST)]


class Hours(BaseModel):
    """In order. Without any a business is closed, and a location opens as its business."""

    hours: list[OpenStretch]


class WorkHours(BaseModel):
    """In order. Without any a person works as the place opens."""

    hours: list[WorkStretch]


class ChangedHours(Hours, WithAffected):
    """As they are now, and which bookings are outside."""


class ChangedWorkHours(WorkHours, WithAffected):
    """As they are now, and which bookings are outside."""


def _path(of: str) -> str:
    return f"{OF_BUSINESS}{of}/hours"


LOCATION, STAFF = "/locations/{location_id}", "/staff/{staff_id}"


@router.get(_path(""), openapi_extra=_READ, dependencies=[Depends(fields_of(Hours))])
async def opening_hours(
    business_id: UUID, principal: InBusiness, set_up: TheSetUp, response: Response
) -> Hours:
    """When the business is open in a usual week."""
    return Hours(hours=_tagged(response, await set_up.weeks.get(principal, Owner())))


@router.put(_path(""), openapi_extra=_WRITE)
async def replace_opening_hours(
    business_id: UUID,
    body: HoursBody,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    response: Response,
) -> ChangedHours:
    """Replaces the week of the business. Bookings to come that are outside then are named, and stay."""
    return ChangedHours(**await _replace(set_up, principal, Owner(), body.hours, seen, response))


@router.get(_path(LOCATION), openapi_extra=_READ, dependencies=[Depends(fields_of(Hours))])
async def location_hours(
    business_id: UUID, location_id: UUID, principal: InBusiness, set_up: TheSetUp, response: Response
) -> Hours:
    """When a location is open; none where it opens as the business."""
    return Hours(hours=_tagged(response, await set_up.weeks.get(principal, Owner(location_id))))


@router.put(_path(LOCATION), openapi_extra=_WRITE)
async def replace_location_hours(
    business_id: UUID,
    location_id: UUID,
    body: HoursBody,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    response: Response,
) -> ChangedHours:
    """Replaces the week of a location. Bookings to come that are outside then are named, and stay."""
    return ChangedHours(**await _replace(set_up, principal, Owner(location_id), body.hours, seen, response))


@router.get(_path(STAFF), openapi_extra=_READ, dependencies=[Depends(fields_of(WorkHours))])
async def staff_hours(
    business_id: UUID, staff_id: UUID, principal: InBusiness, set_up: TheSetUp, response: Response
) -> WorkHours:
    """When a person works; none where they work as the place opens."""
    week = await set_up.weeks.get(principal, Owner(staff_id=staff_id))
    return WorkHours(hours=_tagged(response, week))


@router.put(_path(STAFF), openapi_extra=_WRITE)
async def replace_staff_hours(
    business_id: UUID,
    staff_id: UUID,
    body: WorkBody,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    response: Response,
) -> ChangedWorkHours:
    """Replaces the week of a person, at all their locations. Bookings to come outside it are named, and stay."""
    owner = Owner(staff_id=staff_id)
    return ChangedWorkHours(**await _replace(set_up, principal, owner, body.hours, seen, response))


async def _replace(
    set_up: TheSetUp,
    principal: InBusiness,
    owner: Owner,
    hours: list[OpenStretch] | list[WorkStretch],
    seen: Seen,
    response: Response,
) -> dict[str, Any]:
    stretches = [
        Stretch(
            OpeningHours(
                each.weekday, clock(f"hours.{n}.opens", each.opens), clock(f"hours.{n}.closes", each.closes)
            ),
            each.location_id if isinstance(each, WorkStretch) else None,
        )
        for n, each in enumerate(hours)
    ]
    week, affected = await set_up.weeks.replace(principal, owner, stretches, seen=seen)
    return {"hours": _tagged(response, week), **affected_of(affected)}


def _tagged(response: Response, week: Week) -> list[Any]:
    """The stretches as fields: which model they become the answer says."""
    tag(response, week.version)
    return [_fields(each) for each in week.stretches]


def _fields(stretch: Stretch) -> dict[str, Any]:
    hours = stretch.hours
    opens, closes = clock_text(hours.opens, hours.closes)
    found: dict[str, Any] = {"weekday": hours.weekday, "opens": opens, "closes": closes}
    return found | ({"location_id": stretch.location_id} if stretch.location_id is not None else {})
