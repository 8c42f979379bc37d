"""The HTTP API: health now, the business's own endpoints beside it."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from starlette.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from config.billing import load_billing
from config.forwarding import load_forwarding
from config.numbers import load_numbers
from config.settings import Settings
from deployments.api import google_hook, health, square_hook, stripe_hook
from deployments.api.answers import Answers, answered_before
from deployments.api.at_once import AT_ONCE, AtOnce
from deployments.api.authentication import Accounts, accounts_over
from deployments.api.billing import Billing, billing_over
from deployments.api.bodies import Bodies
from deployments.api.description import describe_manners
from deployments.api.front_desk import FrontOffice, front_office_over
from deployments.api.idempotency import AnsweredBefore
from deployments.api.manners import BodyLimit, BrowserHeaders, KnownHosts, OnlyHttps, RateLimit, RequestId
from deployments.api.problems import tell_problems
from deployments.api.v1 import accounts as v1_accounts
from deployments.api.v1 import billing as v1_billing
from deployments.api.v1 import brand as v1_brand
from deployments.api.v1 import calendar_connections as v1_calendar_connections
from deployments.api.v1 import calendars as v1_calendars
from deployments.api.v1 import closing as v1_closing
from deployments.api.v1 import cookie_sessions as v1_cookie_sessions
from deployments.api.v1 import forwarding as v1_forwarding
from deployments.api.v1 import front_desk as v1_front_desk
from deployments.api.v1 import keys as v1_keys
from deployments.api.v1 import knowledge as v1_knowledge
from deployments.api.v1 import numbers as v1_numbers
from deployments.api.v1 import platform as v1_platform
from deployments.api.v1 import porting as v1_porting
from deployments.api.v1 import privacy as v1_privacy
from deployments.api.v1 import receptionist as v1_receptionist
from deployments.api.v1 import recordings as v1_recordings
from deployments.api.v1 import set_up as v1_set_up
from deployments.api.v1 import setup_check as v1_setup_check
from deployments.api.v1 import team as v1_team
from deployments.api.v1 import templates as v1_templates
from deployments.api.v1 import webhooks as v1_webhooks
from deployments.calendar_work import linked_calendars, square_notices
from deployments.telephony import app as telephony
from deployments.telephony.routes import PREFIX
from domain.errors import PartDegraded, StorageError
from providers.build import build_numbers, build_payments, build_pings
from providers.supabase.key_set import SupabaseKeySet
from services.accounts.access_tokens import AccessTokens, signing_keys
from services.accounts.outside_tokens import OutsideKeys, OutsideTokens
from services.accounts.outside_users import OutsideUsers
from services.accounts.second_factor import Seal
from services.calendars.feeds import CalendarFeeds
from services.calendars.remote import RemoteCalendars
from services.forwarding.desk import ForwardingDesk
from services.health import Health
from services.numbers.desk import NumbersDesk
from services.porting.desk import PortDesk
from services.presence import WORKER, AtWork
from services.setup.brand import BrandFiles
from services.setup.set_up import SetUp, set_up_over
from services.webhooks.endpoints import Webhooks
from storage.redis.connection import redis_errors
from storage.redis.fallbacks import ZYGOTE
from storage.redis.request_rates import Rate, RequestRates
from storage.stores import Stores, open_stores


@asynccontextmanager
async def _checked(app: FastAPI) -> AsyncGenerator[None]:
    """What first requests would wait for: FastAPI's view of the routes (0.5 s and more), and each part's connection."""
    for _ in iter_route_contexts(app.routes):
        pass
    await app.state.health.results()
    yield


V1 = (
    v1_accounts.router,
    v1_cookie_sessions.router,
    v1_team.router,
    v1_keys.router,
    v1_platform.router,
    v1_receptionist.router,
    v1_knowledge.router,
    v1_templates.router,
    v1_setup_check.router,
    v1_closing.router,
)


@dataclass(frozen=True, slots=True)
class Edge:
    """What the API needs to know of the world it answers.

    Attributes:
        frontend_url: the one origin whose pages may ask from a browser.
        address: the public one; https, unless everything is on one machine.
        hosts: names the API answers to; others may be somebody's trick with a Host header.
        trusted_proxies: whose word for a client's address and scheme is taken: addresses and networks.
    """

    rates: RequestRates
    per_address: Rate
    per_key: Rate
    frontend_url: str
    hosts: Sequence[str]
    address: str
    trusted_proxies: Sequence[str]


def api_app(
    checks: Health,
    operator_token: str = "",
    accounts: Accounts | None = None,
    edge: Edge | None = None,
    *,
    at_once: int = AT_ONCE,
    set_up: SetUp | None = None,
    front_office: FrontOffice | None = None,
    billing: Billing | None = None,
    webhooks: Webhooks | None = None,
    calendars: v1_calendars.Calendars | None = None,
    playback: v1_recordings.Playback | None = None,
    numbers: NumbersDesk | None = None,
    forwarding: ForwardingDesk | None = None,
    ports: PortDesk | None = None,
    privacy: v1_privacy.Privacy | None = None,
    brand: BrandFiles | None = None,
) -> FastAPI:
    """The ASGI application.

    Args:
        operator_token: who shows it learns what is wrong; nobody does when it is empty.
        accounts: without them there is nothing under /api/v1.
        edge: without it there are no limits and no headers for browsers.
        at_once: requests under /api/v1 that are worked on at the same time.
        set_up: without it there is no calendar data under /api/v1.
        front_office: without it there are no bookings, customers and calls under /api/v1.
        billing: without it nobody pays, and Stripe's events are not taken.
        webhooks: without them nobody is told of events.
        calendars: without them nothing is known of calendars kept elsewhere.
        playback: without it nobody listens to recordings.
        numbers: without them none are bought.
        forwarding: without it nobody is told how to get calls here.
        ports: without them no number is brought along for good.
        privacy: without it nobody is erased.
        brand: without it there are no logos and greetings.
    """
    app = FastAPI(title="AI Receptionist", version=health.VERSION, lifespan=_checked)
    app.state.health = checks
    app.state.operator_token = operator_token
    app.include_router(health.router)
    if accounts is not None:
        app.state.accounts = accounts
        tell_problems(app)
        app.add_exception_handler(AnsweredBefore, _told_again)
        app.add_middleware(Answers)
        # With the body in hand: who sends theirs slowly takes nobody's turn.
        app.add_middleware(AtOnce, at_once=at_once)
        app.add_middleware(Bodies)
    if front_office is not None:
        # First: routes are tried one after the other, and these are asked most.
        app.state.front_desk = front_office.desk
        app.state.web_booking = front_office.web
        for router in v1_front_desk.ROUTERS:
            app.include_router(router, prefix="/api/v1")
    if set_up is not None:
        app.state.set_up = set_up
        for router in v1_set_up.ROUTERS:
            app.include_router(router, prefix="/api/v1")
    if accounts is not None:
        for router in V1:
            app.include_router(router, prefix="/api/v1")
    if billing is not None:
        app.state.billing = billing
        app.include_router(v1_billing.router, prefix="/api/v1")
        app.include_router(stripe_hook.router)
    if webhooks is not None:
        app.state.webhooks = webhooks
        for router in v1_webhooks.ROUTERS:
            app.include_router(router, prefix="/api/v1")
    if calendars is not None:
        app.state.calendars = calendars
        for router in (*v1_calendars.ROUTERS, v1_calendar_connections.router):
            app.include_router(router, prefix="/api/v1")
        app.include_router(google_hook.router)
        app.include_router(square_hook.router)
    _add_numbers(app, numbers, forwarding, ports)
    _add_what_is_kept(app, playback, privacy, brand)
    if edge is not None:
        _meet(app, edge)
    app.openapi = lambda: _describe_all(app)
    return app


def _add_numbers(
    app: FastAPI, numbers: NumbersDesk | None, forwarding: ForwardingDesk | None, ports: PortDesk | None
) -> None:
    """Telephone numbers: had here, forwarded here, and brought along."""
    for name, part, routers in (
        ("numbers", numbers, (v1_numbers.router,)),
        ("forwarding", forwarding, (v1_forwarding.router,)),
        ("ports", ports, v1_porting.ROUTERS),
    ):
        if part is not None:
            setattr(app.state, name, part)
            for router in routers:
                app.include_router(router, prefix="/api/v1")


def _add_what_is_kept(
    app: FastAPI,
    playback: v1_recordings.Playback | None,
    privacy: v1_privacy.Privacy | None,
    brand: BrandFiles | None,
) -> None:
    """Routes over what lies in object storage."""
    if playback is not None:
        app.state.playback = playback
        for router in v1_recordings.ROUTERS:
            app.include_router(router, prefix="/api/v1")
    if brand is not None:
        app.state.brand = brand
        for router in v1_brand.ROUTERS:
            app.include_router(router, prefix="/api/v1")
    if privacy is not None:
        app.state.privacy = privacy
        app.include_router(v1_privacy.router, prefix="/api/v1")


def _told_again(request: Request, error: Exception) -> Response:
    if not isinstance(error, AnsweredBefore):
        raise error
    return answered_before(error)


def _meet(app: FastAPI, edge: Edge) -> None:
    """Adds what a request meets first; the last that is added is met first."""
    app.add_middleware(BodyLimit)
    app.add_middleware(RateLimit, rates=edge.rates, per_address=edge.per_address, per_key=edge.per_key)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=[edge.frontend_url],
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=[
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "X-Request-ID",
        ],
        expose_headers=[
            "ETag",
            "Idempotent-Replayed",
            "Location",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "X-Request-ID",
        ],
        max_age=600,
    )
    app.add_middleware(OnlyHttps, address=edge.address)
    app.add_middleware(BrowserHeaders, https=edge.address.startswith("https://"))
    app.add_middleware(KnownHosts, hosts=edge.hosts)
    app.add_middleware(RequestId)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(edge.trusted_proxies))


def _describe_all(app: FastAPI) -> dict[str, Any]:
    """One document for the whole public address: the telephony application answers beside this one."""
    if app.openapi_schema is None:
        webhooks = APIRouter(prefix=PREFIX)
        webhooks.include_router(telephony.router)
        app.openapi_schema = describe_manners(
            get_openapi(title=app.title, version=app.version, routes=[*app.routes, *webhooks.routes])
        )
    return app.openapi_schema


def build_health(settings: Settings, *, needs_worker: bool = False) -> Health:
    """Checks of everything a call needs.

    Args:
        needs_worker: whether a missing worker is this process's to tell; in a cluster Serve alone minds it.
    """
    stores = open_stores(
        settings.stores(),
        application_name="receptionist health",
        pool_size=1,
        max_overflow=1,
        redis_connections=4,
        reads_from_replica=True,
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

    worker = AtWork(redis.presence, WORKER, now_s=time.monotonic)
    return Health(
        {
            "database": stores.database.ping,
            **({"replica": stores.database.ping_replica} if settings.read_database_url else {}),
            "redis": redis_answers,
            "media": a_node_takes_calls,
            "workers": workers_are_forked,
            **build_pings(settings.vendors()).checks(),
            **({"worker": worker.check} if needs_worker else {}),
        },
        fallbacks=redis.fallbacks.by_vendor,
    )


def build_api(settings: Settings, *, needs_worker: bool = False) -> FastAPI:
    """The ASGI application with everything it needs."""
    token = settings.operator_token
    stores = open_stores(
        settings.stores(),
        application_name="receptionist api",
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_max_overflow,
        redis_connections=8,
        reads_from_replica=True,
    )
    api = api_app(
        build_health(settings, needs_worker=needs_worker),
        token.get_secret_value() if token is not None else "",
        build_accounts(settings, stores) if settings.has_accounts else None,
        build_edge(settings, stores),
        at_once=settings.database_pool_size,
        set_up=set_up_over(stores.database) if settings.has_accounts else None,
        front_office=build_front_office(settings, stores) if settings.has_accounts else None,
        billing=build_billing(settings, stores) if settings.has_billing else None,
        webhooks=build_webhooks(settings, stores) if settings.has_accounts else None,
        calendars=build_calendars(settings, stores) if settings.has_accounts else None,
        playback=build_playback(settings, stores) if settings.has_accounts else None,
        numbers=build_numbers_desk(settings, stores) if settings.has_accounts else None,
        forwarding=ForwardingDesk(stores.database, load_forwarding()) if settings.has_accounts else None,
        ports=PortDesk(stores.database) if settings.has_accounts else None,
        privacy=build_privacy(settings, stores) if settings.has_accounts else None,
        brand=BrandFiles(stores.database, stores.assets) if settings.has_accounts else None,
    )
    api.state.database = stores.database
    return api


def build_front_office(settings: Settings, stores: Stores) -> FrontOffice:
    """Bookings, customers and calls over this process's stores. Raises ConfigError."""
    return front_office_over(
        stores.database,
        stores.redis.client,
        link_keys=settings.account_keys()[1],
        frontend_url=settings.frontend_url,
    )


