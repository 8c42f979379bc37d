"""Who takes bookings: where they work, and what they do at which price."""

from typing import Annotated, Any
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
    Cents,
    Force,
    Minutes,
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
from domain.setup import limits
from domain.setup.resources import StaffSettings
from services.setup.desk import Stored
from services.setup.offerings import Done, DoneByOne

router = APIRouter(tags=["staff"], responses=SETTINGS_RESPONSES)

STAFF = f"{OF_BUSINESS}/staff"
MEMBER = f"{STAFF}/{{staff_id}}"


class StaffMember(BaseModel):
    """`location_ids` say where they work; none: everywhere. `position` is their place in the fixed order."""

    id: UUID
    name: str
    active: bool
    position: int
    location_ids: list[UUID]


class ChangedStaffMember(StaffMember, WithAffected):
    """As it is now, and what that means for bookings."""


class StaffMemberBody(Body):
    name: Name
    active: YesNo = True
    position: Position = 0
    location_ids: Annotated[list[UUID], Field(max_length=limits.LOCATIONS, default_factory=list[UUID])]


class StaffMemberPatch(Body):
    """What is left out stays."""

    name: Name = Field(default_factory=unset)
    active: YesNo = Field(default_factory=unset)
    position: Position = Field(default_factory=unset)
    location_ids: Annotated[list[UUID], Field(max_length=limits.LOCATIONS, default_factory=unset)]


@router.get(
    STAFF,
    openapi_extra=needs(Permission.SETTINGS_READ),
    dependencies=[Depends(fields_of(StaffMember))],
)
async def staff(
    business_id: UUID, principal: InBusiness, set_up: TheSetUp, page: Page, active: Active = None
) -> Paged[StaffMember]:
    """Staff, in the order of the business."""
    rows = await set_up.staff.page(principal, active=active, after=page.after(int, UUID), limit=page.rows)
    return page.of(rows, _shown, lambda row: (row.settings.position, row.id))


@router.post(STAFF, status_code=201, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def add_staff_member(
    business_id: UUID, body: StaffMemberBody, principal: InBusiness, set_up: TheSetUp, response: Response
) -> StaffMember:
    """Adds somebody. They do what everybody does, and work as the place opens until they have hours of their own."""
    added = await set_up.staff.add(principal, StaffSettings(**_kept(body.model_dump())))
    tag(response, added.version)
    return _shown(added)


@router.get(
    MEMBER,
    openapi_extra=needs(Permission.SETTINGS_READ),
    dependencies=[Depends(fields_of(StaffMember))],
)
async def staff_member(
    business_id: UUID, staff_id: UUID, principal: InBusiness, set_up: TheSetUp, response: Response
) -> StaffMember:
    """One member of staff."""
    found = await set_up.staff.get(principal, staff_id)
    tag(response, found.version)
    return _shown(found)


@router.patch(MEMBER, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def change_staff_member(
    business_id: UUID,
    staff_id: UUID,
    body: StaffMemberPatch,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    response: Response,
    force: Force = False,
) -> ChangedStaffMember:
    """Changes what is sent. Archiving them, or sending them elsewhere: 409 with the bookings to come that need them,
    unless `force`."""
    changed, affected = await set_up.staff.change(
        principal, staff_id, _kept(changes_of(body)), force=force, seen=seen
    )
    tag(response, changed.version)
    return ChangedStaffMember(**_shown(changed).model_dump(), **affected_of(affected))


@router.delete(MEMBER, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def remove_staff_member(
    business_id: UUID,
    staff_id: UUID,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    force: Force = False,
) -> Removal:
    """Deletes somebody; archives them where bookings or other data refer to them. 409 with the bookings to come that
    need them, unless `force`."""
    return removal_of(await set_up.staff.remove(principal, staff_id, force=force, seen=seen))


class Doing(Body):
    """An offering as this one does it; null leaves what is usual."""

    offering_id: UUID
    minutes: Minutes | None = None
    price_cents: Cents | None = None


class DoingBody(Body):
    offerings: Annotated[list[Doing], Field(max_length=limits.OFFERINGS)]


class StaffOfferings(BaseModel):
    """`by_everybody` are those nobody is named for: everybody does them."""

    offerings: list[Doing]
    by_everybody: list[UUID]


class ChangedStaffOfferings(StaffOfferings, WithAffected):
    """As they are now, and what that means for bookings."""


@router.get(
    f"{MEMBER}/offerings",
    openapi_extra=needs(Permission.SETTINGS_READ),
    dependencies=[Depends(fields_of(StaffOfferings))],
)
async def staff_offerings(
    business_id: UUID, staff_id: UUID, principal: InBusiness, set_up: TheSetUp, response: Response
) -> StaffOfferings:
    """What one member of staff does."""
    found = await set_up.offerings.done_by(principal, staff_id)
    tag(response, found.version)
    return StaffOfferings(**_doing(found))


@router.put(f"{MEMBER}/offerings", openapi_extra=needs(Permission.SETTINGS_WRITE))
async def set_staff_offerings(
    business_id: UUID,
    staff_id: UUID,
    body: DoingBody,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    response: Response,
) -> ChangedStaffOfferings:
    """Replaces what one member of staff does.

    An offering that everybody does and that is left out here, or has minutes or a price here, is done by those who are
    named for it from then on: by everybody who is active now, and by this one as it stands here.
    """
    wanted = [Done(each.offering_id, each.minutes, each.price_cents) for each in body.offerings]
    found, affected = await set_up.offerings.set_done_by(principal, staff_id, wanted, seen=seen)
    tag(response, found.version)
    return ChangedStaffOfferings(**_doing(found), **affected_of(affected))


def _doing(found: DoneByOne) -> dict[str, Any]:
    return {
        "offerings": [
            Doing(offering_id=each.offering_id, minutes=each.minutes, price_cents=each.price_cents)
            for each in found.named
        ],
        "by_everybody": list(found.by_everybody),
    }


def _kept(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _shown(stored: Stored[StaffSettings]) -> StaffMember:
    settings = stored.settings
    return StaffMember(
        id=stored.id, **{name: getattr(settings, name) for name in settings.__dataclass_fields__}
    )
