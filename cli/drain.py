"""`receptionist drain`: a node emptied of its calls before it is taken out of service."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from cli.installation import require_development_install
from cli.node_reports import open_nodes, poll_nodes
from cli.terminal import DATA_DIR, RunningDataDir, console
from domain.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from storage.redis.nodes import NodeReport, Nodes

AFTER_DEADLINE_S = 15.0
"""A call told to leave anywhere once its time is over needs a moment to go."""


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
    async with open_nodes(_redis_url(data_dir)) as nodes:
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


async def _until_empty(nodes: "Nodes", node_id: str, deadline_s: float) -> int:
    """Returns how many calls are left."""
    shown: int | None = None
    left = 0
    async for reports in poll_nodes(nodes, deadline_s + AFTER_DEADLINE_S):
        report = reports.get(node_id)
        if report is None:
            console.print("The node is gone.")
            return 0
        if report.draining and report.live != shown:
            shown = report.live
            console.print(f"{shown} calls" if shown else "[green]Empty.[/green]")
        if report.draining and not report.live:
            return 0
        left = report.live
    return left


def _chosen(found: "Mapping[str, NodeReport]", wanted: str | None) -> str:
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

    if named := load_settings().redis_url:
        return named
    require_development_install("`receptionist drain` without REDIS_URL")
    from sandbox.local.running import read_running

    return read_running(data_dir).redis_url
