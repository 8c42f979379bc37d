"""Telephony and API as one process, for a single node: each process of its own costs 50 MiB and 0.01 core.

The parts stay what they are in a cluster, each with its own connections to the stores, and one that fails does not take
the other with it: a webhook's or a page's error is an answer of its application. The worker is a process of its own
everywhere: what it has to do about what is booked would keep those who ask waiting.
"""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from config.startup import start_process
from deployments.api.app import build_api
from deployments.own_door import open_door
from deployments.serve_decorators import NEVER_FULL, deployment, ingress
from deployments.telephony.app import build_telephony
from deployments.telephony.routes import PREFIX
from deployments.web import build_web


def combined_app(
    webhooks: FastAPI, api: FastAPI, *, web: ASGIApp | None = None, web_port: int = 0
) -> FastAPI:
    """The ASGI application: both others under their own paths.

    Args:
        web: the API with the pages around it; the API alone when None.
        web_port: where the reverse proxy reaches it past Serve's proxy (`deployments.own_door`); 0: nowhere.
    """

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            for part in (webhooks, api):
                await stack.enter_async_context(part.router.lifespan_context(part))
            if web_port:
                await stack.enter_async_context(open_door(app, web_port))
            yield

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=running)
    app.mount(PREFIX, webhooks)
    app.mount("/", web or api)
    return app


def _in_replica() -> FastAPI:
    settings = start_process("combined")
    api = build_api(settings, needs_worker=True)
    web = build_web(settings, api)
    return combined_app(build_telephony(settings), api, web=web, web_port=settings.web_port)


@deployment(
    name="combined",
    num_replicas=1,
    ray_actor_options={"num_cpus": 0},
    max_ongoing_requests=NEVER_FULL,
    graceful_shutdown_timeout_s=20,
)
@ingress(_in_replica)
class CombinedDeployment:
    """Answers the carrier, people and machines; Serve builds it in the replica."""
