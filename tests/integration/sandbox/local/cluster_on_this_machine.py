"""A process of its own that starts, breaks and stops a local cluster. Prints what it saw as JSON.

Run by test_local_cluster.py: a process can be the driver of one Ray only, and the end-to-end tests have theirs.
"""

import contextlib
import json
import sys
from typing import Any

import psutil
import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from sandbox.local.cluster import LocalCluster
from sandbox.local.serve import join_ray

NODES = 2
CALL_SLOTS = 3
WAIT_S = 60


@ray.remote(num_cpus=0, resources={"call_slot": 1})
class Call:
    """Stands for a call's actor."""

    def where(self) -> str:
        return ray.get_runtime_context().get_node_id()

    def pid(self) -> int:
        return psutil.Process().pid


def calls_on(node_ids: list[str]) -> list[Any]:
    return [
        Call.options(
            lifetime="detached",
            name=node_id,
            scheduling_strategy=NodeAffinitySchedulingStrategy(node_id, soft=False),
        ).remote()
        for node_id in node_ids
    ]


def living(pids: set[int]) -> list[int]:
    found: list[int] = []
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.append(pid)
    return found


def lose_a_node() -> dict[str, Any]:
    with LocalCluster(NODES, CALL_SLOTS) as cluster:
        join_ray(cluster.address)
        by_node = {node["NodeID"]: node["Resources"] for node in ray.nodes()}
        calls = calls_on(cluster.node_ids)
        pids: list[int] = ray.get([call.pid.remote() for call in calls], timeout=WAIT_S)
        of_nodes = [cluster.node_pids(index) for index in range(NODES)]
        everything = {child.pid for child in psutil.Process().children(recursive=True)}
        cluster.kill_node(0)
        seen = {
            "where": ray.get(calls[1].where.remote(), timeout=WAIT_S) == cluster.node_ids[1],
            "slots": [by_node[node_id].get("call_slot") for node_id in cluster.node_ids],
            "gateways": [by_node[node_id].get("media_door") for node_id in cluster.node_ids],
            "heads_slots": [
                resources.get("call_slot", 0)
                for node_id, resources in by_node.items()
                if node_id not in cluster.node_ids
            ],
            "calls_are_of_their_nodes": [pid in of_node for pid, of_node in zip(pids, of_nodes, strict=True)],
            "nodes_share_a_process": bool(set(of_nodes[0]) & set(of_nodes[1])),
            "processes": len(everything),
            "left_of_the_killed": living(set(of_nodes[0])) + cluster.node_pids(0),
            "left_of_the_other": sorted(living(set(of_nodes[1]))) == sorted(of_nodes[1]),
        }
        ray.shutdown()
    return seen | {"left": living(everything)}


def fail_to_start() -> dict[str, Any]:
    """Something goes wrong once a node is up."""
    started: set[int] = set()

    class Cluster(LocalCluster):
        def start(self) -> None:
            super().start()
            started.update(child.pid for child in psutil.Process().children(recursive=True))
            raise RuntimeError("the last node did not come up")

    try:
        Cluster(1, CALL_SLOTS).__enter__()
    except RuntimeError:
        return {"processes": len(started), "left": living(started)}
    return {}


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"lost": lose_a_node(), "failed": fail_to_start()}) + "\n")
