"""Migrating a live call to another process: when it may go, and what it leaves behind for the next."""

import asyncio
from collections.abc import Callable

import structlog

from actors.handoff.messages import Migration
from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.call.state import CallState, Phase
from domain.call.takeover import may_migrate_locally, may_migrate_remotely
from domain.errors import StorageError
from storage.redis.leases import Leases
from storage.redis.next_steps import NextSteps
from storage.redis.tickets import Ticket

log = structlog.get_logger()

RETRY_S = 2.0
STORE_TIMEOUT_S = 1.0
OWNER_TIMEOUT_S = 0.5
"""The caller is gone; only the rows wait."""

HESITATION_S = 2.0
"""A caller who has said nothing for so long is not about to: a question is answered within a second."""


class PendingMigration:
    """What was asked of one call, if anything. `wake` has the call look at `due` again."""

    def __init__(
        self, ticket: Ticket, next_steps: NextSteps, leases: Leases, wake: Callable[[], None]
    ) -> None:
        self._ticket = ticket
        self._next_steps = next_steps
        self._leases = leases
        self._wake = wake
        self._loop = asyncio.get_running_loop()
        self._requested: Migration | None = None
        self._not_before_s = 0.0
        self._overdue_at_s = 0.0
        self._listens_since_s: float | None = None
        self._next_look_s = 0.0
        self._timers: list[asyncio.TimerHandle] = []
        self.unread_bytes: bytes | None = None
        """What had been read of a message of the stream when the call migrated to another process of the node."""

    def request(self, how: Migration, within_s: float) -> None:
        """The call is to migrate at its next turn boundary, or anywhere once `within_s` are over."""
        self._requested = how
        self._overdue_at_s = self._loop.time() + within_s
        self._look_again_in(within_s)
        self._wake()

    def due(self, state: CallState, *, quiet: bool) -> Migration | None:
        """How the call is to migrate, when it may do so now: between two turns, or anywhere once it is overdue.

        A call that is about to end anyway ends where it is.

        Args:
            state: of the call; to be shown after every change, whether a migration was requested or not.
            quiet: no voice is heard from the caller.
        """
        self._note_who_listens(state)
        if self._requested is None or self._requested is Migration.SUPERSEDED:
            return self._requested
        now_s = self._loop.time()
        about_to_end = state.phase in (Phase.ENDING_STREAM, Phase.ENDED)
        if state.brief is None or about_to_end or now_s < self._not_before_s:
            return None
        return self._requested if now_s >= self._overdue_at_s or self._between_turns(state, quiet) else None

    def _between_turns(self, state: CallState, quiet: bool) -> bool:
        if self._requested is Migration.LOCAL:
            return may_migrate_locally(state)
        if may_migrate_remotely(state):
            return True
        if not may_migrate_locally(state) or self._listens_since_s is None:
            return False
        # Between two streams nothing is heard: not when the caller is likely to begin.
        now_s = self._loop.time()
        wait_s = self._listens_since_s + HESITATION_S - now_s
        if wait_s <= 0 and quiet:
            return True
        if now_s >= self._next_look_s:  # else one is on its way
            delay_s = max(wait_s, RETRY_S / 4)
            self._next_look_s = now_s + delay_s
            self._look_again_in(delay_s)
        return False

    def _note_who_listens(self, state: CallState) -> None:
        if state.phase is not Phase.LISTENING:
            self._listens_since_s = None
        elif self._listens_since_s is None:
            self._listens_since_s = self._loop.time()

    def postpone(self) -> None:
        """The call cannot migrate right now; it is looked at again in a moment."""
        self._not_before_s = self._loop.time() + RETRY_S
        self._look_again_in(RETRY_S)

    async def announce(self) -> bool:
        """Leaves word for the carrier, who asks as soon as the stream is closed; False when Redis is away."""
        try:
            async with asyncio.timeout(STORE_TIMEOUT_S):
                await self._next_steps.put(self._ticket.call_sid, NextStep(NextStepKind.MOVE))
        except (StorageError, TimeoutError) as error:
            log.warning("call.migration_postponed", reason=str(error) or "timeout")
            return False
        return True

    async def is_superseded(self) -> bool:
        """Whether the carrier has a fresher stream of this call, or is being redirected to one; unknown, and no, while
        Redis is away.

        A redirect ends the stream as a caller who hangs up does.
        """
        try:
            async with asyncio.timeout(OWNER_TIMEOUT_S):
                return await self._leases.superseded(self._ticket)
        except (StorageError, TimeoutError):
            return False

    def close(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    def _look_again_in(self, delay_s: float) -> None:
        # Never early: a timer may fire a clock tick before its time.
        self._timers.append(self._loop.call_later(delay_s + 0.001, self._wake))
