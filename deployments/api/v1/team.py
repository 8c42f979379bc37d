"""Who works in a business, who is invited, and what was changed by whom."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from deployments.api.authentication import ONCE_BY_USER, InBusiness, SignedIn, TheAccounts
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.policies import needs, signed_in
from domain.accounts.roles import Permission, Role
from services.accounts.founding import BusinessForm
from storage.postgres.audit import AuditRow
from storage.postgres.invitations import InvitationRow
from storage.postgres.memberships import Member as MemberRow

router = APIRouter(tags=["team"], responses=RESPONSES)

OF_BUSINESS = "/businesses/{business_id}"


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class InvitationBody(Body):
    email: Annotated[str, StringConstraints(max_length=320)]
    role: Role


class RoleBody(Body):
    role: Role


class TokenBody(Body):
    token: Annotated[str, StringConstraints(min_length=20, max_length=100)]


class BusinessBody(Body):
    name: Annotated[str, StringConstraints(max_length=320)]
    timezone: Annotated[str, Field(max_length=64, examples=["Australia/Sydney"])]
    language: Annotated[str, StringConstraints(max_length=20)] = "en-AU"
    country: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")] = "AU"
    currency: Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")] = "AUD"


class Member(BaseModel):
    id: UUID
    email: str
    name: str
    role: Role


class Invitation(BaseModel):
    id: UUID
    email: str
    role: Role
    expires_at: datetime


class Made(BaseModel):
    id: UUID


class Joined(BaseModel):
    business_id: UUID


class AuditEntry(BaseModel):
    id: UUID
    at: datetime
    actor: str
    action: str
    subject: str
    before: dict[str, Any]
    after: dict[str, Any]


@router.post("/businesses", status_code=201, openapi_extra=signed_in(), dependencies=[ONCE_BY_USER])
async def found(body: BusinessBody, shown: SignedIn, accounts: TheAccounts) -> Made:
    """Founds one more business, which one owns."""
    form = BusinessForm(**body.model_dump())
    return Made(id=await accounts.sign_up.found_another(shown.user_id, form, datetime.now(UTC)))


@router.get(
    f"{OF_BUSINESS}/members",
    openapi_extra=needs(Permission.TEAM_READ),
    dependencies=[Depends(fields_of(Member))],
)
async def members(
    business_id: UUID, principal: InBusiness, accounts: TheAccounts, page: Page
) -> Paged[Member]:
    """Who works here, by name."""
    rows = await accounts.team.members(principal, limit=page.rows, after=page.after(str, UUID))
    return page.of(rows, _member, lambda row: (row.name, row.user_id))


@router.put(f"{OF_BUSINESS}/members/{{user_id}}", status_code=204, openapi_extra=needs(Permission.TEAM_WRITE))
async def change_role(
    business_id: UUID, user_id: UUID, body: RoleBody, principal: InBusiness, accounts: TheAccounts
) -> None:
    """Gives a member another role."""
    await accounts.team.change_role(principal, user_id, body.role, datetime.now(UTC))


@router.delete(
    f"{OF_BUSINESS}/members/{{user_id}}",
    status_code=204,
    openapi_extra=needs(Permission.TEAM_WRITE, or_oneself=True),
)
async def remove(business_id: UUID, user_id: UUID, principal: InBusiness, accounts: TheAccounts) -> None:
    """Takes a member out; anybody may leave by themselves."""
    await accounts.team.remove(principal, user_id, datetime.now(UTC))


@router.get(
    f"{OF_BUSINESS}/invitations",
    openapi_extra=needs(Permission.TEAM_READ),
    dependencies=[Depends(fields_of(Invitation))],
)
async def invitations(
    business_id: UUID, principal: InBusiness, accounts: TheAccounts, page: Page
) -> Paged[Invitation]:
    """Those that can still be accepted, the newest first."""
    rows = await accounts.team.open_invitations(
        principal, datetime.now(UTC), limit=page.rows, after=page.after(datetime, UUID)
    )
    return page.of(rows, _invitation, lambda row: (row.created_at, row.id))


@router.post(f"{OF_BUSINESS}/invitations", status_code=202, openapi_extra=needs(Permission.TEAM_WRITE))
async def invite(
    business_id: UUID, body: InvitationBody, principal: InBusiness, accounts: TheAccounts
) -> Made:
    """Invites somebody by mail."""
    return Made(id=await accounts.team.invite(principal, body.email, body.role, datetime.now(UTC)))


@router.delete(
    f"{OF_BUSINESS}/invitations/{{invitation_id}}",
    status_code=204,
    openapi_extra=needs(Permission.TEAM_WRITE),
)
async def revoke_invitation(
    business_id: UUID, invitation_id: UUID, principal: InBusiness, accounts: TheAccounts
) -> None:
    """Takes an invitation back."""
    await accounts.team.revoke_invitation(principal, invitation_id, datetime.now(UTC))


@router.post("/invitations/accept", openapi_extra=signed_in(), dependencies=[ONCE_BY_USER])
async def accept(body: TokenBody, shown: SignedIn, accounts: TheAccounts) -> Joined:
    """Joins the business that sent the invitation, with the address it was sent to."""
    return Joined(business_id=await accounts.team.accept(shown.user_id, body.token, datetime.now(UTC)))


@router.get(
    f"{OF_BUSINESS}/audit-log",
    openapi_extra=needs(Permission.AUDIT_READ),
    dependencies=[Depends(fields_of(AuditEntry))],
)
async def audit_log(
    business_id: UUID, principal: InBusiness, accounts: TheAccounts, page: Page
) -> Paged[AuditEntry]:
    """Who changed what, the newest first; `next_cursor` leads to older entries."""
    (before,) = page.after(UUID) or (None,)
    rows = await accounts.team.audit_log(principal, limit=page.rows, before=before)
    return page.of(rows, _entry, lambda row: (row.id,))


def _member(row: MemberRow) -> Member:
    return Member(id=row.user_id, email=row.email, name=row.name, role=row.role)


def _invitation(row: InvitationRow) -> Invitation:
    return Invitation(id=row.id, email=row.email, role=row.role, expires_at=row.expires_at)


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        id=row.id,
        at=row.at,
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        before=row.before,
        after=row.after,
    )
