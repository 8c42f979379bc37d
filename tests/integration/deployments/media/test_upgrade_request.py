"""Looking at an upgrade request without taking it out of the socket."""

import asyncio
import socket
from collections.abc import Iterator
from http import HTTPStatus

import pytest

from deployments.media.upgrade_request import (
    HEADER_TIMEOUT_S,
    MAX_HEADER_BYTES,
    ConnectionGone,
    HalfSentRequests,
    RefusedUpgrade,
    parse_request,
    peek_request,
    plain_answer,
)
from tests.fakes.carrier import tcp_pair

REQUEST = (
    b"GET /media/id/token HTTP/1.1\r\nHost: media.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"X-Twilio-Signature: abc=\r\n\r\n"
)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The client's end and ours, which does not block."""
    near, far = tcp_pair()
    far.setblocking(False)
    with near, far:
        yield near, far


async def test_the_request_is_read_and_stays_in_the_socket(pair: tuple[socket.socket, socket.socket]):
    near, far = pair
    near.sendall(REQUEST)
    request = await peek_request(far)
    assert (request.method, request.path) == ("GET", "/media/id/token")
    assert request.headers["x-twilio-signature"] == "abc="
    assert far.recv(10_000) == REQUEST


async def test_what_came_behind_the_request_stays_too(pair: tuple[socket.socket, socket.socket]):
    near, far = pair
    near.sendall(REQUEST + b"\x81\x80frames")
    await peek_request(far)
    assert far.recv(10_000) == REQUEST + b"\x81\x80frames"


async def test_a_writer_may_be_slow(pair: tuple[socket.socket, socket.socket]):
    near, far = pair
    peeking = asyncio.ensure_future(peek_request(far))
    for start in range(0, len(REQUEST), 20):
        near.send(REQUEST[start : start + 20])
        await asyncio.sleep(0.5)
    assert (await peeking).path == "/media/id/token"
    assert far.recv(10_000) == REQUEST


@pytest.mark.parametrize("sent", [b"", REQUEST[:40], REQUEST[:-1]])
async def test_a_writer_may_not_be_slower_than_that(pair: tuple[socket.socket, socket.socket], sent: bytes):
    near, far = pair
    near.sendall(sent)
    began_s = asyncio.get_running_loop().time()
    with pytest.raises(RefusedUpgrade) as refused:
        await peek_request(far)
    assert refused.value.status is HTTPStatus.REQUEST_TIMEOUT
    assert asyncio.get_running_loop().time() - began_s == pytest.approx(HEADER_TIMEOUT_S, abs=0.1)


async def test_a_header_of_8_kib_is_taken_and_a_larger_one_is_not(pair: tuple[socket.socket, socket.socket]):
    near, far = pair
    filler = MAX_HEADER_BYTES - len(REQUEST) - len(b"X-Filler: \r\n")
    fits = REQUEST[:-2] + b"X-Filler: " + b"x" * filler + b"\r\n\r\n"
    assert len(fits) == MAX_HEADER_BYTES
    near.sendall(fits)
    assert (await peek_request(far)).headers["x-filler"] == "x" * filler
    far.recv(10_000)
    near.sendall(fits[:-4] + b"x" * 1024)
    with pytest.raises(RefusedUpgrade) as refused:
        await peek_request(far)
    assert refused.value.status is HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE


@pytest.mark.parametrize("reset", [False, True])
async def test_a_client_that_leaves_is_gone(pair: tuple[socket.socket, socket.socket], reset: bool):
    near, far = pair
    if reset:
        near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    near.close()
    with pytest.raises(ConnectionGone):
        await peek_request(far)


async def test_a_client_that_closes_its_side_amid_the_request_is_gone_at_once(
    pair: tuple[socket.socket, socket.socket],
):
    near, far = pair
    near.sendall(REQUEST[:40])
    near.shutdown(socket.SHUT_WR)
    began_s = asyncio.get_running_loop().time()
    with pytest.raises(ConnectionGone):
        await peek_request(far)
    assert asyncio.get_running_loop().time() - began_s < 1


