"""The whole system on several nodes of this machine: streams and webhooks reach it also when a node is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPO = Path(__file__).parents[4]
REFUSED_BY_A_GATEWAY = 426

pytestmark = [
    pytest.mark.timeout(400),
    pytest.mark.skipif(sys.platform != "linux", reason="HAProxy's wheel is for Linux"),
]


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.integration.sandbox.local.nodes_on_this_machine"],
        cwd=REPO,
        env={name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def test_every_node_has_a_door_of_its_own_with_room(seen: dict[str, Any]) -> None:
    assert seen["gateways"] == 2
    assert seen["health"] == [200, 200]


def test_the_system_tells_other_commands_how_it_is_reached(seen: dict[str, Any]) -> None:
    assert seen["told"]
    assert seen["stores"]


def test_streams_and_webhooks_outlive_a_node(seen: dict[str, Any]) -> None:
    """What is no WebSocket, or not signed, is refused by whoever would take it, and not by the front."""
    assert (seen["stream"], seen["webhook"]) == (REFUSED_BY_A_GATEWAY, 403)
    assert seen["lost_door"] == 0
    assert seen["streams_after"] == [REFUSED_BY_A_GATEWAY] * 4
    assert seen["webhook_after"] == 403


def test_every_process_of_every_node_listens_on_loopback_only(seen: dict[str, Any]) -> None:
    count, open_to_others = seen["listening"]
    assert count > 20
    assert open_to_others == []


def test_nothing_stays_behind(seen: dict[str, Any]) -> None:
    assert seen["processes"] > 20
    assert seen["left"] == []
