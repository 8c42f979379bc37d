"""Callers book while the system is hurt: no call is lost, no booking is lost or made twice, nothing is left over."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KINDS = (
    "kill_actor_speaking",
    "kill_actor_thinking",
    "kill_actor_listening",
    "kill_gateway",
    "drop_deepgram",
    "drop_openai",
    "drop_elevenlabs",
)
FEWEST_KINDS = 4
"""So many of them came up when the machine had little time for the run."""


@pytest.mark.timeout(300)
def test_calls_and_bookings_outlive_processes_and_connections(tmp_path: Path) -> None:
    facts_file = tmp_path / "chaos.json"
    only = [part for kind in KINDS for part in ("--only", kind)]
    command = Path(sys.executable).parent / "receptionist"
    child = subprocess.run(
        [command, "chaos", "--calls", "3", "--minutes", "1.3", "--seed", "11", "--json", facts_file, *only],
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert facts_file.exists(), child.stdout
    facts = json.loads(facts_file.read_text())
    assert facts["problems"] == [], child.stdout
    assert child.returncode == 0, child.stdout
    assert facts["calls"]["lost"] == []
    assert facts["calls"]["finished"] >= 3
    bookings = facts["bookings"]
    assert bookings["expected"] == bookings["found"] >= 3
    assert bookings["duplicated"] == 0
    assert len(facts["faults"]) >= FEWEST_KINDS, child.stdout
    for fault in facts["faults"]:
        assert fault["calls_after"] == fault["calls_before"], fault
        assert fault.keys() >= {"kind", "injected", "gap_ms", "turns_repeated", "turns_lost"}
    assert not any(facts["leftovers"].values())
