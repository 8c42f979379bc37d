"""All calendar data as one JSON document: read, and taken over by the same business or another."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from deployments.api.authentication import InBusiness
from deployments.api.problems import RESPONSES
from deployments.api.v1.set_up.shapes import OF_BUSINESS, Force, TheSetUp, WithAffected, affected_of
from deployments.policies import needs
from domain.accounts.roles import Permission
from services.setup.calendar_copy.shapes import CalendarDocument
from services.setup.calendar_copy.writing import CalendarCopies

router = APIRouter(tags=["imports"], responses=RESPONSES)


class TakenOverChange(BaseModel):
    """One change as the audit log has it, with names in the place of ids; `what` is the key of what was changed."""

    action: str
    what: str
    before: dict[str, Any]
    after: dict[str, Any]


class TakenOver(WithAffected):
    """`changes` is empty where the business is as the document says.

    `skipped` counts special days and absences of the document that are over.
    """

    dry_run: bool
    changes: list[TakenOverChange]
    skipped: int


@router.get(f"{OF_BUSINESS}/export", openapi_extra=needs(Permission.SETTINGS_READ))
async def export_calendar(business_id: UUID, principal: InBusiness, set_up: TheSetUp) -> CalendarDocument:
    """Hours, locations, assets, staff, offerings, special days and absences to come, in one document."""
    return await CalendarCopies(set_up).document(principal)


@router.post(f"{OF_BUSINESS}/import", openapi_extra=needs(Permission.SETTINGS_WRITE))
async def import_calendar(
    business_id: UUID,
    body: CalendarDocument,
    principal: InBusiness,
    set_up: TheSetUp,
    dry_run: Annotated[bool, Query(description="Change nothing, and say what would be changed")] = False,
    remove_others: Annotated[
        bool,
        Query(description="Delete, or archive where bookings refer to it, what the document does not name"),
    ] = False,
    force: Force = False,
) -> TakenOver:
    """Makes the calendar data what the document says, all of it or nothing. Of one name is one thing."""
    done = await CalendarCopies(set_up).take_over(
        principal, body, dry_run=dry_run, remove_others=remove_others, force=force
    )
    return TakenOver(
        dry_run=dry_run,
        changes=[
            TakenOverChange(action=one.action, what=one.what, before=one.before, after=one.after)
            for one in done.changes
        ],
        skipped=done.skipped,
        **affected_of(done.affected),
    )
