"""Writes a call's tool could not make because Postgres was away: kept outside the process as soon as a store answers.

They wait in Redis for a worker (`deferred_drain`), or in this process while Redis is away too.
"""

import asyncio
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

import structlog

from domain.call.state import AgentTurn, CallState
from domain.dialogue.appointment_tools import arguments_of
from domain.dialogue.intents import (
    TOOL_NAMES,
    BookAppointment,
    CancelAppointment,
    JoinWaitingList,
    MoveAppointment,
    TakeMessage,
    intent_key,
)
from domain.dialogue.tool_results import is_deferred
from domain.dialogue.tools import parse
from domain.errors import InvalidInput, StorageError
from services.item_failures import ItemFailures
from storage.cancellation import obey_cancellation
from storage.redis.deferred import DeferredWrite

log = structlog.get_logger()

PLACE_TIMEOUT_S = 1.0
"""For handing one write to Redis; a caller waits for it."""

APPLY_TIMEOUT_S = 8.0
RETRY_S = 1.0
MAX_WAITING = 200
"""Writes a process keeps while both stores are away; callers beyond it are told that it failed."""

DeferrableIntent = BookAppointment | MoveAppointment | CancelAppointment | JoinWaitingList | TakeMessage
DEFERRABLE = (BookAppointment, MoveAppointment, CancelAppointment, JoinWaitingList, TakeMessage)


class Store(Protocol):
    """Where writes wait outside the process (`storage.redis.deferred.DeferredStore`)."""

    async def place(self, write: DeferredWrite, due_at: datetime) -> bool: ...


class Applier(Protocol):
    """What makes them (`services.tools.deferred_apply.DeferredApplier`)."""

    async def apply(self, write: DeferredWrite, now: datetime) -> None: ...


class DeferredQueue:
    """One per process; `run` is a task of the process for as long as it lives."""

    def __init__(self, store: Store, applier: Applier, *, max_waiting: int = MAX_WAITING) -> None:
        self._store = store
        self._applier = applier
        self._max_waiting = max_waiting
        self._waiting: dict[str, DeferredWrite] = {}
        self._arrived = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def waiting(self) -> int:
        """How many writes only this process knows of; it must not end while there are any."""
        return len(self._waiting)

    async def defer(self, write: DeferredWrite) -> bool:
        """Keeps the write, in `PLACE_TIMEOUT_S` at most; once for its key, the last one asked for.

        Returns:
            False when it could be kept nowhere: nothing may be promised.
        """
        if write.intent_key in self._waiting:
            self._waiting[write.intent_key] = write
            return True
        if await self._placed(write):
            return True
        if len(self._waiting) >= self._max_waiting:
            log.error("deferred_write.refused", call_id=str(write.call_id), waiting=self.waiting)
            return False
        self._waiting[write.intent_key] = write
        self._empty.clear()
        self._arrived.set()
        log.warning("deferred_write.waits_in_process", call_id=str(write.call_id), waiting=self.waiting)
        return True

    async def emptied(self) -> None:
        """Waits until nothing waits in this process; `run` does the work."""
        await self._empty.wait()

    async def run(self) -> None:
        """Tries both stores every second until nothing waits in this process; until cancelled.

        A store that hangs does not hold up the other one.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._hand_over(), name="deferred_queue.redis")
                tasks.create_task(self._apply(), name="deferred_queue.postgres")
        finally:
            if self._waiting:
                log.error("deferred_write.lost", waiting=self.waiting)

    async def _hand_over(self) -> None:
        while True:
            await self._arrived.wait()
            for write in tuple(self._waiting.values()):
                try:
                    if not await self._placed(write):
                        break
                except Exception as error:
                    # The root of one write, as below.
                    log.error(
                        "deferred_write.failed", call_id=str(write.call_id), reason=type(error).__name__
                    )
                else:
                    self._settled(write)
            await asyncio.sleep(RETRY_S)

    async def _apply(self) -> None:
        """Postgres may be back first."""
        failures = ItemFailures(
            "deferred_queue", None, now_s=asyncio.get_running_loop().time, tells_errors=False
        )
        while True:
            await self._arrived.wait()
            for write in tuple(self._waiting.values()):
                if failures.is_paused(write.intent_key):
                    continue
                try:
                    async with asyncio.timeout(APPLY_TIMEOUT_S):
                        await self._applier.apply(write, datetime.now(UTC))
                except (StorageError, TimeoutError):
                    obey_cancellation()
                    break
                except Exception as error:
                    # The root of one write: it must not keep the others. A worker gets it by way of Redis, and
                    # the last word on it. The error's own words may hold what the caller said.
                    await failures.failed(write.intent_key, error)
                else:
                    failures.succeeded(write.intent_key)
                    self._settled(write)
            await asyncio.sleep(RETRY_S)

    async def _placed(self, write: DeferredWrite) -> bool:
        try:
            async with asyncio.timeout(PLACE_TIMEOUT_S):
                await self._store.place(write, datetime.now(UTC))
        except (StorageError, TimeoutError) as error:
            obey_cancellation()
            log.warning("deferred_write.not_placed", reason=str(error) or "timeout")
            return False
        log.warning("deferred_write.placed", call_id=str(write.call_id), tool=write.tool)
        return True

    def _settled(self, write: DeferredWrite) -> None:
        if self._waiting.get(write.intent_key) is write:  # else it has been told anew meanwhile
            del self._waiting[write.intent_key]
        if not self._waiting:
            self._arrived.clear()
            self._empty.set()


def deferred_write(
    business_id: UUID,
    call_id: UUID,
    caller_number: str | None,
    intent: DeferrableIntent,
    asked_at: datetime,
) -> DeferredWrite:
    """The write behind an intent; `domain.dialogue.tools.parse` gives the intent back from its arguments."""
    return DeferredWrite(
        business_id=business_id,
        call_id=call_id,
        caller_number=caller_number,
        tool=TOOL_NAMES[type(intent)],
        arguments=_arguments(intent),
        intent_key=intent_key(call_id, intent),
        asked_at=asked_at,
    )


def promised(
    state: CallState, business_id: UUID, call_id: UUID, caller_number: str | None
) -> list[DeferredWrite]:
    """What the call so far told its caller to be kept: a process that was lost may have been all that knew of it."""
    writes: list[DeferredWrite] = []
    for turn in state.turns:
        for tool in turn.tools if isinstance(turn, AgentTurn) else ():
            if tool.content is None or not is_deferred(tool.content):
                continue
            try:
                intent = parse(tool.name, tool.arguments)
            except InvalidInput:  # an earlier release took it
                continue
            if isinstance(intent, DEFERRABLE):
                asked_at = datetime.fromtimestamp(turn.started_at_ms / 1000, UTC)
                writes.append(deferred_write(business_id, call_id, caller_number, intent, asked_at))
    return writes


def _arguments(intent: DeferrableIntent) -> dict[str, Any]:
    if not isinstance(intent, TakeMessage):
        return arguments_of(intent)
    return {
        "message": intent.message,
        "caller_name": intent.caller_name,
        "callback_number": intent.callback_number,
        **({"urgent": True} if intent.urgent else {}),
    }
