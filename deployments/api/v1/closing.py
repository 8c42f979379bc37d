"""Closing a business, having it back, and deleting one's own account."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from deployments.api.authentication import (
    ONCE_BY_USER,
    FromPage,
    InBusiness,
    Shown,
    SignedIn,
    TheAccounts,
    TheDevice,
)
from deployments.api.problems import RESPONSES
from deployments.policies import needs, signed_in
from domain.accounts.closing import KEPT_FOR
from domain.accounts.credentials import LONGEST_PASSWORD
from domain.accounts.roles import Permission
from services.accounts.closing import ShownAgain, State
from services.accounts.sign_in import Device

router = APIRouter(tags=["accounts"], responses=RESPONSES)

OF_BUSINESS = "/businesses/{business_id}"
CLOSES = needs(Permission.CLOSE_BUSINESS)


class ShownAgainBody(BaseModel):
    """Who asks shows anew who they are: a device that is left open closes nothing."""

    model_config = ConfigDict(extra="forbid")

    password: Annotated[str, StringConstraints(max_length=LONGEST_PASSWORD)]
    code: Annotated[str, StringConstraints(max_length=20)] | None = None
    """Of the second factor, or a recovery code; needed where there is one."""

    def by(self, device: Device) -> ShownAgain:
        return ShownAgain(self.password, self.code, device.address)


class ClosingBody(ShownAgainBody):
    forward_to: Annotated[str, Field(max_length=64, examples=["+61280001234"])] | None = None
    """Who callers are put through to from now on; left out, they are told that nobody answers here any more."""


class Closure(BaseModel):
    """`bookings_to_come` are confirmed ones, which stay: their customers are not told."""

    state: Literal["open", "closed"]
    closed_at: datetime | None
    erased_after: datetime | None
    """Until then the business can be reopened; then its data is erased."""
    kept_for_days: int
    """From closing to erasing."""
    forward_to: str | None
    bookings_to_come: int


@router.get(f"{OF_BUSINESS}/closure", openapi_extra=CLOSES)
async def closure(business_id: UUID, principal: InBusiness, accounts: TheAccounts) -> Closure:
    """Whether the business is closed, until when it can be had back, and what closing it would leave behind."""
    return _closure(await accounts.closing.state(principal, datetime.now(UTC)))


@router.post(f"{OF_BUSINESS}/closure", openapi_extra=CLOSES)
async def close(
    business_id: UUID, body: ClosingBody, principal: InBusiness, accounts: TheAccounts, device: TheDevice
) -> Closure:
    """Closes the business: no call is answered from now on, keys and invitations are void, data is kept for a while."""
    done = await accounts.closing.close(principal, body.by(device), body.forward_to, datetime.now(UTC))
    return _closure(done)


@router.post(f"{OF_BUSINESS}/reopening", openapi_extra=CLOSES)
async def reopen(
    business_id: UUID, body: ShownAgainBody, principal: InBusiness, accounts: TheAccounts, device: TheDevice
) -> Closure:
    """Has a closed business back as it was, but for its keys and invitations."""
    return _closure(await accounts.closing.reopen(principal, body.by(device), datetime.now(UTC)))


@router.post("/users/me/deletion", status_code=204, openapi_extra=signed_in(), dependencies=[ONCE_BY_USER])
async def delete_account(
    body: ShownAgainBody,
    shown: SignedIn,
    by: Shown,
    accounts: TheAccounts,
    device: TheDevice,
    response: Response,
) -> None:
    """Deletes one's account at once and for good. Refused while an open business would have no owner left."""
    await accounts.departures.delete_account(shown.user_id, body.by(device), datetime.now(UTC))
    if isinstance(by, FromPage):
        accounts.cookies.clear(response)


def _closure(state: State) -> Closure:
    found = state.closure
    return Closure(
        state="open" if found is None else "closed",
        closed_at=None if found is None else found.closed_at,
        erased_after=None if found is None else found.erased_after,
        kept_for_days=KEPT_FOR.days,
        forward_to=None if found is None else found.forward_to,
        bookings_to_come=state.bookings_to_come,
    )
