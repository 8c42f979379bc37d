"""A database of its own with three filled tenants, everybody who might ask, and the API over it."""

import time
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import httpx
import pytest
from fastapi import APIRouter
from joserfc import jwt
from joserfc.errors import SecurityWarning
from pyotp import random_base32
from redis.asyncio import Redis
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from starlette.types import ASGIApp, Receive, Scope, Send

from deployments.api.cookies import NAME, TOKEN_HEADER, csrf_token
from domain.accounts.credentials import REFRESH_FOR
from domain.accounts.roles import ALLOWED, KEY_SCOPES, Permission, Role
from domain.accounts.sessions import PageSession, new_page_session
from domain.ids import new_id
from providers.google.calendar import SCOPES
from providers.supabase.key_set import SupabaseKeySet
from sandbox.local.postgres import EmbeddedPostgres
from sandbox.vendors.supabase.app import SupabaseProject
from sandbox.vendors.supabase.app import new_key as new_supabase_key
from services.accounts.access_tokens import AccessTokens, new_signing_key
from services.accounts.outside_tokens import OutsideKeys, OutsideTokens
from services.accounts.outside_users import OutsideUsers
from services.accounts.passwords import Passwords
from services.accounts.second_factor import Seal, new_seal_key
from services.accounts.secrets import new_key, new_secret
from storage.postgres.database import Database, async_url
from storage.postgres.schema import Base
from storage.postgres.table_policies import TABLES, Rows
from tests.integration.attack.filled import Tenant, add_row, fill
from tests.integration.deployments.telephony.webhook_client import webhooks
from tests.support.api import ASSETS, ISSUER, OBJECTS, PASSWORD, application
from tests.support.google import GoogleDouble
from tests.support.own_stores import APP_PASSWORD, APP_ROLE, MIGRATED
from tests.support.stripe import StripeDouble

WORDS = ("quollmarsh", "ibisreach", "numbatfield")
"""One for each tenant: in no text of ours."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, and what they show.

    Attributes:
        home: the tenant they belong to, if they are good.
        good: None when they are; else why what they show is not.
        key: shows an API key, and is no user.
    """

    name: str
    headers: Mapping[str, str]
    home: Tenant | None = None
    user_id: UUID | None = None
    sign_in_id: UUID | None = None
    permissions: frozenset[Permission] = frozenset()
    good: bool = True
    key: bool = False
    operator: bool = False
    foremost: bool = False
    """May do all that anybody of their kind may: who is sent elsewhere."""
    scoped: Permission | None = None
    """A key that has this scope alone, or all others."""
    refresh: str = ""
    off_site: bool = False
    """Shows a page's cookie and no CSRF token, as a form on another site would."""


