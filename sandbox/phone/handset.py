"""The caller's end of a call: what is said into it, what is heard from it, and when."""

import asyncio
from collections import deque
from collections.abc import Callable

from domain.audio import FRAME_BYTES, FRAME_MS, SILENCE_BYTE, SILENCE_FRAME
from sandbox.phone.events import CallEvent, EventSink, ignore
from sandbox.phone.listening import VoiceActivity
from sandbox.phone.recording import StereoRecording


class Handset:
    """What one caller says and hears, and the recording of both; lives through every stream of the call.

    The call exchanges one frame each way every 20 ms (`exchange`), on virtual time as well as on real time: all
    waiting here is measured by the deadlines the exchanges carry.

    Args:
        recording: where both sides are kept, or None.
        on_event: gets agent.started/stopped and caller.started/stopped.

    Attributes:
        agent: when the agent sounded.
        caller: when the caller sounded; a frame is counted when it is sent.
        now: deadline of the latest exchange, monotonic seconds.
        surroundings: makes of what is said and what sounds what the microphone takes in; None: what is said alone.
        on_sound: told of each exchange: its deadline and what sounds from then on (None: silence).
    """

    def __init__(self, recording: StereoRecording | None = None, on_event: EventSink = ignore) -> None:
        self.recording = recording
        self.agent = VoiceActivity()
        self.caller = VoiceActivity()
        self.now = 0.0
        self.surroundings: Callable[[bytes, bytes | None], bytes] | None = None
        self.on_sound: Callable[[float, bytes | None], None] | None = None
        self._on_event = on_event
        self._to_say: deque[bytes] = deque()
        self._waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []

    def say(self, ulaw: bytes) -> None:
        """Queues µ-law (8000 Hz, any length) behind what is still to be said; the tail is padded with silence."""
        for start in range(0, len(ulaw), FRAME_BYTES):
            self._to_say.append(ulaw[start : start + FRAME_BYTES].ljust(FRAME_BYTES, bytes([SILENCE_BYTE])))

    def hush(self) -> None:
        """Drops what is still to be said."""
        self._to_say.clear()

    @property
    def speaking_ms(self) -> int:
        """How much is still to be said."""
        return len(self._to_say) * FRAME_MS

    def exchange(self, now: float, agent_frame: bytes | None) -> bytes:
        """Hears what sounds from `now` (None: silence) and gives the 160 bytes the microphone takes in."""
        self.now = now
        frame = self._to_say.popleft() if self._to_say else SILENCE_FRAME
        taken_in = frame if self.surroundings is None else self.surroundings(frame, agent_frame)
        if self.recording is not None:
            self.recording.add(taken_in, agent_frame)
        if self.on_sound is not None:
            self.on_sound(now, agent_frame)
        if (began := self.agent.hear(now, agent_frame)) is not None:
            self._on_event(CallEvent("agent.started" if began else "agent.stopped", now))
        uttered = None if frame is SILENCE_FRAME else frame
        if (began := self.caller.hear(now - FRAME_MS / 1000, uttered)) is not None:
            self._on_event(CallEvent("caller.started" if began else "caller.stopped", now))
        if self._waiting:
            self._wake()
        return taken_in

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits until `holds` is true after an exchange, or already is."""
        if holds():
            return
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((holds, waiting))
        await waiting

    async def pause(self, seconds: float) -> None:
        """Waits on the call's own clock."""
        until = self.now + seconds
        await self.until(lambda: self.now >= until)

    async def spoken(self) -> None:
        """Waits until everything queued has been uttered."""
        await self.until(lambda: not self._to_say)

    async def agent_done(self, since: float, quiet_s: float, timeout_s: float) -> bool:
        """Waits until the agent has sounded after `since` and then been silent for `quiet_s`.

        Returns:
            False when `timeout_s` went by, counted anew from the agent's latest sound, without that.
        """

        def heard() -> bool:
            return self.agent.last_voiced_at is not None and self.agent.last_voiced_at > since

        await self.until(lambda: self.agent.silent_s(self.now, since) >= (quiet_s if heard() else timeout_s))
        return heard()

    async def agent_speaking(self, since: float, timeout_s: float) -> bool:
        """Waits until the agent sounds after `since`; False when it does not within `timeout_s`."""

        def sounding() -> bool:
            return (self.agent.last_voiced_at or 0.0) > since

        await self.until(lambda: sounding() or self.now - since >= timeout_s)
        return sounding()

    def response_times_ms(self) -> list[float]:
        """From the end of each of the caller's stretches to the agent's next one, where that came before the next.

        Measured from the sending of the caller's last voiced frame to the sounding of the agent's first.
        """
        times: list[float] = []
        starts = [stretch.started_at for stretch in self.agent.stretches]
        caller = self.caller.stretches
        for index, stretch in enumerate(caller):
            until = caller[index + 1].started_at if index + 1 < len(caller) else float("inf")
            answer = next((start for start in starts if stretch.ended_at < start < until), None)
            if answer is not None:
                times.append(round((answer - stretch.ended_at) * 1000, 1))
        return times

    def _wake(self) -> None:
        still: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []
        for holds, waiting in self._waiting:
            if waiting.done():
                continue
            if holds():
                waiting.set_result(None)
            else:
                still.append((holds, waiting))
        self._waiting = still
