"""The effect of a fault on calls: gaps, late answers, lost and repeated turns, from what callers heard. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from load.chaos.calls import EndedCall, HeardUtterance
from load.chaos.injection import Injection

_NO_GAP_S = 0.001
_SAME_SOUND_S = 0.05
"""Sentences that follow one another so closely were in the carrier's buffer together."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A silence inside the agent's turn, monotonic seconds."""

    began_at: float
    ended_at: float

    @property
    def ms(self) -> float:
        return (self.ended_at - self.began_at) * 1000


def speech_gaps(call: EndedCall) -> list[Gap]:
    """Every silence in which the agent was still to go on: inside a sentence, or behind one that leaves the floor to
    nobody. It ends with the agent's next sound, with the caller taking the floor, or with the call."""
    gaps: list[Gap] = []
    for place, run in enumerate(call.runs):
        if run.complete and run.speech_id in call.closing:
            continue
        taken_at = next(
            (said.started_at for said in call.utterances if said.started_at >= run.ended_at), None
        )
        following_at = call.runs[place + 1].started_at if place + 1 < len(call.runs) else call.ended_at
        until = min(
            following_at,
            taken_at if taken_at is not None else call.ended_at,
        )
        if until - run.ended_at > _NO_GAP_S:
            gaps.append(Gap(run.ended_at, until))
    return gaps


def answer_delay_s(call: EndedCall, said: HeardUtterance) -> float:
    """From the caller's last sound to the agent's next; to the end of the call when none came."""
    return (said.answered_at if said.answered_at is not None else call.ended_at) - said.ended_at


def usual_delays_s(calls: Sequence[EndedCall], injections: Sequence[Injection]) -> dict[str, float]:
    """The median answer delay of each kind of utterance, over turns no fault touched; "" over all of them."""
    samples: dict[str, list[float]] = {}
    for call in calls:
        for said in call.utterances:
            if said.answered_at is None or said.again or _touched(call, said, injections):
                continue
            samples.setdefault(said.intent, []).append(answer_delay_s(call, said))
            samples.setdefault("", []).append(answer_delay_s(call, said))
    return {intent: median(found) for intent, found in samples.items()}


def _touched(call: EndedCall, said: HeardUtterance, injections: Sequence[Injection]) -> bool:
    until = said.answered_at or call.ended_at
    return any(
        said.started_at < injection.until and injection.at < until
        for injection in injections
        if injection.targets is None or call.plan.index in injection.targets
    )


def disturbance_ms(call: EndedCall, injection: Injection, usual_s: Mapping[str, float]) -> float | None:
    """How much the caller was disturbed; 0 when not at all, None when nothing could be measured in the call."""
    at, until = injection.at, injection.until
    gap = max(
        (gap.ms for gap in speech_gaps(call) if gap.began_at < until and gap.ended_at > at), default=0.0
    )
    delays = [
        max(0.0, answer_delay_s(call, said) - usual_s.get(said.intent, usual_s.get("", 0.0))) * 1000
        for said in call.utterances
        if said.started_at < until and at < (said.answered_at or call.ended_at)
    ]
    match injection.measure:
        case "speech":
            return gap
        case "answer":
            return delays[0] if delays else None
        case "both":
            return max([gap, *delays])
        case "return":
            return _return_ms(call, at)


def _return_ms(call: EndedCall, at: float) -> float | None:
    """From the fault, or from the caller's last word where that came later, until the agent begins to sound again.

    Sound that was on its way already is no return.
    """
    silent_from = at
    for run in call.runs:
        follows = silent_from > at and run.started_at - silent_from < _SAME_SOUND_S
        if run.started_at <= at or follows:
            silent_from = max(silent_from, run.ended_at)
            continue
        said_until = max(
            (said.ended_at for said in call.utterances if said.ended_at <= run.started_at), default=at
        )
        return max(0.0, (run.started_at - max(silent_from, said_until)) * 1000)
    return None


def repeated_at(call: EndedCall) -> Iterator[float]:
    """When a sentence had been said in full once more, though the caller had not asked again."""
    heard: dict[int, float] = {}
    for saying in call.sayings:
        if not saying.in_full:
            continue
        earlier = heard.get(saying.speech_id)
        if earlier is not None and not any(
            said.again and earlier <= said.ended_at <= saying.started_at for said in call.utterances
        ):
            yield saying.ended_at
        heard[saying.speech_id] = saying.ended_at


def lost_at(call: EndedCall, transcript: Sequence[str] | None) -> list[float]:
    """When an utterance had been said that is neither in the transcript nor was answered before the next one.

    Args:
        transcript: the caller's turns as stored; None when the call left no row.
    """
    rest = " ".join(transcript or ()).split()
    following: HeardUtterance | None = None
    lost: list[float] = []
    # From the end: of the same words said twice and written down once, it is the first saying that was lost.
    for said in reversed(call.utterances):
        answered_by = following.started_at if following is not None else call.ended_at
        following = said
        place = _last_place(said.text.split(), rest)
        if place is not None:
            rest = rest[:place]
        elif said.answered_at is None or said.answered_at > answered_by:
            lost.append(said.ended_at)
    return lost[::-1]


def _last_place(words: list[str], rest: list[str]) -> int | None:
    """Where these words, one after the other, last begin."""
    for start in range(len(rest) - len(words), -1, -1):
        if rest[start : start + len(words)] == words:
            return start
    return None


def owner_of(moment: float, injections: Iterable[Injection]) -> Injection | None:
    """The latest fault before then: it is what the effect is put down to."""
    return max(
        (injection for injection in injections if injection.at <= moment), key=lambda it: it.at, default=None
    )


def undisturbed_gap_ms(calls: Sequence[EndedCall], injections: Sequence[Injection]) -> list[float]:
    """Gaps that no fault explains: what the instrument and an untroubled system show."""
    return [
        gap.ms
        for call in calls
        for gap in speech_gaps(call)
        if not any(
            injection.at < gap.ended_at and gap.began_at < injection.until
            for injection in injections
            if injection.targets is None or call.plan.index in injection.targets
        )
    ]


def ordered(injections: Iterable[Injection]) -> list[Injection]:
    """By time; they never overlap."""
    found = sorted(injections, key=lambda injection: injection.at)
    for earlier, later in pairwise(found):
        earlier.until = min(earlier.until, later.at)
    return found