def build_billing(settings: Settings, stores: Stores) -> Billing:
    """The bill over this process's stores. Raises ConfigError."""
    terms = load_billing()
    payments = build_payments(settings.stripe(), terms.catalogue.meter)
    return billing_over(
        stores.database, payments, terms, frontend_url=settings.frontend_url, live=payments.live
    )


def build_webhooks(settings: Settings, stores: Stores) -> Webhooks:
    """Webhooks over this process's stores. Raises ConfigError."""
    seal = Seal(*settings.account_keys()[1])
    return Webhooks(stores.database, seal, loopback_allowed=settings.webhook_loopback_allowed)


def build_calendars(settings: Settings, stores: Stores) -> v1_calendars.Calendars:
    """Calendars kept elsewhere over this process's stores. Raises ConfigError."""
    seal = Seal(*settings.account_keys()[1])
    remote = RemoteCalendars(stores.database, seal, loopback_allowed=settings.webhook_loopback_allowed)
    linked = linked_calendars(settings, stores.database)
    return v1_calendars.Calendars(
        remote,
        CalendarFeeds(stores.database, seal),
        linked.connections,
        linked.disputes,
        linked.channels,
        settings.api_base_url,
        square_notices(settings),
    )


def build_playback(settings: Settings, stores: Stores) -> v1_recordings.Playback:
    """Recordings over this process's stores. Raises ConfigError."""
    return v1_recordings.playback_over(
        stores.database,
        stores.objects,
        link_keys=settings.account_keys()[1],
        address=settings.api_base_url,
        frontend_url=settings.frontend_url,
    )


