"""Where the processes of a system can be reached."""

import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address

import psutil


def reachable_from_elsewhere(root: psutil.Process) -> tuple[int, list[str]]:
    """Every socket that a system listens on.

    Args:
        root: what has started it.

    Returns:
        How many there are, and those that are not on loopback, each with its process.
    """
    count = 0
    open_to_others: list[str] = []
    for process in _of_system(root):
        try:
            name = " ".join(process.cmdline())[:100]
            found = process.net_connections("inet")
        except psutil.NoSuchProcess:
            continue
        for connection in found:
            listens = connection.status == psutil.CONN_LISTEN
            receives = connection.type == socket.SOCK_DGRAM and not connection.raddr
            if not (listens or receives) or not connection.laddr:
                continue
            count += 1
            if not _plain(connection.laddr.ip).is_loopback:
                open_to_others.append(f"{connection.laddr.ip}:{connection.laddr.port} of {name}")
    return count, open_to_others


def _plain(text: str) -> IPv4Address | IPv6Address:
    """Ray listens through IPv6 sockets for IPv4 too: `::ffff:127.0.0.1`."""
    address = ip_address(text)
    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address


def _of_system(root: psutil.Process) -> set[psutil.Process]:
    """Its descendants, and Ray's workers: forked by another process, they are not children but name their raylet."""
    found = {root, *root.children(recursive=True)}
    pids = {str(process.pid) for process in found}
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.environ().get("RAY_RAYLET_PID") in pids:
                found |= {process, *process.children(recursive=True)}
    return found
