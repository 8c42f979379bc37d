"""`receptionist load --api`: how soon the API answers, at a fixed rate of requests."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from cli.terminal import console, interrupt_once_on_signals, require_writable, write_json


def ask_api(
    wanted: Mapping[str, Any],
    *,
    keys: Mapping[str, str],
    settings: Mapping[str, str],
    json_file: Path | None,
) -> None:
    """Runs, shows and writes the figures; exits with 1 when requests failed."""
    from load.api.figures import render, to_json
    from load.api.options import ApiLoadOptions
    from load.api.run import load_api

    try:
        options = ApiLoadOptions(**wanted, keys=keys, settings=settings)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    require_writable(json_file)
    interrupt_once_on_signals()
    with console.status("Starting") as status:
        # Ray puts handlers of its own in place while it starts.
        outcome = load_api(
            options, lambda phase: status.update(phase.capitalize()), on_started=interrupt_once_on_signals
        )
    console.print(render(outcome))
    figures = to_json(outcome)
    write_json(json_file, figures)
    if figures["failed"]:
        raise typer.Exit(1)