@dataclass(slots=True)
class Stage:
    """Everything the attack needs."""

    tenants: tuple[Tenant, ...]
    people: list[Person]
    client: httpx.AsyncClient
    app: "_Both"
    database: Database
    owner: AsyncEngine
    redis: Redis
    document: dict[str, Any]
    app_url: str
    stripe: StripeDouble
    spare: dict[str, UUID] = field(default_factory=dict)
    """By tenant's word, a member nobody asks as."""
    sold: dict[str, Any] = field(default_factory=dict)
    """What Stripe has, for `restore`."""

    async def buy(self) -> None:
        """The first tenant has a plan, as it can be bought only once."""
        owner = next(person for person in self.people if person.foremost and not person.key)
        assert owner.home is self.tenants[0]
        url, plan = f"/api/v1/businesses/{owner.home.id}/billing/checkout", {"plan": "team"}
        page = await self.client.post(url, headers=owner.headers, json=plan)
        assert page.status_code == 201, page.text
        await self.stripe.by_hand("checkout", page.json()["url"].rpartition("/")[2])
        again = await self.client.post(url, headers=owner.headers, json=plan)  # has it fetched
        assert again.status_code == 409, again.text

    async def digests(self, tables: Collection[str] | None = None) -> dict[str, str]:
        """What the tables hold of every tenant, and of nobody in particular; all of them when None."""
        if tables is not None and not tables:
            return {}
        statement = text(_digests(sorted(Base.metadata.tables if tables is None else tables)))
        async with self.owner.connect() as connection:
            return {row.what: row.digest for row in await connection.execute(statement)}

    async def keep(self) -> None:
        """Remembers every row, and what Stripe has, for `restore`; and from now on which tables are written to."""
        self.sold = deepcopy(self.stripe.books.objects)
        self.stripe.exchanges.clear()
        async with self.owner.begin() as connection:
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.execute(_NOTICE_WRITES)
            for name in Base.metadata.tables:
                await raw.driver_connection.execute(
                    f"CREATE TABLE kept.{name} AS TABLE public.{name};"
                    f"CREATE TRIGGER kept AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.{name} "
                    f"EXECUTE FUNCTION kept.notice()"
                )

    async def written(self) -> set[str]:
        """The tables some statement has written to since everything was put back, whatever it wrote."""
        async with self.owner.connect() as connection:
            return set(await connection.scalars(text("SELECT DISTINCT name FROM kept.written")))

    async def restore(self) -> None:
        """Every row, and Stripe's, as they were kept."""
        if self.stripe.exchanges:
            self.stripe.books.objects = deepcopy(self.sold)
            self.stripe.exchanges.clear()
        names = sorted(await self.written())
        if names:
            whole = ["SET session_replication_role = replica"]
            whole += [f"DELETE FROM public.{name}" for name in names]
            for name in names:
                columns = ", ".join(
                    f'"{column.name}"' for column in Base.metadata.tables[name].c if column.computed is None
                )
                whole.append(f"INSERT INTO public.{name} ({columns}) SELECT {columns} FROM kept.{name}")
            whole += ["SET session_replication_role = origin", "DELETE FROM kept.written"]
            async with self.owner.begin() as connection:
                raw = await connection.get_raw_connection()
                assert raw.driver_connection is not None
                await raw.driver_connection.execute("; ".join(whole))
        await self.redis.flushdb()


_NOTICE_WRITES = """
CREATE SCHEMA kept;
CREATE TABLE kept.written (name text);
CREATE FUNCTION kept.notice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = kept AS
$$ BEGIN INSERT INTO kept.written VALUES (TG_TABLE_NAME); RETURN NULL; END $$;
"""
"""Reading all tables after each request to find what it changed took half of the attack's time."""


def _digests(names: Iterable[str]) -> str:
    parts: list[str] = []
    for name in names:
        table = Base.metadata.tables[name]
        column = "id" if name == "businesses" else "business_id" if "business_id" in table.c else "NULL"
        parts.append(
            f"SELECT '{name} ' || coalesce({column}::text, '') AS what, "
            f"md5(string_agg(t::text, '' ORDER BY t::text)) AS digest "
            f"FROM {name} t GROUP BY {column if column != 'NULL' else '()'}"
        )
    return " UNION ALL ".join(parts)


@dataclass(frozen=True, slots=True)
class _Both:
    """The API and the webhooks at one address, as Serve has them."""

    api: ASGIApp
    telephony: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        webhook = scope["type"] == "http" and str(scope["path"]).startswith("/webhooks/")
        app = self.telephony if webhook else self.api
        await app({**scope, "root_path": "/webhooks"} if webhook else scope, receive, send)


