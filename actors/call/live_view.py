"""Showing a live call to whoever watches: snapshots in Redis, as fast as a person can read."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import structlog

from domain.call.heard import heard_text
from domain.call.state import AgentTurn, CallState, Phase
from domain.errors import StorageError
from storage.redis.live_view import LiveCalls
from storage.redis.tickets import Ticket

log = structlog.get_logger()

SHORTEST_INTERVAL_S = 0.2
LAST_SHOWN_WITHIN_S = 0.5
"""The call's rows wait for it."""

SNAPSHOT_TTL_S = 120.0
REFRESH_S = 45.0
"""A quiet call is shown again before its snapshot expires."""


class LiveView:
    """Publishes one call's snapshots, coalesced; `run` is a task of the call."""

    def __init__(self, live: LiveCalls, ticket: Ticket, state: Callable[[], CallState]) -> None:
        self._live = live
        self._ticket = ticket
        self._state = state
        self._changed = asyncio.Event()

    def publish(self) -> None:
        self._changed.set()

    async def run(self) -> None:
        while True:
            try:
                async with asyncio.timeout(REFRESH_S):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()
            await self.show()
            await asyncio.sleep(SHORTEST_INTERVAL_S)

    async def show_last(self) -> None:
        """The call as it ended, before it leaves the live view; not waited for longer than `LAST_SHOWN_WITHIN_S`."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_SHOWN_WITHIN_S):
                await self.show()

    async def show(self) -> None:
        """Publishes the call as it stands now; a Redis that does not answer is skipped."""
        try:
            await self._live.publish(
                self._ticket.business_id,
                self._ticket.call_id,
                snapshot(self._ticket, self._state()),
                SNAPSHOT_TTL_S,
            )
        except StorageError as error:
            log.info("live_view.skipped", reason=str(error))


def snapshot(ticket: Ticket, state: CallState) -> dict[str, Any]:
    """The call as JSON for the dashboard: phase, turns with what was said, heard and how long it took."""
    turns = [_turn(turn) for turn in state.turns if not isinstance(turn, AgentTurn) or turn.sentences]
    if state.utterance.words and state.phase is not Phase.ENDED:
        turns.append({"speaker": "caller", "text": state.utterance.words, "partial": True})
    return {
        "call_id": str(ticket.call_id),
        "from": ticket.from_number,
        "to": ticket.to_number,
        "phase": state.phase.value,
        "answered_at_ms": state.answered_at_ms,
        "outcome": state.outcome,
        "turns": turns,
    }


def _turn(turn: Any) -> dict[str, Any]:
    if isinstance(turn, AgentTurn):
        return {
            "speaker": "agent",
            "text": turn.generated_text,
            "heard_text": heard_text(turn),
            "interrupted": turn.interrupted,
            "latency_ms": turn.latency_ms,
            "settled": all(sentence.settled for sentence in turn.sentences),
            "at_ms": turn.started_at_ms,
        }
    return {"speaker": "caller", "text": turn.text, "at_ms": turn.started_at_ms}
