"""Google Calendar over its stand-in: both sides hold to the vendor's contract, and failures are told apart."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from domain.errors import ProviderError
from domain.scheduling.ranges import TimeRange
from providers.calendars import (
    CalendarGone,
    Changes,
    Entry,
    EntryChanged,
    EntryExists,
    EntryGone,
    NoRight,
    NotConnected,
    OurEntry,
    SyncLost,
)
from providers.google.calendar import SCOPES, GoogleCalendars
from tests.support.contracts import needs_contracts, request_errors, response_errors
from tests.support.google import NOTICES, OWN, GoogleDouble, at

BEGIN = datetime(2027, 4, 3, 22, 0, tzinfo=UTC)
WINDOW = TimeRange(BEGIN - timedelta(days=30), BEGIN + timedelta(days=60))
SYDNEY = "Australia/Sydney"


def ours(begin: datetime = BEGIN, **changes: Any) -> OurEntry:
    fields: dict[str, Any] = {
        "id": "0123456789abcdefghijklmnop",
        "key": "k",
        "during": TimeRange(begin, begin + timedelta(minutes=45)),
        "zone": SYDNEY,
        "title": "Cut: Sam",
        "text": "+61400000001",
        "place": "1 Corner",
        "booking": "b",
    }
    return OurEntry(**fields | changes)


async def allowed(double: GoogleDouble, vendor: GoogleCalendars) -> str:
    """An access token."""
    url = vendor.consent_url("state", "verifier" * 8, "https://voice.example.com/back")
    async with httpx.AsyncClient(transport=double) as browser:
        answer = await browser.get(url)
    code = httpx.URL(answer.headers["Location"]).params["code"]
    consent = await vendor.consent(code, "verifier" * 8, "https://voice.example.com/back")
    assert consent.refresh_token
    assert consent.lacks == ()
    again = await vendor.refreshed(consent.refresh_token)
    assert again.refresh_token is None
    return again.access_token


async def changes(vendor: GoogleCalendars, token: str, *, since: str = "", page: str = "") -> Changes:
    return await vendor.changes(token, OWN, since=since, page=page, window=WINDOW, zone=SYDNEY)


async def a_life(double: GoogleDouble) -> None:
    """Everything we ask of Google, once."""
    vendor = double.vendor()
    token = await allowed(double, vendor)
    (own,) = await vendor.calendars(token)
    assert (own.id, own.primary, own.ours_to_write) == (OWN, True, True)
    made = await vendor.write(token, OWN, ours(), etag="")
    double.make(BEGIN, BEGIN + timedelta(hours=1), recurrence=["RRULE:FREQ=DAILY;COUNT=3"])
    known = await changes(vendor, token)
    moved = await vendor.write(token, OWN, ours(BEGIN + timedelta(hours=3)), etag=made.etag)
    assert await vendor.entry(token, OWN, made.id, SYDNEY) == moved
    with pytest.raises(EntryExists):
        await vendor.write(token, OWN, ours(), etag="")
    with pytest.raises(EntryChanged):
        await vendor.write(token, OWN, ours(), etag=made.etag)
    channel = await vendor.watch(token, OWN, channel_id="c-1", secret="s", address=NOTICES)
    assert channel.expires_at > datetime.now(UTC) + timedelta(days=6)
    await vendor.unwatch(token, channel.id, channel.resource)
    await vendor.unwatch(token, channel.id, channel.resource)
    await vendor.remove(token, OWN, made.id)
    await vendor.remove(token, OWN, made.id)
    (gone,) = (await changes(vendor, token, since=known.token)).entries
    assert (gone.id, gone.is_gone) == (made.id, True)
    with pytest.raises(EntryGone):
        await vendor.entry(token, OWN, "nothing", SYDNEY)
    with pytest.raises(CalendarGone):
        await vendor.changes(token, "other", since="", page="", window=WINDOW, zone=SYDNEY)
    double.google.refusals.append((410, "fullSyncRequired"))
    with pytest.raises(SyncLost):
        await changes(vendor, token, since=known.token)
    await vendor.revoke(token)
    await vendor.revoke(token)
    with pytest.raises(NotConnected):
        await vendor.calendars(token)
    await double.google.delivered()


@needs_contracts
async def test_what_is_said_on_both_sides_is_as_the_contract_has_it() -> None:
    double = GoogleDouble()
    await a_life(double)
    wrong: list[str] = []
    for each in double.exchanges:
        request, response = each.request, each.response
        path, query = request.url.path, request.url.query.decode()
        calendar = path.startswith("/calendar/")
        name = "google_calendar_v3.trimmed.json" if calendar else "google_oauth.openapi.json"
        content_type = request.headers.get("content-type", "")
        errors = request_errors(
            name, request.method, path, query=query, content_type=content_type, body=request.content
        )
        if response.content and response.headers.get("content-type", "").startswith("application/json"):
            errors += response_errors(name, request.method, path, response.status_code, response.json())
        wrong += [f"{request.method} {path}: {error}" for error in errors]
    assert wrong == []
    assert len(double.exchanges) > 20
    assert {each["X-Goog-Resource-State"] for each in double.notices} == {"sync"}


async def test_pages_are_followed_by_the_token_on_the_last_one() -> None:
    double = GoogleDouble()
    double.google.books.page_size = 2
    vendor = double.vendor()
    token = await allowed(double, vendor)
    for hour in range(5):
        double.make(BEGIN + timedelta(hours=hour), BEGIN + timedelta(hours=hour, minutes=30))
    found, page = [], ""
    while True:
        answer = await changes(vendor, token, page=page)
        found += answer.entries
        if answer.token:
            break
        page = answer.more
    assert len(found) == 5
    assert await changes(vendor, token, since=answer.token) == Changes((), "", answer.token)


async def test_a_series_keeps_its_wall_time_when_the_clocks_change_and_has_its_exceptions() -> None:
    """Sydney's clocks go back on 4 April 2027 at 3:00."""
    double = GoogleDouble()
    vendor = double.vendor()
    token = await allowed(double, vendor)
    begin = datetime.fromisoformat("2027-04-02T09:00:00+11:00")
    series = double.make(
        begin,
        begin + timedelta(hours=1),
        start=at(begin, SYDNEY),
        end=at(begin + timedelta(hours=1), SYDNEY),
        recurrence=["RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=Australia/Sydney:20270403T090000"],
    )
    known = await changes(vendor, token)
    begins = [each.during.start for each in known.entries if each.during]
    assert begins == [
        datetime(2027, 4, 1, 22, tzinfo=UTC),
        datetime(2027, 4, 3, 23, tzinfo=UTC),
        datetime(2027, 4, 4, 23, tzinfo=UTC),
    ]
    assert {each.series_id for each in known.entries} == {series["id"]}
    double.delete(known.entries[1].id)
    (gone,) = (await changes(vendor, token, since=known.token)).entries
    assert (gone.id, gone.is_gone) == (known.entries[1].id, True)
    double.delete(series["id"])
    left = (await changes(vendor, token, since=known.token)).entries
    assert {each.id for each in left if each.is_gone} == {each.id for each in known.entries}


