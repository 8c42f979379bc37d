"""A salon owner signs up in a browser and looks around; every page can be used by keyboard, phone and screen reader."""

import asyncio
import re
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
from playwright.async_api import Page

from domain.accounts.roles import Role
from sandbox.local.running import Running
from storage.postgres import memberships
from storage.postgres.database import Database
from tests.e2e.ringing import ring
from tests.e2e.signing_up import PASSWORD, mail_to, sign_up
from tests.support.chromium import chromium, complaints_of, hard_to_use, needs_chromium, reaches_beyond

pytestmark = needs_chromium

CALLER = "+61491070006"
WIDTHS = (390, 768, 1440)
PLACES = (
    "",
    "/set-up",
    "/live",
    "/calls",
    "/calendar",
    "/inbox",
    "/receptionist",
    "/receptionist/knowledge",
    "/settings",
    "/settings/hours",
    "/settings/staff",
    "/settings/offerings/new",
)


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with chromium() as browser:
        yield await browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")


async def test_an_owner_signs_up_in_a_browser_and_finds_every_page_usable(
    running: Running, page: Page
) -> None:
    complaints = complaints_of(page)
    email = "rosa@salon.example.com"
    await page.goto(f"{running.url}/")
    await page.get_by_role("link", name="Set it up in ten minutes").click()
    for label, value in (
        ("Business", "Rosa's Hair"),
        ("Your name", "Rosa Marsh"),
        ("E-mail", email),
        ("Password", PASSWORD),
    ):
        await page.get_by_label(label, exact=True).fill(value)
    await page.get_by_role("button", name="Sign up").click()
    await page.get_by_role("heading", name="Look into your mail").wait_for()
    async with httpx.AsyncClient(trust_env=False) as client:
        mail = await mail_to(client, running, email)
    link = re.search(r"https?://\S+/verify#\S+", mail["plain"])
    assert link is not None
    await page.goto(link[0])
    assert "#" not in page.url, "the token stays in the address"
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Confirm").click()
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("heading", name="Before the first real call").wait_for()

    base, found = page.url, dict[str, list[str]]()
    for place in PLACES:
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            await page.goto(base + place)
            if (beyond := await reaches_beyond(page)) > 0:
                found.setdefault(place, []).append(f"{beyond} px too wide at {width}")
        assert complaints == []
        for dark in (False, True):
            await page.evaluate("dark => document.documentElement.classList.toggle('dark', dark)", dark)
            found.setdefault(place, []).extend(await hard_to_use(page))
        complaints.clear()  # axe adds a style of its own, which the policy refuses
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


async def test_a_call_is_watched_as_it_is_spoken(running: Running, page: Page) -> None:
    """The demo business is given an owner; a simulated phone rings it, and nobody loads the page anew."""
    complaints = complaints_of(page)
    async with httpx.AsyncClient(trust_env=False, base_url=running.url) as client:
        owner = await sign_up(client, running, "watcher@salon.example.com", "Watched Hair")
        me = (await client.get("/api/v1/users/me", headers=owner.bearer)).json()
    database = Database(running.database_url)
    async with database.tenant(UUID(running.business_id)) as scope:
        await memberships.add(scope, UUID(me["id"]), Role.OWNER)
    await database.close()
    await page.goto(f"{running.url}/businesses/{running.business_id}/live")
    await page.get_by_label("E-mail").fill("watcher@salon.example.com")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_text("Nobody is on the line").wait_for()

    calling = asyncio.ensure_future(
        ring(running, "What are your opening hours?", "No, thank you. Goodbye.", number=CALLER)
    )
    await page.get_by_text(CALLER).wait_for(timeout=30_000)
    await page.get_by_label("What is said").get_by_text("opening hours").first.wait_for(timeout=30_000)
    call = await calling
    await page.get_by_text("Nobody is on the line").wait_for(timeout=30_000)
    assert call.facts is not None, "the call left no row"
    await page.get_by_role("link", name="Calls", exact=True).click()
    await page.get_by_role("link", name=CALLER).first.click()
    await page.get_by_label("What was said").get_by_text("opening hours").first.wait_for()
    assert complaints == []
