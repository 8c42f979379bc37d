"""Where links of mails and texts lead."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.ids import new_id
from storage.postgres import messages
from storage.postgres.database import Database
from tests.support.api import PASSWORD, Api
from tests.support.pages import Browser, browser, text_of


@pytest.fixture
async def page(database: Database, redis: Redis) -> AsyncIterator[Browser]:
    async with browser(database, redis) as client:
        yield client


async def test_an_invitation_is_accepted_by_who_has_the_address(page: Browser, served: Api) -> None:
    owner, guest, other = [await served.signed_up() for _ in range(3)]
    invited = {"email": guest.email, "role": "staff"}
    path = f"/api/v1/businesses/{owner.business_id}/invitations"
    answer = await served.client.post(path, json=invited, headers=owner.bearer)
    assert answer.status_code == 202, answer.text
    link = f"https://voice.example.com/invitation#{await served.token(guest.email)}"
    assert "Sign in with the address the invitation came to" in text_of(await page.get("/invitation"))
    await page.sign_in(other.email)
    refused = await page.post(
        "/invitation", data={"token": link, "csrf_token": await page.csrf("/invitation")}
    )
    assert refused.status_code == 422
    await page.sign_in(guest.email)
    form = {"token": link, "csrf_token": await page.csrf("/invitation")}
    joined = await page.post("/invitation", data=form)
    assert joined.headers["location"] == f"/businesses/{owner.business_id}"
    assert (await page.get(joined.headers["location"])).status_code == 200


async def test_another_address_is_confirmed(page: Browser, served: Api) -> None:
    owner, new = await served.signed_up(), f"{new_id()}@salon.example.com"
    body = {"email": new, "password": PASSWORD}
    answer = await served.client.post("/api/v1/users/me/email", json=body, headers=owner.bearer)
    assert answer.status_code == 202, answer.text
    assert (await page.post("/change-address", data={"token": "made up"})).status_code == 422
    done = await page.post("/change-address", data={"token": await served.token(new)})
    assert "Your new address is confirmed" in text_of(done)
    await page.sign_in(new)


async def test_the_link_of_a_message_leads_to_the_inbox_it_is_in(
    page: Browser, served: Api, database: Database
) -> None:
    owner, stranger = await served.signed_up(), await served.signed_up()
    async with database.tenant(UUID(owner.business_id)) as scope:
        kept = messages.NewMessage(new_id(), None, "Rosa", "+61400000001", "Ring me.", f"test:{new_id()}")
        message_id = await messages.insert(scope, kept)
    await page.sign_in(owner.email)
    there = (await page.get(f"/messages/{message_id}")).headers["location"]
    assert there == f"/businesses/{owner.business_id}/inbox#message-{message_id}"
    await page.sign_in(stranger.email)
    assert (await page.get(f"/messages/{message_id}")).status_code == 404
