"""One open recognition socket of the SDK, with limits on every wait."""

import asyncio
import contextlib
import math
from typing import Any

from deepgram.listen.v1.socket_client import AsyncV1SocketClient
from deepgram.listen.v2.socket_client import AsyncV2SocketClient
from websockets.legacy.client import WebSocketClientProtocol

from domain.audio import BYTES_PER_MS
from domain.errors import ProviderError
from providers.deepgram.failures import PROVIDER, SDK_ERRORS, provider_error
from providers.deepgram.message import read

_TAKEN_AT_ONCE_BYTES = 8192
"""The connection makes nobody wait for so little while it has sent all else; its limit is 64 KiB."""


class RecognitionSocket:
    """Sends audio and receives messages; one task each.

    A message costs 14 µs of CPU to send, whatever its length.

    Args:
        socket: the SDK's, over `websocket`; v1 gets KeepAlive messages, v2 has none.
        websocket: what is received comes from here.
        chunk_ms: audio is gathered into messages of at least this length.
        send_timeout_s: how long the connection may refuse to take audio.
        finish_timeout_s: how long the last results may take after `finish`.
        unanswered_s: how long the vendor may take audio without saying anything; None for any time.
        keep_alive_s: how long v1 may go without audio before it is told to wait on.
    """

    def __init__(
        self,
        socket: AsyncV1SocketClient | AsyncV2SocketClient,
        websocket: WebSocketClientProtocol,
        operation: str,
        *,
        chunk_ms: int,
        send_timeout_s: float,
        finish_timeout_s: float,
        unanswered_s: float | None,
        keep_alive_s: float,
    ) -> None:
        self._socket = socket
        self._websocket = websocket
        self._operation = operation
        self._chunk_bytes = chunk_ms * BYTES_PER_MS
        self._send_timeout_s = send_timeout_s
        self._finish_timeout_s = finish_timeout_s
        self._unanswered_limit_s = math.inf if unanswered_s is None else unanswered_s
        self._keep_alive_s = keep_alive_s if isinstance(socket, AsyncV1SocketClient) else math.inf
        self._unanswered_since_s: float | None = None
        self._pending = bytearray()
        self._finished = False
        self._finish_by_s = 0.0
        self._last_sent_s = asyncio.get_running_loop().time()
        self._receive_limit: asyncio.Timeout | None = None

    async def send(self, audio: bytes) -> None:
        """Hands over µ-law. Raises ProviderError when the connection is gone, stuck or unanswered."""
        if self._finished:
            raise ProviderError(PROVIDER, self._operation, "the stream is finished")
        if self._pending or len(audio) < self._chunk_bytes:
            self._pending += audio
            if len(self._pending) < self._chunk_bytes:
                return
            audio = bytes(self._pending)
            self._pending.clear()
        # By the clock: after a reconnection seconds of audio are sent at once.
        now_s = asyncio.get_running_loop().time()
        if self._unanswered_since_s is None:
            self._unanswered_since_s = now_s
        elif (waited_s := now_s - self._unanswered_since_s) > self._unanswered_limit_s:
            raise ProviderError(
                PROVIDER, self._operation, f"no answer to audio for {waited_s:.1f} s", retryable=True
            )
        await self._write(audio)

    async def receive(self) -> Any:
        """The next message (`providers.deepgram.message`); None once the vendor has closed after `finish`.

        Raises:
            ProviderError: the connection broke, or the vendor did not close in time after `finish`.
        """
        loop = asyncio.get_running_loop()
        while True:
            try:
                async with asyncio.timeout_at(self._wake_at_s()) as self._receive_limit:
                    message = read(await self._websocket.recv())
            except TimeoutError:
                if self._finished and loop.time() >= self._finish_by_s:
                    raise ProviderError(PROVIDER, self._operation, "did not finish in time", True) from None
                await self._keep_alive()
            except SDK_ERRORS as error:
                if self._finished:
                    return None
                raise provider_error(self._operation, error) from error
            else:
                self._unanswered_since_s = None
                return message

    async def finish(self) -> None:
        """Tells the vendor no more audio comes; harmless when repeated or when the connection is gone."""
        if self._finished:
            return
        with contextlib.suppress(ProviderError):
            if self._pending:
                await self._write(bytes(self._pending))
        self._finished = True
        self._finish_by_s = asyncio.get_running_loop().time() + self._finish_timeout_s
        with contextlib.suppress(TimeoutError, *SDK_ERRORS):
            async with asyncio.timeout(self._send_timeout_s):
                await self._socket.send_close_stream()
        if self._receive_limit is not None and not self._receive_limit.expired():
            with contextlib.suppress(RuntimeError):
                self._receive_limit.reschedule(self._finish_by_s)

    async def _write(self, audio: bytes) -> None:
        try:
            if len(audio) <= _TAKEN_AT_ONCE_BYTES and not self._websocket.transport.get_write_buffer_size():
                await self._socket.send_media(audio)
            else:
                async with asyncio.timeout(self._send_timeout_s):
                    await self._socket.send_media(audio)
        except TimeoutError:
            raise ProviderError(PROVIDER, self._operation, "takes no more audio", retryable=True) from None
        except SDK_ERRORS as error:
            raise provider_error(self._operation, error) from error
        self._last_sent_s = asyncio.get_running_loop().time()

    def _wake_at_s(self) -> float | None:
        if self._finished:
            return self._finish_by_s
        return None if math.isinf(self._keep_alive_s) else self._last_sent_s + self._keep_alive_s

    async def _keep_alive(self) -> None:
        """Sent by the reading task, so that a stream needs no task of its own."""
        now = asyncio.get_running_loop().time()
        if not isinstance(self._socket, AsyncV1SocketClient) or now < self._last_sent_s + self._keep_alive_s:
            return
        self._last_sent_s = now
        try:
            async with asyncio.timeout(self._send_timeout_s):
                await self._socket.send_keep_alive()
        except (TimeoutError, *SDK_ERRORS):
            return  # the next receive tells why
