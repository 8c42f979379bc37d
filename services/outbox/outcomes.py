"""What becomes of a claimed item, written for many at once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from domain.errors import StorageError
from domain.notifications.delivery import Status
from storage.postgres.notifications import NewNotification
from storage.postgres.outbox import OutboxItem

log = structlog.get_logger()

WRITTEN_WITHIN_S = 45.0
"""How long an outcome is tried to be written: a claim's lease, less the sending."""

PAUSE_S = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """Without an error the item is done, unless it is given back; with one it is tried again later, or is dead.

    Attributes:
        error: kept for operators; holds no personal data.
        for_good: it can never be done.
        again_at: it was not tried after all, and is given back: due then, and this attempt does not count.
        rest_s: the vendor takes nothing from anybody for so long.
        status: of its notification; None leaves what is noted as it is, or there is none.
        vendor_id: the vendor's id of it.
        message_id: the message somebody of the business has been sent by it.
        refused: what is noted of one that is handed to no vendor.
        suppressed: it is refused since its number or address gets nothing.
    """

    item: OutboxItem
    error: str | None = None
    for_good: bool = False
    again_at: datetime | None = None
    rest_s: float | None = None
    status: Status | None = None
    vendor_id: str | None = None
    message_id: UUID | None = None
    refused: NewNotification | None = None
    suppressed: bool = False

    @property
    def is_done(self) -> bool:
        return self.error is None and self.again_at is None


Write = Callable[[Sequence[Outcome]], Awaitable[None]]


class Outcomes:
    """Writes what has come together while the last was being written: one transaction for many.

    Args:
        write: raises StorageError when it is unknown whether all of it was written; writing it again does no harm.
    """

    def __init__(self, write: Write, *, within_s: float = WRITTEN_WITHIN_S) -> None:
        self._write = write
        self._within_s = within_s
        self._waiting: list[tuple[Outcome, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, outcome: Outcome) -> None:
        """Returns once it is written, or given up: its lease ends then, and it is looked into anew."""
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((outcome, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._run(), name="outbox.outcomes")
        await written

    def cancel(self) -> None:
        if self._writing is not None:
            self._writing.cancel()

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._written([outcome for outcome, _ in batch])
            finally:
                for _, written in batch:
                    if not written.done():
                        written.set_result(None)

    async def _written(self, outcomes: Sequence[Outcome]) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._within_s
        while True:
            try:
                await self._write(outcomes)
            except StorageError as away:
                log.warning("outbox.not_marked", items=len(outcomes), reason=str(away))
            except Exception:
                # The root of what is written: what cannot be falls due again when its lease ends.
                log.exception("outbox.mark_failed", items=len(outcomes))
                if len(outcomes) > 1:
                    for each in outcomes:
                        await self._written([each])
                return
            else:
                break
            if loop.time() >= deadline:
                for each in outcomes:
                    log.error("outbox.mark_given_up", item=str(each.item.id), kind=each.item.kind)
                return
            await asyncio.sleep(PAUSE_S)
        for each in outcomes:
            if each.is_done:
                log.info("outbox.sent", item=str(each.item.id), kind=each.item.kind, vendor_id=each.vendor_id)
            elif each.error is not None:
                log.warning(
                    "outbox.refused",
                    item=str(each.item.id),
                    kind=each.item.kind,
                    reason=each.error,
                    for_good=each.for_good,
                )
