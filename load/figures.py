"""A run's figures, for machines: what `--json` writes, and what tables and plots are made of."""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from load.job import CallMeasure
from load.knee import FULL_SHARE, Standing, Verdict, generator_is_late, judge, knee, limit_ms
from load.measures import LevelMeasure, LoadReport
from load.processes import NOT_THE_SERVER
from load.samples import METHOD, percentiles
from load.start_cost import METHOD as START_METHOD

LATE_MS = 5.0
BUSY_SHARE = 0.9
OTHERS_CORES = 0.25
GRID = "heard figures carry the phone's 20 ms play-out grid; the arrival figures do not"

Json = dict[str, Any]


def to_json(report: LoadReport) -> Json:
    """The figures. A percentile object, or a server figure, is None when nothing was measured.

    Those at the top are the only level's; of steps the knee's, or the first level's where there is none.
    """
    main = _main(report)
    calls = main.calls
    turns = [turn for call in calls for turn in call.turns]
    stops = [turn.barge_in_stop_ms for turn in turns if turn.barge_in_stop_ms is not None]
    arrived = [turn.arrival_ms for turn in turns if turn.arrival_ms is not None]
    gaps = [gap for call in calls for gap in call.underruns_ms]
    latencies = _latencies(main, report.vendor_ms)
    figures: Json = {
        "calls": main.level.calls,
        "turns": report.options.turns if all(one.hold_s is None for one in main.level.callers) else None,
        "failed": len(_failures(main)),
        "answer_ms": latencies["answer_ms"],
        "voice_to_voice_ms": latencies["voice_to_voice_ms"],
        "engine_added_ms": latencies["engine_added_ms"],
        "barge_in_stop_ms": _percentiles(stops),
        "underruns": len(gaps),
        "server_cpu_s_per_call_minute": None,
        "server_pss_mib": None,
        "generator": _generator(main, report),
        "target": report.target,
        "vendor_ms": report.vendor_ms,
        "method": f"{METHOD}; {GRID}",
        "samples": {
            "answer_ms": sum(call.answer_ms is not None for call in calls),
            "voice_to_voice_ms": sum(turn.voice_to_voice_ms is not None for turn in turns),
            "barge_in_stop_ms": len(stops),
        },
        "arrival_ms": _percentiles(arrived),
        "engine_added_arrival_ms": latencies["engine_added_arrival_ms"],
        "underrun_gap_ms": _percentiles(gaps),
        "barge_ins": {
            "done": len(stops),
            "by_clear": sum(turn.cleared for turn in turns),
            "missed": sum(call.missed_barge_ins for call in calls),
        },
        "talked_over": sum(turn.talked_over for turn in turns),
        "frames_dropped": sum(call.frames_dropped for call in calls),
        "stream_warnings": {str(code): times for code, times in sorted(_warning_codes(calls).items())},
        "failure_reasons": _reasons(main),
        "failures": _failures(main),
        "server": _server(main, report),
        "idle": _idle(report),
        "start": _start(report),
        "levels": [_level(measure, report) for measure in report.levels],
        "knee": _knee(report),
        "took_s": round(report.took_s, 1),
    }
    server = figures["server"]
    if server is not None:
        figures["server_cpu_s_per_call_minute"] = server["cpu_s_per_call_minute"]
        figures["server_pss_mib"] = server["pss_mib"]
    figures["warnings"] = _warnings(main, report, figures)
    return figures


def standing_of(measure: LevelMeasure) -> Standing:
    """What decides whether a level is within the knee."""
    heard = percentiles(_heard(measure))
    late_ms, share = _late_ms(measure), _share(measure)
    return Standing(
        calls=measure.level.calls,
        failed=sum(call.failure is not None for call in measure.calls),
        p50_ms=heard.p50 if heard is not None else None,
        p95_ms=heard.p95 if heard is not None else None,
        late=generator_is_late(late_ms, share),
    )


# --- levels ---------------------------------------------------------------------------------------------------------
def _main(report: LoadReport) -> LevelMeasure:
    if not report.options.steps:
        return report.levels[-1]
    found = _knee_calls(report)
    return next((one for one in report.levels if one.level.calls == found), report.levels[0])


def _knee_calls(report: LoadReport) -> int | None:
    return knee(map(standing_of, report.levels), _limit_ms(report))


def _limit_ms(report: LoadReport) -> float | None:
    return limit_ms(standing_of(report.levels[0]).p50_ms)


