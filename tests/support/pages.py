"""The pages over real stores, asked without a socket as a browser without scripts would."""

import asyncio
import re
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from html import unescape
from typing import Any

import httpx
from fastapi import FastAPI
from redis.asyncio import Redis

from deployments.api.front_desk import FrontOffice
from deployments.dashboard.app import dashboard_app
from deployments.dashboard.assets import Assets
from deployments.dashboard.rendering import Pages
from storage.postgres.database import Database
from storage.redis.live_view import LiveCalls
from tests.support.api import PASSWORD, application

PAGES = Pages(Assets())
"""Compiled once for all tests of a process."""


class Browser(httpx.AsyncClient):
    """Keeps cookies and follows nothing by itself."""

    app: FastAPI

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

    async def first_event(self, path: str, *, until: str) -> str:
        """Of a stream, all until something has come; httpx's own transport waits for the end of an answer."""
        app, got, come = self.app, bytearray(), asyncio.Event()
        headers = [(b"host", b"voice.example.com"), (b"accept", b"text/event-stream")]
        headers.append(
            (b"cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()).encode())
        )
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "scheme": "https",
            "query_string": b"",
            "headers": headers,
            "client": ("192.0.2.1", 1),
            "server": ("voice.example.com", 443),
        }

        async def receive() -> dict[str, str]:
            await come.wait()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            got.extend(message.get("body", b""))
            if until.encode() in got:
                come.set()

        async with asyncio.timeout(20):
            await app(scope, receive, send)
        return got.decode()


@asynccontextmanager
async def browser(database: Database, redis: Redis) -> AsyncIterator[Browser]:
    state = application(database, redis).state
    app = dashboard_app(
        PAGES,
        database,
        LiveCalls(redis),
        state.accounts,
        FrontOffice(state.front_desk, state.web_booking),
        state.set_up,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with Browser(transport=transport, base_url="https://voice.example.com") as client:
        client.app = app
        yield client


def text_of(answer: httpx.Response) -> str:
    """What a page says, without its tags."""
    body = answer.text.partition("<body")[2]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body))).strip()
