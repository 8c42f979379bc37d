import asyncio
import base64
import json
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import pytest

from deployments.telephony.routes import callback_urls
from domain.call_control import HangUp
from domain.errors import CallEnded, ProviderError
from providers.ports import Carrier
from providers.twilio.call_control import render
from providers.twilio.rest import TwilioCarrier
from tests.integration.providers.http_vendor import HttpVendor, serving
from tests.support.contracts import needs_contracts, request_errors

ACCOUNT_SID = "AC" + "0" * 32
CALL_SID = "CA" + "1" * 32
TOKEN = "a-very-secret-twilio-token"
CALLBACKS = callback_urls("https://voice.example.com", "wss://voice.example.com")
JSON = {"content-type": "application/json"}
RESOURCE = json.dumps({"sid": "SM" + "2" * 32, "account_sid": ACCOUNT_SID, "status": "queued"}).encode()

Ask = Callable[[TwilioCarrier], Awaitable[Any]]
ASKS: dict[str, Ask] = {
    "redirect_call": lambda carrier: carrier.redirect_call(CALL_SID, HangUp()),
    "end_call": lambda carrier: carrier.end_call(CALL_SID),
    "send_sms": lambda carrier: carrier.send_sms(to="+61400000000", from_="+61280001234", body="Booked é"),
    "ping": lambda carrier: carrier.ping(),
}
every_ask = pytest.mark.parametrize("ask", list(ASKS.values()), ids=list(ASKS))


@asynccontextmanager
async def carrier(vendor: HttpVendor, **options: Any) -> AsyncIterator[TwilioCarrier]:
    async with serving(vendor) as base_url:
        provider: Carrier = TwilioCarrier(ACCOUNT_SID, TOKEN, CALLBACKS, base_url + "/twilio", **options)
        assert isinstance(provider, TwilioCarrier)
        try:
            yield provider
        finally:
            await provider.aclose()


async def failure(vendor: HttpVendor, ask: Ask, **options: Any) -> ProviderError:
    async with carrier(vendor, **options) as provider:
        with pytest.raises(ProviderError) as raised:
            await ask(provider)
    assert raised.value.provider == "twilio"
    assert TOKEN not in "".join(traceback.format_exception(raised.value))
    return raised.value


def refusal(code: int, status: int) -> bytes:
    return json.dumps({"code": code, "message": "no", "more_info": "", "status": status}).encode()


@pytest.mark.parametrize(
    ("name", "method", "path", "form"),
    [
        ("redirect_call", "POST", f"/Calls/{CALL_SID}.json", {"Twiml": [render(HangUp(), CALLBACKS)]}),
        ("end_call", "POST", f"/Calls/{CALL_SID}.json", {"Status": ["completed"]}),
        (
            "send_sms",
            "POST",
            "/Messages.json",
            {"To": ["+61400000000"], "From": ["+61280001234"], "Body": ["Booked é"]},
        ),
        ("ping", "GET", ".json", {}),
    ],
)
async def test_each_request_goes_to_its_resource_with_the_credentials(
    name: str, method: str, path: str, form: dict[str, list[str]]
) -> None:
    vendor = HttpVendor(headers=JSON, chunks=[RESOURCE])
    async with carrier(vendor) as provider:
        await ASKS[name](provider)
    (asked,) = vendor.asked
    assert (asked.method, asked.path) == (method, f"/twilio/2010-04-01/Accounts/{ACCOUNT_SID}{path}")
    assert parse_qs(asked.body.decode()) == form
    credentials = base64.b64encode(f"{ACCOUNT_SID}:{TOKEN}".encode()).decode()
    assert asked.headers["authorization"] == f"Basic {credentials}"


@needs_contracts
@every_ask
async def test_every_request_follows_the_contract(ask: Ask) -> None:
    vendor = HttpVendor(headers=JSON, chunks=[RESOURCE])
    async with carrier(vendor) as provider:
        await ask(provider)
    (asked,) = vendor.asked
    problems = request_errors(
        "twilio_api_v2010.trimmed.json",
        asked.method,
        asked.path.removeprefix("/twilio"),
        query=asked.query,
        content_type=asked.headers.get("content-type", ""),
        body=asked.body,
    )
    assert problems == []


async def test_a_sent_message_gives_its_sid() -> None:
    async with carrier(HttpVendor(status=201, headers=JSON, chunks=[RESOURCE])) as provider:
        assert await provider.send_sms(to="+61400000000", from_="+61280001234", body="Hi") == "SM" + "2" * 32


@every_ask
@pytest.mark.parametrize(("status", "retryable"), [(401, False), (404, False), (429, True), (500, True)])
async def test_a_refusal_tells_its_status(ask: Ask, status: int, retryable: bool) -> None:
    vendor = HttpVendor(status=status, headers=JSON, chunks=[refusal(20003, status)])
    error = await failure(vendor, ask)
    assert (error.status, error.retryable) == (status, retryable)
    assert "20003" in error.message
    assert len(vendor.asked) == 1


@pytest.mark.parametrize(("code", "status"), [(21220, 400), (20404, 404)], ids=["not in progress", "unknown"])
async def test_a_call_that_is_over_counts_as_ended_but_cannot_be_redirected(code: int, status: int) -> None:
    vendor = HttpVendor(status=status, headers=JSON, chunks=[refusal(code, status)])
    async with carrier(vendor) as provider:
        await provider.end_call(CALL_SID)
        with pytest.raises(CallEnded):
            await provider.redirect_call(CALL_SID, HangUp())


@every_ask
async def test_silence_is_cut_short_and_the_connection_closed(ask: Ask) -> None:
    vendor = HttpVendor(hang_at_once=True)
    assert (await failure(vendor, ask, timeout_s=0.1)).retryable
    await asyncio.wait_for(vendor.left.wait(), 5)


@every_ask
async def test_an_answer_that_breaks_off_is_an_error(ask: Ask) -> None:
    vendor = HttpVendor(headers={**JSON, "content-length": "500"}, chunks=[RESOURCE], then="drop")
    assert (await failure(vendor, ask)).retryable


@every_ask
async def test_an_answer_that_is_not_json_is_an_error(ask: Ask) -> None:
    assert (await failure(HttpVendor(headers=JSON, chunks=[b"<html>"]), ask)).retryable


@every_ask
async def test_a_refusal_that_is_not_json_may_be_retried(ask: Ask) -> None:
    vendor = HttpVendor(status=502, headers={"content-type": "text/html"}, chunks=[b"<html>"])
    assert (await failure(vendor, ask)).retryable


async def test_an_unreachable_vendor_is_an_error() -> None:
    provider = TwilioCarrier(ACCOUNT_SID, TOKEN, CALLBACKS, "http://127.0.0.1:9")
    with pytest.raises(ProviderError) as raised:
        await provider.ping()
    assert raised.value.retryable
    await provider.aclose()


async def test_requests_share_one_connection() -> None:
    vendor = HttpVendor(headers=JSON, chunks=[RESOURCE])
    async with carrier(vendor) as provider:
        for _ in range(3):
            await provider.ping()
    assert len({asked.client for asked in vendor.asked}) == 1


async def test_numbers_and_texts_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with carrier(HttpVendor(headers=JSON, chunks=[RESOURCE])) as provider:
        await provider.send_sms(to="+61400000000", from_="+61280001234", body="Booked")
    assert "+614" not in caplog.text
    assert "Booked" not in caplog.text
