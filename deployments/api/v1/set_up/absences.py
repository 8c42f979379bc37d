"""When a person or an asset cannot be had: leave, a course, a repair."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel, StringConstraints, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.set_up.shapes import OF_BUSINESS, Body, TheSetUp, WithAffected, affected_of
from deployments.policies import needs
from domain.accounts.roles import Permission
from services.setup.absences import Away

router = APIRouter(tags=["staff", "assets"], responses=RESPONSES)
PATH = f"{OF_BUSINESS}/absences"


class AbsenceBody(Body):
    """Of one person or one asset. Times with an offset are instants; without one they are the clock of the place."""

    staff_id: UUID | None = None
    asset_id: UUID | None = None
    starts_at: datetime
    ends_at: datetime
    reason: Annotated[str, StringConstraints(max_length=200)] = ""

    @model_validator(mode="after")
    def _of_one(self) -> "AbsenceBody":
        if (self.staff_id is None) == (self.asset_id is None):
            raise ValueError("give either staff_id or asset_id")
        return self


class AbsenceItem(BaseModel):
    """`reason` is never told to callers."""

    id: UUID
    staff_id: UUID | None
    asset_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    reason: str


class AddedAbsence(AbsenceItem, WithAffected):
    """With the bookings it leaves without somebody or something."""


@router.get(
    PATH,
    openapi_extra=needs(Permission.SETTINGS_READ),
    dependencies=[Depends(fields_of(AbsenceItem))],
)
async def absences(
    business_id: UUID,
    principal: InBusiness,
    set_up: TheSetUp,
    page: Page,
    staff_id: UUID | None = None,
    asset_id: UUID | None = None,
    ends_after: Annotated[AwareDatetime | None, Query(description="Now, when it is left out")] = None,
) -> Paged[AbsenceItem]:
    """Absences that end after an instant, in the order of their ends."""
    rows = await set_up.absences.page(
        principal,
        staff_id=staff_id,
        asset_id=asset_id,
        ends_after=ends_after or datetime.now(UTC),
        after=page.after(datetime, UUID),
        limit=page.rows,
    )
    return page.of(rows, _shown, lambda row: (row.during.end, row.id))


@router.post(PATH, status_code=201, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def add_absence(
    business_id: UUID, body: AbsenceBody, principal: InBusiness, set_up: TheSetUp
) -> AddedAbsence:
    """Adds leave or a repair. Bookings to come within it are named, and stay."""
    away, affected = await set_up.absences.add(
        principal,
        body.starts_at,
        body.ends_at,
        staff_id=body.staff_id,
        asset_id=body.asset_id,
        reason=body.reason,
    )
    return AddedAbsence(**_shown(away).model_dump(), **affected_of(affected))


@router.delete(f"{PATH}/{{absence_id}}", status_code=204, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def remove_absence(
    business_id: UUID, absence_id: UUID, principal: InBusiness, set_up: TheSetUp
) -> None:
    """Takes an absence back."""
    await set_up.absences.remove(principal, absence_id)


def _shown(away: Away) -> AbsenceItem:
    return AbsenceItem(
        id=away.id,
        staff_id=away.staff_id,
        asset_id=away.asset_id,
        starts_at=away.during.start,
        ends_at=away.during.end,
        reason=away.reason,
    )
