"""Ray's workers forked from a zygote: as good as those Ray starts, and ended as they are."""

import importlib.util
import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ray._private.parameter import RayParams

from actors.forking.paths import ray_workers
from actors.forking.start_hook import WORKER_PATHS, fork_workers
from deployments.preload import THEIRS
from tests.support.ray_programs import told_by

REPO = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    return told_by("tests.integration.cluster.forking_on_this_machine", 240)


def test_a_worker_is_forked_from_the_zygote_and_belongs_to_the_drivers_job(seen: dict[str, Any]):
    one = seen["one"]
    assert one["forked"]
    assert one["job"] == seen["job"]
    assert one["call_loaded"], "what a call needs is there before it is asked for"
    assert one["tables_related"], "SQLAlchemy would relate them in each process, while a caller waits"
    assert one["title"].startswith("ray::"), "operators tell workers by their titles"
    assert one["tls"]
    assert one["threads_of_zygote"] == 1
    assert "actors.forking.zygote" in seen["zygote"]["command"]
    assert seen["zygote"]["connections"] == 0
    assert seen["zygote"]["session"], "both are of the raylet's session"


def test_many_at_once_are_all_forked_and_have_nothing_random_in_common(seen: dict[str, Any]):
    burst = seen["burst"]
    assert all(worker["forked"] for worker in burst)
    assert {worker["parent"] for worker in burst} == {seen["one"]["parent"]}
    for name in ("pid", "random", "id"):
        assert len({worker[name] for worker in burst}) == len(burst)


def test_variables_of_a_runtime_environment_reach_a_forked_worker(seen: dict[str, Any]):
    assert (seen["released"]["forked"], seen["released"]["release"]) == (True, "r2")


def test_a_worker_whose_interpreter_is_to_start_otherwise_is_started_by_ray(seen: dict[str, Any]):
    assert not seen["other_python"]["forked"]


@pytest.mark.parametrize("by", ["SIGKILL", "SIGTERM", "ray.kill", "exit_actor"])
def test_a_forked_worker_ends_and_ray_knows(seen: dict[str, Any], by: str):
    process_gone, ray_knows = seen["deaths"][by]
    assert process_gone
    assert ray_knows


def test_an_actor_that_serves_on_its_main_thread_sleeps_until_something_happens(seen: dict[str, Any]):
    """Ray's own wait wakes it a hundred times a second."""
    assert seen["serving"]["main"]
    assert seen["serving"]["wakes"] < 20


@pytest.mark.parametrize("by", ["SIGKILL", "SIGTERM", "ray.kill"])
def test_an_actor_that_serves_on_its_main_thread_ends(seen: dict[str, Any], by: str):
    assert seen["serving"]["ended"][by]


def test_workers_outlive_their_zygote_and_the_next_start_makes_another(seen: dict[str, Any]):
    assert seen["zygotes_death"]["survivor"]
    assert seen["zygotes_death"]["another_zygote"]


def test_a_zygote_that_does_not_answer_is_passed_over(seen: dict[str, Any]):
    assert not seen["zygotes_death"]["while_stopped"]
    assert seen["zygotes_death"]["afterwards"]


def test_changed_code_gets_a_zygote_of_its_own(seen: dict[str, Any]):
    assert seen["changed_code"] == {"forked": [True, True], "another_zygote": True}


def test_nothing_outlives_the_raylet(seen: dict[str, Any]):
    assert seen["left_when_the_raylet_is_killed"] == []


def test_every_start_of_a_soak_is_forked(seen: dict[str, Any]):
    assert seen["soak"] == int(os.environ.get("RECEPTIONIST_SOAK", "0"))


def test_ray_still_has_what_forking_workers_stands_on():
    """Private parts of Ray: when one of these moves, read its start of workers anew before anything else."""
    parameters = inspect.signature(RayParams.__init__).parameters
    assert set(WORKER_PATHS) <= parameters.keys()
    for script in ("default_worker.py", "setup_worker.py"):
        assert (Path(ray_workers()) / script).is_file()
    assert Path(WORKER_PATHS["setup_worker_path"]).name == "setup_worker.py"
    params = RayParams()
    fork_workers(params, True)
    assert {name: getattr(params, name) for name in WORKER_PATHS} == WORKER_PATHS


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()", "threads"),
        ("import ray; ray.ObjectID.from_random()", "random numbers"),
        ("raise RuntimeError('broken module')", "broken module"),
    ],
    ids=["a thread", "a random number", "an error"],
)  # fmt: skip
def test_modules_that_make_forking_unsafe_end_the_zygote(tmp_path: Path, code: str, says: str):
    (tmp_path / "unfit.py").write_text(code)
    ran = subprocess.run(
        [sys.executable, "-c", "from actors.forking.zygote import preload; preload(['unfit'])"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 1
    assert says in ran.stderr


def test_what_serves_own_processes_load_is_found_where_the_zygote_looks_for_it():
    """Private parts of Ray and uvicorn: a process whose modules have moved imports them itself, for 10 MiB more."""
    gone = [name for name in THEIRS if importlib.util.find_spec(name) is None]
    assert not gone
