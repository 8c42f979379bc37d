"""Leaks: processes, sockets, descriptors, keys, rows and leases that a run left behind and should not have."""

import asyncio
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil
from redis.asyncio import Redis

from config.settings import load_settings
from load.chaos.descriptors import held_by
from load.chaos.serving import call_actors_named, calls_held_by
from load.processes import ServerProcesses
from storage.redis.connection import open_redis

_AGAIN_S = 1.0
_DESCRIPTOR_SLACK = 12
"""An actor that has served calls keeps pooled connections to the stores and the vendors."""

_GATEWAY_SLACK = 4
"""The pools of a gateway's connections to the stores grow by so many under load."""

_DESCRIPTORS_PER_CALL = 2
"""An actor's pooled connections grow with the calls it serves at once: one to the model, one to the voice."""

_COUNTED = frozenset({"gateway", "serve_proxy", "serve_controller", "front", "redis", "stand_ins"})
_SCAN = 500


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a system at rest holds.

    Attributes:
        processes: how many of each component.
        gateway_descriptors: the most that a gateway holds open without a reason (`load.chaos.descriptors`).
        watched: call actors that gateways watch.
        actor_descriptors: the most of any call actor.
    """

    processes: Mapping[str, int]
    gateway_descriptors: int
    watched: int
    actor_descriptors: int


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Everything that should not be there; all zero and empty after a clean run.

    Attributes:
        orphan_actors: call actors that Ray does not know or only Ray knows, that still hold a call that is over, or
            exceed the slots.
        processes: more of a kind than before, or stopped.
        media_sockets: connections still established on a gateway's port.
        descriptors: how many more a gateway and a call actor hold open than before, beyond pooled connections, and
            how many gone actors are still watched.
        redis_keys_without_ttl: their names.
        open_calls: call rows that have not ended.
        leases: leases nobody released.
    """

    orphan_actors: int = 0
    processes: int = 0
    media_sockets: int = 0
    descriptors: int = 0
    redis_keys_without_ttl: tuple[str, ...] = ()
    open_calls: int = 0
    leases: int = 0

    @property
    def none(self) -> bool:
        return not any(asdict(self).values())

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"redis_keys_without_ttl": list(self.redis_keys_without_ttl)}


def measure_baseline(processes: ServerProcesses, run_dir: Path) -> Baseline:
    """What the system holds now. Takes some 100 ms."""
    counts: Counter[str] = Counter()
    ports = media_ports(run_dir)
    gateways = watched = actors = 0
    for process, component in processes.find().items():
        with suppress(psutil.Error, OSError):
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            counts[component] += 1
            if component == "gateway":
                held = held_by(process, ports)
                gateways, watched = max(gateways, held.other), watched + held.actors
            elif component == "call_actors":
                actors = max(actors, process.num_fds())
    return Baseline(dict(counts), gateways, watched, actors)


async def settled_leftovers(
    processes: ServerProcesses, before: Baseline, redis_url: str, run_dir: Path, slots: int, within_s: float
) -> Leftovers:
    """What is left once nothing is, or after `within_s`; call rows are not looked at."""
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + within_s
    redis = open_redis(redis_url, max_connections=2)
    try:
        while True:
            left = await _look(processes, before, redis, run_dir, slots)
            if left.none or loop.time() > give_up_at:
                return left
            await asyncio.sleep(_AGAIN_S)
    finally:
        await redis.aclose()


async def _look(
    processes: ServerProcesses, before: Baseline, redis: Redis, run_dir: Path, slots: int
) -> Leftovers:
    named = await call_actors_named()
    now = await asyncio.to_thread(measure_baseline, processes, run_dir)
    actors = now.processes.get("call_actors", 0)
    holding = await asyncio.to_thread(_holding, processes)
    extra = sum(
        max(0, count - before.processes.get(component, 0))
        for component, count in now.processes.items()
        if component in _COUNTED
    )
    at_once, _ = load_settings().actor_sharing
    pooled = _DESCRIPTOR_SLACK + _DESCRIPTORS_PER_CALL * (at_once - 1)
    growth = (
        max(0, now.gateway_descriptors - before.gateway_descriptors - _GATEWAY_SLACK),
        max(0, now.watched - actors),
        max(0, now.actor_descriptors - before.actor_descriptors - pooled),
    )
    return Leftovers(
        orphan_actors=holding + abs(actors - named) + max(0, named - slots),
        processes=extra + await asyncio.to_thread(_stopped, processes),
        media_sockets=await asyncio.to_thread(_media_sockets, processes, run_dir),
        descriptors=sum(growth),
        redis_keys_without_ttl=await _keys_without_ttl(redis),
        leases=await _leases(redis),
    )


def _holding(processes: ServerProcesses) -> int:
    actors = (process for process, component in processes.find().items() if component == "call_actors")
    return sum(1 for process in actors if calls_held_by(process))


def _stopped(processes: ServerProcesses) -> int:
    count = 0
    for process in processes.find():
        with suppress(psutil.Error):
            count += process.status() == psutil.STATUS_STOPPED
    return count


def media_ports(run_dir: Path) -> frozenset[int]:
    """The ports of the gateways: each writes its own down, where they choose; else all have the configured one."""
    found: set[int] = set()
    for path in run_dir.glob("*/media_port"):
        with suppress(OSError, ValueError):
            found.add(int(path.read_text()))
    configured = int(os.environ.get("MEDIA_PORT") or 0)
    return frozenset(found | ({configured} if configured else set()))


def _media_sockets(processes: ServerProcesses, run_dir: Path) -> int:
    """Distinct connections, however many processes hold a descriptor of them."""
    ports = media_ports(run_dir)
    found: set[tuple[Any, ...]] = set()
    for process, component in processes.find().items():
        if component not in {"gateway", "call_actors"}:
            continue
        with suppress(psutil.Error):
            for connection in process.net_connections("tcp"):
                here, there = connection.laddr, connection.raddr
                if connection.status == psutil.CONN_ESTABLISHED and here and there and here.port in ports:
                    found.add((here.port, there.ip, there.port))
    return len(found)


async def _keys_without_ttl(redis: Any) -> tuple[str, ...]:
    names: list[bytes] = [name async for name in redis.scan_iter(count=_SCAN)]
    async with redis.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.ttl(name)
        ttls: Sequence[int] = await pipe.execute() if names else []
    # -2 is a key that went meanwhile.
    return tuple(sorted(name.decode() for name, ttl in zip(names, ttls, strict=True) if ttl == -1))


async def _leases(redis: Any) -> int:
    return sum([1 async for _ in redis.scan_iter(match="lease:*", count=_SCAN)])
