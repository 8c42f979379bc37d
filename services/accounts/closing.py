"""Closing a business, and reopening it while its data is kept."""

from dataclasses import dataclass
from datetime import datetime

from domain.accounts.closing import Closure, new_closure
from domain.accounts.roles import Permission, Principal, Role, Standing
from domain.errors import Conflict, InvalidInput, NotPermitted
from domain.phone_numbers import valid_e164
from services.accounts.access import actor_of
from services.accounts.mails import BUSINESS_CLOSED, promise_mail
from services.accounts.recovery import CHANGED_MEANWHILE
from services.accounts.second_factor import SecondFactor
from storage.postgres import audit, businesses, closures, memberships, users
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope
from storage.postgres.users import UserRow


@dataclass(frozen=True, slots=True)
class ShownAgain:
    """What somebody shows of themselves anew, and from where: a network address."""

    password: str
    code: str | None
    address: str


@dataclass(frozen=True, slots=True)
class State:
    """`closure` is None while the business is open; `bookings_to_come` stay whatever becomes of it."""

    closure: Closure | None
    bookings_to_come: int


class Closing:
    def __init__(self, database: Database, second_factor: SecondFactor) -> None:
        self._database = database
        self._second_factor = second_factor

    async def state(self, principal: Principal, now: datetime) -> State:
        """Raises NotPermitted."""
        principal.require(Permission.CLOSE_BUSINESS)
        async with self._database.tenant(principal.business_id) as scope:
            return await _state(scope, now)

    async def close(
        self, principal: Principal, shown: ShownAgain, forward_to: str | None, now: datetime
    ) -> State:
        """From the next call on the agent answers none, and its owners alone get in, to read and to reopen it.

        Keys and open invitations are void for good; the web page is gone; all owners are told by mail. Calls under way
        go on to their end. Bookings stay as they are.

        Args:
            forward_to: E.164, who callers are put through to; None: they are told that nobody answers here any more.

        Raises:
            NotPermitted: no owner, or the password or code is wrong.
            SecondFactorNeeded, LimitReached.
            InvalidInput: no number callers can be put through to.
            Conflict: the business is closed already.
        """
        principal.require(Permission.CLOSE_BUSINESS)
        if principal.standing is not Standing.OPEN:
            raise Conflict(CLOSED_ALREADY)
        if forward_to is not None and valid_e164(forward_to) is None:
            raise InvalidInput(
                "forward_to: must be a telephone number in the international form, as +61280001234"
            )
        user = await self._proven(principal, shown, now)
        closing = new_closure(now, forward_to)
        async with self._database.founding(principal.business_id) as scope:
            await _require_owner(scope, user)
            if forward_to is not None and await closures.holds_number(scope, forward_to):
                raise InvalidInput(
                    "forward_to: is a number of this business itself, which nobody answers then"
                )
            if not await closures.close(scope, closing):
                raise Conflict(CLOSED_ALREADY)
            actor = actor_of(principal)
            for key_id in await closures.end_keys(scope, now):
                await audit.note(scope, actor=actor, action="key.revoked", subject=f"key:{key_id}")
            for invitation_id in await closures.end_invitations(scope, now):
                subject = f"invitation:{invitation_id}"
                await audit.note(scope, actor=actor, action="invitation.revoked", subject=subject)
            await audit.note(
                scope,
                actor=actor,
                action="business.closed",
                subject=f"business:{scope.business_id}",
                after={"erased_after": closing.erased_after.isoformat(), "forward_to": forward_to},
            )
            fields = {
                "business_name": await businesses.name(scope),
                "by": user.name,
                "until": f"{closing.erased_after:%-d %B %Y}",
            }
            for address in await memberships.owner_addresses(scope):
                await promise_mail(scope.session, BUSINESS_CLOSED, address, fields)
            return await _state(scope, now)

    async def reopen(self, principal: Principal, shown: ShownAgain, now: datetime) -> State:
        """It is as it was, but for keys and invitations: these are made anew.

        Raises:
            NotPermitted: no owner, or the password or code is wrong.
            SecondFactorNeeded, LimitReached.
            Conflict: it is open.
        """
        principal.require(Permission.CLOSE_BUSINESS)
        if principal.standing is not Standing.CLOSED:
            raise Conflict(OPEN)
        user = await self._proven(principal, shown, now)
        async with self._database.founding(principal.business_id) as scope:
            await _require_owner(scope, user)
            if not await closures.reopen(scope):
                raise Conflict(OPEN)
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="business.reopened",
                subject=f"business:{scope.business_id}",
            )
            return await _state(scope, now)

    async def _proven(self, principal: Principal, shown: ShownAgain, now: datetime) -> UserRow:
        if principal.user_id is None:
            raise NotPermitted("this is for an owner, who shows their password")
        return await self._second_factor.proven(
            principal.user_id, shown.password, shown.code, shown.address, now
        )


CLOSED_ALREADY = "this business is closed already"
OPEN = "this business is not closed"


async def _state(scope: TenantScope, now: datetime) -> State:
    return State(await closures.closure(scope), await closures.bookings_to_come(scope, now))


async def _require_owner(scope: TenantScope, user: UserRow) -> None:
    """They own the business, with the password they showed, until this transaction ends."""
    await memberships.owners(scope)
    if not await users.hold(scope.session, user.id, user.password_hash):
        raise NotPermitted(CHANGED_MEANWHILE)
    if await memberships.role_of(scope, user.id, lock=True) is not Role.OWNER:
        raise NotPermitted("you were taken out or made less at this moment")
