"""Phones that ring for an actor of the node, at the pool with its processes and sockets."""

import asyncio
from pathlib import Path

import pytest

from actors.pool.draft import RING_WAIT_S
from actors.pool.machine import EXPECTED_FOR_S
from actors.pool.state import SHARE_AFTER_S
from domain.errors import AtCapacity
from tests.fakes.call import ticket
from tests.support.virtual_time import until
from tests.unit.actors.pool.pool_node import Node, node


async def answered_after_s(here: Node, number: int) -> float:
    began_s = asyncio.get_running_loop().time()
    await here.pool.ring(ticket(number).stream_key)
    return asyncio.get_running_loop().time() - began_s


async def test_a_phone_rings_until_the_actor_is_there_and_its_stream_finds_it_ready(tmp_path: Path):
    async with node(tmp_path, warm=0, takes_s=0.5) as here:
        assert await answered_after_s(here, 1) == pytest.approx(0.5, abs=0.05)
        assert here.pool.expects(ticket(1).call_id)
        here.starter.takes_s = 60.0
        began_s = asyncio.get_running_loop().time()
        await here.place(1)
        assert asyncio.get_running_loop().time() - began_s < 0.05
        assert not here.pool.expects(ticket(1).call_id)


async def test_twenty_phones_at_once_are_answered_as_actors_come_side_by_side(tmp_path: Path):
    async with node(tmp_path, slots=20, warm=3, takes_s=0.2, starts_at_once=2) as here:
        await here.warm(3)
        waited_s = await asyncio.gather(*(answered_after_s(here, number) for number in range(20)))
        assert max(waited_s) == pytest.approx(9 * 0.2, abs=0.1), "17 starts, two at a time"
        assert sorted(waited_s)[2] < 0.05, "three were ready"
        assert here.starter.most_at_once == 2
        await asyncio.gather(*(here.place(number) for number in range(20)))
        assert here.pool.live_calls == 20
        await asyncio.sleep(10)
        assert len(here.starter.actors) == 20


async def test_after_a_rush_no_more_actors_are_started_than_the_node_was_told_to_keep(tmp_path: Path):
    async with node(tmp_path, slots=20, warm=3, takes_s=0.2) as here:
        await here.warm(3)
        for number in range(10):
            await here.pool.ring(ticket(number).stream_key)
            await here.place(number)
            await asyncio.sleep(0.1)
        await asyncio.sleep(60)
        assert len(here.starter.actors) <= 10 + 3


async def test_where_starts_hang_a_phone_is_declined_and_its_slot_free_again(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=0, takes_s=60.0) as here:
        began_s = asyncio.get_running_loop().time()
        with pytest.raises(AtCapacity):
            await here.pool.ring(ticket(1).stream_key)
        assert asyncio.get_running_loop().time() - began_s == pytest.approx(RING_WAIT_S, abs=0.1)
        assert here.pool.free == 2


async def test_where_starts_fail_a_phone_is_answered_by_the_first_that_does_not(tmp_path: Path):
    async with node(tmp_path, slots=2, warm=0, takes_s=0.2, failures=1) as here:
        assert await answered_after_s(here, 1) < RING_WAIT_S
        await here.place(1)


async def test_a_webhook_that_comes_twice_is_answered_twice(tmp_path: Path):
    async with node(tmp_path, warm=0, takes_s=0.5) as here:
        waited_s = await asyncio.gather(answered_after_s(here, 1), answered_after_s(here, 1))
        assert waited_s == pytest.approx([0.5, 0.5], abs=0.05)
        assert here.pool.free == 3
        assert await answered_after_s(here, 1) == 0


@pytest.mark.parametrize("told", [False, True])
async def test_a_phone_that_stops_ringing_leaves_its_actor_to_the_next(tmp_path: Path, told: bool):
    async with node(tmp_path, slots=1, warm=0, takes_s=0.5) as here:
        ringing = asyncio.get_running_loop().create_task(here.pool.ring(ticket(1).stream_key))
        await asyncio.sleep(0.1)
        if told:
            here.pool.stop_ringing(ticket(1).stream_key)
        else:
            ringing.cancel()
        (result,) = await asyncio.gather(ringing, return_exceptions=True)
        assert isinstance(result, AtCapacity if told else asyncio.CancelledError)
        assert here.pool.free == 1
        await here.place(2)


async def test_an_answered_phone_whose_stream_does_not_come_costs_a_slot_for_seconds(tmp_path: Path):
    async with node(tmp_path, slots=1, warm=1) as here:
        await here.warm(1)
        await here.pool.ring(ticket(1).stream_key)
        assert here.pool.free == 0
        await asyncio.sleep(EXPECTED_FOR_S + 0.1)
        assert here.pool.free == 1
        await here.place(2)


async def test_a_promised_call_goes_to_another_actor_when_its_own_has_died(tmp_path: Path):
    async with node(tmp_path, warm=2) as here:
        await here.warm(2)
        await here.pool.ring(ticket(1).stream_key)
        kept_in = next(a.actor_id for a in here.pool._state.actors.values() if a.expected)
        for actor in here.starter.living:
            if actor.actor_id == kept_in:
                actor.die()
        await until(lambda: kept_in not in here.pool._state.actors)
        await here.place(1)


async def test_a_gateway_that_ends_leaves_phones_to_the_next(tmp_path: Path):
    async with node(tmp_path, warm=0, takes_s=60.0) as here:
        ringing = asyncio.get_running_loop().create_task(here.pool.ring(ticket(1).stream_key))
        await asyncio.sleep(0.1)
        here.pool.close()
        (result,) = await asyncio.gather(ringing, return_exceptions=True)
        assert isinstance(result, asyncio.CancelledError)


async def test_calls_share_actors_while_processes_of_their_own_are_not_there_yet(tmp_path: Path):
    async with node(tmp_path, slots=20, calls_per_actor=4, isolated_actors=20, warm=3, takes_s=2.0) as here:
        await here.warm(3)
        waited_s = await asyncio.gather(*(answered_after_s(here, number) for number in range(12)))
        assert max(waited_s) <= SHARE_AFTER_S
        await asyncio.gather(*(here.place(number) for number in range(12)))
        assert max(len(actor.placed) for actor in here.starter.living) == 4
        for number in range(12, 16):
            await asyncio.sleep(10.0)
            assert await answered_after_s(here, number) == pytest.approx(0.0, abs=0.01)
            await here.place(number)
        assert sum(len(actor.placed) == 1 for actor in here.starter.living) == 4, "they are there now"
