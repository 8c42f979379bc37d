"""What the platform's operators do: see how businesses are, suspend and resume one.

Each access stands in the audit log of the business it was about, in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.accounts.credentials import email_address
from domain.errors import NotFound, NotPermitted
from domain.text_fields import required_text
from services.accounts.access_tokens import AccessToken
from storage.postgres import audit, platform, sign_ins, users
from storage.postgres.database import Database
from storage.postgres.platform import Counters, ListedBusiness

NO_OPERATOR = "this is for the platform's operators"
NO_SECOND_FACTOR = "operators sign in with a second factor; enrol one, and sign in again with it"


@dataclass(frozen=True, slots=True)
class Looked:
    """A business and how it does."""

    business: ListedBusiness
    counters: Counters


class Operators:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def operator(self, shown: AccessToken) -> UUID:
        """The operator who signed in.

        Raises:
            NotPermitted: no operator, or this sign-in was opened without a second factor.
        """
        async with self._database.identity() as session:
            user = await users.by_id(session, shown.user_id)
            opened_at = await sign_ins.opened_at(session, shown.sign_in_id)
        if user is None or not user.operator:
            raise NotPermitted(NO_OPERATOR)
        confirmed_at = user.totp_confirmed_at
        if confirmed_at is None or opened_at is None or opened_at < confirmed_at:
            raise NotPermitted(NO_SECOND_FACTOR)
        return user.id

    async def businesses(
        self, operator: UUID, now: datetime, *, limit: int, after: tuple[datetime, UUID] | None
    ) -> list[Looked]:
        """The newest first, behind (created_at, id)."""
        async with self._database.operator() as session:
            found = await platform.page(session, limit=limit, after=after)
            looked: list[Looked] = []
            for business in found:
                scope = await platform.as_business(session, business.id)
                looked.append(Looked(business, await platform.counters(scope, now)))
                await audit.note(
                    scope,
                    actor=f"operator:{operator}",
                    action="operator.looked",
                    subject=f"business:{business.id}",
                )
        return looked

    async def suspend(self, operator: UUID, business_id: UUID, because: str, now: datetime) -> None:
        """Its members then only read, its web page is gone, and callers hear what they do when no line is free.

        Raises:
            NotFound: no such business, or it is suspended already.
            InvalidInput: no reason; the business reads it in its audit log.
        """
        reason = required_text("reason", because, longest=300)
        async with self._database.tenant(business_id) as scope:
            if not await platform.suspend(scope, reason, now):
                raise NotFound("no such business, or it is suspended already")
            await audit.note(
                scope,
                actor=f"operator:{operator}",
                action="business.suspended",
                subject=f"business:{business_id}",
                after={"reason": reason},
            )

    async def resume(self, operator: UUID, business_id: UUID) -> None:
        """Raises NotFound."""
        async with self._database.tenant(business_id) as scope:
            if not await platform.resume(scope):
                raise NotFound("no such business, or it is not suspended")
            await audit.note(
                scope,
                actor=f"operator:{operator}",
                action="business.resumed",
                subject=f"business:{business_id}",
            )

    async def name(self, email: str, *, operator: bool) -> None:
        """Makes the user of this address an operator, or takes it from them. Raises InvalidInput, NotFound."""
        address = email_address(email)
        async with self._database.identity() as session:
            if not await platform.name_operator(session, address, operator=operator):
                raise NotFound(f"nobody has signed up with {address}")

    async def named(self) -> Sequence[tuple[str, bool]]:
        """The operators' addresses, and whether each has a second factor."""
        async with self._database.identity() as session:
            return await platform.operators(session)
