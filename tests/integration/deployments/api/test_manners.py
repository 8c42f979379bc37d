"""What a request meets before its route."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
import pytest
import structlog
from redis.asyncio import Redis
from sqlalchemy import update

from deployments.api.app import Edge
from deployments.api.manners import LARGEST_BODY
from storage.postgres.account_tables import RefreshTokenRow
from storage.postgres.database import Database
from storage.redis.request_rates import Rate, RequestRates
from tests.support.api import Api, api

PER_ADDRESS, PER_KEY = 20, 5
_ADDRESSES = count(1)


def edge_over(redis: Redis) -> Edge:
    return Edge(
        rates=RequestRates(redis),
        per_address=Rate(PER_ADDRESS),
        per_key=Rate(PER_KEY),
        frontend_url="https://app.example.com",
        hosts=["api"],
        address="https://api",
        trusted_proxies=["192.0.2.0/24"],
    )


def fresh_address() -> str:
    number = next(_ADDRESSES)
    return f"198.18.{number // 250}.{number % 250 + 1}"


@pytest.fixture
async def met(database: Database, redis: Redis) -> AsyncIterator[Api]:
    async with api(database, redis, edge_over(redis)) as served:
        served.client.headers["X-Forwarded-For"] = fresh_address()
        yield served


async def me(served: Api, **headers: str) -> httpx.Response:
    return await served.client.get("/api/v1/users/me", headers=headers)


async def test_an_address_has_so_many_requests_and_is_told_when_to_come_back(met: Api) -> None:
    answers = await asyncio.gather(*(me(met) for _ in range(PER_ADDRESS + 10)))
    assert sorted(answer.status_code for answer in answers) == [401] * PER_ADDRESS + [429] * 10
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert 1 <= int(refused.headers["retry-after"]) <= 4
    assert refused.json()["type"] == "/problems/limit-reached"
    assert (await me(met, **{"X-Forwarded-For": fresh_address()})).status_code == 401


async def test_what_a_client_claims_of_its_address_counts_for_nothing(met: Api) -> None:
    own = fresh_address()
    for number in range(PER_ADDRESS):
        await me(met, **{"X-Forwarded-For": f"203.0.113.{number}, {own}"})
    assert (await me(met, **{"X-Forwarded-For": f"203.0.113.200, {own}"})).status_code == 429


async def test_a_key_has_a_limit_of_its_own_wherever_it_comes_from(met: Api) -> None:
    owner = await met.signed_up()
    made = await met.client.post(
        f"/api/v1/businesses/{owner.business_id}/keys",
        json={"name": "Website", "scopes": ["audit:read"]},
        headers=owner.bearer,
    )
    log = f"/api/v1/businesses/{owner.business_id}/audit-log"
    statuses = [
        (
            await met.client.get(
                log,
                headers={"Authorization": f"Bearer {made.json()['key']}", "X-Forwarded-For": fresh_address()},
            )
        ).status_code
        for _ in range(PER_KEY + 1)
    ]
    assert statuses == [200] * PER_KEY + [429]


async def test_keys_that_are_made_up_use_up_their_address(met: Api) -> None:
    for number in range(PER_ADDRESS):
        assert (await me(met, Authorization=f"Bearer rk_{number:012x}_made-up")).status_code == 401
    assert (await me(met, Authorization=f"Bearer rk_{99:012x}_made-up")).status_code == 429


async def test_while_redis_is_away_nobody_is_refused(database: Database, redis: Redis) -> None:
    away = Redis.from_url("redis://127.0.0.1:1")
    async with api(database, redis, edge_over(away)) as served:
        assert (await me(served)).status_code == 401
    await away.aclose()


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, 10 * LARGEST_BODY])
async def test_a_body_that_is_too_large_is_refused_announced_or_not(met: Api, size: int) -> None:
    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(size // 65_536 + 1):
            yield bytes(65_536)

    for content in (bytes(size), unannounced()):
        answer = await met.client.post(
            "/api/v1/sessions", content=content, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 413
        assert str(LARGEST_BODY) in answer.json()["detail"]


@pytest.mark.parametrize("host", ["evil.example.com", "api.evil.example.com", "", "api@evil.example.com"])
async def test_a_host_that_is_none_of_ours_is_refused(met: Api, host: str) -> None:
    assert (await me(met, Host=host)).status_code == 400


async def test_only_the_frontends_pages_may_ask_from_a_browser(met: Api) -> None:
    def asked(origin: str) -> Any:
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        return met.client.options("/api/v1/sessions", headers=headers)

    ours = await asked("https://app.example.com")
    assert ours.headers["access-control-allow-origin"] == "https://app.example.com"
    theirs = await asked("https://evil.example.com")
    assert "access-control-allow-origin" not in theirs.headers


async def test_browsers_are_told_not_to_guess_frame_or_keep_and_to_use_https(met: Api) -> None:
    answer = await me(met)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["strict-transport-security"].startswith("max-age=")


async def test_each_request_has_an_id_and_an_odd_one_is_replaced(met: Api) -> None:
    stolen = {"refresh_token": (await met.signed_up()).refresh}
    await met.client.post("/api/v1/sessions/refresh", json=stolen)
    async with met.database.identity() as session:
        await session.execute(update(RefreshTokenRow).values(exchanged_at=datetime(2026, 1, 1, tzinfo=UTC)))
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        refused = await met.client.post(
            "/api/v1/sessions/refresh", json=stolen, headers={"X-Request-ID": "from-the-client-1"}
        )
    assert refused.status_code == 401
    assert "x-request-id" not in refused.headers, "Serve's proxy tells it"
    assert [line["request_id"] for line in lines if line["event"] == "sign_in.token_reused"] == [
        "from-the-client-1"
    ]
    for odd in ("a b c d e f g h", "x" * 100, "<script>alert</script>", "short"):
        made = (await me(met, **{"X-Request-ID": odd})).headers["x-request-id"]
        assert made != odd
        assert len(made) == 32
    assert len((await me(met)).headers["x-request-id"]) == 32


async def test_two_replicas_count_together(database: Database, redis: Redis) -> None:
    own = fresh_address()
    async with api(database, redis, edge_over(redis)) as one, api(database, redis, edge_over(redis)) as other:
        asked = [
            me((one, other)[number % 2], **{"X-Forwarded-For": own}) for number in range(PER_ADDRESS + 6)
        ]
        statuses = sorted(answer.status_code for answer in await asyncio.gather(*asked))
    assert statuses == [401] * PER_ADDRESS + [429] * 6


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_who_reads_over_plain_http_is_sent_to_https(met: Api, method: str) -> None:
    plain = {"X-Forwarded-Proto": "http", "X-Forwarded-For": fresh_address()}
    answer = await met.client.request(method, "/api/v1/users/me?fields=id%2Cname&x=é", headers=plain)
    assert answer.status_code == 308
    assert answer.headers["location"] == "https://api/api/v1/users/me?fields=id%2Cname&x=%C3%A9"
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_who_writes_over_plain_http_is_refused_before_anything_is_taken(met: Api, method: str) -> None:
    plain = {"X-Forwarded-Proto": "http", "X-Forwarded-For": fresh_address()}
    answer = await met.client.request(method, "/api/v1/sessions", headers=plain)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/https-needed")


async def test_only_a_trusted_proxys_word_counts_for_https_and_health_is_left_alone(
    database: Database, redis: Redis
) -> None:
    untrusting = replace(edge_over(redis), trusted_proxies=["198.51.100.0/24"])
    async with api(database, redis, untrusting) as served:
        claimed = await me(served, **{"X-Forwarded-Proto": "https"})
        assert claimed.status_code == 308, "who is no proxy of ours cannot say so"
        assert (await me(served)).status_code == 401, "from inside"
    async with api(database, redis, edge_over(redis)) as served:
        assert (await me(served, **{"X-Forwarded-Proto": "https"})).status_code == 401
        health = await served.client.get("/health", headers={"X-Forwarded-Proto": "http"})
        assert health.status_code == 200
    at_home = replace(edge_over(redis), address="http://127.0.0.1:8000")
    async with api(database, redis, at_home) as served:
        assert (await me(served, **{"X-Forwarded-Proto": "http"})).status_code == 401
