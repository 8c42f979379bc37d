"""Sign-ins of pages: a cookie, and what keeps other sites from using it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

import httpx
import pytest
from pyotp.totp import TOTP
from redis.asyncio import Redis
from sqlalchemy import update

from deployments.api.authentication import accounts_over
from domain.accounts.sessions import IDLE_FOR, PAGES_FOR
from services.accounts.access_tokens import AccessTokens, new_signing_key
from storage.postgres.account_tables import SignIn
from storage.postgres.database import Database
from tests.support.api import PASSWORD, SEAL, Api, SignedUp

NAME = "__Host-session"


@dataclass
class Page:
    """A browser: it sends its cookie with everything, and its pages know the token."""

    served: Api
    cookie: str = ""
    token: str = ""
    set: Any = field(default_factory=SimpleCookie)

    async def ask(self, method: str, path: str, *, token: str | None = None, **more: Any) -> httpx.Response:
        headers = {"Cookie": f"{NAME}={self.cookie}"} | more.pop("headers", {})
        shown = self.token if token is None else token
        if shown:
            headers["X-CSRF-Token"] = shown
        answer = await self.served.client.request(method, f"/api/v1{path}", headers=headers, **more)
        self.served.client.cookies.clear()
        self.set = SimpleCookie(answer.headers.get("set-cookie", ""))
        if NAME in self.set:
            self.cookie = self.set[NAME].value
        return answer

    async def sign_in(self, user: SignedUp, **more: Any) -> httpx.Response:
        body = {"email": user.email, "password": PASSWORD} | more
        answer = await self.ask("POST", "/sessions/cookie", token="", json=body)
        if answer.is_success:
            self.token = answer.json()["csrf_token"]
        return answer


@pytest.fixture
async def user(served: Api) -> SignedUp:
    return await served.signed_up()


@pytest.fixture
async def page(served: Api, user: SignedUp) -> Page:
    page = Page(served)
    assert (await page.sign_in(user)).status_code == 201
    return page


def keys(user: SignedUp) -> str:
    return f"/businesses/{user.business_id}/keys"


NEW_KEY = {"name": "Website", "scopes": ["bookings:read"]}


async def test_the_cookie_is_out_of_scripts_reach_and_of_this_host_alone(page: Page) -> None:
    cookie = page.set[NAME]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert int(cookie["max-age"]) == PAGES_FOR.total_seconds()
    assert page.cookie not in page.token


async def test_on_one_machine_without_https_it_has_no_prefix(database: Database, redis: Redis) -> None:
    tokens = AccessTokens([new_signing_key()], "http://127.0.0.1:8000")
    accounts = accounts_over(database, redis, access_tokens=tokens, seal=SEAL, issuer="Receptionist")
    assert accounts.cookies.name == "session"


async def test_a_page_reads_with_its_cookie_and_writes_with_its_token(page: Page, user: SignedUp) -> None:
    assert (await page.ask("GET", "/users/me", token="")).json()["id"] == user.me["id"]
    assert (await page.ask("GET", keys(user), token="")).status_code == 200
    assert (await page.ask("POST", keys(user), json=NEW_KEY)).status_code == 201
    told = (await page.ask("GET", "/sessions/current", token="")).json()
    assert told["csrf_token"] == page.token


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("token", ["", "wrong", "é", "another session's"])
async def test_without_the_sessions_own_token_nothing_is_written(
    page: Page, user: SignedUp, method: str, token: str
) -> None:
    if token == "another session's":
        other = Page(page.served)
        await other.sign_in(user)
        token = other.token
    path = keys(user) + {"POST": ""}.get(method, f"/{UUID(int=1)}")
    headers: Any = {"Cookie": f"{NAME}={page.cookie}", "X-CSRF-Token": token.encode("latin-1")}
    answer = await page.served.client.request(method, f"/api/v1{path}", json=NEW_KEY, headers=headers)
    if method in ("PUT", "PATCH"):
        assert answer.status_code == 405, "there is no such write"
    else:
        assert (answer.status_code, "X-CSRF-Token" in answer.json()["detail"]) == (403, True)
        assert (await page.ask("GET", keys(user))).json()["items"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example.com"},
        {"Origin": "null"},
        {"Origin": "https://api.evil.example.com"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
async def test_another_sites_page_is_refused_even_with_the_token(
    page: Page, user: SignedUp, headers: dict[str, str]
) -> None:
    assert (await page.ask("POST", keys(user), json=NEW_KEY, headers=headers)).status_code == 403
    body = {"email": user.email, "password": PASSWORD}
    signing_in = await page.served.client.post("/api/v1/sessions/cookie", json=body, headers=headers)
    assert signing_in.status_code == 403, "nobody is signed in as somebody else"
    own = {"Origin": "http://api", "Sec-Fetch-Site": "same-origin"}
    assert (await page.ask("POST", keys(user), json=NEW_KEY, headers=own)).status_code == 201


async def test_a_bearer_beside_a_cookie_alone_counts(page: Page, user: SignedUp) -> None:
    other = await page.served.signed_up()
    both = await page.ask("GET", "/users/me", headers=other.bearer)
    assert both.json()["id"] == other.me["id"]
    written = await page.ask("POST", keys(other), token="", json=NEW_KEY, headers=other.bearer)
    assert written.status_code == 201, "a program needs no token"
    assert (await page.ask("GET", keys(user), headers=other.bearer)).status_code == 404
    for odd in ("Bearer nonsense", "Basic bWlhOm1pYQ==", "", "Bearer"):
        answer = await page.ask("GET", "/users/me", headers={"Authorization": odd})
        assert answer.status_code == 401, odd


async def test_a_sign_in_of_a_page_is_listed_and_ended_like_any_other(page: Page, user: SignedUp) -> None:
    listed = (await page.served.client.get("/api/v1/sessions", headers=user.bearer)).json()["items"]
    [own] = [one for one in (await page.ask("GET", "/sessions")).json()["items"] if one["current"]]
    assert own["id"] in {one["id"] for one in listed}
    await page.served.client.delete(f"/api/v1/sessions/{own['id']}", headers=user.bearer)
    assert (await page.ask("GET", "/users/me")).status_code == 401


async def test_signing_out_everywhere_ends_pages_and_clears_the_cookie(page: Page, user: SignedUp) -> None:
    second = Page(page.served)
    await second.sign_in(user)
    old = page.cookie
    assert (await page.ask("DELETE", "/sessions")).json()["ended"] >= 3
    assert page.set[NAME]["max-age"] == "0"
    assert page.set[NAME]["path"] == "/"
    page.cookie = old
    for browser in (page, second):
        assert (await browser.ask("GET", "/users/me")).status_code == 401


async def test_signing_out_ends_this_browser_alone(page: Page, user: SignedUp) -> None:
    second, old = Page(page.served), page.cookie
    await second.sign_in(user)
    assert (await page.ask("DELETE", "/sessions/current")).status_code == 204
    page.cookie = old
    assert (await page.ask("GET", "/users/me")).status_code == 401
    assert (await second.ask("GET", "/users/me")).status_code == 200


async def test_signing_in_again_and_proving_more_give_a_fresh_cookie(page: Page, user: SignedUp) -> None:
    seen = [page.cookie]

    async def is_renewed() -> None:
        assert page.cookie not in seen
        current, page.cookie = page.cookie, seen[-1]
        assert (await page.ask("GET", "/users/me")).status_code == 401, "the one before is over"
        page.cookie = current
        told = await page.ask("GET", "/sessions/current")
        assert told.status_code == 200
        page.token = told.json()["csrf_token"]
        seen.append(current)

    await page.sign_in(user)
    await is_renewed()
    enrolment = (await page.ask("POST", "/users/me/second-factor", json={"password": PASSWORD})).json()
    code = TOTP(enrolment["secret"]).at(datetime.now(UTC))
    confirmed = await page.ask("POST", "/users/me/second-factor/confirm", json={"code": code})
    assert confirmed.status_code == 200
    await is_renewed()
    changed = await page.ask(
        "PUT", "/users/me/password", json={"current": PASSWORD, "password": "another long one"}
    )
    assert changed.status_code == 204
    await is_renewed()
    removal = {"password": "another long one", "code": confirmed.json()["recovery_codes"][0]}
    assert (await page.ask("POST", "/users/me/second-factor/remove", json=removal)).status_code == 204
    await is_renewed()


async def test_a_cookie_that_was_idle_or_has_come_to_its_end_is_over_and_use_prolongs_it(
    page: Page, user: SignedUp
) -> None:
    async def sessions_are(**values: datetime) -> None:
        async with page.served.database.identity() as session:
            await session.execute(
                update(SignIn)
                .where(SignIn.user_id == UUID(user.me["id"]), SignIn.cookie_digest.is_not(None))
                .values(**values)
            )

    now = datetime.now(UTC)
    await sessions_are(idle_until=now + timedelta(hours=1))
    told = (await page.ask("GET", "/sessions/current")).json()
    assert datetime.fromisoformat(told["idle_until"]) - now > IDLE_FOR - timedelta(minutes=5)
    await sessions_are(ends_at=now + timedelta(hours=1), idle_until=now + timedelta(minutes=1))
    told = (await page.ask("GET", "/sessions/current")).json()
    assert told["idle_until"] == told["ends_at"], "no use goes beyond the end"
    for over in ({"idle_until": now - timedelta(seconds=1)}, {"ends_at": now - timedelta(seconds=1)}):
        await sessions_are(idle_until=now + timedelta(hours=1), ends_at=now + timedelta(hours=1))
        assert (await page.ask("GET", "/users/me")).status_code == 200
        await sessions_are(**over)
        assert (await page.ask("GET", "/users/me")).status_code == 401


async def test_a_wrong_password_a_missing_code_and_made_up_cookies_open_nothing(
    page: Page, user: SignedUp
) -> None:
    other = Page(page.served)
    assert (await other.sign_in(user, password="wrong password")).status_code == 401
    assert other.cookie == ""
    for made_up in ("x", "x" * 5000, page.cookie + "x", page.token, '"', user.bearer["Authorization"][7:]):
        other.cookie = made_up
        assert (await other.ask("GET", "/users/me")).status_code == 401


async def test_a_key_of_an_idempotent_write_is_of_the_user_however_they_sign_in(
    page: Page, user: SignedUp
) -> None:
    key = {"Idempotency-Key": "once"}
    first = await page.ask("POST", keys(user), json=NEW_KEY, headers=key)
    again = await page.served.client.post(f"/api/v1{keys(user)}", json=NEW_KEY, headers=user.bearer | key)
    assert again.json() == first.json()
