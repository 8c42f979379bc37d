"""`receptionist call`: one simulated phone call against a running system."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from cli.installation import require_development_install
from cli.terminal import DATA_DIR, JsonFile, RunningDataDir, console, write_json


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
    require_development_install("`receptionist call`")
    from sandbox.demo.place_call import CallOrder, place

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
