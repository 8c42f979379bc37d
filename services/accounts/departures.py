"""Deleting one's own account."""

from datetime import datetime
from uuid import UUID

from domain.accounts.roles import Role, member
from domain.errors import Conflict, NotPermitted
from services.accounts.access import actor_of
from services.accounts.closing import ShownAgain
from services.accounts.mails import ACCOUNT_DELETED, promise_mail
from services.accounts.recovery import CHANGED_MEANWHILE
from services.accounts.second_factor import SecondFactor
from services.accounts.team import end_what_they_made
from storage.postgres import audit, businesses, closures, invitations, memberships, users
from storage.postgres.database import Database
from storage.postgres.platform import as_business
from storage.postgres.tenant import TenantScope
from storage.postgres.users import UserRow


class Departures:
    def __init__(self, database: Database, second_factor: SecondFactor) -> None:
        self._database = database
        self._second_factor = second_factor

    async def delete_account(self, user_id: UUID, shown: ShownAgain, now: datetime) -> None:
        """The user is gone with sign-ins, second factor, links, memberships, and the keys and invitations they made.

        Audit logs go on naming them by their id, which says nothing of them any more.

        Raises:
            NotPermitted: the password or code is wrong.
            SecondFactorNeeded, LimitReached.
            Conflict: an open business would be left without an owner; it says which, and what to do.
        """
        user = await self._second_factor.proven(user_id, shown.password, shown.code, shown.address, now)
        async with self._database.identity() as session:
            if not await users.hold_to_delete(session, user.id, user.password_hash):
                raise NotPermitted(CHANGED_MEANWHILE)
            alone: list[str] = []
            # In one order, whoever else leaves them at this moment.
            for business_id in await memberships.ids_of_user(session, user.id):
                scope = await as_business(session, business_id)
                if await _is_needed(scope, user.id):
                    alone.append(await businesses.name(scope))
                elif not alone:
                    await _leave(scope, user, now)
            if alone:
                raise Conflict(
                    f"you are the only owner of {_listed(alone)}: make somebody else an owner, or close it, first"
                )
            await users.delete_user(session, user.id)
            await promise_mail(session, ACCOUNT_DELETED, user.email, {})


async def _is_needed(scope: TenantScope, user_id: UUID) -> bool:
    owners = await memberships.owners(scope)
    role = await memberships.role_of(scope, user_id, lock=True)
    return role is Role.OWNER and owners == 1 and await closures.closure(scope) is None


async def _leave(scope: TenantScope, user: UserRow, now: datetime) -> None:
    role = await memberships.role_of(scope, user.id)
    if role is None:
        return
    themselves = member(scope.business_id, user.id, role)
    await end_what_they_made(scope, themselves, user.id, None, now)
    await memberships.remove(scope, user.id)
    await audit.note(
        scope,
        actor=actor_of(themselves),
        action="member.removed",
        subject=f"user:{user.id}",
        before={"role": role},
        after={"because": "the account was deleted"},
    )
    await invitations.forget(scope, user.email)


def _listed(names: list[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
