"""Reading a WebSocket upgrade request without taking it out of the socket.

Whoever gets the socket afterwards answers the handshake itself, so the bytes are only looked at (MSG_PEEK).
"""

import asyncio
import contextlib
import select
import socket
from collections import Counter
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from domain.errors import InvalidInput

MAX_HEADER_BYTES = 8 * 1024
HEADER_TIMEOUT_S = 5.0
AT_ONCE_S = 0.25
"""A request that is not whole after this is a slow client's."""

HALF_SENT_PER_ADDRESS = 16

FIRST_PAUSE_S = 0.01
"""Before another look where the kernel says that there is more and there is not; doubles."""

_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """Request line and headers; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]

    def require_upgrade(self) -> None:
        """Raises RefusedUpgrade unless the request asks for a WebSocket.

        Source: RFC 6455 section 4.2.1, https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1
        """
        if self.method != "GET" or self.headers.get("upgrade", "").lower() != "websocket":
            raise RefusedUpgrade(HTTPStatus.UPGRADE_REQUIRED, "only WebSocket upgrades are answered here")


class RefusedUpgrade(InvalidInput):
    """The request is no acceptable upgrade; `status` is the HTTP answer it gets."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


class ConnectionGone(Exception):
    """The client left before its request was complete."""


class HalfSentRequests:
    """How many clients of each address take their time over their request.

    A reverse proxy, which brings all callers from one address, sends a request in one piece and is never counted.

    Args:
        limit: of one address at a time.
    """

    def __init__(self, limit: int = HALF_SENT_PER_ADDRESS) -> None:
        self._limit = limit
        self._waiting: Counter[str] = Counter()

    @contextlib.contextmanager
    def one_more(self, address: str) -> Generator[None]:
        """Raises RefusedUpgrade when the address has its share already."""
        if self._waiting[address] >= self._limit:
            raise RefusedUpgrade(HTTPStatus.TOO_MANY_REQUESTS, "too many unfinished requests")
        self._waiting[address] += 1
        try:
            yield
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]


async def peek_request(
    sock: socket.socket,
    timeout_s: float = HEADER_TIMEOUT_S,
    *,
    half_sent: HalfSentRequests | None = None,
) -> HttpRequest:
    """The request waiting in a non-blocking TCP socket, still unread afterwards.

    Raises:
        RefusedUpgrade: too slow, too large, no HTTP, or one too many of this address that are not whole.
        ConnectionGone: the client closed.
    """
    request = await _peek_within(sock, AT_ONCE_S)
    if request is None:
        with half_sent.one_more(_address(sock)) if half_sent is not None else contextlib.nullcontext():
            request = await _peek_within(sock, timeout_s - AT_ONCE_S)
    if request is None:
        raise RefusedUpgrade(HTTPStatus.REQUEST_TIMEOUT, "no complete request header in time")
    return request


async def _peek_within(sock: socket.socket, timeout_s: float) -> HttpRequest | None:
    """None when the request is not whole by then."""
    try:
        async with asyncio.timeout(timeout_s):
            return await _peek(sock)
    except TimeoutError:
        return None
    finally:
        with contextlib.suppress(OSError):
            # Whoever has the socket next wants to hear of every byte.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)


async def _peek(sock: socket.socket) -> HttpRequest:
    seen, pause_s = 0, FIRST_PAUSE_S
    while True:
        await _readable(sock)
        try:
            data = sock.recv(MAX_HEADER_BYTES + 1, socket.MSG_PEEK)
        except BlockingIOError:
            continue
        except OSError as error:
            raise ConnectionGone from error
        if not data:
            raise ConnectionGone
        end = data.find(_END)
        if end != -1:
            return parse_request(data[:end])
        if len(data) > MAX_HEADER_BYTES:
            raise RefusedUpgrade(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the request header is larger than 8 KiB"
            )
        if len(data) == seen:
            if _will_send_no_more(sock):
                raise ConnectionGone
            await asyncio.sleep(pause_s)
            pause_s *= 2
        seen = len(data)
        # What was only looked at keeps the socket readable; from now on it is when there is more.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, seen + 1)


def _will_send_no_more(sock: socket.socket) -> bool:
    """Whether the client has closed its side behind what can be read; False where the kernel does not tell."""
    if not hasattr(select, "POLLRDHUP"):
        return False
    asked = select.poll()
    asked.register(sock, select.POLLRDHUP)
    return bool(asked.poll(0))


def _address(sock: socket.socket) -> str:
    try:
        return str(sock.getpeername()[0])
    except OSError as error:
        raise ConnectionGone from error


def parse_request(head: bytes) -> HttpRequest:
    """Splits a request head. Raises RefusedUpgrade when it is no HTTP/1.1 request."""
    try:
        request_line, *lines = head.decode("latin-1").split("\r\n")
        method, path, version = request_line.split(" ")
        headers: dict[str, str] = {}
        for line in lines:
            name, colon, value = line.partition(":")
            if not colon:
                raise ValueError("a header without a colon")
            headers[name.strip().lower()] = value.strip()
    except ValueError:
        raise RefusedUpgrade(HTTPStatus.BAD_REQUEST, "this is no HTTP request") from None
    if not version.startswith("HTTP/1."):
        raise RefusedUpgrade(HTTPStatus.BAD_REQUEST, "this is no HTTP/1.1 request")
    return HttpRequest(method, path, headers)


async def _readable(sock: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    loop.add_reader(sock.fileno(), lambda: ready.done() or ready.set_result(None))
    try:
        await ready
    finally:
        loop.remove_reader(sock.fileno())


def plain_answer(status: HTTPStatus, reason: str) -> bytes:
    """An HTTP answer of one line, as bytes: to a refused upgrade, or to a question after the gateway's health."""
    body = f"{reason}\n".encode()
    extra = "Retry-After: 1\r\n" if status is HTTPStatus.SERVICE_UNAVAILABLE else ""
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n{extra}Connection: close\r\n\r\n"
    )
    return head.encode() + body
