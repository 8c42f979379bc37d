"""The places of a business. One without any is its own place."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from deployments.api.authentication import InBusiness
from deployments.api.etags import Match, tag
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.v1.set_up.shapes import (
    OF_BUSINESS,
    SETTINGS_RESPONSES,
    Active,
    Body,
    Force,
    Line,
    Name,
    Position,
    Removal,
    TheSetUp,
    WithAffected,
    YesNo,
    affected_of,
    changes_of,
    removal_of,
    unset,
)
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.setup.business import LocationSettings
from services.setup.desk import Stored

router = APIRouter(tags=["locations"], responses=SETTINGS_RESPONSES)

LOCATIONS = f"{OF_BUSINESS}/locations"
LOCATION = f"{LOCATIONS}/{{location_id}}"


class Location(BaseModel):
    """With a `region` it has the public holidays of that, else those of the business."""

    id: UUID
    name: str
    timezone: str
    address: str
    region: str | None
    active: bool
    position: int


class ChangedLocation(Location, WithAffected):
    """As it is now, and what that means for bookings."""


class LocationBody(Body):
    name: Name
    timezone: Annotated[str, Field(max_length=64, examples=["Australia/Sydney"])]
    address: Line = ""
    region: Annotated[str | None, Field(max_length=40)] = None
    active: YesNo = True
    position: Position = 0


class LocationPatch(Body):
    """What is left out stays."""

    name: Name = Field(default_factory=unset)
    timezone: Annotated[str, Field(max_length=64, default_factory=unset)]
    address: Line = Field(default_factory=unset)
    region: Annotated[str | None, Field(max_length=40)] = None
    active: YesNo = Field(default_factory=unset)
    position: Position = Field(default_factory=unset)


@router.get(
    LOCATIONS,
    openapi_extra=needs(Permission.SETTINGS_READ),
    dependencies=[Depends(fields_of(Location))],
)
async def locations(
    business_id: UUID, principal: InBusiness, set_up: TheSetUp, page: Page, active: Active = None
) -> Paged[Location]:
    """Locations, in the order of the business."""
    rows = await set_up.locations.page(principal, active=active, after=page.after(int, UUID), limit=page.rows)
    return page.of(rows, _shown, lambda row: (row.settings.position, row.id))


@router.post(LOCATIONS, status_code=201, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def add_location(
    business_id: UUID, body: LocationBody, principal: InBusiness, set_up: TheSetUp, response: Response
) -> Location:
    """Adds a location; it opens as the business until it has hours of its own."""
    added = await set_up.locations.add_located(principal, LocationSettings(**body.model_dump()))
    tag(response, added.version)
    return _shown(added)


@router.get(
    LOCATION,
    openapi_extra=needs(Permission.SETTINGS_READ),
    dependencies=[Depends(fields_of(Location))],
)
async def location(
    business_id: UUID, location_id: UUID, principal: InBusiness, set_up: TheSetUp, response: Response
) -> Location:
    """One location."""
    found = await set_up.locations.get(principal, location_id)
    tag(response, found.version)
    return _shown(found)


@router.patch(LOCATION, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def change_location(
    business_id: UUID,
    location_id: UUID,
    body: LocationPatch,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    response: Response,
    force: Force = False,
) -> ChangedLocation:
    """Changes what is sent. Archiving it, or another zone: 409 with the bookings to come that need it,
    unless `force`."""
    changed, affected = await set_up.locations.change_located(
        principal, location_id, changes_of(body), force=force, seen=seen
    )
    tag(response, changed.version)
    return ChangedLocation(**_shown(changed).model_dump(), **affected_of(affected))


@router.delete(LOCATION, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def remove_location(
    business_id: UUID,
    location_id: UUID,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    force: Force = False,
) -> Removal:
    """Deletes a location; archives it where bookings or other data refer to it. 409 with the bookings to come that
    need it, unless `force`."""
    return removal_of(await set_up.locations.remove(principal, location_id, force=force, seen=seen))


def _shown(stored: Stored[LocationSettings]) -> Location:
    settings = stored.settings
    return Location(id=stored.id, **{name: getattr(settings, name) for name in settings.__dataclass_fields__})