def _knee(report: LoadReport) -> Json | None:
    """Only of steps: how many calls, and what their p95 was held to."""
    if not report.options.steps:
        return None
    limit = _limit_ms(report)
    last = judge(standing_of(report.levels[-1]), limit)
    return {
        "calls": _knee_calls(report),
        "one_call_p50_ms": standing_of(report.levels[0]).p50_ms,
        "limit_p95_ms": limit,
        "ended_by": None if last is Verdict.WITHIN else str(last),
        "not_tried": [step for step in report.options.steps if step > report.levels[-1].level.calls],
    }


def _level(measure: LevelMeasure, report: LoadReport) -> Json:
    standing = standing_of(measure)
    window = measure.window
    server_here = report.server_here and window is not None
    memory = window.memory if window is not None else None
    return {
        "name": measure.level.name,
        "calls": standing.calls,
        "placed": standing.calls,
        "answered": sum(call.silence_ms is not None for call in measure.calls),
        "failed": standing.failed,
        "failure_reasons": _reasons(measure),
        "failures": _failures(measure),
        **_latencies(measure, report.vendor_ms),
        "cpu": _cpu(measure) if server_here else None,
        "pss_mib": None
        if memory is None
        else {"all": round(memory.server_mib, 1), "by_role": _rounded(memory.server_pss_mib, 1)},
        "generator": {**_generator(measure, report), "late": standing.late},
        "verdict": str(judge(standing, _limit_ms(report))) if report.options.steps else None,
    }


def _latencies(measure: LevelMeasure, vendor_ms: float | None) -> Json:
    heard = _heard(measure)
    turns = [turn for call in measure.calls for turn in call.turns]
    arrived = [turn.arrival_ms for turn in turns if turn.arrival_ms is not None]
    return {
        "answer_ms": _percentiles(call.answer_ms for call in measure.calls if call.answer_ms is not None),
        "silence_ms": _percentiles(call.silence_ms for call in measure.calls if call.silence_ms is not None),
        "voice_to_voice_ms": _percentiles(heard),
        "engine_added_ms": _percentiles(_above(heard, vendor_ms)),
        "engine_added_arrival_ms": _percentiles(_above(arrived, vendor_ms)),
    }


def _heard(measure: LevelMeasure) -> list[float]:
    return [
        turn.voice_to_voice_ms
        for call in measure.calls
        for turn in call.turns
        if turn.voice_to_voice_ms is not None
    ]


def _cpu(measure: LevelMeasure) -> Json | None:
    """Cores of the server over the level's window; None when there was none."""
    if measure.window is None or measure.window.cpu.wall_s <= 0:
        return None
    cpu, call_s = measure.window.cpu, measure.window.call_s
    cores = {name: seconds / cpu.wall_s for name, seconds in cpu.server_seconds.items()}
    return {
        "cores": round(sum(cores.values()), 4),
        "cores_per_call": round(cpu.server_s / call_s, 4) if call_s > 0 else None,
        "by_role": _rounded(cores, 4),
        "window": measure.level.window,
        "window_s": round(cpu.wall_s, 1),
        "mean_calls": round(call_s / cpu.wall_s, 1),
        "machine_busy_share": round(cpu.machine_share, 3),
    }


def _failures(measure: LevelMeasure) -> list[Json]:
    return [{"call": call.call, **asdict(call.failure)} for call in measure.calls if call.failure is not None]


def _reasons(measure: LevelMeasure) -> dict[str, int]:
    return dict(Counter(call.failure.reason for call in measure.calls if call.failure is not None))


# --- the server -----------------------------------------------------------------------------------------------------
def _idle(report: LoadReport) -> Json | None:
    rest = report.rest
    if rest is None:
        return None
    cores = {name: seconds / rest.cpu.wall_s for name, seconds in rest.cpu.server_seconds.items()}
    return {
        "cpu": round(rest.cores, 4),
        "pss_mib": round(rest.memory.server_mib, 1),
        "seconds": round(rest.cpu.wall_s, 1),
        "call_processes": len(rest.memory.call_actors_uss_mib),
        "cpu_by_role": _rounded(cores, 4),
        "pss_mib_by_role": _rounded(rest.memory.server_pss_mib, 1),
    }


def _start(report: LoadReport) -> Json | None:
    start = report.start
    if start is None:
        return None
    return {
        "cpu_s": round(start.cpu_s, 3),
        "wall_s": round(start.wall_s, 3),
        "pss_mib": round(start.pss_mib, 1),
        "processes": start.processes,
        "cpu_s_by_role": _rounded(start.cpu_s_by_component, 3),
        "method": START_METHOD,
    }


