"""`GET /health` and `/openapi.json` as load balancers, operators and clients meet them."""

import json
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi.openapi.models import OpenAPI
from jsonschema import Draft202012Validator
from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from config.settings import Settings
from deployments.api.app import api_app, build_health
from domain.errors import PartDegraded, StorageError
from sandbox.local.process import free_port
from services.health import Health
from storage.redis.capacity import CallSlots
from storage.redis.fallbacks import ZYGOTE
from storage.redis.stores import RedisStores
from tests.integration.deployments.media.bad_network import FreezableProxy, silent_server
from tests.support.serving import serve_app

KEYS = {
    "openai_api_key": "sk-openai-Nothing2See",
    "deepgram_api_key": "deepgram-Nothing2See",
    "elevenlabs_api_key": "elevenlabs-Nothing2See",
    "twilio_auth_token": "twilio-Nothing2See",
}
SID = "AC" + "ab" * 16


TOKEN = "operators-Nothing2See"
OPERATOR = {"Authorization": f"Bearer {TOKEN}"}


async def get(
    health: Health, path: str = "/health", headers: Mapping[str, str] = OPERATOR, token: str = TOKEN
) -> httpx.Response:
    transport = httpx.ASGITransport(api_app(health, token))
    async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.7", headers=headers) as http:
        return await http.get(path)


async def well() -> None:
    return


async def ill() -> None:
    raise StorageError("redis", "no connection")


async def test_healthy_is_200_with_exactly_these_members() -> None:
    answer = await get(Health({"database": well, "redis": well}))
    assert answer.status_code == 200
    report = answer.json()
    assert set(report) == {"status", "timestamp", "checks", "version"}
    assert (report["status"], report["version"]) == ("healthy", version("ai-receptionist"))
    assert set(report["checks"]) == {"database", "redis"}
    for check in report["checks"].values():
        assert set(check) == {"status", "detail", "took_ms"}
        assert (check["status"], check["detail"]) == ("ok", None)
    age = datetime.now(UTC) - datetime.fromisoformat(report["timestamp"])
    assert timedelta(0) <= age < timedelta(seconds=30)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json"


async def test_one_failing_part_makes_it_degraded_and_503() -> None:
    answer = await get(Health({"database": well, "redis": ill}))
    assert answer.status_code == 503
    report = answer.json()
    assert report["status"] == "degraded"
    assert report["checks"]["database"]["status"] == "ok"
    assert report["checks"]["redis"]["status"] == "failing"
    assert report["checks"]["redis"]["detail"] == "redis: no connection"
    assert set(report) == {"status", "timestamp", "checks", "version"}


async def inside() -> None:
    raise StorageError("postgres", "no connection: Connect call failed ('10.3.0.12', 5432)")


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({}, TOKEN),
        ({"Authorization": f"Bearer {TOKEN[:-1]}"}, TOKEN),
        ({"Authorization": TOKEN}, TOKEN),
        ({"Authorization": f"Basic {TOKEN}"}, TOKEN),
        ({"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1"}, TOKEN),
        ({"Authorization": "Bearer "}, ""),
        ({}, ""),
    ],
    ids=["nothing", "almost", "no scheme", "another scheme", "claims to be local", "empty", "none is set"],
)
async def test_the_public_learns_that_something_fails_and_no_more(
    headers: dict[str, str], token: str
) -> None:
    answer = await get(Health({"database": inside, "redis": well}), headers=headers, token=token)
    assert answer.status_code == 503
    assert "10.3.0.12" not in answer.text
    checks = answer.json()["checks"]
    assert {name: check["status"] for name, check in checks.items()} == {"database": "failing", "redis": "ok"}
    assert [check["detail"] for check in checks.values()] == [None, None]


async def test_an_operator_learns_what_fails() -> None:
    answer = await get(Health({"database": inside}), headers={"Authorization": f"bearer  {TOKEN}"})
    assert "10.3.0.12" in answer.json()["checks"]["database"]["detail"]


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, twilio_account_sid=SID, **KEYS, **given)  # pyright: ignore[reportCallIssue]


def vendors_at(url: str) -> dict[str, str]:
    return {f"{name}_base_url": f"{url}/{name}" for name in ("openai", "deepgram", "elevenlabs", "twilio")}


def telltale_vendor() -> Starlette:
    """Refuses everything and repeats the credentials it was given, as some vendors do."""

    async def refuse(request: Request) -> Response:
        told = {
            name: value for name, value in request.headers.items() if "key" in name or name == "authorization"
        }
        words = f"Incorrect API key provided: {json.dumps(told)} {' '.join(KEYS.values())}"
        return JSONResponse({"error": {"message": words}, "detail": words, "message": words}, 401)

    return Starlette(routes=[Route("/{path:path}", refuse, methods=["GET", "POST"])])


def secrets_in(text: str) -> list[str]:
    return [secret for secret in (*KEYS.values(), "hunter2", "Nothing2See") if secret in text]


async def test_no_detail_holds_a_key_or_password() -> None:
    async with serve_app(telltale_vendor()) as vendor:
        given = settings(
            database_url=f"postgresql://app:hunter2@127.0.0.1:{free_port()}/receptionist",
            redis_url=f"redis://:hunter2@127.0.0.1:{free_port()}/0",
            **vendors_at(vendor),
        )
        await get(build_health(given))  # a check does not wait for a slow machine's first connection
        answer = await get(build_health(given))
    assert answer.status_code == 503
    report = answer.json()
    assert set(report["checks"]) == {
        "database",
        "redis",
        "media",
        "workers",
        "twilio",
        "deepgram",
        "openai",
        "elevenlabs",
    }
    for name, check in report["checks"].items():
        assert check["status"] == "failing", name
        assert check["detail"], name
        if name in ("twilio", "deepgram", "openai", "elevenlabs"):
            assert "401" in check["detail"]
    assert secrets_in(answer.text) == []


