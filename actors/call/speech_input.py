"""Speech input (STT): the caller's audio goes to the recogniser and to a local voice detector, events come out.

Where the detector hears nothing but our own voice coming back, the recogniser is sent silence in its place.
"""

import asyncio
import contextlib
import random
from collections.abc import Callable, Iterable, Sequence

import structlog

from actors.call.audio_backlog import AudioBacklog
from actors.call.recogniser_plan import RecogniserPlan
from actors.call.voice_activity import VoiceDetector
from domain.audio import FRAME_MS, SILENCE_BYTE, SILENCE_FRAME
from domain.call.events import CallerHeard, CallerVoiced, Event, HearingLost, UtteranceEnded
from domain.errors import ProviderError
from domain.line.played_audio import PlayedAudio
from domain.receptionist.content import Eagerness
from domain.spoken.characters import clean
from providers.ports import PartialTranscript, SpeechStarted, SpeechToText, Transcriber, UtteranceEnd
from services.vendor_circuits import ALWAYS_CLOSED, VendorCircuit

log = structlog.get_logger()

QUIET_MS = 1000
"""So long after the caller's last voice, and without words, nothing is being said."""

KEPT_OF_QUIET = QUIET_MS // FRAME_MS
KEPT_OF_TURN = 200 // FRAME_MS
"""The next turn may begin while the end of the last is on its way back from the recogniser."""


HEAR_OUT_FRAMES = 1500 // FRAME_MS
"""A recogniser that knows of turns ends one after half a second of silence, one that does not after a second."""


class SpeechInput:
    """One call's recognition. `feed` is called for every frame; `run` is a task of the call.

    Args:
        circuit: what the node knows of the first recogniser's vendor.
        spread: a random number in [0, 1) for the pause after a failure.
        played: what sounds at the caller's end.
    """

    def __init__(
        self,
        speech_to_text: SpeechToText,
        played: PlayedAudio,
        *,
        language: str,
        keyterms: Sequence[str],
        now_ms: Callable[[], float],
        emit: Callable[[Event], None],
        eagerness: Eagerness = Eagerness.NORMAL,
        circuit: VendorCircuit = ALWAYS_CLOSED,
        spread: Callable[[], float] = random.random,
    ) -> None:
        self._speech_to_text = speech_to_text
        self._language = language
        self._eagerness = eagerness
        self._plan = RecogniserPlan(tuple(keyterms))
        self._circuit = circuit
        self._spread = spread
        self._now_ms = now_ms
        self._emit = emit
        self._audio = AudioBacklog()
        self._detector = VoiceDetector(played)
        self._in_turn = False
        self._ended_at_ms = 0.0
        self._turn_ended = asyncio.Event()
        self._works = False
        """Whether the present stream has brought anything."""

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

    def replay_audio(self, pieces: Iterable[tuple[float, bytes]]) -> None:
        """Audio that a dead process took from the caller, as (at_ms, µ-law): it comes before all other."""
        for at_ms, ulaw in pieces:
            self._hear(ulaw, at_ms)

    def _hear(self, ulaw: bytes, at_ms: float) -> None:
        reached_ms = self._detector.feed(ulaw, at_ms)
        heard = bytes((SILENCE_BYTE,)) * len(ulaw) if self._detector.only_echo else ulaw
        self._audio.put(heard, at_once=self._in_turn or self._may_bring_a_turn(at_ms))
        if reached_ms is not None:
            self._emit(CallerVoiced(reached_ms))
        if not self._in_turn and at_ms - self._detector.last_voiced_at_ms >= QUIET_MS:
            self._audio.forget(but=KEPT_OF_QUIET)

    def _may_bring_a_turn(self, at_ms: float) -> bool:
        """Whether the recogniser may be about to begin or to end a turn, and every frame counts: since the caller's
        voice, until a turn has ended after it."""
        voiced_at_ms = self._detector.last_voiced_at_ms
        return voiced_at_ms > self._ended_at_ms and at_ms - voiced_at_ms < QUIET_MS

    async def hear_out(self, within_s: float) -> None:
        """The caller's audio is over: the recogniser is given the silence that ends what they were saying.

        Returns once that has ended, after `within_s` at the most; at once when nothing was being said.
        """
        if self.quiet and not self._in_turn:
            return
        self._turn_ended.clear()
        for _ in range(HEAR_OUT_FRAMES):
            self._audio.put(SILENCE_FRAME)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._turn_ended.wait()

    async def run(self) -> None:
        """Keeps a recognition stream open for the whole call; gives up with `HearingLost`."""
        while True:
            fallback = self._plan.fallback or not self._circuit.admits()
            asked_at_ms, self._works = self._now_ms(), False
            try:
                async with self._speech_to_text.open(
                    language=self._language,
                    keyterms=self._plan.keyterms,
                    fallback=fallback,
                    eagerness=self._eagerness,
                ) as transcriber:
                    self._audio.send_again()
                    await self._listen(transcriber, fallback=fallback)
                raise ProviderError(
                    "speech_to_text", "listen", "the recogniser ended the stream", retryable=True
                )
            except* ProviderError as group:
                error = _first(group)
            log.warning("speech_input.disconnected", reason=str(error), on_fallback=fallback)
            if self._works:
                # However long it was open: the outage, if it is one, begins with the request for the next stream. That
                # one's failure is the vendor's; one balancer's restart ends the streams of all calls at once.
                asked_at_ms = self._now_ms()
            elif not fallback:
                self._circuit.failed(error)
            pause_s = self._plan.failed(
                error, asked_at_ms=asked_at_ms, now_ms=self._now_ms(), spread=self._spread()
            )
            if pause_s is None:
                self._emit(HearingLost(str(error)))
                return
            await asyncio.sleep(pause_s)

    async def _listen(self, transcriber: Transcriber, *, fallback: bool) -> None:
        async with asyncio.TaskGroup() as tasks:
            sender = tasks.create_task(self._send(transcriber), name="speech_input.send")
            async for event in transcriber.events():
                if not self._works:
                    self._works = True
                    self._plan.works()
                    if not fallback:
                        self._circuit.succeeded()
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
                if not self._detector.heard_only_echo(self._now_ms()):
                    self._emit(CallerHeard(clean(event.text)))
        elif isinstance(event, UtteranceEnd):
            self._in_turn = False
            self._turn_ended.set()
            self._audio.forget(but=KEPT_OF_TURN)
            ended_at_ms = self._detector.last_voiced_at_ms or self._now_ms()
            text = "" if self._detector.heard_only_echo(self._now_ms()) else clean(event.text)
            self._detector.utterance_ended()
            self._ended_at_ms = self._now_ms()
            self._emit(UtteranceEnded(text, event.confidence, ended_at_ms))


def _first(group: BaseExceptionGroup[ProviderError]) -> ProviderError:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, ProviderError)  # noqa: S101 - except* admits nothing else
    return error
