"""Which of a gateway's connections have a reason, and which would be a leak."""

import os
import socket
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from load.chaos.descriptors import excused, held_by

MEDIA, GRPC, REDIS = 28_000, 41_000, 6379


def connection(local: int, remote: int | None = None, status: str = psutil.CONN_ESTABLISHED) -> Any:
    there = SimpleNamespace(ip="127.0.0.1", port=remote) if remote is not None else ()
    return SimpleNamespace(laddr=SimpleNamespace(ip="127.0.0.1", port=local), raddr=there, status=status)


LISTENING = [connection(MEDIA, status=psutil.CONN_LISTEN), connection(GRPC, status=psutil.CONN_LISTEN)]


@pytest.mark.parametrize(
    ("found", "count"),
    [
        ([connection(50_001, 43_001), connection(50_002, 43_002)], 2),
        ([connection(50_001, REDIS), connection(50_002, REDIS), connection(50_003, REDIS)], 1),
        ([connection(GRPC, 50_001), connection(GRPC, 50_002)], 2),
        ([connection(MEDIA, 50_001)], 0),
        ([connection(MEDIA, 50_001, psutil.CONN_CLOSE_WAIT)], 0),
        ([connection(MEDIA, 50_001, psutil.CONN_FIN_WAIT2)], 1),
        ([connection(50_001, REDIS, psutil.CONN_CLOSE_WAIT)], 0),
        ([], 0),
    ],
    ids=[
        "one to each of two actors",
        "three to one store",
        "opened by others of Ray's",
        "a call",
        "a call whose caller has hung up",
        "an answered health check",
        "a store that has closed it",
        "only listeners",
    ],
)
def test_a_connection_has_a_reason_or_is_counted(found: list[Any], count: int) -> None:
    assert excused([*LISTENING, *found], {MEDIA}) == count


def test_a_leaked_descriptor_is_counted_and_a_watched_process_is_not() -> None:
    us = psutil.Process()
    before = held_by(us, {MEDIA})
    ours, theirs = socket.socketpair()
    watched = os.pidfd_open(os.getpid())
    try:
        with_an_actor = held_by(us, {MEDIA})
        assert with_an_actor.actors == before.actors + 1
        assert with_an_actor.other == before.other + 1, "a pair of sockets is one more than a channel"
    finally:
        os.close(watched)
        ours.close()
        theirs.close()
    assert held_by(us, {MEDIA}) == before
