"""Packets with descriptors between a gateway and an actor: whole, in order, none lost, none left open."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from actors.handoff.channel import HandoffChannel, HandoffListener, Message, connect
from tests.fakes import open_descriptors
from tests.support.waiting import eventually


@dataclass(slots=True)
class End:
    """One end of a channel and what came in."""

    messages: list[Message] = field(default_factory=list[Message])
    descriptors: list[int] = field(default_factory=list[int])
    closed: int = 0
    channel: HandoffChannel = field(init=False)

    def open(self, sock: socket.socket) -> None:
        self.channel = HandoffChannel(sock, self._take, self._close)

    def _take(self, message: Message, descriptors: list[int]) -> None:
        self.messages.append(message)
        self.descriptors.extend(descriptors)

    def _close(self) -> None:
        self.closed += 1

    def drop(self) -> None:
        self.channel.close()
        for descriptor in self.descriptors:
            os.close(descriptor)
        self.descriptors.clear()


@pytest.fixture
async def ends() -> AsyncIterator[tuple[End, End]]:
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    gateway, actor = End(), End()
    gateway.open(near)
    actor.open(far)
    yield gateway, actor
    gateway.drop()
    actor.drop()


async def test_a_descriptor_arrives_beside_its_message(ends: tuple[End, End]):
    gateway, actor = ends
    read_end, write_end = os.pipe()
    assert gateway.channel.send({"kind": "place", "resume": False}, [write_end])
    os.close(write_end)
    await eventually(lambda: actor.messages)
    assert actor.messages == [{"kind": "place", "resume": False}]
    os.write(actor.descriptors[0], b"through the pipe")
    assert os.read(read_end, 100) == b"through the pipe"
    assert not os.get_inheritable(actor.descriptors[0])
    os.close(read_end)


async def test_more_packets_than_the_kernel_holds_all_arrive_in_order(ends: tuple[End, End]):
    gateway, actor = ends
    read_end, write_end = os.pipe()
    for number in range(500):
        assert gateway.channel.send({"number": number}, [write_end])
    os.close(write_end)
    await eventually(lambda: len(actor.messages) == 500)
    assert [message["number"] for message in actor.messages] == list(range(500))
    assert len(actor.descriptors) == 500
    os.close(read_end)


async def test_the_other_ends_death_is_told_once_and_sending_fails(ends: tuple[End, End]):
    gateway, actor = ends
    actor.channel.close()
    await eventually(lambda: gateway.closed == 1)
    assert not gateway.channel.send({"kind": "late"})
    assert (gateway.closed, actor.closed) == (1, 0)


async def test_packets_of_the_dead_are_still_read(ends: tuple[End, End]):
    gateway, actor = ends
    actor.channel.send({"kind": "released", "call_id": "1"})
    actor.channel.close()
    await eventually(lambda: gateway.closed == 1)
    assert gateway.messages == [{"kind": "released", "call_id": "1"}]


async def test_an_unreadable_packet_costs_only_itself(ends: tuple[End, End]):
    gateway, actor = ends
    before = open_descriptors()
    raw = gateway.channel._sock
    socket.send_fds(raw, [b"{not json"], [raw.fileno()])
    gateway.channel.send({"kind": "hello"})
    await eventually(lambda: actor.messages == [{"kind": "hello"}])
    assert open_descriptors() == before


async def test_a_channel_closed_with_packets_waiting_leaves_no_descriptor():
    before = open_descriptors()
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    gateway = End()
    gateway.open(near)
    for number in range(100):
        gateway.channel.send({"number": number}, [far.fileno()])
    gateway.channel.close()
    far.close()
    assert open_descriptors() <= before


async def test_a_listener_takes_one_gateway_after_the_other(tmp_path: Path):
    came: list[socket.socket] = []
    listener = HandoffListener(tmp_path / "deep" / "actor.sock", came.append)
    first = connect(listener.path)
    await eventually(lambda: len(came) == 1)
    first.close()
    second = connect(listener.path)
    await eventually(lambda: len(came) == 2)
    listener.close()
    assert not listener.path.exists()
    for sock in (*came, second):
        sock.close()


async def test_a_socket_left_by_a_dead_process_is_replaced(tmp_path: Path):
    path = tmp_path / "actor.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as dead:
        dead.bind(str(path))
    with pytest.raises(OSError, match="refused"):
        connect(path)
    listener = HandoffListener(path, lambda sock: sock.close())
    connect(path).close()
    await asyncio.sleep(0)
    listener.close()


async def test_an_actor_that_does_not_accept_does_not_hold_the_gateway_up(tmp_path: Path):
    path = tmp_path / "stuck.sock"
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as stuck:
        stuck.bind(str(path))
        stuck.listen(0)
        waiting = connect(path)
        with pytest.raises(OSError, match=r"timed out|unavailable"):
            await loop.run_in_executor(None, connect, path)
        waiting.close()
