"""What is true right now, in Redis: who may open a media stream, what live calls look like, where there is room.

Every key expires by itself. Works with Redis 6.2. Methods raise `StorageError` when Redis is unreachable.
"""

import hashlib
import json
import time
from collections.abc import AsyncGenerator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from redis.asyncio import Redis

from storage.redis.connection import redis_errors

_INDEX_KEEP_S = 24 * 3600
# An index entry outlives its key by this much, so that nodes' clocks may differ.
_INDEX_GRACE_S = 60.0
_WATCH_WAIT_S = 20.0
_CAPACITIES = "capacities"

_ADMIT = """
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'token_hash', ARGV[1], 'ticket', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
"""

# One round trip decides: the token fits and nobody claimed the call before.
_CLAIM = """
local ticket = redis.call('HMGET', KEYS[1], 'token_hash', 'ticket', 'claimed')
if not ticket[1] or ticket[1] ~= ARGV[1] or ticket[3] then return false end
redis.call('HSET', KEYS[1], 'claimed', '1')
return ticket[2]
"""

# Twice for the same stream changes nothing, also when several ask at once.
_READMIT = """
local stored = redis.call('HGET', KEYS[1], 'ticket')
local lately = tonumber(redis.call('GET', KEYS[2]) or '0')
if stored and (cjson.decode(stored)['moves'] or 0) >= tonumber(ARGV[3]) then return lately end
if lately >= tonumber(ARGV[5]) then return false end
if redis.call('INCR', KEYS[2]) == 1 then redis.call('PEXPIRE', KEYS[2], ARGV[6]) end
redis.call('DEL', KEYS[1], KEYS[3])
redis.call('HSET', KEYS[1], 'token_hash', ARGV[1], 'ticket', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return lately + 1
"""


def hash_token(token: str) -> str:
    """What is kept of a stream token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the webhook decided about a call, for whichever node its media stream reaches.

    `token_hash` is `hash_token` of the token in the stream's path; `from_number` is None when withheld.
    `moves` counts the fresh media streams the call has been given: above 0 it goes on from its journal.
    """

    call_id: UUID
    business_id: UUID
    call_sid: str
    from_number: str | None
    to_number: str
    token_hash: str
    received_at: datetime
    moves: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, data: str | bytes) -> "Ticket":
        fields: dict[str, Any] = json.loads(data)
        fields["call_id"] = UUID(fields["call_id"])
        fields["business_id"] = UUID(fields["business_id"])
        fields["received_at"] = datetime.fromisoformat(fields["received_at"])
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class LiveChange:
    """One call's newest snapshot, or None when the call is no longer live."""

    call_id: UUID
    snapshot: dict[str, Any] | None


