"""What a launcher asks of the zygote, over a Unix socket: length, JSON, and the worker's three standard streams.

Imported at every start of a worker, by a process that lives 30 ms: built-in and small modules only.
"""

import array
import json
import os
import socket
from collections.abc import Mapping

STREAMS = 3
"""Standard input, output and error."""
MOST_BYTES = 4_000_000
"""A process's environment is at most 2 MiB on Linux."""
FORKED = b"forked"
REFUSED = b"refused: "
ANSWER_BYTES = 256


class ForkRequest:
    """The worker as the ordinary start would make it.

    Attributes:
        executable: the interpreter it is meant for.
        script: Ray's `default_worker.py`.
        arguments: the script's.
        environment: every variable it has.
        directory: where it works.
    """

    __slots__ = ("arguments", "directory", "environment", "executable", "script")

    def __init__(
        self,
        *,
        executable: str,
        script: str,
        arguments: list[str],
        environment: Mapping[str, str],
        directory: str,
    ) -> None:
        self.executable = executable
        self.script = script
        self.arguments = arguments
        self.environment = dict(environment)
        self.directory = directory


def send_request(line: socket.socket, request: ForkRequest) -> None:
    """Sends it with this process's standard streams. Raises OSError."""
    body = json.dumps({name: getattr(request, name) for name in ForkRequest.__slots__}).encode()
    streams = array.array("i", range(STREAMS))
    line.sendmsg([len(body).to_bytes(4, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams.tobytes())])
    line.sendall(body)


def receive_request(line: socket.socket) -> tuple[ForkRequest, list[int]]:
    """The request and the descriptors of its standard streams, which are the caller's to close.

    Raises:
        OSError: the launcher is gone or too slow; no descriptor is left open.
        ValueError: what came is no request; no descriptor is left open.
    """
    head, streams, _, _ = socket.recv_fds(line, 4, STREAMS)
    try:
        if len(streams) != STREAMS:
            raise ValueError(f"{len(streams)} descriptors came instead of {STREAMS}")
        return _decode(_body(line, int.from_bytes(head, "big"))), streams
    except BaseException:
        for stream in streams:
            os.close(stream)
        raise


def _body(line: socket.socket, size: int) -> bytes:
    if size > MOST_BYTES:
        raise ValueError(f"a request of {size} bytes")
    body = bytearray()
    while len(body) < size:
        piece = line.recv(size - len(body))
        if not piece:
            raise ValueError("the request was cut off")
        body += piece
    return bytes(body)


def _decode(body: bytes) -> ForkRequest:
    try:
        return ForkRequest(**json.loads(body))
    except TypeError as error:
        raise ValueError("what came is no request to fork") from error
