"""A WebSocket on an accepted socket, with the `websockets` client on the other end."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError
from websockets.frames import Frame, Opcode

from actors.call.media_socket import MAX_MESSAGE_BYTES, MAX_RELEASED_BYTES, MediaSocket
from tests.fakes.carrier import tcp_pair
from tests.support.descriptors import open_descriptors
from tests.support.waiting import eventually

HANDSHAKE = (
    b"GET /media/x/y HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


@dataclass(slots=True)
class Ours:
    """Our end, with what it was told, and the duplicate the gateway keeps."""

    messages: list[bytes] = field(default_factory=list[bytes])
    closed: list[int] = field(default_factory=list[int])
    escrow: socket.socket | None = None
    end: MediaSocket = field(init=False)

    def __post_init__(self) -> None:
        self.end = MediaSocket(self.messages.append, self.closed.append)

    @classmethod
    async def going_on(cls, before: "Ours", unread_bytes: bytes | None) -> "Ours":
        """The end of another process, on the duplicate of the one before."""
        ours = cls()
        ours.end = MediaSocket(
            ours.messages.append, ours.closed.append, resume=True, unread_bytes=unread_bytes
        )
        assert before.escrow is not None
        await ours.attach(before.escrow.dup())
        return ours

    def drop(self) -> None:
        self.end.abort()
        if self.escrow is not None:
            self.escrow.close()

    async def attach(self, sock: socket.socket) -> None:
        self.escrow = sock.dup()
        await self.end.attach(sock)


@pytest.fixture
async def ours() -> AsyncIterator[Ours]:
    ours = Ours()
    yield ours
    ours.drop()


async def client_of(ours: Ours, **options: Any) -> ClientConnection:
    near, far = tcp_pair()
    connecting = asyncio.ensure_future(
        connect("ws://127.0.0.1/media/x/y", sock=near, ping_interval=None, proxy=None, **options)
    )
    await ours.attach(far)
    return await connecting


async def raw(ours: Ours) -> socket.socket:
    """A client of which we write every byte; the handshake is done."""
    near, far = tcp_pair()
    near.setblocking(False)
    await ours.attach(far)
    await send(near, HANDSHAKE)
    assert (await receive(near)).startswith(b"HTTP/1.1 101")
    return near


async def send(sock: socket.socket, data: bytes) -> None:
    await asyncio.get_running_loop().sock_sendall(sock, data)


async def receive(sock: socket.socket) -> bytes:
    """What comes next; empty at the end of the connection."""
    async with asyncio.timeout(5):
        try:
            return await asyncio.get_running_loop().sock_recv(sock, 65536)
        except ConnectionResetError:
            return b""


async def closing_code(client: ClientConnection) -> int | None:
    """Reads to the end of the connection; the code the server closed with."""
    async for _ in client:
        pass
    return client.close_code


def text(data: bytes, *, fin: bool = True, opcode: Opcode = Opcode.TEXT) -> bytes:
    return Frame(opcode, data, fin=fin).serialize(mask=True)


async def test_messages_go_both_ways(ours: Ours):
    client = await client_of(ours)
    await client.send("hello")
    await client.send("world")
    await eventually(lambda: ours.messages == [b"hello", b"world"])
    ours.end.send("one")
    ours.end.send("zwei ü")
    assert [await client.recv(), await client.recv()] == ["one", "zwei ü"]
    await client.close()


async def test_a_request_that_lay_in_the_socket_before_is_answered(ours: Ours):
    """The gateway has looked at it without taking it out."""
    near, far = tcp_pair()
    near.setblocking(False)
    await send(near, HANDSHAKE + text(b"already here"))
    await asyncio.sleep(0)
    await ours.attach(far)
    assert b"101 Switching Protocols" in await receive(near)
    await eventually(lambda: ours.messages == [b"already here"])
    near.close()


async def test_a_fragmented_message_is_put_together(ours: Ours):
    client = await client_of(ours)
    await client.send(["fra", "gmen", "ted"])
    await eventually(lambda: ours.messages == [b"fragmented"])
    await client.close()


async def test_a_ping_amid_fragments_is_answered(ours: Ours):
    near = await raw(ours)
    ping = Frame(Opcode.PING, b"now").serialize(mask=True)
    await send(near, text(b"one ", fin=False) + ping + text(b"two", opcode=Opcode.CONT))
    assert await receive(near) == Frame(Opcode.PONG, b"now").serialize(mask=False)
    await eventually(lambda: ours.messages == [b"one two"])
    near.close()


async def test_pings_are_answered(ours: Ours):
    client = await client_of(ours)
    async with asyncio.timeout(5):
        await (await client.ping("are you there"))
    await client.close()


async def test_bytes_may_come_one_by_one(ours: Ours):
    near = await raw(ours)
    for byte in text(b'{"event":"connected"}'):
        await send(near, bytes([byte]))
        await asyncio.sleep(0)
    await eventually(lambda: ours.messages == [b'{"event":"connected"}'])
    near.close()


@pytest.mark.parametrize("fragmented", [False, True], ids=["whole", "fragmented"])
async def test_binary_frames_are_messages_too(ours: Ours, fragmented: bool):
    client = await client_of(ours)
    await client.send([b"one", b"two"] if fragmented else b"onetwo")
    await eventually(lambda: ours.messages == [b"onetwo"])
    await client.close()


async def test_the_longest_message_is_taken_and_a_longer_one_is_not(ours: Ours):
    client = await client_of(ours)
    await client.send("x" * MAX_MESSAGE_BYTES)
    await eventually(lambda: len(ours.messages) == 1)
    await client.send("x" * (MAX_MESSAGE_BYTES + 1))
    with pytest.raises(ConnectionClosedError):
        await client.recv()
    assert client.close_code == 1009
    await eventually(lambda: ours.closed == [1009])


async def test_fragments_do_not_get_around_the_limit(ours: Ours):
    client = await client_of(ours)
    await client.send(["x" * (MAX_MESSAGE_BYTES // 2 + 1)] * 2)
    with pytest.raises(ConnectionClosedError):
        await client.recv()
    assert client.close_code == 1009
    await eventually(lambda: ours.closed == [1009])


@pytest.mark.parametrize(
    ("garbage", "code"),
    [
        (b"\xff\xff\xff\xff\xff\xff", 1002),
        (b"\x81\x05hello", 1002),  # not masked
        (b"\x83\x80\x00\x00\x00\x00", 1002),  # a reserved opcode
        (text(b"x", opcode=Opcode.CONT), 1002),  # nothing to continue
        (b"\x89\xfe\x00\x80\x00\x00\x00\x00" + b"x" * 128, 1002),  # a ping too long
    ],
    ids=["noise", "unmasked", "reserved opcode", "continuation", "long ping"],
)
async def test_a_broken_protocol_closes_the_connection(ours: Ours, garbage: bytes, code: int):
    near = await raw(ours)
    await send(near, garbage)
    answer = await receive(near)
    assert answer[0] == 0x88
    assert int.from_bytes(answer[2:4], "big") == code
    near.close()
    await eventually(lambda: ours.closed == [code])


@pytest.mark.parametrize("garbage", [b"\x00" * 50 + b"\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\r\n\r\n"])
async def test_what_is_no_upgrade_is_answered_and_closed(ours: Ours, garbage: bytes):
    near, far = tcp_pair()
    near.setblocking(False)
    await ours.attach(far)
    await send(near, garbage)
    while await receive(near):
        pass
    near.close()
    await eventually(lambda: len(ours.closed) == 1)
    assert ours.messages == []


async def test_a_connection_that_ends_within_a_frame_went_away(ours: Ours):
    near = await raw(ours)
    await send(near, text(b"half of this")[:7])
    near.close()
    await eventually(lambda: ours.closed == [1006])
    assert ours.messages == []


async def test_a_connection_that_is_reset_went_away(ours: Ours):
    near = await raw(ours)
    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    near.close()
    await eventually(lambda: ours.closed == [1006])


@pytest.mark.parametrize("code", [1000, 1001, 4000])
async def test_the_clients_close_is_answered_and_told(ours: Ours, code: int):
    client = await client_of(ours)
    await client.close(code, "bye")
    await eventually(lambda: ours.closed == [code])
    assert client.close_code == code


async def test_a_close_without_a_code_is_told_as_such(ours: Ours):
    near = await raw(ours)
    await send(near, Frame(Opcode.CLOSE, b"").serialize(mask=True))
    assert (await receive(near))[0] == 0x88
    near.close()
    await eventually(lambda: ours.closed == [1005])


async def test_our_close_reaches_the_client_behind_what_was_sent(ours: Ours):
    client = await client_of(ours)
    ours.end.send("last words")
    ours.end.close(1000, "over")
    ours.end.send("too late")
    assert await client.recv() == "last words"
    assert await closing_code(client) == 1000
    assert client.close_reason == "over"
    await eventually(lambda: ours.closed == [1000])


async def test_both_closing_at_once_is_one_end(ours: Ours):
    near = await raw(ours)
    ours.end.close(1000)
    await send(near, Frame(Opcode.CLOSE, (1001).to_bytes(2, "big")).serialize(mask=True))
    near.close()
    await eventually(lambda: ours.closed == [1000])


async def test_messages_behind_our_close_are_not_passed_on(ours: Ours):
    near = await raw(ours)
    ours.end.close(1000)
    await send(near, text(b"too late"))
    await send(near, Frame(Opcode.CLOSE, (1000).to_bytes(2, "big")).serialize(mask=True))
    near.close()
    await eventually(lambda: ours.closed == [1000])
    assert ours.messages == []


async def test_the_connection_ends_although_a_duplicate_is_held(ours: Ours):
    near = await raw(ours)
    ours.end.close(1000)
    await receive(near)
    await send(near, Frame(Opcode.CLOSE, (1000).to_bytes(2, "big")).serialize(mask=True))
    assert await receive(near) == b""
    assert ours.escrow is not None
    assert ours.escrow.fileno() != -1
    near.close()


async def test_an_abort_ends_the_connection_for_every_holder(ours: Ours):
    near = await raw(ours)
    ours.end.abort()
    assert await receive(near) == b""
    assert ours.closed == [1006]
    near.close()


async def test_a_close_waits_behind_a_large_backlog(ours: Ours):
    client = await client_of(ours)
    for _ in range(50):
        ours.end.send("x" * 60_000)
    ours.end.close(1000)
    received = 0
    async for message in client:
        received += len(message)
    assert (received, client.close_code) == (50 * 60_000, 1000)
    await eventually(lambda: ours.closed == [1000])


# --- changing hands ---------------------------------------------------------------------------------------------
MESSAGE = b'{"event":"media"}'


async def test_a_released_connection_goes_on_in_other_hands_and_the_client_knows_nothing(ours: Ours):
    client = await client_of(ours)
    await client.send("one")
    ours.end.send("from the first")
    await eventually(lambda: ours.messages == [b"one"])
    assert await ours.end.release() == b""
    await client.send("two")
    second = await Ours.going_on(ours, b"")
    await client.send("three")
    await eventually(lambda: second.messages == [b"two", b"three"])
    second.end.send("from the second")
    assert [await client.recv(), await client.recv()] == ["from the first", "from the second"]
    assert (ours.messages, ours.closed) == ([b"one"], []), "who let go hears no more of it"
    await client.close()
    await eventually(lambda: second.closed == [1000])
    second.drop()


@pytest.mark.parametrize("read", [1, 2, 5, 6, 10, len(text(MESSAGE)) - 1])
async def test_a_message_that_was_half_read_arrives_once_in_the_next_hands(ours: Ours, read: int):
    near = await raw(ours)
    frame = text(MESSAGE)
    await send(near, text(b"before") + frame[:read])
    await eventually(lambda: ours.end._pending == frame[:read])
    unread_bytes = await ours.end.release()
    assert unread_bytes == frame[:read]
    second = await Ours.going_on(ours, unread_bytes)
    await send(near, frame[read:] + text(b"after"))
    await eventually(lambda: len(second.messages) == 2)
    assert (ours.messages, second.messages) == ([b"before"], [MESSAGE, b"after"])
    second.drop()
    near.close()


async def test_a_connection_can_change_hands_many_times(ours: Ours):
    client = await client_of(ours)
    current = ours
    for number in range(5):
        await client.send(f"message {number}")
        await eventually(lambda current=current: len(current.messages) == 1)
        unread_bytes = await current.end.release()
        assert unread_bytes is not None
        successor = await Ours.going_on(current, unread_bytes)
        assert current.escrow is not None
        current.escrow.close()
        current = successor
    current.end.close(1000)
    assert await closing_code(client) == 1000
    current.drop()


async def test_a_connection_that_was_let_go_of_in_a_hurry_stays_open(ours: Ours):
    client = await client_of(ours)
    await client.send("one")
    await eventually(lambda: ours.messages == [b"one"])
    ours.end.detach()
    ours.end.send("too late")
    second = await Ours.going_on(ours, None)
    await client.send('{"event":"media"}')
    await eventually(lambda: second.messages == [MESSAGE])
    second.end.send("still here")
    assert await client.recv() == "still here"
    assert ours.closed == []
    second.drop()


async def test_what_was_sent_before_reaches_the_client_before_what_the_next_hands_send(ours: Ours):
    client = await client_of(ours)
    for number in range(200):
        ours.end.send(f"{number} " + "x" * 5000)
    receiving = asyncio.ensure_future(anext(aiter(client)))
    assert await ours.end.release() == b""
    second = await Ours.going_on(ours, b"")
    second.end.send("next")
    received = [await receiving]
    while received[-1] != "next":
        received.append(await client.recv())
    assert [str(each).split(" ")[0] for each in received] == [*(str(n) for n in range(200)), "next"]
    second.drop()


async def test_a_connection_whose_client_does_not_read_is_not_let_go_of(ours: Ours):
    near = await raw(ours)
    for _ in range(300):
        ours.end.send("x" * 60_000)
    assert await ours.end.release() is None
    await send(near, text(b"still read here"))
    await eventually(lambda: ours.messages == [b"still read here"])
    near.close()


async def test_a_connection_amid_a_long_message_is_not_let_go_of(ours: Ours):
    """What was read of it would not fit into the packet that goes to the next process."""
    near = await raw(ours)
    whole = text(b"x" * (2 * MAX_RELEASED_BYTES))
    await send(near, whole[: MAX_RELEASED_BYTES + 1])
    await eventually(lambda: len(ours.end._pending) > MAX_RELEASED_BYTES)
    assert await ours.end.release() is None
    await send(near, whole[MAX_RELEASED_BYTES + 1 :])
    await eventually(lambda: ours.messages == [b"x" * (2 * MAX_RELEASED_BYTES)])
    assert await ours.end.release() == b""
    near.close()


async def test_a_connection_that_is_closing_is_not_let_go_of(ours: Ours):
    near = await raw(ours)
    ours.end.close(1000)
    assert await ours.end.release() is None
    near.close()


async def test_a_connection_whose_handshake_has_not_come_is_not_let_go_of(ours: Ours):
    near, far = tcp_pair()
    assert await ours.end.release() is None, "it has none yet"
    await ours.attach(far)
    assert await ours.end.release() is None
    near.close()


async def test_a_connection_just_taken_over_is_not_let_go_of_until_its_next_message(ours: Ours):
    near = await raw(ours)
    ours.end.detach()
    second = await Ours.going_on(ours, None)
    await send(near, b"the rest of a frame ")
    await eventually(lambda: second.end._pending)
    assert await second.end.release() is None
    await send(near, text(MESSAGE))
    await eventually(lambda: second.messages == [MESSAGE])
    assert await second.end.release() == b""
    second.drop()
    near.close()


async def test_a_connection_in_the_middle_of_a_fragmented_message_is_not_let_go_of(ours: Ours):
    near = await raw(ours)
    await send(near, text(b"frag", fin=False))
    await send(near, Frame(Opcode.PING, b"").serialize(mask=True))
    await receive(near)  # the pong: the fragment has been read
    assert await ours.end.release() is None
    await send(near, text(b"mented", opcode=Opcode.CONT))
    await eventually(lambda: ours.messages == [b"fragmented"])
    assert await ours.end.release() == b""
    near.close()


async def one_connection() -> None:
    ours = Ours()
    client = await client_of(ours)
    await client.send("hello")
    await client.close()
    await eventually(lambda: ours.closed == [1000])
    assert ours.escrow is not None
    ours.escrow.close()


async def test_no_descriptor_is_left_behind():
    await one_connection()  # the loop opens what it keeps
    before = open_descriptors()
    for _ in range(5):
        await one_connection()
    await eventually(lambda: open_descriptors() <= before)


async def test_an_upgrade_is_answered_as_the_protocol_says(ours: Ours):
    """The accept value is the one of RFC 6455 section 1.3."""
    near, far = tcp_pair()
    near.setblocking(False)
    await ours.attach(far)
    await send(near, HANDSHAKE)
    answer = await receive(near)
    assert answer.startswith(f"HTTP/1.1 {HTTPStatus.SWITCHING_PROTOCOLS.value}".encode())
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in answer
    near.close()
