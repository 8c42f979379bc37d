"""The cluster front's own HAProxy configuration at work, with this machine's sockets in the services' place."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from deployments.haproxy import haproxy_binary
from tests.support.waiting import eventually

REPO = Path(__file__).parents[3]
[CONFIGURATION] = [
    each["data"]["haproxy.cfg"]
    for each in yaml.safe_load_all((REPO / "ops" / "kubernetes" / "55-front.yaml").read_text())
    if each["kind"] == "ConfigMap"
]
TIMEOUT_S = 10
# The key and its answer are the example of https://www.rfc-editor.org/rfc/rfc6455#section-1.3; HAProxy checks them.
WEBSOCKET = ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is needed for a certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with tls.crt and tls.key, as the Secret is mounted."""
    directory = tmp_path_factory.mktemp("tls")
    files = ["-keyout", str(directory / "tls.key"), "-out", str(directory / "tls.crt")]
    request = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost".split()
    subprocess.run([*request, *files], check=True, capture_output=True)
    return directory


class Target:
    """Keeps each request's head and answers; a media target echoes a stream, or refuses it.

    Attributes:
        heads: of what was asked, without the balancer's checks.
        healthy: what a media target tells of itself.
        takes: whether it takes streams; else it answers 503.
        looked_at: how often its health was asked.
    """

    def __init__(self, *, media: bool, healthy: bool = True, takes: bool = True) -> None:
        self.heads: list[str] = []
        self.healthy = healthy
        self.takes = takes
        self.looked_at = 0
        self._media = media
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(TIMEOUT_S)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            head = head_of(connection)
            if self._media and head.startswith("GET /health "):
                connection.sendall(answer(200 if self.healthy else 503))
                self.looked_at += 1
                return
            self.heads.append(head)
            if not (self._media and self.takes):
                connection.sendall(answer(503 if self._media else 200))
                return
            connection.sendall(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
            )
            while data := connection.recv(1024):
                connection.sendall(data)


def answer(status: int) -> bytes:
    return f"HTTP/1.1 {status} .\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


def head_of(connection: socket.socket) -> str:
    connection.settimeout(TIMEOUT_S)
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            break
        head += byte
    return head.decode()


@dataclass(frozen=True, slots=True)
class Front:
    process: subprocess.Popen[bytes]
    ports: dict[int, int]
    serve: Target
    media: Target
    other: Target
    """A second gateway, which has no room unless a test says so."""

    def connect(self, *, tls: bool = True) -> socket.socket:
        raw = socket.create_connection(("127.0.0.1", self.ports[8443 if tls else 8080]), timeout=TIMEOUT_S)
        if not tls:
            return raw
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(raw)

    def ask(self, path: str, *lines: str, tls: bool = True) -> str:
        """The head of the answer."""
        with self.connect(tls=tls) as connection:
            send(connection, path, *lines)
            return head_of(connection)


def send(connection: socket.socket, path: str, *lines: str, method: str = "GET") -> None:
    connection.sendall(
        "\r\n".join([f"{method} {path} HTTP/1.1", "Host: calls.example.com", *lines, "", ""]).encode()
    )


def listens(front: Front) -> bool:
    try:
        front.connect(tls=False).close()
    except ConnectionError:
        return False
    return True


@pytest.fixture
def front(certificate: Path, tmp_path: Path) -> Iterator[Front]:
    with ExitStack() as stack:
        serve, media, other = Target(media=False), Target(media=True), Target(media=True, healthy=False)
        for target in (serve, media, other):
            stack.callback(target.close)
        listeners = {port: socket.create_server(("127.0.0.1", 0)) for port in (8080, 8404, 8443)}
        text = CONFIGURATION.replace("/etc/haproxy/tls", str(certificate))
        # The listeners are handed over, so that no port can be taken in between.
        for port, listener in listeners.items():
            text = text.replace(f"bind :{port}", f"bind fd@{listener.fileno()}")
        text = re.sub(r"default-server resolvers.*\n", "\n", text)
        text = re.sub(
            r"( +)server-template gateway 40 \S+(.*)",
            rf"\1server gateway1 127.0.0.1:{media.port}\2\n\1server gateway2 127.0.0.1:{other.port}\2",
            text,
        )
        text = re.sub(r"server proxy \S+", f"server proxy 127.0.0.1:{serve.port}", text)
        (tmp_path / "haproxy.cfg").write_text(text)
        descriptors = tuple(listener.fileno() for listener in listeners.values())
        process = subprocess.Popen(
            [haproxy_binary(), "-db", "-f", tmp_path / "haproxy.cfg"],
            pass_fds=descriptors,
            env={**os.environ, "PUBLIC_PATH": "/reception"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(process.wait, TIMEOUT_S)
        stack.callback(process.kill)
        ports = {port: listener.getsockname()[1] for port, listener in listeners.items()}
        for listener in listeners.values():
            listener.close()
        yield Front(process, ports, serve, media, other)


def test_haproxy_accepts_the_configuration_as_it_is(certificate: Path, tmp_path: Path):
    configuration = tmp_path / "haproxy.cfg"
    configuration.write_text(CONFIGURATION.replace("/etc/haproxy/tls", str(certificate)))
    checked = subprocess.run(
        [haproxy_binary(), "-c", "-f", configuration], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert "WARNING" not in checked.stderr


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["Content-Length: 3"], 403),
        (["X-Twilio-Signature: s"], 411),
        (["X-Twilio-Signature: s", "Content-Length: 60000"], 413),
        (["X-Twilio-Signature: s", "Content-Length: 3"], 408),
    ],
    ids=["unsigned", "without a length", "too large", "never whole"],
)
def test_a_webhook_that_cannot_be_twilios_does_not_reach_serve(front: Front, lines: list[str], status: int):
    with front.connect() as connection:
        send(connection, "/webhooks/twilio/voice", *lines, method="POST")
        assert head_of(connection).startswith(f"HTTP/1.1 {status} ")
    assert front.serve.heads == []


