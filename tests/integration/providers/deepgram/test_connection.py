"""Deepgram's WebSockets are opened by us, with one TLS context, and ask for what the SDK would ask for."""

import asyncio
import gc
import json
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from deepgram.client import AsyncDeepgramClient
from deepgram.environment import DeepgramClientEnvironment
from websockets.asyncio.server import ServerConnection, serve

from domain.errors import ProviderError
from providers.deepgram.connection import connected
from providers.deepgram.speech_to_text import DeepgramSpeechToText
from providers.tls import tls_context

KEY = "a-very-secret-deepgram-key"


class Vendor:
    """Greets, takes everything, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[tuple[str, str]], str | None]] = []

    async def _handle(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        url = urlsplit(connection.request.path)
        self.asked.append(
            (url.path, sorted(parse_qsl(url.query)), connection.request.headers["Authorization"])
        )
        await connection.send(json.dumps({"type": "Connected", "request_id": "r", "sequence_id": 0}))
        await connection.wait_closed()

    @asynccontextmanager
    async def serving(self, context: ssl.SSLContext | None = None) -> AsyncIterator[str]:
        async with serve(self._handle, "127.0.0.1", 0, ssl=context, close_timeout=0.2) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            yield f"http{'s' if context else ''}://127.0.0.1:{port}"


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A server's context whose certificate this process trusts."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is needed for a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    request = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1".split()
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        [*request, *names, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls_context.cache_clear()
    yield context
    tls_context.cache_clear()


def client_contexts() -> set[int]:
    return {
        id(found)
        for found in gc.get_objects()
        # By type: asked for their class, the openai package's proxies make clients.
        if issubclass(type(found), ssl.SSLContext) and found.protocol is ssl.PROTOCOL_TLS_CLIENT
    }


@pytest.mark.parametrize("language", ["en", "de"])
async def test_streams_over_tls_share_the_processs_context(certified: ssl.SSLContext, language: str) -> None:
    vendor = Vendor()
    async with vendor.serving(certified) as url:
        provider = DeepgramSpeechToText(KEY, url)
        before = client_contexts()
        assert id(tls_context()) in before
        async with (
            provider.open(language=language, keyterms=()),
            provider.open(language=language, keyterms=()),
        ):
            assert client_contexts() - before == set()
        await provider.aclose()
    assert len(vendor.asked) == 2


async def test_a_certificate_nobody_vouches_for_is_refused(
    certified: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    tls_context.cache_clear()
    vendor = Vendor()
    async with vendor.serving(certified) as url:
        provider = DeepgramSpeechToText(KEY, url)
        with pytest.raises(ProviderError) as raised:
            async with provider.open(language="en", keyterms=()):
                pass
        await provider.aclose()
    assert raised.value.retryable
    assert vendor.asked == []


@pytest.mark.parametrize(("language", "version"), [("en", "v2"), ("de", "v1")])
async def test_the_sdk_would_ask_for_the_same(language: str, version: str) -> None:
    """A release of the SDK that moves the address, renames a parameter or signs differently is noticed here."""
    vendor = Vendor()
    async with vendor.serving() as url:
        provider = DeepgramSpeechToText(KEY, url, eager_eot_threshold=0.4)
        async with provider.open(language=language, keyterms=["Mia", "Noor & Sons"]):
            pass
        await provider.aclose()
        sockets = url.replace("http", "ws")
        environment = DeepgramClientEnvironment(base=url, production=sockets, agent=sockets, agent_rest=url)
        client = AsyncDeepgramClient(api_key=KEY, environment=environment)
        parameters: dict[str, Any] = {}
        for name, value in vendor.asked[0][1]:
            parameters[name] = [*parameters.get(name, []), value] if name == "keyterm" else value
        connect = client.listen.v2.connect if version == "v2" else client.listen.v1.connect
        async with connect(**parameters):
            pass
    assert vendor.asked[0] == vendor.asked[1]


async def test_a_vendor_that_does_not_accept_is_not_waited_for() -> None:
    accepted = asyncio.Event()

    async def silence(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.set()
        await asyncio.sleep(60)
        writer.close()

    server = await asyncio.start_server(silence, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(ProviderError, match="in time"):
        async with connected(f"ws://127.0.0.1:{port}", {}, KEY, "listen", within_s=0.1):
            pass
    assert accepted.is_set()
    server.close()
