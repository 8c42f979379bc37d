"""Showing a live call: always that there is one; what is said on it only while somebody watches."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import structlog

from domain.call.heard import heard_text
from domain.call.redaction import redacted_turns
from domain.call.state import AgentTurn, CallState, Phase, Turn
from domain.errors import StorageError
from storage.redis.live_view import HEAD, PARTIAL, LiveCalls
from storage.redis.tickets import Ticket

log = structlog.get_logger()

SHORTEST_INTERVAL_S = 0.2
"""As fast as a person can read."""

LOOK_EVERY_S = 1.0
"""For watchers: who begins to watch a call sees it after this, at the latest."""

ASKED_FOR_S = 10.0
"""A business is looked for so long after one of its calls was last shown."""

LAST_SHOWN_WITHIN_S = 0.5
"""The call's rows wait for it."""

LIVE_TTL_S = 120.0
REFRESH_S = 45.0
"""A call is said to be live again long before that expires."""


class Watched(Protocol):
    """Whether somebody watches a business's calls."""

    async def includes(self, business_id: UUID) -> bool: ...


class WatchedBusinesses:
    """Which businesses are watched, for all calls of a process: one question to Redis a second."""

    def __init__(self, live: LiveCalls) -> None:
        self._live = live
        self._asked_at_s: dict[UUID, float] = {}
        self._watched: frozenset[UUID] = frozenset()
        self._looked_at_s = -LOOK_EVERY_S
        self._looking = asyncio.Lock()

    async def includes(self, business_id: UUID) -> bool:
        """Whether somebody watches it; as it was a second ago, at most. Raises StorageError."""
        loop = asyncio.get_running_loop()
        async with self._looking:
            is_new = business_id not in self._asked_at_s
            self._asked_at_s[business_id] = now_s = loop.time()
            if is_new or now_s - self._looked_at_s >= LOOK_EVERY_S:
                since_s = now_s - ASKED_FOR_S
                self._asked_at_s = {it: at_s for it, at_s in self._asked_at_s.items() if at_s >= since_s}
                try:
                    self._watched = await self._live.watched(self._asked_at_s)
                finally:
                    self._looked_at_s = loop.time()
        return business_id in self._watched


class LiveView:
    """Shows one call; `run` is a task of the call."""

    def __init__(
        self, live: LiveCalls, watched: Watched, ticket: Ticket, state: Callable[[], CallState]
    ) -> None:
        self._live = live
        self._watched = watched
        self._ticket = ticket
        self._state = state
        self._shown = ShownParts(ticket)
        self._kept_at_s = -REFRESH_S
        self._changed = asyncio.Event()
        self._changed.set()

    def publish(self) -> None:
        """The call has changed."""
        self._changed.set()

    async def run(self) -> None:
        """Shows the call until cancelled; what a Redis that does not answer misses is shown later."""
        while True:
            pause_s = LOOK_EVERY_S
            try:
                if self._keep_in_s() <= 0:
                    await self._keep()
                if await self._watched.includes(self._ticket.business_id):
                    pause_s = SHORTEST_INTERVAL_S
                    self._changed.clear()
                    await self._show()
                else:
                    self._not_shown()
            except StorageError as error:
                self._not_shown()
                log.info("live_view.skipped", reason=str(error))
            await asyncio.sleep(pause_s)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, self._keep_in_s())):
                    await self._changed.wait()

    async def show_last(self) -> None:
        """The call as it ended, before it leaves the live view; not waited for longer than `LAST_SHOWN_WITHIN_S`."""
        with contextlib.suppress(TimeoutError, StorageError):
            async with asyncio.timeout(LAST_SHOWN_WITHIN_S):
                if await self._watched.includes(self._ticket.business_id):
                    await self._show()

    def _not_shown(self) -> None:
        self._shown.forget()
        self._changed.set()

    def _keep_in_s(self) -> float:
        return self._kept_at_s + REFRESH_S - asyncio.get_running_loop().time()

    async def _keep(self) -> None:
        call = head(self._ticket, self._state())
        await self._live.keep(self._ticket.business_id, self._ticket.call_id, call, LIVE_TTL_S)
        self._kept_at_s = asyncio.get_running_loop().time()

    async def _show(self) -> None:
        changes = self._shown.changes(self._state())
        if changes.parts or changes.gone:
            await self._live.publish(
                self._ticket.business_id,
                self._ticket.call_id,
                changes.parts,
                LIVE_TTL_S,
                gone=changes.gone,
                whole=changes.whole,
            )


@dataclass(frozen=True, slots=True)
class Changes:
    """What `LiveCalls.publish` takes."""

    parts: Mapping[str, Any]
    gone: tuple[str, ...]
    whole: bool


class ShownParts:
    """The parts of a call's snapshot that its watchers know."""

    def __init__(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._parts: dict[str, Any] = {}
        self._turns: dict[str, Turn] = {}

    def forget(self) -> None:
        """Nobody is sure to know any of them."""
        self._parts, self._turns = {}, {}

    def changes(self, state: CallState) -> Changes:
        """What watchers do not know of the call yet; they do from now on."""
        whole = not self._parts
        shown, words = redacted_turns(state.turns, state.utterance.words)
        turns = {
            str(number): turn
            for number, turn in enumerate(shown)
            if not isinstance(turn, AgentTurn) or turn.sentences
        }
        # Most turns are over: a part is made anew only of a turn that is another than last time.
        parts = {HEAD: head(self._ticket, state)} | {
            name: self._parts[name] if self._turns.get(name) is turn else _turn(turn)
            for name, turn in turns.items()
        }
        if words and state.phase is not Phase.ENDED:
            parts[PARTIAL] = {"speaker": "caller", "text": words, "partial": True}
        changed = {name: part for name, part in parts.items() if self._parts.get(name) != part}
        gone = tuple(name for name in self._parts if name not in parts)
        self._parts, self._turns = parts, turns
        return Changes(changed, gone, whole)


def head(ticket: Ticket, state: CallState) -> dict[str, Any]:
    """Whose call it is and how it stands, as JSON; a snapshot is this with `turns`."""
    return {
        "call_id": str(ticket.call_id),
        "from": ticket.from_number,
        "to": ticket.to_number,
        "phase": state.phase.value,
        "answered_at_ms": state.answered_at_ms,
        "outcome": state.outcome,
    }


def _turn(turn: Turn) -> dict[str, Any]:
    """A turn as JSON: what was said, what of it was heard, how long it took."""
    if isinstance(turn, AgentTurn):
        return {
            "speaker": "agent",
            "text": turn.generated_text,
            "heard_text": heard_text(turn),
            "interrupted": turn.interrupted,
            "latency_ms": turn.latency_ms,
            "settled": turn.settled,
            "at_ms": turn.started_at_ms,
        }
    return {"speaker": "caller", "text": turn.text, "at_ms": turn.started_at_ms}
