"""Speaking for an account at a calendar's vendor: one at a time, with a token that holds."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

import structlog

from domain.calendars.polling import Failed, after
from domain.errors import ProviderError
from providers.calendars import Calendars, NoRight, NotConnected
from services.accounts.second_factor import Seal
from storage.postgres import linked_calendars, remote_calendars
from storage.postgres.database import Database
from storage.postgres.linked_calendars import ConnectionRow
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

Vendors = Mapping[str, Calendars]
"""By kind."""

LEASE = timedelta(seconds=60)
"""Longer than any request: a worker that dies gives the account back by it."""
RENEWED_EVERY = timedelta(seconds=15)

_Result = TypeVar("_Result")


class LeaseLost(Exception):
    """Somebody else may speak for the account by now: whatever is under way is theirs to do."""


@dataclass(slots=True)
class Account:
    """An account whose lease is ours."""

    business_id: UUID
    row: ConnectionRow
    vendor: Calendars
    lease: UUID
    _database: Database
    _seal: Seal
    _clock: Callable[[], datetime]
    _renewed_at: datetime

    async def ask(self, request: Callable[[str], Awaitable[_Result]]) -> _Result:
        """The request with a token; a token that is refused is replaced once.

        Raises:
            LeaseLost, ProviderError and what `providers.calendars` makes of it.
        """
        await self._keep_lease()
        try:
            return await request(await self._token())
        except NotConnected as refused:
            if refused.operation.startswith("oauth"):
                raise
        return await request(await self._token(fresh=True))

    async def _keep_lease(self) -> None:
        now = self._clock()
        if now - self._renewed_at < RENEWED_EVERY:
            return
        async with self._database.tenant(self.business_id) as scope:
            if not await linked_calendars.extend_lease(scope, self.row.id, self.lease, LEASE):
                raise LeaseLost
        self._renewed_at = now

    async def _token(self, *, fresh: bool = False) -> str:
        if not fresh and self.row.access_expires_at > self._clock():
            return self._seal.open(self.row.access_token)
        refresh_token = self._seal.open(self.row.refresh_token)
        consent = await self.vendor.refreshed(refresh_token)
        values = {
            "access_token": self._seal.close(consent.access_token),
            # Google's answer holds none: the one we have stays.
            "refresh_token": self._seal.close(consent.refresh_token or refresh_token),
            "access_expires_at": consent.expires_at,
        }
        async with self._database.tenant(self.business_id) as scope:
            await linked_calendars.change_connection(scope, self.row.id, **values)
            self.row = await linked_calendars.connection(scope, self.row.id)
        return consent.access_token


class CalendarAccounts:
    """Of all businesses.

    Args:
        seal: of tokens.
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        vendors: Vendors,
        seal: Seal,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self.vendors = vendors
        self._seal = seal
        self._clock = clock

    @asynccontextmanager
    async def leased(self, business_id: UUID, connection_id: UUID) -> AsyncGenerator[Account | None]:
        """The account for us alone; None while somebody else has it. Raises NotFound."""
        async with self._database.tenant(business_id) as scope:
            row = await linked_calendars.connection(scope, connection_id)
            vendor = self.vendors.get(row.kind)
            mine = None if vendor is None else await linked_calendars.lease(scope, connection_id, LEASE)
            if mine is not None:
                # As whoever had it left it.
                row = await linked_calendars.connection(scope, connection_id)
        if mine is None or vendor is None:
            yield None
            return
        now = self._clock()
        try:
            yield Account(business_id, row, vendor, mine, self._database, self._seal, self._clock, now)
        finally:
            async with self._database.tenant(business_id) as scope:
                await linked_calendars.release_lease(scope, connection_id, mine)

    async def lost(self, account: Account) -> None:
        """The consent is void: says so of the connection and of all its calendars, whose busy times still block."""
        why = f"{account.vendor.label} does not let us in any more: connect it again."
        async with self._database.tenant(account.business_id) as scope:
            await linked_calendars.change_connection(scope, account.row.id, phase="disconnected", problem=why)
            for link in await linked_calendars.links(scope, connection_id=account.row.id):
                await note_failure(scope, link.calendar_id, Failed(why, final=True), self._clock())
        log.warning(
            "calendar.disconnected", business_id=str(account.business_id), connection_id=str(account.row.id)
        )


async def note_failure(scope: TenantScope, calendar_id: UUID, failure: Failed, now: datetime) -> None:
    """What was known of it still blocks, and bookings made by it are to be confirmed."""
    row = await remote_calendars.calendar(scope, calendar_id, lock=True)
    await remote_calendars.note_polling(scope, calendar_id, after(row.polling, failure, now))


def failure_of(error: ProviderError, label: str) -> Failed:
    """As a sentence for the owner."""
    if isinstance(error, NotConnected):
        return Failed(f"{label} does not let us in any more: connect it again.", final=True)
    if isinstance(error, NoRight):
        return Failed(f"{label} does not let this account read or change it.", final=True)
    if error.status is None:
        return Failed(f"{label} cannot be reached.")
    if error.status in (403, 429):
        return Failed(f"{label} wants fewer requests for a while.", retry_after_s=error.retry_after_s)
    if error.retryable:
        return Failed(
            f"{label} does not answer as it should ({error.status}).", retry_after_s=error.retry_after_s
        )
    return Failed(f"{label} refuses ({error.status}).", final=error.status == 404)
