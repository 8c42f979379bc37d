"""One accepted WebSocket of the Deepgram stand-in: what comes in, what goes out, and the faults in between."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

from starlette.responses import JSONResponse
from starlette.types import Receive, Send
from starlette.websockets import WebSocket

from sandbox.faults import Fault

INTERNAL_ERROR = 1011


class Dropped(Exception):
    """The connection was cut, because a fault asked for it or because the client has gone."""


class Connection:
    """Messages in and out of one client. Sends may come from several tasks; they are written whole."""

    def __init__(self, receive: Receive, send: Send, fault: Fault | None) -> None:
        self._receive = receive
        self._send = send
        self._fault = fault
        self._useful_left = fault.after_chunks if fault is not None and fault.kind == "drop" else -1
        self.repeats = fault is not None and fault.kind == "repeat"
        """Whether the ends of turns are told twice."""
        self.request_id = str(uuid4())

    async def messages(self) -> AsyncIterator[bytes | dict[str, Any]]:
        """Audio as bytes, text frames as parsed JSON objects (`{}` when they are not), until the client goes."""
        while True:
            event = await self._receive()
            if event["type"] == "websocket.disconnect":
                return
            if event["type"] != "websocket.receive":
                continue
            if (audio := event.get("bytes")) is not None:
                yield audio
            else:
                yield _parsed(event.get("text") or "")

    async def send(self, message: Mapping[str, Any] | str, *, useful: bool = True) -> None:
        """Writes one message.

        Args:
            message: an object, or JSON text.
            useful: whether it counts for a `drop` fault.

        Raises:
            Dropped: the connection is gone, by a fault or by the client.
        """
        text = message if isinstance(message, str) else json.dumps(message, separators=(",", ":"))
        try:
            await self._send({"type": "websocket.send", "text": text})
        except (RuntimeError, OSError) as error:
            raise Dropped from error
        if useful and self._useful_left > 0:
            self._useful_left -= 1
            if self._useful_left == 0:
                await self.close(INTERNAL_ERROR, "")
                raise Dropped

    async def close(self, code: int = 1000, reason: str = "") -> None:
        with suppress(RuntimeError, OSError):
            await self._send({"type": "websocket.close", "code": code, "reason": reason})

    async def hang(self) -> None:
        """Reads and says nothing until the client goes."""
        async for _ in self.messages():
            await asyncio.sleep(0)


def _parsed(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


async def refuse(socket: WebSocket, status: int, code: str, message: str) -> None:
    """Answers the upgrade request with an HTTP error in Deepgram's words.

    Source: https://developers.deepgram.com/docs/errors
    """
    body = {"err_code": code, "err_msg": message, "request_id": str(uuid4())}
    await socket.send_denial_response(JSONResponse(body, status, {"dg-error": message}))
