"""All vendor stand-ins in one process: `python -m sandbox.vendors.server --port 9000`.

/twilio  /deepgram  /openai  /elevenlabs  /sendgrid  /stripe  /google  /square   each vendor's own paths below
/_sandbox/faults    POST {"vendor", "kind", "count"?, ...}, DELETE: `sandbox.faults.Fault`
/_sandbox/cuts      POST {"vendor"}: resets every open connection of the vendor; answers {"cut": how many}
/_sandbox/timings   GET  the scripted timings, null when the stand-ins do real work
"""

import argparse
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict

import uvicorn
from pydantic import BaseModel, Field, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

import sandbox.vendors.deepgram.app
import sandbox.vendors.elevenlabs.app
import sandbox.vendors.google.app
import sandbox.vendors.openai.app
import sandbox.vendors.sendgrid.app
import sandbox.vendors.square.app
import sandbox.vendors.stripe.app
import sandbox.vendors.twilio.app
from sandbox.faults import Fault, FaultKind
from sandbox.options import ScriptedTimings, StandInOptions
from sandbox.vendors.open_sockets import OpenSockets


class FaultOrder(BaseModel, extra="forbid"):
    vendor: str
    kind: FaultKind
    status: int = Field(503, ge=400, le=599)
    after_chunks: int = Field(1, ge=0)
    retry_after_s: float | None = Field(None, ge=0)
    after_s: float = Field(7.0, ge=0, le=60)
    count: int = Field(1, ge=1, le=1000)


class CutOrder(BaseModel, extra="forbid"):
    vendor: str


def build(options: StandInOptions, sockets: OpenSockets | None = None) -> Starlette:
    """Every vendor under its prefix, and the routes by which tests steer them.

    Args:
        sockets: what the server notes its connections in; without it there is nothing to cut.
    """
    sockets = sockets or OpenSockets()

    async def arm(request: Request) -> Response:
        try:
            order = FaultOrder.model_validate_json(await request.body())
        except ValidationError as error:
            return JSONResponse({"error": error.errors(include_url=False, include_input=False)}, 422)
        fault = Fault(**order.model_dump(exclude={"count"}))
        options.faults.arm(fault, order.count)
        return JSONResponse({"armed": order.count}, 201)

    async def disarm(_request: Request) -> Response:
        options.faults.clear()
        return Response(status_code=204)

    async def cut(request: Request) -> Response:
        try:
            order = CutOrder.model_validate_json(await request.body())
        except ValidationError as error:
            return JSONResponse({"error": error.errors(include_url=False, include_input=False)}, 422)
        return JSONResponse({"cut": sockets.cut(order.vendor)})

    async def timings(_request: Request) -> Response:
        return JSONResponse(asdict(options.scripted) if options.scripted else None)

    vendors = {
        "/twilio": sandbox.vendors.twilio.app.build(options),
        "/deepgram": sandbox.vendors.deepgram.app.build(options),
        "/openai": sandbox.vendors.openai.app.build(options),
        "/elevenlabs": sandbox.vendors.elevenlabs.app.build(options),
        "/sendgrid": sandbox.vendors.sendgrid.app.build(options),
        "/stripe": sandbox.vendors.stripe.app.build(options),
        "/google": sandbox.vendors.google.app.build(options),
        "/square": sandbox.vendors.square.app.build(options),
    }

    @asynccontextmanager
    async def every_lifespan(_app: Starlette) -> AsyncIterator[None]:
        # Starlette runs no lifespan of a mounted application.
        async with AsyncExitStack() as stack:
            for app in vendors.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            yield

    return Starlette(
        lifespan=every_lifespan,
        routes=[
            Route("/_sandbox/faults", arm, methods=["POST"]),
            Route("/_sandbox/faults", disarm, methods=["DELETE"]),
            Route("/_sandbox/cuts", cut, methods=["POST"]),
            Route("/_sandbox/timings", timings),
            *(Mount(prefix, sockets.noting(prefix[1:], app)) for prefix, app in vendors.items()),
        ],
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--scripted", help="timings as JSON; empty object for the defaults")
    parser.add_argument("--answer-ms", type=float, default=0.0, help="how long a text or a mail takes")
    parser.add_argument("--mail-events-url", help="where SendGrid posts what becomes of mails")
    arguments = parser.parse_args()
    scripted = ScriptedTimings(**json.loads(arguments.scripted)) if arguments.scripted else None
    sockets = OpenSockets()
    uvicorn.run(
        build(
            StandInOptions(
                scripted=scripted,
                message_s=arguments.answer_ms / 1000,
                mail_events_url=arguments.mail_events_url,
            ),
            sockets,
        ),
        http=sockets.protocol(),
        host="127.0.0.1",
        port=arguments.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    main()
