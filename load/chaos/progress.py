"""A chaos run's progress on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from load.chaos.run import Progress


@contextmanager
def status_line(console: Console) -> Iterator[Callable[["Progress"], None]]:
    """Shows what the yielded function is told: the phase, the calls, and each fault on a line of its own."""
    with console.status("starting") as status:

        def show(now: "Progress") -> None:
            calls = (
                f": {now.up} calls up, {now.ended} ended, {now.faults} faults" if now.up or now.ended else ""
            )
            status.update(f"{now.phase}{calls}")
            if now.latest is not None:
                console.print(f"  {now.latest}, {now.up} calls up", style="dim")

        yield show
