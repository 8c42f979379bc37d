"""The capacity tool against the whole system, with vendors that keep to a script."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.e2e.newcomer import COMMAND, newcomer_environment

PERCENTILES = {"p50", "p95", "p99"}


@pytest.mark.timeout(240)
def test_load_rings_its_own_system_and_writes_every_figure(elsewhere: Path) -> None:
    child = subprocess.run(
        [*(COMMAND, "load", "--calls", "2", "--turns", "3", "--json", "figures.json")],
        cwd=elsewhere,
        env=newcomer_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stdout
    figures = json.loads((elsewhere / "figures.json").read_text())
    assert (figures["calls"], figures["turns"], figures["failed"]) == (2, 3, 0)
    for name in ("answer_ms", "voice_to_voice_ms", "engine_added_ms", "barge_in_stop_ms"):
        assert figures[name].keys() == PERCENTILES, name
    assert figures["voice_to_voice_ms"]["p50"] >= figures["vendor_ms"]
    assert isinstance(figures["underruns"], int)
    assert figures["server_cpu_s_per_call_minute"] > 0
    assert figures["server_pss_mib"] > 0
    assert figures["generator"].keys() >= {"cpu_share", "late_ms"}
