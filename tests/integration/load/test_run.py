"""Runs against servers that do not serve: every call ends with a reason, and the run with it."""

import asyncio
import os
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
from websockets.asyncio.server import ServerConnection, serve

from load.calibration import KnownBehaviour, known_server
from load.figures import to_json
from load.generator_processes import generators
from load.job import CallerPlan, Job, LoadTimings
from load.levels import Arrivals
from load.measures import LoadReport
from load.options import LoadOptions
from load.run import run_load
from sandbox.local.process import SandboxError
from tests.integration.sandbox.phone.phone_application import (
    CONNECT,
    Application,
    StreamSession,
    serving,
    tone,
)
from tests.support.namesakes import namesakes_in

VOICE = "/webhooks/twilio/voice"


async def run(**options: object) -> LoadReport:
    wanted = {"calls": 2, "turns": 1, "ramp_s": 0.0, "patience_s": 1.0, **options}
    return await run_load(LoadOptions(**wanted), lambda _progress: None)  # type: ignore[arg-type]


def reasons(report: LoadReport) -> list[str | None]:
    """Of the first level."""
    calls = report.levels[0].calls
    return [call.failure.reason if call.failure is not None else None for call in calls]


@asynccontextmanager
async def stream_server(behave):
    async with serve(behave, "127.0.0.1", 0, compression=None) as server:
        yield f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/"


async def listen(socket: ServerConnection) -> None:
    async for _ in socket:
        pass


async def close_soon(socket: ServerConnection) -> None:
    for _ in range(10):
        await socket.recv()
    await socket.close()


@pytest.mark.parametrize(
    ("behave", "reason"), [(listen, "no_greeting"), (close_soon, "closed_early")], ids=["silent", "closing"]
)
async def test_a_stream_server_that_does_not_serve_fails_every_call(behave, reason: str):
    async with stream_server(behave) as ws_url:
        report = await run(ws_url=ws_url)
    assert reasons(report) == [reason, reason]
    figures = to_json(report)
    assert figures["failed"] == 2
    assert figures["answer_ms"] is None
    assert report.took_s < 30


async def test_nobody_listening_is_a_refused_stream():
    assert reasons(await run(ws_url="ws://127.0.0.1:1/")) == ["stream_refused"] * 2


async def speak_once(session: StreamSession) -> None:
    """Greets, answers the first utterance 600 ms after it is over, then listens to the end."""
    await session.expect("start")
    await asyncio.sleep(0.05)
    await session.play(tone(400))
    voiced = False
    silent = 0
    while True:
        message = await session.expect("media")
        loud = "/////" not in message["media"]["payload"]
        voiced, silent = voiced or loud, 0 if loud else silent + 1
        if voiced and silent == 30:
            await session.play(tone(600))
            voiced = False


async def test_calls_go_over_the_carriers_whole_protocol():
    application = Application({VOICE: CONNECT, "/after": "<Response><Hangup/></Response>"}, speak_once)
    async with serving(application):
        report = await run(url=application.base, vendor_ms=600)
    assert reasons(report) == [None, None]
    voice = application.of(VOICE)
    assert len(voice) == 2
    assert all(request.signed for request in voice)
    assert {request.form["From"] for request in voice} == {"+61491570000", "+61491570001"}
    assert all("x-twilio-signature" in upgrade for upgrade in application.upgrades)
    assert [request.form["CallStatus"] for request in application.of("/webhooks/twilio/status")] == [
        "completed"
    ] * 2
    figures = to_json(report)
    assert figures["answer_ms"]["p50"] >= 50
    # 30 silent frames of 20 ms.
    assert 580 <= figures["voice_to_voice_ms"]["p50"] <= 900
    assert figures["engine_added_ms"]["p50"] == pytest.approx(
        figures["voice_to_voice_ms"]["p50"] - 600, abs=0.05
    )


@pytest.mark.parametrize(
    ("documents", "reason"),
    [
        ({VOICE: "<Response><Say>All our lines are busy.</Say></Response>"}, "refused"),
        ({VOICE: "<Response><Reject/></Response>"}, "refused"),
        ({VOICE: (500, "broken")}, "webhook"),
        ({VOICE: '<Response><Connect><Stream url="{ws}/nowhere"/></Connect></Response>'}, "stream_refused"),
    ],
    ids=["all lines busy", "rejected", "server error", "no such stream"],
)
async def test_a_number_that_does_not_serve_fails_every_call(documents: dict[str, object], reason: str):
    async with serving(Application(documents)) as application:
        report = await run(url=application.base)
    assert reasons(report) == [reason, reason]


