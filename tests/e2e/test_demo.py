"""The main job as a newcomer runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

VENDOR_PREFIXES = ("TWILIO", "DEEPGRAM", "OPENAI", "ELEVENLABS", "DATABASE", "REDIS")


@pytest.mark.timeout(240)
def test_demo_books_writes_its_facts_and_leaves_no_process(tmp_path: Path) -> None:
    facts_file = tmp_path / "facts.json"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(VENDOR_PREFIXES)}
    before = {process.pid for process in psutil.process_iter()}
    child = subprocess.Popen(
        [Path(sys.executable).parent / "receptionist", "demo", "--json", facts_file],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    output, _ = child.communicate()
    assert child.returncode == 0, output
    facts = json.loads(facts_file.read_text())
    assert facts["call"].keys() >= {"id", "status", "outcome", "duration_s", "answer_ms"}
    assert facts["call"]["outcome"] == "booked"
    assert facts["booking"]["customer_name"] == "Sarah Thompson"
    assert facts["vendors"] == dict.fromkeys(("twilio", "deepgram", "openai", "elevenlabs"), "sandbox")
    assert {"speaker", "generated_text", "heard_text", "latency_ms"} <= facts["turns"][0].keys()
    assert "voice to voice" in output
    left = [
        process
        for process in psutil.process_iter(["cmdline"])
        if process.pid not in before and "receptionist" in " ".join(process.info["cmdline"] or [])
    ]
    assert not left
