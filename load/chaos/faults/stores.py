"""Postgres and Redis are restarted, or stop answering while their sockets stay open."""

import asyncio
import contextlib
import signal
from collections.abc import Sequence
from typing import Literal

import psutil

from load.chaos.injection import FaultContext, Injection
from sandbox.local.postgres import EmbeddedPostgres
from sandbox.local.redis import EmbeddedRedis

SETTLES_S = 8.0
Store = Literal["redis", "postgres"]


def _server(context: FaultContext, store: Store) -> EmbeddedRedis | EmbeddedPostgres | None:
    return context.system.redis if store == "redis" else context.system.postgres


def _processes(context: FaultContext, store: Store) -> list[psutil.Process]:
    server = _server(context, store)
    if server is None or server.pid is None:
        return []
    with contextlib.suppress(psutil.NoSuchProcess):
        first = psutil.Process(server.pid)
        return [first, *first.children(recursive=True)]
    return []


class RestartStore:
    """An orderly shutdown and a start, on the same port with the same data."""

    def __init__(self, store: Store) -> None:
        self._store: Store = store
        self.kind = f"restart_{store}"

    async def inject(self, context: FaultContext) -> Injection | None:
        server = _server(context, self._store)
        if server is None:
            return None
        injection = context.begin(self.kind, "both", SETTLES_S)
        await context.in_thread(server.stop)
        await context.in_thread(server.start)
        away_s = context.now - injection.at
        injection.note = f"away for {away_s:.1f} s"
        injection.until = context.now + SETTLES_S
        return injection


class HangStores:
    """SIGSTOP to all of a server's processes, SIGCONT `for_s` later."""

    def __init__(self, kind: str, stores: Sequence[Store], for_s: float) -> None:
        self.kind = kind
        self._stores = tuple(stores)
        self._for_s = for_s

    async def inject(self, context: FaultContext) -> Injection | None:
        stopped = [process for store in self._stores for process in _processes(context, store)]
        if not stopped:
            return None
        injection = context.begin(self.kind, "both", self._for_s + SETTLES_S)
        try:
            _signal(stopped, signal.SIGSTOP)
            await asyncio.sleep(self._for_s)
        finally:
            _signal(stopped, signal.SIGCONT)
        injection.note = f"hung for {self._for_s:g} s"
        injection.until = context.now + SETTLES_S
        return injection


def _signal(processes: Sequence[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)
