"""Requests to addresses that others name go to the public internet, or nowhere."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from providers.public_web.connection import NoAnswer, PublicWeb, WebAnswer
from sandbox.local.process import free_port
from tests.support.receiver import Receiver, receiver


@pytest.fixture
async def server() -> AsyncIterator[Receiver]:
    async with receiver() as it:
        yield it


@pytest.fixture
async def web() -> AsyncIterator[PublicWeb]:
    """Of a developer's machine."""
    it = PublicWeb(loopback_allowed=True)
    yield it
    await it.close()


async def asked(web: PublicWeb, url: str, **changes: Any) -> WebAnswer:
    given: dict[str, Any] = {"headers": {"X-A": "b"}, "body": b"{}", "timeout_s": 5.0, "most_bytes": 100}
    return await web.ask("POST", url, **(given | changes))


async def refused(web: PublicWeb, url: str, **changes: Any) -> str:
    with pytest.raises(NoAnswer) as none:
        await asked(web, url, **changes)
    return none.value.why


class Names:
    """A name server of the test's: what a name leads to, look-up by look-up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", self.look_up, raising=False)

    async def look_up(self, host: str, port: int, **_: Any) -> list[Any]:
        self.asked.append(host)
        addresses = self.answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]


async def test_a_request_is_sent_as_it_is_and_the_answer_told(web: PublicWeb, server: Receiver) -> None:
    server.status, server.headers, server.body = "503 Busy", {"Retry-After": "7"}, b"later"
    answer = await asked(web, f"{server.url}?q=1")
    assert (answer.status, answer.body, answer.retry_after_s) == (503, b"later", 7.0)
    (got,) = server.got
    assert (got.path, got.body, got.headers["x-a"]) == ("/hooks?q=1", b"{}", "b")
    assert got.headers["host"] == server.url.split("/")[2]


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "localhost"])
async def test_this_machine_is_not_asked_however_it_is_spelt(server: Receiver, address: str) -> None:
    web = PublicWeb()
    port = server.url.rsplit(":", 1)[1]
    assert await refused(web, f"http://{address}:{port}") == "the address is not of the public internet"
    assert server.connections == 0
    await web.close()


@pytest.mark.parametrize(
    "addresses",
    [["10.0.0.1"], ["169.254.169.254"], ["::ffff:10.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["100.64.1.1"]],
    ids="+".join,
)
async def test_a_name_that_leads_inside_is_not_asked(
    web: PublicWeb, monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    Names(monkeypatch, addresses)
    assert await refused(web, "https://hooks.example.com/") == "the address is not of the public internet"


async def test_a_name_is_looked_up_once_and_connected_to_what_was_checked(
    web: PublicWeb, server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Names(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
    url = server.url.replace("127.0.0.1", "hooks.example.com")
    assert (await asked(web, url)).status == 204
    assert names.asked == ["hooks.example.com"]
    assert server.got[0].headers["host"].startswith("hooks.example.com:")
    # The next request looks it up anew, and finds it moved inside.
    assert await refused(web, url) == "the address is not of the public internet"
    assert names.asked == ["hooks.example.com"] * 2
    assert server.connections == 1


async def test_the_next_address_is_tried_when_one_does_not_answer(
    web: PublicWeb, server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    Names(monkeypatch, ["127.0.0.2", "127.0.0.1"])  # nobody listens at the first
    assert (await asked(web, server.url.replace("127.0.0.1", "hooks.example.com"))).status == 204


async def test_a_redirect_is_told_and_not_followed(web: PublicWeb, server: Receiver) -> None:
    server.status, server.headers = "302 Found", {"Location": server.url + "/inside"}
    assert (await asked(web, server.url)).status == 302
    assert len(server.got) == 1


async def test_of_a_long_answer_the_beginning_is_read(web: PublicWeb, server: Receiver) -> None:
    server.status, server.body = "200 OK", b"x" * 5_000_000
    assert (await asked(web, server.url)).body == b"x" * 100


async def test_why_there_was_no_answer(web: PublicWeb, server: Receiver) -> None:
    assert await refused(web, f"http://127.0.0.1:{free_port()}/") == "it cannot be connected to"
    assert await refused(web, "http://no-such-name.invalid/") == "the name is not known"
    server.answer = lambda _: None
    assert await refused(web, server.url) in ("the connection broke off", "its answer is no HTTP")
    server.answer = lambda _: "two hundred"
    assert await refused(web, server.url) == "its answer is no HTTP"
    server.answers.clear()
    assert await refused(web, server.url, timeout_s=0.2) == "no answer within 0.2 s"


def certificate_for(name: str, directory: Path) -> Path:
    """A certificate that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = directory / f"{name}.pem"
    no_password = serialization.NoEncryption()
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


async def test_the_certificate_is_held_to_the_name_though_an_address_is_connected_to(
    web: PublicWeb, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = certificate_for("hooks.example.com", tmp_path)
    of_server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    of_server.load_cert_chain(file)
    async with receiver(tls=of_server) as server:
        trusting = PublicWeb(loopback_allowed=True, tls=ssl.create_default_context(cafile=file))
        Names(monkeypatch, *[["127.0.0.1"]] * 3)
        named = server.url.replace("127.0.0.1", "hooks.example.com")
        assert (await asked(trusting, named)).status == 204
        other = server.url.replace("127.0.0.1", "other.example.com")
        assert await refused(trusting, other) == "its certificate is not valid"
        assert await refused(web, named) == "its certificate is not valid", "nobody we trust vouches for it"
        await trusting.close()
