"""Voice activity of the caller, by a local detector.

It serves what cannot wait for words: how long the caller has been speaking (barge-in) and when exactly they stopped
(the start of every latency figure). The noise of the line is no voice (`domain.line.noise_floor`), nor is our own voice
coming back (`domain.line.echo`).
"""

from collections import deque
from typing import Any

import webrtcvad  # pyright: ignore[reportMissingTypeStubs]

from domain.audio import FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ
from domain.call.turn_taking import VOICE_THRESHOLDS_MS
from domain.line import samples
from domain.line.echo import EchoDetector
from domain.line.echo_path import Sound
from domain.line.noise_floor import NoiseFloor
from domain.line.played_audio import PlayedAudio

VOICE_GAP_FRAMES = 6
"""A pause of 120 ms does not end a stretch of voice: plosives and breaths are shorter."""

VAD_AGGRESSIVENESS = 2

TAIL_FRAMES = 300 // FRAME_MS
"""So long after the caller's voice nothing is taken for echo alone: the soft end of a word hides in it."""

HELD_FRAMES = 120 // FRAME_MS
"""What sounds like our echo is not reported before another search or two for it."""

WORDS_MS = 5000
"""Words are made of sound no older than this: recognisers are late by 0.3 s, and by some seconds in trouble."""

_AN_ECHO_FRAMES = 100 // FRAME_MS
_A_VOICE_FRAMES = 60 // FRAME_MS
"""A soft "no" over our echo; the detector misses the edges of a word."""


class VoiceDetector:
    """Follows the caller's voice frame by frame: 9 µs for 20 ms, 17 on a line with echo while we speak half of the time
    (0.0005 and 0.0009 core a call, `load/listening_cost.py`).

    Args:
        played: what sounds at the caller's end.

    Attributes:
        last_voiced_at_ms: when the caller's voice was heard last; 0 before it ever was.
        only_echo: whether what was fed last held nothing but our own voice, beyond doubt.
    """

    def __init__(self, played: PlayedAudio) -> None:
        self._vad: Any = webrtcvad.Vad(VAD_AGGRESSIVENESS)
        self._floor = NoiseFloor()
        self._echo = EchoDetector(played)
        self._rest = b""
        self._voiced_frames = 0
        self._silent_frames = VOICE_GAP_FRAMES
        self._due = list(VOICE_THRESHOLDS_MS)
        self._held_frames = 0
        self._voiced_at_ms: deque[float] = deque(maxlen=WORDS_MS // FRAME_MS)
        self._returned_at_ms: deque[float] = deque(maxlen=_AN_ECHO_FRAMES)
        self.last_voiced_at_ms = 0.0
        self.only_echo = False

    def feed(self, ulaw: bytes, now_ms: float) -> int | None:
        """Takes audio that arrived at `now_ms`; returns a threshold of unbroken voice (ms) just reached."""
        if len(ulaw) == FRAME_BYTES and not self._rest:
            return self._frame(ulaw, now_ms)
        self._rest += ulaw
        reached, only_echo = None, True
        while len(self._rest) >= FRAME_BYTES:
            frame, self._rest = self._rest[:FRAME_BYTES], self._rest[FRAME_BYTES:]
            reached = self._frame(frame, now_ms) or reached
            only_echo = self.only_echo = only_echo and self.only_echo
        return reached

    def heard_only_echo(self, now_ms: float) -> bool:
        """Whether words of the utterance under way can be no others than ours: nobody else was heard meanwhile."""
        since_ms = now_ms - WORDS_MS
        returned = len(self._returned_at_ms) == _AN_ECHO_FRAMES and self._returned_at_ms[0] >= since_ms
        return returned and sum(at_ms >= since_ms for at_ms in self._voiced_at_ms) < _A_VOICE_FRAMES

    def utterance_ended(self) -> None:
        """What was heard so far made the words that are known; the next ones are of what comes now."""
        self._voiced_at_ms.clear()
        self._returned_at_ms.clear()

    def _frame(self, ulaw: bytes, now_ms: float) -> int | None:
        pcm = samples.linear(ulaw)
        rms = samples.level(pcm)
        gate = self._floor.gate(rms)
        voiced = self._vad.is_speech(pcm, SAMPLE_RATE_HZ) and rms >= gate
        was_known = self._echo.found
        returned = self._echo.hear(pcm, rms, now_ms, voiced=voiced, gate=gate) is Sound.ECHO
        if returned:
            self._returned_at_ms.append(now_ms)
            if not was_known:
                self._take_back(now_ms)
        self.only_echo = returned and self._echo.proven and self._silent_frames >= TAIL_FRAMES
        if voiced and not returned:
            self._count(now_ms)
        else:
            self._silent_frames += 1
        return self._reached()

    def _count(self, now_ms: float) -> None:
        if self._silent_frames < VOICE_GAP_FRAMES:
            self._voiced_frames += self._silent_frames
        elif not self._held_frames:
            self._begin_anew()
        self._voiced_frames += 1
        self._silent_frames = 0
        self.last_voiced_at_ms = now_ms
        self._voiced_at_ms.append(now_ms)

    def _reached(self) -> int | None:
        if self._held_frames:
            self._held_frames -= 1
            return None if self._held_frames else self._due.pop(0)
        if not self._due or self._voiced_frames * FRAME_MS < self._due[0]:
            return None
        if self._echo.suspected:
            self._held_frames = HELD_FRAMES
            return None
        return self._due.pop(0)

    def _begin_anew(self) -> None:
        self._voiced_frames = 0
        self._due = list(VOICE_THRESHOLDS_MS)

    def _take_back(self, now_ms: float) -> None:
        """What was taken for the caller's voice since ours began to come back was the beginning of our echo."""
        since_ms = now_ms - self._echo.sounding_ms(now_ms) - 2 * FRAME_MS
        while self._voiced_at_ms and self._voiced_at_ms[-1] >= since_ms:
            self._voiced_at_ms.pop()
        if self.last_voiced_at_ms >= since_ms:
            self.last_voiced_at_ms = self._voiced_at_ms[-1] if self._voiced_at_ms else 0.0
        self._begin_anew()
        self._held_frames = 0
        self._silent_frames = TAIL_FRAMES
