"""Square's stand-in without a socket, and our side of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from starlette.applications import Starlette

from providers.square.bookings import SquareBookings
from sandbox.options import StandInOptions
from sandbox.vendors.square.app import LOCATION, Object, Square, build
from tests.support.google import Exchange

URL = "http://square.test"
MIA, LEO = f"{LOCATION}/TMMIA", f"{LOCATION}/TMLEO"
KEY = "sandbox-square-webhook-key"


@dataclass(slots=True)
class SquareDouble(httpx.AsyncBaseTransport):
    """The stand-in, and what was said to it; a request whose method and end are in `dies_after` loses its answer."""

    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    options: StandInOptions = field(default_factory=StandInOptions)
    dies_after: tuple[str, str] | None = None
    app: Starlette = field(init=False)
    _inner: httpx.ASGITransport = field(init=False)

    def __post_init__(self) -> None:
        self.app = build(self.options)
        self._inner = httpx.ASGITransport(self.app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        await response.aread()
        self.exchanges.append(Exchange(request, response))
        method, end = self.dies_after or ("", "")
        if request.method == method and request.url.path.endswith(end):
            self.dies_after = None
            raise httpx.ReadError("the connection broke off")
        return httpx.Response(response.status_code, headers=response.headers, content=response.content)

    @property
    def square(self) -> Square:
        return self.app.state.square

    def vendor(self) -> SquareBookings:
        credentials = self.options.credentials
        return SquareBookings(
            credentials.square_application_id, credentials.square_application_secret, URL, transport=self
        )

    def standing(self) -> list[Object]:
        found = [one for one in self.square.bookings.values() if one["status"] == "ACCEPTED"]
        return sorted(found, key=lambda one: one["start_at"])

    def sell(self, begin: datetime, *, person: str = "TMMIA", minutes: int = 60, **more: Any) -> Object:
        """The seller books something in Square itself."""
        segment = {
            "team_member_id": person,
            "service_variation_id": "SVCUT",
            "service_variation_version": self.square.catalogue_version,
            "duration_minutes": minutes,
        }
        body = {"location_id": LOCATION, "start_at": stamp(begin), "appointment_segments": [segment]}
        return self.square.create(body | more, "")


def stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def begins(booking: Object) -> datetime:
    return datetime.fromisoformat(booking["start_at"])


def lasts(booking: Object) -> timedelta:
    return timedelta(minutes=sum(one["duration_minutes"] for one in booking["appointment_segments"]))
