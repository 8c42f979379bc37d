"""A run's figures as tables for people."""

from collections import Counter

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from load.figures import Json, to_json
from load.knee import Verdict
from load.measures import LoadReport


def render(report: LoadReport) -> Group:
    """The figures as rich tables."""
    figures = to_json(report)
    parts: list[Table | Text] = [_levels(figures), _latencies(figures), _counts(figures)]
    if figures["server"] is not None:
        parts.append(_components(figures["server"]))
    if any(level["failures"] for level in figures["levels"]):
        parts.append(_failures(figures["levels"]))
    if figures["knee"] is not None:
        parts.append(Text(knee_sentence(figures["knee"]), style="bold"))
    parts += [Text(f"Note: {warning}", style="yellow") for warning in figures["warnings"]]
    parts.append(Text(figures["method"], style="dim"))
    return Group(*parts)


def knee_sentence(knee: Json) -> str:
    """What steps have shown, in words."""
    limit = knee["limit_p95_ms"]
    if limit is None:
        return "One call alone was not answered: there is nothing to hold the others to."
    rule = f"no call failed and the p95 voice to voice stayed below {limit:.0f} ms"
    if knee["calls"] is None:
        return f"No level was within the knee: at none {rule}."
    found = f"Knee: {_counted(knee['calls'])}. It is the highest level at which {rule}"
    if knee["ended_by"] == Verdict.LATE:
        return f"{found}; what lies above is not known, as the callers themselves were late."
    return f"{found}."


def _counted(calls: int) -> str:
    return "1 call" if calls == 1 else f"{calls} calls"


def _levels(figures: Json) -> Table:
    table = Table(title="Calls", title_justify="left", box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("level")
    for name in (
        "answered",
        "greeting\np50/p95",
        "silence\np95",
        "engine\np95",
        "cores",
        "PSS\nMiB",
        "callers\nlate",
    ):
        table.add_column(name, justify="right")
    if figures["knee"] is not None:
        table.add_column("knee")
    for level in figures["levels"]:
        cpu, pss, late = level["cpu"], level["pss_mib"], level["generator"]["late_ms"]
        row = [
            level["name"],
            f"{level['answered']}/{level['placed']}",
            f"{_of(level['answer_ms'], 'p50')}/{_of(level['answer_ms'], 'p95')}",
            _of(level["silence_ms"], "p95"),
            _of(level["engine_added_ms"], "p95"),
            "-" if cpu is None else f"{cpu['cores']:.2f}",
            "-" if pss is None else f"{pss['all']:.0f}",
            "-" if late is None else f"{late:g}",
        ]
        table.add_row(*row, *([level["verdict"]] if figures["knee"] is not None else []))
    table.caption = (
        "ms. Greeting: after the webhook. Silence: on the answered line. Late: p99 of the callers' clock."
    )
    table.caption_justify = "left"
    return table


def _of(found: Json | None, name: str) -> str:
    return "-" if found is None else f"{found[name]:.0f}"


def _latencies(figures: Json) -> Table:
    calls, turns = figures["calls"], figures["turns"]
    title = _counted(calls) + ("" if turns is None else f", {turns} turns each")
    table = Table(title=title, title_justify="left")
    for name in ("ms", "p50", "p95", "p99"):
        table.add_column(name, justify="left" if name == "ms" else "right")
    rows = {
        "answer_ms": "answer: webhook to greeting",
        "voice_to_voice_ms": "voice to voice",
        "engine_added_ms": "of it the engine's",
        "engine_added_arrival_ms": "the same, on arrival",
        "barge_in_stop_ms": "barge-in to silence",
    }
    for key, label in rows.items():
        found = figures[key]
        values = [f"{found[name]:.1f}" for name in ("p50", "p95", "p99")] if found else ["-"] * 3
        table.add_row(label, *values)
    return table


def _counts(figures: Json) -> Table:
    table = Table(show_header=False)
    server, generator, barge_ins = figures["server"], figures["generator"], figures["barge_ins"]
    table.add_row("failed calls", f"{figures['failed']} of {figures['calls']}")
    table.add_row("underruns", str(figures["underruns"]))
    table.add_row(
        "barge-ins",
        f"{barge_ins['done']}, stopped by clear {barge_ins['by_clear']}, missed {barge_ins['missed']}",
    )
    if server is not None:
        table.add_row("server CPU per call minute", f"{server['cpu_s_per_call_minute']:.2f} s")
        table.add_row("server cores per call", _per_call(server))
        table.add_row("server memory (PSS)", f"{server['pss_mib']:.0f} MiB")
        if server["call_actor_uss_mib"]:
            table.add_row("a call actor's own memory", f"{server['call_actor_uss_mib']['p50']:.0f} MiB")
    idle, start = figures["idle"], figures["start"]
    if idle is not None:
        table.add_row(
            "without calls",
            f"{idle['cpu']:.3f} cores, {idle['pss_mib']:.0f} MiB, {idle['call_processes']} call processes kept"
            f" ({idle['seconds']:.0f} s)",
        )
    if start is not None:
        table.add_row(
            "start of a call process",
            f"{start['cpu_s']:.2f} s of CPU, {start['wall_s']:.2f} s, {start['pss_mib']:.0f} MiB (PSS of"
            f" {start['processes']})",
        )
    share, late_ms = generator["cpu_share"], generator["late_ms"]
    table.add_row(
        "generator",
        f"{'-' if share is None else f'{share:.0%} of a core'}, late by {'-' if late_ms is None else late_ms} ms (p99)",
    )
    return table


def _per_call(server: Json) -> str:
    above = server["cores_per_call_above_idle"]
    found = f"{server['cores_per_call']:.4f}"
    if above is None:
        return found
    return f"{found}, above the idle system's {server['idle_cores']:.2f} cores {above:.4f}"


def _components(server: Json) -> Table:
    table = Table(title="Where the server's CPU and memory go", title_justify="left")
    for name in ("component", "CPU s per call minute", "cores", "PSS MiB"):
        table.add_column(name, justify="left" if name == "component" else "right")
    for name, used in server["by_component"].items():
        table.add_row(
            name.replace("_", " "),
            f"{used['cpu_s_per_call_minute']:.2f}",
            f"{used['cores']:.3f}",
            f"{used['pss_mib']:.0f}",
        )
    for name, cores in server["not_counted_cores"].items():
        table.add_row(f"[dim]{name.replace('_', ' ')} (not counted)[/dim]", "", f"[dim]{cores:.3f}[/dim]", "")
    return table


def _failures(levels: list[Json]) -> Table:
    table = Table(title="Failed calls", title_justify="left")
    for name in ("level", "reason", "calls", "for instance"):
        table.add_column(name)
    for level in levels:
        failures = level["failures"]
        for reason, times in Counter(failure["reason"] for failure in failures).most_common():
            example = next(failure["detail"] for failure in failures if failure["reason"] == reason)
            table.add_row(level["name"], reason, str(times), example)
    return table
