"""Which call actor's process serves which call."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psutil
import ray
from ray.exceptions import RayError
from ray.util import list_named_actors

from domain.errors import StorageError
from storage.redis.connection import open_redis
from storage.redis.live_view import LiveCalls

_DESCRIBE_TIMEOUT_S = 3.0
_NAME = "call-actor-"


@dataclass(frozen=True, slots=True)
class Described:
    """A call actor's own word of itself."""

    name: str
    pid: int
    calls: tuple[str, ...]


class Serving:
    """Looks calls up by their caller's number: the live snapshots name the call, the call actors the process.

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
        by_call = {call: actor.pid for actor in (await describe_actors())[0] for call in actor.calls}
        return {seen["from"]: by_call[seen["call_id"]] for seen in snapshots if seen["call_id"] in by_call}


async def describe_actors() -> tuple[list[Described], list[str]]:
    """Every call actor of the cluster that answers, and the names of those that do not."""
    try:
        async with asyncio.timeout(_DESCRIBE_TIMEOUT_S):
            listed: list[Any] = await asyncio.to_thread(list_named_actors, all_namespaces=True)
    except TimeoutError:
        return [], []
    named = [actor for actor in listed if actor["name"].startswith(_NAME)]
    answers = await asyncio.gather(*(_describe(actor["name"], actor["namespace"]) for actor in named))
    found = [answer for answer in answers if answer is not None]
    silent = [actor["name"] for actor, answer in zip(named, answers, strict=True) if answer is None]
    return found, silent


async def _describe(name: str, namespace: str) -> Described | None:
    try:
        async with asyncio.timeout(_DESCRIBE_TIMEOUT_S):
            handle: Any = await asyncio.to_thread(ray.get_actor, name, namespace)
            described = await handle.describe.remote()
    except (TimeoutError, ValueError, RayError):
        return None
    return Described(name, int(described["pid"]), tuple(described["calls"]))


def lives(pid: int) -> bool:
    """Whether the process runs, stopped ones included; False for one that nobody has waited for."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
