"""SendGrid's stand-in posts what becomes of mails as SendGrid does: signed, in no order, as the contract has it."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from providers.sendgrid.events import SIGNATURE, TIMESTAMP, valid_signature
from providers.sendgrid.mailer import Mail, SendGridMailer
from sandbox.mail_events_key import public_key
from sandbox.options import StandInOptions
from sandbox.vendors.sendgrid.app import build
from sandbox.vendors.sendgrid.event_webhook import events_of, signed
from tests.support.contracts import message_errors, needs_contracts
from tests.support.serving import serve_app

OURS = {"reference": "01a2", "business": "01a1"}


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("sam@example.com", ["delivered", "processed"]),
        ("bounce-1@example.com", ["bounce", "processed"]),
        ("blocked@example.com", ["bounce", "processed"]),
        ("dropped@example.com", ["dropped", "processed"]),
        ("spam@example.com", ["spamreport", "delivered", "processed"]),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
async def test_each_mail_taken_is_told_of_once_and_signed(to: str, told: list[str]) -> None:
    posted: asyncio.Queue[tuple[bytes, Mapping[str, str]]] = asyncio.Queue()

    async def take(request: Request) -> Response:
        posted.put_nowait((await request.body(), request.headers))
        return Response(status_code=204)

    async with serve_app(Starlette(routes=[Route("/events", take, methods=["POST"])])) as own_url:
        options = StandInOptions(mail_events_url=f"{own_url}/events")
        async with serve_app(build(options)) as base_url:
            mailer = SendGridMailer(options.credentials.sendgrid_api_key, "r@example.com", "R", base_url)
            mail_id = await mailer.send(Mail(to, "S", "T", "<p>T</p>", *OURS.values()))
            async with asyncio.timeout(10):
                body, headers = await posted.get()
            await mailer.aclose()
    now = datetime.now(UTC)
    assert valid_signature(public_key(), body, headers[SIGNATURE], headers[TIMESTAMP], now)
    assert not valid_signature(public_key(), body[:-2], headers[SIGNATURE], headers[TIMESTAMP], now)
    replayed = now + timedelta(minutes=6)
    assert not valid_signature(public_key(), body, headers[SIGNATURE], headers[TIMESTAMP], replayed)
    events: list[dict[str, Any]] = json.loads(body)
    assert [each["event"] for each in events] == told
    assert all(each["sg_message_id"].startswith(f"{mail_id}.") for each in events)
    assert all(each.items() >= OURS.items() for each in events)
    assert len({each["sg_event_id"] for each in events}) == len(events)
    assert posted.empty()


@needs_contracts
@pytest.mark.parametrize(
    "to", ["sam@example.com", "bounce@example.com", "dropped@example.com", "spam@example.com"]
)
def test_events_are_as_the_contract_has_them(to: str) -> None:
    body, _ = signed(events_of("id", to, OURS))
    assert message_errors("sendgrid_events.schema.json", "Events", json.loads(body)) == []
