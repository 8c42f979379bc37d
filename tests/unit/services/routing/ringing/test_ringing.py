"""A phone rings until a node keeps an actor for its call, on virtual time."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pytest

from domain.errors import StorageError
from services.routing.ringing import ASK_AGAIN_AFTER_S, LOOK_EVERY_S, NODE_WITHIN_S, Ringing
from storage.redis.rings import Answer, Asked


@dataclass(slots=True)
class Nodes:
    """In the place of Redis, with nodes that answer.

    Attributes:
        answers_after_s: by node, in the order they are asked: when it keeps an actor; None when it never answers.
        declines: nodes that have none when they answer.
        full: no node has room.
        unasked: nodes take calls without being asked.
        broken: Redis is away.
        told_to_stop: nodes and streams, in order.
        looked: how often answers were looked for.
    """

    answers_after_s: dict[str, float | None]
    declines: frozenset[str] = frozenset()
    full: bool = False
    unasked: bool = False
    broken: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    told_to_stop: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    looked: int = 0
    known: dict[str, Answer] = field(default_factory=dict[str, Answer])

    async def ask(self, stream: str, *, reserve: int, but: Collection[str] = ()) -> tuple[Asked, str] | None:
        self._check()
        if self.unasked:
            return Asked.UNASKED, "old"
        node = next((node for node in self.answers_after_s if node not in but), None)
        if self.full or node is None:
            return None
        answer = self.known.get(stream)
        if answer is not None and answer.has_actor:
            return Asked.KNOWN, answer.node_id
        self.asked.append((node, stream))
        self.known.pop(stream, None)
        after_s = self.answers_after_s[node]
        if after_s is not None:
            answer = Answer(node, node not in self.declines)
            asyncio.get_running_loop().call_later(after_s, self.known.__setitem__, stream, answer)
        return Asked.ASKED, node

    async def answers(self, streams: Sequence[str]) -> dict[str, Answer]:
        self._check()
        self.looked += 1
        return {stream: self.known[stream] for stream in streams if stream in self.known}

    async def stop(self, node_id: str, stream: str) -> None:
        self._check()
        self.told_to_stop.append((node_id, stream))

    def _check(self) -> None:
        if self.broken:
            raise StorageError("redis", "connection refused")


def ringing(nodes: Nodes) -> Ringing:
    return Ringing(nodes)  # type: ignore[arg-type]


async def rung(phones: Ringing, stream: str = "call/0", *, within_s: float = 7.0) -> tuple[bool, float]:
    """Whether there was an actor, and after how many seconds."""
    began_s = asyncio.get_running_loop().time()
    there = await phones.actor_for(stream, reserve=1, within_s=within_s)
    return there, asyncio.get_running_loop().time() - began_s


@pytest.mark.parametrize("after_s", [0.0, 0.3, 3.0])
async def test_a_phone_is_answered_when_the_node_keeps_an_actor(after_s: float):
    there, waited_s = await rung(ringing(Nodes({"a": after_s})))
    assert there
    assert after_s <= waited_s <= after_s + 2 * LOOK_EVERY_S


async def test_a_system_without_room_is_told_at_once():
    assert await rung(ringing(Nodes({}, full=True))) == (False, 0)


async def test_nodes_that_keep_no_actors_are_let_be():
    assert await rung(ringing(Nodes({}, unasked=True))) == (True, 0)


async def test_a_call_that_has_an_actor_is_answered_at_once_when_its_webhook_comes_again():
    phones = ringing(Nodes({"a": 0.5}))
    await rung(phones)
    assert await rung(phones) == (True, 0)


async def test_a_node_that_has_none_is_followed_by_another():
    nodes = Nodes({"a": 0.5, "b": 0.2}, declines=frozenset({"a"}))
    there, waited_s = await rung(ringing(nodes))
    assert there
    assert waited_s == pytest.approx(0.7, abs=3 * LOOK_EVERY_S)
    assert [node for node, _ in nodes.asked] == ["a", "b"]


async def test_a_phone_rings_on_where_slots_are_free_and_no_actor_was_ready_in_time():
    nodes = Nodes({"a": 4.0}, declines=frozenset({"a"}))
    asyncio.get_running_loop().call_later(4.1, setattr, nodes, "declines", frozenset())
    asyncio.get_running_loop().call_later(4.1, nodes.answers_after_s.__setitem__, "a", 1.0)
    there, waited_s = await rung(ringing(nodes))
    assert there
    assert waited_s == pytest.approx(4.0 + ASK_AGAIN_AFTER_S + 1.0, abs=4 * LOOK_EVERY_S)


async def test_a_node_that_does_not_answer_is_followed_by_another_and_told_so():
    nodes = Nodes({"dead": None, "b": 0.2})
    there, waited_s = await rung(ringing(nodes))
    assert there
    assert waited_s == pytest.approx(NODE_WITHIN_S + 0.2, abs=3 * LOOK_EVERY_S)
    assert nodes.told_to_stop == [("dead", "call/0")]


@pytest.mark.parametrize("within_s", [1.0, 7.0])
async def test_no_phone_rings_longer_than_it_may(within_s: float):
    nodes = Nodes({"dead": None, "dead too": None})
    there, waited_s = await rung(ringing(nodes), within_s=within_s)
    assert not there
    assert waited_s == pytest.approx(within_s, abs=0.1)
    assert nodes.told_to_stop == [(node, "call/0") for node, _ in nodes.asked], "nothing is kept for nobody"


async def test_a_caller_who_hangs_up_is_taken_back():
    nodes = Nodes({"a": 3.0})
    phone = asyncio.get_running_loop().create_task(rung(ringing(nodes)))
    await asyncio.sleep(1)
    phone.cancel()
    await asyncio.gather(phone, return_exceptions=True)
    assert nodes.told_to_stop == [("a", "call/0")]


async def test_answers_of_all_phones_are_looked_for_at_once_and_only_while_one_rings():
    nodes = Nodes({"a": 1.0})
    phones = ringing(nodes)
    rings = await asyncio.gather(*(rung(phones, f"call-{number}/0") for number in range(20)))
    assert all(there for there, _ in rings)
    assert nodes.looked <= 1.0 / LOOK_EVERY_S + 3
    await asyncio.sleep(10)
    assert nodes.looked <= 1.0 / LOOK_EVERY_S + 3


async def test_a_redis_that_goes_away_is_told_to_all_who_wait():
    nodes = Nodes({"a": 3.0})
    phones = ringing(nodes)
    waiting = [asyncio.get_running_loop().create_task(rung(phones, f"call-{n}/0")) for n in range(3)]
    await asyncio.sleep(0.5)
    nodes.broken = True
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [StorageError] * 3
    nodes.broken = False
    assert (await rung(phones, "later/0"))[0], "it is asked again"


@pytest.mark.parametrize("declined", [False, True])
async def test_how_long_phones_ring_is_told(declined: bool):
    told: list[tuple[float, bool]] = []
    nodes = Nodes({"a": 0.5}, declines=frozenset({"a"} if declined else ()))
    phones = Ringing(nodes, lambda seconds, answered: told.append((seconds, answered)))  # type: ignore[arg-type]
    await rung(phones, within_s=0.9)
    assert told == [(pytest.approx(0.5, abs=3 * LOOK_EVERY_S), not declined)]
