"""Deepgram's WebSockets, opened with the TLS context the process shares.

The SDK's own `connect` takes no context and loads the authorities anew for every stream, 21 ms and 2 MiB a call
(measured); its `transport_factory` replaces the connections of ten modules for the whole process. Its socket clients
take any connection, so the connection is made here, by the library the SDK makes it with.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlencode

from websockets.legacy.client import WebSocketClientProtocol, connect

from providers.deepgram.failures import SDK_ERRORS, late, provider_error
from providers.tls import tls_context

CLOSE_TIMEOUT_S = 1.0
_HANDSHAKE_GRACE_S = 0.2


@asynccontextmanager
async def connected(
    url: str, query: Mapping[str, Any], api_key: str, operation: str, within_s: float
) -> AsyncGenerator[WebSocketClientProtocol]:
    """An open WebSocket; leaving the block closes it, within `CLOSE_TIMEOUT_S` even when the vendor is silent.

    Args:
        url: `ws(s)://...`.
        query: a list is one parameter for each of its values, None is none.
        operation: for errors.
        within_s: how long the vendor may take to accept.

    Raises:
        ProviderError: on entering, when the vendor refuses or does not answer in time.
    """
    try:
        # Cancelled once, the handshake waits up to 10 s for the peer to hang up; the outer limit cancels that wait.
        async with asyncio.timeout(within_s + _HANDSHAKE_GRACE_S), asyncio.timeout(within_s):
            websocket = await _connecting(url, query, api_key)
    except TimeoutError:
        raise late(operation) from None
    except SDK_ERRORS as error:
        # Without its cause: the frames of the handshake hold the key, and error reports show variables of frames.
        raise provider_error(operation, error) from None
    try:
        yield websocket
    finally:
        await _close(websocket)


def _connecting(url: str, query: Mapping[str, Any], api_key: str) -> connect:
    parameters = {name: value for name, value in query.items() if value is not None}
    return connect(
        f"{url}?{urlencode(parameters, doseq=True)}",
        extra_headers={"Authorization": f"Token {api_key}"},
        compression=None,  # µ-law does not get smaller; deflated it costs a fifth more to send
        ssl=tls_context() if url.startswith("wss://") else None,
    )


async def _close(websocket: WebSocketClientProtocol) -> None:
    """Says goodbye, and drops the connection when the peer does not answer.

    Cancelled or timed out, the library's own closing would wait 20 s for such a peer and swallow the cancellation.
    """
    task = asyncio.current_task()
    cancelled_before = task.cancelling() if task else 0
    drop = asyncio.get_running_loop().call_later(CLOSE_TIMEOUT_S, websocket.transport.abort)
    try:
        with suppress(*SDK_ERRORS):
            await websocket.close()
    finally:
        drop.cancel()
    if task and task.cancelling() > cancelled_before:
        raise asyncio.CancelledError
