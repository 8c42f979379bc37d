"""Twilio's stand-in posts what Twilio posts about texts, signed, and obeys STOP before anybody is told."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.errors import ProviderError
from providers.twilio import twiml
from providers.twilio.signature import valid_signature
from tests.support.contracts import message_errors, needs_contracts
from tests.support.own_stores import CREDENTIALS, TextedCarrier, texting
from tests.support.serving import serve_app

CUSTOMER, OWN = "+61400000001", "+61280001234"


@dataclass
class Application:
    """Keeps what it is told of, and that it was signed."""

    base_url: str = ""
    told: asyncio.Queue[dict[str, str]] = field(default_factory=asyncio.Queue)

    async def take(self, request: Request) -> Response:
        body = (await request.body()).decode()
        fields = dict(parse_qsl(body, keep_blank_values=True))
        url = f"{self.base_url}{request.url.path}" + (f"?{request.url.query}" if request.url.query else "")
        assert valid_signature(url, fields, request.headers, CREDENTIALS.twilio_auth_token)
        self.told.put_nowait(fields)
        return Response(twiml.message("Thank you"), media_type="text/xml")


@pytest.fixture
async def application() -> AsyncIterator[Application]:
    application = Application()
    async with serve_app(Starlette(routes=[Route("/sms", application.take, methods=["POST"])])) as base_url:
        application.base_url = base_url
        yield application


async def write(texted: TextedCarrier, application: Application, body: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        fields = {"From": CUSTOMER, "To": OWN, "Body": body, "Url": f"{application.base_url}/sms"}
        answer = await http.post(f"{texted.base_url}/_sandbox/texts", data=fields)
    assert answer.json()["status"] == 200


async def test_what_becomes_of_a_text_is_reported_in_order(application: Application) -> None:
    async with texting() as texted:
        url = f"{application.base_url}/sms?business=b&notification=n"
        sid = await texted.carrier.send_sms(to=CUSTOMER, from_=OWN, body="Hello", report_to=url)
        told = [await asyncio.wait_for(application.told.get(), 10) for _ in range(2)]
    assert [(each["MessageSid"], each["MessageStatus"]) for each in told] == [
        (sid, "sent"),
        (sid, "delivered"),
    ]


async def test_stop_holds_at_the_carrier_until_start(application: Application) -> None:
    async with texting() as texted:
        await write(texted, application, "Stop")
        assert (await application.told.get())["OptOutType"] == "STOP"
        with pytest.raises(ProviderError, match="21610"):
            await texted.carrier.send_sms(to=CUSTOMER, from_=OWN, body="Hello")
        await write(texted, application, "START")
        assert await texted.carrier.send_sms(to=CUSTOMER, from_=OWN, body="Hello")
        assert [each["body"] for each in await texted.texts()] == ["Thank you", "Thank you", "Hello"]


@pytest.mark.parametrize(("number", "code"), [("+15005550001", "21211"), ("+15005550009", "21614")])
async def test_numbers_made_for_tests_are_refused(number: str, code: str) -> None:
    async with texting() as texted:
        with pytest.raises(ProviderError, match=code):
            await texted.carrier.send_sms(to=number, from_=OWN, body="Hello")


@needs_contracts
async def test_a_text_that_comes_in_is_what_twilios_contract_says(application: Application) -> None:
    async with texting() as texted:
        await write(texted, application, "Are you open?")
        told = await application.told.get()
    assert message_errors("twilio_webhooks.schema.json", "InboundMessage", told) == []
