"""Actor processes that are killed or stopped in the middle of a call, gateways that come and go: the call goes on."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actors.pool.machine import DEATHS
from tests.fakes.call import ticket
from tests.fakes.carrier import FakeCarrier
from tests.fakes.vendors import voice_of
from tests.integration.actors.call.node_of_processes import PATIENCE_S, Node, node_of_processes
from tests.support.businesses import GREETING
from tests.support.waiting import eventually


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[Node]:
    async with node_of_processes(tmp_path) as here:
        yield here


async def hears(carrier: FakeCarrier, audio: bytes) -> None:
    """The caller has been sent this from the beginning of the call on: nothing twice, nothing missing."""
    await eventually(lambda: len(carrier.audio) >= len(audio), within_s=PATIENCE_S)
    assert bytes(carrier.audio) == audio


async def answers(carrier: FakeCarrier) -> None:
    """A key pressed by the caller is answered in words."""
    heard = len(carrier.audio)
    carrier.press("5")
    await eventually(lambda: len(carrier.audio) > heard, within_s=PATIENCE_S)


async def is_over(node: Node, carrier: FakeCarrier) -> None:
    carrier.hang_up()
    await eventually(carrier.gone.is_set, within_s=PATIENCE_S)
    await eventually(lambda: node.pool.live_calls == 0, within_s=PATIENCE_S)
    assert node.given_up == []


async def test_a_call_goes_on_in_mid_sentence_when_its_process_is_killed(node: Node):
    carrier = await node.call()  # the first of seven pieces of the greeting has come
    pid = node.serving()
    assert pid is not None
    await node.signal_between_pieces(pid, carrier, signal.SIGKILL)
    await node.taken_from(pid)
    await hears(carrier, voice_of(GREETING))
    await answers(carrier)
    await is_over(node, carrier)


async def test_what_a_caller_does_while_no_process_has_the_call_is_not_lost(node: Node):
    carrier = await node.call()
    pid = node.serving()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    carrier.press("5")
    await node.taken_from(pid)
    await eventually(lambda: bytes(carrier.audio).endswith(voice_of("All right.")), within_s=PATIENCE_S)
    await is_over(node, carrier)


async def test_a_call_whose_process_stands_still_is_taken_over_and_the_process_ended(node: Node):
    carrier = await node.call()
    await node.warm()
    pid = node.serving()
    assert pid is not None
    await node.signal_between_pieces(pid, carrier, signal.SIGSTOP)
    await node.taken_from(pid)
    assert node.given_up == []
    await hears(carrier, voice_of(GREETING))
    (stopped,) = [process for process in node.starter.processes.values() if process.pid == pid]
    await eventually(lambda: not stopped.is_alive(), within_s=PATIENCE_S)
    await answers(carrier)
    await is_over(node, carrier)


async def test_a_call_that_kills_its_processes_is_given_up_and_the_node_serves_others(node: Node):
    carrier = await node.call()
    for _ in range(DEATHS):
        await node.warm()
        pid = node.serving()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await node.taken_from(pid)
    assert node.given_up == [str(ticket().call_id)]
    await eventually(carrier.gone.is_set)
    await node.warm()
    node.given_up.clear()
    await is_over(node, await node.call())


async def test_a_call_survives_its_gateway_and_then_its_process(node: Node):
    carrier = await node.call()
    await node.warm()
    await node.lose_gateway()
    await node.open()
    await eventually(lambda: node.pool.live_calls == 1, within_s=PATIENCE_S)
    await answers(carrier)
    await node.warm()
    pid = node.serving()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    await node.taken_from(pid)
    await answers(carrier)
    await is_over(node, carrier)


async def test_a_call_passes_to_a_process_of_newer_code_and_the_caller_notices_nothing(node: Node):
    carrier = await node.call()
    pid = node.serving()
    assert pid is not None
    await node.lose_gateway()
    await node.open(release="newer")
    await node.taken_from(pid)
    (old,) = [process for process in node.starter.processes.values() if process.pid == pid]
    await eventually(lambda: not old.is_alive(), within_s=PATIENCE_S)
    await hears(carrier, voice_of(GREETING))
    await answers(carrier)
    assert carrier.clears == 0
    await is_over(node, carrier)


async def test_a_caller_who_comes_while_there_is_no_gateway_is_let_in_by_the_next(node: Node):
    address = node.door.getsockname()
    await eventually(lambda: node.pool.warm_actors)
    await node.lose_gateway()
    caller = socket.socket()
    caller.setblocking(False)
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE_S):
        await loop.sock_connect(caller, address)
        await loop.sock_sendall(caller, b"GET /media")
    await node.open()
    assert node.door.getsockname() == address
    async with asyncio.timeout(PATIENCE_S):
        accepted, _ = await loop.sock_accept(node.door)
        assert await loop.sock_recv(accepted, 100) == b"GET /media"
    caller.close()
    accepted.close()
