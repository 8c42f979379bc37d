"""What live calls look like, in Redis, for whoever watches: that they are live, and, while somebody looks, the rest.

Every key expires by itself. Works with Redis 6.2. Methods raise `StorageError` when Redis is unreachable.

| key | holds | written |
|---|---|---|
| `snapshot:{business}:{call}` | JSON: the call's head, `turns` empty | when the call begins, and against its expiry |
| `snapshots:{business}` | which calls have one | with it |
| `watching:{business}`, `watching:*` | somebody watches this business, all of them | by watchers, again and again |
| `shown:{business}:{call}` | a hash of the snapshot's parts, each as JSON | while somebody watches |

The parts are `head`, one for each turn under its number, and `partial`, the caller's words so far. Parts that changed
are published on `changes:{business}` as `{"call_id", "whole", "parts", "gone"}`; `whole` says that none but these are.
That a call is over is published on `live:{business}` as `{"call_id", "snapshot": null}`; so are whole snapshots, by
processes of an earlier release.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from redis.asyncio import Redis

from storage.redis.connection import redis_errors
from storage.redis.expiry import list_expiring, ttl_ms

HEAD = "head"
PARTIAL = "partial"

WATCHING_TTL_S = 30.0
"""Watchers say that they are there three times as often; nobody looks for them more than once a second."""

_WATCH_WAIT_S = WATCHING_TTL_S / 3
_CHANGES = "changes:"
_LIVE = "live:"
_ANY = "*"


@dataclass(frozen=True, slots=True)
class LiveChange:
    """One call's newest snapshot, or None when the call is no longer live."""

    call_id: UUID
    snapshot: dict[str, Any] | None


class LiveCalls:
    """The live calls of all nodes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    # --- for who serves calls -----------------------------------------------------------------------------------
    async def keep(self, business_id: UUID, call_id: UUID, head: Mapping[str, Any], ttl_s: float) -> None:
        """The call is live for `ttl_s` from now. `head` is JSON, and what `list` gives."""
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                body = json.dumps({**head, "turns": []})
                pipe.set(_snapshot_key(business_id, call_id), body, px=ttl_ms(ttl_s))
                list_expiring(pipe, _index_key(business_id), str(call_id), ttl_s)
                pipe.pexpire(_shown_key(business_id, call_id), ttl_ms(ttl_s))
                await pipe.execute()

    async def watched(self, business_ids: Collection[UUID]) -> frozenset[UUID]:
        """Which of these businesses somebody watches now."""
        asked = list(business_ids)
        with redis_errors():
            everyone, *some = await self._redis.mget(_watching_key(_ANY), *map(_watching_key, asked))
        return frozenset(it for it, by in zip(asked, some, strict=True) if everyone or by)

    async def publish(
        self,
        business_id: UUID,
        call_id: UUID,
        parts: Mapping[str, Any],
        ttl_s: float,
        *,
        gone: Iterable[str] = (),
        whole: bool = False,
    ) -> None:
        """Shows these parts of the call's snapshot to its watchers, now and when they come within `ttl_s`.

        Args:
            parts: those that changed, JSON by name.
            gone: the names of parts that are no more.
            whole: these parts are all there is; what was shown before is forgotten.
        """
        key, gone = _shown_key(business_id, call_id), list(gone)
        change = {"call_id": str(call_id), "whole": whole, "parts": dict(parts), "gone": gone}
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                if whole:
                    pipe.delete(key)
                elif gone:
                    pipe.hdel(key, *gone)
                if parts:
                    pipe.hset(key, mapping={name: json.dumps(part) for name, part in parts.items()})
                pipe.pexpire(key, ttl_ms(ttl_s))
                pipe.publish(f"{_CHANGES}{business_id}", json.dumps(change))
                await pipe.execute()

    async def remove(self, business_id: UUID, call_id: UUID) -> None:
        """The call is no longer live; watchers hear of it."""
        change = json.dumps({"call_id": str(call_id), "snapshot": None})
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.delete(_snapshot_key(business_id, call_id), _shown_key(business_id, call_id))
                pipe.zrem(_index_key(business_id), str(call_id))
                pipe.publish(f"{_LIVE}{business_id}", change)
                await pipe.execute()

    # --- for who looks ------------------------------------------------------------------------------------------
    async def list(self, business_id: UUID) -> dict[UUID, dict[str, Any]]:
        """The head of each live call, oldest call first; its phase may be a minute old."""
        with redis_errors():
            members = cast("list[bytes]", await self._redis.zrange(_index_key(business_id), 0, -1))
            call_ids = sorted(UUID(member.decode()) for member in members)
            if not call_ids:
                return {}
            bodies = await self._redis.mget([_snapshot_key(business_id, call_id) for call_id in call_ids])
        return {
            call_id: json.loads(body)
            for call_id, body in zip(call_ids, bodies, strict=True)
            if body is not None
        }

    async def watch(self, business_id: UUID) -> AsyncGenerator[LiveChange]:
        """What is live now, one change per call, then every change as it comes; goes on until closed.

        A call that nobody watched so far comes with what was last known of it, and in full within a second. A change
        made while the first ones are read may come twice. A snapshot that merely expires is not announced. Close it
        (`contextlib.aclosing`) to give its connection back.
        """
        pubsub = self._redis.pubsub()
        try:
            with redis_errors():
                await pubsub.subscribe(f"{_CHANGES}{business_id}", f"{_LIVE}{business_id}")
            shown = _Shown(self)
            await self._say_watching(str(business_id))
            for call_id, head in (await self.list(business_id)).items():
                yield LiveChange(call_id, await shown.first(business_id, call_id) or head)
            async for change in self._changes(pubsub, shown, str(business_id)):
                yield change
        finally:
            await pubsub.aclose()

    async def watch_all(self) -> AsyncGenerator[LiveChange]:
        """Every change of every business's calls as it comes, none from before; close it as `watch`. For operators."""
        pubsub = self._redis.pubsub()
        try:
            with redis_errors():
                await pubsub.psubscribe(f"{_CHANGES}*", f"{_LIVE}*")
            async for change in self._changes(pubsub, _Shown(self), _ANY):
                yield change
        finally:
            await pubsub.aclose()

    async def parts(self, business_id: UUID, call_id: UUID) -> dict[str, Any]:
        """The parts of a call's snapshot as watchers saw them last; empty when nobody watches it."""
        with redis_errors():
            held = cast("dict[bytes, bytes]", await self._redis.hgetall(_shown_key(business_id, call_id)))
        return {name.decode(): json.loads(part) for name, part in held.items()}

    async def _changes(self, pubsub: Any, shown: "_Shown", watching: str) -> AsyncGenerator[LiveChange]:
        loop = asyncio.get_running_loop()
        say_at_s = loop.time()
        while True:
            if loop.time() >= say_at_s:
                await self._say_watching(watching)
                say_at_s = loop.time() + _WATCH_WAIT_S
            with redis_errors():
                message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=_WATCH_WAIT_S)
            if message is not None:
                yield await shown.changed(message["channel"].decode(), json.loads(message["data"]))

    async def _say_watching(self, whom: str) -> None:
        with redis_errors():
            await self._redis.set(_watching_key(whom), 1, px=ttl_ms(WATCHING_TTL_S))


