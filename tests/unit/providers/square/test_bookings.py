"""Square Bookings over their stand-in: both sides hold to the vendor's contract, and failures are told apart."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from domain.errors import ProviderError
from domain.scheduling.ranges import TimeRange
from providers.calendars import (
    Changes,
    EntryChanged,
    EntryGone,
    NoRight,
    NotConnected,
    OurEntry,
)
from providers.square.bookings import SquareBookings
from tests.support.contracts import needs_contracts, request_errors, response_errors
from tests.support.square import LEO, MIA, SquareDouble

BEGIN = datetime(2027, 4, 5, 0, 0, tzinfo=UTC)
WINDOW = TimeRange(BEGIN - timedelta(days=2), BEGIN + timedelta(days=100))
OURS = OurEntry(
    id="whatever",
    key="k",
    during=TimeRange(BEGIN, BEGIN + timedelta(minutes=45)),
    zone="Australia/Sydney",
    title="Cut: Sam",
    text="+61400000001",
    place="",
    booking="b",
    service="SVCUT",
)


async def allowed(double: SquareDouble, vendor: SquareBookings) -> str:
    back = "https://voice.example.com/back"
    async with httpx.AsyncClient(transport=double) as browser:
        answer = await browser.get(vendor.consent_url("state", "", back))
    consent = await vendor.consent(httpx.URL(answer.headers["Location"]).params["code"], "", back)
    assert consent.refresh_token
    assert consent.account
    return (await vendor.refreshed(consent.refresh_token)).access_token


async def everything(vendor: SquareBookings, token: str, calendar_id: str) -> list[Changes]:
    found: list[Changes] = []
    page = ""
    while not found or page:
        answer = await vendor.changes(token, calendar_id, since="", page=page, window=WINDOW, zone="UTC")
        found.append(answer)
        page = answer.more
    return found


async def a_life(double: SquareDouble) -> None:
    vendor = double.vendor()
    token = await allowed(double, vendor)
    assert [each.id for each in await vendor.calendars(token)] == [MIA, LEO]
    assert next((each.id, each.name) for each in await vendor.services(token)) == ("SVCUT", "Cut Regular")
    made = await vendor.write(token, MIA, OURS, etag="")
    assert made.during == OURS.during
    assert await vendor.write(token, MIA, OURS, etag="") == made  # the same once more
    later = replace(
        OURS, id=made.id, during=TimeRange(BEGIN + timedelta(hours=2), BEGIN + timedelta(hours=3))
    )
    moved = await vendor.write(token, MIA, later, etag=made.etag)
    assert moved.during == later.during
    with pytest.raises(EntryChanged):
        await vendor.write(token, MIA, replace(later, key="other"), etag=made.etag)
    assert await vendor.entry(token, MIA, made.id, "UTC") == moved
    double.sell(BEGIN + timedelta(days=90), person="TMLEO")
    for _ in range(101):
        double.sell(BEGIN + timedelta(days=40))
    assert sum(len(each.entries) for each in await everything(vendor, token, MIA)) == 102
    (far,) = [entry for each in await everything(vendor, token, LEO) for entry in each.entries]
    assert far.blocks
    await vendor.remove(token, MIA, made.id)
    await vendor.remove(token, MIA, made.id)
    assert (await vendor.entry(token, MIA, made.id, "UTC")).is_gone
    with pytest.raises(EntryGone):
        await vendor.entry(token, MIA, "nothing", "UTC")
    with pytest.raises(ProviderError, match="no service"):
        await vendor.write(token, MIA, replace(OURS, service=""), etag="")
    await vendor.revoke(token)
    with pytest.raises(NotConnected):
        await vendor.calendars(token)
    with pytest.raises(NotConnected):
        await vendor.refreshed("another")


@needs_contracts
async def test_what_is_said_on_both_sides_is_as_the_contract_has_it() -> None:
    double = SquareDouble()
    await a_life(double)
    wrong: list[str] = []
    for each in double.exchanges:
        request, response = each.request, each.response
        path = request.url.path
        if path == "/oauth2/authorize":
            continue
        name = "square_catalog.trimmed.json" if "/catalog/" in path else "square.trimmed.json"
        errors = request_errors(
            name,
            request.method,
            path,
            query=request.url.query.decode(),
            content_type=request.headers.get("content-type", ""),
            body=request.content,
        )
        errors += response_errors(name, request.method, path, response.status_code, response.json())
        wrong += [f"{request.method} {path}: {error}" for error in errors]
        assert request.headers.get("Square-Version")
    assert wrong == []
    assert len(double.exchanges) > 20


@pytest.mark.parametrize(
    ("status", "code", "kind", "retryable"),
    [
        pytest.param(403, "FORBIDDEN", NoRight, False, id="403"),
        pytest.param(401, "UNAUTHORIZED", NotConnected, False, id="401"),
        pytest.param(429, "RATE_LIMITED", ProviderError, True, id="429"),
        pytest.param(503, "SERVICE_UNAVAILABLE", ProviderError, True, id="503"),
        pytest.param(400, "BAD_REQUEST", ProviderError, False, id="400"),
        pytest.param(200, "", ProviderError, True, id="200 with HTML"),
    ],
)
async def test_refusals_are_told_apart_and_asked_once(
    status: int, code: str, kind: type[ProviderError], retryable: bool
) -> None:
    double = SquareDouble()
    vendor = double.vendor()
    token = await allowed(double, vendor)
    double.square.refusals.append((status, code))
    asked = len(double.exchanges)
    with pytest.raises(ProviderError) as refused:
        await vendor.entry(token, MIA, "whatever", "UTC")
    assert (issubclass(type(refused.value), kind), refused.value.retryable) == (True, retryable)
    assert len(double.exchanges) == asked + 1
