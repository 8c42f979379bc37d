"""What every command shares: the terminal it speaks to, its common options, and how a started system is stopped."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from rich.console import Console

from domain.errors import ConfigError

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

DATA_DIR = Path(".receptionist")
_STOPPING = (signal.SIGINT, signal.SIGTERM)

JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the facts to this file as JSON.")]
RunningDataDir = Annotated[Path, typer.Option(help="Data directory of the running system.")]


def interrupt_on_signals() -> None:
    """Ctrl-C and SIGTERM stop the command, also where a shell started it in the background with SIGINT ignored."""
    for number in _STOPPING:
        signal.signal(number, signal.default_int_handler)


def interrupt_once_on_signals() -> None:
    """The same, but for one signal: others that follow do not cut off what is being stopped."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in _STOPPING:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in _STOPPING:
        signal.signal(number, interrupt)


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


def require_writable(path: Path | None) -> None:
    """Returns when nothing is to be written, or can be: before what is to be written costs any work.

    Raises:
        ConfigError: says which file, and why not.
    """
    if path is None:
        return
    is_new = not path.exists()
    try:
        with path.open("a"):
            pass
        if is_new:
            path.unlink()
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from None
