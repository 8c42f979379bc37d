"""What happens to an answer on its way out: fields are left away, an unchanged one is not sent, a kept one is stored.

ASGI middleware that holds an answer back only where one of these is asked for; all others pass as they come.
"""

import json

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deployments.api.etags import matches
from deployments.api.fields import only
from deployments.api.idempotency import KEPT_HEADERS, REPLAYED, AnsweredBefore, is_kept
from deployments.api.problems import store_away
from domain.errors import StorageError
from services.idempotency import Answer, Undertaking

log = structlog.get_logger()


class Answers:
    """Stands between the routes and everything else, inside what refuses a request before its route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held = _Held(scope, send)
        try:
            await self._app(scope, receive, held.take)
        finally:
            # The route failed, or nobody waits for its answer any more.
            if held.undertaking is not None and not held.settled:
                held.settled = True
                await held.undertaking.abandon()


class _Held:
    """An answer under way."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._start: Message | None = None
        self._body = bytearray()
        self.settled = False

    @property
    def undertaking(self) -> Undertaking | None:
        return self._scope.get("state", {}).get("undertaking")

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._is_wanted(message):
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start, bytes(self._body))
        else:
            await self._send(message)

    def _is_wanted(self, start: Message) -> bool:
        state = self._scope.get("state", {})
        return (
            (self.undertaking is not None and not self.settled)
            or (start["status"] < 400 and "fields" in state)
            or self._is_unchanged(start)
        )

    def _is_unchanged(self, start: Message) -> bool:
        known = Headers(scope=self._scope).get("if-none-match")
        etag = Headers(raw=start["headers"]).get("etag")
        asks = self._scope["method"] in ("GET", "HEAD") and start["status"] == 200
        return asks and known is not None and etag is not None and matches(known, etag)

    async def _finish(self, start: Message, body: bytes) -> None:
        headers = MutableHeaders(raw=start["headers"])
        wanted = self._scope.get("state", {}).get("fields")
        if self._is_unchanged(start):
            start, body = {**start, "status": 304}, b""
        elif wanted is not None and start["status"] < 400 and body:
            sparse = only(json.loads(body), wanted)
            body = json.dumps(sparse, ensure_ascii=False, separators=(",", ":")).encode()
        if "content-length" in headers:
            headers["content-length"] = str(len(body))
        if start["status"] == 304:
            del headers["content-length"]
            del headers["content-type"]
        undertaking = self.undertaking
        if undertaking is not None and not self.settled:
            self.settled = True
            try:
                if is_kept(start["status"]):
                    kept = {name: headers[name] for name in KEPT_HEADERS if name in headers}
                    await undertaking.complete(Answer(start["status"], kept, body))
                else:
                    await undertaking.abandon()
            except StorageError as error:
                await store_away(error)(self._scope, _nothing, self._send)
                return
        await self._send({**start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": body})


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def answered_before(error: AnsweredBefore) -> Response:
    """What was answered then, byte by byte."""
    answer = error.answer
    return Response(answer.body or None, answer.status, headers={**answer.headers, REPLAYED: "true"})
