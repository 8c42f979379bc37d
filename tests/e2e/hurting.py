"""A run of the chaos tool as its user starts it, in which nothing may be lost and nothing left over."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.e2e.newcomer import COMMAND, newcomer_environment


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
