"""Telephony, API and worker in one process: each answers as it does by itself, and outlives the others' trouble."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI

from deployments.api.app import api_app
from deployments.combined import combined_app
from deployments.supervised import Part, Supervised
from sandbox.local.process import free_port
from sandbox.phone.twiml import parse
from services.health import Health
from tests.integration.deployments.telephony.webhook_client import Twilio, call_fields, connect
from tests.support.dialled_business import DialledBusiness
from tests.support.serving import serve_app


class Working:
    """A worker that runs until it is told to stop."""

    def __init__(self) -> None:
        self.stopped = asyncio.Event()
        self.finished = False

    async def run(self) -> None:
        await self.stopped.wait()
        self.finished = True

    def stop(self) -> None:
        self.stopped.set()


class Broken(Working):
    """A worker that crashes at once."""

    async def run(self) -> None:
        raise ZeroDivisionError


def with_worker(webhook_app: FastAPI, part: Part, web_port: int = 0) -> FastAPI:
    worker = Supervised("worker", lambda: part)
    api = api_app(Health({"worker": worker.check}, keep_s=0.0))
    return combined_app(webhook_app, api, worker, web_port=web_port)


@asynccontextmanager
async def reached(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with serve_app(app) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        yield http


@pytest.mark.parametrize(("part", "health"), [(Working, 200), (Broken, 503)], ids=["all well", "no worker"])
async def test_every_part_answers_whatever_becomes_of_the_worker(
    twilio: Twilio, stores: object, business: DialledBusiness, part: type[Working], health: int
) -> None:
    app = with_worker(twilio.app, part())
    async with reached(app) as http:
        await asyncio.sleep(0)
        answer = await http.get("/health")
        assert answer.status_code == health
        assert answer.json()["checks"].keys() == {"worker"}
        assert (await http.get("/openapi.json")).status_code == 200
        assert (await http.post("/webhooks/twilio/voice", data={"CallSid": "CA1"})).status_code == 403


async def test_a_signed_webhook_is_answered_under_its_path(
    twilio: Twilio, stores: object, business: DialledBusiness
) -> None:
    form = call_fields(business.number)
    async with reached(with_worker(twilio.app, Working())) as http:
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
        reached(with_worker(twilio.app, Working(), port)),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http,
    ):
        answer = await http.post("/webhooks/twilio/voice", data=form, headers=signed)
    assert answer.status_code == 200
    assert connect(parse(answer.text))


async def test_the_worker_finishes_what_it_has_in_hand_when_the_process_is_to_go(twilio: Twilio) -> None:
    part = Working()
    async with reached(with_worker(twilio.app, part)) as http:
        await http.get("/health")
    assert part.finished
