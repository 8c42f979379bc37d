"""All that is found at the public address but webhooks and audio: the API, and pages everywhere else."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from config.settings import Settings
from config.startup import start_process
from deployments.api.app import build_api
from deployments.dashboard.app import build_dashboard
from deployments.serve_decorators import NEVER_FULL, deployment, ingress

OF_THE_API = frozenset({"api", "health", "openapi.json", "docs", "redoc", "hooks"})
"""First parts of the API's paths; `tests/unit/deployments/test_web.py` holds it to the routes."""


class Web:
    """Sends a request to the API where the first part of its path is one of the API's, and else to the pages."""

    def __init__(self, api: ASGIApp, pages: ASGIApp) -> None:
        self._api, self._pages = api, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        of_pages = scope["type"] == "http" and first_part(scope["path"]) not in OF_THE_API
        await (self._pages if of_pages else self._api)(scope, receive, send)


def first_part(path: str) -> str:
    return path.split("/", 2)[1] if path.startswith("/") else ""


def build_web(settings: Settings, api: FastAPI) -> ASGIApp:
    """The API with the pages around it, where people can sign in. Raises ConfigError: pages were not built."""
    return Web(api, build_dashboard(settings, api)) if settings.has_accounts else api


def _in_replica() -> FastAPI:
    settings = start_process("api")
    api = build_api(settings)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncGenerator[None]:
        async with api.router.lifespan_context(api):
            yield

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=running)
    app.mount("/", build_web(settings, api))
    return app


@deployment(name="api", ray_actor_options={"num_cpus": 0}, max_ongoing_requests=NEVER_FULL)
@ingress(_in_replica)
class ApiDeployment:
    """Answers people and machines; Serve builds the application in each replica."""
