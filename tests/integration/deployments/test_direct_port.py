"""A replica's own port: what is asked there is answered by its application, and finished before it ends."""

import asyncio
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from deployments.direct_port import ALIVE, direct_port
from sandbox.local.process import free_port


class Slow:
    """An application that answers when it is told to."""

    def __init__(self, name: str = "") -> None:
        self.asked = asyncio.Event()
        self.to_answer = asyncio.Event()
        self._name = name
        self.app = Starlette(
            routes=[
                Route("/slow", self._slow, methods=["POST"]),
                Route("/name", self._tell),
            ]
        )

    async def _slow(self, request: Request) -> Response:
        self.asked.set()
        await self.to_answer.wait()
        return PlainTextResponse(await request.body())

    async def _tell(self, _: Request) -> Response:
        return PlainTextResponse(self._name)


def at(port: int) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False)


async def test_a_request_in_hand_is_answered_before_the_port_closes() -> None:
    port, slow = free_port(), Slow()
    async with at(port) as http:
        async with direct_port(slow.app, port, at_once=10):
            asking = asyncio.create_task(http.post("/slow", content="CallSid=CA1"))
            await slow.asked.wait()
            asyncio.get_running_loop().call_soon(slow.to_answer.set)
        answer = await asking
        assert (answer.status_code, answer.text) == (200, "CallSid=CA1")
        with pytest.raises(httpx.ConnectError):
            await http.get("/name")


async def test_more_requests_than_may_be_at_once_are_refused_and_signs_of_life_come_from_the_port() -> None:
    port, slow = free_port(), Slow("here")
    async with at(port) as http, direct_port(slow.app, port, at_once=2):
        assert (await http.get(ALIVE)).status_code == 200
        assert (await http.get("/name")).text == "here"
        asking = asyncio.create_task(http.post("/slow", content="1"))
        await slow.asked.wait()
        assert (await http.get("/name")).status_code == 503
        slow.to_answer.set()
        assert (await asking).status_code == 200


async def test_the_next_replica_listens_before_this_one_has_ended() -> None:
    port = free_port()
    async with direct_port(Slow("next").app, port, at_once=10):
        async with direct_port(Slow("this").app, port, at_once=10):
            pass
        async with at(port) as http:
            assert (await http.get("/name")).text == "next"


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "none wanted"])
async def test_without_a_port_the_application_does_without(taken: bool) -> None:
    async def other(reader: Any, writer: Any) -> None:
        writer.close()

    async with await asyncio.start_server(other, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1] if taken else 0
        async with direct_port(Slow().app, port, at_once=10):
            pass
