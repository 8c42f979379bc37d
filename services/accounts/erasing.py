"""Erasing what nobody can come back to any more, for the worker: closed businesses, and sign-ups nobody confirmed."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from domain.errors import ReceptionistError
from services.recording.at_carrier import CarrierRecordings, erase_at_carrier
from storage.objects import Objects
from storage.postgres import closures, memberships, users
from storage.postgres.database import Database
from storage.postgres.platform import as_business

log = structlog.get_logger()

BUSINESSES_AT_ONCE = 20
ROWS_AT_ONCE = 1000
"""Of one transaction, so that none holds locks for long."""


UNCONFIRMED_FOR = timedelta(days=7)
"""A link in a mail is good for three days, and another can be asked for meanwhile."""
SIGN_UPS_AT_ONCE = 100


class Erasures:
    """Of all businesses. Several workers may do so at once, and one that dies in between is taken up anew.

    Args:
        carrier: where voicemails may still lie that were not fetched.
        give_numbers_back: of a business, to the carrier; once the rows are gone nobody knows of them.
        assets: logos and greetings.
        rows_at_once: of one transaction.
    """

    def __init__(
        self,
        database: Database,
        objects: Objects,
        carrier: CarrierRecordings | None = None,
        give_numbers_back: Callable[[UUID], Awaitable[None]] | None = None,
        *,
        assets: Objects | None = None,
        rows_at_once: int = ROWS_AT_ONCE,
    ) -> None:
        self._database = database
        self._objects = objects
        self._carrier = carrier
        self._assets = assets
        self._give_numbers_back = give_numbers_back
        self._rows_at_once = rows_at_once

    async def sweep(self, now: datetime) -> int:
        """Erases those whose time is over; gives how many. One that fails is tried again the next time.

        Raises:
            StorageError: it cannot be asked which these are.
        """
        async with self._database.worker() as session:
            over = await closures.over(session, BUSINESSES_AT_ONCE)
        count = 0
        for business_id in over:
            try:
                count += await self._erase(business_id)
            except ReceptionistError as error:
                log.error("business.not_erased", business=str(business_id), reason=str(error))
        return count

    async def _erase(self, business_id: UUID) -> bool:
        """Recordings and journals first: once the rows are gone nobody knows of them."""
        if self._carrier is not None:
            await erase_at_carrier(self._database, self._carrier, business_id)
        objects = await self._objects.delete_below(str(business_id))
        if self._assets is not None:
            objects += await self._assets.delete_below(str(business_id))
        if self._give_numbers_back is not None:
            await self._give_numbers_back(business_id)
        rows = 0
        for table in closures.tables_to_erase():
            while True:
                async with self._database.tenant(business_id) as scope:
                    some = await closures.erase_some(scope, table, self._rows_at_once)
                rows += some
                if some < self._rows_at_once:
                    break
        async with self._database.tenant(business_id) as scope:
            gone = await closures.erase(scope)
        if gone:
            log.info("business.erased", business=str(business_id), rows=rows, objects=objects)
        return gone


class UnconfirmedSignUps:
    """Those of addresses nobody has shown to be theirs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sweep(self, now: datetime) -> int:
        """Deletes old ones, with what earlier releases founded at once; how many. Raises StorageError."""
        count = 0
        while True:
            async with self._database.identity() as session:
                some = await users.unconfirmed(session, now - UNCONFIRMED_FOR, SIGN_UPS_AT_ONCE)
                for user_id in some:
                    for business_id in await memberships.ids_of_user(session, user_id):
                        scope = await as_business(session, business_id)
                        if await memberships.count(scope) == 1:
                            await closures.undo_founding(scope)
                    await users.delete_user(session, user_id)
            count += len(some)
            if len(some) < SIGN_UPS_AT_ONCE:
                return count
