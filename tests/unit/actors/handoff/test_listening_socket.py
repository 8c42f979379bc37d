"""A node's listening socket while no gateway accepts from it: an actor keeps it for the next one, but not for ever."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from actors.handoff.channel import HandoffChannel
from actors.handoff.listening_socket import DROP_AFTER_S, ListeningSocketKeeper
from actors.handoff.messages import ListeningSocket, Message
from tests.support.descriptors import open_descriptors
from tests.support.virtual_time import until


@dataclass(slots=True)
class Gateway:
    """A gateway that has connected to the actor; `listening` is what it was given."""

    listening: list[socket.socket] = field(default_factory=list[socket.socket])
    ends: list[HandoffChannel] = field(default_factory=list[HandoffChannel])

    def connect(self) -> HandoffChannel:
        """The actor's end."""
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.ends = [
            HandoffChannel(near, self._hear, lambda: None),
            HandoffChannel(far, lambda *_: None, lambda: None),
        ]
        return self.ends[1]

    def _hear(self, message: Message, descriptor: int | None) -> None:
        assert message == ListeningSocket()
        self.listening.append(socket.socket(fileno=descriptor))

    def close(self) -> None:
        for end in self.ends:
            end.close()
        for each in self.listening:
            each.close()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    yield gateway
    gateway.close()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """The gateway's own listening socket; closed when the test ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def answered(address: tuple[str, int]) -> bool:
    """Whether a caller gets in, or at least into the queue."""
    try:
        socket.create_connection(address, timeout=1).close()
    except ConnectionRefusedError:
        return False
    return True


async def test_a_kept_listening_socket_takes_callers_in_after_its_gateway_died(listener: socket.socket):
    keeper = ListeningSocketKeeper()
    address = listener.getsockname()
    keeper.keep(listener.dup().detach())
    listener.close()
    assert keeper.kept
    assert answered(address)
    keeper.drop()
    assert not keeper.kept
    assert not answered(address)


async def test_the_next_gateway_gets_the_listening_socket_and_the_callers_in_its_queue(
    listener: socket.socket, gateway: Gateway
):
    keeper = ListeningSocketKeeper()
    keeper.keep(listener.dup().detach())
    address = listener.getsockname()
    listener.close()
    with socket.create_connection(address) as caller:
        caller.sendall(b"hello?")
        keeper.give(gateway.connect())
        await until(lambda: gateway.listening)
        accepted, _ = gateway.listening[0].accept()
        with accepted:
            assert accepted.recv(100) == b"hello?"
    assert keeper.kept, "that gateway may die too"
    keeper.drop()


async def test_an_actor_without_a_listening_socket_gives_none(gateway: Gateway):
    ListeningSocketKeeper().give(gateway.connect())
    await asyncio.sleep(1)
    assert gateway.listening == []


async def test_callers_are_not_kept_waiting_for_nobody(listener: socket.socket):
    keeper = ListeningSocketKeeper()
    keeper.keep(listener.dup().detach())
    keeper.drop_later()
    await asyncio.sleep(DROP_AFTER_S - 0.1)
    assert keeper.kept
    await asyncio.sleep(0.2)
    assert not keeper.kept


@pytest.mark.parametrize("comes_back", ["with its socket", "for it"])
async def test_a_gateway_that_comes_back_in_time_finds_the_socket_kept(
    listener: socket.socket, gateway: Gateway, comes_back: str
):
    keeper = ListeningSocketKeeper()
    keeper.keep(listener.dup().detach())
    keeper.drop_later()
    await asyncio.sleep(DROP_AFTER_S - 1)
    if comes_back == "for it":
        keeper.give(gateway.connect())
    else:
        keeper.keep(listener.dup().detach())
    await asyncio.sleep(2 * DROP_AFTER_S)
    assert keeper.kept
    keeper.drop()


@pytest.mark.parametrize(
    "use",
    [
        lambda keeper, listener: [keeper.keep(listener.dup().detach()) for _ in range(5)],
        lambda keeper, listener: [
            keeper.keep(listener.dup().detach()),
            keeper.drop_later(),
            keeper.drop_later(),
        ],
        lambda keeper, listener: [keeper.drop(), keeper.drop_later(), keeper.drop()],
    ],
    ids=["kept again and again", "to be dropped twice", "nothing kept"],
)
async def test_no_descriptor_is_left_behind(
    listener: socket.socket, use: Callable[[ListeningSocketKeeper, socket.socket], object]
):
    keeper = ListeningSocketKeeper()
    before = open_descriptors()
    use(keeper, listener)
    keeper.drop()
    assert open_descriptors() == before
