"""A Media Streams server whose delays are known exactly, to check the measuring against.

`self_check` runs the whole tool on it, generator process included, and compares medians with what was built in.
"""

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from rich.table import Table
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from domain.audio import BYTES_PER_MS, FRAME_MS
from load.figures import to_json
from load.measures import LoadReport
from load.options import LoadOptions
from load.progress import OnProgress
from load.run import run_load
from sandbox.phone.listening import is_voiced

_TONE = bytes([0x10, 0x90]) * (BYTES_PER_MS // 2)
"""1 ms of loud µ-law."""


@dataclass(frozen=True, slots=True)
class KnownBehaviour:
    """What the server does, each in ms.

    Attributes:
        greets_after_ms: from the start of the stream to the greeting's first byte.
        greeting_ms: how long the greeting sounds.
        answers_after_ms: from the arrival of the caller's last voiced frame to the answer's first byte.
        answer_ms: how long an answer sounds.
        stops_after_ms: from the arrival of the caller's first voiced frame over an answer to the `clear`.
        underrun_ms: a gap in each answer, `underrun_after_ms` into it; 0 for none.
        hears_end_after_ms: silence of the caller after which an utterance counts as over.
    """

    greets_after_ms: float = 150
    greeting_ms: float = 400
    answers_after_ms: float = 400
    answer_ms: float = 1500
    stops_after_ms: float = 250
    underrun_ms: float = 120
    underrun_after_ms: float = 200
    hears_end_after_ms: float = 100


class _KnownCall:
    """One stream: timers on the loop's clock, audio sent in two pieces per answer."""

    def __init__(self, socket: ServerConnection, behaviour: KnownBehaviour) -> None:
        self._socket = socket
        self._behaviour = behaviour
        self._loop = asyncio.get_running_loop()
        self._stream_sid = ""
        self._sounds_until = 0.0
        self._answer: asyncio.TimerHandle | None = None
        self._stop: asyncio.TimerHandle | None = None
        self._speech: list[asyncio.TimerHandle] = []
        self._outbox: asyncio.Queue[str] = asyncio.Queue()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            sender = group.create_task(self._send(), name="sender")
            with suppress(ConnectionClosed):
                async for text in self._socket:
                    self._take(json.loads(text))
            sender.cancel()
        for timer in [*self._speech, self._answer, self._stop]:
            if timer is not None:
                timer.cancel()

    def _take(self, message: dict[str, Any]) -> None:
        match message["event"]:
            case "start":
                self._stream_sid = message["streamSid"]
                self._after(self._behaviour.greets_after_ms, lambda: self._say(self._behaviour.greeting_ms))
            case "media" if is_voiced(b64decode(message["media"]["payload"])):
                self._voiced()

    def _voiced(self) -> None:
        if self._answer is not None:
            self._answer.cancel()
        self._answer = self._after(self._behaviour.answers_after_ms, self._begin_answer)
        if self._loop.time() < self._sounds_until and self._stop is None:
            self._stop = self._after(self._behaviour.stops_after_ms, self._fall_silent)

    def _begin_answer(self) -> None:
        known = self._behaviour
        self._stop = None
        if not known.underrun_ms:
            self._say(known.answer_ms)
            return
        self._say(known.underrun_after_ms)
        rest_ms = known.answer_ms - known.underrun_after_ms
        pause_ms = known.underrun_after_ms + known.underrun_ms
        self._speech = [self._after(pause_ms, lambda: self._say(rest_ms))]
        self._sounds_until = self._loop.time() + (pause_ms + rest_ms) / 1000

    def _fall_silent(self) -> None:
        for timer in self._speech:
            timer.cancel()
        self._sounds_until = 0.0
        self._put({"event": "clear"})

    def _say(self, duration_ms: float) -> None:
        self._sounds_until = self._loop.time() + duration_ms / 1000
        payload = b64encode(_TONE * round(duration_ms)).decode()
        self._put({"event": "media", "media": {"payload": payload}})

    def _after(self, delay_ms: float, act: Callable[[], None]) -> asyncio.TimerHandle:
        return self._loop.call_later(delay_ms / 1000, act)

    def _put(self, message: dict[str, Any]) -> None:
        self._outbox.put_nowait(json.dumps({**message, "streamSid": self._stream_sid}))

    async def _send(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                await self._socket.send(await self._outbox.get())


@asynccontextmanager
async def known_server(behaviour: KnownBehaviour, slow_from: int | None = None) -> AsyncIterator[str]:
    """Serves it on this machine; gives its `ws://` address.

    Args:
        slow_from: while so many calls are there, or more, a call that comes is answered a second later each time.
    """
    there: set[ServerConnection] = set()
    slow = replace(behaviour, answers_after_ms=behaviour.answers_after_ms + 1000)

    async def talk(socket: ServerConnection) -> None:
        there.add(socket)
        crowded = slow_from is not None and len(there) >= slow_from
        try:
            await _KnownCall(socket, slow if crowded else behaviour).run()
        finally:
            there.discard(socket)

    async with serve(talk, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"ws://127.0.0.1:{port}/media"


@dataclass(frozen=True, slots=True)
class Check:
    """One figure: what was built in, what was measured, and how far apart they may be."""

    name: str
    expected: float
    measured: float | None
    below: float
    above: float

    @property
    def ok(self) -> bool:
        return (
            self.measured is not None
            and self.expected - self.below <= self.measured <= self.expected + self.above
        )


async def self_check(
    on_progress: OnProgress, *, calls: int = 3, turns: int = 4, slack_ms: float = 40
) -> tuple[list[Check], LoadReport]:
    """Measures a server of known behaviour.

    A frame that arrives waits up to 20 ms for the phone's next tick, and a `clear` takes effect when the frame that
    sounds is over: medians may exceed what was built in by one frame and, on a busy machine, by `slack_ms`. They
    never fall short of it by more than the clock's 2 ms.

    Args:
        slack_ms: what a loaded machine may add to a median.
    """
    behaviour = KnownBehaviour()
    async with known_server(behaviour) as ws_url:
        options = LoadOptions(
            calls=calls, turns=turns, ws_url=ws_url, vendor_ms=behaviour.answers_after_ms, ramp_s=0.5
        )
        report = await run_load(options, on_progress)
    return checks(report, behaviour, slack_ms), report


def checks(report: LoadReport, known: KnownBehaviour, slack_ms: float) -> list[Check]:
    """Compares a run with the behaviour of the server it rang."""
    figures = to_json(report)
    options = report.options
    above = FRAME_MS + slack_ms
    barge_ins = sum(len(options.barge_in_turns(caller)) for caller in range(options.calls))
    answers = options.calls * options.turns
    underruns = answers if known.underrun_ms else 0

    def median(key: str) -> float | None:
        return figures[key]["p50"] if figures[key] is not None else None

    silence = figures["levels"][0]["silence_ms"]
    found = [
        Check("failed calls", 0, figures["failed"], 0, 0),
        Check("answer_ms", known.greets_after_ms, median("answer_ms"), 2, above),
        Check("silence_ms", known.greets_after_ms, silence["p50"] if silence else None, 2, above),
        Check("voice_to_voice_ms", known.answers_after_ms, median("voice_to_voice_ms"), 2, above),
        Check("engine_added_ms", 0, median("engine_added_ms"), 2, above),
        Check("answers measured", answers, figures["samples"]["voice_to_voice_ms"], 0, 0),
        Check("barge-ins", barge_ins, figures["barge_ins"]["done"], 0, 0),
        Check("underruns", underruns, figures["underruns"], 0, 0),
    ]
    if barge_ins:
        found.append(
            Check("barge_in_stop_ms", known.stops_after_ms, median("barge_in_stop_ms"), 2, above + FRAME_MS)
        )
    if underruns:
        # A gap is whole frames of silence: a frame fewer when the first audio came just after a tick.
        found.append(
            Check(
                "underrun_gap_ms", known.underrun_ms, median("underrun_gap_ms"), FRAME_MS, FRAME_MS + slack_ms
            )
        )
    return found


def render_checks(found: list[Check]) -> Table:
    """Expected against measured, for people."""
    table = Table(title="The tool against a server of known behaviour", title_justify="left")
    for name in ("figure", "expected", "allowed", "measured", ""):
        table.add_column(name, justify="left" if name in {"figure", ""} else "right")
    for check in found:
        allowed = f"{check.expected - check.below:g} - {check.expected + check.above:g}"
        measured = "-" if check.measured is None else f"{check.measured:g}"
        verdict = "[green]ok[/green]" if check.ok else "[red]off[/red]"
        table.add_row(check.name, f"{check.expected:g}", allowed, measured, verdict)
    return table
