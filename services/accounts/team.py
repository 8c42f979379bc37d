"""Who works in a business: invitations, roles, and how people leave."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain.accounts.credentials import INVITED_FOR, email_address
from domain.accounts.roles import ALLOWED, Permission, Principal, Role, may_grant
from domain.errors import NotFound, NotPermitted
from domain.ids import new_id
from services.accounts.access import actor_of
from services.accounts.mail_limits import MailLimits
from services.accounts.mails import INVITED, promise_mail
from services.accounts.secrets import digest_of, new_secret
from storage.postgres import api_keys, audit, businesses, invitations, memberships, users
from storage.postgres.audit import AuditRow
from storage.postgres.database import Database
from storage.postgres.invitations import InvitationRow
from storage.postgres.memberships import Member
from storage.postgres.tenant import TenantScope

LAST_OWNER = "a business keeps at least one owner; make somebody else one first"
NO_GOOD = "this invitation is no longer good; ask for another"
INVITED_ACTION = "member.invited"
NO_SUCH_MEMBER = "no such member"


class Team:
    def __init__(self, database: Database, mails: MailLimits) -> None:
        self._database = database
        self._mails = mails

    async def members(
        self, principal: Principal, *, limit: int, after: tuple[str, UUID] | None
    ) -> list[Member]:
        """By name, behind (name, user). Raises NotPermitted."""
        principal.require(Permission.TEAM_READ)
        async with self._database.founding(principal.business_id) as scope:
            return await memberships.members(scope, limit=limit, after=after)

    async def open_invitations(
        self, principal: Principal, now: datetime, *, limit: int, after: tuple[datetime, UUID] | None
    ) -> list[InvitationRow]:
        """The newest first, behind (created_at, id). Raises NotPermitted."""
        principal.require(Permission.TEAM_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await invitations.still_open(scope, now, limit=limit, after=after)

    async def invite(self, principal: Principal, email: str, role: Role, now: datetime) -> UUID:
        """Promises a mail with which whoever has that address can join. A newer one replaces an older one.

        An address that has had enough mail gets none; the invitation then only shows in the list, to be made again
        later.

        Raises:
            NotPermitted: a role above one's own.
            InvalidInput: no address.
        """
        _check_grant(principal, role)
        address, secret, invitation_id = email_address(email), new_secret(), new_id(now)
        async with self._database.founding(principal.business_id) as scope:
            inviter = await users.by_id(scope.session, principal.user_id) if principal.user_id else None
            by = await memberships.role_of(scope, inviter.id, lock=True) if inviter is not None else None
            if by is None or not may_grant(by, role):
                raise NotPermitted("you were taken out or made less at this moment")
            await invitations.add(
                scope,
                invitation_id,
                email=address,
                role=role,
                digest=secret.digest,
                invited_by=principal.user_id,
                expires_at=now + INVITED_FOR,
                now=now,
            )
            fields = {
                "token": secret.text,
                "business_name": (await businesses.name(scope)),
                "inviter": inviter.name if inviter is not None else "",
            }
            if await self._mails.take(INVITED, address):
                await promise_mail(scope.session, INVITED, address, fields)
            await _note(
                scope,
                principal,
                INVITED_ACTION,
                f"invitation:{invitation_id}",
                after={"role": role},
            )
        return invitation_id

    async def revoke_invitation(self, principal: Principal, invitation_id: UUID, now: datetime) -> None:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.TEAM_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            if await invitations.revoke(scope, invitation_id, now) is None:
                raise NotFound("no such open invitation")
            await _note(scope, principal, "invitation.revoked", f"invitation:{invitation_id}")

    async def accept(self, user_id: UUID, token: str, now: datetime) -> UUID:
        """The user joins; gives the business. Only who has the invited address can.

        Raises:
            NotPermitted: the link is not good, is for another address, or who sent it may not grant that any more.
        """
        found = await invitations.shown(self._database, digest_of(token))
        if found is None or not found.is_open(now):
            raise NotPermitted(NO_GOOD)
        async with self._database.founding(found.business_id) as scope:
            user = await users.by_id(scope.session, user_id)
            if user is None or user.email != found.email or user.email_verified_at is None:
                raise NotPermitted(
                    "this invitation is for another address; sign in with the one it was sent to"
                )
            # Held: they are not taken out or made less before this is decided.
            by = await memberships.role_of(scope, found.invited_by, lock=True) if found.invited_by else None
            if by is None or not may_grant(by, found.role):
                raise NotPermitted(NO_GOOD)
            if not await invitations.accept(scope, found.id, now):
                raise NotPermitted(NO_GOOD)
            if await memberships.add(scope, user_id, found.role):
                await audit.note(
                    scope,
                    actor=f"user:{user_id}",
                    action="member.joined",
                    subject=f"user:{user_id}",
                    after={"role": found.role},
                )
        return found.business_id

    async def change_role(self, principal: Principal, user_id: UUID, role: Role, now: datetime) -> None:
        """What they made and may not make as that any more ends with it. Raises NotPermitted, NotFound."""
        _check_grant(principal, role)
        async with self._database.tenant(principal.business_id) as scope:
            before = await self._within_reach(scope, principal, user_id)
            if before is Role.OWNER and role is not Role.OWNER and await memberships.owners(scope) == 1:
                raise NotPermitted(LAST_OWNER)
            await memberships.change(scope, user_id, role)
            await _note(
                scope,
                principal,
                "member.role_changed",
                f"user:{user_id}",
                before={"role": before},
                after={"role": role},
            )
            await end_what_they_made(scope, principal, user_id, role, now)

    async def remove(self, principal: Principal, user_id: UUID, now: datetime) -> None:
        """Takes a member out; oneself too, whatever one's role. Their keys and open invitations end with it.

        Raises:
            NotPermitted, NotFound.
        """
        async with self._database.tenant(principal.business_id) as scope:
            if principal.user_id == user_id:
                before = await memberships.role_of(scope, user_id, lock=True)
            else:
                principal.require(Permission.TEAM_WRITE)
                before = await self._within_reach(scope, principal, user_id)
            if before is Role.OWNER and await memberships.owners(scope) == 1:
                raise NotPermitted(LAST_OWNER)
            await memberships.remove(scope, user_id)
            await _note(scope, principal, "member.removed", f"user:{user_id}", before={"role": before})
            await end_what_they_made(scope, principal, user_id, None, now)

    async def audit_log(self, principal: Principal, *, limit: int, before: UUID | None) -> list[AuditRow]:
        """The newest first; invitations with where they went, until its reader is gone. Raises NotPermitted."""
        principal.require(Permission.AUDIT_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            entries = await audit.page(scope, limit=limit, before=before)
            invited = {
                entry.id: UUID(entry.subject.removeprefix("invitation:"))
                for entry in entries
                if entry.action == INVITED_ACTION
            }
            sent_to = await invitations.addresses(scope, invited.values()) if invited else {}
        return [
            replace(entry, after=entry.after | {"email": sent_to[invited[entry.id]]})
            if invited.get(entry.id) in sent_to
            else entry
            for entry in entries
        ]

    async def _within_reach(self, scope: TenantScope, principal: Principal, user_id: UUID) -> Role:
        """The member's role, who then does not change before this transaction ends."""
        # The business's row first: whoever changes owners waits here, in the same order.
        await memberships.owners(scope)
        role = await memberships.role_of(scope, user_id, lock=True)
        if role is None:
            raise NotFound(NO_SUCH_MEMBER)
        _check_grant(principal, role)
        return role


async def end_what_they_made(
    scope: TenantScope, principal: Principal, user_id: UUID, role: Role | None, now: datetime
) -> None:
    """Open invitations and keys of a member who is `role` from now on, None when they are out."""
    beyond = [one for one in Role if role is None or not may_grant(role, one)]
    for invitation_id in await invitations.revoke_of(scope, user_id, beyond, now):
        await _note(scope, principal, "invitation.revoked", f"invitation:{invitation_id}")
    for key_id in await api_keys.beyond(scope, user_id, ALLOWED[role] if role else frozenset()):
        if await api_keys.revoke(scope, key_id, now):
            await _note(scope, principal, "key.revoked", f"key:{key_id}")


def _check_grant(principal: Principal, role: Role) -> None:
    principal.require(Permission.TEAM_WRITE)
    if principal.role is None or not may_grant(principal.role, role):
        raise NotPermitted(f"a {principal.role or 'key'} cannot make or change a member who is {role.value}")


async def _note(
    scope: TenantScope,
    principal: Principal,
    action: str,
    subject: str,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    await audit.note(
        scope, actor=actor_of(principal), action=action, subject=subject, before=before, after=after
    )
