"""The HTTP API: health now, the business's own endpoints beside it."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from config.settings import Settings
from config.startup import start_process
from deployments.api import health
from deployments.serve_decorators import deployment, ingress
from deployments.telephony import app as telephony
from deployments.telephony.routes import PREFIX
from domain.errors import PartDegraded, StorageError
from providers.build import build_pings
from services.health import Health
from storage.redis.connection import redis_errors
from storage.redis.fallbacks import ZYGOTE
from storage.stores import open_stores


@asynccontextmanager
async def _checked(app: FastAPI) -> AsyncGenerator[None]:
    """Asks every part once before the first request: connections are made then, not while a balancer waits."""
    await app.state.health.results()
    yield


def api_app(checks: Health, operator_token: str = "") -> FastAPI:
    """The ASGI application.

    Args:
        operator_token: who shows it learns what is wrong; nobody does when it is empty.
    """
    app = FastAPI(title="AI Receptionist", version=health.VERSION, lifespan=_checked)
    app.state.health = checks
    app.state.operator_token = operator_token
    app.include_router(health.router)
    app.openapi = lambda: _describe_all(app)
    return app


def _describe_all(app: FastAPI) -> dict[str, Any]:
    """One document for the whole public address: the telephony application answers beside this one."""
    if app.openapi_schema is None:
        webhooks = APIRouter(prefix=PREFIX)
        webhooks.include_router(telephony.router)
        app.openapi_schema = get_openapi(
            title=app.title, version=app.version, routes=[*app.routes, *webhooks.routes]
        )
    return app.openapi_schema


def build_health(
    settings: Settings, more: Mapping[str, Callable[[], Awaitable[None]]] | None = None
) -> Health:
    """Checks of everything a call needs.

    Args:
        more: what else is asked, by name.
    """
    stores = open_stores(
        settings.stores(),
        application_name="receptionist health",
        pool_size=1,
        max_overflow=1,
        redis_connections=4,
    )
    redis = stores.redis

    async def redis_answers() -> None:
        with redis_errors():
            await redis.client.ping()  # pyright: ignore[reportGeneralTypeIssues, reportUnknownMemberType]

    async def a_node_takes_calls() -> None:
        if not await redis.capacity.by_node():
            raise StorageError("redis", "no media gateway has reported its capacity")

    async def workers_are_forked() -> None:
        nodes = (await redis.degraded.by_vendor()).get(ZYGOTE, 0)
        if nodes:
            raise PartDegraded(
                f"workers start the ordinary way on {nodes} nodes: slower, and three times as large"
            )

    return Health(
        {
            "database": stores.database.ping,
            "redis": redis_answers,
            "media": a_node_takes_calls,
            "workers": workers_are_forked,
            **build_pings(settings.vendors()).checks(),
            **(more or {}),
        },
        fallbacks=redis.fallbacks.by_vendor,
    )


def build_api(
    settings: Settings, more_checks: Mapping[str, Callable[[], Awaitable[None]]] | None = None
) -> FastAPI:
    """The ASGI application with everything it needs."""
    token = settings.operator_token
    return api_app(build_health(settings, more_checks), token.get_secret_value() if token is not None else "")


def _in_replica() -> FastAPI:
    return build_api(start_process("api"))


@deployment(name="api", ray_actor_options={"num_cpus": 0}, max_ongoing_requests=100)
@ingress(_in_replica)
class ApiDeployment:
    """Answers people and machines; Serve builds the application in each replica."""
