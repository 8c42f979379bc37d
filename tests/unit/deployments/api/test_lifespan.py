"""Servers start an application by a message that is no request: nothing it meets first may take it for one."""

from collections.abc import MutableMapping
from typing import Any

import httpx
import pytest
from fastapi.dependencies.utils import get_dependant
from redis.asyncio import Redis

from deployments.api.app import Edge, api_app
from services.accounts.second_factor import Seal, new_seal_key
from services.health import Health
from services.webhooks.endpoints import Webhooks
from storage.postgres.database import Database
from storage.redis.request_rates import Rate, RequestRates


@pytest.mark.parametrize("address", ["https://api.example.com", "http://127.0.0.1:8000"])
async def test_what_a_request_meets_first_lets_the_start_through(address: str) -> None:
    edge = Edge(
        rates=RequestRates(Redis()),
        per_address=Rate(100),
        per_key=Rate(100),
        frontend_url=address,
        hosts=["api.example.com"],
        address=address,
        trusted_proxies=["127.0.0.1"],
    )
    messages = iter(["lifespan.startup", "lifespan.shutdown"])
    told: list[str] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": next(messages)}

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message["type"])

    await api_app(Health({}), edge=edge)({"type": "lifespan", "state": {}}, receive, send)
    assert told == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


async def test_no_request_waits_for_the_routes_to_be_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    app = api_app(
        Health({}),
        webhooks=Webhooks(
            Database("postgresql://nobody@127.0.0.1:1/nowhere"), Seal(new_seal_key()), loopback_allowed=False
        ),
    )
    worked_out: list[object] = []

    def noted(**given: Any) -> Any:
        worked_out.append(given)
        return get_dependant(**given)

    monkeypatch.setattr("fastapi.routing.get_dependant", noted)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://api") as http,
    ):
        at_start = len(worked_out)
        assert (await http.get("/api/v1/nowhere")).status_code == 404
    assert at_start > 0
    assert len(worked_out) == at_start
