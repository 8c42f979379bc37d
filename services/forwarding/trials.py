"""Test calls: made by the worker, and held to coming back."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

import structlog

from domain.errors import DomainError, NotFound, ProviderError, StorageError
from domain.forwarding.progress import Failure, Phase, Progress
from providers.numbers import CallEnd, Calls
from services.forwarding.kinds import KINDS, TEST_CALL
from services.outbox.due_items import DueItems
from storage.postgres import forwardings, outbox
from storage.postgres.database import Database
from storage.postgres.forwardings import ForwardingRow
from storage.postgres.outbox import OutboxItem

log = structlog.get_logger()

RINGS_S = 75
"""Longer than the longest wait a carrier can be told, so that it is the telephone's carrier that gives up first."""

_FAILURES: dict[CallEnd, Failure] = {
    CallEnd.ANSWERED: Failure.ANSWERED,
    CallEnd.BUSY: Failure.BUSY,
    CallEnd.RANG_OUT: Failure.RANG_OUT,
    CallEnd.FAILED: Failure.NOT_PLACED,
    CallEnd.UNDER_WAY: Failure.NOT_BACK,
}


class Trials:
    """Several workers may drain at once; each item is with one of them."""

    def __init__(
        self,
        database: Database,
        calls: Calls,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._calls = calls
        self._clock = clock
        self._due = DueItems(database, KINDS)
        self.kinds = self._due.kinds

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self) -> int:
        """Does what is due, a few at a time, and returns how many it tried. Raises StorageError."""
        return await self._due.handle(self._handle)

    async def _handle(self, item: OutboxItem) -> None:
        try:
            await (self._ring(item) if item.kind == TEST_CALL else self._over(item))
            async with self._database.worker() as session:
                await outbox.done(session, item, self._clock())
        except StorageError as away:
            log.warning("forwarding.not_done", item=str(item.id), kind=item.kind, reason=str(away))
        except NotFound:
            await self._failed(item, "the forwarding was removed")
        except (DomainError, KeyError, ValueError) as malformed:
            await self._failed(item, f"malformed: {type(malformed).__name__}")
        except Exception:
            # The root of one item: it must not take the others with it. It falls due again and dies in the end.
            log.exception("forwarding.failed", item=str(item.id), kind=item.kind)
            await self._failed(item, "an internal error")

    async def _failed(self, item: OutboxItem, error: str) -> None:
        with suppress(StorageError):
            async with self._database.worker() as session:
                await outbox.failed(session, item, error, self._clock())

    async def _ring(self, item: OutboxItem) -> None:
        row = await self._tested(item)
        if row is None or row.test_sid is not None:
            return
        test, now = row.progress.test, self._clock()
        if test is None or test.until <= now:
            return
        try:
            # A worker that died over it may have made the call: it is not made twice.
            since = item.created_at or now
            sid = await self._calls.rung(row.public_e164, test.caller, since) if item.attempts > 1 else None
            sid = sid or await self._calls.ring(row.public_e164, test.caller, rings_s=RINGS_S)
        except ProviderError as refused:
            log.warning("forwarding.not_rung", forwarding=str(row.id), reason=str(refused))
            if refused.retryable and refused.status is None:
                return  # perhaps it was made: it comes back, or is over in time
            await self._ends(item, Failure.NOT_PLACED)
            return
        async with self._database.tenant(item.tenant) as scope:
            await forwardings.change(scope, row.id, test_sid=sid)

    async def _over(self, item: OutboxItem) -> None:
        row = await self._tested(item)
        if row is None:
            return
        failure = Failure.NOT_BACK
        if row.test_sid is not None:
            with suppress(ProviderError):
                failure = _FAILURES[await self._calls.end_of(row.test_sid)]
        await self._ends(item, failure)

    async def _ends(self, item: OutboxItem, failure: Failure) -> None:
        async with self._database.tenant(item.tenant) as scope:
            row = await forwardings.get(scope, UUID(str(item.payload["forwarding_id"])), lock=True)
            progress = row.progress.over(UUID(str(item.payload["test_id"])), failure)
            if progress != row.progress:
                await forwardings.note(scope, row.id, progress)
                log.info("forwarding.not_proved", forwarding=str(row.id), failure=failure.value)

    async def _tested(self, item: OutboxItem) -> ForwardingRow | None:
        """None when this test is not the one that is under way. Raises NotFound."""
        async with self._database.tenant(item.tenant) as scope:
            row = await forwardings.get(scope, UUID(str(item.payload["forwarding_id"])))
        progress: Progress = row.progress
        current = progress.test is not None and str(progress.test.id) == item.payload["test_id"]
        return row if current and progress.phase is Phase.TESTING else None
