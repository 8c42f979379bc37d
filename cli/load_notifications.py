"""`receptionist load --notifications`: how fast texts and mails go out, and whether each goes once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from cli.terminal import console, interrupt_once_on_signals, require_writable, write_json

NAMES = {"--kill-workers": "kills"}


def send_notifications(count: int, given: Mapping[str, Any], json_file: Path | None) -> None:
    """Runs, shows and writes the figures; exits with 1 when a notification was lost, doubled or not marked."""
    from load.notifications.figures import render, to_json
    from load.notifications.options import NotificationOptions
    from load.notifications.run import load_notifications

    wanted = {
        NAMES.get(name, name.strip("-").replace("-", "_")): value
        for name, value in given.items()
        if value is not None
    }
    try:
        options = NotificationOptions(count=count, **wanted)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    require_writable(json_file)
    interrupt_once_on_signals()
    with console.status("Starting") as status:
        outcome = load_notifications(options, lambda phase: status.update(phase.capitalize()))
    figures = to_json(outcome)
    console.print(render(figures))
    write_json(json_file, figures)
    if not outcome.is_well:
        raise typer.Exit(1)
