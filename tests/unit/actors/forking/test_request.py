"""A worker's start as it goes from the launcher to the zygote."""

import os
import socket
from collections.abc import Iterator

import pytest

from actors.forking.request import MOST_BYTES, ForkRequest, receive_request, send_request

REQUEST = ForkRequest(
    executable="/usr/bin/python3",
    script="/ray/default_worker.py",
    arguments=["--raylet-name=/tmp/raylet", "--text=grüße"],
    environment={"RAY_JOB_ID": "01000000", "ODD": "a\nb=c"},
    directory="/",
)

Line = tuple[socket.socket, socket.socket]


@pytest.fixture
def line() -> Iterator[Line]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.settimeout(5.0)
        yield ours, theirs


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_a_request_arrives_with_the_three_standard_streams(line: Line):
    send_request(line[0], REQUEST)
    request, streams = receive_request(line[1])
    try:
        assert {name: getattr(request, name) for name in ForkRequest.__slots__} == {
            name: getattr(REQUEST, name) for name in ForkRequest.__slots__
        }
        assert [os.path.samestat(os.fstat(mine), os.fstat(own)) for mine, own in enumerate(streams)] == [
            True,
            True,
            True,
        ]
    finally:
        for stream in streams:
            os.close(stream)


@pytest.mark.parametrize(
    ("size", "body"),
    [
        pytest.param(2, b"{}", id="nothing in it"),
        pytest.param(2, b"[]", id="no object"),
        pytest.param(4, b"nope", id="no JSON"),
        pytest.param(50, b'{"executable": "/usr', id="cut off"),
        pytest.param(MOST_BYTES + 1, b"", id="too long"),
    ],
)
def test_what_is_no_request_is_refused_and_its_descriptors_are_closed(line: Line, size: int, body: bytes):
    before = open_descriptors()
    socket.send_fds(line[0], [size.to_bytes(4, "big")], [0, 1, 2])
    line[0].sendall(body)
    line[0].shutdown(socket.SHUT_WR)
    with pytest.raises(ValueError, match=r"."):
        receive_request(line[1])
    assert open_descriptors() == before


@pytest.mark.parametrize("streams", [[], [0, 1]], ids=["none", "two"])
def test_a_request_without_all_three_streams_is_refused(line: Line, streams: list[int]):
    before = open_descriptors()
    if streams:
        socket.send_fds(line[0], [(2).to_bytes(4, "big")], streams)
    else:
        line[0].sendall((2).to_bytes(4, "big"))
    line[0].sendall(b"{}")
    with pytest.raises(ValueError, match="descriptors"):
        receive_request(line[1])
    assert open_descriptors() == before
