"""Deepgram as its SDK sees it: `/v2/listen` (Flux), `/v1/listen` (Nova) and a project list to ping.

Recognises real speech; by the script when the options say so.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox.options import StandInOptions
from sandbox.speech.recogniser import Recogniser
from sandbox.vendors.deepgram import scripted
from sandbox.vendors.deepgram.connection import INTERNAL_ERROR, Connection, Dropped, refuse
from sandbox.vendors.deepgram.flux import FluxSession
from sandbox.vendors.deepgram.marked import MarkedRecogniser
from sandbox.vendors.deepgram.nova import SILENCE_LIMIT_S, NovaSession
from sandbox.vendors.deepgram.parameters import BadParameter, flux_parameters, nova_parameters

_VENDOR = "deepgram"
_UNAUTHORISED = ("INVALID_AUTH", "Invalid credentials.")
_PROJECT = {"project_id": "00000000-0000-4000-8000-000000000001", "name": "Sandbox"}


def build(options: StandInOptions, *, silence_limit_s: float = SILENCE_LIMIT_S) -> Starlette:
    """The Deepgram stand-in.

    Its recognition process starts with the first real stream and ends with the application, or with this process.

    Args:
        options: credentials, script and faults.
        silence_limit_s: how long `/v1/listen` waits for audio or a KeepAlive before NET-0001.
    """
    recogniser = Recogniser()
    make_scripted = _without_recognition(options)

    def authorised(connection: HTTPConnection) -> bool:
        scheme, _, key = connection.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "token" and key == options.credentials.deepgram_api_key

    async def projects(request: Request) -> JSONResponse:
        if not authorised(request):
            code, message = _UNAUTHORISED
            body = {"err_code": code, "err_msg": message, "request_id": str(uuid4())}
            return JSONResponse(body, 401)
        return JSONResponse({"projects": [_PROJECT]})

    async def serve(socket: WebSocket, session: Callable[[Connection], Awaitable[None]]) -> None:
        fault = options.faults.take(_VENDOR)
        if fault is not None and fault.kind == "refuse":
            await refuse(socket, fault.status, "SERVICE_UNAVAILABLE", "The stand-in was asked to refuse.")
            return
        connection = Connection(socket.receive, socket.send, fault)
        await socket.accept(headers=[(b"dg-request-id", connection.request_id.encode())])
        if fault is not None and fault.kind == "hang":
            await connection.hang()
            return
        if fault is not None and fault.after_chunks == 0:
            await connection.close(INTERNAL_ERROR)
            return
        try:
            await session(connection)
        except Dropped:
            return

    async def listen_v2(socket: WebSocket) -> None:
        if not authorised(socket):
            await refuse(socket, 401, *_UNAUTHORISED)
            return
        try:
            parameters = flux_parameters(socket.query_params)
        except BadParameter as problem:
            await refuse(socket, 400, "Bad Request", str(problem))
            return
        if make_scripted is None:
            await serve(socket, lambda it: FluxSession(it, parameters, recogniser).run())
        else:
            await serve(
                socket, partial(scripted.run_flux, parameters=parameters, make_recogniser=make_scripted)
            )

    async def listen_v1(socket: WebSocket) -> None:
        if not authorised(socket):
            await refuse(socket, 401, *_UNAUTHORISED)
            return
        try:
            parameters = nova_parameters(socket.query_params)
        except BadParameter as problem:
            await refuse(socket, 400, "Bad Request", str(problem))
            return
        if make_scripted is None:
            await serve(socket, lambda it: NovaSession(it, parameters, recogniser, silence_limit_s).run())
        else:
            await serve(
                socket, partial(scripted.run_nova, parameters=parameters, make_recogniser=make_scripted)
            )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if options.scripted is None:
            await recogniser.warm_up()
        yield
        recogniser.close()

    return Starlette(
        routes=[
            Route("/v1/projects", projects, methods=["GET"]),
            WebSocketRoute("/v2/listen", listen_v2),
            WebSocketRoute("/v1/listen", listen_v1),
        ],
        lifespan=lifespan,
    )


def _without_recognition(options: StandInOptions) -> scripted.RecogniserMaker | None:
    """What hears in the recogniser's place; None where real speech is recognised."""
    timings = options.scripted
    if timings is None:
        return None
    return partial(MarkedRecogniser if timings.marked else scripted.ScriptedRecogniser, timings.speech_end_ms)
