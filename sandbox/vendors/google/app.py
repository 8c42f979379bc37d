"""Google Calendar and Google's OAuth, as far as calendars need them.

/o/oauth2/v2/auth  /token  /revoke             as Google's three hosts have them, on one
/calendar/v3/users/me/calendarList             list
/calendar/v3/calendars/{id}/events...          list with sync tokens, get, insert, patch, delete, watch
/calendar/v3/channels/stop   /calendar/v3/freeBusy
/_sandbox/calendars/{id}/events[/{event}]      GET; what the owner does: POST, PATCH, DELETE an event
/_sandbox/forget-tokens, /_sandbox/withdraw    POST: the next sync is told to read anew; the consent is taken back

Source: the vendor's discovery document; https://developers.google.com/workspace/calendar/api/guides/sync and /push.
"""

import asyncio
import base64
import json
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.options import StandInOptions
from sandbox.vendors.google.books import Books, Calendar, Channel, Refused
from sandbox.vendors.google.consent import Consents, OAuthRefused

_VENDOR = "google"
_API = "/calendar/v3"
_EVENTS, _LIST = "calendar.events.owned", "calendar.calendarlist.readonly"
CHANNEL_LIVES = timedelta(days=7)
MOST_CHANNEL_ID, MOST_CHANNEL_TOKEN = 64, 256

Push = Callable[[str, Mapping[str, str]], Coroutine[Any, Any, None]]
"""Posts a notice without a body to an address."""


@dataclass(slots=True)
class Google:
    """All of one stand-in; tests steer it by this, others over `/_sandbox`.

    Attributes:
        refusals: status and reason of the next answers of the calendar's part; a status of 200 is a page of HTML.
        asked: method and path of every request to the calendar's part.
    """

    options: StandInOptions
    now: Callable[[], datetime]
    push: Push
    books: Books = field(init=False)
    consents: Consents = field(init=False)
    refusals: deque[tuple[int, str]] = field(default_factory=deque[tuple[int, str]])
    asked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    notices: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    def __post_init__(self) -> None:
        self.books = Books(self.now, self._tell)
        credentials = self.options.credentials
        self.consents = Consents(credentials.google_client_id, credentials.google_client_secret, self.now)

    def _tell(self, channel: Channel, state: str) -> None:
        expires = datetime.fromtimestamp(channel.expires_ms / 1000, UTC)
        if expires <= self.now():
            return
        channel.number += 1
        headers = {
            "X-Goog-Channel-ID": channel.id,
            "X-Goog-Message-Number": str(channel.number),
            "X-Goog-Resource-ID": channel.resource,
            "X-Goog-Resource-State": state,
            "X-Goog-Resource-URI": f"https://www.googleapis.com{_API}/calendars/x/events?alt=json",
            "X-Goog-Channel-Expiration": format_datetime(expires, usegmt=True),
            **({"X-Goog-Channel-Token": channel.token} if channel.token else {}),
        }
        task = asyncio.get_running_loop().create_task(self.push(channel.address, headers))
        self.notices.add(task)
        task.add_done_callback(self.notices.discard)

    async def delivered(self) -> None:
        """Waits until every notice was taken or given up."""
        while self.notices:
            await asyncio.gather(*self.notices, return_exceptions=True)