class LiveCalls:
    """Live state shared by all nodes."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    # --- tickets ---
    async def admit(self, ticket: Ticket, ttl_s: float) -> None:
        """Lets one media stream with the ticket's token in, within `ttl_s`; an earlier ticket of the call stands.

        A webhook that Twilio repeats must not make a claimed ticket claimable again.
        """
        with redis_errors():
            await self._redis.eval(
                _ADMIT, 1, _ticket_key(ticket.call_id), ticket.token_hash, ticket.to_json(), _ms(ttl_s)
            )

    async def readmit(self, moved: Ticket, ttl_s: float, *, limit: int, within_s: float) -> int | None:
        """Lets a fresh media stream of a call in, within `ttl_s`: the ticket replaces those with fewer moves.

        What the carrier was to be told at the end of the earlier stream is forgotten. A ticket with as many moves
        as the stored one changes nothing.

        Args:
            limit: how many fresh streams the call may get in `within_s`, counted from the first.

        Returns:
            How many it got in that time, this one included; None when it may have no more.
        """
        keys = (_ticket_key(moved.call_id), f"moves:{moved.call_id}", _next_key(moved.call_sid))
        values = (moved.token_hash, moved.to_json(), moved.moves, _ms(ttl_s), limit, _ms(within_s))
        with redis_errors():
            return await self._redis.eval(_READMIT, len(keys), *keys, *values)

    async def claim(self, call_id: UUID, token: str) -> Ticket | None:
        """Uses the ticket up. None for a wrong token, a second use, an expired or unknown call.

        A wrong token does not use it up. Of several at once exactly one gets the ticket.
        """
        with redis_errors():
            found = await self._redis.eval(_CLAIM, 1, _ticket_key(call_id), hash_token(token))
        return Ticket.from_json(found) if found else None

    async def unclaim(self, call_id: UUID) -> None:
        """The claimed ticket could not be used after all: another node may claim it."""
        with redis_errors():
            await self._redis.hdel(_ticket_key(call_id), "claimed")

    async def peek(self, call_id: UUID) -> Ticket | None:
        """The ticket until it expires, claimed or not."""
        with redis_errors():
            found = await self._redis.hget(_ticket_key(call_id), "ticket")
        return Ticket.from_json(found) if found else None

    # --- snapshots ---
    async def publish(self, business_id: UUID, call_id: UUID, snapshot: dict[str, Any], ttl_s: float) -> None:
        """Shows how the call stands, to `list` for `ttl_s` and to every watcher now. `snapshot` is JSON."""
        body = json.dumps(snapshot)
        change = json.dumps({"call_id": str(call_id), "snapshot": snapshot})
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(_snapshot_key(business_id, call_id), body, px=_ms(ttl_s))
                _index(pipe, _index_key(business_id), str(call_id), ttl_s)
                pipe.publish(_channel(business_id), change)
                await pipe.execute()

    async def remove(self, business_id: UUID, call_id: UUID) -> None:
        """The call is no longer live; watchers hear of it."""
        change = json.dumps({"call_id": str(call_id), "snapshot": None})
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.delete(_snapshot_key(business_id, call_id))
                pipe.zrem(_index_key(business_id), str(call_id))
                pipe.publish(_channel(business_id), change)
                await pipe.execute()

    async def list(self, business_id: UUID) -> dict[UUID, dict[str, Any]]:
        """The newest snapshot of each live call, oldest call first."""
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

        A change made while the first ones are read may come twice. A snapshot that merely expires is not announced.
        Close it (`contextlib.aclosing`) to give its connection back.
        """
        pubsub = self._redis.pubsub()
        try:
            with redis_errors():
                await pubsub.subscribe(_channel(business_id))
            for call_id, snapshot in (await self.list(business_id)).items():
                yield LiveChange(call_id, snapshot)
            while True:
                with redis_errors():
                    message = await pubsub.get_message(ignore_subscribe_messages=True, timeout=_WATCH_WAIT_S)
                if message is not None:
                    change = json.loads(message["data"])
                    yield LiveChange(UUID(change["call_id"]), change["snapshot"])
        finally:
            await pubsub.aclose()

    # --- what the carrier is told when a stream ends ---
    async def set_next(
        self, call_sid: str, step: dict[str, Any], ttl_s: float, *, keep: bool = False
    ) -> None:
        """What the carrier is to do when the call's stream ends: `{"kind": "hangup" | "transfer" | ...}`.

        With `keep` a step that was set before stands.
        """
        with redis_errors():
            await self._redis.set(_next_key(call_sid), json.dumps(step), px=_ms(ttl_s), nx=keep)

    async def get_next(self, call_sid: str) -> dict[str, Any] | None:
        with redis_errors():
            found = await self._redis.get(_next_key(call_sid))
        return json.loads(found) if found else None

    # --- capacity ---
    async def report_capacity(self, node_id: str, free: int, total: int, ttl_s: float) -> None:
        """How many more calls the node could take, of how many; forgotten after `ttl_s` unless told again."""
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(f"capacity:{node_id}", f"{free},{total}", px=_ms(ttl_s))
                _index(pipe, _CAPACITIES, node_id, ttl_s)
                await pipe.execute()

    async def capacity(self) -> dict[str, tuple[int, int]]:
        """Free and total call slots of each node that reported lately."""
        with redis_errors():
            members = cast("list[bytes]", await self._redis.zrange(_CAPACITIES, 0, -1))
            nodes = sorted(member.decode() for member in members)
            if not nodes:
                return {}
            reports = cast(
                "list[bytes | None]", await self._redis.mget([f"capacity:{node}" for node in nodes])
            )
        found: dict[str, tuple[int, int]] = {}
        for node, report in zip(nodes, reports, strict=True):
            if report is not None:
                free, total = report.decode().split(",")
                found[node] = (int(free), int(total))
        return found


def _index(pipe: Any, key: str, member: str, ttl_s: float) -> None:
    """Lists `member` under `key` and drops members whose own key expired long ago."""
    now = time.time()
    pipe.zadd(key, {member: now + ttl_s})
    pipe.zremrangebyscore(key, "-inf", now - _INDEX_GRACE_S)
    pipe.expire(key, _INDEX_KEEP_S)


def _ticket_key(call_id: UUID) -> str:
    return f"ticket:{call_id}"


def _next_key(call_sid: str) -> str:
    return f"next:{call_sid}"


def _snapshot_key(business_id: UUID, call_id: UUID) -> str:
    return f"snapshot:{business_id}:{call_id}"


def _index_key(business_id: UUID) -> str:
    return f"snapshots:{business_id}"


def _channel(business_id: UUID) -> str:
    return f"live:{business_id}"


def _ms(ttl_s: float) -> int:
    return max(1, int(ttl_s * 1000))
