"""A run's figures: as JSON for machines, as tables for people."""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from load.processes import NOT_THE_SERVER
from load.run import LoadReport
from load.samples import METHOD, percentiles

LATE_MS = 5.0
FULL_SHARE = 0.8
BUSY_SHARE = 0.9
OTHERS_CORES = 0.25
GRID = "heard figures carry the phone's 20 ms play-out grid; the arrival figures do not"

Json = dict[str, Any]


def to_json(report: LoadReport) -> Json:
    """The figures. A percentile object, or a server figure, is None when nothing was measured."""
    calls = report.calls
    turns = [turn for call in calls for turn in call.turns]
    heard = [turn.voice_to_voice_ms for turn in turns if turn.voice_to_voice_ms is not None]
    arrived = [turn.arrival_ms for turn in turns if turn.arrival_ms is not None]
    stops = [turn.barge_in_stop_ms for turn in turns if turn.barge_in_stop_ms is not None]
    answers = [call.answer_ms for call in calls if call.answer_ms is not None]
    gaps = [gap for call in calls for gap in call.underruns_ms]
    failures = [(call.call, call.failure) for call in calls if call.failure is not None]
    vendor_ms = report.vendor_ms
    figures: Json = {
        "calls": report.options.calls,
        "turns": report.options.turns,
        "failed": len(failures),
        "answer_ms": _percentiles(answers),
        "voice_to_voice_ms": _percentiles(heard),
        "engine_added_ms": _percentiles(_above(heard, vendor_ms)),
        "barge_in_stop_ms": _percentiles(stops),
        "underruns": len(gaps),
        "server_cpu_s_per_call_minute": None,
        "server_pss_mib": None,
        "generator": _generator(report),
        "target": report.target,
        "vendor_ms": vendor_ms,
        "method": f"{METHOD}; {GRID}",
        "samples": {
            "answer_ms": len(answers),
            "voice_to_voice_ms": len(heard),
            "barge_in_stop_ms": len(stops),
        },
        "arrival_ms": _percentiles(arrived),
        "engine_added_arrival_ms": _percentiles(_above(arrived, vendor_ms)),
        "underrun_gap_ms": _percentiles(gaps),
        "barge_ins": {
            "done": len(stops),
            "by_clear": sum(turn.cleared for turn in turns),
            "missed": sum(call.missed_barge_ins for call in calls),
        },
        "talked_over": sum(turn.talked_over for turn in turns),
        "frames_dropped": sum(call.frames_dropped for call in calls),
        "stream_warnings": {str(code): times for code, times in sorted(_warning_codes(report).items())},
        "failure_reasons": dict(Counter(failure.reason for _, failure in failures)),
        "failures": [{"call": call, **asdict(failure)} for call, failure in failures],
        "server": _server(report),
        "took_s": round(report.took_s, 1),
    }
    server = figures["server"]
    if server is not None:
        figures["server_cpu_s_per_call_minute"] = server["cpu_s_per_call_minute"]
        figures["server_pss_mib"] = server["pss_mib"]
    figures["warnings"] = _warnings(report, figures)
    return figures


def _percentiles(samples: Iterable[float]) -> Json | None:
    found = percentiles(samples)
    return asdict(found) if found is not None else None


def _above(samples: list[float], vendor_ms: float | None) -> list[float]:
    return [sample - vendor_ms for sample in samples] if vendor_ms is not None else []


def _warning_codes(report: LoadReport) -> Counter[int]:
    codes: Counter[int] = Counter()
    for call in report.calls:
        codes.update(call.warnings)
    return codes


def _generator(report: LoadReport) -> Json:
    late = percentiles(late for call in report.calls for late in call.lateness_ms)
    steady = report.steady
    share = per_call = None
    if steady is not None and steady.cpu.wall_s > 0 and steady.call_s > 0:
        used_s = steady.cpu.seconds.get("generator", 0.0)
        share = round(used_s / steady.cpu.wall_s / steady.generator_processes, 4)
        per_call = round(used_s / steady.call_s, 5)
    return {
        "cpu_share": share,
        "late_ms": late.p99 if late is not None else None,
        "processes": report.options.generator_count,
        "cores_per_call": per_call,
    }


