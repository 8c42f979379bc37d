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
    echo_db: Annotated[
        float | None,
        typer.Option(help="The caller is on a loudspeaker: the agent's voice comes back so many dB quieter."),
    ] = None,
    echo_ms: Annotated[
        float, typer.Option(min=0, max=5000, help="How long after it sounds that is.")
    ] = 220.0,
    noise: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="A WAV file that sounds behind the caller all the time."
        ),
    ] = None,
    noise_db: Annotated[float, typer.Option(help="How many dB quieter than in the file the noise is.")] = 0.0,
    data_dir: RunningDataDir = DATA_DIR,
) -> None:
    """Place one simulated call against a running system."""
    require_development_install("`receptionist call`")
    from sandbox.demo.place_call import CallOrder, place
    from sandbox.phone.surroundings import Surroundings
    from sandbox.phone.wav_audio import read_ulaw

    if (script is None) == (wav is None):
        raise typer.BadParameter("give exactly one of --script and --wav")
    try:
        surroundings = Surroundings(
            echo_db=echo_db,
            echo_ms=echo_ms,
            noise=read_ulaw(noise) if noise is not None else None,
            noise_db=noise_db,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    order = CallOrder(
        script=script,
        wav=wav,
        to=to,
        url=url,
        save_audio=save_audio,
        data_dir=data_dir,
        surroundings=surroundings if echo_db is not None or noise is not None else None,
    )
    facts, ok = asyncio.run(place(order, console))
    write_json(json_file, facts)
    if not ok:
        raise typer.Exit(1)
