"""Speech output (TTS): sentences are synthesised in order and sent to the carrier, and what the caller heard is known.

Audio is sent as it comes, faster than it sounds: the carrier buffers it, and a `clear` takes back what has not
sounded. The next sentence is synthesised while the previous one still sounds.
"""

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing
from typing import Protocol

import structlog

from actors.call.sentence_voice import SentenceVoice
from domain.audio import SAMPLE_RATE_HZ, duration_ms
from domain.call.effects import AwaitPlayout, Speak
from domain.call.events import Event, SpeechBegan, SpeechFailed, SpeechPlayed, SpeechSent, SpeechStopped
from domain.call.heard import PlayoutLedger
from domain.errors import ProviderError, UnusableAnswer
from domain.speech_length import is_plausible

log = structlog.get_logger()

CACHED_CHUNK_BYTES = SAMPLE_RATE_HZ // 2
"""Cached audio goes out in half seconds: one big message would hold up marks and clears behind it."""

MARK_GRACE_MS = 3000
"""A mark this late will not come: the carrier lost it."""

KEEP_TIMEOUT_S = 0.2


class AudioSink(Protocol):
    """Where audio goes out: the media stream."""

    def send_audio(self, ulaw: bytes) -> None: ...

    def send_mark(self, name: str) -> None: ...

    def clear(self) -> None: ...


class PhraseCache(Protocol):
    """Audio of fixed wording."""

    async def get(self, text: str) -> bytes | None: ...

    async def put(self, text: str, ulaw: bytes) -> None: ...


class AgentRecording(Protocol):
    """Where the agent's side of the recording goes."""

    def sentence(self, turn_id: int, sentence: int) -> None: ...

    def agent(self, ulaw: bytes) -> None: ...

    def cut_agent(self) -> None: ...


