"""The capacity tool against the whole system, with vendors that keep to a script."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.newcomer import COMMAND, newcomer_environment

PERCENTILES = {"p50", "p95", "p99"}


@pytest.mark.timeout(240)
def test_load_rings_its_own_system_and_writes_every_figure(elsewhere: Path) -> None:
    child = subprocess.run(
        [
            *(COMMAND, "load", "--calls", "2", "--turns", "2", "--idle-s", "2", "--starts", "2"),
            *("--json", "figures.json", "--report", "report.html"),
        ],
        cwd=elsewhere,
        env=newcomer_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stdout
    figures = json.loads((elsewhere / "figures.json").read_text())
    assert (figures["calls"], figures["turns"], figures["failed"]) == (2, 2, 0)
    for name in ("answer_ms", "voice_to_voice_ms", "engine_added_ms", "barge_in_stop_ms"):
        assert figures[name].keys() == PERCENTILES, name
    assert figures["voice_to_voice_ms"]["p50"] >= figures["vendor_ms"]
    assert isinstance(figures["underruns"], int)
    assert figures["server_cpu_s_per_call_minute"] > 0
    assert figures["server_pss_mib"] > 0
    assert figures["generator"].keys() >= {"cpu_share", "late_ms"}
    check_figures_of_levels(figures)
    page = (elsewhere / "report.html").read_text()
    assert page.startswith("<!doctype html>")
    assert "call actors" in page


def check_figures_of_levels(figures: dict[str, Any]) -> None:
    [level] = figures["levels"]
    assert (level["placed"], level["answered"], level["failed"]) == (2, 2, 0)
    assert level["silence_ms"].keys() == PERCENTILES
    assert level["silence_ms"]["p95"] <= level["answer_ms"]["p95"]
    assert level["cpu"]["by_role"]["call_actors"] > 0
    assert level["pss_mib"]["by_role"]["gateway"] > 0
    assert level["generator"].keys() >= {"cpu_share", "late_ms", "late"}
    idle, start = figures["idle"], figures["start"]
    assert idle["cpu"] > 0
    assert idle["call_processes"] == 2
    assert 0 < start["pss_mib"] < idle["pss_mib"]
    assert start["cpu_s"] > 0
    assert start["wall_s"] > 0
    # A worker is started by a launcher whether or not it is forked.
    assert start["cpu_s_by_role"]["launchers"] > 0
    # The processes that were started to be measured are gone before the calls.
    assert figures["server"]["call_actors"] <= idle["call_processes"] + 2
