"""`receptionist reload`: new code in a running system while its calls go on."""

import asyncio
import os
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.installation import require_development_install
from cli.node_reports import open_nodes, poll_nodes
from cli.terminal import DATA_DIR, RunningDataDir, console
from domain.errors import InvalidInput, NotFound

RELOAD_TIMEOUT_S = 180.0


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
    require_development_install("`receptionist reload` without --config")
    import psutil

    from sandbox.local.private_ray import private_ray_environment
    from sandbox.local.running import read_running
    from sandbox.local.serve import joined_ray, redeploy

    running = read_running(data_dir)
    if not psutil.pid_exists(running.pid):
        raise NotFound(f"the system of {data_dir} has ended without a word: start it with `receptionist dev`")
    os.environ.update(private_ray_environment(running.ray_token))
    with joined_ray(running.ray_address):
        redeploy()
    return asyncio.run(_until_renewed(running.redis_url))


async def _until_renewed(redis_url: str) -> int:
    left = 0
    async with open_nodes(redis_url) as nodes:
        async for reports in poll_nodes(nodes, RELOAD_TIMEOUT_S):
            left = sum(report.outdated for report in reports.values())
            if not left:
                return 0
    return left