class SpeechOutput:
    """One call's speech. `speak` and `stop` return at once; `run` is a task of the call."""

    def __init__(
        self,
        voice: SentenceVoice,
        carrier: AudioSink,
        phrases: PhraseCache,
        recording: AgentRecording,
        *,
        now_ms: Callable[[], float],
        emit: Callable[[Event], None],
        spread: Callable[[], float] = random.random,
    ) -> None:
        self._voice = voice
        self._carrier = carrier
        self._phrases = phrases
        self._recording = recording
        self._now_ms = now_ms
        self._emit = emit
        self._spread = spread
        self._loop = asyncio.get_running_loop()
        self._ledger = PlayoutLedger()
        self._sent: dict[tuple[int, int], int] = {}
        self._paused = False
        self._waiting: deque[Speak] = deque()
        self._arrived = asyncio.Event()
        self._current: Speak | None = None
        self._speaking: asyncio.Task[None] | None = None
        self._group: asyncio.TaskGroup | None = None
        self._overtaking: asyncio.Task[None] | None = None
        self._kept: list[bytes] = []
        self._marks: dict[str, tuple[int, int, asyncio.TimerHandle]] = {}

    def speak(self, sentence: Speak) -> None:
        """Queues a sentence behind those already asked for, or before the one that does not come."""
        if sentence.overtakes and self._group is not None and self._current is not None:
            self._overtaking = self._group.create_task(
                self._overtake(sentence, self._current), name="speech_output.overtaking"
            )
            return
        self._waiting.append(sentence)
        self._arrived.set()

    def take_over(self, ledger: PlayoutLedger, sent_bytes: Mapping[tuple[int, int], int]) -> None:
        """What another process left at the carrier: sentences asked for now go on where it broke off.

        Args:
            sent_bytes: of each sentence's audio, by (turn, sentence).
        """
        self._ledger = ledger
        self._sent = dict(sent_bytes)

    def await_playout(self, sentence: AwaitPlayout) -> None:
        """Another process sent all of this sentence; without its ledger it sounds from now on, for all we know."""
        if (sentence.turn_id, sentence.sentence) not in self._sent:
            self._ledger.sent(sentence.turn_id, sentence.sentence, sentence.audio_ms, self._now_ms())
        self._expect_mark(sentence.turn_id, sentence.sentence)

    def stop(self, turn_id: int) -> None:
        """Falls silent at once; emits `SpeechStopped` with what the caller heard of the turn."""
        asked = (self._current, *self._waiting)
        unsaid = next((speak for speak in asked if speak is not None and speak.turn_id == turn_id), None)
        self._waiting.clear()
        for task in self._under_way():
            task.cancel()
        position = self._ledger.stopped(self._now_ms())
        for _, _, timer in self._marks.values():
            timer.cancel()
        self._marks.clear()
        if position is not None:
            self._carrier.clear()
            self._recording.cut_agent()
            self._emit(SpeechStopped(*position))
        if unsaid is not None and (position is None or position.turn_id != turn_id):
            self._emit(SpeechStopped(turn_id, unsaid.sentence, 0))

    async def pause(self) -> None:
        """Sends nothing more until `resume`; what was sent goes on sounding."""
        self._paused = True
        under_way = self._under_way()
        for task in under_way:
            task.cancel()
        if under_way:
            await asyncio.wait(under_way)

    def resume(self) -> None:
        """Speaks again, from where it fell quiet."""
        self._paused = False
        self._arrived.set()

    def _under_way(self) -> list[asyncio.Task[None]]:
        return [task for task in (self._overtaking, self._speaking) if task is not None]

    def mark_returned(self, name: str) -> None:
        """The carrier played everything before this mark. Marks a `clear` sent back are unknown by then."""
        returned = self._marks.get(name)
        if returned is None:
            return
        # Audio sounds in the order it was sent: marks before this one were lost with a process that had read them.
        names = list(self._marks)
        sounded = names[: names.index(name) + 1]
        for each in sounded:
            turn_id, sentence, timer = self._marks.pop(each)
            timer.cancel()
            self._emit(SpeechPlayed(turn_id, sentence))
        self._ledger.acknowledged(*returned[:2], self._now_ms())

    async def run(self) -> None:
        while True:
            while self._paused or not self._waiting:
                self._arrived.clear()
                await self._arrived.wait()
            async with asyncio.TaskGroup() as self._group:
                self._current = self._waiting.popleft()
                self._speaking = self._group.create_task(
                    self._say(self._current), name="speech_output.sentence"
                )
            self._current = self._speaking = self._group = self._overtaking = None

    async def _say(self, sentence: Speak) -> None:
        key = (sentence.turn_id, sentence.sentence)
        requested_at_ms = self._now_ms()
        self._recording.sentence(*key)
        plan = self._voice.plan()
        try:
            while True:
                asked_at_ms, fallback = self._now_ms(), plan.fallback
                try:
                    await self._send_rest(sentence, requested_at_ms, fallback=fallback)
                    break
                except ProviderError as error:
                    pause_s = plan.failed(
                        error, asked_at_ms=asked_at_ms, now_ms=self._now_ms(), spread=self._spread()
                    )
                    sent_bytes = self._sent.get(key, 0)
                    log.warning(
                        "speech_output.failed", reason=str(error), on_fallback=fallback, sent_bytes=sent_bytes
                    )
                    if pause_s is None:
                        self._emit(SpeechFailed(*key, str(error), round(duration_ms(sent_bytes))))
                        return
                await asyncio.sleep(pause_s)
        except asyncio.CancelledError:
            if self._paused:
                self._waiting.appendleft(sentence)
            raise
        self._emit(SpeechSent(*key, round(duration_ms(self._sent[key]))))
        self._carrier.send_mark(self._expect_mark(*key))
        await self._keep(sentence)

    async def _overtake(self, sentence: Speak, behind: Speak) -> None:
        """Sends cached audio at once, unless the sentence it is to bridge has begun meanwhile."""
        key = (sentence.turn_id, sentence.sentence)
        requested_at_ms = self._now_ms()
        try:
            cached = await self._phrases.get(sentence.text)
        except asyncio.CancelledError:
            if self._paused:
                self._waiting.appendleft(sentence)
            raise
        place = (behind.turn_id, behind.sentence)
        if cached is None or place in self._sent:
            self._emit(SpeechSent(*key, 0))
            self._emit(SpeechPlayed(*key))
            return
        self._recording.sentence(*key)
        for start in range(0, len(cached), CACHED_CHUNK_BYTES):
            self._send(key, cached[start : start + CACHED_CHUNK_BYTES], requested_at_ms)
        self._recording.sentence(*place)
        self._emit(SpeechSent(*key, round(duration_ms(len(cached)))))
        self._carrier.send_mark(self._expect_mark(*key))

    def _send(self, key: tuple[int, int], ulaw: bytes, requested_at_ms: float) -> None:
        now_ms = self._now_ms()
        self._carrier.send_audio(ulaw)
        self._ledger.sent(*key, duration_ms(len(ulaw)), now_ms)
        self._recording.agent(ulaw)
        if key not in self._sent:
            self._emit(SpeechBegan(*key, requested_at_ms, now_ms))
        self._sent[key] = self._sent.get(key, 0) + len(ulaw)

    async def _send_rest(self, sentence: Speak, requested_at_ms: float, *, fallback: bool) -> None:
        """Sends what the carrier does not have of the sentence yet. Raises ProviderError."""
        key = (sentence.turn_id, sentence.sentence)
        async with (
            aclosing(self._audio(sentence, fallback=fallback)) as chunks,
            aclosing(_after(chunks, self._sent.get(key, 0))) as unsent,
        ):
            async for ulaw in unsent:
                self._send(key, ulaw, requested_at_ms)
        if key not in self._sent:
            raise UnusableAnswer("text_to_speech", "stream", "no audio came", retryable=True)

    async def _audio(self, sentence: Speak, *, fallback: bool) -> AsyncGenerator[bytes]:
        self._kept.clear()
        cached = await self._phrases.get(sentence.text) if sentence.canned else None
        if cached is not None:
            for start in range(0, len(cached), CACHED_CHUNK_BYTES):
                yield cached[start : start + CACHED_CHUNK_BYTES]
            return
        async with aclosing(self._voice.stream(sentence.text, fallback=fallback)) as chunks:
            async for chunk in chunks:
                if sentence.canned and not fallback:
                    self._kept.append(chunk)
                yield chunk

    async def _keep(self, sentence: Speak) -> None:
        """Fixed wording is kept for the next call, in the business's voice and if it can be the text.

        A slow cache must not hold up the next sentence.
        """
        ulaw = b"".join(self._kept)
        self._kept.clear()
        if ulaw and is_plausible(sentence.text, duration_ms(len(ulaw))):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(KEEP_TIMEOUT_S):
                    await self._phrases.put(sentence.text, ulaw)

    def _expect_mark(self, turn_id: int, sentence: int) -> str:
        name = f"{turn_id}.{sentence}"
        late_ms = self._ledger.remaining_ms(self._now_ms()) + MARK_GRACE_MS
        timer = self._loop.call_later(late_ms / 1000, self._mark_lost, name)
        self._marks[name] = (turn_id, sentence, timer)
        return name

    def _mark_lost(self, name: str) -> None:
        log.warning("speech_output.mark_lost", mark=name)
        self.mark_returned(name)


async def _after(chunks: AsyncIterator[bytes], sent_bytes: int) -> AsyncGenerator[bytes]:
    """The audio without its first `sent_bytes`, which the carrier has already: the same text sounds the same."""
    async for chunk in chunks:
        if sent_bytes >= len(chunk):
            sent_bytes -= len(chunk)
            continue
        yield chunk[sent_bytes:]
        sent_bytes = 0
