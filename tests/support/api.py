"""The API over real stores, asked without a socket, and the mails its users would get."""

import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.routing import BaseRoute
from redis.asyncio import Redis
from sqlalchemy import select

from config.billing import load_billing
from config.forwarding import load_forwarding
from config.numbers import load_numbers
from deployments.api.app import Edge, api_app
from deployments.api.authentication import accounts_over
from deployments.api.billing import billing_over
from deployments.api.front_desk import front_office_over
from deployments.api.v1.calendars import Calendars
from deployments.api.v1.privacy import privacy_over
from deployments.api.v1.recordings import playback_over
from providers.square.notices import SquareNotices
from services.accounts.access_tokens import AccessTokens, new_signing_key
from services.accounts.outside_users import OutsideUsers
from services.accounts.passwords import Passwords
from services.accounts.second_factor import Seal, new_seal_key
from services.calendars.accounts import Vendors
from services.calendars.feeds import CalendarFeeds
from services.calendars.linked import linked_calendars_over
from services.calendars.remote import RemoteCalendars
from services.forwarding.desk import ForwardingDesk
from services.health import Health
from services.numbers.desk import NumbersDesk
from services.porting.desk import PortDesk
from services.setup.brand import BrandFiles
from services.setup.set_up import set_up_over
from services.webhooks.endpoints import Webhooks
from storage.objects import Objects
from storage.postgres.database import Database
from storage.postgres.tables import OutboxRow
from storage.redis.connection import open_redis
from tests.support.numbers import NumbersDouble
from tests.support.stripe import StripeDouble

PASSWORD = "salt and pepper shakers"
ISSUER = "https://voice.example.com"
ACCESS_TOKENS = AccessTokens([new_signing_key()], ISSUER)
SEAL = Seal(new_seal_key())
LINK_KEYS = (new_seal_key(),)
_OBJECTS = TemporaryDirectory(prefix="receptionist-objects-")
OBJECTS = Objects(f"file://{_OBJECTS.name}")
"""Of all applications of a process; keys begin with a business's id."""
ASSETS = Objects(f"file://{_OBJECTS.name}/assets")
_NAMES = count(1)
_ROUTES: list[BaseRoute] = []
"""Of the first application: FastAPI works out what a route takes at its first request, all of them in 0.45 s."""


@dataclass(frozen=True, slots=True)
class Api:
    client: httpx.AsyncClient
    database: Database

    async def mails(self, to: str) -> list[dict[str, Any]]:
        """What the outbox holds for this address, oldest first, with its kind."""
        async with self.database.worker() as session:
            rows = await session.scalars(
                select(OutboxRow).where(OutboxRow.payload["to"].astext == to).order_by(OutboxRow.id)
            )
            return [{**row.payload, "kind": row.kind} for row in rows]

    async def token(self, to: str) -> str:
        """Of the latest mail."""
        return (await self.mails(to))[-1]["token"]

    async def signed_up(self, email: str | None = None, **changes: Any) -> "SignedUp":
        """A user with a verified address and a business of their own, signed in."""
        email = email or f"owner{next(_NAMES)}@{re.sub('[^a-z]', '', PASSWORD)}.example.com"
        answer = await self.client.post("/api/v1/users", json=sign_up_body(email, **changes))
        assert answer.status_code == 202, answer.text
        confirmation = {"token": await self.token(email), "password": PASSWORD}
        answer = await self.client.post("/api/v1/users/verify", json=confirmation)
        assert answer.status_code == 204, answer.text
        return await self.signed_in(email)

    async def signed_in(self, email: str, password: str = PASSWORD) -> "SignedUp":
        answer = await self.client.post("/api/v1/sessions", json={"email": email, "password": password})
        assert answer.status_code == 201, answer.text
        tokens = answer.json()
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        me = (await self.client.get("/api/v1/users/me", headers=bearer)).json()
        return SignedUp(email, tokens["refresh_token"], bearer, me)


