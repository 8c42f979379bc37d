"""Square's OAuth, team, catalogue and bookings, as far as calendars need them.

/oauth2/authorize  /oauth2/token  /oauth2/revoke
/v2/locations   /v2/bookings/team-member-booking-profiles   /v2/catalog/list   /v2/catalog/object/{id}
/v2/bookings    list by windows of at most 31 days, create, get, update and cancel by version, availability
/_sandbox/bookings[/{id}]   what the seller does: POST, PATCH, DELETE (cancels) a booking

Source: https://developer.squareup.com/reference/square/bookings-api
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.options import StandInOptions

_VENDOR = "square"
MERCHANT, LOCATION = "MLSANDBOX", "LSANDBOX"
WINDOW = timedelta(days=31)
_STANDS = ("PENDING", "ACCEPTED")

Object = dict[str, Any]


class Refused(Exception):
    def __init__(self, status: int, category: str, code: str, name: str = "") -> None:
        super().__init__(code)
        self.status = status
        self.error = {"category": category, "code": code} | ({"field": name} if name else {})


def _missing(name: str) -> Refused:
    return Refused(400, "INVALID_REQUEST_ERROR", "MISSING_REQUIRED_PARAMETER", name)


@dataclass(slots=True)
class Square:
    """All of one stand-in; tests steer it by this.

    Attributes:
        refusals: status and code of the next answers; 200 is a page of HTML.
        catalogue_version: of every service; a booking has to name it.
    """

    options: StandInOptions
    now: Callable[[], datetime]
    team: dict[str, str] = field(default_factory=lambda: {"TMMIA": "Mia", "TMLEO": "Leo"})
    services: dict[str, str] = field(default_factory=lambda: {"SVCUT": "Cut", "SVCOLOUR": "Colour"})
    bookings: dict[str, Object] = field(default_factory=dict[str, Object])
    refusals: deque[tuple[int, str]] = field(default_factory=deque[tuple[int, str]])
    asked: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    catalogue_version: int = 1_700_000_000_000
    denies: bool = False
    _codes: dict[str, str] = field(default_factory=dict[str, str])
    _tokens: dict[str, str] = field(default_factory=dict[str, str])
    _answers: dict[str, str] = field(default_factory=dict[str, str])
    """By idempotency key, the booking it led to."""

    def withdraw(self) -> None:
        """The seller takes the consent back."""
        self._tokens.clear()

    @property
    def consents(self) -> int:
        return len(set(self._tokens.values()))

    # --- consent ------------------------------------------------------------------------------------------------
    def code(self, redirect_uri: str) -> str:
        made = f"sq0cgp-{secrets.token_urlsafe(16)}"
        self._codes[made] = redirect_uri
        return made

    def token(self, form: Object) -> Object:
        credentials = self.options.credentials
        wanted = (credentials.square_application_id, credentials.square_application_secret)
        if (form.get("client_id"), form.get("client_secret")) != wanted:
            raise Refused(401, "AUTHENTICATION_ERROR", "UNAUTHORIZED")
        if form.get("grant_type") == "authorization_code":
            if self._codes.pop(str(form.get("code")), None) != form.get("redirect_uri"):
                raise Refused(401, "AUTHENTICATION_ERROR", "UNAUTHORIZED")
            refresh = f"EQAA-refresh-{secrets.token_urlsafe(16)}"
        else:
            refresh = str(form.get("refresh_token"))
            if refresh not in self._tokens.values():
                raise Refused(401, "AUTHENTICATION_ERROR", "UNAUTHORIZED")
        access = f"EAAA-{secrets.token_urlsafe(16)}"
        self._tokens[access] = refresh
        expires = self.now() + timedelta(days=30)
        return {
            "access_token": access,
            "refresh_token": refresh,
            "token_type": "bearer",
            "expires_at": _stamp(expires),
            "merchant_id": MERCHANT,
            "short_lived": False,
        }

    def revoke(self, authorization: str, form: Object) -> None:
        if authorization != f"Client {self.options.credentials.square_application_secret}":
            raise Refused(401, "AUTHENTICATION_ERROR", "UNAUTHORIZED")
        refresh = self._tokens.get(str(form.get("access_token")))
        if refresh is None:
            raise Refused(404, "INVALID_REQUEST_ERROR", "NOT_FOUND")
        self._tokens = {key: one for key, one in self._tokens.items() if one != refresh}

    def check(self, authorization: str) -> None:
        if authorization.removeprefix("Bearer ") not in self._tokens:
            raise Refused(401, "AUTHENTICATION_ERROR", "UNAUTHORIZED")

    # --- bookings -----------------------------------------------------------------------------------------------
    def booking(self, booking_id: str) -> Object:
        if booking_id not in self.bookings:
            raise Refused(404, "INVALID_REQUEST_ERROR", "NOT_FOUND")
        return self.bookings[booking_id]

    def create(self, body: Object, key: str) -> Object:
        if key and key in self._answers:
            return self.bookings[self._answers[key]]
        for name in ("location_id", "start_at"):
            if not body.get(name):
                raise _missing(f"booking.{name}")
        self._check_segments(body)
        made: Object = {
            **body,
            "id": secrets.token_hex(8),
            "version": 0,
            "status": "ACCEPTED",
            "created_at": _stamp(self.now()),
            "updated_at": _stamp(self.now()),
            "all_day": False,
        }
        self.bookings[made["id"]] = made
        self._answers[key or made["id"]] = made["id"]
        return made

    def update(self, booking_id: str, body: Object, key: str) -> Object:
        found = self.booking(booking_id)
        if key and self._answers.get(key) == booking_id:
            return found
        if body.get("version", found["version"]) != found["version"]:
            raise Refused(409, "INVALID_REQUEST_ERROR", "CONFLICT", "booking.version")
        if body.get("location_id", found["location_id"]) != found["location_id"]:
            raise Refused(400, "INVALID_REQUEST_ERROR", "INVALID_VALUE", "booking.location_id")
        if found["status"] not in _STANDS:
            raise Refused(400, "INVALID_REQUEST_ERROR", "BAD_REQUEST", "booking.status")
        self._check_segments({**found, **body})
        found.update(body)
        self._touched(found)
        if key:
            self._answers[key] = booking_id
        return found

    def cancel(self, booking_id: str, version: int | None) -> Object:
        found = self.booking(booking_id)
        if version is not None and version != found["version"]:
            raise Refused(409, "INVALID_REQUEST_ERROR", "CONFLICT", "booking_version")
        if found["status"] in _STANDS:
            found["status"] = "CANCELLED_BY_SELLER"
            self._touched(found)
        return found

    def _touched(self, booking: Object) -> None:
        booking["version"] += 1
        booking["updated_at"] = _stamp(self.now())

    def _check_segments(self, body: Object) -> None:
        segments: list[Object] = body.get("appointment_segments") or []
        if not segments:
            raise _missing("booking.appointment_segments")
        for segment in segments:
            if segment.get("team_member_id") not in self.team:
                raise Refused(400, "INVALID_REQUEST_ERROR", "INVALID_VALUE", "team_member_id")
            if segment.get("service_variation_id") not in self.services:
                raise Refused(400, "INVALID_REQUEST_ERROR", "INVALID_VALUE", "service_variation_id")
            if segment.get("service_variation_version") != self.catalogue_version:
                raise Refused(409, "INVALID_REQUEST_ERROR", "CONFLICT", "service_variation_version")

    def listed(self, query: Any) -> list[Object]:
        begin = _instant(query.get("start_at_min")) or self.now()
        end = _instant(query.get("start_at_max")) or begin + WINDOW
        if end - begin > WINDOW:
            raise Refused(400, "INVALID_REQUEST_ERROR", "INVALID_TIME_RANGE", "start_at_max")
        wanted = query.get("team_member_id")
        return sorted(
            (
                each
                for each in self.bookings.values()
                if begin <= datetime.fromisoformat(each["start_at"]) < end
                and query.get("location_id") in (None, each["location_id"])
                and (
                    wanted is None
                    or any(one["team_member_id"] == wanted for one in each["appointment_segments"])
                )
            ),
            key=lambda each: (each["start_at"], each["id"]),
        )

    def event(self, kind: str, booking: Object, key: str, url: str) -> tuple[bytes, str]:
        """A webhook's body with its signature."""
        body = json.dumps(
            {
                "merchant_id": MERCHANT,
                "type": kind,
                "event_id": secrets.token_hex(16),
                "created_at": _stamp(self.now()),
                "data": {
                    "type": "booking",
                    "id": f"{booking['id']}:{booking['version']}",
                    "object": {"booking": booking},
                },
            }
        ).encode()
        digest = hmac.new(key.encode(), url.encode() + body, hashlib.sha256).digest()
        return body, base64.b64encode(digest).decode()


