"""Five hundred clients that begin a webhook and never end it, beside Twilio."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from deployments.telephony.requests import BODY_WITHIN_S
from sandbox.local.process import free_port
from sandbox.phone.twiml import parse
from storage.redis.stores import RedisStores
from tests.integration.deployments.telephony.webhook_client import Twilio, call_fields, connect
from tests.integration.deployments.test_haproxy import reverse_proxy
from tests.support.dialled_business import DialledBusiness
from tests.support.serving import serve_app

CLIENTS = 500
PATH = "/webhooks/twilio/voice"


@asynccontextmanager
async def address_of(twilio: Twilio, directory: Path, *, proxied: bool) -> AsyncIterator[str]:
    """Where the application's webhooks are reached: `host:port`."""
    async with serve_app(Starlette(routes=[Mount("/webhooks", twilio.app)])) as url:
        if not proxied:
            yield urlsplit(url).netloc
            return
        async with reverse_proxy(directory, url, free_port()) as address:
            yield address


@asynccontextmanager
async def half_sent(address: str, length: int) -> AsyncIterator[list[asyncio.StreamReader]]:
    """Connections that have sent a header as Twilio does, and ten bytes of `length`."""
    host, _, port = address.partition(":")
    async with AsyncExitStack() as stack:
        readers: list[asyncio.StreamReader] = []
        for _ in range(CLIENTS):
            reader, writer = await asyncio.open_connection(host, int(port))
            stack.callback(writer.close)
            writer.write(
                f"POST {PATH} HTTP/1.1\r\nHost: {address}\r\nX-Twilio-Signature: c2lnbmF0dXJl\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
                "CallSid=CA".encode()
            )
            readers.append(reader)
        yield readers


@pytest.mark.parametrize(
    "proxied",
    [
        False,
        pytest.param(
            True, marks=pytest.mark.skipif(sys.platform != "linux", reason="HAProxy's wheel is for Linux")
        ),
    ],
    ids=["the application alone", "behind the reverse proxy"],
)
async def test_twilio_is_answered_while_others_hold_half_a_request(
    twilio: Twilio, business: DialledBusiness, stores: RedisStores, tmp_path: Path, proxied: bool
) -> None:
    fields = call_fields(business.number)
    body, headers = urlencode(fields), {"X-Twilio-Signature": twilio.signature("voice", fields)}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    async with (
        address_of(twilio, tmp_path, proxied=proxied) as address,
        half_sent(address, 8_000) as slow,
        httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as http,
    ):
        answer = await http.post(PATH, content=body, headers=headers)
        connect(parse(answer.text))
        async with asyncio.timeout(10 * BODY_WITHIN_S):
            heads = await asyncio.gather(*(reader.readline() for reader in slow))
        assert {head.split()[1] for head in heads} == {b"408"}
        again = await http.post(PATH, content=body, headers=headers)
        assert again.text == answer.text
