"""A salon owner signs up in a browser and looks around; every page can be used by keyboard, phone and screen reader."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Page

from sandbox.local.running import Running
from tests.e2e.signing_up import PASSWORD, mail_to
from tests.support.chromium import chromium, complaints_of, hard_to_use, needs_chromium, reaches_beyond

pytestmark = needs_chromium

WIDTHS = (390, 768, 1440)
PLACES = (
    "",
    "/set-up",
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
