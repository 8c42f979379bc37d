"""Public holidays of the business's country and region, and of its locations: each kept or opened by the owner."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from deployments.api.authentication import InBusiness
from deployments.api.problems import RESPONSES
from deployments.api.v1.set_up.shapes import (
    OF_BUSINESS,
    Body,
    TheSetUp,
    WithAffected,
    YesNo,
    affected_of,
)
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.errors import InvalidInput
from domain.setup.holidays import HolidayKind
from services.setup.holidays import StoredHoliday

router = APIRouter(tags=["hours"], responses=RESPONSES)
PATH = f"{OF_BUSINESS}/public-holidays"


class PublicHoliday(BaseModel):
    """Closed unless `opened`, when the usual hours hold. Hours set for the date itself win over it.

    A `half_day`, which begins in the evening or so, is opened until the owner decides otherwise. `location_id` is that
    of a location in another region, or of one it was decided for alone; null: of every other one.
    """

    id: UUID
    location_id: UUID | None
    day: date
    name: str
    kind: HolidayKind
    opened: bool
    decided: bool
    """Whether somebody chose; what was chosen holds when holidays are brought up to date."""


class PublicHolidays(BaseModel):
    public_holidays: list[PublicHoliday]


class ChangedPublicHoliday(PublicHoliday, WithAffected):
    """As it is now, and which bookings are outside."""


class Decision(Body):
    """`location_id`: for this location alone."""

    opened: YesNo
    location_id: UUID | None = None


class Region(BaseModel):
    code: str
    name: str


class Regions(BaseModel):
    country: str
    regions: list[Region]


@router.get(PATH, openapi_extra=needs(Permission.SETTINGS_READ))
async def public_holidays(
    business_id: UUID, principal: InBusiness, set_up: TheSetUp, first: date, last: date
) -> PublicHolidays:
    """From `first` to `last`, three years at the most, by date. This year and the next two are known."""
    if not 0 <= (last - first).days <= 3 * 366:
        raise InvalidInput("last: on or after first, and three years after it at most")
    found = await set_up.holidays.between(principal, first, last)
    return PublicHolidays(public_holidays=[_shown(each) for each in found])


@router.patch(f"{PATH}/{{holiday_id}}", openapi_extra=needs(Permission.SETTINGS_WRITE))
async def decide_public_holiday(
    business_id: UUID, holiday_id: UUID, body: Decision, principal: InBusiness, set_up: TheSetUp
) -> ChangedPublicHoliday:
    """Keeps a public holiday, or opens on it. Bookings to come on one that is kept are named, and stay."""
    done, affected = await set_up.holidays.decide(
        principal, holiday_id, opened=body.opened, location_id=body.location_id
    )
    return ChangedPublicHoliday(**_shown(done).model_dump(), **affected_of(affected))


@router.get(f"{OF_BUSINESS}/regions", openapi_extra=needs(Permission.SETTINGS_READ))
async def regions(business_id: UUID, principal: InBusiness, set_up: TheSetUp) -> Regions:
    """The regions of the business's country that have public holidays of their own."""
    found = await set_up.holidays.regions(principal)
    return Regions(
        country=found.country,
        regions=[Region(code=code, name=name) for code, name in sorted(found.regions.items())],
    )


def _shown(stored: StoredHoliday) -> PublicHoliday:
    listed = stored.kept.listed
    return PublicHoliday(
        id=stored.id,
        location_id=stored.location_id,
        day=listed.day,
        name=listed.name,
        kind=listed.kind,
        opened=stored.kept.opened,
        decided=stored.kept.decided,
    )
