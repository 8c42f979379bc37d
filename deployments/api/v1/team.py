"""Who works in a business, who is invited, and what was changed by whom."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from deployments.api.authentication import InBusiness, SignedIn, TheAccounts
from deployments.api.problems import RESPONSES
from deployments.policies import needs, signed_in
from domain.accounts.roles import Permission, Role

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


class Member(BaseModel):
    id: UUID
    email: str
    name: str
    role: Role


class Members(BaseModel):
    members: list[Member]


class Invitation(BaseModel):
    id: UUID
    email: str
    role: Role
    expires_at: datetime


class Invitations(BaseModel):
    invitations: list[Invitation]


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


class AuditPage(BaseModel):
    entries: list[AuditEntry]
    next_cursor: UUID | None
    """Show it as `cursor` for older entries; null at the end."""


@router.get(f"{OF_BUSINESS}/members", openapi_extra=needs(Permission.TEAM_READ))
async def members(business_id: UUID, principal: InBusiness, accounts: TheAccounts) -> Members:
    """Everybody who works here, by name."""
    found = await accounts.team.members(principal)
    return Members(
        members=[Member(id=one.user_id, email=one.email, name=one.name, role=one.role) for one in found]
    )


@router.put(f"{OF_BUSINESS}/members/{{user_id}}", status_code=204, openapi_extra=needs(Permission.TEAM_WRITE))
async def change_role(
    business_id: UUID, user_id: UUID, body: RoleBody, principal: InBusiness, accounts: TheAccounts
) -> None:
    """Gives a member another role."""
    await accounts.team.change_role(principal, user_id, body.role)


@router.delete(
    f"{OF_BUSINESS}/members/{{user_id}}",
    status_code=204,
    openapi_extra=needs(Permission.TEAM_WRITE, or_oneself=True),
)
async def remove(business_id: UUID, user_id: UUID, principal: InBusiness, accounts: TheAccounts) -> None:
    """Takes a member out; anybody may leave by themselves."""
    await accounts.team.remove(principal, user_id)


@router.get(f"{OF_BUSINESS}/invitations", openapi_extra=needs(Permission.TEAM_READ))
async def invitations(business_id: UUID, principal: InBusiness, accounts: TheAccounts) -> Invitations:
    """Those that can still be accepted, the newest first."""
    found = await accounts.team.open_invitations(principal, datetime.now(UTC))
    return Invitations(
        invitations=[
            Invitation(id=one.id, email=one.email, role=one.role, expires_at=one.expires_at) for one in found
        ]
    )


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


@router.post("/invitations/accept", openapi_extra=signed_in())
async def accept(body: TokenBody, shown: SignedIn, accounts: TheAccounts) -> Joined:
    """Joins the business that sent the invitation, with the address it was sent to."""
    return Joined(business_id=await accounts.team.accept(shown.user_id, body.token, datetime.now(UTC)))


@router.get(f"{OF_BUSINESS}/audit-log", openapi_extra=needs(Permission.AUDIT_READ))
async def audit_log(
    business_id: UUID,
    principal: InBusiness,
    accounts: TheAccounts,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: UUID | None = None,
) -> AuditPage:
    """Who changed what, the newest first."""
    found = await accounts.team.audit_log(principal, limit=limit + 1, before=cursor)
    entries = [
        AuditEntry(
            id=row.id,
            at=row.at,
            actor=row.actor,
            action=row.action,
            subject=row.subject,
            before=row.before,
            after=row.after,
        )
        for row in found[:limit]
    ]
    return AuditPage(entries=entries, next_cursor=entries[-1].id if len(found) > limit else None)
