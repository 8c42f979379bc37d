"""A capacity run's progress, and how it is shown on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `up` calls talk or have talked, `ended` are over, `failed` of those went wrong."""

    phase: str
    calls: int = 0
    up: int = 0
    ended: int = 0
    failed: int = 0


OnProgress = Callable[[Progress], None]


@contextmanager
def progress_bar(console: Console) -> Iterator[OnProgress]:
    """Shows what the yielded function is told: the phase, and how many calls are over."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[detail]}"),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None, detail="")

        def show(now: Progress) -> None:
            detail = f"{now.up} up" + (f", [red]{now.failed} failed[/red]" if now.failed else "")
            bar.update(
                task, description=now.phase, total=now.calls or None, completed=now.ended, detail=detail
            )

        yield show
