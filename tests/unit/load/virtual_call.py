"""A call on virtual time: the real handset, stream and caller, and an agent that follows rules."""

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

from domain.audio import FRAME_MS
from load.caller import LoadCaller
from load.job import CallerPlan, LoadTimings
from sandbox.phone.handset import Handset
from sandbox.phone.listening import is_voiced
from sandbox.phone.media_stream import MediaStream, StreamInfo
from sandbox.speech.vowels import utterance

TONE_1_MS = bytes([0x10, 0x90]) * 4


class VirtualAgent:
    """Rules of an agent, in ms; None switches a rule off.

    `talks_over_after_ms` counts from the caller's first voiced frame of each utterance.
    """

    def __init__(
        self,
        *,
        greets_after_ms: float | None = 100,
        greeting_ms: int = 500,
        answers_after_ms: float | None = 407,
        answer_ms: int = 2000,
        stops_after_ms: float | None = 250,
        talks_over_after_ms: float | None = None,
    ) -> None:
        self.greets_after_ms = greets_after_ms
        self.greeting_ms = greeting_ms
        self.answers_after_ms = answers_after_ms
        self.answer_ms = answer_ms
        self.stops_after_ms = stops_after_ms
        self.talks_over_after_ms = talks_over_after_ms


class VirtualCall:
    """Ticks every 20 ms; the agent's messages arrive at their own instants in between."""

    def __init__(self, agent: VirtualAgent, plan: CallerPlan, timings: LoadTimings | None = None) -> None:
        self.now = 1000.0
        self.handset = Handset()
        self.ups = 0
        self.hung_up = False
        self._agent = agent
        self._due: list[tuple[float, Callable[[], None]]] = []
        self._sounds_until = 0.0
        self._utterance_began: float | None = None
        self._last_voiced = 0.0
        self.media = MediaStream(StreamInfo("ws://x/", "AC", "CA", "MZ"), self)
        self.caller = LoadCaller(
            plan, timings or LoadTimings(), utterance(1500), on_up=self._count_up, clock=lambda: self.now
        )
        self.caller.listen_to(self.media)

    congested = False

    def send_text(self, message: str) -> None:
        """The server's end of the stream."""
        event = json.loads(message)
        if event["event"] == "media" and is_voiced(b64decode(event["media"]["payload"])):
            self._hear()

    async def run(self, longest_s: float = 120) -> None:
        """Runs until the caller hangs up; fails the test when that takes too long."""
        tick = self.now
        self.handset.now = tick
        if self._agent.greets_after_ms is not None:
            self._at(tick + self._agent.greets_after_ms / 1000, lambda: self._say(self._agent.greeting_ms))
        talking = asyncio.ensure_future(self.caller.run(self))
        await _settle()
        while not talking.done():
            assert tick < 1000 + longest_s, "the caller hangs"
            tick += FRAME_MS / 1000
            self._deliver(tick)
            self.now = tick
            self.media.send_audio(self.handset.exchange(tick, self.media.play(tick)))
            await _settle()
        await talking

    def report(self, kind: Any, text: str) -> None: ...

    def press(self, digit: str) -> None: ...

    def hang_up(self) -> None:
        self.hung_up = True

    def _count_up(self) -> None:
        self.ups += 1

    def _at(self, at: float, act: Callable[[], None]) -> None:
        self._due.append((at, act))

    def _deliver(self, until: float) -> None:
        # What arrives together with a tick is heard with the next one.
        while True:
            due = sorted((item for item in self._due if item[0] < until - 1e-6), key=lambda item: item[0])
            if not due:
                return
            self._due.remove(due[0])
            self.now = due[0][0]
            due[0][1]()

    def _hear(self) -> None:
        agent = self._agent
        if self.now - self._last_voiced > 0.1:
            self._utterance_began = self.now
            if self.now < self._sounds_until and agent.stops_after_ms is not None:
                self._at(self.now + agent.stops_after_ms / 1000, lambda: self._put({"event": "clear"}))
            if agent.talks_over_after_ms is not None:
                self._at(self.now + agent.talks_over_after_ms / 1000, lambda: self._say(agent.answer_ms))
        self._last_voiced = voiced_at = self.now

        def answer() -> None:
            if self._last_voiced == voiced_at:
                self._say(agent.answer_ms)

        if agent.answers_after_ms is not None:
            self._at(self.now + agent.answers_after_ms / 1000, answer)

    def _say(self, duration_ms: int) -> None:
        self._sounds_until = max(self._sounds_until, self.now) + duration_ms / 1000
        payload = b64encode(TONE_1_MS * duration_ms).decode()
        self._put({"event": "media", "media": {"payload": payload}})

    def _put(self, message: dict[str, Any]) -> None:
        self.media.take_text(json.dumps({**message, "streamSid": "MZ"}))


async def _settle() -> None:
    for _ in range(4):
        await asyncio.sleep(0)
