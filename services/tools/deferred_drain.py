"""A worker's share of the deferred writes: claim, apply, settle, one at a time."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

from domain.errors import DomainError, StorageError
from services.tools.deferred_apply import DeferredApplier
from storage.postgres.database import Database
from storage.redis.deferred import ClaimedWrite, DeferredStore

log = structlog.get_logger()

LEASE_S = 60.0
APPLY_TIMEOUT_S = 20.0
PING_TIMEOUT_S = 3.0
MAX_FAILURES = 6
FIRST_DELAY_S = 2.0
LONGEST_DELAY_S = 300.0
AWAY_DELAY_S = 1.0


class DeferredDrain:
    """Drains the deferred writes; several workers may do so at once, each item is with one of them at a time."""

    def __init__(self, store: DeferredStore, applier: DeferredApplier, database: Database) -> None:
        self._store = store
        self._applier = applier
        self._database = database

    async def drain(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Applies what is due until nothing is or `stopping()`; returns how many were settled for good.

        Raises:
            StorageError: a store is away; the item in hand is due again in a second and nothing is held against it.
        """
        settled = 0
        while not stopping():
            items = await self._store.claim(1, datetime.now(UTC), LEASE_S)
            if not items:
                break
            settled += await self._take(items[0])
        return settled

    async def _take(self, item: ClaimedWrite) -> int:
        write = item.write
        try:
            async with asyncio.timeout(APPLY_TIMEOUT_S):
                await self._applier.apply(write, datetime.now(UTC))
        except (StorageError, TimeoutError) as error:
            if not await self._postgres_answers():
                due_at = datetime.now(UTC) + timedelta(seconds=AWAY_DELAY_S)
                await self._store.put_off(item, str(error) or "timeout", due_at, counts=False)
                raise StorageError("postgres", "deferred writes wait for it") from error
            return await self._hold_against(item, str(error) or "timeout")
        except DomainError as error:
            # Its message may hold what the caller said.
            return await self._bury(item, type(error).__name__)
        except Exception as error:
            # The root of one item: it must not keep the others from being done.
            log.exception("deferred_write.failed", call_id=str(write.call_id), tool=write.tool)
            return await self._hold_against(item, type(error).__name__)
        await self._store.done(item)
        return 1

    async def _hold_against(self, item: ClaimedWrite, error: str) -> int:
        if item.failures + 1 >= MAX_FAILURES:
            return await self._bury(item, error)
        due_at = datetime.now(UTC) + retry_delay(item.failures)
        await self._store.put_off(item, error, due_at, counts=True)
        return 0

    async def _bury(self, item: ClaimedWrite, error: str) -> int:
        write = item.write
        if not await self._store.bury(item, error, datetime.now(UTC)):
            return 0
        log.error(
            "deferred_write.dead",
            call_id=str(write.call_id),
            business_id=str(write.business_id),
            tool=write.tool,
            intent_key=write.intent_key,
            reason=error,
        )
        try:
            async with asyncio.timeout(APPLY_TIMEOUT_S):
                await self._applier.give_up(write)
        except Exception as failure:
            # The root of one item: its end is written already.
            log.error(
                "deferred_write.caller_not_told", call_id=str(write.call_id), reason=type(failure).__name__
            )
        return 1

    async def _postgres_answers(self) -> bool:
        try:
            async with asyncio.timeout(PING_TIMEOUT_S):
                await self._database.ping()
        except (StorageError, TimeoutError):
            return False
        return True


def retry_delay(failures: int) -> timedelta:
    """How long to wait after one more failure than these."""
    return timedelta(seconds=min(FIRST_DELAY_S * 2**failures, LONGEST_DELAY_S))
