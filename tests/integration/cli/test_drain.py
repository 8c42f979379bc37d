"""`receptionist drain` on what an operator may type wrong."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from domain.errors import InvalidInput, NotFound
from storage.redis.connection import open_redis
from storage.redis.nodes import NodeReport, Nodes

IDLE = NodeReport(live=0, slots=20, warm=3, outdated=0, draining=False, pid=1)


async def reported(redis_url: str, *node_ids: str) -> None:
    redis = open_redis(redis_url)
    await redis.flushdb()  # pyright: ignore
    for node_id in node_ids:
        await Nodes(redis).report(node_id, IDLE, 60.0)
    await redis.aclose()


async def order(redis_url: str, node_id: str) -> float | None:
    redis = open_redis(redis_url)
    try:
        return await Nodes(redis).drain_order(node_id)
    finally:
        await redis.aclose()


@pytest.fixture
def typed(redis_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("RUN_DIR", str(tmp_path))
    return lambda *words: CliRunner().invoke(app, ["drain", *words])


@pytest.mark.parametrize(
    ("nodes", "words", "error", "says"),
    [
        ((), (), NotFound, "no node reports"),
        (("aaa1", "bbb2"), (), InvalidInput, "name one with --node"),
        (("aaa1", "bbb2"), ("--node", "ccc"), NotFound, "no node's id begins with ccc"),
        (("aaa1",), ("--this-node",), NotFound, "RUN_DIR holds no node"),
    ],
)
def test_a_node_that_cannot_be_told_is_refused_and_none_is_drained(
    redis_url: str, typed, nodes, words, error, says: str
) -> None:
    asyncio.run(reported(redis_url, *nodes))
    result = typed(*words)
    assert isinstance(result.exception, error)
    assert says in str(result.exception)
    assert [asyncio.run(order(redis_url, node_id)) for node_id in nodes] == [None] * len(nodes)


def test_two_ways_of_naming_a_node_at_once_are_refused(typed) -> None:
    assert typed("--node", "a", "--this-node").exit_code == 2


def test_an_order_is_given_and_taken_back(redis_url: str, typed) -> None:
    asyncio.run(reported(redis_url, "aaa1", "bbb2"))
    assert typed("--node", "bbb", "--deadline", "60", "--no-wait").exit_code == 0
    assert asyncio.run(order(redis_url, "bbb2")) == 60.0
    assert asyncio.run(order(redis_url, "aaa1")) is None
    assert typed("--node", "bbb", "--cancel").exit_code == 0
    assert asyncio.run(order(redis_url, "bbb2")) is None
