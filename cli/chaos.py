"""`receptionist chaos`: fault injection on a system of its own while callers book, and what that cost."""

import logging
from typing import Annotated

import structlog
import typer

from cli.installation import require_development_install
from cli.terminal import JsonFile, console, errors, write_json


def chaos(
    calls: Annotated[int, typer.Option(min=1, help="Concurrent callers.")] = 5,
    minutes: Annotated[
        float, typer.Option(min=0.1, help="How long calls are made; a round of all faults takes 6.")
    ] = 6.0,
    only: Annotated[
        list[str] | None,
        typer.Option(help="A kind of fault, such as kill_gateway or kill_worker; may be given again."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the callers' wishes and the order of the faults.")] = 1,
    json_file: JsonFile = None,
) -> None:
    """Book by phone while processes are killed, stores restarted, vendors cut off and nodes lost.

    Starts its own system. Exit status 1 when a call or a booking was lost, a booking made twice, a text missing or sent
    twice, something promised is not done, or something is left over.
    """
    require_development_install("`receptionist chaos`")
    from load.chaos.options import ChaosOptions
    from load.chaos.progress import status_line
    from load.chaos.report import render, to_json
    from load.chaos.run import chaos as run_chaos

    try:
        options = ChaosOptions(calls=calls, minutes=minutes, only=tuple(only or ()), seed=seed)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    # What the simulated phone company warns of is what the run is about.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with status_line(console) as show:
        outcome = run_chaos(options, show)
    console.print(render(outcome))
    write_json(json_file, to_json(outcome))
    for problem in outcome.problems:
        errors.print(f"Not as it should be: {problem}", style="red", markup=False)
    if outcome.problems:
        raise typer.Exit(1)
