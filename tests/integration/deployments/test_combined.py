"""Telephony and API in one process: each answers as it does by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from deployments.api.app import api_app
from deployments.combined import combined_app
from sandbox.local.process import free_port
from sandbox.phone.twiml import parse
from services.health import Health
from tests.integration.deployments.telephony.webhook_client import Twilio, call_fields, connect
from tests.support.dialled_business import DialledBusiness
from tests.support.serving import serve_app


@asynccontextmanager
async def reached(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with serve_app(app) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        yield http


async def test_each_part_answers_under_its_paths(
    twilio: Twilio, stores: object, business: DialledBusiness
) -> None:
    async with reached(combined_app(twilio.app, api_app(Health({})))) as http:
        assert (await http.get("/health")).status_code == 200
        assert (await http.get("/openapi.json")).status_code == 200
        assert (await http.post("/webhooks/twilio/voice", data={"CallSid": "CA1"})).status_code == 403


async def test_a_signed_webhook_is_answered_under_its_path(
    twilio: Twilio, stores: object, business: DialledBusiness
) -> None:
    form = call_fields(business.number)
    async with reached(combined_app(twilio.app, api_app(Health({})))) as http:
        answer = await http.post(
            "/webhooks/twilio/voice",
            data=form,
            headers={"X-Twilio-Signature": twilio.signature("voice", form)},
        )
    assert answer.status_code == 200
    assert connect(parse(answer.text))


async def test_the_reverse_proxy_may_ask_at_a_port_of_the_process(
    twilio: Twilio, stores: object, business: DialledBusiness
) -> None:
    form, port = call_fields(business.number), free_port()
    signed = {"X-Twilio-Signature": twilio.signature("voice", form)}
    async with (
        reached(combined_app(twilio.app, api_app(Health({})), web_port=port)),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http,
    ):
        answer = await http.post("/webhooks/twilio/voice", data=form, headers=signed)
    assert answer.status_code == 200
    assert connect(parse(answer.text))