TAKES = {"dateTime": "2027-04-05T10:00:00", "timeZone": SYDNEY}
UNTIL = {"dateTime": "2027-04-05T11:00:00+10:00"}


@pytest.mark.parametrize(
    ("event", "blocks", "begins"),
    [
        pytest.param({}, True, "2027-04-05T00:00:00+00:00", id="a time of a zone that is named"),
        pytest.param(
            {"start": {"date": "2027-04-04"}, "end": {"date": "2027-04-05"}},
            True,
            "2027-04-03T13:00:00+00:00",
            id="a whole day, by the calendar's midnight",
        ),
        pytest.param({"transparency": "transparent"}, False, None, id="transparent"),
        pytest.param({"eventType": "workingLocation"}, False, None, id="working location"),
        pytest.param({"eventType": "birthday"}, False, None, id="birthday"),
        pytest.param({"eventType": "outOfOffice"}, True, None, id="out of office"),
        pytest.param(
            {"attendees": [{"email": "o"}, {"self": True, "responseStatus": "declined"}]},
            False,
            None,
            id="declined",
        ),
        pytest.param(
            {"attendees": [{"email": "o", "responseStatus": "declined"}]},
            True,
            None,
            id="declined by somebody else",
        ),
    ],
)
async def test_what_takes_time(event: dict[str, Any], blocks: bool, begins: str | None) -> None:
    double = GoogleDouble()
    double.google.books.calendar(OWN).zone = SYDNEY
    vendor = double.vendor()
    token = await allowed(double, vendor)
    double.make(BEGIN, BEGIN, **{"start": TAKES, "end": UNTIL, **event})
    (found,) = (await changes(vendor, token)).entries
    assert found.during is not None
    assert found.blocks is blocks
    if begins is not None:
        assert found.during.start.isoformat() == begins


