"""A call's process is killed, or stops moving, at a chosen moment of its conversation."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from typing import Literal

from load.chaos.caller import ChaosCaller
from load.chaos.injection import FaultContext, Injection, Measure
from load.chaos.serving import lives

OCCASION_S = 20.0
"""How long a fitting moment is waited for."""

KNOWN_S = 2.0
"""How long a call is taken to stay with the process that was found to serve it."""

POLL_S = 0.004
SETTLES_S = 6.0
FROZEN_S = 12.0
"""A process nobody ended by then is let go on."""

_LONG_SENTENCE = 60
_SHARES_SOUNDED = (0.02, 0.7)
"""At its beginning most of a sentence is still on its way from the voice; later the carrier holds all of it."""

_AFTER_THE_END_S = (0.25, 0.6)
"""The recogniser takes 0.2 s to end the turn, the model at least as long again to begin."""

Moment = Literal["speaking", "thinking", "listening"]
Fits = Callable[[ChaosCaller, float], bool]


def _speaking(from_share: float) -> Fits:
    """In a sentence of more than a second, of which so much has sounded."""

    def fits(caller: ChaosCaller, now: float) -> bool:
        run = caller.listener.last
        if run is None or run.frames < _LONG_SENTENCE or now - run.ended_at > 0.03:
            return False
        return from_share <= run.last / run.frames <= from_share + 0.15

    return fits


def _listening(caller: ChaosCaller, _now: float) -> bool:
    """In the middle of an utterance of more than a second."""
    share = caller.said_share()
    return share is not None and 0.4 <= share <= 0.8 and caller.utterances[-1].frames >= _LONG_SENTENCE


def _thinking(after_s: float) -> Fits:
    """So long after the caller's end, with nothing of the answer heard."""

    def fits(caller: ChaosCaller, now: float) -> bool:
        ended_at = caller.utterances[-1].ended_at if caller.utterances else None
        run = caller.listener.last
        if ended_at is None or run is None or run.ended_at > ended_at:
            return False
        return after_s <= now - ended_at <= after_s + 0.1

    return fits


async def _at_the_moment(context: FaultContext, fits: Fits) -> tuple[int, int] | None:
    """A call whose moment has come, and its process; None when none came."""
    give_up_at = context.now + OCCASION_S
    pids: dict[str, int] = {}
    known_until = 0.0
    while context.now < give_up_at:
        if context.now >= known_until:
            pids, known_until = await context.serving.pids(), context.now + KNOWN_S
        fitting = [
            (index, pids[caller.plan.number])
            for index, caller in context.calls.up().items()
            if caller.plan.number in pids and fits(caller, context.now)
        ]
        if fitting:
            return context.rng.choice(fitting)
        await asyncio.sleep(POLL_S)
    return None


class KillActor:
    """SIGKILL."""

    def __init__(self, moment: Moment) -> None:
        self._moment: Moment = moment
        self.kind = f"kill_actor_{moment}"

    async def inject(self, context: FaultContext) -> Injection | None:
        fits: dict[Moment, Fits] = {
            "speaking": _speaking(context.rng.uniform(*_SHARES_SOUNDED)),
            "listening": _listening,
            "thinking": _thinking(context.rng.uniform(*_AFTER_THE_END_S)),
        }
        measure: Measure = "speech" if self._moment == "speaking" else "answer"
        found = await _at_the_moment(context, fits[self._moment])
        if found is None:
            return None
        index, pid = found
        injection = context.begin(self.kind, measure, SETTLES_S, [index])
        os.kill(pid, signal.SIGKILL)
        return injection


class FreezeActor:
    """SIGSTOP while the agent speaks: as an event loop that does not come back."""

    kind = "freeze_actor"

    async def inject(self, context: FaultContext) -> Injection | None:
        found = await _at_the_moment(context, _speaking(context.rng.uniform(*_SHARES_SOUNDED)))
        if found is None:
            return None
        index, pid = found
        injection = context.begin(self.kind, "both", SETTLES_S, [index])
        os.kill(pid, signal.SIGSTOP)
        if not await context.waited(lambda: not lives(pid), FROZEN_S):
            injection.note = f"nobody ended the process within {FROZEN_S:g} s"
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        injection.until = context.now + SETTLES_S
        return injection