def build(
    options: StandInOptions,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    push: Push | None = None,
) -> Starlette:
    """The stand-in as an application; `GOOGLE_BASE_URL` points at where it is mounted."""
    google = Google(options, now, push or _post)
    calls = _Calls(google)
    calendars, events = f"{_API}/calendars/{{calendar}}", f"{_API}/calendars/{{calendar}}/events"
    app = Starlette(
        routes=[
            Route("/o/oauth2/v2/auth", calls.authorize),
            Route("/token", calls.token, methods=["POST"]),
            Route("/revoke", calls.revoke, methods=["POST"]),
            Route(f"{_API}/users/me/calendarList", calls.guarded(_LIST, calls.calendar_list)),
            Route(events, calls.guarded(_EVENTS, calls.list_events), methods=["GET"]),
            Route(events, calls.guarded(_EVENTS, calls.insert), methods=["POST"]),
            Route(f"{events}/watch", calls.guarded(_EVENTS, calls.watch), methods=["POST"]),
            Route(f"{events}/{{event}}", calls.guarded(_EVENTS, calls.get), methods=["GET"]),
            Route(f"{events}/{{event}}", calls.guarded(_EVENTS, calls.patch), methods=["PATCH"]),
            Route(f"{events}/{{event}}", calls.guarded(_EVENTS, calls.delete), methods=["DELETE"]),
            Route(f"{_API}/channels/stop", calls.guarded(_EVENTS, calls.stop), methods=["POST"]),
            Route(f"{_API}/freeBusy", calls.guarded(_EVENTS, calls.free_busy), methods=["POST"]),
            Route(calendars, calls.guarded(_EVENTS, calls.calendar)),
            Route("/_sandbox/calendars/{calendar}/events", calls.owner_events, methods=["GET", "POST"]),
            Route(
                "/_sandbox/calendars/{calendar}/events/{event}",
                calls.owner_event,
                methods=["PATCH", "DELETE"],
            ),
            Route("/_sandbox/forget-tokens", calls.forget_tokens, methods=["POST"]),
            Route("/_sandbox/withdraw", calls.withdraw, methods=["POST"]),
        ]
    )
    app.state.google = google
    return app


async def _post(address: str, headers: Mapping[str, str]) -> None:
    """Tried again as Google does on 500, 502, 503 and 504; anything else is lost."""
    async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
        for pause_s in (1, 5, 0):
            try:
                answer = await client.post(address, headers=dict(headers), content=b"")
            except httpx.HTTPError:
                return
            if answer.status_code not in (500, 502, 503, 504):
                return
            await asyncio.sleep(pause_s)


Handler = Callable[[Request], Awaitable[Response]]


