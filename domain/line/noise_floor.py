"""The noise of a caller's line, and how loud a sound must be to be somebody's voice on it.

The floor is the least of the levels of the last seconds, for there is a pause between any two words. It falls at once
and rises when no pause has been as quiet for that long, or when the level has stood still for longer than any sound of
speech: a fan that comes on, a humming line.
"""

from collections import deque

from domain.audio import FRAME_MS

LEAST_VOICE_RMS = 80.0
"""-52 dBov, on a silent line. Callers are some 20 to 45 dB below full scale (ITU-T P.56 active level); what a handset
lets through of our own voice is 45 dB and more below it."""

VOICE_OVER_NOISE = 2.5
"""8 dB: steady noise stays within 3 dB of its mean over 20 ms."""

_BLOCK_FRAMES = 300 // FRAME_MS
_BLOCKS = 5
"""Of 300 ms: nobody speaks for 1.5 s without a gap between two words."""

_STEADY_FRAMES = 400 // FRAME_MS
"""Shorter than what is taken for an interruption (`domain.call.turn_taking.VOICE_ALONE_MS`), longer than a vowel."""
_STEADY_SPREAD = 1.6
"""Loudest to quietest frame, 4 dB. White noise: 1.3 over 400 ms; speech: 3 and more."""


class NoiseFloor:
    """Follows the level of one line. Levels are the rms of 20 ms in 16-bit samples."""

    def __init__(self) -> None:
        self._floor = float("inf")
        self._recent: deque[float] = deque(maxlen=_STEADY_FRAMES)
        self._blocks: deque[float] = deque(maxlen=_BLOCKS)
        self._least = float("inf")
        self._in_block = 0

    def gate(self, rms: float) -> float:
        """Takes the level of the next frame; gives the level from which on a frame may be voice. 1 µs."""
        self._recent.append(rms)
        self._least = min(self._least, rms)
        self._floor = min(self._floor, rms)
        self._in_block += 1
        if self._in_block == _BLOCK_FRAMES:
            self._blocks.append(self._least)
            self._least, self._in_block = float("inf"), 0
            if len(self._blocks) == _BLOCKS:
                self._floor = min(self._blocks)
        if len(self._recent) == _STEADY_FRAMES and self._recent[0] <= rms * _STEADY_SPREAD:
            least = min(self._recent)
            if max(self._recent) <= least * _STEADY_SPREAD:
                self._floor = max(self._floor, least)
        return max(LEAST_VOICE_RMS, self._floor * VOICE_OVER_NOISE)
