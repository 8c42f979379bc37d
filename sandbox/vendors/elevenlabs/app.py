"""ElevenLabs as its SDK sees it: text to speech over HTTP and WebSocket, voices, models and the user.

Speaks with espeak-ng; by the script when the options say so.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.faults import Fault
from sandbox.options import StandInOptions
from sandbox.speech.speaker import Speaker
from sandbox.speech.voices import AGENT
from sandbox.vendors.elevenlabs import account, errors
from sandbox.vendors.elevenlabs.requests import socket_options, speech_request
from sandbox.vendors.elevenlabs.sockets import INTERNAL_ERROR, SocketCut, TextSocket
from sandbox.vendors.elevenlabs.voicing import Voicing

_VENDOR = "elevenlabs"
_MP3_FRAME = bytes.fromhex("fffb9064") + bytes(413)
"""One frame of MPEG-1 layer III, 128 kbit/s at 44.1 kHz."""

_NO_SPEECH = {
    "silent": (b"", "audio/basic"),
    "stub": (b"\xff", "audio/basic"),
    "mp3": (_MP3_FRAME * 60, "audio/mpeg"),
}
"""Answers of status 200 that are no telephone speech, by the fault that asks for them."""

_Endpoint = Callable[[Request], Awaitable[Response]]


class _CutResponse(StreamingResponse):
    """An answer whose body is broken off: the connection closes before the last chunk was announced."""

    async def stream_response(self, send: Send) -> None:
        head = {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
        await send(head)
        async for chunk in self.body_iterator:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})


class _HangingResponse(Response):
    """No answer at all, until the client gives up."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            continue


def _instead_of_speech(fault: Fault) -> Response | None:
    """What a fault has answered in place of speech; None when it only breaks off. Raises Refusal."""
    if fault.kind == "refuse":
        raise errors.unavailable(fault.status, fault.retry_after_s)
    if fault.kind == "hang":
        return _HangingResponse()
    if fault.kind in _NO_SPEECH:
        content, kind = _NO_SPEECH[fault.kind]
        return Response(content, headers={"request-id": uuid4().hex}, media_type=kind)
    return None


def _one_voice(request: Request) -> dict[str, Any]:
    """The voice of the path; raises Refusal."""
    voice_id = request.path_params["voice_id"]
    if voice_id == account.UNKNOWN_VOICE:
        raise errors.unknown_voice(voice_id)
    return account.voice(voice_id)


def build(options: StandInOptions) -> Starlette:
    """The ElevenLabs stand-in.

    Its voice process starts with the first real sentence and ends with the application, or with this process.
    """
    speaker = Speaker()
    voicing = Voicing(speaker, options.scripted)

    def check_key(connection: HTTPConnection) -> None:
        if connection.headers.get("xi-api-key") != options.credentials.elevenlabs_api_key:
            raise errors.bad_key()

    def answering(endpoint: _Endpoint) -> _Endpoint:
        async def answer(request: Request) -> Response:
            try:
                check_key(request)
                return await endpoint(request)
            except errors.Refusal as refusal:
                return refusal.response()

        return answer

    def telling(content: Callable[[Request], Any]) -> _Endpoint:
        async def tell(request: Request) -> Response:
            return JSONResponse(content(request))

        return answering(tell)

    async def speak(request: Request) -> Response:
        text, output_format, rate = await speech_request(request)
        fault = options.faults.take(_VENDOR)
        if fault is not None and (instead := _instead_of_speech(fault)) is not None:
            return instead
        headers = {
            "request-id": uuid4().hex,
            "history-item-id": uuid4().hex,
            "character-cost": str(len(text)),
        }
        kind = "audio/basic" if output_format.startswith("ulaw") else "audio/pcm"
        if fault is not None:
            cut = _audio(voicing, text, output_format, rate, limit=fault.after_chunks)
            return _CutResponse(cut, headers=headers, media_type=kind)
        audio = _audio(voicing, text, output_format, rate)
        if request.url.path.endswith("/stream"):
            return StreamingResponse(audio, headers=headers, media_type=kind)
        return Response(b"".join([chunk async for chunk in audio]), headers=headers, media_type=kind)

    async def serve_text(socket: WebSocket, *, multi: bool) -> None:
        fault = options.faults.take(_VENDOR)
        try:
            check_key(socket)
            settings = socket_options(socket)
            if fault is not None and fault.kind == "refuse":
                raise errors.unavailable(fault.status)
        except errors.Refusal as refusal:
            await socket.send_denial_response(refusal.response())
            return
        await socket.accept()
        if fault is not None and fault.kind == "drop" and fault.after_chunks == 0:
            await socket.close(INTERNAL_ERROR)
            return
        with suppress(WebSocketDisconnect, SocketCut):
            await _converse(socket, TextSocket(socket, voicing, settings, fault, multi=multi), fault)

    async def stream_input(socket: WebSocket) -> None:
        await serve_text(socket, multi=False)

    async def multi_stream_input(socket: WebSocket) -> None:
        await serve_text(socket, multi=True)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if options.scripted is None:
            await speaker.speak_to_ulaw("Hello.", AGENT)
        yield
        speaker.close()

    path = "/v1/text-to-speech/{voice_id}"
    return Starlette(
        routes=[
            Route(path, answering(speak), methods=["POST"]),
            Route(f"{path}/stream", answering(speak), methods=["POST"]),
            WebSocketRoute(f"{path}/stream-input", stream_input),
            WebSocketRoute(f"{path}/multi-stream-input", multi_stream_input),
            Route("/v1/voices", telling(lambda _: account.voices()), methods=["GET"]),
            Route("/v2/voices", telling(lambda _: account.voices_page()), methods=["GET"]),
            Route("/v1/voices/{voice_id}", telling(_one_voice), methods=["GET"]),
            Route("/v1/models", telling(lambda _: account.models()), methods=["GET"]),
            Route("/v1/user", telling(lambda _: account.user()), methods=["GET"]),
            Route(
                "/v1/user/subscription", telling(lambda _: account.extended_subscription()), methods=["GET"]
            ),
        ],
        lifespan=lifespan,
    )


async def _audio(
    voicing: Voicing, text: str, output_format: str, rate: float, limit: int | None = None
) -> AsyncGenerator[bytes]:
    """The bytes to send, all of them or the first `limit` chunks."""
    sent = 0
    async with aclosing(voicing.speak(text, output_format, rate)) as chunks:
        async for chunk in chunks:
            if sent == limit:
                return
            yield chunk.audio
            sent += 1


async def _converse(socket: WebSocket, conversation: TextSocket, fault: Fault | None) -> None:
    if fault is not None and fault.kind == "hang":
        while True:
            await socket.receive_text()
    try:
        async with asyncio.TaskGroup() as group:
            await conversation.run(group)
            raise SocketCut
    except* (SocketCut, WebSocketDisconnect):
        pass