def _server(report: LoadReport) -> Json | None:
    steady = report.steady
    if not report.server_here or steady is None or steady.call_s <= 0:
        return None
    cpu, memory = steady.cpu, steady.memory
    pss_mib = memory.pss_mib if memory is not None else {}
    names = sorted({*cpu.seconds, *pss_mib} - NOT_THE_SERVER)
    actors = memory.call_actors_uss_mib if memory is not None else []
    apart = {name: cpu.seconds[name] / cpu.wall_s for name in sorted(NOT_THE_SERVER & cpu.seconds.keys())}
    cores = os.cpu_count() or 1
    apart["other_programs"] = max(cpu.machine_share * cores - sum(cpu.seconds.values()) / cpu.wall_s, 0.0)
    cores_per_call = cpu.server_s / steady.call_s
    idle_cores = report.idle.server_s / report.idle.wall_s if report.idle is not None else 0.0
    above_idle = max(cpu.server_s - idle_cores * cpu.wall_s, 0.0) / steady.call_s
    return {
        "cpu_s_per_call_minute": round(cpu.server_s / (steady.call_s / 60), 3),
        "cores_per_call": round(cores_per_call, 4),
        "cores_per_call_above_idle": round(above_idle, 4),
        "calls_per_core": round(1 / cores_per_call, 1) if cores_per_call > 0 else None,
        "pss_mib": round(memory.server_mib, 1) if memory is not None else None,
        "call_actor_uss_mib": percentiles(actors) and asdict(percentiles(actors)),  # pyright: ignore
        "call_actors": len(actors),
        "idle_cores": round(idle_cores, 4),
        "window_s": round(cpu.wall_s, 1),
        "call_minutes": round(steady.call_s / 60, 3),
        "by_component": {
            name: {
                "cpu_s_per_call_minute": round(cpu.seconds.get(name, 0.0) / (steady.call_s / 60), 3),
                "cores": round(cpu.seconds.get(name, 0.0) / cpu.wall_s, 4),
                "pss_mib": round(pss_mib.get(name, 0.0), 1),
            }
            for name in names
        },
        "not_counted_cores": {name: round(used, 4) for name, used in apart.items()},
        "machine_cores": cores,
        "machine_busy_share": round(cpu.machine_share, 3),
    }


def _warnings(report: LoadReport, figures: Json) -> list[str]:
    found: list[str] = []
    generator = figures["generator"]
    late_ms, share = generator["late_ms"], generator["cpu_share"]
    if late_ms is not None and late_ms > LATE_MS:
        found.append(
            f"the callers' own clock was {late_ms:g} ms late (p99): latencies are not the server's alone"
        )
    if share is not None and share > FULL_SHARE:
        found.append(
            f"a generator process used {share:.0%} of a core: use more generators or another machine"
        )
    if report.steady is None:
        found.append(
            "the calls were never all up at once: no CPU figures; more turns or a shorter ramp would give some"
        )
    elif report.server_here and report.steady.cpu.machine_share > BUSY_SHARE:
        found.append(
            f"this machine was {report.steady.cpu.machine_share:.0%} busy: server, stand-ins and callers waited for"
            " each other"
        )
    if (
        figures["server"] is not None
        and figures["server"]["not_counted_cores"]["other_programs"] > OTHERS_CORES
    ):
        found.append(
            f"other programs on this machine used {figures['server']['not_counted_cores']['other_programs']:.2f}"
            " cores: latencies are not the server's alone"
        )
    if not report.server_here:
        found.append(
            "the server does not run here, or is not known here: its CPU and memory were not measured (--server-pid)"
        )
    if report.vendor_ms is None:
        found.append("the vendors' share is unknown, so the engine's is too: give --vendor-ms")
    if figures["talked_over"]:
        found.append(f"the agent spoke over the caller in {figures['talked_over']} turns")
    return found


def render(report: LoadReport) -> Group:
    """The figures as rich tables."""
    figures = to_json(report)
    parts: list[Table | Text] = [_latencies(figures), _counts(figures)]
    if figures["server"] is not None:
        parts.append(_components(figures["server"]))
    if figures["failures"]:
        parts.append(_failures(figures["failures"]))
    parts += [Text(f"Note: {warning}", style="yellow") for warning in figures["warnings"]]
    parts.append(Text(figures["method"], style="dim"))
    return Group(*parts)


def _latencies(figures: Json) -> Table:
    table = Table(title=f"{figures['calls']} calls, {figures['turns']} turns each", title_justify="left")
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
        table.add_row(
            "server cores per call",
            f"{server['cores_per_call']:.4f}, above the idle system's {server['idle_cores']:.2f} cores"
            f" {server['cores_per_call_above_idle']:.4f}",
        )
        table.add_row("server memory (PSS)", f"{server['pss_mib']:.0f} MiB")
        if server["call_actor_uss_mib"]:
            table.add_row("a call actor's own memory", f"{server['call_actor_uss_mib']['p50']:.0f} MiB")
    share, late_ms = generator["cpu_share"], generator["late_ms"]
    table.add_row(
        "generator",
        f"{'-' if share is None else f'{share:.0%} of a core'}, late by {'-' if late_ms is None else late_ms} ms (p99)",
    )
    return table


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


def _failures(failures: list[Json]) -> Table:
    table = Table(title="Failed calls", title_justify="left")
    for name in ("reason", "calls", "for instance"):
        table.add_column(name)
    for reason, times in Counter(failure["reason"] for failure in failures).most_common():
        example = next(failure["detail"] for failure in failures if failure["reason"] == reason)
        table.add_row(reason, str(times), example)
    return table