def build(options: StandInOptions, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Starlette:
    """The stand-in as an application; `SQUARE_BASE_URL` points at where it is mounted."""
    square = Square(options, now)
    calls = _Calls(square)
    profiles = "/v2/bookings/team-member-booking-profiles"
    app = Starlette(
        routes=[
            Route("/oauth2/authorize", calls.authorize),
            Route("/oauth2/token", calls.guarded(calls.token, open_to_all=True), methods=["POST"]),
            Route("/oauth2/revoke", calls.guarded(calls.revoke, open_to_all=True), methods=["POST"]),
            Route("/v2/locations", calls.guarded(calls.locations)),
            Route(profiles, calls.guarded(calls.profiles)),
            Route("/v2/catalog/list", calls.guarded(calls.catalog)),
            Route("/v2/catalog/object/{id}", calls.guarded(calls.catalog_object)),
            Route("/v2/bookings", calls.guarded(calls.list), methods=["GET"]),
            Route("/v2/bookings", calls.guarded(calls.create), methods=["POST"]),
            Route("/v2/bookings/{id}", calls.guarded(calls.get), methods=["GET"]),
            Route("/v2/bookings/{id}", calls.guarded(calls.update), methods=["PUT"]),
            Route("/v2/bookings/{id}/cancel", calls.guarded(calls.cancel), methods=["POST"]),
            Route("/_sandbox/bookings", calls.guarded(calls.sell, open_to_all=True), methods=["POST"]),
            Route(
                "/_sandbox/bookings/{id}",
                calls.guarded(calls.sell, open_to_all=True),
                methods=["PATCH", "DELETE"],
            ),
        ]
    )
    app.state.square = square
    return app


Handler = Callable[[Request], Awaitable[Response]]


class _Calls:
    """The routes."""

    def __init__(self, square: Square) -> None:
        self._square = square

    def guarded(self, handler: Handler, *, open_to_all: bool = False) -> Handler:
        async def guarded(request: Request) -> Response:
            square = self._square
            square.asked.append((request.method, request.url.path))
            fault = None if open_to_all else square.options.faults.take(_VENDOR)
            refusal = square.refusals.popleft() if square.refusals and not open_to_all else None
            if fault is not None and fault.kind == "refuse":
                refusal = (fault.status, "SERVICE_UNAVAILABLE")
            try:
                if refusal is not None and refusal[0] == 200:
                    return HTMLResponse("<!DOCTYPE html><title>Sorry</title>")
                if refusal is not None:
                    raise Refused(refusal[0], "API_ERROR", refusal[1])
                if not open_to_all:
                    square.check(request.headers.get("authorization", ""))
                return await handler(request)
            except Refused as refused:
                return JSONResponse({"errors": [refused.error]}, refused.status)

        return guarded

    async def authorize(self, request: Request) -> Response:
        query = request.query_params
        if query.get("client_id") != self._square.options.credentials.square_application_id:
            return HTMLResponse("unknown application", 400)
        target, state = query.get("redirect_uri", ""), query.get("state", "")
        if self._square.denies:
            told = {"error": "access_denied", "error_description": "user_denied", "state": state}
        else:
            told = {"code": self._square.code(target), "response_type": "code", "state": state}
        return RedirectResponse(f"{target}?{urlencode(told)}", 302)

    async def token(self, request: Request) -> Response:
        return JSONResponse(self._square.token(await _body(request)))

    async def revoke(self, request: Request) -> Response:
        self._square.revoke(request.headers.get("authorization", ""), await _body(request))
        return JSONResponse({"success": True})

    async def locations(self, _request: Request) -> Response:
        location = {"id": LOCATION, "name": "Main", "status": "ACTIVE", "merchant_id": MERCHANT}
        return JSONResponse({"locations": [{**location, "timezone": "Australia/Sydney"}]})

    async def profiles(self, _request: Request) -> Response:
        found = [
            {"team_member_id": each, "display_name": name, "is_bookable": True}
            for each, name in self._square.team.items()
        ]
        return JSONResponse({"team_member_booking_profiles": found})

    async def catalog(self, _request: Request) -> Response:
        return JSONResponse({"objects": [self._item(each) for each in self._square.services]})

    async def catalog_object(self, request: Request) -> Response:
        service = request.path_params["id"]
        if service not in self._square.services:
            raise Refused(404, "INVALID_REQUEST_ERROR", "NOT_FOUND")
        return JSONResponse({"object": self._variation(service)})

    def _item(self, service: str) -> Object:
        return {
            "type": "ITEM",
            "id": f"IT{service}",
            "version": self._square.catalogue_version,
            "item_data": {
                "name": self._square.services[service],
                "product_type": "APPOINTMENTS_SERVICE",
                "variations": [self._variation(service)],
            },
        }

    def _variation(self, service: str) -> Object:
        return {
            "type": "ITEM_VARIATION",
            "id": service,
            "version": self._square.catalogue_version,
            "item_variation_data": {"item_id": f"IT{service}", "name": "Regular"},
        }

    async def list(self, request: Request) -> Response:
        found = self._square.listed(request.query_params)
        offset, size = (
            int(request.query_params.get("cursor") or 0),
            int(request.query_params.get("limit", "10")),
        )
        more = {"cursor": str(offset + size)} if offset + size < len(found) else {}
        return JSONResponse({"bookings": found[offset : offset + size], **more})

    async def get(self, request: Request) -> Response:
        return JSONResponse({"booking": self._square.booking(request.path_params["id"])})

    async def create(self, request: Request) -> Response:
        body = await _body(request)
        made = self._square.create(body.get("booking") or {}, str(body.get("idempotency_key") or ""))
        return JSONResponse({"booking": made})

    async def update(self, request: Request) -> Response:
        body = await _body(request)
        changed = self._square.update(
            request.path_params["id"], body.get("booking") or {}, str(body.get("idempotency_key") or "")
        )
        return JSONResponse({"booking": changed})

    async def cancel(self, request: Request) -> Response:
        body = await _body(request)
        return JSONResponse(
            {"booking": self._square.cancel(request.path_params["id"], body.get("booking_version"))}
        )

    async def sell(self, request: Request) -> Response:
        if request.method == "POST":
            return JSONResponse({"booking": self._square.create(await _body(request), "")}, 201)
        booking_id = request.path_params["id"]
        if request.method == "DELETE":
            return JSONResponse({"booking": self._square.cancel(booking_id, None)})
        return JSONResponse({"booking": self._square.update(booking_id, await _body(request), "")})


async def _body(request: Request) -> Object:
    try:
        found = json.loads(await request.body() or b"{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refused(400, "INVALID_REQUEST_ERROR", "BAD_REQUEST")
    return found


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _instant(text: str | None) -> datetime | None:
    return None if not text else datetime.fromisoformat(text)
