"""A process of its own that runs the whole system on several nodes and loses one. Prints what it saw as JSON.

Run by test_local_nodes.py: a process can be the driver of one Ray only, and the end-to-end tests have theirs.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psutil

from sandbox.local.running import read_running
from sandbox.local.serve import gateway_ports
from sandbox.local.system import LocalOptions, LocalSystem
from sandbox.options import ScriptedTimings
from tests.integration.sandbox.local.cluster_on_this_machine import living
from tests.support.listeners import reachable_from_elsewhere

NODES = 2
WITHIN_S = 60.0


def status(url: str, method: str = "GET") -> int:
    """0 when there is no answer."""
    try:
        return httpx.request(method, url, trust_env=False, timeout=10).status_code
    except httpx.HTTPError:
        return 0


def in_the_end(seen: Callable[[], int], wanted: int) -> int:
    """What is seen once it is as wanted, or when the time is over."""
    deadline = time.monotonic() + WITHIN_S
    while (last := seen()) != wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    return last


def run(directory: Path) -> dict[str, Any]:
    options = LocalOptions(
        port=0,
        data_dir=directory,
        nodes=NODES,
        scripted=ScriptedTimings(),
        stand_ins_only=True,
        settings={"LOG_LEVEL": "ERROR", "WARM_CALL_ACTORS": "1", "CALL_SLOTS": "4"},
    )
    with LocalSystem(options) as system:
        assert system.running is not None
        assert system.cluster is not None
        url = system.running.url
        ports = gateway_ports(Path(os.environ["RUN_DIR"]), system.cluster.node_ids)
        everything = {child.pid for child in psutil.Process().children(recursive=True)}
        seen: dict[str, Any] = {
            "gateways": len(set(ports)),
            "health": [
                in_the_end(lambda port=port: status(f"http://127.0.0.1:{port}/health"), 200) for port in ports
            ],
            "listening": reachable_from_elsewhere(psutil.Process()),
            "told": read_running(directory) == system.running,
            "stores": system.postgres is not None and system.redis is not None,
            "stream": status(f"{url}/media/call/token"),
            "webhook": status(f"{url}/webhooks/twilio/voice", "POST"),
        }
        system.cluster.kill_node(0)
        seen["lost_door"] = status(f"http://127.0.0.1:{ports[0]}/health")
        seen["streams_after"] = [status(f"{url}/media/call/token") for _ in range(4)]
        seen["webhook_after"] = in_the_end(lambda: status(f"{url}/webhooks/twilio/voice", "POST"), 403)
    return seen | {"processes": len(everything), "left": living(everything)}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="receptionist-nodes-") as name:
        sys.stdout.write(json.dumps(run(Path(name))) + "\n")
