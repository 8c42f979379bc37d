"""The whole system is told to stop in the middle of a call: the call is let finish, nothing is left behind."""

import asyncio
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from sandbox.local.process import SandboxError
from sandbox.local.running import Running, read_running
from sandbox.phone.call_result import CallResult
from sandbox.phone.line import Line, phone_line
from sandbox.phone.script import Script
from storage.redis.connection import open_redis
from storage.redis.nodes import NodeReport, Nodes
from tests.e2e.newcomer import COMMAND, newcomer_environment
from tests.e2e.test_demo import command_of, descendants
from tests.support.processes import still_running

START_TIMEOUT_S = 120.0
FEWEST_PROCESSES = 15


def started(data_dir: Path, child: "subprocess.Popen[bytes]") -> Running:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and child.poll() is None:
        try:
            return read_running(data_dir)
        except SandboxError:
            time.sleep(0.5)
    raise AssertionError(f"the system did not start: status {child.poll()}")


async def reported_by_the_node(running: Running) -> NodeReport:
    redis = open_redis(running.redis_url)
    try:
        [report] = (await Nodes(redis).all()).values()
    finally:
        await redis.aclose()
    return report


async def call_that_is_cut_into(
    running: Running, child: "subprocess.Popen[bytes]"
) -> tuple[CallResult, float]:
    """A caller asks a question; SIGTERM comes while they are on the line. How it went, and when it ended."""
    turns = [{"say": "How much is a haircut?"}, {"say": "No thank you, that's all. Goodbye."}]
    async with phone_line(Line.to(running)) as phone, asyncio.TaskGroup() as tasks:
        ringing = tasks.create_task(phone.call_by_script(Script.model_validate({"turns": turns})))
        await asyncio.sleep(6)
        assert not ringing.done()
        child.send_signal(signal.SIGTERM)
    return ringing.result(), time.monotonic()


@pytest.mark.timeout(300)
def test_sigterm_lets_calls_end_and_leaves_no_process(elsewhere: Path, tmp_path: Path) -> None:
    (elsewhere / ".env").write_text("CALL_SLOTS=5\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (tmp_path / "output").open("wb") as output:
        child = subprocess.Popen(
            [
                *(COMMAND, "dev", "--port", str(port), "--data-dir", "data", "--grace", "90"),
            ],
            cwd=elsewhere,
            env=newcomer_environment(),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            running = started(elsewhere / "data", child)
            report = asyncio.run(reported_by_the_node(running))
            processes = descendants(child.pid)
            call, ended_at = asyncio.run(call_that_is_cut_into(running, child))
            assert child.wait(60) == 0
            took_s = time.monotonic() - ended_at
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
    assert report.slots == 5, "the gateway's replica reads .env too, where the user is"
    assert not call.errors
    assert call.status == "completed"
    assert len(call.response_times_ms) == 2, "both turns were answered"
    assert took_s < 60, "it does not wait for the whole grace once the call is over"
    assert len(processes) >= FEWEST_PROCESSES
    left = still_running(processes, within_s=15)
    assert not left, [command_of(process) for process in left]
