"""The WebSocket under a Media Stream: sans-IO `websockets` on a plain asyncio transport.

Sending and receiving are synchronous calls from the pacer and the transport: no task and no queue per message, which
is what keeps a simulated call cheap.
"""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from typing import cast

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidHandshake, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.uri import parse_uri

_LINGER_S = 2.0


class UpgradeFailed(Exception):
    """The far end did not upgrade.

    Attributes:
        code: Twilio's: 31920 not a 101, 31902 refused, 31901 timed out, 31910 TLS, 31924 protocol error.
        status: the HTTP status, when there was one.
    """

    def __init__(self, code: int, message: str, status: int | None = None) -> None:
        super().__init__(code, message, status)
        self.code = code
        self.message = message
        self.status = status

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class StreamSocket(asyncio.Protocol):
    """One client WebSocket, compression off.

    Args:
        url: `ws://` or `wss://`.
        headers: sent with the upgrade.
        on_text: gets each text message, in order.
        on_binary: gets each binary message.
        on_closed: called once, with the close code (1006 when the connection was lost without one).
    """

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        on_text: Callable[[str], None],
        on_binary: Callable[[bytes], None],
        on_closed: Callable[[int], None],
    ) -> None:
        self._uri = parse_uri(url)
        self._headers = headers
        self._on_text = on_text
        self._on_binary = on_binary
        self._on_closed = on_closed
        self._websocket = ClientProtocol(self._uri, max_size=2**24)
        self._transport: asyncio.Transport | None = None
        self._upgraded: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._gone = asyncio.Event()
        self._cut_off: asyncio.TimerHandle | None = None
        self._parts: list[bytes] = []
        self._parts_are_text = True
        self.congested = False

    async def open(self, timeout_s: float) -> None:
        """Connects and upgrades; raises UpgradeFailed."""
        context = ssl.create_default_context() if self._uri.secure else None
        try:
            async with asyncio.timeout(timeout_s):
                await asyncio.get_running_loop().create_connection(
                    lambda: self, self._uri.host, self._uri.port, ssl=context
                )
                await self._upgraded
        except TimeoutError as error:
            self.abort()
            raise UpgradeFailed(31901, "the connection timed out") from error
        except ssl.SSLError as error:
            raise UpgradeFailed(31910, f"TLS: {error}") from error
        except OSError as error:
            raise UpgradeFailed(31902, f"the connection was refused: {error}") from error
        except (UpgradeFailed, asyncio.CancelledError):
            self.abort()
            raise

    @property
    def is_open(self) -> bool:
        return self._websocket.state is State.OPEN and self._transport is not None

    def send_text(self, message: str) -> None:
        """Sends one text message; silently nothing once closing has begun."""
        if not self.is_open:
            return
        self._websocket.send_text(message.encode())
        self._flush()

    async def close(self, timeout_s: float = _LINGER_S) -> None:
        """Closes with 1000 and waits for the far end; drops the connection when that takes longer."""
        if self.is_open:
            self._websocket.send_close(1000)
            self._flush()
        try:
            async with asyncio.timeout(timeout_s):
                await self._gone.wait()
        except TimeoutError:
            self.abort()

    def abort(self) -> None:
        """Drops the connection without a closing handshake."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        request = self._websocket.connect()
        for name, value in self._headers.items():
            request.headers[name] = value
        self._websocket.send_request(request)
        self._flush()

    def data_received(self, data: bytes) -> None:
        self._websocket.receive_data(data)
        self._take_events()
        self._flush()

    def eof_received(self) -> None:
        self._websocket.receive_eof()
        self._take_events()
        self._flush()

    def pause_writing(self) -> None:
        self.congested = True

    def resume_writing(self) -> None:
        self.congested = False

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._cut_off is not None:
            self._cut_off.cancel()
        if self._websocket.state is not State.CLOSED:
            self._websocket.receive_eof()
        self._gone.set()
        if not self._upgraded.done():
            self._upgraded.set_exception(UpgradeFailed(31920, "the connection ended before the upgrade"))
        elif not self._upgraded.cancelled() and self._upgraded.exception() is None:
            self._on_closed(self._websocket.close_code or 1006)

    def _take_events(self) -> None:
        for event in self._websocket.events_received():
            if isinstance(event, Response):
                self._take_response()
            elif isinstance(event, Frame):
                self._take_frame(event)
        if self._websocket.handshake_exc is not None:
            self._take_response()

    def _take_response(self) -> None:
        if self._upgraded.done():
            return
        error = self._websocket.handshake_exc
        if error is None:
            self._upgraded.set_result(None)
        elif isinstance(error, InvalidStatus):
            status = error.response.status_code
            self._upgraded.set_exception(UpgradeFailed(31920, f"the upgrade was answered {status}", status))
        else:
            code = 31920 if isinstance(error, InvalidHandshake) else 31924
            self._upgraded.set_exception(UpgradeFailed(code, f"the upgrade failed: {error}"))

    def _take_frame(self, frame: Frame) -> None:
        if frame.opcode not in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            return
        if frame.opcode is not Opcode.CONT:
            self._parts_are_text = frame.opcode is Opcode.TEXT
        self._parts.append(bytes(frame.data))
        if not frame.fin:
            return
        message = b"".join(self._parts)
        self._parts.clear()
        if self._parts_are_text:
            self._on_text(message.decode("utf-8", "replace"))
        else:
            self._on_binary(message)

    def _flush(self) -> None:
        if self._transport is None:
            return
        for data in self._websocket.data_to_send():
            if data:
                self._transport.write(data)
            elif self._transport.can_write_eof():
                self._transport.write_eof()
        if self._websocket.close_expected() and self._cut_off is None:
            # A server that has closed its WebSocket and keeps the connection open is cut off.
            self._cut_off = asyncio.get_running_loop().call_later(_LINGER_S, self.abort)
