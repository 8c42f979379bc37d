"""On one node the replica answers the reverse proxy itself: it finishes what it began, and the next has the port."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deployments.own_door import open_door
from sandbox.local.process import free_port
from tests.support.waiting import eventually


def app_named(name: str, finish: asyncio.Event | None = None) -> Starlette:
    """Tells its name and what it was asked; with `finish` only once that is set."""

    async def answer(request: Request) -> Response:
        if finish is not None:
            await finish.wait()
        return JSONResponse({"name": name, "id": request.headers["x-request-id"]})

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])


@asynccontextmanager
async def asking(port: int) -> AsyncIterator[httpx.AsyncClient]:
    """Each request over a connection of its own."""
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=limits, trust_env=False) as http:
        yield http


@pytest.mark.parametrize("given", [None, "an-id-of-the-client"])
async def test_each_request_has_an_id_that_the_client_is_told(given: str | None) -> None:
    port = free_port()
    async with open_door(app_named("one"), port), asking(port) as http:
        answer = await http.get("/", headers={"X-Request-ID": given} if given else {})
    assert answer.headers.get_list("x-request-id") == [answer.json()["id"]]
    assert given is None or answer.json()["id"] == given


async def test_what_is_being_answered_is_finished_and_the_next_replica_has_the_port() -> None:
    port, finish = free_port(), asyncio.Event()
    async with AsyncExitStack() as stack, asking(port) as http:
        before = AsyncExitStack()
        await before.enter_async_context(open_door(app_named("before", finish), port))
        begun = asyncio.create_task(http.post("/", content=b"x"))
        await asyncio.sleep(0.05)
        await stack.enter_async_context(open_door(app_named("after"), port))
        leaving = asyncio.create_task(before.aclose())
        await asyncio.sleep(0.3)  # it looks ten times a second whether it is to go
        answers = [(await http.get("/")).json()["name"] for _ in range(20)]
        assert set(answers) == {"after"}
        assert not begun.done()
        finish.set()
        assert (await begun).json()["name"] == "before"
        await leaving


async def test_a_door_that_ends_by_itself_opens_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deployments.supervised.FIRST_PAUSE_S", 0.01)
    port = free_port()
    async with open_door(app_named("one"), port) as door, asking(port) as http:
        assert (await http.get("/")).status_code == 200
        part = door._part  # pyright: ignore[reportPrivateUsage]
        assert part is not None
        part.stop()

        await eventually(lambda: door._part not in (part, None))  # pyright: ignore[reportPrivateUsage]
        assert (await http.get("/")).status_code == 200


async def test_somebody_elses_port_is_an_error_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(OSError, match=os.strerror(98)):
        async with open_door(app_named("one"), other.getsockname()[1]):
            pass
