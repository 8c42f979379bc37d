"""Capacity on a real Redis."""

from redis.asyncio import Redis

from domain.ids import new_id
from storage.redis.capacity import CallSlots, Capacity
from tests.integration.storage.redis.expiring_keys import until_gone


async def test_capacity_counts_nodes_that_reported_lately(redis: Redis) -> None:
    capacity, here, gone = Capacity(redis), f"node-{new_id()}", f"node-{new_id()}"
    await capacity.report(here, CallSlots(3, 8), 30)
    await capacity.report(here, CallSlots(2, 8), 30)
    await capacity.report(gone, CallSlots(1, 4), 0.02)
    await until_gone(redis, f"capacity:{gone}")
    by_node = await capacity.by_node()
    assert by_node[here] == CallSlots(free=2, total=8)
    assert gone not in by_node


async def test_every_key_of_a_nodes_capacity_expires(redis: Redis) -> None:
    node = f"node-{new_id()}"
    await Capacity(redis).report(node, CallSlots(1, 1), 30)
    assert await redis.pttl(f"capacity:{node}") > 0
    assert await redis.pttl("capacities") > 0
