"""A scripted caller that measures: hears the agent out or interrupts, speaks, waits for the answer.

Everything is judged by what the handset exchanges each 20 ms, so it works on virtual time as on real time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from domain.audio import FRAME_MS
from load.job import CallerPlan, Failure, FailureReason, LoadTimings, TurnMeasure
from sandbox.phone.carrier_options import Phone
from sandbox.phone.handset import Handset
from sandbox.phone.listening import ArrivalTimer
from sandbox.phone.media_stream import MediaStream

FRAME_S = FRAME_MS / 1000
STOP_SILENCE_S = 0.1
"""An agent silent for so long after a barge-in has stopped; a shorter gap is an underrun."""

BREAK_S = 0.3
"""An agent silent for so long before a barge-in is due has finished."""

TURN_S = 3.0
"""Hearing the agent out and waiting for the answer is expected to take so long until a turn has shown."""

Clock = Callable[[], float]


class _Failed(Exception):
    def __init__(self, reason: FailureReason, detail: str) -> None:
        super().__init__(reason, detail)
        self.failure = Failure(reason, detail)


@dataclass(slots=True)
class _Began:
    """The agent began to sound: by the call's own clock and by the real one."""

    due: float
    heard_at: float


class LoadCaller:
    """One caller of a run; give `run` to a carrier.

    Args:
        plan: what this caller does.
        timings: how.
        voice: one utterance, µ-law, voiced in its first and last frame.
        on_up: called when the greeting begins to sound.
        clock: monotonic seconds.

    Attributes:
        turns: the measurements so far.
        finished: every turn was answered and heard out.
        failure: why the caller gave up.
    """

    def __init__(
        self,
        plan: CallerPlan,
        timings: LoadTimings,
        voice: bytes,
        *,
        on_up: Callable[[], None] = lambda: None,
        clock: Clock = time.monotonic,
    ) -> None:
        self.turns: list[TurnMeasure] = []
        self.missed_barge_ins = 0
        self.finished = False
        self.failure: Failure | None = None
        self._plan = plan
        self._timings = timings
        self._voice = voice
        self._on_up = on_up
        self._clock = clock
        self._arrival = ArrivalTimer(clock)
        self._media: MediaStream | None = None

    def listen_to(self, media: MediaStream) -> None:
        """Attends to a stream that has just been opened and has carried no audio yet."""
        self._arrival = ArrivalTimer(self._clock)
        self._media = media
        media.playout.on_arrival = self._arrival.take

    async def run(self, phone: Phone) -> None:
        """Behaves, then hangs up: after the last turn, or when the call has lasted as long as it was to.

        In a call that lasts a given time no turn begins whose answer would come after it.
        """
        try:
            await self._converse(phone.handset)
            self.finished = True
        except _Failed as failed:
            self.failure = failed.failure
        phone.hang_up()

    async def _converse(self, handset: Handset) -> None:
        picked_up, hold_s = handset.now, self._plan.hold_s
        agent = await self._agent_begins(handset, handset.now, self._timings.patience_s)
        if agent is None:
            raise _Failed(
                "no_greeting", f"nothing sounded within {self._timings.patience_s:g} s of the answer"
            )
        self._on_up()
        longest_turn_s = (self._timings.speech_ms + self._timings.quiet_ms) / 1000 + TURN_S
        for turn in range(self._plan.turns):
            turn_began = handset.now
            if hold_s is not None and turn_began + longest_turn_s > picked_up + hold_s:
                break
            interrupts = turn in self._plan.barge_in_turns and await self._into_speech(handset, agent.due)
            if not interrupts:
                await self._hear_out(handset)
            measure = TurnMeasure(turn, interrupts)
            self.turns.append(measure)
            agent = await self._take_turn(handset, measure)
            longest_turn_s = max(longest_turn_s, handset.now - turn_began)
        if hold_s is None:
            await self._hear_out(handset)
        else:
            await handset.until(lambda: handset.now >= picked_up + hold_s)

    async def _hear_out(self, handset: Handset) -> None:
        quiet_s = self._timings.quiet_ms / 1000
        began = handset.now

        def done() -> bool:
            return (
                handset.agent.silent_s(handset.now) >= quiet_s
                or handset.now - began >= self._timings.longest_speech_s
            )

        await handset.until(done)
        if handset.agent.silent_s(handset.now) < quiet_s:
            raise _Failed("never_stopped", f"the agent spoke for over {self._timings.longest_speech_s:g} s")

    async def _into_speech(self, handset: Handset, began: float) -> bool:
        """Waits until the agent has spoken for so long; False when it falls silent before."""
        due = began + self._timings.barge_in_after_ms / 1000
        sounding = False

        def there() -> bool:
            nonlocal sounding
            sounding = handset.now >= due and handset.agent.silent_s(handset.now) <= 0
            return sounding or handset.agent.silent_s(handset.now) >= BREAK_S

        await handset.until(there)
        if not sounding:
            self.missed_barge_ins += 1
        return sounding

    async def _take_turn(self, handset: Handset, measure: TurnMeasure) -> _Began:
        """Speaks and waits for the answer; gives when it began."""
        handset.say(self._voice)
        whole_ms = handset.speaking_ms
        first_due = last_due = sent_at = 0.0
        stopped: float | None = None
        sounding_at_end = False
        clears_before = self._clears

        def uttered() -> bool:
            nonlocal first_due, last_due, sent_at, stopped, sounding_at_end
            left_ms = handset.speaking_ms
            if not first_due and left_ms < whole_ms:
                first_due = handset.now
            sounding = handset.agent.silent_s(handset.now) <= 0
            if measure.barge_in:
                stopped = stopped or self._stopped_at(handset)
            elif first_due and sounding:
                measure.talked_over = True
            if left_ms:
                return False
            last_due, sent_at, sounding_at_end = handset.now, self._clock(), sounding
            self._arrival.arm()
            return True

        await handset.until(uttered)
        if measure.barge_in:
            stopped = stopped or await self._stops(handset, first_due)
            measure.barge_in_stop_ms = round(max(stopped - first_due, 0.0) * 1000, 2)
            measure.cleared = self._clears > clears_before
        elif sounding_at_end:
            # The agent did not wait for the caller: there is no silence to measure.
            return _Began(last_due, sent_at)
        answer = await self._agent_begins(
            handset, max(last_due + FRAME_S, stopped or 0.0), self._timings.patience_s
        )
        if answer is None:
            raise _Failed(
                "no_answer", f"turn {measure.turn + 1}: nothing within {self._timings.patience_s:g} s"
            )
        measure.voice_to_voice_ms = round((answer.heard_at - sent_at) * 1000, 2)
        arrived_at = self._arrival.arrived_at
        if arrived_at is not None and arrived_at <= answer.heard_at:
            measure.arrival_ms = round((arrived_at - sent_at) * 1000, 2)
        return answer

    async def _stops(self, handset: Handset, since: float) -> float:
        """Waits for an agent who still speaks when the interruption is over."""
        stopped: float | None = None

        def done() -> bool:
            nonlocal stopped
            stopped = self._stopped_at(handset)
            return stopped is not None or handset.now - since >= self._timings.longest_speech_s

        await handset.until(done)
        if stopped is None:
            raise _Failed(
                "never_stopped", f"spoke on for {self._timings.longest_speech_s:g} s after a barge-in"
            )
        self._arrival.arm()
        return stopped

    async def _agent_begins(self, handset: Handset, after: float, timeout_s: float) -> _Began | None:
        """Waits for the first voiced frame that ends after `after`; None when `timeout_s` goes by from there."""
        began: _Began | None = None

        def begun() -> bool:
            nonlocal began
            last = handset.agent.last_voiced_at
            # Half a frame: deadlines are sums of floats.
            if last is not None and last > after + FRAME_S / 2:
                began = _Began(last - FRAME_S, self._clock())
                return True
            return handset.now - after >= timeout_s

        await handset.until(begun)
        return began

    def _stopped_at(self, handset: Handset) -> float | None:
        """The end of the agent's last voiced frame, once it has been silent for a while."""
        return handset.agent.last_voiced_at if handset.agent.silent_s(handset.now) >= STOP_SILENCE_S else None

    @property
    def _clears(self) -> int:
        return self._media.clears if self._media is not None else 0
