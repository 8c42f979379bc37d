"""Which call actor's process serves which call."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
from ray.util import list_named_actors

from domain.errors import StorageError
from storage.redis.connection import open_redis
from storage.redis.live_view import LiveCalls

CALL_ACTOR_TITLE = "ray::CallActor"
CALL_FILES = frozenset({".journal", ".spool"})
"""Of the files of `actors.call.node_store`, those that stay open while a call lasts."""

_LIST_TIMEOUT_S = 3.0
_NAME = "call-actor-"


class Serving:
    """Looks calls up by their caller's number: the live snapshots name the call, the files it holds its process.

    Args:
        business_id: whose calls.
    """

    def __init__(self, redis_url: str, business_id: UUID) -> None:
        self._redis = open_redis(redis_url, max_connections=4)
        self._live = LiveCalls(self._redis)
        self._business_id = business_id

    async def close(self) -> None:
        await self._redis.aclose()

    async def pids(self) -> dict[str, int]:
        """The serving process of each live call, by the caller's number; nothing while Redis is away."""
        try:
            snapshots = list((await self._live.list(self._business_id)).values())
        except StorageError:
            return {}
        by_call = await asyncio.to_thread(serving_processes)
        return {seen["from"]: by_call[seen["call_id"]] for seen in snapshots if seen["call_id"] in by_call}


def serving_processes() -> dict[str, int]:
    """The process that serves each live call of this machine, by the call's id: of all systems there are."""
    return {
        call: process.pid
        for process in psutil.process_iter()
        if is_call_actor(process)
        for call in calls_held_by(process)
    }


def is_call_actor(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return " ".join(process.cmdline()).startswith(CALL_ACTOR_TITLE)
    return False


def calls_held_by(process: psutil.Process) -> frozenset[str]:
    """The ids of calls whose files a call actor's process has open; it can tell nobody itself while it serves."""
    try:
        paths = [Path(file.path) for file in process.open_files()]
    except psutil.Error:
        return frozenset()
    return frozenset(path.name.partition(".")[0] for path in paths if path.suffix in CALL_FILES)


async def call_actors_named() -> int:
    """How many call actors Ray knows; none while it does not answer."""
    try:
        async with asyncio.timeout(_LIST_TIMEOUT_S):
            listed: list[Any] = await asyncio.to_thread(list_named_actors, all_namespaces=True)
    except TimeoutError:
        return 0
    return sum(1 for actor in listed if actor["name"].startswith(_NAME))


def lives(pid: int) -> bool:
    """Whether the process runs, stopped ones included; False for one that nobody has waited for."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
