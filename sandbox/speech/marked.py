"""Speech that can be measured: every 20 ms frame of it says which speech it belongs to, which frame and which word.

It sounds like vowels. The two lowest bits of each µ-law sample carry the mark (320 bits a frame), which survives
because a call's audio is passed on bit by bit. A mark is found wherever in a stream it begins.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from domain.audio import FRAME_BYTES, FRAME_MS
from sandbox.speech.vowels import utterance

MS_PER_CHARACTER = 62
"""Sixteen characters a second: an unhurried voice."""

SHORTEST_WORD_FRAMES = 8
LONGEST_WORD_FRAMES = 255
LONGEST_WORD_BYTES = 20
"""A longer word keeps its place and its length, and is shown cut."""

_VOICE_MS = 4000
_HEAD = struct.Struct(">HIHHHHBB")
_CHECK = struct.Struct(">I")
_MAGIC = 0x5A3C
_LOW_BITS = bytes(code & 3 for code in range(256))
_SHIFTS = np.array((6, 4, 2, 0), dtype=np.uint8)


def _symbols(data: bytes) -> np.ndarray:
    """Four symbols of two bits for each byte."""
    return ((np.frombuffer(data, np.uint8)[:, None] >> _SHIFTS) & 3).reshape(-1)


_MAGIC_SYMBOLS = bytes(_symbols(_MAGIC.to_bytes(2, "big")))


@dataclass(frozen=True, slots=True)
class Mark:
    """What one frame carries.

    Attributes:
        speech_id: of the whole speech: a hash of its text.
        frame, frames: this frame's place, from 0, and how many there are.
        word, words: the word that sounds, its place from 0, and how many there are.
        word_frames: how many frames that word has.
        text: the word.
    """

    speech_id: int
    frame: int
    frames: int
    word: int
    words: int
    word_frames: int
    text: str


def speech_id(text: str, salt: str = "") -> int:
    """The id of this text's speech; `salt` tells two sayings of the same text apart."""
    return int.from_bytes(blake2b(f"{salt}\0{text}".encode(), digest_size=4).digest(), "big")


def word_lengths(text: str, ms_per_character: int = MS_PER_CHARACTER) -> list[int]:
    """Frames of each word: as long as its characters and the blank behind it take, at least 160 ms."""
    frames = (round((len(word) + 1) * ms_per_character / FRAME_MS) for word in _words(text))
    return [min(max(count, SHORTEST_WORD_FRAMES), LONGEST_WORD_FRAMES) for count in frames]


@lru_cache(maxsize=512)
def marked_speech(
    text: str, *, ms_per_character: int = MS_PER_CHARACTER, salt: str = "", speaker: int = 1
) -> bytes:
    """The text as µ-law, 160 bytes per 20 ms, the same each time; voiced from its first frame to its last."""
    lengths = word_lengths(text, ms_per_character)
    identity, total = speech_id(text, salt), sum(lengths)
    marks: list[bytes] = []
    for index, (word, length) in enumerate(zip(_words(text), lengths, strict=True)):
        shown = word.encode()[:LONGEST_WORD_BYTES].decode(errors="ignore").encode()
        for _ in range(length):
            head = _HEAD.pack(
                _MAGIC, identity, len(marks), total, index, len(lengths), length, len(shown)
            ) + shown.ljust(LONGEST_WORD_BYTES, b"\0")
            marks.append(head + _CHECK.pack(zlib.crc32(head)))
    voice = np.frombuffer(utterance(_VOICE_MS, speaker), np.uint8)
    carrier = np.resize(voice, total * FRAME_BYTES)
    return bytes((carrier & 0xFC) | _symbols(b"".join(marks)))


class MarkScanner:
    """Finds the marks in a stream of µ-law, whatever its chunks and wherever its frames begin.

    Costs 1 µs for 20 ms of silence and some 25 µs for a marked frame.
    """

    def __init__(self) -> None:
        self._held = b""
        self._held_at = 0

    def feed(self, ulaw: bytes) -> Sequence[tuple[int, Mark]]:
        """The marks completed by these bytes, each with the place of its first byte in the whole stream."""
        held = self._held + ulaw.translate(_LOW_BITS)
        found: list[tuple[int, Mark]] = []
        at = 0
        while (start := held.find(_MAGIC_SYMBOLS, at)) >= 0 and start + FRAME_BYTES <= len(held):
            mark = _decode(held[start : start + FRAME_BYTES])
            if mark is None:
                at = start + 1
            else:
                found.append((self._held_at + start, mark))
                at = start + FRAME_BYTES
        keep = start if start >= 0 else max(at, len(held) - len(_MAGIC_SYMBOLS) + 1)
        self._held = held[keep:]
        self._held_at += keep
        return found


def _decode(symbols: bytes) -> Mark | None:
    """The mark in 160 symbols; None when its check sum is wrong."""
    pairs = np.frombuffer(symbols, np.uint8).reshape(-1, 4)
    data = bytes(np.bitwise_or.reduce(pairs << _SHIFTS, axis=1))
    head, check = data[: -_CHECK.size], data[-_CHECK.size :]
    if _CHECK.unpack(check)[0] != zlib.crc32(head):
        return None
    _, identity, frame, frames, word, words, word_frames, length = _HEAD.unpack_from(head)
    text = head[_HEAD.size : _HEAD.size + length].decode(errors="replace")
    return Mark(identity, frame, frames, word, words, word_frames, text)


def _words(text: str) -> list[str]:
    return text.split() or [""]
