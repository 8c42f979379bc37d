"""Callers book while the system is hurt: no call is lost, no booking is lost or made twice, nothing is left over."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.newcomer import COMMAND, newcomer_environment

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


NODE_KINDS = ("drain", "freeze_node", "kill_node")
"""On three nodes, of which the last two faults leave one."""


def hurt(directory: Path, *kinds: str, minutes: float) -> dict[str, Any]:
    """The facts of a run, started in this directory, in which nothing was lost and nothing is left over."""
    facts_file = directory / "chaos.json"
    only = [part for kind in kinds for part in ("--only", kind)]
    child = subprocess.run(
        [
            *(COMMAND, "chaos", "--calls", "3", "--minutes", str(minutes)),
            *("--seed", "11", "--json", facts_file.name, *only),
        ],
        cwd=directory,
        env=newcomer_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert facts_file.exists(), child.stdout
    facts: dict[str, Any] = json.loads(facts_file.read_text())
    assert facts["problems"] == [], child.stdout
    assert child.returncode == 0, child.stdout
    assert facts["calls"]["lost"] == []
    assert facts["calls"]["finished"] >= 3
    bookings = facts["bookings"]
    assert bookings["expected"] == bookings["found"] >= 3
    assert bookings["duplicated"] == 0
    for fault in facts["faults"]:
        assert fault["calls_after"] == fault["calls_before"], fault
        assert fault.keys() >= {"kind", "injected", "gap_ms", "turns_repeated", "turns_lost"}
    assert not any(facts["leftovers"].values())
    return facts


@pytest.mark.timeout(300)
def test_calls_and_bookings_outlive_processes_and_connections(elsewhere: Path) -> None:
    facts = hurt(elsewhere, *KINDS, minutes=1.0)
    assert len(facts["faults"]) >= FEWEST_KINDS


@pytest.mark.timeout(400)
def test_calls_and_bookings_outlive_their_nodes(elsewhere: Path) -> None:
    facts = hurt(elsewhere, *NODE_KINDS, minutes=1.5)
    assert {fault["kind"] for fault in facts["faults"]} >= {"freeze_node", "kill_node"}