async def test_callers_are_shared_among_generators_and_measured_together():
    async with known_server(KnownBehaviour(underrun_ms=0, answer_ms=400)) as ws_url:
        report = await run(calls=4, generators=2, ws_url=ws_url, patience_s=10)
    assert reasons(report) == [None] * 4
    [level] = report.levels
    assert [len(call.turns) for call in level.calls] == [1] * 4
    assert level.window is not None
    assert level.window.generator_processes == 2
    assert level.window.call_s > 0


async def test_a_burst_is_measured_from_the_first_ring_and_each_answer_with_its_silence():
    known = KnownBehaviour(underrun_ms=0, answer_ms=400)
    async with known_server(known) as ws_url:
        report = await run(calls=5, burst=True, ramp_s=None, ws_url=ws_url, patience_s=10)
    assert reasons(report) == [None] * 5
    [level] = to_json(report)["levels"]
    assert level["name"] == "burst of 5"
    assert level["silence_ms"]["p50"] >= known.greets_after_ms - 2
    assert level["answer_ms"]["p50"] >= level["silence_ms"]["p50"]
    assert report.levels[0].window is not None


async def test_arrivals_come_while_earlier_calls_are_held():
    async with known_server(KnownBehaviour(underrun_ms=0, answer_ms=400)) as ws_url:
        arrivals = Arrivals(2, 3, "even")
        report = await run(calls=1, ramp_s=None, ws_url=ws_url, arrivals=arrivals, hold_s=4.0, patience_s=10)
    assert reasons(report) == [None] * 6
    [level] = report.levels
    assert level.window is not None
    assert level.window.cpu.wall_s >= 2.9
    # They overlap: nobody hangs up in the 3 s in which others come.
    assert level.window.call_s > level.window.cpu.wall_s


async def test_steps_end_with_the_first_level_that_is_served_worse_than_one_call():
    """A server that answers a call a second later when another is there."""
    async with known_server(KnownBehaviour(underrun_ms=0, answer_ms=400), slow_from=2) as ws_url:
        report = await run(calls=1, ws_url=ws_url, steps=(2, 3), hold_s=9.0, patience_s=10)
    figures = to_json(report)
    assert [level["calls"] for level in figures["levels"]] == [1, 2]
    assert [level["failures"] for level in figures["levels"]] == [[], []]
    assert figures["knee"]["not_tried"] == [3]
    slowest = figures["levels"][-1]
    assert slowest["verdict"] in {"beyond", "late"}
    assert slowest["voice_to_voice_ms"]["p95"] > figures["knee"]["limit_p95_ms"]
    # A machine that is too busy to ring it in time has no knee at all.
    assert figures["knee"]["calls"] in {1, None}


async def test_a_level_of_failing_calls_is_the_last():
    async with stream_server(close_soon) as ws_url:
        report = await run(calls=1, ws_url=ws_url, steps=(2, 3), hold_s=3.0)
    figures = to_json(report)
    assert [level["failure_reasons"] for level in figures["levels"]] == [{"closed_early": 1}]
    assert figures["knee"]["calls"] is None


async def test_a_run_without_a_server_is_refused():
    with pytest.raises(SandboxError, match="name a server"):
        await run()


async def test_generators_end_with_the_run_that_started_them():
    job = Job((CallerPlan(0, 0.0, 1),), LoadTimings(), ws_url="ws://127.0.0.1:1/")
    async with generators([job, job], lambda _event: None) as started:
        pids = started.pids
        assert all(psutil.pid_exists(pid) for pid in pids)
    assert not any(psutil.pid_exists(pid) for pid in pids)


async def test_a_generator_starts_in_a_directory_with_modules_called_as_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    job = Job((CallerPlan(0, 0.0, 1),), LoadTimings(), ws_url="ws://127.0.0.1:1/")
    with namesakes_in(tmp_path):
        async with generators([job], lambda _event: None) as started:
            assert len(started.pids) == 1


async def test_a_generator_whose_starter_dies_gives_up():
    """The starter is killed while its generator waits for the word to go."""
    code = (
        "import asyncio, os, signal\n"
        "from load.generator_processes import generators\n"
        "from load.job import CallerPlan, LoadTimings, Job\n"
        "async def main():\n"
        "    job = Job((CallerPlan(0, 0.0, 1),), LoadTimings(), ws_url='ws://127.0.0.1:1/')\n"
        "    async with generators([job], lambda event: None) as started:\n"
        "        print(started.pids[0], flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    root = Path(__file__).parents[3]
    starter = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, _ = await starter.communicate()
    pid = int(output)
    deadline = time.monotonic() + 20
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline, "the generator lives on"
        await asyncio.sleep(0.05)
