"""The HTTP API: health now, the business's own endpoints beside it."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from config.settings import Settings
from config.startup import start_process
from deployments.api import health
from deployments.api.authentication import Accounts, accounts_over
from deployments.api.problems import tell_problems
from deployments.api.v1 import accounts as v1_accounts
from deployments.api.v1 import keys as v1_keys
from deployments.api.v1 import team as v1_team
from deployments.serve_decorators import deployment, ingress
from deployments.telephony import app as telephony
from deployments.telephony.routes import PREFIX
from domain.errors import PartDegraded, StorageError
from providers.build import build_pings
from services.accounts.access_tokens import AccessTokens, signing_keys
from services.accounts.second_factor import Seal
from services.health import Health
from storage.redis.connection import redis_errors
from storage.redis.fallbacks import ZYGOTE
from storage.stores import open_stores


@asynccontextmanager
async def _checked(app: FastAPI) -> AsyncGenerator[None]:
    """Asks every part once before the first request: connections are made then, not while a balancer waits."""
    await app.state.health.results()
    yield


def api_app(checks: Health, operator_token: str = "", accounts: Accounts | None = None) -> FastAPI:
    """The ASGI application.

    Args:
        operator_token: who shows it learns what is wrong; nobody does when it is empty.
        accounts: without them there is nothing under /api/v1.
    """
    app = FastAPI(title="AI Receptionist", version=health.VERSION, lifespan=_checked)
    app.state.health = checks
    app.state.operator_token = operator_token
    app.include_router(health.router)
    if accounts is not None:
        app.state.accounts = accounts
        tell_problems(app)
        for router in (v1_accounts.router, v1_team.router, v1_keys.router):
            app.include_router(router, prefix="/api/v1")
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
    return api_app(
        build_health(settings, more_checks),
        token.get_secret_value() if token is not None else "",
        build_accounts(settings) if settings.has_accounts else None,
    )


def build_accounts(settings: Settings) -> Accounts:
    """The use-cases of accounts over this process's stores. Raises ConfigError."""
    jwk_set, seal_keys = settings.account_keys()
    stores = open_stores(
        settings.stores(),
        application_name="receptionist api",
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_max_overflow,
        redis_connections=8,
    )
    return accounts_over(
        stores.database,
        stores.redis.client,
        access_tokens=AccessTokens(signing_keys(jwk_set), settings.api_base_url),
        seal=Seal(*seal_keys),
        issuer=settings.app_name,
    )


def _in_replica() -> FastAPI:
    return build_api(start_process("api"))


@deployment(name="api", ray_actor_options={"num_cpus": 0}, max_ongoing_requests=100)
@ingress(_in_replica)
class ApiDeployment:
    """Answers people and machines; Serve builds the application in each replica."""
