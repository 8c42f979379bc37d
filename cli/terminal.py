"""What every command shares: the terminal it speaks to, its common options, and how a started system is stopped."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

DATA_DIR = Path(".receptionist")

JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the facts to this file as JSON.")]
RunningDataDir = Annotated[Path, typer.Option(help="Data directory of the running system.")]


def interrupt_on_signals() -> None:
    """Ctrl-C and SIGTERM stop the command, also where a shell started it in the background with SIGINT ignored."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


@contextmanager
def closing(system: Any) -> Iterator[Any]:
    """Stops an entered system on every way out."""
    try:
        yield system.running
    finally:
        with console.status("Stopping"):
            system.__exit__(None, None, None)


def write_json(path: Path | None, facts: dict[str, Any]) -> None:
    """Writes the facts where a file was asked for."""
    if path is not None:
        path.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n")