class _Calls:
    """The routes."""

    def __init__(self, google: Google) -> None:
        self._google = google

    @property
    def _books(self) -> Books:
        return self._google.books

    def guarded(self, scope: str, handler: Handler) -> Handler:
        """With a token that reaches so far, and the faults that are due."""

        async def guarded(request: Request) -> Response:
            self._google.asked.append((request.method, request.url.path))
            if self._google.refusals:
                status, reason = self._google.refusals.popleft()
                if status == 200:
                    return HTMLResponse("<!DOCTYPE html><title>Sorry</title>")
                return _refused(Refused(status, reason))
            fault = self._google.options.faults.take(_VENDOR)
            if fault is not None and fault.kind == "hang":
                await asyncio.sleep(3600)
            if fault is not None and fault.kind == "garble":
                return HTMLResponse("<!DOCTYPE html><title>Sorry</title>")
            if fault is not None and fault.kind == "refuse":
                pause = {} if fault.retry_after_s is None else {"Retry-After": f"{fault.retry_after_s:g}"}
                reason = "rateLimitExceeded" if fault.status in (403, 429) else "backendError"
                return _refused(Refused(fault.status, reason), pause)
            try:
                scopes = self._google.consents.scopes_of(request.headers.get("authorization", ""))
            except OAuthRefused as refused:
                return _refused(Refused(401, refused.error, refused.description))
            if f"https://www.googleapis.com/auth/{scope}" not in scopes:
                return _refused(Refused(403, "insufficientPermissions", "Insufficient Permission"))
            try:
                answer = await handler(request)
            except Refused as refused:
                return _refused(refused)
            if fault is not None and fault.kind == "drop":
                return _refused(Refused(503, "backendError"))
            return answer

        return guarded

    # --- consent ------------------------------------------------------------------------------------------------
    async def authorize(self, request: Request) -> Response:
        try:
            return RedirectResponse(self._google.consents.asked(request.query_params), 302)
        except OAuthRefused as refused:
            return HTMLResponse(f"Error {refused.status}: {refused.error}", refused.status)

    async def token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        try:
            found = self._google.consents.token(form, request.headers.get("authorization", ""))
        except OAuthRefused as refused:
            return _oauth(refused)
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    async def revoke(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        try:
            self._google.consents.revoke(form.get("token") or request.query_params.get("token", ""))
        except OAuthRefused as refused:
            return _oauth(refused)
        return JSONResponse({})

    # --- calendars ----------------------------------------------------------------------------------------------
    async def calendar_list(self, _request: Request) -> Response:
        items = [
            {
                "kind": "calendar#calendarListEntry",
                "etag": '"1"',
                "id": each.id,
                "summary": each.name,
                "timeZone": each.zone,
                "accessRole": each.role,
                **({"primary": True} if each.primary else {}),
            }
            for each in self._books.calendars.values()
        ]
        return JSONResponse(
            {"kind": "calendar#calendarList", "etag": '"1"', "items": items, "nextSyncToken": "list"}
        )

    async def calendar(self, request: Request) -> Response:
        found = self._readable(request)
        return JSONResponse(
            {"kind": "calendar#calendar", "id": found.id, "summary": found.name, "timeZone": found.zone}
        )

    async def list_events(self, request: Request) -> Response:
        calendar, query = self._readable(request), request.query_params
        since: int | None = None
        begin, end = _instant(query.get("timeMin")), _instant(query.get("timeMax"))
        if "syncToken" in query:
            wrong = {"iCalUID", "orderBy", "privateExtendedProperty", "q", "timeMin", "timeMax", "updatedMin"}
            if wrong & set(query):
                raise Refused(400, "badRequest", "Sync token cannot be combined with the other parameters.")
            token = _opened(query["syncToken"])
            if token is None or token["calendar"] != calendar.id:
                raise Refused(400, "invalid", "Invalid sync token value.")
            if token["seen"] < calendar.forgotten_before:
                raise Refused(
                    410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required."
                )
            if token["single"] != query.get("singleEvents", "false"):
                raise Refused(400, "invalid", "Parameters differ from those of the first request.")
            since, begin, end = token["seen"], _instant(token["begin"]), _instant(token["end"])
        page = _opened(query["pageToken"]) if "pageToken" in query else None
        seen, offset = (page["seen"], page["offset"]) if page else (self._books.changes, 0)
        events = self._books.listed(calendar, since=since, begin=begin, end=end)
        size = min(int(query.get("maxResults", "250")), self._books.page_size)
        shown = events[offset : offset + size]
        answer: dict[str, Any] = {
            "kind": "calendar#events",
            "etag": f'"{self._books.changes}"',
            "summary": calendar.name,
            "updated": self._google.now().astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "timeZone": calendar.zone,
            "accessRole": calendar.role,
            "defaultReminders": [],
            "items": shown,
        }
        if offset + size < len(events):
            answer["nextPageToken"] = _sealed({"seen": seen, "offset": offset + size})
        else:
            answer["nextSyncToken"] = _sealed(
                {
                    "calendar": calendar.id,
                    "seen": seen,
                    "single": query.get("singleEvents", "false"),
                    "begin": begin.isoformat() if begin else None,
                    "end": end.isoformat() if end else None,
                }
            )
        return JSONResponse(answer)

    async def get(self, request: Request) -> Response:
        return JSONResponse(self._books.event(self._readable(request), request.path_params["event"]))

    async def insert(self, request: Request) -> Response:
        calendar = self._writable(request)
        return JSONResponse(self._books.insert(calendar, await _body(request)))

    async def patch(self, request: Request) -> Response:
        calendar = self._writable(request)
        if_match = request.headers.get("if-match")
        event_id = request.path_params["event"]
        return JSONResponse(self._books.patch(calendar, event_id, await _body(request), if_match))

    async def delete(self, request: Request) -> Response:
        self._books.delete(self._writable(request), request.path_params["event"])
        return Response(status_code=204)

    async def free_busy(self, request: Request) -> Response:
        body = await _body(request)
        begin, end = _instant(body.get("timeMin")), _instant(body.get("timeMax"))
        found: dict[str, Any] = {}
        for each in body.get("items", ()):
            try:
                calendar = self._books.calendar(each["id"])
            except Refused as refused:
                found[each["id"]] = {"errors": [{"domain": "global", "reason": refused.reason}], "busy": []}
                continue
            events = self._books.listed(calendar, since=None, begin=begin, end=end)
            busy = [
                {"start": event["start"]["dateTime"], "end": event["end"]["dateTime"]}
                for event in events
                if "dateTime" in event["start"] and event.get("transparency") != "transparent"
            ]
            found[each["id"]] = {"busy": busy}
        return JSONResponse(
            {
                "kind": "calendar#freeBusy",
                "timeMin": body.get("timeMin"),
                "timeMax": body.get("timeMax"),
                "calendars": found,
            }
        )

    # --- channels -----------------------------------------------------------------------------------------------
    async def watch(self, request: Request) -> Response:
        calendar, body = self._readable(request), await _body(request)
        channel_id, token = str(body.get("id", "")), str(body.get("token", ""))
        address = str(body.get("address", ""))
        if not 0 < len(channel_id) <= MOST_CHANNEL_ID or len(token) > MOST_CHANNEL_TOKEN:
            raise Refused(400, "invalid", "Channel id or token too long.")
        if body.get("type") not in ("web_hook", "webhook"):
            raise Refused(400, "invalid", "Unknown channel type.")
        if not address.startswith("https://"):
            raise Refused(400, "push.webhookUrlNotHttps", "WebHook callback must be HTTPS.")
        if any(channel_id in each.channels for each in self._books.calendars.values()):
            raise Refused(400, "channelIdNotUnique", "Channel id not unique.")
        lives = timedelta(seconds=int(body.get("params", {}).get("ttl", CHANNEL_LIVES.total_seconds())))
        expires_ms = int((self._google.now() + lives).timestamp() * 1000)
        made = Channel(channel_id, f"resource-{calendar.id}", address, token, expires_ms)
        calendar.channels[channel_id] = made
        self._google._tell(made, "sync")  # pyright: ignore[reportPrivateUsage]
        return JSONResponse(
            {
                "kind": "api#channel",
                "id": channel_id,
                "resourceId": made.resource,
                "resourceUri": f"https://www.googleapis.com{_API}/calendars/{calendar.id}/events?alt=json",
                "token": token,
                "expiration": str(expires_ms),
            }
        )

    async def stop(self, request: Request) -> Response:
        body = await _body(request)
        for calendar in self._books.calendars.values():
            known = calendar.channels.get(str(body.get("id", "")))
            if known is not None and known.resource == body.get("resourceId"):
                del calendar.channels[known.id]
                return Response(status_code=204)
        raise Refused(404, "notFound", "Channel not found for project.")

    # --- what the owner does ------------------------------------------------------------------------------------
    async def owner_events(self, request: Request) -> Response:
        try:
            calendar = self._books.calendar(request.path_params["calendar"])
            if request.method == "GET":
                return JSONResponse({"items": [event for _, event in calendar.shown.values()]})
            return JSONResponse(self._books.insert(calendar, await _body(request)), 201)
        except Refused as refused:
            return _refused(refused)

    async def owner_event(self, request: Request) -> Response:
        event_id = request.path_params["event"]
        try:
            calendar = self._books.calendar(request.path_params["calendar"])
            if request.method == "DELETE":
                self._books.delete(calendar, event_id)
                return Response(status_code=204)
            return JSONResponse(self._books.patch(calendar, event_id, await _body(request)))
        except Refused as refused:
            return _refused(refused)

    async def forget_tokens(self, _request: Request) -> Response:
        for calendar in self._books.calendars.values():
            calendar.forgotten_before = self._books.changes + 1
        return Response(status_code=204)

    async def withdraw(self, _request: Request) -> Response:
        self._google.consents.withdraw()
        return Response(status_code=204)

    def _readable(self, request: Request) -> Calendar:
        return self._books.calendar(request.path_params["calendar"])

    def _writable(self, request: Request) -> Calendar:
        found = self._readable(request)
        if found.role not in ("owner", "writer"):
            raise Refused(403, "forbidden", "Forbidden")
        return found


async def _body(request: Request) -> dict[str, Any]:
    try:
        found = json.loads(await request.body())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refused(400, "parseError", "Parse Error")
    return found


def _refused(refused: Refused, headers: Mapping[str, str] | None = None) -> Response:
    told = {"domain": "calendar", "reason": refused.reason, "message": refused.message}
    error = {"code": refused.status, "message": refused.message, "errors": [told]}
    return JSONResponse({"error": error}, refused.status, headers)


def _oauth(refused: OAuthRefused) -> Response:
    told = {"error": refused.error}
    if refused.description:
        told["error_description"] = refused.description
    return JSONResponse(told, refused.status)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _sealed(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


def _opened(token: str) -> dict[str, Any] | None:
    try:
        return json.loads(base64.urlsafe_b64decode(token.encode()))
    except ValueError:
        return None
