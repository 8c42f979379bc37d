"""How a worker process of `sandbox.speech` talks: length-prefixed frames over its standard input and output.

A request is a 4-byte big-endian length and a body. Each request gets one answer: a kind byte, a 4-byte length, a
body; kind `E` is an error message. Before its first request a worker says that it is ready with one answer, too.
"""

import os
import select
import sys
from collections.abc import Iterator

_PARENT_CHECK_SECONDS = 2.0


class EndOfInput(Exception):
    """The other side is gone."""


def requests() -> Iterator[bytes]:
    """The requests on standard input, until it ends or the parent process is gone."""
    parent = os.getppid()
    descriptor = sys.stdin.fileno()
    try:
        while True:
            length = int.from_bytes(_read(descriptor, 4, parent), "big")
            yield _read(descriptor, length, parent)
    except EndOfInput:
        return


def answer(kind: bytes, body: bytes = b"") -> None:
    """Writes one answer to standard output, flushed."""
    sys.stdout.buffer.write(kind + len(body).to_bytes(4, "big") + body)
    sys.stdout.buffer.flush()


def _read(descriptor: int, count: int, parent: int) -> bytes:
    got = bytearray()
    while len(got) < count:
        ready, _, _ = select.select([descriptor], [], [], _PARENT_CHECK_SECONDS)
        if not ready:
            if os.getppid() != parent:
                raise EndOfInput
            continue
        piece = os.read(descriptor, count - len(got))
        if not piece:
            raise EndOfInput
        got += piece
    return bytes(got)
