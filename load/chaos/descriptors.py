"""What a gateway holds open, apart from what it has for a reason that can be named."""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import psutil

_PER_ACTOR = 2
"""A gateway has a channel to each of its actors and watches its process; Ray's connection to it is one of `excused`."""

_WATCHED = "anon_inode:[pidfd]"
_LET_GO_OF = frozenset(
    {psutil.CONN_FIN_WAIT1, psutil.CONN_FIN_WAIT2, psutil.CONN_TIME_WAIT, psutil.CONN_LAST_ACK}
)
"""A refused stream or an answered health check: we have closed it, and the peer has not yet."""


@dataclass(frozen=True, slots=True)
class Held:
    """Descriptors of one gateway.

    Attributes:
        actors: processes it watches: its call actors.
        other: what is neither a connection that is `excused` nor there for one of the actors.
    """

    actors: int
    other: int


def held_by(process: psutil.Process, media_ports: Collection[int]) -> Held:
    """Takes 1 ms. Raises psutil.Error, or OSError when the process has ended. Linux only."""
    folder = f"/proc/{process.pid}/fd"
    links = [_link(f"{folder}/{name}") for name in os.listdir(folder)]
    actors = links.count(_WATCHED)
    return Held(
        actors, len(links) - _PER_ACTOR * actors - excused(process.net_connections("tcp"), media_ports)
    )


def excused(connections: Iterable[Any], media_ports: Collection[int]) -> int:
    """How many of a process's TCP connections are no reason to look closer.

    One to each address (another process of Ray's, a store), however many calls there were; those others have opened to
    it, except to the media port, where they are calls; and what only waits for its peer.
    """
    listed = list(connections)
    own_ports = {c.laddr.port for c in listed if c.status == psutil.CONN_LISTEN and c.laddr}
    addresses: set[tuple[str, int]] = set()
    others = 0
    for connection in listed:
        if connection.status == psutil.CONN_LISTEN or not connection.laddr or not connection.raddr:
            continue
        if connection.laddr.port in media_ports:
            others += connection.status in _LET_GO_OF
        elif connection.laddr.port in own_ports:
            others += connection.status == psutil.CONN_ESTABLISHED
        elif connection.status == psutil.CONN_ESTABLISHED:
            addresses.add((connection.raddr.ip, connection.raddr.port))
    return others + len(addresses)


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except FileNotFoundError:  # closed meanwhile
        return ""
