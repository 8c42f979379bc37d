import os
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from load.job import CallMeasure, Failure, TurnMeasure
from load.options import LoadOptions
from load.processes import CpuUse, MemoryUse
from load.report import render, to_json
from load.run import LoadReport, SteadyWindow

KEYS = [
    "calls", "turns", "failed", "answer_ms", "voice_to_voice_ms", "engine_added_ms", "barge_in_stop_ms",
    "underruns", "server_cpu_s_per_call_minute", "server_pss_mib", "generator",
]  # fmt: skip


def measured_call(index: int, voice_to_voice_ms: float = 500, lateness_ms: float = 0.5) -> CallMeasure:
    call = CallMeasure(index, answer_ms=300.0 + index, underruns_ms=[100.0])
    call.turns = [
        TurnMeasure(0, False, voice_to_voice_ms, voice_to_voice_ms - 8),
        TurnMeasure(1, True, voice_to_voice_ms, voice_to_voice_ms - 8, 240, cleared=True),
    ]
    call.keep_lateness([lateness_ms] * 200)
    return call


def steady(machine_share: float = 0.5, **changes: Any) -> SteadyWindow:
    seconds = {
        "call_actors": 0.6, "gateway": 0.1, "postgres": 0.1, "redis": 0.1, "ray_system": 0.3,
        "stand_ins": 5.0, "driver": 1.0, "generator": 0.4,
    }  # fmt: skip
    memory = MemoryUse({"call_actors": 200.0, "postgres": 50.0, "stand_ins": 900.0}, [60.0, 62.0])
    return replace(SteadyWindow(CpuUse(seconds, 10.0, machine_share), 20.0, memory, 1), **changes)


def report(*calls: CallMeasure, **changes: Any) -> LoadReport:
    options = LoadOptions(calls=len(calls), turns=2, url="http://a")
    whole = LoadReport(options, "http://a", 480.0, list(calls), CpuUse({}, 2, 0), steady(), True, 12.0)
    return replace(whole, **changes)


def test_the_figures_come_under_their_agreed_keys():
    figures = to_json(report(measured_call(0), measured_call(1)))
    assert list(figures)[: len(KEYS)] == KEYS
    assert figures["answer_ms"] == {"p50": 300.5, "p95": 300.95, "p99": 300.99}
    assert figures["voice_to_voice_ms"] == {"p50": 500, "p95": 500, "p99": 500}
    assert figures["engine_added_ms"] == {"p50": 20, "p95": 20, "p99": 20}
    assert figures["engine_added_arrival_ms"]["p50"] == 12
    assert figures["barge_in_stop_ms"]["p50"] == 240
    assert figures["underruns"] == 2
    assert figures["failed"] == 0
    assert figures["generator"]["cpu_share"] == 0.04
    assert figures["generator"]["late_ms"] == 0.5
    assert [warning for warning in figures["warnings"] if "other programs" not in warning] == []


def test_server_figures_leave_out_stand_ins_driver_and_generator():
    figures = to_json(report(measured_call(0), measured_call(1)))
    # 1.2 s of the server's CPU over 20 s of calls.
    assert figures["server_cpu_s_per_call_minute"] == 3.6
    assert figures["server_pss_mib"] == 250.0
    server = figures["server"]
    assert server["cores_per_call"] == 0.06
    assert server["by_component"]["call_actors"] == {
        "cpu_s_per_call_minute": 1.8,
        "cores": 0.06,
        "pss_mib": 200.0,
    }
    assert server["call_actor_uss_mib"]["p50"] == 61.0
    others = max(0.5 * (os.cpu_count() or 1) - 0.76, 0.0)
    assert server["not_counted_cores"] == {
        "driver": 0.1,
        "generator": 0.04,
        "stand_ins": 0.5,
        "other_programs": pytest.approx(others),
    }


def test_what_was_not_measured_is_null_and_said():
    failed = CallMeasure(0, failure=Failure("refused", "busy"))
    figures = to_json(report(failed, vendor_ms=None, steady=None, server_here=False))
    for key in KEYS[3:7]:
        assert figures[key] is None
    assert figures["server_cpu_s_per_call_minute"] is None
    assert figures["server_pss_mib"] is None
    assert figures["server"] is None
    assert figures["generator"]["cpu_share"] is None
    assert figures["failed"] == 1
    assert figures["failures"] == [{"call": 0, "reason": "refused", "detail": "busy"}]
    assert len(figures["warnings"]) == 3


def test_a_late_or_busy_generator_and_a_full_machine_are_warned_of():
    late = to_json(report(measured_call(0, lateness_ms=9.0)))["warnings"]
    assert any("9 ms late" in warning for warning in late)
    busy = steady(cpu=CpuUse({"generator": 9.0}, 10.0, 0.97))
    warnings = to_json(report(measured_call(0), steady=busy))["warnings"]
    assert any("used 90% of a core" in warning for warning in warnings)
    assert any("97% busy" in warning for warning in warnings)
    shared = to_json(report(measured_call(0), steady=steady(machine_share=1.0)))["warnings"]
    assert any("other programs" in warning for warning in shared)


def test_people_get_tables_with_the_same_figures():
    console = Console(width=140, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(render(report(measured_call(0), CallMeasure(1, failure=Failure("no_answer", "turn 1")))))
    shown = console.export_text()
    assert "1 of 2" in shown
    assert "no_answer" in shown
    assert "call actors" in shown
    assert "500.0" in shown
