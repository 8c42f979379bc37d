"""Which starts go to the zygote, and with what; every other becomes Ray's own script."""

import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from actors.forking import launcher, paths
from actors.forking.start_hook import WORKER_PATHS

RAYLET = "--raylet-name=/tmp/ray/session/sockets/raylet"
SCRIPTS = paths.ray_workers()
WORKER = f"{SCRIPTS}/default_worker.py"


class Became(Exception):
    """What this process would have become."""


Run = Callable[..., list[str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the zygote was asked for; it takes everything."""
    found: list[list[str]] = []

    def forked(worker: str, arguments: list[str]) -> bool:
        found.append([worker, *arguments])
        return True

    monkeypatch.setattr(launcher, "forked", forked)
    return found


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def execv(_path: str, argv: list[str]) -> None:
        raise Became(*argv)

    monkeypatch.setattr(os, "execv", execv)

    def run(*arguments: str) -> list[str]:
        monkeypatch.setattr(sys, "argv", ["launcher.py", *arguments])
        try:
            launcher.main()
        except Became as became:
            return list(became.args)
        return []

    return run


def context(**fields: Any) -> str:
    return f"--serialized-runtime-env-context={json.dumps(fields)}"


def test_a_plain_worker_is_asked_for_with_its_own_arguments(run: Run, asked: list[list[str]]):
    assert run(RAYLET, "--language=PYTHON", "--worker-id=1") == []
    assert asked == [[WORKER, RAYLET, "--language=PYTHON", "--worker-id=1"]]


def test_variables_of_a_runtime_environment_are_set_as_ray_sets_them(
    run: Run, asked: list[list[str]], monkeypatch: pytest.MonkeyPatch
):
    for name in ("RELEASE", "LIST"):
        monkeypatch.setenv(name, "before")  # put back at the end
    monkeypatch.setenv("LIST", "a")
    variables = {"RELEASE": "r2", "LIST": "${LIST}:b:${NOBODY}"}
    run(WORKER_PATHS["worker_path"], RAYLET, context(env_vars=variables), "--language=PYTHON")
    assert asked == [[WORKER, RAYLET]]
    assert (os.environ["RELEASE"], os.environ["LIST"]) == ("r2", "a:b:")


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"command_prefix": ["nice"]}, id="a prefix"),
        pytest.param({"py_executable": "/other/python"}, id="another interpreter"),
        pytest.param({"override_worker_entrypoint": "/x.py"}, id="another entry point"),
        pytest.param({"java_jars": ["a.jar"]}, id="Java"),
    ],
)
def test_whatever_else_a_runtime_environment_asks_for_is_left_to_ray(
    run: Run, asked: list[list[str]], odd: dict[str, Any]
):
    arguments = (WORKER_PATHS["worker_path"], RAYLET, context(**odd), "--language=PYTHON")
    assert run(*arguments) == [sys.executable, f"{SCRIPTS}/setup_worker.py", WORKER, *arguments[1:]]
    assert not asked


def test_a_worker_the_zygote_does_not_take_becomes_rays_own_script(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(launcher, "forked", lambda _worker, _arguments: False)  # pyright: ignore[reportUnknownLambdaType]
    assert run(RAYLET, "--worker-id=1") == [sys.executable, WORKER, RAYLET, "--worker-id=1"]


@pytest.fixture
def of_a_raylet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The arguments of a worker of a raylet that has no zygote."""
    monkeypatch.setenv("RAY_JOB_ID", "01000000")
    monkeypatch.setenv("RAY_RAYLET_PID", str(os.getpid()))
    monkeypatch.delenv(launcher.SWITCH, raising=False)
    (tmp_path / "sockets").mkdir()
    (tmp_path / "logs").mkdir()
    return [f"--raylet-name={tmp_path}/sockets/raylet"]


@pytest.fixture
def zygotes(monkeypatch: pytest.MonkeyPatch) -> list[paths.ZygotePaths]:
    """Those that were to be started; none of them lives."""
    started: list[paths.ZygotePaths] = []

    class Ended:
        returncode = 1

        def poll(self) -> int:
            return self.returncode

    def start(zygote: paths.ZygotePaths) -> Ended:
        started.append(zygote)
        return Ended()

    monkeypatch.setattr(launcher, "_start_zygote", start)
    return started


@pytest.mark.usefixtures("zygotes")
@pytest.mark.parametrize("name", ["RAY_JOB_ID", "RAY_RAYLET_PID"])
def test_workers_of_no_job_are_left_to_ray(
    of_a_raylet: list[str], zygotes: list[object], name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv(name)
    assert not launcher.forked(WORKER, of_a_raylet)
    assert not zygotes


def test_one_setting_switches_it_off(
    of_a_raylet: list[str], zygotes: list[object], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(launcher.SWITCH, "off")
    assert not launcher.forked(WORKER, of_a_raylet)
    assert not zygotes


def test_a_zygote_that_cannot_come_up_is_not_tried_again_for_a_minute(
    of_a_raylet: list[str], zygotes: list[paths.ZygotePaths]
):
    assert not launcher.forked(WORKER, of_a_raylet)
    assert not launcher.forked(WORKER, of_a_raylet)
    [zygote] = zygotes
    long_ago = os.stat(zygote.failure).st_mtime - launcher.RETRY_AFTER_S
    os.utime(zygote.failure, (long_ago, long_ago))
    assert not launcher.forked(WORKER, of_a_raylet)
    assert len(zygotes) == 2


def test_what_was_started_without_a_zygote_is_said_beside_it(
    of_a_raylet: list[str], zygotes: list[paths.ZygotePaths]
):
    raylet = of_a_raylet[0].partition("=")[2]
    assert paths.why_passed_over(raylet) is None
    assert not launcher.forked(WORKER, of_a_raylet)
    [zygote] = zygotes
    assert zygote.log in (paths.why_passed_over(raylet) or "")


def test_a_worker_that_is_forked_takes_that_back(of_a_raylet: list[str], monkeypatch: pytest.MonkeyPatch):
    raylet = of_a_raylet[0].partition("=")[2]
    Path(paths.passed_over_mark(raylet)).write_text("a zygote that did not answer")
    line = socket.socketpair()
    monkeypatch.setattr(launcher, "_connected", lambda _paths: line[0])
    line[1].sendall(launcher.FORKED)
    assert launcher.forked(WORKER, of_a_raylet)
    assert paths.why_passed_over(raylet) is None
    line[1].close()
