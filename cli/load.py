"""`receptionist load`: what concurrent calls cost, and how quickly each is answered."""

import asyncio
from typing import Annotated

import typer

from cli.installation import require_development_install
from cli.terminal import DATA_DIR, JsonFile, RunningDataDir, console, write_json


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
    require_development_install("`receptionist load`")
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
