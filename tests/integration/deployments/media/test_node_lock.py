"""Which process serves a node: the one that holds the lock, and nobody longer than it lives."""

import asyncio
import multiprocessing
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from deployments.media.node import NodeLock
from tests.support.waiting import eventually


def _hold(path: Path, held: Event) -> None:
    if NodeLock(path).try_take():
        held.set()
    time.sleep(600)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run" / "gateway.lock"


def test_a_node_is_served_by_one(path: Path):
    first, second = NodeLock(path), NodeLock(path)
    assert first.try_take()
    assert first.try_take(), "it has it already"
    assert not second.try_take()
    first.release()
    first.release()
    assert second.try_take()
    assert not first.try_take()
    second.release()


async def test_who_waits_has_it_when_it_is_let_go_of(path: Path):
    first, second = NodeLock(path), NodeLock(path)
    assert first.try_take()
    waiting = asyncio.ensure_future(second.take())
    await asyncio.sleep(0.1)
    assert not waiting.done()
    first.release()
    async with asyncio.timeout(10):
        await waiting
    assert not first.try_take()
    second.release()


async def test_who_waits_has_it_when_its_holder_is_killed(path: Path):
    context = multiprocessing.get_context("fork")
    held = context.Event()
    holder = context.Process(target=_hold, args=(path, held), daemon=True)
    holder.start()
    await eventually(held.is_set)
    lock = NodeLock(path)
    assert not lock.try_take()
    holder.kill()
    async with asyncio.timeout(10):
        await lock.take()
    lock.release()
    holder.join()
    holder.close()
