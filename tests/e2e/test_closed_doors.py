"""A system on this machine is nobody's but its user's: not the network's, not another user's of the machine."""

import os
import subprocess
import sys

import psutil
import pytest

from sandbox.local.private_ray import private_ray_environment
from sandbox.local.running import Running
from tests.support.listeners import reachable_from_elsewhere

FEWEST_LISTENERS = 15
"""Stores, stand-ins, reverse proxy, gateway, and two to four of each of Ray's: 31 were counted."""

JOIN_RAY = """
import ray, sys
ray.init(address=sys.argv[1], log_to_driver=False)
print("joined", file=sys.stderr)
"""


def test_every_process_listens_on_loopback_only(running: Running) -> None:
    count, open_to_others = reachable_from_elsewhere(psutil.Process(running.pid))
    assert count >= FEWEST_LISTENERS, "the processes were looked at"
    assert open_to_others == []


@pytest.mark.parametrize(
    ("mode", "answer"),
    [("no token", "InvalidAuthToken"), ("another token", "InvalidAuthToken"), ("the token", "joined")],
)
def test_ray_takes_only_those_who_have_its_token(running: Running, mode: str, answer: str) -> None:
    environment = {**os.environ} | {
        "no token": {"RAY_AUTH_MODE": "disabled"},
        "another token": private_ray_environment("0" * 64),
        "the token": private_ray_environment(running.ray_token),
    }[mode]
    with subprocess.Popen(
        [sys.executable, "-c", JOIN_RAY, running.ray_address],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as joining:
        assert joining.stderr is not None
        told: list[str] = []
        for line in joining.stderr:
            told.append(line)
            if "InvalidAuthToken" in line or line.startswith("joined"):
                break
        joining.kill()  # one that is refused would try again for 20 s
    assert answer in told[-1], told
