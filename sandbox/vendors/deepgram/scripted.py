"""Deepgram for load tests: turns from loudness alone, at fixed times; no recognition.

A turn starts with its second voiced frame and ends exactly `speech_end_ms` after the last voiced frame arrived, with
the transcript `scripted turn N`. A 20 ms frame costs about 1 µs here: one table translation and one count.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Protocol

from domain.audio import FRAME_BYTES, FRAME_MS, LINEAR
from sandbox.speech.recogniser import Heard, HeardWord
from sandbox.vendors.deepgram.connection import Connection, Dropped
from sandbox.vendors.deepgram.flux import FluxWire
from sandbox.vendors.deepgram.framing import Framer
from sandbox.vendors.deepgram.nova import NO_AUDIO, SILENCE_LIMIT_S, NovaWire
from sandbox.vendors.deepgram.parameters import FluxParameters, NovaParameters

_LOUD = 700
_LOUD_SAMPLES = FRAME_BYTES // 8
_IS_LOUD = bytes(abs(sample) >= _LOUD for sample in LINEAR)
_UPDATE_FRAMES = 12
_START_FRAMES = 2
_UNSENT = 256


def is_voiced(frame: bytes) -> bool:
    """Whether an eighth of the samples of these 20 ms of µ-law are loud (-33 dBFS or more)."""
    return frame.translate(_IS_LOUD).count(1) >= _LOUD_SAMPLES


class TurnRecogniser(Protocol):
    """What tells turns from 20 ms frames."""

    frames: int
    speaking: bool

    @property
    def heard_s(self) -> float: ...

    @property
    def words(self) -> Heard:
        """The running turn's words so far; while its end is told, all of them."""
        ...

    def hear(self, frame: bytes) -> None: ...

    def end_now(self) -> None: ...

    def close(self) -> None: ...


RecogniserMaker = Callable[[Callable[[float], None], Callable[[], None], Callable[[], None]], TurnRecogniser]
"""Makes a recogniser that calls back at a turn's start (with its place in seconds), at new words, and at its end."""


