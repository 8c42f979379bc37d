"""Users who sign in with Supabase: whose tokens are taken, and who they are here."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import Response
from redis.asyncio import Redis

from providers.supabase.key_set import SupabaseKeySet
from sandbox.vendors.supabase.app import SupabaseProject, new_key
from services.accounts.outside_tokens import AGAIN_S, FRESH_S, OutsideKeys, OutsideTokens
from services.accounts.outside_users import OutsideUsers
from storage.postgres.database import Database
from tests.support.api import Api, api

URL = "https://project.supabase.example.com"


@dataclass
class Outside:
    served: Api
    project: SupabaseProject
    now_s: float = 1000.0

    async def me(self, token: str) -> httpx.Response:
        return await self.served.client.get("/api/v1/users/me", headers={"Authorization": f"Bearer {token}"})

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = datetime.now(UTC)
        return self.project.claims(f"noor{now.timestamp()}@example.com", now, **changes)


@pytest.fixture
async def outside(database: Database, redis: Redis) -> AsyncIterator[Outside]:
    project = SupabaseProject(URL)
    fetch = SupabaseKeySet(URL, transport=httpx.ASGITransport(project.app()))
    found: list[Outside] = []
    keys = OutsideKeys(fetch, now_s=lambda: found[0].now_s)
    users = OutsideUsers(database, OutsideTokens(keys, project.issuer), project.issuer)
    async with api(database, redis, outside=users) as served:
        found.append(Outside(served, project))
        yield found[0]


async def test_a_user_is_made_on_first_sight_and_known_again(outside: Outside) -> None:
    claims = outside.claims()
    me = (await outside.me(outside.project.token(claims))).json()
    assert (me["email"], me["name"], me["businesses"]) == (claims["email"], "Noor Haddad", [])
    moved = claims | {"email": "elsewhere@example.com", "user_metadata": {}}
    again = (await outside.me(outside.project.token(moved))).json()
    assert again == me, "the subject counts, not the address"
    assert outside.project.fetches == 1


async def test_an_account_that_exists_is_not_joined_by_its_address(outside: Outside) -> None:
    mia = await outside.served.signed_up()
    answer = await outside.me(outside.project.token(outside.claims() | {"email": mia.email.upper()}))
    assert answer.status_code == 403
    assert "already" in answer.json()["detail"]


@pytest.mark.parametrize("proof", [None, False, "true", 1])
async def test_an_address_that_is_not_proven_makes_no_user(outside: Outside, proof: Any) -> None:
    claims = outside.claims(email_verified=proof, user_metadata={"email_verified": True})
    assert (await outside.me(outside.project.token(claims))).status_code == 403


async def test_its_session_is_listed_and_can_be_ended_here(outside: Outside) -> None:
    claims = outside.claims()
    token, other = outside.project.token(claims), outside.project.token(claims | {"session_id": "another"})
    bearer = {"Authorization": f"Bearer {token}"}
    listed = (await outside.served.client.get("/api/v1/sessions", headers=bearer)).json()["items"]
    assert [one["current"] for one in listed] == [True]
    assert (await outside.me(other)).status_code == 200
    await outside.served.client.delete("/api/v1/sessions", headers=bearer)
    assert [(await outside.me(one)).status_code for one in (token, other)] == [401, 401]


def _with_shared_secret(outside: Outside) -> str:
    """HS256 with the public key as the secret."""
    key = outside.project.keys[0]

    def part(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

    header = part(json.dumps({"alg": "HS256", "kid": key.kid}).encode())
    signed = f"{header}.{part(json.dumps(outside.claims()).encode())}"
    return f"{signed}.{part(hmac.digest(key.as_pem(private=False), signed.encode(), hashlib.sha256))}"


def _unsigned(outside: Outside) -> str:
    _, claims, _ = outside.project.token(outside.claims()).split(".")
    header = json.dumps({"alg": "none", "kid": outside.project.keys[0].kid}).encode()
    return f"{base64.urlsafe_b64encode(header).rstrip(b'=').decode()}.{claims}."


def _signed(**changes: Any) -> Callable[[Outside], str]:
    return lambda outside: outside.project.token(outside.claims(**changes))


def _without(name: str) -> Callable[[Outside], str]:
    def make(outside: Outside) -> str:
        claims = outside.claims()
        del claims[name]
        return outside.project.token(claims)

    return make


def _of_another_key(outside: Outside) -> str:
    forged = new_key()
    return outside.project.token(outside.claims(), forged)


def _altered(outside: Outside) -> str:
    header, _, signature = outside.project.token(outside.claims()).split(".")
    _, claims, _ = outside.project.token(outside.claims()).split(".")
    return f"{header}.{claims}.{signature}"


def _seconds(count: int) -> int:
    return int((datetime.now(UTC) + timedelta(seconds=count)).timestamp())


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(_with_shared_secret, id="HS256 with the public key"),
        pytest.param(_unsigned, id="none"),
        pytest.param(_of_another_key, id="unknown kid"),
        pytest.param(_altered, id="altered claims"),
        pytest.param(_signed(iss="https://evil.example.com/auth/v1"), id="other issuer"),
        pytest.param(_signed(iss=[f"{URL}/auth/v1"]), id="issuer in a list"),
        pytest.param(_signed(aud="anon"), id="other audience"),
        pytest.param(_signed(exp=_seconds(-60)), id="expired"),
        pytest.param(_signed(nbf=_seconds(3600)), id="not yet valid"),
        pytest.param(_signed(exp="soon"), id="exp of another form"),
        pytest.param(_signed(is_anonymous=True), id="anonymous"),
        pytest.param(_signed(sub=7), id="subject of another form"),
        *(
            pytest.param(_without(name), id=f"no {name}")
            for name in ("exp", "sub", "aud", "email", "session_id")
        ),
    ],
)
async def test_what_is_no_token_of_a_user_opens_nothing(
    outside: Outside, make: Callable[[Outside], str]
) -> None:
    answer = await outside.me(make(outside))
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/not-signed-in")


async def test_keys_rotate_and_a_withdrawn_one_is_forgotten(outside: Outside) -> None:
    old = outside.project.token(outside.claims())
    assert (await outside.me(old)).status_code == 200
    outside.project.rotate(keep=False)
    new = outside.project.token(outside.claims())
    assert (await outside.me(new)).status_code == 401, "the set was fetched a moment ago"
    outside.now_s += AGAIN_S
    assert [(await outside.me(one)).status_code for one in (new, old)] == [200, 401]
    for _ in range(5):
        await outside.me(outside.project.token(outside.claims(), new_key()))
    assert outside.project.fetches == 2, "keys that are made up do not have us ask each time"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(Response("<html>Sign in</html>", media_type="text/html"), id="HTML"),
        pytest.param(Response("{}", status_code=500), id="500"),
        pytest.param(
            Response(status_code=302, headers={"Location": "https://evil.example.com"}), id="redirect"
        ),
        pytest.param(Response('{"keys": []}'), id="empty"),
        pytest.param(Response('{"keys": [{"kty": "EC"}, 3, null]}'), id="nonsense"),
        pytest.param(Response('{"keys": [' + " " * 70_000 + "]}"), id="huge"),
        pytest.param(Response("[" * 5000), id="deep"),
    ],
)
async def test_while_the_set_cannot_be_read_the_keys_there_are_serve_on(
    outside: Outside, broken: Response
) -> None:
    outside.project.broken = broken
    token = outside.project.token(outside.claims())
    assert (await outside.me(token)).status_code == 401, "no key yet"
    outside.project.broken, outside.now_s = None, outside.now_s + AGAIN_S
    assert (await outside.me(token)).status_code == 200
    outside.project.broken, outside.now_s = broken, outside.now_s + FRESH_S + 1
    assert (await outside.me(token)).status_code == 200
    assert outside.project.fetches == 3


async def test_a_set_that_does_not_come_holds_a_request_for_no_longer_than_its_limit() -> None:
    class Silent(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise httpx.ReadTimeout("silent")

    keys = OutsideKeys(SupabaseKeySet(URL, transport=Silent(), within_s=0.01))
    assert await keys.key("any") is None
