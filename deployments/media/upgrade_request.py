"""Reading a WebSocket upgrade request without taking it out of the socket.

Whoever gets the socket afterwards answers the handshake itself, so the bytes are only looked at (MSG_PEEK).
"""

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from domain.errors import InvalidInput

MAX_HEADER_BYTES = 8 * 1024
HEADER_TIMEOUT_S = 5.0
_RETRY_S = 0.01
"""Peeked bytes keep the socket readable, so a half-sent header is looked at again by the clock."""

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


async def peek_request(sock: socket.socket, timeout_s: float = HEADER_TIMEOUT_S) -> HttpRequest:
    """The request waiting in a non-blocking socket, still unread afterwards.

    Raises:
        RefusedUpgrade: too slow, too large, or no HTTP.
        ConnectionGone: the client closed.
    """
    try:
        async with asyncio.timeout(timeout_s):
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
                await asyncio.sleep(_RETRY_S)
    except TimeoutError:
        raise RefusedUpgrade(HTTPStatus.REQUEST_TIMEOUT, "no complete request header in time") from None


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
