"""Speech to text, language model and text to speech that do what a test tells them, on the event loop's clock."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256

from domain.audio import BYTES_PER_MS
from domain.dialogue.messages import ModelRequest, ToolCall
from domain.errors import ProviderError
from domain.receptionist.content import Eagerness
from providers.ports import (
    AnswerFinished,
    ModelChunk,
    PartialTranscript,
    SpeechEvent,
    SpeechStarted,
    TextDelta,
    ToolCallsReady,
    UtteranceEnd,
)

MS_PER_CHARACTER = 50


def refused(provider: str, *, retryable: bool = True) -> ProviderError:
    return ProviderError(provider, "stream", "refused", retryable=retryable, status=503)


class FakeCircuit:
    """What a node knows of a vendor: admits or not, as it was told; `told` is what it heard of the vendor."""

    def __init__(self, *, admitting: bool = True) -> None:
        self.admitting = admitting
        self.told: list[str] = []

    def admits(self) -> bool:
        return self.admitting

    def failed(self, error: ProviderError) -> None:
        self.told.append("failed")

    def succeeded(self) -> None:
        self.told.append("succeeded")


class FakeTranscriber:
    """`messages` is how the audio came: the bytes of each `send`."""

    def __init__(self) -> None:
        self.audio = bytearray()
        self.messages: list[int] = []
        self._events: asyncio.Queue[SpeechEvent | Exception | None] = asyncio.Queue()

    async def send(self, audio: bytes) -> None:
        self.audio += audio
        self.messages.append(len(audio))

    async def events(self) -> AsyncIterator[SpeechEvent]:
        while (event := await self._events.get()) is not None:
            if isinstance(event, Exception):
                raise event
            yield event

    async def finish(self) -> None:
        self._events.put_nowait(None)

    def hears(self, *events: SpeechEvent) -> None:
        for event in events:
            self._events.put_nowait(event)

    def breaks(self, error: Exception) -> None:
        self._events.put_nowait(error)


class FakeSpeechToText:
    """`opening_errors` are raised by the next openings, one each; `asked` is what each asked for."""

    def __init__(self) -> None:
        self.opened: list[FakeTranscriber] = []
        self.opening_errors: list[Exception] = []
        self.asked: list[tuple[tuple[str, ...], bool]] = []
        self.closed = 0
        self.eagerness: Eagerness | None = None

    @asynccontextmanager
    async def open(
        self,
        *,
        language: str,
        keyterms: Sequence[str],
        fallback: bool = False,
        eagerness: Eagerness = Eagerness.NORMAL,
    ) -> AsyncIterator[FakeTranscriber]:
        self.eagerness = eagerness
        self.asked.append((tuple(keyterms), fallback))
        if self.opening_errors:
            raise self.opening_errors.pop(0)
        transcriber = FakeTranscriber()
        self.opened.append(transcriber)
        try:
            yield transcriber
        finally:
            self.closed += 1

    async def ping(self) -> None: ...

    def hears(self, *words: str) -> None:
        """Partial transcripts of an utterance under way."""
        self.opened[-1].hears(SpeechStarted(), *(PartialTranscript(text) for text in words))

    def hears_out(self, text: str) -> None:
        """A whole utterance."""
        self.hears(text)
        self.opened[-1].hears(UtteranceEnd(text, 0.95))


Pause = float
"""Seconds."""
Part = str | ToolCall | Pause | Exception


class FakeLanguageModel:
    """Gives the scripted answers one after the other, then `fallback`.

    A part of an answer is a text, a tool call, a pause in seconds or an error to raise.
    """

    def __init__(self, *answers: Sequence[Part], fallback: Sequence[Part] = ("All right.",)) -> None:
        self.answers = list(answers)
        self.fallback = fallback
        self.requests: list[ModelRequest] = []
        self.cancelled = 0

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelChunk]:
        self.requests.append(request)
        parts = self.answers.pop(0) if self.answers else self.fallback
        try:
            calls: list[ToolCall] = []
            for part in parts:
                if isinstance(part, Exception):
                    raise part
                if isinstance(part, ToolCall):
                    calls.append(part)
                elif isinstance(part, str):
                    yield TextDelta(part)
                else:
                    await asyncio.sleep(part)
            if calls:
                yield ToolCallsReady(tuple(calls))
            yield AnswerFinished()
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled += 1
            raise

    async def ping(self) -> None: ...


def voice_of(text: str) -> bytes:
    """What a `distinct` voice says: no stretch of it is like another, nor like one of another text."""
    length = len(text) * MS_PER_CHARACTER * BYTES_PER_MS
    blocks = (sha256(f"{text}{block}".encode()).digest() for block in range(-(-length // 32)))
    return b"".join(blocks)[:length]


class FakeTextToSpeech:
    """Speaks `MS_PER_CHARACTER` of a tone, `first_s` after being asked, far faster than it sounds.

    `chunk_s` is the pause after each chunk. A `distinct` voice says `voice_of` the text. `late_s` are the first waits
    of the next requests, one each; `cut_ms` is how much is said of the next texts, one each.
    """

    def __init__(
        self, *, first_s: float = 0.1, chunk_ms: int = 200, chunk_s: float = 0.01, distinct: bool = False
    ) -> None:
        self.first_s = first_s
        self.chunk_ms = chunk_ms
        self.chunk_s = chunk_s
        self.distinct = distinct
        self.said: list[str] = []
        self.voices: list[str] = []
        self.late_s: list[float] = []
        self.cut_ms: list[float] = []
        self.errors: list[Exception] = []
        self.errors_after_a_chunk: list[Exception] = []
        self.cancelled = 0

    async def stream(self, text: str, *, voice_id: str, language: str) -> AsyncGenerator[bytes]:
        self.said.append(text)
        self.voices.append(voice_id)
        try:
            await asyncio.sleep(self.late_s.pop(0) if self.late_s else self.first_s)
            if self.errors:
                raise self.errors.pop(0)
            size = self.chunk_ms * BYTES_PER_MS
            said = (
                voice_of(text) if self.distinct else b"\x10" * (len(text) * MS_PER_CHARACTER * BYTES_PER_MS)
            )
            if self.cut_ms:
                said = said[: int(self.cut_ms.pop(0) * BYTES_PER_MS)]
            for start in range(0, len(said), size):
                yield said[start : start + size]
                if self.errors_after_a_chunk:
                    raise self.errors_after_a_chunk.pop(0)
                await asyncio.sleep(self.chunk_s)
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled += 1
            raise

    async def ping(self) -> None: ...
