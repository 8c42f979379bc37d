"""The result of a run as a table for people and as JSON."""

from collections import Counter
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from load.chaos.outcome import FaultFigures, Outcome
from load.chaos.promised import PromisedCount
from load.samples import Spread


def to_json(outcome: Outcome) -> dict[str, Any]:
    """The shape written by `--json`."""
    bookings = outcome.bookings
    return {
        "faults": [figures.as_json() for figures in outcome.faults],
        "bookings": {
            "expected": bookings.expected,
            "found": bookings.found,
            "duplicated": bookings.duplicated,
        },
        "promised": _promised(outcome.promised),
        "leftovers": outcome.leftovers.as_json(),
        "calls": {
            "made": outcome.made,
            "finished": outcome.finished,
            "refused": outcome.refused,
            "lost": [{"why": lost.why, "fault": lost.kind} for lost in outcome.lost],
        },
        "undisturbed": {
            "answer_ms": outcome.usual_ms,
            "gap_ms": outcome.undisturbed_gaps and outcome.undisturbed_gaps.as_json(),
            "turns_repeated": outcome.unexplained_repeated,
            "turns_lost": outcome.unexplained_lost,
        },
        "generator": {"late_ms": outcome.lateness_ms and outcome.lateness_ms.as_json()},
        "problems": outcome.problems,
    }


def render(outcome: Outcome) -> RenderableType:
    """The table, and below it what it does not hold."""
    table = Table(
        title="Calls before and after each fault, gaps heard, turns said twice or lost",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        collapse_padding=True,
        pad_edge=False,
    )
    table.add_column("fault", no_wrap=True)
    for name in ("done", "before", "after", "p50 ms", "p95", "max", "twice", "lost"):
        table.add_column(name, justify="right")
    for figures in outcome.faults:
        table.add_row(*_row(figures))
    return Group(table, *(Text(line) for line in _lines(outcome)))


def _promised(promised: PromisedCount | None) -> dict[str, Any] | None:
    if promised is None:
        return None
    return {
        "texts_expected": promised.expected,
        "texts_missing": len(promised.missing),
        "texts_doubled": len(promised.doubled),
        "unfinished": dict(promised.unfinished),
    }


def _promised_line(promised: PromisedCount | None) -> list[str]:
    if promised is None:
        return []
    unfinished = ", ".join(f"{count} {kind}" for kind, count in promised.unfinished.items())
    return [
        f"promised    {promised.expected} texts, {len(promised.missing)} missing, {len(promised.doubled)} sent twice"
        + (f"; not done: {unfinished}" if unfinished else "")
    ]


def _row(figures: FaultFigures) -> list[str]:
    gap = Spread.of(figures.gaps_ms)
    numbers = ["-"] * 3 if gap is None else [f"{value:.0f}" for value in (gap.p50, gap.p95, gap.max)]
    return [
        figures.kind,
        str(figures.injected),
        str(figures.calls_before),
        str(figures.calls_after),
        *numbers,
        str(figures.turns_repeated),
        str(figures.turns_lost),
    ]


def _lines(outcome: Outcome) -> list[str]:
    bookings, left = outcome.bookings, outcome.leftovers
    lines = [
        f"calls       {outcome.made} made, {outcome.finished} finished, {len(outcome.lost)} lost, "
        f"{outcome.refused} never answered",
        f"bookings    {bookings.expected} expected, {bookings.found} found, {bookings.duplicated} duplicated"
        + (f", {bookings.unannounced} the caller was not told of" if bookings.unannounced else ""),
        *_promised_line(outcome.promised),
        "leftovers   " + ("none" if left.none else _named(left.as_json())),
    ]
    usual = ", ".join(
        f"{intent} {delay:.0f}" for intent, delay in outcome.usual_ms.items() if intent != "any"
    )
    lines.append(
        f"usually     an answer after {usual or '-'} ms; gaps {_spread(outcome.undisturbed_gaps)} ms"
    )
    lines.append(f"the clock   of the callers was late by {_spread(outcome.lateness_ms)} ms (p50, p95, max)")
    if outcome.unexplained_repeated or outcome.unexplained_lost:
        lines.append(
            f"no fault    explains {outcome.unexplained_repeated} repeated and {outcome.unexplained_lost} lost turns"
        )
    for figures in outcome.faults:
        if (accepting := Spread.of(figures.accepting_ms)) is not None:
            lines.append(f"{figures.kind}: a new call was accepted after {_spread(accepting)} ms")
        for note, times in Counter(figures.notes).items():
            lines.append(f"{figures.kind}: {note}" + (f" ({times} times)" if times > 1 else ""))
    for (kind, why), times in Counter((lost.kind, lost.why) for lost in outcome.lost).items():
        lines.append(f"lost        {times} by {kind or 'no fault'}: {why}")
    if outcome.unmet:
        lines.append(f"no occasion for {', '.join(outcome.unmet)}")
    return lines


def _spread(spread: Spread | None) -> str:
    return "-" if spread is None else f"{spread.p50:.0f}, {spread.p95:.0f}, {spread.max:.0f}"


def _named(left: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in left.items() if value)