class ScriptedRecogniser:
    """Tells the starts and ends of turns by loudness.

    Args:
        end_ms: from the arrival of the last voiced frame to the end of the turn.
        on_start: called with the turn's first voiced frame's place in the stream, in seconds.
        on_words: never called: the script's words are all there from the start.
        on_end: called by timer.
    """

    def __init__(
        self,
        end_ms: int,
        on_start: Callable[[float], None],
        on_words: Callable[[], None],
        on_end: Callable[[], None],
    ) -> None:
        self._end_s = end_ms / 1000
        self._on_start = on_start
        self._on_end = on_end
        self._loop = asyncio.get_running_loop()
        self._voiced_frames = 0
        self._last_voiced_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._turn = 0
        self._began_s = 0.0
        self.frames = 0
        self.speaking = False

    def hear(self, frame: bytes) -> None:
        self.frames += 1
        if not is_voiced(frame):
            if not self.speaking:
                self._voiced_frames = 0
            return
        self._last_voiced_at = self._loop.time()
        if self.speaking:
            return
        self._voiced_frames += 1
        if self._voiced_frames >= _START_FRAMES:
            self.speaking = True
            self._timer = self._loop.call_at(self._last_voiced_at + self._end_s, self._due)
            self._turn += 1
            self._began_s = (self.frames - self._voiced_frames) * FRAME_MS / 1000
            self._on_start(self._began_s)

    def end_now(self) -> None:
        """Ends the running turn at once, if there is one."""
        self.close()
        if self.speaking:
            self.speaking, self._voiced_frames = False, 0
            self._on_end()

    def close(self) -> None:
        """Stops the timer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _due(self) -> None:
        ends_at = self._last_voiced_at + self._end_s
        if self._loop.time() < ends_at - 1e-4:
            self._timer = self._loop.call_at(ends_at, self._due)
        else:
            self.end_now()

    @property
    def heard_s(self) -> float:
        return self.frames * FRAME_MS / 1000

    @property
    def words(self) -> Heard:
        texts = ("scripted", "turn", str(self._turn))
        step = max(0.0, self.heard_s - self._began_s) / len(texts)
        return tuple(
            HeardWord(
                text,
                round(self._began_s + index * step, 2),
                round(self._began_s + (index + 1) * step, 2),
                1.0,
            )
            for index, text in enumerate(texts)
        )


class _Sender:
    """Sends what timers and frames ask for, in order, from one task; a client that does not read loses messages."""

    def __init__(self) -> None:
        self._due: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue(_UNSENT)

    def add(self, send: Callable[..., Awaitable[None]], *arguments: Any, **options: Any) -> None:
        if not self._due.full():
            self._due.put_nowait(partial(send, *arguments, **options))

    async def run(self) -> None:
        while True:
            await (await self._due.get())()


@asynccontextmanager
async def _sending() -> AsyncIterator[_Sender]:
    """A sender at work; a connection that is cut ends the block."""
    sender = _Sender()
    try:
        async with asyncio.TaskGroup() as group:
            running = group.create_task(sender.run(), name="sender")
            yield sender
            running.cancel()
    except* Dropped:
        pass


async def run_flux(
    connection: Connection, parameters: FluxParameters, make_recogniser: RecogniserMaker
) -> None:
    """Serves one Flux client by the script until it leaves."""
    wire = FluxWire(connection, parameters)
    framer = Framer(parameters.audio)
    sent_frames = 0

    def started(_at_s: float) -> None:
        nonlocal sent_frames
        sent_frames = recogniser.frames
        sender.add(wire.turn, "StartOfTurn", recogniser.heard_s, recogniser.words, 0.0)

    def updated() -> None:
        nonlocal sent_frames
        sent_frames = recogniser.frames
        words = recogniser.words if recogniser.speaking else ()
        sender.add(wire.turn, "Update", recogniser.heard_s, words, 0.0)

    def ended() -> None:
        nonlocal sent_frames
        sent_frames = recogniser.frames
        sender.add(wire.turn, "EndOfTurn", recogniser.heard_s, recogniser.words, 1.0, "model")

    await wire.connected()
    async with _sending() as sender:
        recogniser = make_recogniser(started, updated, ended)
        try:
            async for message in connection.messages():
                if isinstance(message, bytes):
                    for frame in framer.frames(message):
                        recogniser.hear(frame)
                        if recogniser.frames - sent_frames >= _UPDATE_FRAMES:
                            updated()
                elif message.get("type") == "Configure":
                    sender.add(wire.configured, parameters.thresholds, parameters.keyterms)
                elif message.get("type") == "ForceEndTurn":
                    recogniser.end_now()
                elif message.get("type") == "CloseStream":
                    await connection.close()
                    break
        finally:
            recogniser.close()


async def run_nova(
    connection: Connection, parameters: NovaParameters, make_recogniser: RecogniserMaker
) -> None:
    """Serves one Nova client by the script until it leaves."""
    loop = asyncio.get_running_loop()
    wire = NovaWire(connection, parameters)
    framer = Framer(parameters.audio)

    def started(at_s: float) -> None:
        sender.add(wire.speech_started, at_s)
        updated()

    def updated() -> None:
        if parameters.interim_results:
            sender.add(wire.results, recogniser.heard_s, recogniser.words, final=False)

    def ended() -> None:
        sender.add(wire.results, recogniser.heard_s, recogniser.words, final=True, speech_final=True)
        if parameters.utterance_end_ms is not None:
            sender.add(wire.utterance_end, recogniser.heard_s)

    async with _sending() as sender:
        recogniser = make_recogniser(started, updated, ended)
        try:
            async with asyncio.timeout(SILENCE_LIMIT_S) as quiet:
                async for message in connection.messages():
                    quiet.reschedule(loop.time() + SILENCE_LIMIT_S)
                    if isinstance(message, bytes):
                        wire.count(message)
                        for frame in framer.frames(message):
                            recogniser.hear(frame)
                    elif message.get("type") == "Finalize":
                        if recogniser.speaking:
                            recogniser.end_now()
                        else:
                            sender.add(wire.results, recogniser.heard_s, (), final=True, from_finalize=True)
                    elif message.get("type") == "CloseStream":
                        await wire.metadata()
                        await connection.close()
                        break
        except TimeoutError:
            await connection.close(*NO_AUDIO)
        finally:
            recogniser.close()
