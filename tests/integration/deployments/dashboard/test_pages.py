"""Pages as a browser without scripts finds them: signing in, who sees what, and what is written."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from fastapi.routing import APIRoute
from redis.asyncio import Redis

from deployments.dashboard.app import ROUTERS
from domain.accounts.roles import Role
from domain.ids import new_id
from storage.postgres import calls as call_rows
from storage.postgres import memberships, messages
from storage.postgres.calls import NewCall, TurnRow
from storage.postgres.database import Database
from tests.support.api import Api, SignedUp
from tests.support.pages import Browser, browser, text_of

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture
async def page(database: Database, redis: Redis) -> AsyncIterator[Browser]:
    async with browser(database, redis) as client:
        yield client


@pytest.fixture
async def owner(served: Api) -> SignedUp:
    return await served.signed_up()


async def keep_message(database: Database, business_id: str, text: str = "Please ring me back.") -> UUID:
    async with database.tenant(UUID(business_id)) as scope:
        kept = messages.NewMessage(new_id(), None, HOSTILE, "+61400000001", text, f"test:{new_id()}")
        return await messages.insert(scope, kept)


async def keep_call(database: Database, business_id: str, said: str) -> UUID:
    call_id = new_id()
    async with database.tenant(UUID(business_id)) as scope:
        await call_rows.create(
            scope, NewCall(call_id, f"CA{call_id.hex}", "+61400000001", "+61280001234", NOW)
        )
        await call_rows.save_turns(scope, call_id, [TurnRow(0, "caller", said, said, NOW)])
    return call_id


async def test_nobody_is_sent_to_sign_in_and_comes_back_to_where_they_wanted(
    page: Browser, owner: SignedUp
) -> None:
    wanted = f"/businesses/{owner.business_id}/calls?outcome=booked"
    answer = await page.get(wanted)
    assert answer.status_code == 303
    sign_in = await page.get(answer.headers["location"])
    assert 'name="next" value="/businesses/' in sign_in.text
    form = {"email": owner.email, "password": "salt and pepper shakers", "next": wanted}
    signed_in = await page.post("/sign-in", data=form)
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, wanted)
    assert "HttpOnly" in signed_in.headers["set-cookie"]


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1"]
)
async def test_signing_in_leads_nowhere_but_to_our_own_pages(
    page: Browser, owner: SignedUp, elsewhere: str
) -> None:
    form = {"email": owner.email, "password": "salt and pepper shakers", "next": elsewhere}
    assert (await page.post("/sign-in", data=form)).headers["location"] == "/app"


async def test_a_wrong_password_is_said_beside_what_was_typed(page: Browser, owner: SignedUp) -> None:
    answer = await page.post("/sign-in", data={"email": owner.email, "password": "not that one at all"})
    assert answer.status_code == 422
    assert "The e-mail address or the password is wrong." in text_of(answer)
    assert owner.email in answer.text
    assert "not that one at all" not in answer.text


async def test_another_site_can_neither_sign_in_nor_write(
    page: Browser, owner: SignedUp, database: Database
) -> None:
    elsewhere = {"Origin": "https://evil.example"}
    form = {"email": owner.email, "password": "salt and pepper shakers"}
    assert (await page.post("/sign-in", data=form, headers=elsewhere)).status_code == 403
    await page.sign_in(owner.email)
    message = await keep_message(database, owner.business_id)
    path = f"/businesses/{owner.business_id}/inbox/{message}"
    assert (await page.post(path, data={"status": "done"})).status_code == 403
    token = await page.csrf(f"/businesses/{owner.business_id}")
    written = {"status": "done", "csrf_token": token}
    assert (await page.post(path, data=written, headers=elsewhere)).status_code == 403
    assert (await page.post(path, data=written)).status_code == 303


async def test_who_works_in_one_business_is_at_its_first_page_at_once(page: Browser, owner: SignedUp) -> None:
    await page.sign_in(owner.email)
    assert (await page.get("/app")).headers["location"] == f"/businesses/{owner.business_id}"
    first = await page.get(f"/businesses/{owner.business_id}")
    assert first.status_code == 200
    assert "Before the first real call" in text_of(first)
    assert "No call yet" in text_of(first)


async def test_signing_out_ends_the_session_and_not_only_the_cookie(page: Browser, owner: SignedUp) -> None:
    await page.sign_in(owner.email)
    cookies = dict(page.cookies)
    await page.post("/sign-out", data={"csrf_token": await page.csrf()})
    page.cookies.update(cookies)
    assert (await page.get("/app")).headers["location"].startswith("/sign-in")


ROUTES = sorted(
    {
        (method, route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "{business_id}" in route.path
        for method in route.methods
    }
)


async def test_pages_of_a_business_are_its_own_peoples(page: Browser, served: Api, owner: SignedUp) -> None:
    """Every route of a business, as nobody and as somebody of another business."""
    assert len(ROUTES) > 20
    addresses = [(method, re.sub(r"\{\w+_id\}", str(new_id()), _own(path, owner))) for method, path in ROUTES]
    addresses = [(method, address.replace("{number}", "1")) for method, address in addresses]
    nobody = [await page.request(method, address) for method, address in addresses]
    assert {(each.status_code, each.headers["location"][:8]) for each in nobody} == {(303, "/sign-in")}
    stranger = await served.signed_up()
    await page.sign_in(stranger.email)
    form = {"csrf_token": await page.csrf(f"/businesses/{stranger.business_id}")}
    for method, address in addresses:
        answer = await page.request(method, address, data=form if method == "POST" else None)
        assert (answer.status_code, "Mia" in text_of(answer)) == (404, False), (method, address)


def _own(path: str, owner: SignedUp) -> str:
    return path.replace("{business_id}", owner.business_id)


async def test_who_may_not_write_is_told_so_and_nothing_is_written(
    page: Browser, served: Api, owner: SignedUp, database: Database
) -> None:
    viewer = await served.signed_up()
    async with database.tenant(UUID(owner.business_id)) as scope:
        await memberships.add(scope, UUID(viewer.me["id"]), Role.VIEWER)
    message = await keep_message(database, owner.business_id)
    await page.sign_in(viewer.email)
    token = await page.csrf(f"/businesses/{owner.business_id}")
    path = f"/businesses/{owner.business_id}/inbox"
    answer = await page.post(f"{path}/{message}", data={"status": "done", "csrf_token": token})
    assert answer.status_code == 403
    assert "You may not do this" in text_of(answer)
    assert "Please ring me back." in text_of(await page.get(path))


async def test_a_message_is_done_and_taken_back(page: Browser, owner: SignedUp, database: Database) -> None:
    message = await keep_message(database, owner.business_id)
    await page.sign_in(owner.email)
    path = f"/businesses/{owner.business_id}/inbox"
    token = await page.csrf(path)
    headers = {"HX-Request": "true", "X-CSRF-Token": token}
    row = await page.post(f"{path}/{message}", data={"status": "done"}, headers=headers)
    assert row.text.lstrip().startswith(f'<li id="message-{message}"')
    assert "Open again" in text_of(await page.get(f"{path}?status=done"))
    await page.post(f"{path}/{message}", data={"status": "open"}, headers=headers)
    assert "Done" in text_of(await page.get(path))


async def test_what_callers_say_is_text_and_never_markup(
    page: Browser, owner: SignedUp, database: Database
) -> None:
    call_id = await keep_call(database, owner.business_id, HOSTILE)
    await keep_message(database, owner.business_id, HOSTILE)
    await page.sign_in(owner.email)
    base = f"/businesses/{owner.business_id}"
    for path in (base, f"{base}/calls/{call_id}", f"{base}/inbox"):
        answer = await page.get(path)
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        assert HOSTILE in text_of(answer)


async def test_every_page_allows_its_own_scripts_alone(page: Browser, owner: SignedUp) -> None:
    first = await page.get("/")
    second = await page.get("/")
    policies = [answer.headers["content-security-policy"] for answer in (first, second)]
    assert policies[0] != policies[1]
    for answer, policy in zip((first, second), policies, strict=True):
        nonce = policy.split("'nonce-")[1].split("'")[0]
        assert answer.text.count("<script ") == answer.text.count(f'nonce="{nonce}"></script>') > 0
        assert "require-trusted-types-for 'script'" in policy
        assert " style=" not in answer.text
        assert " onclick=" not in answer.text


@pytest.mark.parametrize("path", ["/businesses/none/calls", "/nothing", "/businesses"])
async def test_an_address_that_is_none_is_answered_with_a_page(page: Browser, path: str) -> None:
    answer = await page.get(path)
    assert answer.status_code in (303, 404)
    if answer.status_code == 404:
        assert "There is nothing here" in text_of(answer)


async def test_the_list_of_calls_goes_on_page_by_page(
    page: Browser, owner: SignedUp, database: Database
) -> None:
    for number in range(52):
        await keep_call(database, owner.business_id, f"call {number}")
    await page.sign_in(owner.email)
    first = await page.get(f"/businesses/{owner.business_id}/calls")
    following = first.text.split('rel="next" href="')[1].split('"')[0]
    second = await page.get(following.replace("&amp;", "&"))
    assert (first.text.count("<tr "), second.text.count("<tr ")) == (51, 3)


async def test_somebody_signs_up_and_confirms_by_the_link_of_the_mail(page: Browser, served: Api) -> None:
    email = f"{new_id()}@salon.example.com"
    form = {
        "business_name": "Mia's Hair",
        "name": "Mia Wong",
        "email": email,
        "password": "salt and pepper shakers",
        "timezone": "Australia/Sydney",
    }
    wrong = await page.post("/sign-up", data=form | {"timezone": "Sydney"})
    assert wrong.status_code == 422
    assert "Mia&#39;s Hair" in wrong.text
    assert "Look into your mail" in text_of(await page.post("/sign-up", data=form))
    link = f"https://voice.example.com/verify#{await served.token(email)}"
    verified = await page.post("/verify", data={"token": link, "password": "salt and pepper shakers"})
    assert "Your address is confirmed" in text_of(verified)
    await page.sign_in(email)


async def test_a_forgotten_password_is_set_anew(page: Browser, served: Api, owner: SignedUp) -> None:
    told = await page.post("/forgotten-password", data={"email": owner.email})
    assert "Look into your mail" in text_of(told)
    form = {"token": await served.token(owner.email), "password": "cups and saucers and spoons"}
    assert "Your new password is set" in text_of(await page.post("/reset-password", data=form))
    await page.sign_in(owner.email, "cups and saucers and spoons")


async def test_scripts_and_styles_are_kept_for_good_and_sent_compressed(page: Browser) -> None:
    front = await page.get("/")
    address = front.text.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = await page.get(address, headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["content-encoding"], answer.headers["cache-control"][-9:]) == ("gzip", "immutable")
    assert len(answer.content) > 1000
    assert (await page.get("/static/../app.py")).status_code == 404
    assert (await page.get("/static/manifest.json")).status_code == 404
