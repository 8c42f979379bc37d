"""Commands that start the system here, ring it and load it.

What a command needs is imported when it runs: the command line answers in a quarter of a second.
"""

import asyncio
import signal
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from cli.terminal import (
    DATA_DIR,
    JsonFile,
    RunningDataDir,
    closing,
    console,
    errors,
    interrupt_on_signals,
    write_json,
)
from cli.upgrading import stay_until_stopped


def demo(json_file: JsonFile = None) -> None:
    """Start everything, ring the demo business once, show the booking, stop everything."""
    from sandbox.demo.run import run_demo, show_facts
    from sandbox.local.system import LocalOptions, LocalSystem

    with tempfile.TemporaryDirectory(prefix="receptionist-demo-") as directory:
        options = LocalOptions(
            port=0,
            data_dir=Path(directory),
            stand_ins_only=True,
            settings={"LOG_LEVEL": "ERROR", "WARM_CALL_ACTORS": "1", "CALL_SLOTS": "4"},
        )
        with console.status("Starting") as status:
            system = LocalSystem(options, lambda part: status.update(f"Starting: {part}"))
            system.__enter__()
        with closing(system) as running:
            console.print(f"[bold]A caller rings {running.number}[/bold]")
            result = asyncio.run(run_demo(running, console))
            if result.facts is not None:
                show_facts(result.facts, console)
                write_json(json_file, result.facts.as_json({use.name: use.kind for use in running.vendors}))
    for problem in result.problems:
        errors.print(f"Not as it should be: {problem}", style="red", markup=False)
    if result.problems:
        raise typer.Exit(1)
    console.print("[green]Booked, recorded and read back.[/green]")


def dev(
    port: Annotated[int, typer.Option(help="The one public port.")] = 8000,
    data_dir: Annotated[Path, typer.Option(help="Where stores, logs and recordings are kept.")] = DATA_DIR,
    nodes: Annotated[int, typer.Option(min=1, max=8, help="Nodes that take calls, on this machine.")] = 1,
    grace: Annotated[float, typer.Option(min=0, help="Seconds that calls get to end after SIGTERM.")] = 30.0,
) -> None:
    """Run the whole system here until Ctrl-C or SIGTERM; vendors without a key are stood in for.

    After SIGTERM no new call is taken, and those there are get their time; Ctrl-C stops at once.
    """
    from sandbox.local.system import LocalOptions, LocalSystem

    interrupt_on_signals()
    with console.status("Starting") as status:
        system = LocalSystem(
            LocalOptions(port=port, data_dir=data_dir, nodes=nodes),
            lambda part: status.update(f"Starting: {part}"),
        )
        system.__enter__()
    with closing(system) as running:
        interrupt_on_signals()  # Ray has put its own handlers in place
        table = Table(title="Running", show_header=False, title_justify="left")
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        table.add_row("address", running.url)
        table.add_row("health", f"{running.url}/health")
        table.add_row("API", f"{running.url}/openapi.json")
        table.add_row("demo business", running.number)
        table.add_row("database", running.database_url)
        table.add_row("Redis", running.redis_url)
        if system.cluster is not None:
            table.add_row("nodes", ", ".join(node_id[:12] for node_id in system.cluster.node_ids))
        stood_in = any(use.name == "twilio" and use.kind == "sandbox" for use in running.vendors)
        token = running.twilio_auth_token if stood_in else f"in {data_dir}/running.json"
        table.add_row("Twilio account", f"{running.twilio_account_sid}, token {token}")
        for vendor in running.vendors:
            style = {"sandbox": "yellow", "real": "green"}.get(vendor.kind, "cyan")
            table.add_row(vendor.name, f"[{style}]{vendor.kind}[/{style}] {vendor.address}")
        console.print(table)
        console.print(
            "Ring it: [bold]receptionist call --script sandbox/demo/script.yaml[/bold]   Stop: Ctrl-C"
        )
        stay_until_stopped(running.redis_url, grace)
        console.print("Stopping")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave processes behind


def call(
    script: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="What the caller says and does (YAML).")
    ] = None,
    wav: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A recording the caller plays instead.")
    ] = None,
    to: Annotated[
        str | None, typer.Option(help="The number to ring; the running system's by default.")
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="The system to ring; the one started here by default.")
    ] = None,
    json_file: JsonFile = None,
    save_audio: Annotated[
        Path | None, typer.Option(help="Write a stereo WAV: caller left, agent right.")
    ] = None,
    data_dir: RunningDataDir = DATA_DIR,
) -> None:
    """Place one simulated call against a running system."""
    from sandbox.phone.place_call import CallOrder, place

    if (script is None) == (wav is None):
        raise typer.BadParameter("give exactly one of --script and --wav")
    facts, ok = asyncio.run(
        place(
            CallOrder(script=script, wav=wav, to=to, url=url, save_audio=save_audio, data_dir=data_dir),
            console,
        )
    )
    write_json(json_file, facts)
    if not ok:
        raise typer.Exit(1)


def load(
    calls: Annotated[int, typer.Option(min=1, help="Concurrent callers.")] = 5,
    turns: Annotated[int, typer.Option(min=0, help="Utterances of each caller.")] = 4,
    url: Annotated[
        str | None, typer.Option(help="A running system; its own, scripted one by default.")
    ] = None,
    ws_url: Annotated[str | None, typer.Option(help="A Media Streams server to speak to directly.")] = None,
    vendor_ms: Annotated[float | None, typer.Option(help="The vendors' share of an answer.")] = None,
    ramp_s: Annotated[float | None, typer.Option(help="Seconds from the first call to the last.")] = None,
    server_pid: Annotated[int | None, typer.Option(help="Measure this process and its children.")] = None,
    setting: Annotated[
        list[str] | None, typer.Option(help="NAME=value for a system started by the run.")
    ] = None,
    json_file: JsonFile = None,
    self_check: Annotated[bool, typer.Option(help="Measure a server of known behaviour instead.")] = False,
    data_dir: RunningDataDir = DATA_DIR,
) -> None:
    """Measure concurrent calls: latency, barge-in, underruns, CPU and memory of the server."""
    from load.calibration import render_checks
    from load.calibration import self_check as check_itself
    from load.options import LoadOptions
    from load.progress import progress_bar
    from load.report import render, to_json
    from load.run import load as run_load

    if self_check:
        with progress_bar(console) as show:
            found, _ = asyncio.run(check_itself(show))
        console.print(render_checks(found))
        raise typer.Exit(0 if all(check.ok for check in found) else 1)
    try:
        options = LoadOptions(
            calls=calls,
            turns=turns,
            url=url,
            ws_url=ws_url,
            vendor_ms=vendor_ms,
            ramp_s=ramp_s,
            server_pid=server_pid,
            data_dir=data_dir,
            settings=dict(_named(item) for item in setting or ()),
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    with progress_bar(console) as show:
        report = run_load(options, show)
    console.print(render(report))
    figures = to_json(report)
    write_json(json_file, figures)
    if figures["failed"]:
        raise typer.Exit(1)


def _named(item: str) -> tuple[str, str]:
    name, equals, value = item.partition("=")
    if not equals:
        raise typer.BadParameter(f"--setting takes NAME=value, not {item}")
    return name, value
