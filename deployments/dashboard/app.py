"""Pages for people: the same use-cases as the API's, as HTML."""

from fastapi import FastAPI
from starlette.routing import Mount
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from config.settings import Settings
from deployments.api.app import hosts_of
from deployments.api.authentication import Accounts
from deployments.api.front_desk import FrontOffice
from deployments.api.manners import BodyLimit, BrowserHeaders, KnownHosts, OnlyHttps, RequestId, is_http
from deployments.dashboard import accounts as account_pages
from deployments.dashboard import booking, calendar, calls, home, inbox, live, mail_links, receptionist, today
from deployments.dashboard.assets import Assets
from deployments.dashboard.errors import tell_errors
from deployments.dashboard.live_boards import LiveBoards
from deployments.dashboard.rendering import Pages
from deployments.dashboard.set_up import business, hours, offerings, staff, trade
from services.setup.set_up import SetUp
from storage.postgres.database import Database
from storage.redis.connection import open_redis
from storage.redis.live_view import LiveCalls

ROUTERS = (
    home.router,
    account_pages.router,
    mail_links.router,
    booking.router,
    today.router,
    live.router,
    calls.router,
    calendar.router,
    inbox.router,
    receptionist.router,
    trade.router,
    business.router,
    hours.router,
    staff.router,
    offerings.router,
)


MOST_WATCHED = 500
"""Businesses with an open page in one process."""


def dashboard_app(
    pages: Pages,
    database: Database,
    live_calls: LiveCalls,
    accounts: Accounts,
    office: FrontOffice,
    set_up: SetUp,
) -> FastAPI:
    """The ASGI application of the pages."""
    app = FastAPI(title="Pages", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.pages = pages
    app.state.database = database
    app.state.live_calls = live_calls
    app.state.live_boards = LiveBoards(live_calls)
    app.state.accounts = accounts
    app.state.front_desk = office.desk
    app.state.web_booking = office.web
    app.state.set_up = set_up
    app.router.routes.append(Mount("/static", pages.assets))
    for router in ROUTERS:
        app.include_router(router)
    tell_errors(app, pages)
    return app


def build_dashboard(settings: Settings, api: FastAPI) -> FastAPI:
    """The pages over the use-cases of the API of the same process. Raises ConfigError: they were not built."""
    state = api.state
    pages = Pages(Assets(), development=settings.app_env == "development")
    # A connection for each business that is looked at: requests would wait for one behind the pages that are open.
    live_calls = LiveCalls(open_redis(settings.required("redis_url"), max_connections=MOST_WATCHED))
    app = dashboard_app(
        pages,
        state.database,
        live_calls,
        state.accounts,
        FrontOffice(state.front_desk, state.web_booking),
        state.set_up,
    )
    address = settings.api_base_url
    app.add_middleware(BodyLimit, ours=is_http)
    app.add_middleware(OnlyHttps, address=address, ours=is_http)
    app.add_middleware(BrowserHeaders, https=address.startswith("https://"), ours=is_http)
    app.add_middleware(KnownHosts, hosts=hosts_of(settings), ours=is_http)
    app.add_middleware(RequestId)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=sorted(settings.trusted_proxies))
    return app
