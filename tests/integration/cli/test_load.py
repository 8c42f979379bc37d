"""`receptionist load` as it is typed: what it refuses, and what is left when it is stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner

from cli.app import app, main
from domain.errors import ConfigError
from tests.e2e.newcomer import COMMAND, newcomer_environment

SILENT_SERVER = (
    "import asyncio\n"
    "from load.calibration import KnownBehaviour, known_server\n"
    "async def main():\n"
    "    async with known_server(KnownBehaviour(underrun_ms=0)) as url:\n"
    "        print(url, flush=True)\n"
    "        await asyncio.sleep(120)\n"
    "asyncio.run(main())\n"
)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("--steps 10,20,15", "steps go up"),
        ("--steps 10,10", "steps go up"),
        ("--steps ten,20", "--steps takes numbers"),
        ("--steps ,", "--steps takes numbers"),
        ("--steps -5,5", "at least one call"),
        ("--burst 20 --arrivals-per-s 2", "--burst and --arrivals-per-s are different runs"),
        ("--burst 20 --steps 1,2", "--burst and --steps are different runs"),
        ("--calls 20 --burst 3", "--calls and --burst are different runs"),
        ("--burst -3", "at least one call"),
        ("--calls 0", "at least one call"),
        ("--arrivals-per-s -2", "a rate and a time above 0"),
        ("--arrivals-per-s 2 --seconds 0", "a rate and a time above 0"),
        ("--arrivals-per-s nan", "a rate and a time above 0"),
        ("--arrivals-per-s 2 --hold -1", "more than 0 seconds"),
        ("--arrivals-per-s 2 --turns 3", "calls of --arrivals-per-s last for --hold seconds"),
        ("--steps 1,2 --turns 3", "calls of --steps last for --hold seconds"),
        ("--burst 2 --turns 3 --hold 5", "for --turns or for --hold"),
        ("--seconds 30", "--seconds goes with --arrivals-per-s"),
        ("--burst 3 --seed 2", "--seed goes with --arrivals-per-s"),
        ("--turns -1", "no fewer than 0 turns"),
        ("--ramp-s -1", "the ramp cannot be below 0"),
        ("--idle-s -1", "the idle time cannot be below 0"),
        ("--starts -1", "the number of starts cannot be below 0"),
        ("--arrivals-per-s 100 --seconds 3000", "say --yes"),
        ("--burst 5000", "say --yes"),
        ("--setting CALL_SLOTS", "--setting takes NAME=value"),
        ("--burst 2 --setting CALL_SLOTS=many", "CALL_SLOTS: Input should be a valid integer"),
        ("--burst 2 --json /nowhere/at/all.json", "/nowhere/at/all.json cannot be written"),
        ("--burst 2 --json a.out --report a.out", "need two files"),
        ("--burst 2 --report /tmp", "/tmp cannot be written"),
    ],
    ids=lambda value: value if value.startswith("--") else None,
)
def test_what_makes_no_sense_is_refused_before_anything_is_started(
    typed: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setattr(sys, "argv", ["receptionist", "load", *typed.split()])
    before = psutil.Process().children(recursive=True)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert said in " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert psutil.Process().children(recursive=True) == before


def test_a_run_that_is_refused_leaves_files_as_they_were(tmp_path: Path):
    old = tmp_path / "old.json"
    old.write_text("{}")
    command = ["load", "--json", str(old), "--report", str(tmp_path / "none" / "new.html")]
    result = CliRunner().invoke(app, command)
    assert isinstance(result.exception, ConfigError)
    assert [path.name for path in tmp_path.iterdir()] == ["old.json"]
    assert old.read_text() == "{}"


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a Media Streams server that talks."""
    root = Path(__file__).parents[3]
    process = subprocess.Popen(
        [sys.executable, "-c", SILENT_SERVER],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_run_that_is_stopped_leaves_no_process(server: str, stop: signal.Signals, tmp_path: Path):
    command = [
        *(COMMAND, "load", "--arrivals-per-s", "2", "--seconds", "90", "--hold", "30"),
        *("--ws-url", server, "--json", "figures.json"),
    ]
    child = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=newcomer_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        generators = wait_for_generators(child)
        child.send_signal(stop)
        output, _ = child.communicate(timeout=60)
    finally:
        child.kill()
        child.wait()
    assert child.returncode != 0
    assert b"Traceback" not in output
    assert not [process for process in generators if process.is_running() and process.status() != "zombie"]
    assert not (tmp_path / "figures.json").exists()


def wait_for_generators(child: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """Those of a run that makes calls: it has a stream open."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None:
        found = [
            process
            for process in psutil.Process(child.pid).children(recursive=True)
            if "load.generator" in process.cmdline()
        ]
        if any(process.net_connections() for process in found):
            return found
        time.sleep(0.1)
    raise AssertionError(f"no call was made: status {child.poll()}")
