"""A phone line that returns what is played into it: frames for the voice detector, on a clock of their own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from domain.audio import FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ
from domain.line.played_audio import PlayedAudio
from tests.support.voices import ulaw

BEGAN_AT_MS = 1_700_000_000_000.0
CHUNK = 4000
"""Half a second: our voice goes out faster than it sounds."""


def ms(milliseconds: float) -> int:
    """In samples."""
    return round(milliseconds * SAMPLE_RATE_HZ / 1000)


@dataclass
class EchoingLine:
    """One call's audio.

    Attributes:
        seconds: how long the call is.
        echo_db: how much louder our voice comes back; None: not at all.
        echo_ms: how long after it was to sound.
        path: what becomes of it on the way, as an impulse response.
    """

    seconds: float
    echo_db: float | None = None
    echo_ms: float = 220.0
    path: np.ndarray = field(default_factory=lambda: np.ones(1))
    played: PlayedAudio = field(default_factory=PlayedAudio)

    def __post_init__(self) -> None:
        self._near = np.zeros(int(self.seconds * SAMPLE_RATE_HZ))
        self._sends: dict[int, bytes] = {}

    def agent_says(self, sound: np.ndarray, at_s: float, *, later_ms: float = 0.0) -> "EchoingLine":
        """We speak; the carrier plays it `later_ms` after it could have."""
        frame = round(at_s * 1000 / FRAME_MS)
        self._sends[frame] = ulaw(sound)
        if self.echo_db is not None:
            back = np.convolve(sound, self.path)[: len(sound)] * 10 ** (self.echo_db / 20)
            self._add(back, frame * FRAME_BYTES + ms(self.echo_ms + later_ms))
        return self

    def caller_says(self, sound: np.ndarray, at_s: float) -> "EchoingLine":
        self._add(sound, round(at_s * SAMPLE_RATE_HZ))
        return self

    def has(self, sound: np.ndarray) -> "EchoingLine":
        """Noise, from the call's beginning."""
        self._add(sound, 0)
        return self

    def frames(self, late_ms: Callable[[int], float] = lambda _: 0.0) -> Iterator[tuple[float, bytes]]:
        """What comes in, as (seconds, µ-law) at the instants it arrives, while our voice goes out."""
        heard = ulaw(self._near)
        for number in range(len(heard) // FRAME_BYTES):
            sent = self._sends.get(number, b"")
            for start in range(0, len(sent), CHUNK):
                self.played.sent(sent[start : start + CHUNK], self.at_ms(number))
            yield number * FRAME_MS / 1000, heard[number * FRAME_BYTES :][:FRAME_BYTES]

    @staticmethod
    def at_ms(frame: int) -> float:
        return BEGAN_AT_MS + frame * FRAME_MS

    def _add(self, sound: np.ndarray, at: int) -> None:
        end = min(len(self._near), at + len(sound))
        self._near[at:end] += sound[: end - at]
