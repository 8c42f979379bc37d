"""What nodes say of themselves and are ordered, on a real Redis."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
from redis.asyncio import Redis

from domain.errors import StorageError
from sandbox.local.process import free_port
from sandbox.local.redis import EmbeddedRedis
from storage.redis.connection import open_redis
from storage.redis.nodes import DRAIN_KEEP_S, NodeReport, Nodes

REPORT = NodeReport(live=3, slots=20, warm=2, outdated=1, draining=False, pid=4711)


@pytest.fixture(scope="module")
def nodes_redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """All nodes are one list for the whole Redis."""
    with EmbeddedRedis(tmp_path_factory.mktemp("nodes") / "redis") as server:
        yield server.url


@pytest.fixture
async def own_redis(nodes_redis_url: str) -> AsyncIterator[Redis]:
    client = open_redis(nodes_redis_url)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
def nodes(own_redis: Redis) -> Nodes:
    return Nodes(own_redis)


async def test_the_newest_report_of_each_node_is_kept(nodes: Nodes) -> None:
    assert await nodes.all() == {}
    await nodes.report("b", REPORT, 60)
    await nodes.report("a", REPORT, 60)
    await nodes.report("a", replace(REPORT, live=4, draining=True), 60)
    assert await nodes.all() == {"a": replace(REPORT, live=4, draining=True), "b": REPORT}


async def test_a_node_that_no_longer_reports_is_forgotten(nodes: Nodes, own_redis: Redis) -> None:
    await nodes.report("gone", REPORT, 0.001)
    await nodes.report("here", REPORT, 60)
    await asyncio.sleep(0.005)
    assert set(await nodes.all()) == {"here"}
    members: object = await own_redis.smembers("nodes")  # type: ignore[misc]
    assert members == {b"here"}, "not even its name is left"


async def test_an_order_reaches_the_node_with_its_report_and_can_be_taken_back(nodes: Nodes) -> None:
    assert await nodes.report("a", REPORT, 60) is None
    await nodes.drain("a", 120.5)
    assert await nodes.report("a", REPORT, 60) == 120.5
    assert await nodes.drain_order("a") == 120.5
    assert await nodes.report("b", REPORT, 60) is None
    assert await nodes.drain_order("b") is None
    await nodes.undrain("a")
    await nodes.undrain("a")
    assert await nodes.report("a", REPORT, 60) is None


async def test_an_order_may_come_before_the_node(nodes: Nodes) -> None:
    await nodes.drain("late", 0)
    assert await nodes.report("late", REPORT, 60) == 0


async def test_every_key_expires_by_itself(nodes: Nodes, own_redis: Redis) -> None:
    await nodes.report("a", REPORT, 5)
    await nodes.drain("a", 60)
    keys: list[bytes] = await own_redis.keys("*")
    assert len(keys) == 3
    left_ms = {key: await own_redis.pttl(key) for key in keys}
    assert all(0 < ttl_ms <= DRAIN_KEEP_S * 1000 * 4 for ttl_ms in left_ms.values())
    assert left_ms[b"node:a"] <= 5000


async def test_a_redis_that_is_away_is_told_as_such() -> None:
    client = open_redis(f"redis://127.0.0.1:{free_port()}/0")
    nodes = Nodes(client)
    for asking in (
        nodes.report("a", REPORT, 5),
        nodes.all(),
        nodes.drain("a", 1),
        nodes.drain_order("a"),
        nodes.undrain("a"),
    ):
        with pytest.raises(StorageError):
            await asking
    await client.aclose()
