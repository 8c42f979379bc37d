"""The result of a run: from the faults injected, what callers heard, and what the stores hold. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from load.chaos.calls import EndedCall
from load.chaos.effects import (
    disturbance_ms,
    lost_at,
    ordered,
    owner_of,
    repeated_at,
    undisturbed_gap_ms,
    usual_delays_s,
)
from load.chaos.injection import Injection
from load.chaos.leftovers import Leftovers
from load.chaos.promised import Promised, PromisedCount, count_promised
from load.chaos.records import BookingCount, StoredRecords, count_bookings
from load.samples import Spread

_SOON_S = 8.0


@dataclass(slots=True)
class FaultFigures:
    """One kind of fault over the whole run."""

    kind: str
    injected: int = 0
    calls_before: int = 0
    calls_after: int = 0
    gaps_ms: list[float] = field(default_factory=list[float])
    accepting_ms: list[float] = field(default_factory=list[float])
    turns_repeated: int = 0
    turns_lost: int = 0
    notes: list[str] = field(default_factory=list[str])

    def as_json(self) -> dict[str, Any]:
        gap = Spread.of(self.gaps_ms)
        facts: dict[str, Any] = {
            "kind": self.kind,
            "injected": self.injected,
            "calls_before": self.calls_before,
            "calls_after": self.calls_after,
            "gap_ms": gap and gap.as_json(),
            "turns_repeated": self.turns_repeated,
            "turns_lost": self.turns_lost,
        }
        accepting = Spread.of(self.accepting_ms)
        return facts if accepting is None else facts | {"accepting_ms": accepting.as_json()}


@dataclass(frozen=True, slots=True)
class LostCall:
    """A call that ended before its conversation did, and the fault it is put down to."""

    call_sid: str
    why: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything a run found.

    Attributes:
        refused: calls no agent ever answered.
        usual_ms: the median answer delay of undisturbed turns, by what was said.
        undisturbed_gaps: of the agent's speech, where no fault explains them.
        unmet: kinds for which no occasion came.
        lateness_ms: how late the callers' own clock ran.
        promised: what came of what calls promised; None when nobody looked.
    """

    faults: tuple[FaultFigures, ...]
    bookings: BookingCount
    leftovers: Leftovers
    made: int
    finished: int
    refused: int
    lost: tuple[LostCall, ...]
    usual_ms: dict[str, float]
    undisturbed_gaps: Spread | None
    unmet: tuple[str, ...]
    unexplained_repeated: int
    unexplained_lost: int
    lateness_ms: Spread | None
    promised: PromisedCount | None = None

    @property
    def problems(self) -> list[str]:
        """Why the run has failed; empty when it has not."""
        found: list[str] = []
        if self.lost:
            found.append(f"{len(self.lost)} calls were lost")
        if self.bookings.missing:
            found.append(f"{len(self.bookings.missing)} bookings are missing")
        if self.bookings.duplicated:
            found.append(f"{self.bookings.duplicated} bookings are duplicated")
        if self.promised is not None and not self.promised.is_well:
            found.append(
                f"{len(self.promised.missing)} texts are missing, {len(self.promised.doubled)} were sent twice,"
                f" {sum(self.promised.unfinished.values())} things promised are not done"
            )
        if not self.leftovers.none:
            found.append("something is left over")
        if not self.made:
            found.append("no call was made")
        return found


def work_out(
    injections: Sequence[Injection],
    calls: Sequence[EndedCall],
    records: StoredRecords,
    leftovers: Leftovers,
    *,
    unmet: Sequence[str] = (),
    lateness_ms: Iterable[float] = (),
    promised: Promised | None = None,
) -> Outcome:
    """The figures."""
    done = ordered(injections)
    usual_s = usual_delays_s(calls, done)
    by_kind: dict[str, FaultFigures] = {}
    by_index = {call.plan.index: call for call in calls}
    lost = {call.plan.index: blamed(call, done) for call in calls if call.fate == "lost"}
    for injection in done:
        figures = by_kind.setdefault(injection.kind, FaultFigures(injection.kind))
        _count(figures, injection, by_index, usual_s)
        figures.calls_after += sum(lost.get(index) is not injection for index in injection.before)
    unexplained_repeated, unexplained_lost = _share_out(by_kind, calls, records, done)
    return Outcome(
        faults=tuple(by_kind.values()),
        bookings=count_bookings(calls, records),
        leftovers=leftovers,
        made=len(calls),
        finished=sum(call.fate == "finished" for call in calls),
        refused=sum(call.fate == "refused" for call in calls),
        lost=tuple(_lost_call(by_index[index], fault) for index, fault in lost.items()),
        usual_ms={intent or "any": round(delay_s * 1000, 1) for intent, delay_s in usual_s.items()},
        undisturbed_gaps=Spread.of(undisturbed_gap_ms(calls, done)),
        unmet=tuple(kind for kind in dict.fromkeys(unmet) if kind not in by_kind),
        unexplained_repeated=unexplained_repeated,
        unexplained_lost=unexplained_lost,
        lateness_ms=Spread.of(lateness_ms),
        promised=None if promised is None else count_promised(calls, records, promised),
    )


def _count(
    figures: FaultFigures, injection: Injection, calls: dict[int, EndedCall], usual_s: dict[str, float]
) -> None:
    figures.injected += 1
    figures.calls_before += len(injection.before)
    targets = injection.before if injection.targets is None else injection.targets
    for index in targets:
        if index in calls and (gap := disturbance_ms(calls[index], injection, usual_s)) is not None:
            figures.gaps_ms.append(gap)
    if injection.accepting_ms is not None:
        figures.accepting_ms.append(injection.accepting_ms)
    if injection.note is not None:
        figures.notes.append(injection.note)


def _share_out(
    by_kind: dict[str, FaultFigures],
    calls: Sequence[EndedCall],
    records: StoredRecords,
    done: Sequence[Injection],
) -> tuple[int, int]:
    """Puts every repeated and every lost turn down to a fault; returns those no fault came before."""
    repeated = lost = 0
    for call in calls:
        touching = [injection for injection in done if _touches(injection, call)]
        for moment in repeated_at(call):
            owner = owner_of(moment, touching)
            if owner is None:
                repeated += 1
            else:
                by_kind[owner.kind].turns_repeated += 1
        for moment in lost_at(call, records.transcripts.get(call.call_sid)):
            owner = owner_of(moment + _SOON_S, touching)
            if owner is None:
                lost += 1
            else:
                by_kind[owner.kind].turns_lost += 1
    return repeated, lost


def _touches(injection: Injection, call: EndedCall) -> bool:
    index = call.plan.index
    if injection.targets is None:
        return call.started_at <= injection.until and injection.at <= call.ended_at
    return index in injection.targets


def blamed(call: EndedCall, injections: Sequence[Injection]) -> Injection | None:
    """The fault a lost call is put down to: one soon after the agent's last sound, else the last before it."""
    touching = [injection for injection in injections if _touches(injection, call)]
    silent_from = call.runs[-1].ended_at if call.runs else call.started_at
    soon = next((it for it in touching if silent_from < it.at <= silent_from + _SOON_S), None)
    return soon or owner_of(silent_from, touching) or (touching[0] if touching else None)


def _lost_call(call: EndedCall, fault: Injection | None) -> LostCall:
    return LostCall(call.call_sid, call.why or "", fault.kind if fault is not None else None)
