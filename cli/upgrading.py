"""Commands that take a node out of service or put new code into a running system, without a call noticing."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import psutil
import typer
from rich.table import Table

from cli.terminal import DATA_DIR, RunningDataDir, console
from domain.errors import InvalidInput, NotFound

POLL_S = 0.5
AFTER_DEADLINE_S = 15.0
"""A call told to leave anywhere once its time is over needs a moment to go."""

RELOAD_TIMEOUT_S = 180.0


def drain(
    node: Annotated[str | None, typer.Option(help="The node's id, or its beginning.")] = None,
    this_node: Annotated[bool, typer.Option(help="The node whose RUN_DIR is on this machine.")] = False,
    deadline: Annotated[float, typer.Option(min=0, help="Seconds; then calls leave at once.")] = 900.0,
    wait: Annotated[bool, typer.Option(help="Stay until the node is empty.")] = True,
    cancel: Annotated[bool, typer.Option(help="Let the node take calls again.")] = False,
    data_dir: RunningDataDir = DATA_DIR,
) -> None:
    """Empty a node: no new calls, and each call there goes on elsewhere at its next turn boundary.

    Without --node the only node there is. Exit status 1 when calls are left after the deadline.
    """
    if node is not None and this_node:
        raise typer.BadParameter("give --node or --this-node, not both")
    left = asyncio.run(_drain(node, this_node, deadline, wait and not cancel, cancel, data_dir))
    if left:
        console.print(f"[red]{left} calls are left.[/red]")
        raise typer.Exit(1)


async def _drain(
    node: str | None, this_node: bool, deadline_s: float, wait: bool, cancel: bool, data_dir: Path
) -> int:
    from storage.redis.connection import open_redis
    from storage.redis.nodes import Nodes

    redis = open_redis(_redis_url(data_dir))
    nodes = Nodes(redis)
    try:
        found = await nodes.all()
        wanted = _this_node() if this_node else node
        node_id = _chosen(found, wanted)
        if cancel:
            await nodes.undrain(node_id)
            console.print(f"{node_id[:12]} takes calls again.")
            return 0
        await nodes.drain(node_id, deadline_s)
        console.print(f"{node_id[:12]} takes no calls any more; {found[node_id].live} to go elsewhere.")
        return await _until_empty(nodes, node_id, deadline_s) if wait else 0
    finally:
        await redis.aclose()


async def _until_empty(nodes: Any, node_id: str, deadline_s: float) -> int:
    give_up_at = time.monotonic() + deadline_s + AFTER_DEADLINE_S
    shown: int | None = None
    while True:
        report = (await nodes.all()).get(node_id)
        if report is None:
            console.print("The node is gone.")
            return 0
        if report.draining and report.live != shown:
            shown = report.live
            console.print(f"{shown} calls" if shown else "[green]Empty.[/green]")
        if report.draining and not report.live:
            return 0
        if time.monotonic() > give_up_at:
            return int(report.live)
        await asyncio.sleep(POLL_S)


def stay_until_stopped(redis_url: str, grace_s: float) -> None:
    """Returns after Ctrl-C, or after SIGTERM once every call has ended or `grace_s` are over."""

    def terminated(_number: int, _frame: object) -> None:
        raise SystemExit

    signal.signal(signal.SIGTERM, terminated)
    with contextlib.suppress(KeyboardInterrupt):
        try:
            signal.pause()
        except SystemExit:
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # a second one stops at once
            asyncio.run(_end_calls(redis_url, grace_s))


async def _end_calls(redis_url: str, grace_s: float) -> None:
    from domain.errors import StorageError
    from storage.redis.connection import open_redis
    from storage.redis.nodes import Nodes

    redis = open_redis(redis_url)
    nodes = Nodes(redis)
    try:
        with contextlib.suppress(StorageError, TimeoutError):
            async with asyncio.timeout(grace_s):
                for node_id in await nodes.all():
                    await nodes.drain(node_id, grace_s)
                while await _calls_left(nodes):  # noqa: ASYNC110 - other processes' calls
                    await asyncio.sleep(POLL_S)
    finally:
        await redis.aclose()


async def _calls_left(nodes: Any) -> bool:
    return any(not node.draining or node.live for node in (await nodes.all()).values())


def _chosen(found: Mapping[str, Any], wanted: str | None) -> str:
    """The id of the one node meant. Raises NotFound, InvalidInput: with the nodes there are."""
    if not found:
        raise NotFound("no node reports: is a media gateway running, and is this its Redis?")
    matching = [node_id for node_id in found if wanted is None or node_id.startswith(wanted)]
    if len(matching) == 1:
        return matching[0]
    table = Table("node", "calls", "slots", "warm", "draining")
    for node_id, report in found.items():
        table.add_row(
            node_id[:12], str(report.live), str(report.slots), str(report.warm), str(report.draining)
        )
    console.print(table)
    if not matching:
        raise NotFound(f"no node's id begins with {wanted}")
    raise InvalidInput("several nodes are meant: name one with --node")


def _this_node() -> str:
    from config.settings import load_settings

    # The gateway writes its port into the node's own directory; the last one written is the one that runs.
    ports = sorted(load_settings().run_dir.glob("*/media_port"), key=lambda path: path.stat().st_mtime)
    if not ports:
        raise NotFound("no media gateway has run on this machine: RUN_DIR holds no node")
    return ports[-1].parent.name


def _redis_url(data_dir: Path) -> str:
    from config.settings import load_settings
    from sandbox.local.running import read_running

    return load_settings().redis_url or read_running(data_dir).redis_url


def reload(
    config: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A Serve configuration of a cluster.")
    ] = None,
    address: Annotated[
        str, typer.Option(help="The Ray dashboard that takes the configuration.")
    ] = "http://127.0.0.1:8265",
    data_dir: RunningDataDir = DATA_DIR,
) -> None:
    """Put the code in this directory into the running system; live calls go over to it at their turn boundaries.

    Without --config the system that `receptionist dev` started here.
    """
    from config.release import code_release

    release = code_release()
    began = time.monotonic()
    with console.status(f"Reloading as {release}"):
        if config is not None:
            _reload_cluster(config, address, release)
            return
        left = _reload_local(data_dir)
    if left:
        console.print(f"[red]{left} calls still run the code from before.[/red]")
        raise typer.Exit(1)
    console.print(f"[green]Release {release} runs everywhere[/green] after {time.monotonic() - began:.1f} s.")


def _reload_cluster(config: Path, address: str, release: str) -> None:
    """A changed runtime environment has Serve replace every replica of an application; the same file would not."""
    from ray.dashboard.modules.serve.sdk import ServeSubmissionClient
    from ray.exceptions import RayError

    wanted = _serve_configuration(config)
    for application in wanted["applications"]:
        environment = application.setdefault("runtime_env", {}).setdefault("env_vars", {})
        environment["RELEASE"] = release
    if not address.startswith(("http://", "https://")):
        raise InvalidInput(f"--address takes http://HOST:PORT, not {address}")
    try:
        ServeSubmissionClient(address).deploy_applications(wanted)
    except (RayError, OSError, RuntimeError) as error:  # those of `requests` are OSErrors
        why = str(error).strip().rpartition("\n")[2]  # before it comes the page the server sent
        raise NotFound(f"Ray's dashboard at {address} did not take the configuration: {why}") from error
    console.print(f"Release {release} is being deployed: `serve status` tells how far.")


def _serve_configuration(path: Path) -> dict[str, Any]:
    """Raises InvalidInput."""
    import yaml
    from pydantic import ValidationError
    from ray.serve.schema import ServeDeploySchema

    try:
        given = yaml.safe_load(path.read_text())
        ServeDeploySchema.model_validate(given)
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as error:
        raise InvalidInput(f"{path} is no Serve configuration: {error}") from error
    return given


def _reload_local(data_dir: Path) -> int:
    """Returns how many calls are left with the code from before."""
    from sandbox.local.running import read_running
    from sandbox.local.serve import join_ray, redeploy

    running = read_running(data_dir)
    if not psutil.pid_exists(running.pid):
        raise NotFound(f"the system of {data_dir} has ended without a word: start it with `receptionist dev`")
    os.environ["RAY_AUTH_MODE"] = "disabled"
    join_ray(running.ray_address)
    import ray

    try:
        redeploy()
    finally:
        ray.shutdown()
    return asyncio.run(_until_renewed(running.redis_url))


async def _until_renewed(redis_url: str) -> int:
    from storage.redis.connection import open_redis
    from storage.redis.nodes import Nodes

    redis = open_redis(redis_url)
    give_up_at = time.monotonic() + RELOAD_TIMEOUT_S
    try:
        while True:
            left = sum(report.outdated for report in (await Nodes(redis).all()).values())
            if not left or time.monotonic() > give_up_at:
                return left
            await asyncio.sleep(POLL_S)
    finally:
        await redis.aclose()
