"""Voice activity of the caller, by a local detector.

It serves what cannot wait for words: how long the caller has been speaking (barge-in) and when exactly they stopped
(the start of every latency figure).
"""

from typing import Any

import webrtcvad  # pyright: ignore[reportMissingTypeStubs]

from domain.audio import FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ, ulaw_to_pcm16
from domain.call.turn_taking import VOICE_THRESHOLDS_MS

VOICE_GAP_FRAMES = 6
"""A pause of 120 ms does not end a stretch of voice: plosives and breaths are shorter."""

VAD_AGGRESSIVENESS = 2


class VoiceDetector:
    """Follows the caller's voice frame by frame: 3 µs for 20 ms."""

    def __init__(self) -> None:
        self._vad: Any = webrtcvad.Vad(VAD_AGGRESSIVENESS)
        self._rest = b""
        self._voiced_frames = 0
        self._silent_frames = VOICE_GAP_FRAMES
        self._due = list(VOICE_THRESHOLDS_MS)
        self.last_voiced_at_ms = 0.0

    def feed(self, ulaw: bytes, now_ms: float) -> int | None:
        """Takes audio that arrived at `now_ms`; returns a threshold of unbroken voice (ms) just reached."""
        if len(ulaw) != FRAME_BYTES or self._rest:
            self._rest += ulaw
            reached = None
            while len(self._rest) >= FRAME_BYTES:
                frame, self._rest = self._rest[:FRAME_BYTES], self._rest[FRAME_BYTES:]
                reached = self._frame(frame, now_ms) or reached
            return reached
        return self._frame(ulaw, now_ms)

    def _frame(self, ulaw: bytes, now_ms: float) -> int | None:
        if not self._vad.is_speech(ulaw_to_pcm16(ulaw), SAMPLE_RATE_HZ):
            self._silent_frames += 1
            if self._silent_frames == VOICE_GAP_FRAMES:
                self._voiced_frames = 0
                self._due = list(VOICE_THRESHOLDS_MS)
            return None
        self.last_voiced_at_ms = now_ms
        if self._silent_frames < VOICE_GAP_FRAMES:
            self._voiced_frames += self._silent_frames
        self._silent_frames = 0
        self._voiced_frames += 1
        if self._due and self._voiced_frames * FRAME_MS >= self._due[0]:
            return self._due.pop(0)
        return None
