"""`receptionist dev`: the whole system in the foreground, and how it is stopped without cutting calls off."""

import asyncio
import contextlib
import signal
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.table import Table

from cli.installation import require_development_install
from cli.node_reports import open_nodes, poll_nodes
from cli.terminal import DATA_DIR, closing, console, interrupt_on_signals
from domain.errors import StorageError


def dev(
    port: Annotated[int, typer.Option(help="The one public port.")] = 8000,
    data_dir: Annotated[Path, typer.Option(help="Where stores, logs and recordings are kept.")] = DATA_DIR,
    nodes: Annotated[int, typer.Option(min=1, max=8, help="Nodes that take calls, on this machine.")] = 1,
    standby: Annotated[
        bool, typer.Option("--standby", help="A second, idle gateway: callers do not wait when one dies.")
    ] = False,
    grace: Annotated[float, typer.Option(min=0, help="Seconds that calls get to end after SIGTERM.")] = 30.0,
) -> None:
    """Run the whole system here until Ctrl-C or SIGTERM; vendors without a key are stood in for.

    Shows calls, their turns and warnings as they happen.

    After SIGTERM no new call is taken, and those there are get their time; Ctrl-C stops at once.
    """
    require_development_install("`receptionist dev`")
    from sandbox.demo.activity import Activity, ShownActivity
    from sandbox.local.ray_sessions import latest_logs
    from sandbox.local.system import LocalOptions, LocalSystem
    from sandbox.seed.credentials import PASSWORD

    interrupt_on_signals()
    with console.status("Starting") as status:
        system = LocalSystem(
            LocalOptions(port=port, data_dir=data_dir, nodes=nodes, standby=standby),
            lambda part: status.update(f"Starting: {part}"),
        )
        system.__enter__()
    with closing(system) as running:
        table = Table(title="Running", show_header=False, title_justify="left")
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        table.add_row("address", running.url)
        table.add_row("health", f"{running.url}/health")
        table.add_row("API", f"{running.url}/openapi.json")
        table.add_row("demo business", running.number)
        ours = system.postgres is not None, system.redis is not None
        table.add_row("database", shown_address(running.database_url, ours=ours[0]))
        table.add_row("Redis", shown_address(running.redis_url, ours=ours[1]))
        logs = latest_logs(data_dir)
        table.add_row("logs", str(logs or data_dir))
        if system.cluster is not None:
            table.add_row("nodes", ", ".join(node_id[:12] for node_id in system.cluster.node_ids))
        stood_in = any(use.name == "twilio" and use.kind == "sandbox" for use in running.vendors)
        token = running.twilio_auth_token if stood_in else f"in {data_dir}/running.json"
        table.add_row("Twilio account", f"{running.twilio_account_sid}, token {token}")
        for vendor in running.vendors:
            style = {"sandbox": "yellow", "real": "green"}.get(vendor.kind, "cyan")
            table.add_row(vendor.name, f"[{style}]{vendor.kind}[/{style}] {vendor.address}")
        if system.mailbox is not None:
            table.add_row("mail", f"[yellow]sandbox[/yellow] {system.mailbox}")
        if system.seeded_owner is not None:
            table.add_row("made-up businesses", f"sign in as {system.seeded_owner}, password: {PASSWORD}")
        console.print(table)
        console.print(
            "Ring it: [bold]receptionist call --script sandbox/demo/script.yaml[/bold]   Stop: Ctrl-C"
        )
        with ShownActivity(Activity(console), running.redis_url, logs):
            _stay_until_stopped(running.redis_url, grace)
        console.print("Stopping")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave processes behind


def shown_address(url: str, *, ours: bool) -> str:
    """A store's address for the terminal: with its password only where it is one made here, for this machine."""
    parts = urlsplit(url)
    if ours or parts.password is None:
        return url
    return parts._replace(netloc=f"{parts.username}:***@{parts.netloc.rpartition('@')[2]}").geturl()


def _stay_until_stopped(redis_url: str, grace_s: float) -> None:
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
    async with open_nodes(redis_url) as nodes:
        with contextlib.suppress(StorageError, TimeoutError):
            async with asyncio.timeout(grace_s):
                for node_id in await nodes.all():
                    await nodes.drain(node_id, grace_s)
                async for reports in poll_nodes(nodes, grace_s):
                    if all(report.draining and not report.live for report in reports.values()):
                        return
