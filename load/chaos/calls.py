"""The calls of a run: a fixed number at once, each that ends followed by another from a new number."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from load.chaos.caller import ChaosCaller, ChaosTimings
from load.chaos.plan import CallPlan
from sandbox.phone.call_result import CallResult
from sandbox.phone.carrier import Carrier
from sandbox.phone.line import Line
from sandbox.phone.listening import Run, Saying

RAMP_S = 0.7
"""Between the first calls' starts."""

REDIAL_S = 0.5

Fate = Literal["finished", "lost", "refused"]


@dataclass(frozen=True, slots=True)
class HeardUtterance:
    """Something the caller said, and when the agent next sounded after it."""

    intent: str
    text: str
    again: bool
    started_at: float
    ended_at: float
    answered_at: float | None


@dataclass(frozen=True, slots=True)
class EndedCall:
    """A call that is over, as its caller saw it.

    Attributes:
        fate: `refused` when the agent was never heard, `lost` when it ended before the conversation did.
        why: what went wrong, if anything did.
        closing: ids of the sentences that leave the floor to the caller.
        texts: the sentences heard, by id.
        expected: the caller agreed to a booking that the agent did not decline afterwards.
        told: the agent said that it is booked.
    """

    plan: CallPlan
    call_sid: str
    fate: Fate
    why: str | None
    started_at: float
    ended_at: float
    runs: tuple[Run, ...]
    sayings: tuple[Saying, ...]
    utterances: tuple[HeardUtterance, ...]
    closing: frozenset[int]
    texts: dict[int, str]
    expected: bool
    told: bool


@dataclass(slots=True)
class Calls:
    """Makes the calls.

    Attributes:
        live: the callers on the phone, by the index of their plan.
        ended: every call that is over.
        lateness_ms: how late each 20 ms tick of the phones ran.
    """

    carrier: Carrier
    line: Line
    plans: Iterator[CallPlan]
    timings: ChaosTimings = field(default_factory=ChaosTimings)
    on_change: Callable[[], None] = lambda: None
    live: dict[int, ChaosCaller] = field(default_factory=dict[int, ChaosCaller])
    ended: list[EndedCall] = field(default_factory=list[EndedCall])
    lateness_ms: list[float] = field(default_factory=list[float])

    def up(self) -> dict[int, ChaosCaller]:
        """The callers who have heard the agent and not yet left."""
        return {index: caller for index, caller in self.live.items() if caller.up}

    async def keep_up(self, count: int, for_s: float) -> None:
        """Keeps `count` calls going for so long, then lets those under way end."""
        until = asyncio.get_running_loop().time() + for_s
        async with asyncio.TaskGroup() as group:
            for place in range(count):
                group.create_task(self._dial(place * RAMP_S, until), name=f"caller-{place}")

    async def _dial(self, after_s: float, until: float) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(after_s)
        while loop.time() < until and (plan := next(self.plans, None)) is not None:
            await self.make(plan)
            await asyncio.sleep(REDIAL_S)

    async def make(self, plan: CallPlan) -> EndedCall:
        """One call, to its end."""
        started_at = asyncio.get_running_loop().time()
        caller = ChaosCaller(plan, self.timings)
        self.live[plan.index] = caller
        self.on_change()
        try:
            result = await self.carrier.place_call(self.line.config(), plan.number, caller)
        finally:
            del self.live[plan.index]
        ended = ended_call(caller, result, started_at)
        self.ended.append(ended)
        self.lateness_ms += result.lateness_ms
        self.on_change()
        return ended


def ended_call(caller: ChaosCaller, result: CallResult, started_at: float) -> EndedCall:
    """What became of a call."""
    runs, listener = tuple(caller.listener.runs), caller.listener
    ended_at = result.ended_at or started_at
    caller.understand()
    fate, why = _fate(caller, result)
    texts = {run.speech_id: listener.text(run.speech_id) for run in runs}
    return EndedCall(
        plan=caller.plan,
        call_sid=result.call_sid,
        fate=fate,
        why=why,
        started_at=started_at,
        ended_at=ended_at,
        runs=runs,
        sayings=tuple(listener.sayings()),
        utterances=tuple(
            HeardUtterance(
                said.intent,
                said.text,
                said.again,
                said.started_at,
                said.ended_at or ended_at,
                next((run.started_at for run in runs if run.started_at >= (said.ended_at or ended_at)), None),
            )
            for said in caller.utterances
        ),
        closing=frozenset(identity for identity, text in texts.items() if caller.closes(text)),
        texts=texts,
        expected=caller.agreed and not caller.declined,
        told=caller.told,
    )


def _fate(caller: ChaosCaller, result: CallResult) -> tuple[Fate, str | None]:
    said = f"; the carrier said: {result.carrier_said[-1]}" if result.carrier_said else ""
    failed = "".join(f"; {code}: {message}" for code, message in result.errors[-2:])
    if not caller.listener.runs:
        return "refused", f"{result.status}{said}{failed}"
    if caller.gave_up is not None:
        return "lost", caller.gave_up + said
    if caller.sent_away:
        return "lost", f"the agent said goodbye before the caller did{said}"
    if caller.finished:
        return "finished", None
    leaving = any(utterance.intent == "bye" and utterance.ended_at for utterance in caller.utterances)
    if leaving and not result.errors and result.ended_by == "application":
        return "finished", "the goodbye was cut short"
    return "lost", f"ended by the {result.ended_by} in the middle{said}{failed}"
