"""Rooms, chairs, machines: what a visit takes besides people."""

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
from domain.setup.resources import AssetSettings
from services.setup.desk import Stored

router = APIRouter(tags=["assets"], responses=SETTINGS_RESPONSES)

ASSETS = f"{OF_BUSINESS}/assets"
ASSET = f"{ASSETS}/{{asset_id}}"


class Asset(BaseModel):
    """Without a location it can be used at any."""

    id: UUID
    name: str
    location_id: UUID | None
    active: bool
    position: int


class ChangedAsset(Asset, WithAffected):
    """As it is now, and what that means for bookings."""


class AssetBody(Body):
    name: Name
    location_id: UUID | None = None
    active: YesNo = True
    position: Position = 0


class AssetPatch(Body):
    """What is left out stays."""

    name: Name = Field(default_factory=unset)
    location_id: UUID | None = None
    active: YesNo = Field(default_factory=unset)
    position: Position = Field(default_factory=unset)


@router.get(
    ASSETS,
    openapi_extra=needs(Permission.SETTINGS_READ),
    dependencies=[Depends(fields_of(Asset))],
)
async def assets(
    business_id: UUID, principal: InBusiness, set_up: TheSetUp, page: Page, active: Active = None
) -> Paged[Asset]:
    """Assets, in the order of the business."""
    rows = await set_up.assets.page(principal, active=active, after=page.after(int, UUID), limit=page.rows)
    return page.of(rows, _shown, lambda row: (row.settings.position, row.id))


@router.post(ASSETS, status_code=201, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def add_asset(
    business_id: UUID, body: AssetBody, principal: InBusiness, set_up: TheSetUp, response: Response
) -> Asset:
    """Adds an asset; offerings say which they need."""
    added = await set_up.assets.add(principal, AssetSettings(**body.model_dump()))
    tag(response, added.version)
    return _shown(added)


@router.get(
    ASSET,
    openapi_extra=needs(Permission.SETTINGS_READ),
    dependencies=[Depends(fields_of(Asset))],
)
async def asset(
    business_id: UUID, asset_id: UUID, principal: InBusiness, set_up: TheSetUp, response: Response
) -> Asset:
    """One asset."""
    found = await set_up.assets.get(principal, asset_id)
    tag(response, found.version)
    return _shown(found)


@router.patch(ASSET, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def change_asset(
    business_id: UUID,
    asset_id: UUID,
    body: AssetPatch,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    response: Response,
    force: Force = False,
) -> ChangedAsset:
    """Changes what is sent. Archiving it, or having it elsewhere: 409 with the bookings to come that need it,
    unless `force`."""
    changed, affected = await set_up.assets.change(
        principal, asset_id, changes_of(body), force=force, seen=seen
    )
    tag(response, changed.version)
    return ChangedAsset(**_shown(changed).model_dump(), **affected_of(affected))


@router.delete(ASSET, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def remove_asset(
    business_id: UUID,
    asset_id: UUID,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    force: Force = False,
) -> Removal:
    """Deletes an asset; archives it where bookings or other data refer to it. 409 with the bookings to come that
    need it, unless `force`."""
    return removal_of(await set_up.assets.remove(principal, asset_id, force=force, seen=seen))


def _shown(stored: Stored[AssetSettings]) -> Asset:
    settings = stored.settings
    return Asset(id=stored.id, **{name: getattr(settings, name) for name in settings.__dataclass_fields__})