class CountedSocket(socket.socket):
    """Counts how often it is looked into."""

    looks = 0

    def recv(self, *args: int) -> bytes:
        self.looks += 1
        return super().recv(*args)


async def test_half_a_request_is_looked_at_when_there_is_more_and_not_before(
    pair: tuple[socket.socket, socket.socket],
):
    near, far = pair
    with CountedSocket(fileno=far.detach()) as counted:
        near.sendall(REQUEST[:40])
        peeking = asyncio.ensure_future(peek_request(counted))
        await asyncio.sleep(HEADER_TIMEOUT_S / 2)
        assert counted.looks <= 3
        near.sendall(REQUEST[40:60])
        await asyncio.sleep(HEADER_TIMEOUT_S / 4)
        assert counted.looks <= 5
        near.sendall(REQUEST[60:])
        assert (await peeking).method == "GET"
        assert counted.getsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT) == 1, "as its next owner expects"


async def test_an_address_has_a_share_of_requests_that_are_not_whole(
    pair: tuple[socket.socket, socket.socket],
):
    near, far = pair
    half_sent = HalfSentRequests(limit=1)
    near.sendall(REQUEST[:40])
    with half_sent.one_more("127.0.0.1"):
        with pytest.raises(RefusedUpgrade) as refused:
            await peek_request(far, half_sent=half_sent)
        assert refused.value.status is HTTPStatus.TOO_MANY_REQUESTS
        with half_sent.one_more("192.0.2.1"):
            near.sendall(REQUEST[40:])
            assert (await peek_request(far, half_sent=half_sent)).method == "GET", (
                "whole ones are not counted"
            )
    with half_sent.one_more("127.0.0.1"):
        pass


async def test_nothing_is_left_on_the_loop(pair: tuple[socket.socket, socket.socket]):
    near, far = pair
    peeking = asyncio.ensure_future(peek_request(far))
    await asyncio.sleep(0.1)
    peeking.cancel()
    await asyncio.gather(peeking, return_exceptions=True)
    assert not asyncio.get_running_loop().remove_reader(far.fileno())
    near.sendall(REQUEST)
    assert (await peek_request(far)).method == "GET"


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\x16\x03\x01\x02\x00\x01\x00",  # TLS
        b"GET /x",
        b"GET  /x HTTP/1.1",
        b"GET /x HTTP/2.0",
        b"GET /x HTTP/1.1\r\nno colon here",
    ],
)
def test_what_is_no_http_request_is_refused(head: bytes):
    with pytest.raises(RefusedUpgrade) as refused:
        parse_request(head)
    assert refused.value.status is HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    "head",
    [
        b"GET /x HTTP/1.1\r\nHost: a",
        b"POST /x HTTP/1.1\r\nUpgrade: websocket",
        b"GET /x HTTP/1.1\r\nUpgrade: h2c",
    ],
)
def test_what_is_no_upgrade_is_refused_where_one_is_required(head: bytes):
    request = parse_request(head)
    with pytest.raises(RefusedUpgrade) as refused:
        request.require_upgrade()
    assert refused.value.status is HTTPStatus.UPGRADE_REQUIRED


def test_names_of_headers_and_of_the_protocol_may_have_any_case():
    request = parse_request(b"GET /x HTTP/1.1\r\nUPGRADE: WebSocket\r\nX-TWILIO-SIGNATURE:abc=")
    assert request.headers == {"upgrade": "WebSocket", "x-twilio-signature": "abc="}
    request.require_upgrade()


def test_an_answer_is_whole_http():
    head, _, body = plain_answer(HTTPStatus.SERVICE_UNAVAILABLE, "no room").partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "HTTP/1.1 503 Service Unavailable"
    assert f"Content-Length: {len(body)}" in lines
    assert "Retry-After: 1" in lines
    assert b"no room" in body
