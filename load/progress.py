"""A capacity run's progress on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from load.run import Progress as RunProgress


@contextmanager
def progress_bar(console: Console) -> Iterator[Callable[["RunProgress"], None]]:
    """Shows what the yielded function is told: the phase, and how many calls are over."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[detail]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None, detail="")

        def show(now: "RunProgress") -> None:
            detail = f"{now.up} up" + (f", [red]{now.failed} failed[/red]" if now.failed else "")
            bar.update(
                task, description=now.phase, total=now.calls or None, completed=now.ended, detail=detail
            )

        yield show