def _rounded(values: dict[str, float], digits: int) -> dict[str, float]:
    return {name: round(value, digits) for name, value in sorted(values.items())}


def _percentiles(samples: Iterable[float]) -> Json | None:
    found = percentiles(samples)
    return asdict(found) if found is not None else None


def _above(samples: list[float], vendor_ms: float | None) -> list[float]:
    return [sample - vendor_ms for sample in samples] if vendor_ms is not None else []


def _warning_codes(calls: list[CallMeasure]) -> Counter[int]:
    codes: Counter[int] = Counter()
    for call in calls:
        codes.update(call.warnings)
    return codes


# --- the callers ----------------------------------------------------------------------------------------------------
def _generator(measure: LevelMeasure, report: LoadReport) -> Json:
    window = measure.window
    per_call = None
    if window is not None and window.call_s > 0:
        per_call = round(window.cpu.seconds.get("generator", 0.0) / window.call_s, 5)
    return {
        "cpu_share": _share(measure),
        "late_ms": _late_ms(measure),
        "processes": report.options.generator_count(measure.level.calls),
        "cores_per_call": per_call,
    }


def _late_ms(measure: LevelMeasure) -> float | None:
    late = percentiles(late for call in measure.calls for late in call.lateness_ms)
    return late.p99 if late is not None else None


def _share(measure: LevelMeasure) -> float | None:
    """Of a core, of each generator process."""
    window = measure.window
    if window is None or window.cpu.wall_s <= 0 or window.call_s <= 0:
        return None
    return round(window.cpu.seconds.get("generator", 0.0) / window.cpu.wall_s / window.generator_processes, 4)


def _server(measure: LevelMeasure, report: LoadReport) -> Json | None:
    window = measure.window
    if not report.server_here or window is None or window.call_s <= 0:
        return None
    cpu, memory = window.cpu, window.memory
    pss_mib = memory.pss_mib if memory is not None else {}
    names = sorted({*cpu.seconds, *pss_mib} - NOT_THE_SERVER)
    actors = memory.call_actors_uss_mib if memory is not None else []
    apart = {name: cpu.seconds[name] / cpu.wall_s for name in sorted(NOT_THE_SERVER & cpu.seconds.keys())}
    cores = os.cpu_count() or 1
    apart["other_programs"] = max(cpu.machine_share * cores - sum(cpu.seconds.values()) / cpu.wall_s, 0.0)
    cores_per_call = cpu.server_s / window.call_s
    idle_cores = report.rest.cores if report.rest is not None else None
    above_idle = None
    if idle_cores is not None:
        above_idle = round(max(cpu.server_s - idle_cores * cpu.wall_s, 0.0) / window.call_s, 4)
    return {
        "cpu_s_per_call_minute": round(cpu.server_s / (window.call_s / 60), 3),
        "cores_per_call": round(cores_per_call, 4),
        "cores_per_call_above_idle": above_idle,
        "calls_per_core": round(1 / cores_per_call, 1) if cores_per_call > 0 else None,
        "pss_mib": round(memory.server_mib, 1) if memory is not None else None,
        "call_actor_uss_mib": percentiles(actors) and asdict(percentiles(actors)),  # pyright: ignore
        "call_actors": len(actors),
        "idle_cores": None if idle_cores is None else round(idle_cores, 4),
        "window_s": round(cpu.wall_s, 1),
        "call_minutes": round(window.call_s / 60, 3),
        "by_component": {
            name: {
                "cpu_s_per_call_minute": round(cpu.seconds.get(name, 0.0) / (window.call_s / 60), 3),
                "cores": round(cpu.seconds.get(name, 0.0) / cpu.wall_s, 4),
                "pss_mib": round(pss_mib.get(name, 0.0), 1),
            }
            for name in names
        },
        "not_counted_cores": {name: round(used, 4) for name, used in apart.items()},
        "machine_cores": cores,
        "machine_busy_share": round(cpu.machine_share, 3),
    }


def _warnings(main: LevelMeasure, report: LoadReport, figures: Json) -> list[str]:
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
    found += [
        f"{level['name']}: the callers themselves were late ({level['generator']['late_ms']:g} ms, p99), so this level"
        " says nothing about the server"
        for level in figures["levels"]
        if level["generator"]["late"]
    ]
    if main.window is None:
        found.append(
            "the calls were never all up at once: no CPU figures; more turns or a shorter ramp would give some"
        )
    elif report.server_here and main.window.cpu.machine_share > BUSY_SHARE:
        found.append(
            f"this machine was {main.window.cpu.machine_share:.0%} busy: server, stand-ins and callers waited for"
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
