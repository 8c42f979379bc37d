"""Listening: the caller's audio goes to the recogniser and a local voice detector, events come out.

The detector serves what cannot wait for words: how long the caller has been speaking (barge-in) and when exactly
they stopped (the start of every latency figure).
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence

import structlog
import webrtcvad

from actors.call.audio_backlog import CallerAudio
from domain.audio import FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ, ulaw_to_pcm16
from domain.call.events import CallerHeard, CallerVoiced, Event, HearingLost, UtteranceEnded
from domain.call.turn_taking import VOICE_THRESHOLDS_MS
from domain.errors import ProviderError
from providers.ports import PartialTranscript, SpeechStarted, SpeechToText, Transcriber, UtteranceEnd

log = structlog.get_logger()

RECONNECTS_IN_A_ROW = 5
RECONNECT_PAUSE_S = 0.1
"""Before the second attempt, and twice as long before each further one: 3 s in all, in which no audio is lost."""

QUIET_MS = 1000
"""So long after the caller's last voice, and without words, nothing is being said."""

KEPT_OF_QUIET = QUIET_MS // FRAME_MS
KEPT_OF_TURN = 200 // FRAME_MS
"""The next turn may begin while the end of the last is on its way back from the recogniser."""

VOICE_GAP_FRAMES = 6
"""A pause of 120 ms does not end a stretch of voice: plosives and breaths are shorter."""

VAD_AGGRESSIVENESS = 2


class VoiceDetector:
    """Follows the caller's voice frame by frame: 3 µs for 20 ms."""

    def __init__(self) -> None:
        self._vad = webrtcvad.Vad(VAD_AGGRESSIVENESS)
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


class Ears:
    """One call's hearing. `feed` is called for every frame; `run` is a task of the call."""

    def __init__(
        self,
        speech_to_text: SpeechToText,
        *,
        language: str,
        keyterms: Sequence[str],
        now_ms: Callable[[], float],
        emit: Callable[[Event], None],
    ) -> None:
        self._speech_to_text = speech_to_text
        self._language = language
        self._keyterms = tuple(keyterms)
        self._now_ms = now_ms
        self._emit = emit
        self._audio = CallerAudio()
        self._detector = VoiceDetector()
        self._in_turn = False
        self._failures = 0

    @property
    def dropped_frames(self) -> int:
        return self._audio.dropped

    @property
    def quiet(self) -> bool:
        """Whether no voice has been heard lately."""
        return self._now_ms() - self._detector.last_voiced_at_ms >= QUIET_MS

    def feed(self, ulaw: bytes) -> None:
        """The caller's audio as it arrives: µ-law, any length."""
        self._hear(ulaw, self._now_ms())

    def hear_again(self, pieces: Iterable[tuple[float, bytes]]) -> None:
        """Audio that a dead process took from the caller, as (at_ms, µ-law): it comes before all other."""
        for at_ms, ulaw in pieces:
            self._hear(ulaw, at_ms)

    def _hear(self, ulaw: bytes, at_ms: float) -> None:
        self._audio.put(ulaw)
        reached_ms = self._detector.feed(ulaw, at_ms)
        if reached_ms is not None:
            self._emit(CallerVoiced(reached_ms))
        if not self._in_turn and at_ms - self._detector.last_voiced_at_ms >= QUIET_MS:
            self._audio.forget(but=KEPT_OF_QUIET)

    async def run(self) -> None:
        """Keeps a recognition stream open for the whole call; gives up with `HearingLost`."""
        while True:
            try:
                async with self._speech_to_text.open(
                    language=self._language, keyterms=self._keyterms
                ) as transcriber:
                    self._audio.send_again()
                    await self._listen(transcriber)
                raise ProviderError(
                    "speech_to_text", "listen", "the recogniser ended the stream", retryable=True
                )
            except* ProviderError as group:
                error = _first(group)
                self._failures += 1
                log.warning("ears.disconnected", reason=str(error), failures=self._failures)
            if self._failures >= RECONNECTS_IN_A_ROW or not error.retryable:
                self._emit(HearingLost(str(error)))
                return
            await asyncio.sleep(RECONNECT_PAUSE_S * 2 ** (self._failures - 1))

    async def _listen(self, transcriber: Transcriber) -> None:
        async with asyncio.TaskGroup() as tasks:
            sender = tasks.create_task(self._send(transcriber), name="ears.send")
            async for event in transcriber.events():
                self._failures = 0
                self._take(event)
            sender.cancel()

    async def _send(self, transcriber: Transcriber) -> None:
        while True:
            await transcriber.send(await self._audio.take())

    def _take(self, event: object) -> None:
        if isinstance(event, SpeechStarted):
            return  # the local detector knew already
        if isinstance(event, PartialTranscript):
            if event.text:
                self._in_turn = True
                self._emit(CallerHeard(event.text))
        elif isinstance(event, UtteranceEnd):
            self._in_turn = False
            self._audio.forget(but=KEPT_OF_TURN)
            ended_at_ms = self._detector.last_voiced_at_ms or self._now_ms()
            self._emit(UtteranceEnded(event.text, event.confidence, ended_at_ms))


def _first(group: BaseExceptionGroup[ProviderError]) -> ProviderError:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, ProviderError)  # noqa: S101 - except* admits nothing else
    return error
