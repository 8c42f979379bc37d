"""The pages over real stores, asked without a socket as a browser without scripts would."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape

import httpx
from redis.asyncio import Redis

from deployments.dashboard.app import dashboard_app
from deployments.dashboard.assets import Assets
from deployments.dashboard.rendering import Pages
from storage.postgres.database import Database
from tests.support.api import PASSWORD, application

PAGES = Pages(Assets())
"""Compiled once for all tests of a process."""


class Browser(httpx.AsyncClient):
    """Keeps cookies and follows nothing by itself."""

    async def sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        answer = await self.post("/sign-in", data={"email": email, "password": password})
        assert answer.status_code == 303, text_of(answer)
        return answer

    async def csrf(self, page: str = "/app") -> str:
        """The token that stands in a page's forms."""
        answer = await self.get(page, follow_redirects=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
        assert found is not None, answer.text
        return found[1]


@asynccontextmanager
async def browser(database: Database, redis: Redis) -> AsyncIterator[Browser]:
    state = application(database, redis).state
    app = dashboard_app(PAGES, database, state.accounts, state.front_desk, state.set_up)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with Browser(transport=transport, base_url="https://voice.example.com") as client:
        yield client


def text_of(answer: httpx.Response) -> str:
    """What a page says, without its tags."""
    body = answer.text.partition("<body")[2]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body))).strip()