def build_numbers_desk(settings: Settings, stores: Stores) -> NumbersDesk:
    """Telephone numbers over this process's stores. Raises ConfigError without a carrier."""
    return NumbersDesk(
        stores.database,
        build_numbers(settings.vendors()),
        load_numbers(),
        load_billing(),
        charges=settings.has_billing,
    )


def build_privacy(settings: Settings, stores: Stores) -> v1_privacy.Privacy:
    """Erasing and handing out over this process's stores."""
    return v1_privacy.privacy_over(stores.database, stores.objects, keys=settings.account_keys()[1])


def build_accounts(settings: Settings, stores: Stores) -> Accounts:
    """The use-cases of accounts over this process's stores. Raises ConfigError."""
    jwk_set, seal_keys = settings.account_keys()
    return accounts_over(
        stores.database,
        stores.redis.client,
        access_tokens=AccessTokens(signing_keys(jwk_set), settings.api_base_url),
        seal=Seal(*seal_keys),
        issuer=settings.app_name,
        outside=_outside_users(settings, stores),
    )


def _outside_users(settings: Settings, stores: Stores) -> OutsideUsers | None:
    """Supabase's, where a project is named."""
    if settings.supabase_url is None:
        return None
    issuer = f"{settings.supabase_url}/auth/v1"
    keys = OutsideKeys(SupabaseKeySet(settings.supabase_url))
    return OutsideUsers(stores.database, OutsideTokens(keys, issuer), issuer)


def hosts_of(settings: Settings) -> list[str]:
    """Names this system answers to."""
    addresses = (settings.api_base_url, settings.public_url, settings.frontend_url)
    named = {urlsplit(address).hostname or "" for address in addresses if address is not None}
    return sorted(named | set(settings.api_hosts))


def build_edge(settings: Settings, stores: Stores) -> Edge:
    """Limits and headers as the settings have them."""
    return Edge(
        rates=RequestRates(stores.redis.client),
        per_address=Rate(settings.api_requests_per_minute),
        per_key=Rate(settings.api_program_requests_per_minute),
        frontend_url=settings.frontend_url,
        hosts=hosts_of(settings),
        address=settings.api_base_url,
        trusted_proxies=sorted(settings.trusted_proxies),
    )
