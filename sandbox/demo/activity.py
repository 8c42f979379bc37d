"""What goes on in a running system, for the terminal it was started in: calls, their turns, and warnings."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self
from uuid import UUID

from rich.console import Console
from rich.text import Text

from domain.errors import StorageError
from sandbox.demo.transcript import CompleteTurns, spoken
from sandbox.local.log_warnings import LogWarnings, Warned
from storage.redis.connection import open_redis
from storage.redis.live_view import LiveCalls, LiveChange

LOOK_EVERY_S = 0.5
AGAIN_S = 2.0
"""After Redis was away."""

ONCE_IN_S = 10.0
"""The same warning is shown once in so long: who knocks a thousand times must not hide the calls."""

PUT_THROUGH = "left by the agent: a person is rung"
"""Whether they take the call is not known before they do."""


@dataclass(slots=True)
class _ShownCall:
    turns: CompleteTurns = field(default_factory=CompleteTurns)
    ended: bool = False


@dataclass(slots=True)
class _ShownWarning:
    at: datetime
    repeated: int = 0


class Activity:
    """Lines of what happens: `change` takes what Redis announces, `warning` what the logs say."""

    def __init__(self, console: Console, now: Callable[[], datetime] = datetime.now) -> None:
        self._console = console
        self._now = now
        self._calls: dict[UUID, _ShownCall] = {}
        self._warned: dict[Warned, _ShownWarning] = {}

    def change(self, change: LiveChange) -> None:
        snapshot = change.snapshot
        if snapshot is None:
            shown = self._calls.pop(change.call_id, None)
            if shown is not None and not shown.ended:
                self._line(change.call_id, "call", "is no longer live", "bold")
            return
        shown = self._calls.get(change.call_id)
        if shown is None:
            shown = self._calls[change.call_id] = _ShownCall()
            self._line(change.call_id, "call", f"{snapshot['from'] or 'withheld'} → {snapshot['to']}", "bold")
        for turn in shown.turns.new_in(snapshot):
            style = "cyan" if turn["speaker"] == "agent" else "green"
            cut = " …(interrupted)" if turn.get("interrupted") else ""
            self._line(change.call_id, turn["speaker"], spoken(turn) + cut, style)
        if snapshot["phase"] == "ended" and not shown.ended:
            shown.ended = True
            outcome = snapshot["outcome"]
            told = PUT_THROUGH if outcome == "transferred" else f"ended: {outcome or 'nothing came of it'}"
            self._line(change.call_id, "call", told, "bold")

    def warning(self, warned: Warned) -> None:
        shown = self._warned.get(warned)
        if shown is not None:
            shown.repeated += 1
            return
        self._warned[warned] = _ShownWarning(self._now())
        self._warn(warned, "")

    def tell_repeated(self) -> None:
        """Says how often warnings have come again, of those that were shown `ONCE_IN_S` ago; called now and then."""
        now = self._now()
        for warned, shown in list(self._warned.items()):
            if (now - shown.at).total_seconds() < ONCE_IN_S:
                continue
            if not shown.repeated:
                del self._warned[warned]
                continue
            self._warn(warned, f" ({shown.repeated} more)")
            self._warned[warned] = _ShownWarning(now)

    def _warn(self, warned: Warned, how_often: str) -> None:
        style = "red" if warned.level in ("error", "critical") else "yellow"
        self._line(warned.call_id, warned.level, warned.text + how_often, style)

    def _line(self, call_id: UUID | None, kind: str, text: str, style: str) -> None:
        line = Text(f"{self._now():%H:%M:%S}  ", style="dim")
        line.append(f"{call_id.hex[-6:] if call_id is not None else '':6}  ", style="dim")
        line.append(f"{kind:<7} ", style=style)
        line.append(text)
        self._console.print(line, soft_wrap=True)


class ShownActivity:
    """Shows it from a thread of its own, between `__enter__` and `__exit__`."""

    def __init__(self, activity: Activity, redis_url: str, logs: Path | None) -> None:
        self._activity = activity
        self._redis_url = redis_url
        self._warnings = LogWarnings(logs) if logs is not None else None
        self._loop = asyncio.new_event_loop()
        self._shown: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="activity", daemon=True)

    def __enter__(self) -> Self:
        self._shown = self._loop.create_task(self._show(), name="activity")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown is not None:
            self._loop.call_soon_threadsafe(self._shown.cancel)
        self._thread.join()

    def _run(self) -> None:
        try:
            if self._shown is not None:
                self._loop.run_until_complete(self._shown)
        except asyncio.CancelledError:
            pass
        finally:
            self._loop.close()

    async def _show(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow_calls(), name="activity.calls")
            tasks.create_task(self._follow_logs(), name="activity.logs")

    async def _follow_calls(self) -> None:
        redis = open_redis(self._redis_url, max_connections=2)
        try:
            while True:
                try:
                    async with aclosing(LiveCalls(redis).watch_all()) as changes:
                        async for change in changes:
                            self._activity.change(change)
                except StorageError:
                    await asyncio.sleep(AGAIN_S)
        finally:
            await redis.aclose()

    async def _follow_logs(self) -> None:
        while self._warnings is not None:
            for warned in await asyncio.to_thread(self._warnings.new):
                self._activity.warning(warned)
            self._activity.tell_repeated()
            await asyncio.sleep(LOOK_EVERY_S)
