"""The platform, for its operators: how businesses do, without anything of their callers; suspending one; vendors."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from deployments.api.authentication import SignedIn, TheAccounts
from deployments.api.health import health_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.policies import operators
from services.health import Health
from services.platform.operators import Looked

router = APIRouter(prefix="/platform", tags=["platform"], responses=RESPONSES)


class SuspendBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=300, examples=["The card was refused three times"])]
    """The business reads it in its audit log."""


class BusinessHealth(BaseModel):
    """Counts of the last seven days; `undelivered` is what nobody tries any more."""

    id: UUID
    name: str
    created_at: datetime
    suspended_at: datetime | None
    suspended_because: str | None
    members: int
    calls: int
    missed_calls: int
    failed_calls: int
    bookings: int
    undelivered: int
    last_call_at: datetime | None


class VendorHealth(BaseModel):
    """`without` is the number of nodes whose calls do without it at the moment."""

    name: str
    status: Literal["ok", "degraded", "failing"]
    detail: str
    without: int


class VendorsHealth(BaseModel):
    vendors: list[VendorHealth]


async def as_operator(shown: SignedIn, accounts: TheAccounts) -> UUID:
    """The operator who asks. Raises NotSignedIn, NotPermitted."""
    return await accounts.operators.operator(shown)


AsOperator = Annotated[UUID, Depends(as_operator)]


@router.get("/businesses", openapi_extra=operators("businesses"))
async def businesses(operator: AsOperator, accounts: TheAccounts, page: Page) -> Paged[BusinessHealth]:
    """All businesses, the newest first, and how they do. Each finds in its audit log that it was looked at."""
    rows = await accounts.operators.businesses(
        operator, datetime.now(UTC), limit=page.rows, after=page.after(datetime, UUID)
    )
    return page.of(rows, _health, lambda row: (row.business.created_at, row.business.id))


@router.post("/businesses/{business_id}/suspension", status_code=204, openapi_extra=operators())
async def suspend(business_id: UUID, body: SuspendBody, operator: AsOperator, accounts: TheAccounts) -> None:
    """Suspends a business: its people can read and no more, and its phone is answered as when no line is free."""
    await accounts.operators.suspend(operator, business_id, body.reason, datetime.now(UTC))


@router.delete("/businesses/{business_id}/suspension", status_code=204, openapi_extra=operators())
async def resume(business_id: UUID, operator: AsOperator, accounts: TheAccounts) -> None:
    """Ends a suspension."""
    await accounts.operators.resume(operator, business_id)


@router.get("/vendors", openapi_extra=operators())
async def vendors(operator: AsOperator, checks: Annotated[Health, Depends(health_of)]) -> VendorsHealth:
    """Every part a call needs and how it is, at most ten seconds old."""
    results, without = await checks.results(), await checks.fallbacks()
    return VendorsHealth(
        vendors=[
            VendorHealth(
                name=name,
                status="degraded" if result.degraded else "ok" if result.ok else "failing",
                detail=result.detail,
                without=without.get(name, 0),
            )
            for name, result in sorted(results.items())
        ]
    )


def _health(row: Looked) -> BusinessHealth:
    business, counters = row.business, row.counters
    return BusinessHealth(
        id=business.id,
        name=business.name,
        created_at=business.created_at,
        suspended_at=business.suspended_at,
        suspended_because=business.suspended_because,
        members=counters.members,
        calls=counters.calls,
        missed_calls=counters.missed_calls,
        failed_calls=counters.failed_calls,
        bookings=counters.bookings,
        undelivered=counters.undelivered,
        last_call_at=counters.last_call_at,
    )
