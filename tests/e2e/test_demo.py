"""The main job as a newcomer runs it."""

import json
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from tests.e2e.newcomer import COMMAND, newcomer_environment
from tests.support.processes import still_running

FEWEST_PROCESSES = 15
"""Stores, stand-ins, reverse proxy, Ray's own, Serve's and a call actor: 29 were counted."""


@pytest.mark.timeout(240)
def test_demo_books_writes_its_facts_and_leaves_no_process(elsewhere: Path) -> None:
    (elsewhere / ".env").write_text("OBJECTS_URL=file://./kept\n")
    child = subprocess.Popen(
        [COMMAND, "demo", "--json", "facts.json"],
        cwd=elsewhere,
        env=newcomer_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    started: set[psutil.Process] = set()
    while child.poll() is None:
        started |= descendants(child.pid)
        time.sleep(0.5)
    output = child.stdout.read() if child.stdout is not None else ""
    assert child.returncode == 0, output
    facts = json.loads((elsewhere / "facts.json").read_text())
    assert facts["call"].keys() >= {"id", "status", "outcome", "duration_s", "answer_ms"}
    assert facts["call"]["outcome"] == "booked"
    assert facts["booking"]["customer_name"] == "Sarah Thompson"
    assert facts["vendors"] == dict.fromkeys(("twilio", "deepgram", "openai", "elevenlabs"), "sandbox")
    assert {"speaker", "generated_text", "heard_text", "latency_ms"} <= facts["turns"][0].keys()
    assert "voice to voice" in output
    assert {path.suffix for path in (elsewhere / "kept").rglob("*.*")} == {".wav", ".gz"}, "as .env says"
    assert len(started) >= FEWEST_PROCESSES, "the watch saw the system's processes"
    left = still_running(started, within_s=15)
    assert not left, [command_of(process) for process in left]


def descendants(pid: int) -> set[psutil.Process]:
    """Whatever the process has started, now; identified by start time too, so that a reused id is no match."""
    try:
        return set(psutil.Process(pid).children(recursive=True))
    except psutil.NoSuchProcess:
        return set()


def command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
