"""Measured runs, as `load.run` would have made them."""

from dataclasses import replace
from typing import Any

from load.job import CallMeasure, Failure, TurnMeasure
from load.levels import Level
from load.measures import LevelMeasure, LoadReport, MeasuredWindow
from load.options import LoadOptions
from load.processes import CpuUse, MemoryUse
from load.rest import Rest
from load.start_cost import StartCost


def measured_call(index: int, voice_to_voice_ms: float = 500, lateness_ms: float = 0.5) -> CallMeasure:
    call = CallMeasure(index, answer_ms=300.0 + index, silence_ms=80.0 + index, underruns_ms=[100.0])
    call.turns = [
        TurnMeasure(0, False, voice_to_voice_ms, voice_to_voice_ms - 8),
        TurnMeasure(1, True, voice_to_voice_ms, voice_to_voice_ms - 8, 240, cleared=True),
    ]
    call.keep_lateness([lateness_ms] * 200)
    return call


def refused_call(index: int) -> CallMeasure:
    return CallMeasure(index, failure=Failure("refused", "<b>busy</b>"))


def window(machine_share: float = 0.5, **changes: Any) -> MeasuredWindow:
    seconds = {
        "call_actors": 0.6, "gateway": 0.1, "postgres": 0.1, "redis": 0.1, "ray_system": 0.3,
        "stand_ins": 5.0, "driver": 1.0, "generator": 0.4,
    }  # fmt: skip
    memory = MemoryUse({"call_actors": 200.0, "postgres": 50.0, "stand_ins": 900.0}, [60.0, 62.0])
    return replace(MeasuredWindow(CpuUse(seconds, 10.0, machine_share), 20.0, memory, 1), **changes)


def measured_level(level: Level, *calls: CallMeasure, **changes: Any) -> LevelMeasure:
    return LevelMeasure(level, list(calls), changes.get("window", window()))


REST = Rest(
    CpuUse({"gateway": 1.0, "ray_system": 1.0, "stand_ins": 4.0}, 20.0, 0.2),
    MemoryUse({"gateway": 100.0, "ray_system": 300.0, "driver": 150.0}, [60.0, 61.0, 62.0]),
)
START = StartCost(10, 0.1812, 0.2042, 41.26, {"call_actors": 0.11, "ray_system": 0.04, "launchers": 0.0312})


def run_of(*calls: CallMeasure, **changes: Any) -> LoadReport:
    """One level of calls at once."""
    options = LoadOptions(calls=len(calls), turns=2, url="http://a")
    level = measured_level(options.levels[0], *calls, window=changes.pop("window", window()))
    whole = LoadReport(options, "http://a", 480.0, (level,), REST, START, True, 12.0)
    return replace(whole, **changes)


def run_of_steps(steps: tuple[int, ...], *voice_to_voice_ms: float, **changes: Any) -> LoadReport:
    """Levels whose answers took so long, the first being one call alone."""
    options = LoadOptions(calls=1, turns=4, steps=steps, url="http://a")
    levels = tuple(
        measured_level(level, *(measured_call(caller.index, heard_ms) for caller in level.callers))
        for level, heard_ms in zip(options.levels, voice_to_voice_ms, strict=False)
    )
    return replace(LoadReport(options, "http://a", 480.0, levels, REST, None, True, 90.0), **changes)
