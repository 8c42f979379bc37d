"""The process that serves a call is killed while the caller speaks and while the agent speaks: the call goes on."""

import asyncio
import os
import signal

import pytest
import ray
from ray.util import list_named_actors

from sandbox.running import Running
from tests.e2e.ringing import ring

pytestmark = pytest.mark.timeout(180)

BOOKING = (
    "Hi, I'd like to book a haircut next Wednesday at nine o'clock in the morning please.",
    "My name is Emily Clark.",
    "Yes please.",
    "No thank you, that's all. Goodbye.",
)


async def process_serving_a_call() -> int:
    """The process id of the one call actor that has a call."""
    while True:
        names = [actor["name"] for actor in list_named_actors(all_namespaces=True)]
        for name in names:
            if not name.startswith("call-actor-"):
                continue
            described = await ray.get_actor(name, namespace="receptionist").describe.remote()
            if described["calls"]:
                return int(described["pid"])
        await asyncio.sleep(0.2)


async def kill_after(delays_s: tuple[float, ...]) -> list[int]:
    killed: list[int] = []
    for delay_s in delays_s:
        await asyncio.sleep(delay_s)
        pid = await process_serving_a_call()
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)
    return killed


async def test_a_call_outlives_its_processes_and_still_books_once(running: Running) -> None:
    async with asyncio.TaskGroup() as tasks:
        killing = tasks.create_task(kill_after((5.5, 5.0)))
        ringing = tasks.create_task(ring(running, *BOOKING))
    call = ringing.result()
    assert len(set(killing.result())) == 2
    assert len(call.heard.streams) == 1, "the caller's connection was never lost"
    assert not call.heard.errors
    assert call.facts is not None
    assert call.facts.call.outcome == "booked"
    assert call.facts.booking is not None
    assert call.facts.booking.customer_name == "Emily Clark"
