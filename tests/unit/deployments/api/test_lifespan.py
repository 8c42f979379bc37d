"""Servers start an application by a message that is no request: nothing it meets first may take it for one."""

from collections.abc import MutableMapping
from typing import Any

import pytest
from redis.asyncio import Redis

from deployments.api.app import Edge, api_app
from services.health import Health
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
