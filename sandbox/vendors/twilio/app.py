"""The stand-in for Twilio's REST API, as the official SDK and the vendor's contract know it."""

import asyncio
import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from sandbox.options import Credentials, StandInOptions
from sandbox.vendors.twilio.answers import ApiRefusal, not_authenticated, not_found, refused
from sandbox.vendors.twilio.carrier_hub import CarrierHub
from sandbox.vendors.twilio.resources import API_VERSION, Account
from sandbox.vendors.twilio.rest_calls import CallRoutes
from sandbox.vendors.twilio.rest_messages import MessageRoutes
from sandbox.vendors.twilio.rest_numbers import NumberRoutes
from sandbox.vendors.twilio.rest_tapes import TapeRoutes
from sandbox.vendors.twilio.text_webhooks import TextWebhooks

_Handler = Callable[[Request], Awaitable[Response]]


def build(options: StandInOptions) -> Starlette:
    """The stand-in as an application; `TWILIO_BASE_URL` points at where it is mounted.

    Beside the REST API it serves, without credentials: `GET /_sandbox/messages`, `GET /_sandbox/calls`, `POST
    /_sandbox/texts` (From, To, Body, Url: somebody writes, and Url is told), and with them the carriers' WebSocket
    `/_sandbox/carrier`.
    """
    account = Account(options.credentials.twilio_account_sid)
    hub = CarrierHub(account)
    base = f"/{API_VERSION}/Accounts"

    def route(path: str, handler: _Handler, *methods: str, work: bool = False) -> Route:
        return Route(path, _guarded(options, handler, work=work), methods=list(methods))

    calls = CallRoutes(account, hub)
    messages = MessageRoutes(account, TextWebhooks(options.credentials.twilio_auth_token), options)
    numbers = NumberRoutes(account)
    tapes = TapeRoutes(account)

    async def show_account(request: Request) -> Response:
        return JSONResponse(account.json())

    async def sandbox_messages(_request: Request) -> Response:
        return JSONResponse({"messages": [message.json() for message in account.messages.values()]})

    async def sandbox_calls(_request: Request) -> Response:
        return JSONResponse({"calls": [call.json() for call in account.calls.values()]})

    async def attach_carrier(socket: WebSocket) -> None:
        if _is_authorised(socket, options.credentials):
            await hub.attach(socket)
        else:
            await socket.close(3000)

    async def unknown(request: Request) -> Response:
        raise not_found(request)

    return Starlette(
        routes=[
            Route("/_sandbox/messages", sandbox_messages),
            Route("/_sandbox/calls", sandbox_calls),
            Route("/_sandbox/texts", messages.come_in, methods=["POST"]),
            WebSocketRoute("/_sandbox/carrier", attach_carrier),
            route(base + "/{account}/Calls.json", calls.list, "GET"),
            route(base + "/{account}/Calls.json", calls.create, "POST", work=True),
            route(base + "/{account}/Calls/{sid}.json", calls.show, "GET"),
            route(base + "/{account}/Calls/{sid}.json", calls.update, "POST", work=True),
            route(base + "/{account}/Calls/{sid}/Recordings.json", calls.recordings, "GET"),
            route(base + "/{account}/Calls/{sid}/Recordings.json", calls.record, "POST", work=True),
            route(base + "/{account}/Recordings/{sid}.wav", tapes.show, "GET", work=True),
            route(base + "/{account}/Recordings/{sid}.json", tapes.erase, "DELETE", work=True),
            route(base + "/{account}/Messages.json", messages.list, "GET"),
            route(base + "/{account}/Messages.json", messages.create, "POST", work=True),
            route(base + "/{account}/Messages/{sid}.json", messages.show, "GET"),
            route(base + "/{account}/IncomingPhoneNumbers.json", numbers.list, "GET"),
            route(base + "/{account}/IncomingPhoneNumbers.json", numbers.create, "POST", work=True),
            route(base + "/{account}/IncomingPhoneNumbers/{sid}.json", numbers.show, "GET"),
            route(base + "/{account}/IncomingPhoneNumbers/{sid}.json", numbers.update, "POST", work=True),
            route(base + "/{account}/IncomingPhoneNumbers/{sid}.json", numbers.delete, "DELETE", work=True),
            route(base + "/{account}/AvailablePhoneNumbers/{country}/{kind}.json", numbers.available, "GET"),
            route(base + "/{account}.json", show_account, "GET"),
            route("/{path:path}", unknown, "GET", "POST", "DELETE"),
        ]
    )


def _guarded(options: StandInOptions, handler: _Handler, *, work: bool) -> _Handler:
    async def guarded(request: Request) -> Response:
        try:
            fault = options.faults.take("twilio") if work else None
            if fault is not None and fault.kind == "refuse":
                raise refused(fault.status)
            if fault is not None and fault.kind == "hang":
                await asyncio.Event().wait()
            if fault is not None and fault.kind == "drop":
                return _BrokenOff()
            account = request.path_params.get("account", options.credentials.twilio_account_sid)
            if (
                not _is_authorised(request, options.credentials)
                or account != options.credentials.twilio_account_sid
            ):
                raise not_authenticated()
            answer = await handler(request)
            if fault is not None and fault.kind == "late":
                await asyncio.sleep(fault.after_s)
            return answer
        except ApiRefusal as refusal:
            return refusal.answer()

    return guarded


def _is_authorised(connection: HTTPConnection, credentials: Credentials) -> bool:
    scheme, _, encoded = connection.headers.get("authorization", "").partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    wanted = f"{credentials.twilio_account_sid}:{credentials.twilio_auth_token}".encode()
    return scheme.lower() == "basic" and hmac.compare_digest(given, wanted)


class _BrokenOff(Response):
    """An answer that promises more than it sends; the server then cuts the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"sid": "', "more_body": True})
