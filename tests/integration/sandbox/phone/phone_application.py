"""A small application for the simulated phone to call: TwiML by path, a stream handler, everything it was sent."""

import json
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from twilio.request_validator import RequestValidator

from domain.audio import FRAME_BYTES, FRAME_MS
from sandbox.options import Credentials
from tests.support.serving import serve_app

TOKEN = Credentials().twilio_auth_token
VOICED = bytes([0x10, 0x90]) * (FRAME_BYTES // 2)
"""20 ms of µ-law far above any threshold."""


def tone(ms: int) -> bytes:
    """Loud µ-law."""
    return VOICED * (ms // FRAME_MS)


@dataclass(frozen=True)
class Received:
    """One webhook as the application saw it."""

    method: str
    path: str
    form: dict[str, str]
    query: dict[str, str]
    headers: dict[str, str]
    signed: bool


class StreamSession:
    """The application's side of one stream."""

    def __init__(self, socket: WebSocket, application: "Application") -> None:
        self._socket = socket
        self._application = application
        self.sid = ""
        self.seen: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        """The next message; raises WebSocketDisconnect at the end."""
        message = json.loads(await self._socket.receive_text())
        self.seen.append(message)
        self._application.messages.append(message)
        if message["event"] == "start":
            self.sid = message["streamSid"]
        return message

    async def expect(self, event: str) -> dict[str, Any]:
        """The next message of this kind; others are kept in `seen`."""
        while True:
            message = await self.receive()
            if message["event"] == event:
                return message

    async def send(self, message: dict[str, Any]) -> None:
        self._application.sent.append(message)
        await self._socket.send_text(json.dumps(message))

    async def send_raw(self, text: str) -> None:
        await self._socket.send_text(text)

    async def send_binary(self, data: bytes) -> None:
        await self._socket.send_bytes(data)

    async def play(self, audio: bytes) -> None:
        media = {"payload": b64encode(audio).decode()}
        await self.send({"event": "media", "streamSid": self.sid, "media": media})

    async def mark(self, name: str) -> None:
        await self.send({"event": "mark", "streamSid": self.sid, "mark": {"name": name}})

    async def clear(self) -> None:
        await self.send({"event": "clear", "streamSid": self.sid})

    async def close(self, code: int = 1000) -> None:
        await self._socket.close(code)

    async def listen_to_end(self) -> None:
        """Reads until the phone stops the stream."""
        await self.expect("stop")

    def caller_audio(self) -> bytes:
        return b"".join(b64decode(m["media"]["payload"]) for m in self.seen if m["event"] == "media")


StreamHandler = Callable[[StreamSession], Awaitable[None]]


@dataclass
class Application:
    """What is served and what came in.

    `documents` maps a path to TwiML, to (status, body) or to (status, body, headers); `{base}` and `{ws}` are replaced.
    """

    documents: dict[str, Any] = field(default_factory=dict)
    on_stream: StreamHandler = StreamSession.listen_to_end
    received: list[Received] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    upgrades: list[dict[str, str]] = field(default_factory=list)
    base: str = ""

    def of(self, path: str) -> list[Received]:
        return [request for request in self.received if request.path == path]

    def url(self, path: str) -> str:
        return self.base + path

    @property
    def ws(self) -> str:
        return self.base.replace("http", "ws", 1)

    async def _webhook(self, request: Request) -> Response:
        body = await request.body()
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        url = self.base + request.url.path + (f"?{request.url.query}" if request.url.query else "")
        signed = RequestValidator(TOKEN).validate(url, form, request.headers.get("x-twilio-signature", ""))
        self.received.append(
            Received(
                request.method,
                request.url.path,
                form,
                dict(request.query_params),
                dict(request.headers),
                signed,
            )
        )
        answer = self.documents.get(request.url.path, (404, "nothing here"))
        status, text, headers = 200, answer, {}
        if isinstance(answer, tuple):
            status, text, headers = (*answer, {})[:3]
        text = text.replace("{base}", self.base).replace("{ws}", self.ws)
        headers = {name: value.replace("{base}", self.base) for name, value in headers.items()}
        return Response(text, status, headers={"content-type": "text/xml", **headers})

    async def _stream(self, socket: WebSocket) -> None:
        self.upgrades.append(dict(socket.headers))
        await socket.accept()
        try:
            await self.on_stream(StreamSession(socket, self))
        except WebSocketDisconnect:
            return

    def asgi(self) -> Starlette:
        return Starlette(
            routes=[
                WebSocketRoute("/media/{call}", self._stream),
                Route("/{path:path}", self._webhook, methods=["GET", "POST"]),
            ]
        )


@asynccontextmanager
async def serving(application: Application):
    """Serves it on a real socket."""
    async with serve_app(application.asgi()) as base:
        application.base = base
        yield application


CONNECT = '<Response><Connect action="/after"><Stream url="{ws}/media/1"/></Connect></Response>'


class SilentCaller:
    """Says nothing until hung up."""

    async def run(self, phone: Any) -> None:
        await phone.handset.pause(3600)
