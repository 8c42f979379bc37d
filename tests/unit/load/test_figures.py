import json
import os
from dataclasses import replace

import pytest

from load.figures import to_json
from load.job import CallMeasure, Failure
from load.processes import CpuUse
from tests.unit.load.measured_runs import (
    measured_call,
    refused_call,
    run_of,
    run_of_steps,
    window,
)

KEYS = [
    "calls", "turns", "failed", "answer_ms", "voice_to_voice_ms", "engine_added_ms", "barge_in_stop_ms",
    "underruns", "server_cpu_s_per_call_minute", "server_pss_mib", "generator",
]  # fmt: skip


def test_the_figures_come_under_their_agreed_keys():
    figures = to_json(run_of(measured_call(0), measured_call(1)))
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
    figures = to_json(run_of(measured_call(0), measured_call(1)))
    # 1.2 s of the server's CPU over 20 s of calls.
    assert figures["server_cpu_s_per_call_minute"] == 3.6
    assert figures["server_pss_mib"] == 250.0
    server = figures["server"]
    assert server["cores_per_call"] == 0.06
    assert server["idle_cores"] == 0.1
    assert server["cores_per_call_above_idle"] == 0.01
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


def test_a_level_says_how_its_calls_were_answered_and_what_each_role_used():
    [level] = to_json(run_of(measured_call(0), measured_call(1), refused_call(2)))["levels"]
    assert (level["placed"], level["answered"], level["failed"]) == (3, 2, 1)
    assert level["failure_reasons"] == {"refused": 1}
    assert level["answer_ms"]["p50"] == 300.5
    assert level["silence_ms"] == {"p50": 80.5, "p95": 80.95, "p99": 80.99}
    assert level["engine_added_ms"]["p95"] == 20
    assert level["cpu"]["cores"] == 0.12
    assert level["cpu"]["by_role"] == {
        "call_actors": 0.06, "gateway": 0.01, "postgres": 0.01, "ray_system": 0.03, "redis": 0.01,
    }  # fmt: skip
    assert level["cpu"]["mean_calls"] == 2
    assert level["pss_mib"] == {"all": 250.0, "by_role": {"call_actors": 200.0, "postgres": 50.0}}
    assert level["generator"]["late_ms"] == 0.5
    assert level["generator"]["late"] is False
    assert level["verdict"] is None


def test_silence_counts_calls_that_never_heard_a_greeting():
    silent = CallMeasure(1, failure=Failure("no_greeting", "10 s"), silence_ms=10_000)
    [level] = to_json(run_of(measured_call(0), silent))["levels"]
    assert level["answered"] == 2
    assert level["answer_ms"]["p95"] == 300
    assert level["silence_ms"]["p95"] > 9000


def test_the_server_at_rest_and_a_start_have_figures_of_their_own():
    figures = to_json(run_of(measured_call(0)))
    assert (figures["idle"]["cpu"], figures["idle"]["pss_mib"]) == (0.1, 400.0)
    assert figures["idle"]["call_processes"] == 3
    assert figures["idle"]["cpu_by_role"] == {"gateway": 0.05, "ray_system": 0.05}
    start = figures["start"]
    assert (start["cpu_s"], start["wall_s"], start["pss_mib"]) == (0.181, 0.204, 41.3)
    assert start["processes"] == 10
    assert "PSS" in start["method"]


def test_steps_give_the_knee_and_the_figures_of_its_level():
    figures = to_json(run_of_steps((2, 4, 8, 16), 500, 510, 700, 900))
    assert [level["verdict"] for level in figures["levels"]] == ["within", "within", "within", "beyond"]
    assert figures["knee"] == {
        "calls": 4,
        "one_call_p50_ms": 500,
        "limit_p95_ms": 800,
        "ended_by": "beyond",
        "not_tried": [16],
    }
    assert figures["calls"] == 4
    assert figures["turns"] is None
    assert figures["voice_to_voice_ms"]["p50"] == 700
    assert to_json(run_of(measured_call(0)))["knee"] is None


def test_a_level_whose_callers_were_late_says_so_and_is_no_knee():
    report = run_of_steps((2,), 500, 500)
    one, two = report.levels
    late = replace(two, calls=[measured_call(call.call, lateness_ms=30) for call in two.calls])
    figures = to_json(replace(report, levels=(one, late)))
    assert figures["levels"][1]["generator"]["late"] is True
    assert figures["levels"][1]["verdict"] == "late"
    assert figures["knee"]["calls"] == 1
    assert any("2 calls: the callers themselves were late (30 ms" in text for text in figures["warnings"])


def test_steps_whose_single_call_was_not_answered_have_no_knee():
    report = run_of_steps((2,), 500)
    [one] = report.levels
    figures = to_json(replace(report, levels=(replace(one, calls=[refused_call(0)]),)))
    assert figures["knee"] == {
        "calls": None, "one_call_p50_ms": None, "limit_p95_ms": None, "ended_by": "beyond", "not_tried": [2],
    }  # fmt: skip


def test_what_was_not_measured_is_null_and_said():
    report = run_of(refused_call(0), vendor_ms=None, window=None, server_here=False, rest=None, start=None)
    figures = to_json(report)
    for key in KEYS[3:7]:
        assert figures[key] is None
    for key in ("server_cpu_s_per_call_minute", "server_pss_mib", "server", "idle", "start"):
        assert figures[key] is None, key
    assert figures["generator"]["cpu_share"] is None
    assert figures["failed"] == 1
    assert figures["failures"] == [{"call": 0, "reason": "refused", "detail": "<b>busy</b>"}]
    assert (figures["levels"][0]["cpu"], figures["levels"][0]["pss_mib"]) == (None, None)
    assert len(figures["warnings"]) == 3
    json.dumps(figures)


def test_without_the_server_at_rest_nothing_is_said_above_it():
    server = to_json(run_of(measured_call(0), rest=None))["server"]
    assert (server["idle_cores"], server["cores_per_call_above_idle"]) == (None, None)


def test_a_late_or_busy_generator_and_a_full_machine_are_warned_of():
    late = to_json(run_of(measured_call(0, lateness_ms=9.0)))["warnings"]
    assert any("9 ms late" in warning for warning in late)
    busy = window(cpu=CpuUse({"generator": 9.0}, 10.0, 0.97))
    warnings = to_json(run_of(measured_call(0), window=busy))["warnings"]
    assert any("used 90% of a core" in warning for warning in warnings)
    assert any("97% busy" in warning for warning in warnings)
    shared = to_json(run_of(measured_call(0), window=window(machine_share=1.0)))["warnings"]
    assert any("other programs" in warning for warning in shared)
