"""Phones that ring for a call actor, in Redis: who asks for one, which node is asked, and what it answers.

The webhook of an incoming call asks before it has the carrier answer the phone. One script chooses the node and puts
the call on that node's list; the node's gateway takes it off and answers once an actor is kept for the call. A call
here is one media stream of it (`storage.redis.tickets.stream_key`). Every key expires by itself. Works with Redis 6.2.
Methods raise `StorageError` when Redis is unreachable.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from redis.asyncio import Redis

from storage.redis.capacity import CallSlots, put_slots
from storage.redis.connection import redis_errors
from storage.redis.expiry import ttl_ms

RING_KEPT_S = 10.0
"""Longer than anybody waits for an answer; as long as a slot is kept, and some more, the answer stands."""

AT_ONCE = 64
"""How many a node takes off its list in one go."""

# The node with the most actors that are ready and not spoken for, counted with those on its list; of nodes without any
# the one with the fewest who wait. Nodes that do not say how many are ready have gateways of a release that takes no
# rings.
_ASK = """
local answer = redis.call('GET', KEYS[1])
local avoided = {}
for n = 4, #ARGV do avoided[ARGV[n]] = true end
if answer and string.sub(answer, 1, 1) == '+' then return {'known', answer} end
local asked = redis.call('GET', KEYS[2])
if asked and not answer and not avoided[asked] then return {'asked', asked} end
local best, best_ready, best_free, silent
for _, node in ipairs(redis.call('ZRANGE', 'capacities', 0, -1)) do
  local slots = redis.call('GET', 'capacity:' .. node)
  if slots and not avoided[node] then
    local free, total = string.match(slots, '(%d+),(%d+)')
    local ready = redis.call('GET', 'ready:' .. node)
    local listed = redis.call('LLEN', 'rings:' .. node)
    free = tonumber(free) - listed
    if free > math.min(tonumber(ARGV[2]), tonumber(total) - 1) then
      if ready then
        ready = tonumber(ready) - listed
        if not best or ready > best_ready or (ready == best_ready and free > best_free) then
          best, best_ready, best_free = node, ready, free
        end
      else
        silent = node
      end
    end
  end
end
if not best then return silent and {'unasked', silent} or false end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], best, 'PX', ARGV[3])
redis.call('RPUSH', 'rings:' .. best, ARGV[1])
redis.call('PEXPIRE', 'rings:' .. best, ARGV[3])
return {'asked', best}
"""

_STOP = "-"


class Asked(StrEnum):
    """What became of asking for an actor."""

    ASKED = "asked"
    """The node has it on its list, and will answer."""
    KNOWN = "known"
    """A node has answered before that an actor is kept for the call."""
    UNASKED = "unasked"
    """There is room, on nodes that take calls without being asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`node_id` keeps an actor for the call, or has none for it."""

    node_id: str
    has_actor: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """What a node finds on its list: a phone that rings for an actor, or with `stopped` one that does not any more."""

    stream: str
    stopped: bool = False


class Rings:
    """The phones that ring, and the nodes that answer."""

    def __init__(self, redis: Redis) -> None:
        # redis-py types every answer as a union of all client modes and protocols.
        self._redis: Any = redis

    # --- those who ask ------------------------------------------------------------------------------------------
    async def ask(self, stream: str, *, reserve: int, but: Collection[str] = ()) -> tuple[Asked, str] | None:
        """Has the best node keep an actor for the call; asked again, the answer is the same.

        Args:
            reserve: slots each node keeps back from this call, of which its last one is never part.
            but: nodes that are not to be asked, though they may have been before.

        Returns:
            What was done, with which node; None when no node has room.
        """
        keys = (_answer_key(stream), _asked_key(stream))
        with redis_errors():
            found = await self._redis.eval(
                _ASK, len(keys), *keys, stream, reserve, ttl_ms(RING_KEPT_S), *sorted(but)
            )
        if not found:
            return None
        asked, node = (part.decode() for part in found)
        return Asked(asked), node.removeprefix("+")

    async def answers(self, streams: Sequence[str]) -> dict[str, Answer]:
        """Those that have been answered."""
        if not streams:
            return {}
        with redis_errors():
            found = cast(
                "list[bytes | None]", await self._redis.mget([_answer_key(stream) for stream in streams])
            )
        return {
            stream: _answer(answer)
            for stream, answer in zip(streams, found, strict=True)
            if answer is not None
        }

    async def stop(self, node_id: str, stream: str) -> None:
        """The node need not keep an actor for the call: nobody waits for it, or it is served elsewhere."""
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.delete(_asked_key(stream))
                pipe.lrem(_list_key(node_id), 1, stream)
                pipe.rpush(_list_key(node_id), _STOP + stream)
                pipe.pexpire(_list_key(node_id), ttl_ms(RING_KEPT_S))
                await pipe.execute()

    # --- nodes --------------------------------------------------------------------------------------------------
    async def tell(self, node_id: str, slots: CallSlots, ready: int, ttl_s: float) -> None:
        """How many calls the node can take, and for how many an actor is ready: negative while some wait for one."""
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                _put(pipe, node_id, slots, ready, ttl_s)
                await pipe.execute()

    async def answer(self, stream: str, answer: Answer, slots: CallSlots, ready: int, ttl_s: float) -> None:
        """Tells whoever waits; with what `tell` tells."""
        sign = "+" if answer.has_actor else "-"
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(_answer_key(stream), sign + answer.node_id, px=ttl_ms(RING_KEPT_S))
                _put(pipe, answer.node_id, slots, ready, ttl_s)
                await pipe.execute()

    async def next(self, node_id: str, wait_s: float) -> list[Ring]:
        """Takes what rings for the node off its list, the oldest first; waits so long for the first of them."""
        with redis_errors():
            first = await self._redis.blpop([_list_key(node_id)], timeout=wait_s)
            if first is None:
                return []
            more = cast("list[bytes] | None", await self._redis.lpop(_list_key(node_id), AT_ONCE - 1))
        found = [entry.decode() for entry in (first[1], *(more or ()))]
        return [Ring(entry.removeprefix(_STOP), entry.startswith(_STOP)) for entry in found]

    async def put_back(self, node_id: str, stream: str) -> None:
        """The gateway ends: the next one of the node is to answer."""
        with redis_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.rpush(_list_key(node_id), stream)
                pipe.pexpire(_list_key(node_id), ttl_ms(RING_KEPT_S))
                await pipe.execute()

    async def holder(self, stream: str) -> str | None:
        """The node that keeps an actor for this media stream; None when none said so lately."""
        answers = await self.answers([stream])
        answer = answers.get(stream)
        return answer.node_id if answer is not None and answer.has_actor else None


def _put(pipe: Any, node_id: str, slots: CallSlots, ready: int, ttl_s: float) -> None:
    put_slots(pipe, node_id, slots, ttl_s)
    pipe.set(f"ready:{node_id}", ready, px=ttl_ms(ttl_s))


def _answer(value: bytes) -> Answer:
    text = value.decode()
    return Answer(text[1:], text.startswith("+"))


def _answer_key(stream: str) -> str:
    return f"ring-answer:{stream}"


def _asked_key(stream: str) -> str:
    return f"ring-asked:{stream}"


def _list_key(node_id: str) -> str:
    return f"rings:{node_id}"
