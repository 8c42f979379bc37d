"""A process of its own with a small Ray: Serve scales a deployment by the gateways' policy. Prints the replica counts.

Run by test_gateway_scaling.py: a process can be the driver of one Ray only, and the end-to-end tests have theirs.
"""

import json
import sys
import time

import ray
from ray import serve
from ray.serve.config import AutoscalingConfig, AutoscalingPolicy

from tests.integration.cluster.small_ray import start_small_ray

WITHIN_S = 60.0


@serve.deployment(
    name="door",
    ray_actor_options={"num_cpus": 0},
    autoscaling_config=AutoscalingConfig(
        min_replicas=1,
        max_replicas=4,
        upscale_delay_s=0,
        downscale_delay_s=0,
        policy=AutoscalingPolicy(
            policy_function="deployments.scaling:MediaGateways", policy_kwargs={"slots_per_node": 10}
        ),
    ),
)
class Door:
    """Sixteen of its slots are always taken, beside what arrives."""

    def record_autoscaling_stats(self) -> dict[str, float]:
        return {"free": 4.0, "total": 20.0, "live": 16.0, "pending": 0.0, "arrivals_per_s": 0.0}


def replicas() -> int:
    return serve.status().applications["door"].deployments["door"].replica_states.get("RUNNING", 0)


def main() -> None:
    start_small_ray(include_dashboard=False)
    serve.start(proxy_location="Disabled")
    serve.run(Door.bind(), name="door", route_prefix=None)
    counts = [replicas()]
    deadline = time.monotonic() + WITHIN_S
    while counts[-1] < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
        if (now := replicas()) != counts[-1]:
            counts.append(now)
    sys.stdout.write(json.dumps(counts) + "\n")
    ray.shutdown()


if __name__ == "__main__":
    main()