@asynccontextmanager
async def stage(
    server: EmbeddedPostgres, redis_url: str, more: APIRouter | None = None
) -> AsyncIterator[Stage]:
    """The stage over a fresh database.

    Args:
        more: routes beside the API's own; they find the tables' owner at `app.state.owner`.
    """
    name = f"attack_{new_id().hex}"
    await _execute(server.owner_url, f"CREATE DATABASE {name} TEMPLATE {MIGRATED}")
    owner_url = server.owner_url.rpartition("/")[0] + f"/{name}"
    app_url = owner_url.replace("postgres@", f"{APP_ROLE}:{APP_PASSWORD}@")
    owner = create_async_engine(async_url(owner_url))
    database = Database(app_url, pool_size=5)
    redis = Redis.from_url(redis_url, db=7)
    tokens, seal = AccessTokens([new_signing_key()], ISSUER), Seal(new_seal_key())
    google = GoogleDouble()
    supabase = SupabaseProject("https://project.supabase.example.com")
    tenants = tuple(Tenant(word, number) for number, word in enumerate(WORDS, start=11))
    async with owner.begin() as connection:
        people, spare = await _people(connection, tenants, tokens, seal)
        people += await _pages(connection, tenants, people)
        people += await _supabase_users(connection, tenants[0], supabase)
        for tenant in tenants:
            await fill(connection, tenant)
            await _seal(connection, tenant, seal, google)
            tenant.secrets.add(tenant.word)
            for key in (tenant.rows["calls"]["recording_key"], tenant.rows["messages"]["recording_key"]):
                await OBJECTS.put(key, f"RIFF {tenant.word}".encode())
            await ASSETS.put(tenant.rows["brand_files"]["key"], f"PNG {tenant.word}".encode())
    stripe = StripeDouble(now_s=int(time.time()))
    await stripe.stocked()
    keys = OutsideKeys(SupabaseKeySet(supabase.url, transport=httpx.ASGITransport(supabase.app())))
    outside = OutsideUsers(database, OutsideTokens(keys, supabase.issuer), supabase.issuer)
    api = application(
        database,
        redis,
        access_tokens=tokens,
        seal=seal,
        outside=outside,
        stripe=stripe,
        calendar_vendors={"google": google.vendor()},
    )
    if more is not None:
        api.include_router(more)
        api.state.owner = owner
    telephony = webhooks(database, redis).app
    both = _Both(api, telephony)
    transport = httpx.ASGITransport(both, raise_app_exceptions=False, client=("192.0.2.77", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
        document = api.openapi()
        made = Stage(tenants, people, client, both, database, owner, redis, document, app_url, stripe, spare)
        await made.buy()
        await made.keep()
        await redis.flushdb()
        yield made
    await database.close()
    await owner.dispose()
    await redis.aclose()
    await _execute(server.owner_url, f"DROP DATABASE {name} WITH (FORCE)")


async def _seal(connection: AsyncConnection, tenant: Tenant, seal: Seal, google: GoogleDouble) -> None:
    """What is shown again has to be opened."""
    feeds = Base.metadata.tables["calendar_feeds"]
    sealed = seal.close(f"{tenant.word} secret")
    await connection.execute(update(feeds).where(feeds.c.business_id == tenant.id).values(secret=sealed))
    accounts = Base.metadata.tables["calendar_connections"]
    access, refresh = google.google.consents.granted(" ".join(SCOPES))
    await connection.execute(
        update(accounts)
        .where(accounts.c.business_id == tenant.id)
        .values(access_token=seal.close(access), refresh_token=seal.close(refresh))
    )


async def _execute(url: str, statement: str) -> None:
    engine = create_async_engine(async_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def _people(
    connection: AsyncConnection, tenants: tuple[Tenant, ...], tokens: AccessTokens, seal: Seal
) -> tuple[list[Person], dict[str, UUID]]:
    now = datetime.now(UTC)
    password_hash = await Passwords().hash(PASSWORD)
    nobody = Tenant("somebody", 10)
    spare: dict[str, UUID] = {}
    people = [Person("nobody", {}, good=False)]
    for tenant in tenants:
        await add_row(connection, tenant, Base.metadata.tables["businesses"])
        for role in Role:
            person = await _member(connection, tenant, tokens, password_hash, role, now)
            people.append(person)
            if role is Role.OWNER:
                people += await _spoilt_tokens(connection, tenant, tokens, person, now)
        other = await _user(connection, tenant, "spare", password_hash)
        await _join(connection, tenant, other, Role.STAFF)
        spare[tenant.word] = other
        people += await _keys(connection, tenant, now)
    people += await _operators(connection, nobody, tokens, seal, password_hash, now)
    user_id = await _user(connection, nobody, "loner", password_hash)
    people.append(
        await _signed_in(connection, nobody, tokens, "without a business", user_id, None, None, now)
    )
    return people, spare


async def _operators(
    connection: AsyncConnection,
    nobody: Tenant,
    tokens: AccessTokens,
    seal: Seal,
    password_hash: str,
    now: datetime,
) -> list[Person]:
    """One who can, and those whose sign-in had no second factor: they have none, or have it since."""
    people: list[Person] = []
    factors = {
        "operator": timedelta(days=-1),
        "operator without a factor": None,
        "operator since": timedelta(days=1),
    }
    for name, confirmed in factors.items():
        user_id = await _user(
            connection,
            nobody,
            name.replace(" ", "."),
            password_hash,
            operator=True,
            totp_secret=None if confirmed is None else seal.close(random_base32()),
            totp_confirmed_at=None if confirmed is None else now + confirmed,
        )
        person = await _signed_in(connection, nobody, tokens, name, user_id, None, None, now)
        people.append(replace(person, operator=name == "operator"))
    return people


async def _user(
    connection: AsyncConnection, tenant: Tenant, name: str, password_hash: str, **more: Any
) -> UUID:
    row = await add_row(
        connection,
        tenant,
        Base.metadata.tables["users"],
        **{
            "id": new_id(),
            "email": f"{name}@{tenant.word}.example.com",
            "name": tenant.text(name),
            "password_hash": password_hash or None,
            "email_verified_at": datetime.now(UTC),
            "external_subject": None,
            **more,
        },
    )
    return row["id"]


async def _join(connection: AsyncConnection, tenant: Tenant, user_id: UUID, role: Role) -> None:
    memberships = Base.metadata.tables["memberships"]
    await add_row(connection, tenant, memberships, user_id=user_id, role=role.value)


async def _member(
    connection: AsyncConnection,
    tenant: Tenant,
    tokens: AccessTokens,
    password_hash: str,
    role: Role,
    now: datetime,
) -> Person:
    user_id = await _user(connection, tenant, role.value, password_hash)
    await _join(connection, tenant, user_id, role)
    name = f"{role.value} of {tenant.word}"
    return await _signed_in(connection, tenant, tokens, name, user_id, tenant, role, now)


async def _signed_in(
    connection: AsyncConnection,
    tenant: Tenant,
    tokens: AccessTokens,
    name: str,
    user_id: UUID,
    home: Tenant | None,
    role: Role | None,
    now: datetime,
    **more: Any,
) -> Person:
    sign_in = await add_row(
        connection,
        tenant,
        Base.metadata.tables["sign_ins"],
        id=new_id(),
        user_id=user_id,
        address="192.0.2.77",
        **more,
    )
    refresh = new_secret()
    await add_row(
        connection,
        tenant,
        Base.metadata.tables["refresh_tokens"],
        digest=refresh.digest,
        sign_in_id=sign_in["id"],
        expires_at=now + REFRESH_FOR,
    )
    return Person(
        name,
        _bearer(tokens.issue(user_id, sign_in["id"], now)),
        home,
        user_id,
        sign_in["id"],
        frozenset() if role is None else ALLOWED[role],
        good=not more,
        foremost=role is Role.OWNER,
        refresh=refresh.text,
    )


async def _pages(
    connection: AsyncConnection, tenants: tuple[Tenant, ...], people: list[Person]
) -> list[Person]:
    """Owners in a browser: with the session's CSRF token, without it, with another's, and after the session is over."""
    now = datetime.now(UTC)
    first, second = (
        next(one for one in people if one.home is tenant and one.foremost and not one.key)
        for tenant in tenants[:2]
    )
    whole, over = new_page_session(now), PageSession(now - timedelta(seconds=1), now + timedelta(days=1))

    async def browser(owner: Person, name: str, token_of: str | None, pages: PageSession) -> Person:
        assert owner.home is not None
        secret = new_secret()
        sign_in = await add_row(
            connection,
            owner.home,
            Base.metadata.tables["sign_ins"],
            id=new_id(),
            user_id=owner.user_id,
            address="192.0.2.77",
            cookie_digest=secret.digest,
            idle_until=pages.idle_until,
            ends_at=pages.ends_at,
        )
        headers = {"Cookie": f"__Host-{NAME}={secret.text}"}
        if token_of is not None:
            headers[TOKEN_HEADER] = csrf_token(token_of or secret.text)
        return replace(
            owner,
            name=f"{name} of {owner.home.word}",
            headers=headers,
            sign_in_id=sign_in["id"],
            good=pages is whole,
            foremost=owner is second,
            off_site=token_of != "",
        )

    return [
        await browser(first, "page", "", whole),
        await browser(second, "page", "", whole),
        await browser(first, "page without its token", None, whole),
        await browser(first, "page with another's token", "another's secret", whole),
        replace(await browser(first, "page that is over", "", over), off_site=False),
    ]


async def _supabase_users(
    connection: AsyncConnection, tenant: Tenant, project: SupabaseProject
) -> list[Person]:
    """A manager who signs in with Supabase, and what would be theirs, and is not good."""
    now = datetime.now(UTC)
    claims = project.claims(f"supabase@{tenant.word}.example.com", now)
    subject = f"{project.issuer}|{claims['sub']}"
    user_id = await _user(connection, tenant, "supabase", "", external_subject=subject)
    await _join(connection, tenant, user_id, Role.MANAGER)
    await add_row(
        connection,
        tenant,
        Base.metadata.tables["sign_ins"],
        id=uuid5(NAMESPACE_URL, f"{subject}|{claims['session_id']}"),
        user_id=user_id,
        address="",
    )
    good = Person(
        f"supabase manager of {tenant.word}",
        _bearer(project.token(claims)),
        tenant,
        user_id,
        permissions=ALLOWED[Role.MANAGER],
    )
    spoilt = {
        "expired supabase token": project.token(claims | {"exp": int(now.timestamp()) - 3600}),
        "supabase token of another signer": project.token(claims, new_supabase_key()),
        "supabase token for another audience": project.token(claims | {"aud": "service_role"}),
    }
    return [
        good,
        *(
            Person(f"{name} of {tenant.word}'s manager", _bearer(token), tenant, good=False)
            for name, token in spoilt.items()
        ),
    ]


async def _spoilt_tokens(
    connection: AsyncConnection, tenant: Tenant, tokens: AccessTokens, owner: Person, now: datetime
) -> list[Person]:
    """What would be the owner's, and is not good."""
    assert owner.user_id is not None
    assert owner.sign_in_id is not None
    ids = owner.user_id, owner.sign_in_id
    left = await _signed_in(
        connection,
        tenant,
        tokens,
        "signed out",
        ids[0],
        None,
        None,
        now,
        revoked_at=now,
        revoked_because="signed out",
    )
    claims = {"iss": ISSUER, "aud": ISSUER, "sub": str(ids[0]), "sid": str(ids[1]), "exp": 4_000_000_000}
    with pytest.warns(SecurityWarning):
        unsigned = jwt.encode({"alg": "none"}, claims, "", algorithms=["none"])
    shown = {
        "signed out": left.headers["Authorization"].removeprefix("Bearer "),
        "expired token": tokens.issue(*ids, now - timedelta(hours=1)),
        "token of another signer": AccessTokens([new_signing_key()], ISSUER).issue(*ids, now),
        "token for another audience": AccessTokens([new_signing_key()], "https://elsewhere.example").issue(
            *ids, now
        ),
        "unsigned token": unsigned,
        "refresh token": owner.refresh,
    }
    return [
        Person(f"{name} of {tenant.word}'s owner", _bearer(token), tenant, good=False)
        for name, token in shown.items()
    ]


async def _keys(connection: AsyncConnection, tenant: Tenant, now: datetime) -> list[Person]:
    everything = frozenset(KEY_SCOPES)
    people = [await _key(connection, tenant, "key for everything", everything, foremost=True)]
    for scope in sorted(KEY_SCOPES):
        for name, scopes in (("for", frozenset({scope})), ("for all but", everything - {scope})):
            people.append(await _key(connection, tenant, f"key {name} {scope.value}", scopes, scoped=scope))
    for name, more in (
        ("revoked key", {"revoked_at": now}),
        ("expired key", {"expires_at": now - timedelta(seconds=1)}),
    ):
        people.append(await _key(connection, tenant, name, everything, good=False, **more))
    forged = people[0].headers["Authorization"].rpartition("_")[0] + "_" + new_secret().text
    people.append(
        Person(f"forged key of {tenant.word}", {"Authorization": forged}, tenant, good=False, key=True)
    )
    return people


async def _key(
    connection: AsyncConnection,
    tenant: Tenant,
    name: str,
    scopes: frozenset[Permission],
    *,
    good: bool = True,
    foremost: bool = False,
    scoped: Permission | None = None,
    **more: Any,
) -> Person:
    key = new_key()
    await add_row(
        connection,
        tenant,
        Base.metadata.tables["api_keys"],
        id=new_id(),
        prefix=key.prefix,
        digest=key.digest,
        scopes=sorted(scope.value for scope in scopes),
        created_by=None,
        **more,
    )
    return Person(
        f"{name} of {tenant.word}",
        _bearer(key.text),
        tenant,
        permissions=scopes,
        good=good,
        key=True,
        foremost=foremost,
        scoped=scoped,
    )


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def tables_of_businesses() -> list[str]:
    return [table.name for table in Base.metadata.sorted_tables if TABLES[table.name] is Rows.OF_BUSINESS]