class _Shown:
    """What a watcher knows of each call."""

    def __init__(self, live: LiveCalls) -> None:
        self._live = live
        self._parts: dict[UUID, dict[str, Any]] = {}

    async def first(self, business_id: UUID, call_id: UUID) -> dict[str, Any] | None:
        """The call as it was last shown; None when it was not."""
        self._parts[call_id] = await self._live.parts(business_id, call_id)
        return self._snapshot(call_id)

    async def changed(self, channel: str, change: dict[str, Any]) -> LiveChange:
        call_id = UUID(change["call_id"])
        if "snapshot" in change:
            self._parts.pop(call_id, None)
            return LiveChange(call_id, change["snapshot"])
        if change["whole"]:
            self._parts[call_id] = change["parts"]
        elif HEAD not in self._parts.get(call_id, {}):
            business_id = UUID(channel.removeprefix(_CHANGES))
            self._parts[call_id] = {**await self._live.parts(business_id, call_id), **change["parts"]}
        else:
            self._parts[call_id] |= change["parts"]
            for name in change["gone"]:
                self._parts[call_id].pop(name, None)
        return LiveChange(call_id, self._snapshot(call_id))

    def _snapshot(self, call_id: UUID) -> dict[str, Any] | None:
        parts = self._parts[call_id]
        return snapshot_of(parts) if HEAD in parts else None


def snapshot_of(parts: Mapping[str, Any]) -> dict[str, Any]:
    """A call's snapshot from all its parts."""
    turns = [parts[name] for name in sorted(filter(str.isdecimal, parts), key=int)]
    return {**parts[HEAD], "turns": [*turns, *([parts[PARTIAL]] if PARTIAL in parts else [])]}


def _snapshot_key(business_id: UUID, call_id: UUID) -> str:
    return f"snapshot:{business_id}:{call_id}"


def _index_key(business_id: UUID) -> str:
    return f"snapshots:{business_id}"


def _shown_key(business_id: UUID, call_id: UUID) -> str:
    return f"shown:{business_id}:{call_id}"


def _watching_key(whom: UUID | str) -> str:
    return f"watching:{whom}"
