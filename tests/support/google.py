"""Google's stand-in without a socket, at a time of the test's own, and a business that has connected it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
from starlette.applications import Starlette

from providers.google.calendar import GoogleCalendars
from sandbox.options import StandInOptions
from sandbox.vendors.google.app import Google, build
from sandbox.vendors.google.books import Event
from services.calendars.linked import LinkedCalendars, linked_calendars_over
from services.subscriptions.fan_out import FanOut
from storage.postgres import linked_calendars, remote_calendars
from storage.postgres.database import Database
from tests.support.api import SEAL
from tests.support.front_desk import Counter

URL = "http://google.test"
NOTICES = "https://voice.example.com/hooks/google/calendar"
OWN = "mia@example.com"


@dataclass(slots=True)
class Exchange:
    """A request and its answer, as they went over the wire."""

    request: httpx.Request
    response: httpx.Response


@dataclass(slots=True)
class GoogleDouble(httpx.AsyncBaseTransport):
    """The stand-in, what was said to it and by it, and its clock; `dead` breaks every connection off.

    Attributes:
        dies_after: the method and end of the path of a request whose answer is lost, once.
    """

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    notices: list[Mapping[str, str]] = field(default_factory=list[Mapping[str, str]])
    options: StandInOptions = field(default_factory=StandInOptions)
    dead: bool = False
    dies_after: tuple[str, str] | None = None
    app: Starlette = field(init=False)
    _inner: httpx.ASGITransport = field(init=False)

    def __post_init__(self) -> None:
        async def push(_address: str, headers: Mapping[str, str]) -> None:
            self.notices.append(headers)

        self.app = build(self.options, now=lambda: self.now, push=push)
        self._inner = httpx.ASGITransport(self.app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.dead:
            raise httpx.ConnectError("nobody is there")
        response = await self._inner.handle_async_request(request)
        await response.aread()
        self.exchanges.append(Exchange(request, response))
        method, end = self.dies_after or ("", "")
        if request.method == method and request.url.path.endswith(end):
            self.dies_after = None
            raise httpx.ReadError("the connection broke off")
        return httpx.Response(response.status_code, headers=response.headers, content=response.content)

    @property
    def google(self) -> Google:
        return self.app.state.google

    def vendor(self) -> GoogleCalendars:
        credentials = self.options.credentials
        return GoogleCalendars(
            credentials.google_client_id, credentials.google_client_secret, URL, transport=self
        )

    def later(self, by: timedelta) -> None:
        self.now += by

    # --- what the owner does ------------------------------------------------------------------------------------
    def shown(self, calendar_id: str = OWN) -> list[Event]:
        """What stands in a calendar, deleted events left out, by when they begin."""
        events = [event for _, event in self.google.books.calendar(calendar_id).shown.values()]
        standing = [event for event in events if event["status"] != "cancelled"]
        return sorted(standing, key=lambda event: str(event["start"]))

    def make(self, begin: datetime, end: datetime, /, *, calendar_id: str = OWN, **more: Any) -> Event:
        body = {"summary": "Private", "start": at(begin), "end": at(end)} | more
        return self.google.books.insert(self.google.books.calendar(calendar_id), body)

    def move(self, event_id: str, begin: datetime, *, calendar_id: str = OWN) -> None:
        calendar = self.google.books.calendar(calendar_id)
        event = self.google.books.event(calendar, event_id)
        length = _instant(event["end"]) - _instant(event["start"])
        times = {"start": at(begin), "end": at(begin + length)}
        self.google.books.patch(calendar, event_id, times)

    def change(self, event_id: str, *, calendar_id: str = OWN, **fields: Any) -> None:
        self.google.books.patch(self.google.books.calendar(calendar_id), event_id, fields)

    def delete(self, event_id: str, *, calendar_id: str = OWN) -> None:
        self.google.books.delete(self.google.books.calendar(calendar_id), event_id)


def at(instant: datetime, zone: str = "UTC") -> dict[str, str]:
    return {"dateTime": instant.isoformat(), "timeZone": zone}


def _instant(stated: Mapping[str, str]) -> datetime:
    return datetime.fromisoformat(stated["dateTime"])


async def unlink(database: Database, business_id: UUID) -> None:
    """So that the worker of another test has nothing to do with what is left."""
    async with database.tenant(business_id) as scope:
        for link in await linked_calendars.links(scope):
            await remote_calendars.remove(scope, link.calendar_id)


@dataclass(slots=True)
class Linked:
    """A business with an account at Google, and the worker that tends it."""

    counter: Counter
    double: GoogleDouble
    calendars: LinkedCalendars
    connection_id: str

    async def work(self) -> None:
        """What the worker does, until nothing is due: events told, bookings written, calendars read."""
        fan_out = FanOut(self.counter.api.database)
        for _ in range(6):
            told = await fan_out.drain()
            done = await self.calendars.drain.drain()
            if not told and not done:
                return

    async def read(self) -> None:
        """As after a notice, or 15 minutes later."""
        self.double.later(timedelta(minutes=16))
        await self.calendars.drain.look()
        await self.work()

    async def choose(self, *calendars: tuple[str, bool, bool]) -> dict[str, Any]:
        """Id, writes, blocks."""
        chosen = [{"id": one, "writes": writes, "blocks": blocks} for one, writes, blocks in calendars]
        answer = await self.counter.api.client.put(
            f"{self.counter.base}/calendar-connections/{self.connection_id}/calendars",
            json={"calendars": chosen},
            headers=self.counter.bearer,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def calendar(self) -> dict[str, Any]:
        """The one that is used, as the API tells of it."""
        (found,) = (await self.counter.get("/calendars")).json()["items"]
        return found


async def consented(
    counter: Counter, double: httpx.AsyncBaseTransport, kind: str = "google", **body: Any
) -> dict[str, str]:
    """The owner has been asked and comes back: what the browser brings."""
    asked = await counter.post("/calendar-connections/consent", {"kind": kind, **body})
    assert asked.status_code == 200, asked.text
    async with httpx.AsyncClient(transport=double) as browser:
        answer = await browser.get(asked.json()["url"])
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"].startswith("https://voice.example.com/calendars/connected?")
    brought = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: brought[name][0] for name in ("state", "code", "error") if name in brought}


def calendars_of(counter: Counter, double: GoogleDouble, notices_url: str | None = None) -> LinkedCalendars:
    return linked_calendars_over(
        counter.api.database,
        {"google": double.vendor()},
        SEAL,
        frontend_url="https://voice.example.com",
        notices_url=notices_url,
        clock=lambda: max(double.now, datetime.now(UTC)),
    )


async def linked(
    counter: Counter,
    double: GoogleDouble,
    *calendars: tuple[str, bool, bool],
    notices_url: str | None = None,
    **body: Any,
) -> Linked:
    """Connected, with these calendars chosen; the account's own, both ways, unless others are named."""
    brought = await consented(counter, double, **body)
    made = await counter.post("/calendar-connections", brought)
    assert made.status_code == 201, made.text
    found = Linked(counter, double, calendars_of(counter, double, notices_url), made.json()["id"])
    await found.choose(*(calendars or ((OWN, True, True),)))
    await found.work()
    return found
