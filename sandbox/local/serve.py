"""The applications on this machine's Ray: how many replicas on how many nodes, and where their gateways listen."""

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sandbox.local.empty_directory import in_empty_directory
from sandbox.local.private_ray import keep_ray_private
from sandbox.local.process import SandboxError

NAMESPACE = "receptionist"
PORTS_TIMEOUT_S = 60.0


def join_ray(address: str) -> None:
    """Makes this process a driver of a cluster that runs."""
    keep_ray_private()
    with in_empty_directory():
        join_ray_from_here(address)


def join_ray_from_here(address: str) -> None:
    """The same in a directory that workers may have on their path, with Ray kept private before."""
    import ray

    ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, namespace=NAMESPACE)


@contextmanager
def joined_ray(address: str) -> Iterator[None]:
    """This process is a driver within the block; the cluster and what is detached on it go on afterwards."""
    import ray

    join_ray(address)
    try:
        yield
    finally:
        ray.shutdown()


def deploy(serve_port: int, nodes: int) -> None:
    """Starts Serve and its applications; returns when they are healthy.

    Args:
        serve_port: where Serve's proxy listens; on one node it needs none, the reverse proxy asks at `WEB_PORT`.
    """
    from ray import serve

    # The driver speaks to a person; Serve's own log files keep everything.
    logging.getLogger("ray.serve").setLevel(logging.WARNING)
    serve.start(
        proxy_location="Disabled" if nodes == 1 else "HeadOnly",
        http_options={"host": "127.0.0.1", "port": serve_port},
        logging_config={"encoding": "JSON", "log_level": "WARNING", "enable_access_log": False},
    )
    _run(_applications(nodes))


def redeploy(release: str | None = None) -> None:
    """Replaces every replica by one that runs the code as it is now; returns when they are healthy.

    Args:
        release: what gateways and call actors call the code from now on, so that the same code counts as new.
    """
    import ray
    import ray.serve

    # Importing it sets the level of its log.
    logging.getLogger("ray.serve").setLevel(logging.WARNING)
    gateway_nodes = sum(1 for node in ray.nodes() if node["Alive"] and "media_door" in node["Resources"])
    applications = _applications(max(1, gateway_nodes), release)
    _delete_others(applications)
    _run(applications)


def _delete_others(applications: Collection[str]) -> None:
    """Of code that shared its work out otherwise: two applications cannot answer under one prefix."""
    from ray import serve

    for name in serve.status().applications:
        if name not in applications:
            serve.delete(name)


def _run(applications: dict[str, tuple[Any, str | None]]) -> None:
    from ray import serve
    from ray.serve import RunTarget

    serve.run_many(
        [
            RunTarget(application, name=name, route_prefix=prefix)
            for name, (application, prefix) in applications.items()
        ]
    )


def _applications(nodes: int, release: str | None = None) -> dict[str, tuple[Any, str | None]]:
    """One gateway on each node that takes calls; with several nodes, as in production, webhooks that outlive one."""
    import serve_app

    if nodes == 1 and release is None:
        return serve_app.ON_ONE_NODE
    from deployments.media.deployment import MediaGatewayDeployment
    from deployments.telephony.app import TelephonyDeployment

    actor_options: dict[str, Any] = {"num_cpus": 0}
    if nodes > 1:
        actor_options["resources"] = {"media_door": 1}
    if release is not None:
        # Call actors inherit it from the gateway that starts them.
        actor_options["runtime_env"] = {"env_vars": {"RELEASE": release}}
    media = MediaGatewayDeployment.options(
        num_replicas=nodes, max_replicas_per_node=1, ray_actor_options=actor_options
    ).bind()
    if nodes == 1:
        return serve_app.ON_ONE_NODE | {"media": (media, None)}
    several: dict[str, Any] = {
        "media": media,
        "telephony": TelephonyDeployment.options(num_replicas=2, max_replicas_per_node=1).bind(),
    }
    return {
        name: (several.get(name, application), prefix)
        for name, (application, prefix) in serve_app.APPLICATIONS.items()
    }


def gateway_ports(run_dir: Path, node_ids: Sequence[str], timeout_s: float = PORTS_TIMEOUT_S) -> list[int]:
    """The port each node's gateway chose and wrote down; it keeps it when it is restarted.

    Raises SandboxError when one of them has not told it within `timeout_s`.
    """
    deadline = time.monotonic() + timeout_s
    ports: dict[str, int] = {}
    while True:
        for node_id in node_ids:
            text = _read(run_dir / node_id[:12] / "media_port")
            if text.isdecimal():
                ports[node_id] = int(text)
        if len(ports) == len(node_ids):
            return [ports[node_id] for node_id in node_ids]
        if time.monotonic() > deadline:
            silent = ", ".join(node_id[:12] for node_id in node_ids if node_id not in ports)
            raise SandboxError(f"no media gateway told its port within {timeout_s:.0f} s on: {silent}")
        time.sleep(0.05)


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return ""
