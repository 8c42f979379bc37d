"""`receptionist demo`: one call to the demo business on a system of its own, from the start to the clean-up."""

import asyncio

import typer

from cli.installation import require_development_install
from cli.terminal import JsonFile, closing, console, errors, write_json


def demo(json_file: JsonFile = None) -> None:
    """Start everything, ring the demo business once, show the booking, stop everything."""
    require_development_install("`receptionist demo`")
    from sandbox.demo.run import run_demo, show_facts
    from sandbox.local.own_directory import own_directory
    from sandbox.local.system import LocalOptions, LocalSystem

    with own_directory("demo") as directory:
        options = LocalOptions(
            port=0,
            data_dir=directory,
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
