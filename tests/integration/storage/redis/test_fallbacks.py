"""What the nodes report about the vendors they do without, on a real Redis."""

from redis.asyncio import Redis

from domain.ids import new_id
from storage.redis.fallbacks import Fallbacks
from tests.integration.storage.redis.expiring_keys import until_gone


async def test_nodes_are_counted_by_vendor_while_they_report(redis: Redis) -> None:
    fallbacks, vendor = Fallbacks(redis), f"vendor-{new_id()}"
    here, there, gone = (f"node-{new_id()}" for _ in range(3))
    await fallbacks.report(here, (vendor,), 30)
    await fallbacks.report(there, (vendor,), 30)
    await fallbacks.report(gone, (vendor,), 0.02)
    await until_gone(redis, f"fallbacks:{gone}")
    assert (await fallbacks.by_vendor())[vendor] == 2
    await fallbacks.report(there, (), 30)
    assert (await fallbacks.by_vendor())[vendor] == 1
    await fallbacks.report(here, (), 30)
    assert vendor not in await fallbacks.by_vendor()


async def test_every_key_of_it_expires(redis: Redis) -> None:
    node = f"node-{new_id()}"
    await Fallbacks(redis).report(node, ("openai",), 30)
    assert await redis.pttl(f"fallbacks:{node}") > 0
    assert await redis.pttl("fallbacks") > 0
    await Fallbacks(redis).report(node, (), 30)
