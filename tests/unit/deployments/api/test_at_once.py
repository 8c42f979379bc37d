"""How many requests are worked on at once: the others wait in order, and who comes when too many wait is told so."""

import asyncio
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from deployments.api.at_once import AtOnce


class Slow:
    """Answers each after a second, and keeps the order in which they were let in."""

    def __init__(self) -> None:
        self.let_in: list[str] = []
        self.most = 0
        self._now = 0

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.let_in.append(str(scope["path"]))
        self._now += 1
        self.most = max(self.most, self._now)
        try:
            await asyncio.sleep(1)
            if scope["path"] == "/api/broken":
                raise RuntimeError("broken")
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"ok"})
        finally:
            self._now -= 1


def client(app: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://api"
    )


async def test_those_who_wait_come_in_order_and_those_too_many_are_refused_at_once() -> None:
    slow = Slow()
    began = asyncio.get_running_loop().time()
    async with client(AtOnce(slow, at_once=2, waiting=3)) as asking:
        answers = await asyncio.gather(*(asking.get(f"/api/{number}") for number in range(6)))
    assert [answer.status_code for answer in answers] == [200] * 5 + [503]
    assert slow.let_in == [f"/api/{number}" for number in range(5)]
    assert slow.most == 2
    refused = answers[-1]
    assert refused.headers["retry-after"] == "1"
    assert refused.json()["detail"] == (
        "More requests are waiting than can be answered soon; try again in a second."
    )
    assert asyncio.get_running_loop().time() - began == pytest.approx(3, abs=0.01)


async def test_a_health_check_waits_for_nobody() -> None:
    slow = Slow()
    async with client(AtOnce(slow, at_once=1, waiting=0)) as asking:
        busy = asyncio.create_task(asking.get("/api/busy"))
        await asyncio.sleep(0.1)
        assert (await asking.get("/api/other")).status_code == 503
        assert (await asking.get("/health")).status_code == 200
        assert (await busy).status_code == 200


@pytest.mark.parametrize("end", ["an error", "a client that leaves while waiting", "a client that leaves"])
async def test_a_turn_is_given_back_after(end: str) -> None:
    slow = Slow()
    app = AtOnce(slow, at_once=1, waiting=1)
    async with client(app) as asking:
        first = asyncio.create_task(asking.get("/api/broken" if end == "an error" else "/api/first"))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(asking.get("/api/second"))
        await asyncio.sleep(0.1)
        if end == "a client that leaves while waiting":
            second.cancel()
        elif end == "a client that leaves":
            first.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        after = await asyncio.gather(asking.get("/api/after"), asking.get("/api/afterwards"))
    assert [answer.status_code for answer in after] == [200, 200]