async def test_a_refused_login_is_told_without_the_password(postgres_url: str, redis_url: str) -> None:
    async with serve_app(telltale_vendor()) as vendor:
        address = urlsplit(redis_url)
        checks = build_health(
            settings(
                database_url=postgres_url.replace("receptionist_app:app-password@", "nobody_known:hunter2@"),
                redis_url=f"redis://someone:hunter2@{address.hostname}:{address.port}/0",
                **vendors_at(vendor),
            )
        )
        report = (await get(checks)).json()
    assert report["checks"]["database"]["status"] == "failing"
    assert report["checks"]["redis"]["status"] == "failing"
    assert secrets_in(json.dumps(report)) == []


async def test_stores_in_order_are_ok_and_media_needs_a_node_that_reports(
    postgres_url: str, own_redis_url: str, own_redis: Redis
) -> None:
    async with serve_app(telltale_vendor()) as vendor:
        given = settings(database_url=postgres_url, redis_url=own_redis_url, **vendors_at(vendor))
        report = (await get(build_health(given))).json()
        assert [report["checks"][name]["status"] for name in ("database", "redis", "media")] == [
            "ok",
            "ok",
            "failing",
        ]
        await RedisStores.over(own_redis).capacity.report("node", CallSlots(0, 4), 60)
        report = (await get(build_health(given))).json()
    assert report["checks"]["media"]["status"] == "ok"


async def test_parts_that_never_answer_do_not_hold_the_answer_up(postgres_url: str) -> None:
    async with silent_server() as port, FreezableProxy(postgres_url) as proxy:
        proxy.freeze()
        checks = build_health(
            settings(
                database_url=proxy.url,
                redis_url=f"redis://127.0.0.1:{port}/0",
                **vendors_at(f"http://127.0.0.1:{port}"),
            )
        )
        began = time.monotonic()
        answer = await get(checks)
        assert time.monotonic() - began < 8
        assert answer.status_code == 503
        assert {check["status"] for check in answer.json()["checks"].values()} == {"failing"}
        proxy.thaw()


def refs(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, value in schema.items():
            if name == "$ref":
                yield value
            yield from refs(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from refs(value)


async def test_the_description_is_valid_openapi_3_1() -> None:
    answer = await get(Health({}), "/openapi.json")
    assert answer.status_code == 200
    described = answer.json()
    assert described["openapi"].startswith("3.1.")
    assert described["info"]["title"]
    assert described["info"]["version"] == version("ai-receptionist")
    OpenAPI.model_validate(described)
    for ref in refs(described):
        place: Any = described
        assert ref.startswith("#/")
        for step in ref.removeprefix("#/").split("/"):
            place = place[step]
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    operations = [
        operation
        for item in described["paths"].values()
        for method, operation in item.items()
        if method in ("get", "put", "post", "delete", "patch")
    ]
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids)) > 0
    for operation in operations:
        assert operation["responses"]
        assert all(response["description"] for response in operation["responses"].values())


@pytest.mark.parametrize(("check", "status"), [(well, "200"), (ill, "503")])
async def test_health_answers_as_it_is_described(check: Any, status: str) -> None:
    checks = Health({"part": check})
    described = (await get(checks, "/openapi.json")).json()
    responses = described["paths"]["/health"]["get"]["responses"]
    answer = await get(checks)
    assert str(answer.status_code) == status
    schema = responses[status]["content"]["application/json"]["schema"]
    validator = Draft202012Validator(
        {**schema, "components": described["components"]}, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    assert [error.message for error in validator.iter_errors(answer.json())] == []


async def test_one_document_describes_the_whole_public_address() -> None:
    paths = (await get(Health({}), "/openapi.json")).json()["paths"]
    assert paths.keys() >= {
        "/health",
        "/webhooks/twilio/voice",
        "/webhooks/twilio/status",
        "/webhooks/twilio/stream",
    }


async def dearly() -> None:
    raise PartDegraded("workers start the ordinary way on 1 nodes")


async def test_a_part_that_costs_more_than_it_should_is_degraded_and_still_200() -> None:
    answer = await get(Health({"database": well, "workers": dearly}))
    assert answer.status_code == 200, "callers are served"
    report = answer.json()
    assert report["status"] == "degraded"
    assert {name: check["status"] for name, check in report["checks"].items()} == {
        "database": "ok",
        "workers": "degraded",
    }
    assert "ordinary way" in report["checks"]["workers"]["detail"]


async def test_nodes_whose_workers_are_not_forked_show(
    postgres_url: str, own_redis_url: str, own_redis: Redis
) -> None:
    async with serve_app(telltale_vendor()) as vendor:
        given = settings(database_url=postgres_url, redis_url=own_redis_url, **vendors_at(vendor))
        assert (await get(build_health(given))).json()["checks"]["workers"]["status"] == "ok"
        await RedisStores.over(own_redis).degraded.report("node", (ZYGOTE,), 60)
        assert (await get(build_health(given))).json()["checks"]["workers"]["status"] == "degraded"


async def test_vendors_that_nodes_do_without_are_named() -> None:
    async def two_nodes() -> dict[str, int]:
        return {"openai": 2}

    answer = await get(Health({"openai": well}, fallbacks=two_nodes))
    assert answer.status_code == 200, "callers are served"
    assert answer.json()["fallbacks"] == {"openai": 2}


async def test_what_nodes_do_without_does_not_make_the_answer_fail() -> None:
    async def away() -> dict[str, int]:
        raise StorageError("redis", "no connection")

    answer = await get(Health({"openai": well}, fallbacks=away))
    assert answer.status_code == 200
    assert "fallbacks" not in answer.json()
