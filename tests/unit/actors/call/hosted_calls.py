"""The calls of one actor process, and the gateway at the other end of its hand-over socket."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from actors.call.host import CallHost
from actors.handoff.channel import HandoffChannel, connect
from actors.handoff.messages import Message, Migrate, Migration, Place
from storage.redis.tickets import Ticket
from tests.fakes.call import Surroundings, call_sid, ticket
from tests.fakes.carrier import FakeCarrier, tcp_pair
from tests.support.virtual_time import until

M = TypeVar("M", bound=Message)


@dataclass(slots=True)
class Gateway:
    """The other end of the hand-over socket."""

    channel: HandoffChannel
    heard: list[tuple[Message, bool]] = field(default_factory=list[tuple[Message, bool]])
    """Each message, and whether a descriptor came along."""
    lost: bool = False

    def kinds(self) -> list[str]:
        return [message.kind for message, _ in self.heard]

    def told(self, kind: type[M]) -> list[M]:
        """What it was told of this kind."""
        return [message for message, _ in self.heard if isinstance(message, kind)]

    def place(
        self,
        wanted: Ticket,
        sock: socket.socket,
        *,
        resume: bool = False,
        unread_bytes: bytes | None = None,
    ) -> None:
        self.channel.send(Place(wanted, resume, unread_bytes), sock.fileno())

    def ask_to_migrate(self, number: int, how: Migration, within_s: float = 60.0) -> None:
        self.channel.send(Migrate(str(ticket(number).call_id), how, within_s))


def gateway_to(path: Path) -> Gateway:
    made: list[Gateway] = []

    def hear(message: Message, descriptor: int | None) -> None:
        made[0].heard.append((message, descriptor is not None))
        if descriptor is not None:
            os.close(descriptor)

    def lose() -> None:
        made[0].lost = True

    made.append(Gateway(HandoffChannel(connect(path), hear, lose)))
    return made[0]


@dataclass(slots=True)
class Host:
    around: Surroundings
    host: CallHost
    path: Path
    gateway: Gateway
    orphaned: list[float]
    carriers: list[FakeCarrier] = field(default_factory=list[FakeCarrier])
    sockets: list[socket.socket] = field(default_factory=list[socket.socket])

    async def call(self, number: int = 0) -> FakeCarrier:
        """A call placed into the host, answered."""
        near, far = tcp_pair()
        carrier = FakeCarrier(near, call_sid=call_sid(number))
        self.gateway.place(ticket(number), far)
        self.sockets.append(far)  # the gateway's escrow
        await carrier.connect()
        await carrier.start()
        self.carriers.append(carrier)
        await until(lambda: carrier.audio)
        return carrier


@asynccontextmanager
async def call_host(tmp_path: Path, around: Surroundings | None = None) -> AsyncIterator[Host]:
    around = around or Surroundings(tmp_path / "spool")
    orphaned: list[float] = []
    loop = asyncio.get_running_loop()
    path = tmp_path / "actor.sock"
    host = CallHost("a1", path, around.dependencies, lambda: orphaned.append(loop.time()), release="today's")
    host.start()
    gateway = gateway_to(path)
    here = Host(around, host, path, gateway, orphaned)
    await until(lambda: "hello" in gateway.kinds())
    try:
        yield here
    finally:
        for carrier in here.carriers:
            if not carrier.gone.is_set():
                carrier.vanish()
        async with asyncio.timeout(300):
            await host.stop()
        here.gateway.channel.close()
        for sock in here.sockets:
            sock.close()
        await asyncio.sleep(3)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert not left
