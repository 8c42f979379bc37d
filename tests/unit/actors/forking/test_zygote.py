"""Which workers a zygote may make by forking itself."""

import sys
from pathlib import Path

import pytest

from actors.forking.paths import ZygotePaths
from actors.forking.request import ForkRequest
from actors.forking.zygote import refusal

OWN = {"RAY_JOB_ID": "ffffffff", "RAY_RAYLET_PID": "7", "PYTHONHASHSEED": "0", "HOME": "/root"}


def request(environment: dict[str, str], executable: str = sys.executable) -> ForkRequest:
    return ForkRequest(
        executable=executable, script="w.py", arguments=[], environment=environment, directory="/"
    )


def test_a_worker_of_any_job_with_variables_of_its_own_is_granted():
    assert refusal(request(OWN | {"RAY_JOB_ID": "01000000", "RELEASE": "r2", "HOME": "/"}), OWN) is None


@pytest.mark.parametrize(
    "name",
    ["PYTHONHASHSEED", "PYTHONPATH", "LD_PRELOAD", "MALLOC_ARENA_MAX", "GRPC_VERBOSITY", "OMP_NUM_THREADS",
     "SSL_CERT_FILE", "RAY_event_stats", "RAY_RAYLET_PID"],
)  # fmt: skip
def test_a_variable_that_counts_when_a_process_starts_must_be_the_zygotes(name: str):
    assert refusal(request(OWN | {name: "other"}), OWN) == f"{name} differs"
    assert refusal(request(OWN), OWN | {name: "other"}) == f"{name} differs"


def test_another_interpreter_is_refused():
    assert refusal(request(OWN, "/other/python"), OWN) == "another interpreter"


def test_the_address_of_a_zygote_holds_the_code_it_serves():
    assert ZygotePaths("/s/sockets/raylet", "1").address != ZygotePaths("/s/sockets/raylet", "2").address
    assert Path(ZygotePaths("/s/sockets/raylet", "1").log).parent == Path("/s/logs")
