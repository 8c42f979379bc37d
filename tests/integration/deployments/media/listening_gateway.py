"""A media gateway on a real port, a pool that keeps the sockets, and clients that write what a test says."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from twilio.request_validator import RequestValidator

from config.settings import load_settings
from deployments.media.gateway import MediaGateway
from domain.errors import AtCapacity, StorageError
from storage.redis.tickets import Ticket
from tests.fakes.call import CALL_ID, ticket
from tests.fakes.stores import FakeTickets

TOKEN = "a1b2c3"
AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
SLOTS = 7
RESERVE = 2
NODE = "node-1"
PATH = f"/media/{CALL_ID}/{TOKEN}"


class PoolOfSockets:
    """Takes every call and keeps its socket; `crowded` has it find no room only when a call is there already.

    `expected` are the calls it keeps an actor for.
    """

    def __init__(self) -> None:
        self.placed: list[tuple[Ticket, socket.socket]] = []
        self.free = SLOTS
        self.takes_at_once = True
        self.expected: set[str] = set()
        self.draining = False
        self.crowded = False
        self.takes_s = 0.0
        self.kept: list[socket.socket] = []

    async def run(self) -> None:
        await asyncio.Event().wait()

    def expects(self, call_id: object) -> bool:
        return str(call_id) in self.expected

    async def place(self, wanted: Ticket, sock: socket.socket) -> None:
        await asyncio.sleep(self.takes_s)
        if self.crowded or (not self.free and not self.expects(wanted.call_id)):
            raise AtCapacity("all call slots of this node are taken")
        self.placed.append((wanted, sock))

    async def inherited_listening_socket(self, wait_s: float) -> socket.socket | None:
        return None

    def keep_listening_socket(self, listener: socket.socket) -> None:
        self.kept.append(listener)


class NodesWithActors:
    """Which node keeps an actor for a media stream; `told_to_stop` are those that need not any more."""

    def __init__(self) -> None:
        self.holders: dict[str, str] = {}
        self.told_to_stop: list[tuple[str, str]] = []
        self.broken = False

    async def holder(self, stream: str) -> str | None:
        if self.broken:
            raise StorageError("redis", "connection refused")
        return self.holders.get(stream)

    async def stop(self, node_id: str, stream: str) -> None:
        self.told_to_stop.append((node_id, stream))


@dataclass(slots=True)
class ListeningGateway:
    gateway: MediaGateway
    tickets: FakeTickets
    pool: PoolOfSockets
    nodes: NodesWithActors
    clients: list[socket.socket] = field(default_factory=list[socket.socket])

    async def knock(self, *pieces: bytes) -> socket.socket:
        """A client that has sent these bytes."""
        loop = asyncio.get_running_loop()
        client = socket.socket()
        client.setblocking(False)
        self.clients.append(client)
        await loop.sock_connect(client, ("127.0.0.1", self.gateway.port))
        for piece in pieces:
            await loop.sock_sendall(client, piece)
            await asyncio.sleep(0)
        return client

    async def answer(self, client: socket.socket) -> tuple[int, str]:
        """Status and body of the whole answer, up to the end of the connection."""
        loop = asyncio.get_running_loop()
        data = b""
        async with asyncio.timeout(30):
            while chunk := await loop.sock_recv(client, 65536):
                data += chunk
        head, _, body = data.partition(b"\r\n\r\n")
        return int(head.split(b" ")[1]), body.decode().strip()

    async def refuses(self, *pieces: bytes) -> int:
        status, _ = await self.answer(await self.knock(*pieces))
        assert self.pool.placed == []
        return status


@asynccontextmanager
async def listening_gateway(
    public_url: str = "https://media.example", *, port_file: Path | None = None
) -> AsyncIterator[ListeningGateway]:
    settings = load_settings(
        {
            "media_host": "127.0.0.1",
            "media_port": 0,
            "public_url": public_url,
            "twilio_auth_token": AUTH_TOKEN,
            "call_slots": SLOTS,
            "call_slots_reserve": RESERVE,
        }
    )
    tickets, pool, nodes = FakeTickets(), PoolOfSockets(), NodesWithActors()
    tickets.admitted[CALL_ID, TOKEN] = ticket()
    with TemporaryDirectory() as directory:
        gateway = MediaGateway(
            settings,
            tickets,  # type: ignore[arg-type]
            pool,  # type: ignore[arg-type]
            asyncio.Event().wait,  # type: ignore[arg-type]
            port_file=port_file or Path(directory) / "media_port",
            node_id=NODE,
            rings=nodes,  # type: ignore[arg-type]
        )
        listening = asyncio.Event()
        running = asyncio.get_running_loop().create_task(gateway.run(listening), name="gateway")
        await listening.wait()
        here = ListeningGateway(gateway, tickets, pool, nodes)
        try:
            yield here
            assert not running.done(), "the gateway has stopped"
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            for sock in (*here.clients, *(sock for _, sock in pool.placed)):
                sock.close()


def signature(path: str, base: str = "wss://media.example", token: str = AUTH_TOKEN) -> str:
    return RequestValidator(token).compute_signature(base + path, {})


def upgrade(path: str = PATH, *, signed: str | None = None, method: str = "GET", extra: str = "") -> bytes:
    """An upgrade request; signed as Twilio does unless told otherwise."""
    signed = signature(path) if signed is None else signed
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: media.example",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        *([f"X-Twilio-Signature: {signed}"] if signed else []),
        *([extra] if extra else []),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