@pytest.mark.parametrize(
    ("status", "reason", "kind", "retryable"),
    [
        pytest.param(403, "rateLimitExceeded", ProviderError, True, id="403, too fast"),
        pytest.param(403, "quotaExceeded", ProviderError, True, id="403, quota"),
        pytest.param(403, "forbidden", NoRight, False, id="403, no right"),
        pytest.param(403, "insufficientPermissions", NoRight, False, id="403, scope"),
        pytest.param(429, "rateLimitExceeded", ProviderError, True, id="429"),
        pytest.param(410, "updatedMinTooLongAgo", SyncLost, False, id="410, too long ago"),
        pytest.param(410, "deleted", EntryGone, False, id="410, deleted"),
        pytest.param(409, "conflict", ProviderError, True, id="409, not a duplicate"),
        pytest.param(500, "backendError", ProviderError, True, id="500"),
        pytest.param(400, "invalid", ProviderError, False, id="400"),
        pytest.param(200, "a page", ProviderError, True, id="200 with HTML"),
    ],
)
async def test_refusals_are_told_apart(
    status: int, reason: str, kind: type[ProviderError], retryable: bool
) -> None:
    double = GoogleDouble()
    vendor = double.vendor()
    token = await allowed(double, vendor)
    double.google.refusals.append((status, reason))
    with pytest.raises(ProviderError) as refused:
        await vendor.entry(token, OWN, "whatever", SYDNEY)
    assert (issubclass(type(refused.value), kind), refused.value.retryable) == (True, retryable)


async def test_what_is_no_consent_is_told_from_a_client_that_is_wrong() -> None:
    double = GoogleDouble()
    vendor = double.vendor()
    await allowed(double, vendor)
    with pytest.raises(NotConnected):
        await vendor.refreshed("another")
    credentials = double.options.credentials
    wrong = GoogleCalendars(credentials.google_client_id, "?", "http://google.test", transport=double)
    with pytest.raises(ProviderError) as refused:
        await wrong.refreshed("another")
    assert not isinstance(refused.value, NotConnected)
    double.dead = True
    with pytest.raises(ProviderError) as unreached:
        await vendor.refreshed("another")
    assert (unreached.value.retryable, unreached.value.status) == (True, None)


def test_the_consent_page_is_asked_for_all_that_is_needed() -> None:
    vendor = GoogleCalendars("client", "secret")
    url = httpx.URL(vendor.consent_url("s", "v" * 43, "https://voice.example.com/back"))
    assert url.host == "accounts.google.com"
    asked = dict(url.params)
    assert asked["scope"].split() == list(SCOPES)
    assert (asked["access_type"], asked["prompt"], asked["code_challenge_method"]) == (
        "offline",
        "consent",
        "S256",
    )
    assert "v" * 43 not in str(url)
    assert Entry("a", "b").is_gone
