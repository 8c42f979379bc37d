"""Hours of single dates: longer evenings, closures, days off of a person."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, StringConstraints

from deployments.api.authentication import InBusiness
from deployments.api.problems import RESPONSES
from deployments.api.v1.set_up.shapes import (
    OF_BUSINESS,
    Body,
    ClockTime,
    TheSetUp,
    WithAffected,
    affected_of,
)
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.errors import InvalidInput
from domain.scheduling.calendar import SpecialDay
from domain.setup.limits import STRETCHES_A_DAY
from domain.setup.weeks import clock, clock_text
from services.setup.special_days import OwnedDay
from services.setup.weeks import Owner

router = APIRouter(tags=["hours"], responses=RESPONSES)
PATH = f"{OF_BUSINESS}/special-days"
MOST_AT_ONCE = 100

LocationQuery = Annotated[UUID | None, Query(description="Of this location; of every one without")]
StaffQuery = Annotated[UUID | None, Query(description="Of this person")]


class DayStretch(Body):
    opens: ClockTime
    closes: ClockTime


class DayBody(Body):
    """No hours: closed, or a day off."""

    day: date
    hours: Annotated[list[DayStretch], Field(max_length=STRETCHES_A_DAY, default_factory=list[DayStretch])]
    reason: Annotated[str, StringConstraints(max_length=100)] = ""


class DaysBody(Body):
    """Of one location, of one person, or of every location."""

    location_id: UUID | None = None
    staff_id: UUID | None = None
    days: Annotated[list[DayBody], Field(min_length=1, max_length=MOST_AT_ONCE)]


class Day(BaseModel):
    """Instead of the usual hours; none: closed, or a day off. Callers may be told the `reason` of a closure."""

    day: date
    location_id: UUID | None
    staff_id: UUID | None
    hours: list[DayStretch]
    reason: str


class Days(BaseModel):
    days: list[Day]


class ChangedDays(Days, WithAffected):
    """As they are now, and which bookings are outside."""


@router.get(PATH, openapi_extra=needs(Permission.SETTINGS_READ))
async def special_days(
    business_id: UUID,
    principal: InBusiness,
    set_up: TheSetUp,
    first: date,
    last: date,
) -> Days:
    """Everybody's from `first` to `last`, two years at the most, in order of the date."""
    found = await set_up.special_days.between(principal, first, last)
    return Days(days=[_shown(each) for each in found])


@router.put(PATH, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def put_special_days(
    business_id: UUID, body: DaysBody, principal: InBusiness, set_up: TheSetUp
) -> ChangedDays:
    """Sets the hours of these dates; other dates stay. Bookings to come that are outside then are named, and stay.

    The owner's own dates win over public holidays.
    """
    owner = _owner(body.location_id, body.staff_id)
    days = [
        SpecialDay(
            each.day,
            tuple((clock("hours.opens", one.opens), clock("hours.closes", one.closes)) for one in each.hours),
            each.reason,
        )
        for each in body.days
    ]
    found, affected = await set_up.special_days.put(principal, owner, days)
    return ChangedDays(days=[_shown(OwnedDay(owner, each)) for each in found], **affected_of(affected))


@router.delete(f"{PATH}/{{day}}", openapi_extra=needs(Permission.SETTINGS_WRITE))
async def remove_special_day(
    business_id: UUID,
    day: date,
    principal: InBusiness,
    set_up: TheSetUp,
    location_id: LocationQuery = None,
    staff_id: StaffQuery = None,
) -> WithAffected:
    """The date has its usual hours again."""
    affected = await set_up.special_days.remove(principal, _owner(location_id, staff_id), day)
    return WithAffected(**affected_of(affected))


def _owner(location_id: UUID | None, staff_id: UUID | None) -> Owner:
    if location_id is not None and staff_id is not None:
        raise InvalidInput("staff_id: a date is of a person or of a location, not of both")
    return Owner(location_id, staff_id)


def _shown(owned: OwnedDay) -> Day:
    stretches = [clock_text(*each) for each in owned.day.stretches]
    return Day(
        day=owned.day.day,
        location_id=owned.owner.location_id,
        staff_id=owned.owner.staff_id,
        hours=[DayStretch(opens=opens, closes=closes) for opens, closes in stretches],
        reason=owned.day.reason,
    )
