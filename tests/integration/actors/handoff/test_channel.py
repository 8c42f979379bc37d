"""Packets with descriptors between a gateway and an actor: whole, in order, none lost, none left open."""

import asyncio
import errno
import os
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from actors.handoff.channel import Delivery, HandoffChannel, HandoffListener, connect
from actors.handoff.messages import Detached, ListeningSocket, Message, Ping, Place, Pong, Released
from tests.fakes.call import ticket
from tests.support.descriptors import open_descriptors
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

    def _take(self, message: Message, descriptor: int | None) -> None:
        self.messages.append(message)
        if descriptor is not None:
            self.descriptors.append(descriptor)

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
    place = Place(ticket(), resume=False)
    assert gateway.channel.send(place, write_end)
    os.close(write_end)
    await eventually(lambda: actor.messages)
    assert actor.messages == [place]
    os.write(actor.descriptors[0], b"through the pipe")
    assert os.read(read_end, 100) == b"through the pipe"
    assert not os.get_inheritable(actor.descriptors[0])
    os.close(read_end)


async def test_more_packets_than_the_kernel_holds_all_arrive_in_order(ends: tuple[End, End]):
    gateway, actor = ends
    read_end, write_end = os.pipe()
    for number in range(500):
        assert gateway.channel.send(Place(ticket(number), resume=False), write_end)
    os.close(write_end)
    await eventually(lambda: len(actor.messages) == 500)
    assert [message.ticket.call_id for message in actor.messages if isinstance(message, Place)] == [
        ticket(number).call_id for number in range(500)
    ]
    assert len(actor.descriptors) == 500
    os.close(read_end)


async def test_the_other_ends_death_is_told_once_and_sending_fails(ends: tuple[End, End]):
    gateway, actor = ends
    actor.channel.close()
    await eventually(lambda: gateway.closed == 1)
    assert gateway.channel.send(Pong()) is Delivery.GONE
    assert (gateway.closed, actor.closed) == (1, 0)


async def test_packets_of_the_dead_are_still_read(ends: tuple[End, End]):
    gateway, actor = ends
    actor.channel.send(Released("1", clean=True))
    actor.channel.close()
    await eventually(lambda: gateway.closed == 1)
    assert gateway.messages == [Released("1", clean=True)]


@pytest.mark.parametrize(
    ("packet", "descriptors"),
    [
        (b"{not json", 1),
        (b"[]", 1),
        (b'{"kind":"sung","loudly":true}', 2),
        (b'{"kind":"place"}', 1),
        (b'{"kind":"leave","call_id":"1","how":"on_foot","within_s":1}', 0),
        (b'{"kind":"pong"}', 1),
        (b'{"kind":"door"}', 0),
        (b'{"kind":"door"}', 2),
    ],
    ids=lambda value: value.decode() if isinstance(value, bytes) else str(value),
)
async def test_a_packet_that_is_no_message_known_here_costs_only_itself(
    ends: tuple[End, End], packet: bytes, descriptors: int
):
    gateway, actor = ends
    before = open_descriptors()
    raw = gateway.channel._sock
    socket.send_fds(raw, [packet], [raw.fileno()] * descriptors)
    gateway.channel.send(Ping())
    await eventually(lambda: actor.messages)
    assert actor.messages == [Ping()]
    assert open_descriptors() == before


async def test_a_channel_closed_with_packets_waiting_leaves_no_descriptor():
    before = open_descriptors()
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    gateway = End()
    gateway.open(near)
    for _ in range(100):
        gateway.channel.send(ListeningSocket(), far.fileno())
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


# --- a send that fails ------------------------------------------------------------------------------------------
@dataclass(slots=True)
class FailingSend:
    """The kernel's `sendmsg`, which fails so many times."""

    error: OSError
    times: int
    really: Any = socket.send_fds

    def __call__(self, *args: Any) -> int:
        if self.times:
            self.times -= 1
            raise self.error
        return self.really(*args)


@pytest.mark.parametrize("number", [errno.ENOBUFS, errno.ENOMEM, errno.ETOOMANYREFS, errno.EMFILE], ids=str)
async def test_what_the_kernel_has_no_room_for_goes_when_it_has(
    ends: tuple[End, End], monkeypatch: pytest.MonkeyPatch, number: int
):
    gateway, actor = ends
    monkeypatch.setattr(socket, "send_fds", FailingSend(OSError(number, "no room"), times=3))
    read_end, write_end = os.pipe()
    sent = [Ping(), Place(ticket(), resume=False), Released("c1", True)]
    assert gateway.channel.send(sent[0]) is Delivery.SENT
    assert gateway.channel.send(sent[1], write_end) is Delivery.SENT
    assert gateway.channel.send(sent[2]) is Delivery.SENT
    await eventually(lambda: len(actor.messages) == 3)
    assert actor.messages == sent
    assert len(actor.descriptors) == 1
    os.close(read_end)
    os.close(write_end)


@pytest.mark.parametrize("waiting", [False, True], ids=["at once", "from the queue"])
async def test_one_message_that_cannot_be_sent_does_not_end_the_connection(
    ends: tuple[End, End], monkeypatch: pytest.MonkeyPatch, waiting: bool
):
    gateway, actor = ends
    failing = FailingSend(OSError(errno.EAGAIN if waiting else errno.EINVAL, "odd"), times=1)
    failing.error = BlockingIOError() if waiting else failing.error
    monkeypatch.setattr(socket, "send_fds", failing)
    delivery = gateway.channel.send(Ping())
    assert delivery is (Delivery.SENT if waiting else Delivery.REFUSED)
    if waiting:
        failing.error, failing.times = OSError(errno.EINVAL, "odd"), 1
    await asyncio.sleep(0)
    assert gateway.channel.send(Pong()) is Delivery.SENT
    await eventually(lambda: bool(actor.messages))
    assert actor.messages == [Pong()]
    assert (gateway.closed, actor.closed) == (0, 0)


async def test_a_message_longer_than_a_reader_takes_is_refused_and_the_next_one_goes(ends: tuple[End, End]):
    gateway, actor = ends
    assert gateway.channel.send(Detached("c1", bytes(60_000), crashed=False)) is Delivery.REFUSED
    assert gateway.channel.send(Detached("c1", bytes(40_000), crashed=False)) is Delivery.SENT
    await eventually(lambda: bool(actor.messages))
    assert actor.messages == [Detached("c1", bytes(40_000), crashed=False)]


async def test_the_end_of_the_other_side_is_told_from_a_failure(ends: tuple[End, End]):
    gateway, actor = ends
    actor.channel.close()
    assert gateway.channel.send(Ping()) is Delivery.GONE