@dataclass(frozen=True, slots=True)
class SignedUp:
    email: str
    refresh: str
    bearer: dict[str, str]
    me: dict[str, Any]

    @property
    def business_id(self) -> str:
        return self.me["businesses"][0]["id"]


def sign_up_body(email: str, **changes: Any) -> dict[str, Any]:
    return {
        "email": email,
        "password": PASSWORD,
        "name": "Mia Wong",
        "business_name": "Mia's Hair",
        "timezone": "Australia/Sydney",
    } | changes


def application(
    database: Database,
    redis: Redis,
    edge: Edge | None = None,
    *,
    access_tokens: AccessTokens | None = None,
    seal: Seal | None = None,
    outside: OutsideUsers | None = None,
    stripe: StripeDouble | None = None,
    numbers: NumbersDouble | None = None,
    calendar_vendors: Vendors | None = None,
) -> FastAPI:
    """The API with everything it has. All of them have the same keys unless they are given others, as replicas do.

    Args:
        stripe: the stand-in of this name; one without anything on sale by default.
        numbers: the carrier's, likewise.
    """
    accounts = accounts_over(
        database,
        redis,
        access_tokens=access_tokens or ACCESS_TOKENS,
        seal=seal or SEAL,
        issuer="Receptionist",
        outside=outside,
        passwords=Passwords(time_cost=1, memory_kib=8),  # production's take 35 ms of CPU each
    )
    office = front_office_over(database, redis, link_keys=LINK_KEYS, frontend_url="https://voice.example.com")
    billing = billing_over(
        database,
        (stripe or StripeDouble(now_s=int(time.time()))).payments(),
        load_billing(),
        frontend_url="https://voice.example.com",
        live=False,
    )
    linked = linked_calendars_over(
        database,
        calendar_vendors or {},
        seal or SEAL,
        frontend_url="https://voice.example.com",
        notices_url=None,
    )
    app = api_app(
        Health({}),
        accounts=accounts,
        edge=edge,
        set_up=set_up_over(database),
        front_office=office,
        billing=billing,
        webhooks=Webhooks(database, seal or SEAL, loopback_allowed=True),
        calendars=Calendars(
            RemoteCalendars(database, seal or SEAL, loopback_allowed=True),
            CalendarFeeds(database, seal or SEAL),
            linked.connections,
            linked.disputes,
            linked.channels,
            "https://voice.example.com",
            SquareNotices("sandbox-square-webhook-key", "https://voice.example.com/hooks/square"),
        ),
        brand=BrandFiles(database, ASSETS),
        privacy=privacy_over(database, OBJECTS, keys=LINK_KEYS),
        playback=playback_over(
            database,
            OBJECTS,
            link_keys=LINK_KEYS,
            address="http://api",
            frontend_url="https://voice.example.com",
        ),
        numbers=NumbersDesk(
            database, numbers or NumbersDouble(), load_numbers(), load_billing(), charges=True
        ),
        forwarding=ForwardingDesk(database, load_forwarding()),
        ports=PortDesk(database),
    )
    # They find the application's parts at `request.app.state`, so one set serves all applications of a process.
    _ROUTES[:] = _ROUTES or app.router.routes
    app.router.routes[:] = _ROUTES
    return app


def unconnected() -> FastAPI:
    """The API for looking at its routes: its stores are nowhere."""
    return application(Database("postgresql://nobody@127.0.0.1:1/nowhere"), open_redis("redis://127.0.0.1:1"))


@asynccontextmanager
async def api(
    database: Database,
    redis: Redis,
    edge: Edge | None = None,
    *,
    outside: OutsideUsers | None = None,
    stripe: StripeDouble | None = None,
    numbers: NumbersDouble | None = None,
    calendar_vendors: Vendors | None = None,
) -> AsyncIterator[Api]:
    transport = httpx.ASGITransport(
        application(
            database,
            redis,
            edge,
            outside=outside,
            stripe=stripe,
            numbers=numbers,
            calendar_vendors=calendar_vendors,
        ),
        raise_app_exceptions=False,
        client=(f"192.0.2.{next(_NAMES) % 250}", 1),
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        yield Api(client, database)
