"""The records of a recording's spool: what they say and how they lie in the file, one after the other."""

import struct
from collections.abc import Iterator
from enum import IntEnum

_HEAD = struct.Struct("<BII")
_SENTENCE = struct.Struct("<II")


class Kind(IntEnum):
    CALLER = 0
    """The caller's audio."""
    AGENT = 1
    """The agent's audio, handed to the carrier."""
    CUT = 2
    """The agent fell silent."""
    END = 3
    """Nothing sounded after this."""
    SENTENCE = 4
    """Which sentence the agent's audio belongs to from here on."""


_KINDS = tuple(Kind)


def pack(kind: Kind, at_ms: int, payload: bytes) -> bytes:
    """One record; `at_ms` is on the call's time line, from 0."""
    return _HEAD.pack(kind, at_ms, len(payload)) + payload


def pack_sentence(turn_id: int, sentence: int) -> bytes:
    """The payload of a `SENTENCE` record."""
    return _SENTENCE.pack(turn_id, sentence)


def unpack_sentence(payload: bytes) -> tuple[int, int]:
    """The turn's number and the sentence's place in it."""
    turn_id, sentence = _SENTENCE.unpack(payload)
    return turn_id, sentence


def audio_places(data: bytes, before_ms: int | None) -> Iterator[tuple[int, int]]:
    """Where audio of either voice lies, as (place, length); what began at `before_ms` or later is left out."""
    place, end = 0, len(data)
    while place + _HEAD.size <= end:
        kind, at_ms, length = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        if place + length > end:
            return
        if kind in (Kind.CALLER, Kind.AGENT) and (before_ms is None or at_ms < before_ms):
            yield place, length
        place += length


def whole_bytes(data: bytes) -> int:
    """How much of a spool is whole records: a process killed in the middle of a write leaves a torn last one."""
    head, unpack, end = _HEAD.size, _HEAD.unpack_from, len(data)
    place = 0
    while place + head <= end:
        after = place + head + unpack(data, place)[2]
        if after > end:
            break
        place = after
    return place


def read_records(data: bytes) -> Iterator[tuple[Kind, int, bytes]]:
    """The whole records in order, as (kind, at_ms, payload); a torn last one is left out. 0.5 us each.

    Records of a kind that only another release knows are passed over.
    """
    place, end = 0, len(data)
    while place + _HEAD.size <= end:
        kind, at_ms, length = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        if place + length > end:
            return
        if kind < len(_KINDS):
            yield _KINDS[kind], at_ms, data[place : place + length]
        place += length
