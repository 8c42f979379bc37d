"""The node's door while no gateway answers it: kept by an actor, given to the next gateway, dropped in the end."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from actors.handoff.channel import HandoffChannel, Message
from actors.handoff.listening_socket import DROP_AFTER_S, DoorKey
from tests.fakes import open_descriptors
from tests.support.virtual_time import until


@dataclass(slots=True)
class Gateway:
    """A gateway that has connected to the actor; `doors` are what it was given."""

    doors: list[socket.socket] = field(default_factory=list[socket.socket])
    ends: list[HandoffChannel] = field(default_factory=list[HandoffChannel])

    def connect(self) -> HandoffChannel:
        """The actor's end."""
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.ends = [
            HandoffChannel(near, self._hear, lambda: None),
            HandoffChannel(far, lambda *_: None, lambda: None),
        ]
        return self.ends[1]

    def _hear(self, message: Message, descriptors: list[int]) -> None:
        assert message == {"kind": "door"}
        self.doors.extend(socket.socket(fileno=descriptor) for descriptor in descriptors)

    def close(self) -> None:
        for end in self.ends:
            end.close()
        for door in self.doors:
            door.close()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    yield gateway
    gateway.close()


@pytest.fixture
def door() -> Iterator[socket.socket]:
    """The gateway's own end of the door; closed when the test ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def answered(address: tuple[str, int]) -> bool:
    """Whether a caller gets in, or at least into the queue."""
    try:
        socket.create_connection(address, timeout=1).close()
    except ConnectionRefusedError:
        return False
    return True


async def test_a_kept_door_takes_callers_in_after_its_gateway_died(door: socket.socket):
    key = DoorKey()
    address = door.getsockname()
    key.keep(door.dup().detach())
    door.close()
    assert key.kept
    assert answered(address)
    key.drop()
    assert not key.kept
    assert not answered(address)


async def test_the_next_gateway_gets_the_door_and_the_callers_at_it(door: socket.socket, gateway: Gateway):
    key = DoorKey()
    key.keep(door.dup().detach())
    address = door.getsockname()
    door.close()
    with socket.create_connection(address) as caller:
        caller.sendall(b"hello?")
        key.give(gateway.connect())
        await until(lambda: gateway.doors)
        accepted, _ = gateway.doors[0].accept()
        with accepted:
            assert accepted.recv(100) == b"hello?"
    assert key.kept, "that gateway may die too"
    key.drop()


async def test_an_actor_without_a_door_gives_none(gateway: Gateway):
    DoorKey().give(gateway.connect())
    await asyncio.sleep(1)
    assert gateway.doors == []


async def test_callers_are_not_kept_waiting_for_nobody(door: socket.socket):
    key = DoorKey()
    key.keep(door.dup().detach())
    key.drop_later()
    await asyncio.sleep(DROP_AFTER_S - 0.1)
    assert key.kept
    await asyncio.sleep(0.2)
    assert not key.kept


@pytest.mark.parametrize("comes_back", ["with its door", "for it"])
async def test_a_gateway_that_comes_back_in_time_finds_the_door_kept(
    door: socket.socket, gateway: Gateway, comes_back: str
):
    key = DoorKey()
    key.keep(door.dup().detach())
    key.drop_later()
    await asyncio.sleep(DROP_AFTER_S - 1)
    if comes_back == "for it":
        key.give(gateway.connect())
    else:
        key.keep(door.dup().detach())
    await asyncio.sleep(2 * DROP_AFTER_S)
    assert key.kept
    key.drop()


@pytest.mark.parametrize(
    "use",
    [
        lambda key, door: [key.keep(door.dup().detach()) for _ in range(5)],
        lambda key, door: [key.keep(door.dup().detach()), key.drop_later(), key.drop_later()],
        lambda key, door: [key.drop(), key.drop_later(), key.drop()],
    ],
    ids=["kept again and again", "to be dropped twice", "nothing kept"],
)
async def test_no_descriptor_is_left_behind(
    door: socket.socket, use: Callable[[DoorKey, socket.socket], object]
):
    key = DoorKey()
    before = open_descriptors()
    use(key, door)
    key.drop()
    assert open_descriptors() == before
