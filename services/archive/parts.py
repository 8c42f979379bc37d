"""A part of the archive: calls with what was said on them, one JSON object a line, compressed.

The same calls make the same bytes, so that writing a part again changes nothing.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from domain.errors import StorageError

EDITION = 1


@dataclass(frozen=True, slots=True)
class ArchivedCall:
    """A line. `call` are facts of its row; `turns` by index `[generated_text, heard_text]`."""

    call_id: UUID
    call: Mapping[str, Any]
    turns: Mapping[int, tuple[str, str]]


def packed(calls: Iterable[ArchivedCall]) -> bytes:
    """The part, as it is stored."""
    lines = [
        json.dumps(
            {
                "edition": EDITION,
                "call_id": str(each.call_id),
                "call": {name: _plain(value) for name, value in sorted(each.call.items())},
                "turns": [[index, *each.turns[index]] for index in sorted(each.turns)],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for each in calls
    ]
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def unpacked(data: bytes, checksum: bytes) -> list[ArchivedCall]:
    """The calls of a part. Raises StorageError: it is not what was written."""
    if checksum_of(data) != checksum:
        raise StorageError("objects", "a part of the archive does not have the checksum it was written with")
    found: list[ArchivedCall] = []
    for line in gzip.decompress(data).decode().split("\n"):
        if not line:
            continue
        told = cast("dict[str, Any]", json.loads(line))
        turns = {int(index): (str(generated), str(heard)) for index, generated, heard in told["turns"]}
        found.append(ArchivedCall(UUID(told["call_id"]), told["call"], turns))
    return found


def checksum_of(data: bytes) -> bytes:
    """SHA-256 of the part as it is stored."""
    return hashlib.sha256(data).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
