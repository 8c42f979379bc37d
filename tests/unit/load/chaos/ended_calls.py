"""Calls that are over, laid down by hand: when the agent sounded and when the caller spoke."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from load.chaos.calls import EndedCall, Fate, HeardUtterance
from load.chaos.injection import Injection, Measure
from load.chaos.plan import CallPlan
from sandbox.phone.listening import MarkedListener, Run

FRAMES = 100
"""Of every sentence here: two seconds."""

QUESTION, LEAD, GREETING = 1, 2, 3
"""Sentences; after a question and the greeting the floor is the caller's."""

CLOSING = frozenset({QUESTION, GREETING})


def plan(index: int = 0, name: str = "Ada Adams") -> CallPlan:
    starts_at = datetime(2026, 12, 1, 22, index % 60, tzinfo=UTC)
    return CallPlan(index, f"+6147{index:07d}", name, "Haircut", starts_at, datetime(2026, 12, 2, 9, 0))  # noqa: DTZ001


def run(speech_id: int, at: float, first: int = 0, last: int = FRAMES - 1) -> Run:
    """Frames `first` to `last` sounding from `at` on."""
    return Run(speech_id, first, last, FRAMES, at, at + (last - first + 1) * 0.02)


def said(
    started_at: float,
    ended_at: float,
    answered_at: float | None,
    *,
    text: str = "Yes please.",
    again: bool = False,
) -> HeardUtterance:
    return HeardUtterance("yes", text, again, started_at, ended_at, answered_at)


def call(
    runs: Sequence[Run],
    utterances: Sequence[HeardUtterance] = (),
    *,
    ended_at: float = 100.0,
    fate: Fate = "finished",
    of: CallPlan | None = None,
    expected: bool = False,
    told: bool = False,
) -> EndedCall:
    listener = MarkedListener()
    listener.runs = list(runs)
    of = of or plan()
    return EndedCall(
        plan=of,
        call_sid=f"CA{of.index}",
        fate=fate,
        why=None if fate == "finished" else "it broke off",
        started_at=0.0,
        ended_at=ended_at,
        runs=tuple(runs),
        sayings=tuple(listener.sayings()),
        utterances=tuple(utterances),
        closing=CLOSING,
        texts={},
        expected=expected,
        told=told,
    )


def injection(
    at: float,
    measure: Measure = "both",
    *,
    kind: str = "drop_openai",
    until: float | None = None,
    before: Sequence[int] = (0,),
    targets: Sequence[int] | None = None,
) -> Injection:
    made = Injection(kind, measure, at, until if until is not None else at + 6, tuple(before))
    return made if targets is None else replace(made, targets=tuple(targets))