def test_the_path_of_the_public_address_is_taken_away(front: Front):
    front.ask("/reception/health")
    with front.connect() as connection:
        send(
            connection, "/reception/media/call/token", "Upgrade: websocket", "Connection: Upgrade", *WEBSOCKET
        )
        assert head_of(connection).startswith("HTTP/1.1 101 ")
    assert front.serve.heads[0].startswith("GET /health ")
    assert (front.media.heads + front.other.heads)[0].startswith("GET /media/call/token ")


def test_requests_reach_serve_without_what_clients_may_not_set(front: Front):
    answer = front.ask("/health", "X-Request-Timeout-Seconds: 1", "X-Forwarded-For: 1.2.3.4")
    assert answer.startswith("HTTP/1.1 200 ")
    [head] = front.serve.heads
    lines = head.lower().split("\r\n")
    assert lines[0] == "get /health http/1.1"
    assert not [line for line in lines if line.startswith("x-request-timeout") or "1.2.3.4" in line]
    assert {"x-forwarded-proto: https", "x-forwarded-for: 127.0.0.1"} <= set(lines)


def test_serves_own_pages_are_not_public(front: Front):
    assert front.ask("/-/routes").startswith("HTTP/1.1 404 ")
    assert front.serve.heads == []


def test_plain_http_is_sent_to_tls(front: Front):
    answer = front.ask("/health", tls=False)
    assert answer.startswith("HTTP/1.1 308 ")
    assert "location: https://calls.example.com/health" in answer.lower()


def open_stream(connection: socket.socket) -> str:
    """The head of the answer."""
    send(connection, "/media/id/token", "Connection: Upgrade", "Upgrade: websocket", *WEBSOCKET)
    return head_of(connection)


async def checked(front: Front) -> None:
    """Both gateways' health as it is now is known to the front."""
    seen = front.media.looked_at, front.other.looked_at
    await eventually(lambda: front.media.looked_at > seen[0] + 1 and front.other.looked_at > seen[1] + 1)


async def test_streams_go_where_there_is_room_and_stay_when_it_is_gone(front: Front):
    await checked(front)
    with ExitStack() as stack:
        streams = [stack.enter_context(front.connect()) for _ in range(3)]
        assert all(open_stream(stream).startswith("HTTP/1.1 101 ") for stream in streams)
        assert (len(front.media.heads), len(front.other.heads)) == (3, 0)
        front.media.healthy, front.other.healthy = False, True
        await checked(front)
        with front.connect() as later:
            assert open_stream(later).startswith("HTTP/1.1 101 ")
        assert len(front.other.heads) == 1
        for stream in streams:
            stream.sendall(b"audio")
            assert stream.recv(1024) == b"audio"


async def test_a_stream_one_gateway_refuses_is_taken_by_another(front: Front):
    front.media.takes, front.other.healthy = False, True
    await checked(front)
    for _ in range(3):
        with front.connect() as stream:
            assert open_stream(stream).startswith("HTTP/1.1 101 ")
    assert front.media.heads
    assert len(front.other.heads) == 3


async def test_when_no_gateway_has_room_they_decide_themselves(front: Front):
    front.media.healthy = False
    await checked(front)
    with front.connect() as stream:
        assert open_stream(stream).startswith("HTTP/1.1 101 ")
    front.media.takes = front.other.takes = False
    with front.connect() as stream:
        assert open_stream(stream).startswith("HTTP/1.1 503 ")


async def test_a_stream_goes_on_through_the_fronts_own_end(front: Front):
    with front.connect() as stream:
        assert open_stream(stream).startswith("HTTP/1.1 101 ")
        front.process.send_signal(signal.SIGUSR1)
        await eventually(lambda: not listens(front))
        stream.sendall(b"audio")
        assert stream.recv(1024) == b"audio"
        assert front.process.poll() is None
    assert front.process.wait(TIMEOUT_S) == 0
    assert front.serve.heads == []
