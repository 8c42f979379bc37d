"""`receptionist dead-letters`: what nobody tries any more, and why."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from cli.stores import store_addresses
from cli.terminal import DATA_DIR, JsonFile, RunningDataDir, console, write_json
from domain.errors import NotFound

if TYPE_CHECKING:
    from services.dead_letters import DeadItem

COMMAND = "receptionist dead-letters"


def dead_letters(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The latest so many.")] = 100,
    retry: Annotated[
        str | None, typer.Option(help="Try this item again, by the name the list shows.")
    ] = None,
    forget: Annotated[str | None, typer.Option(help="Take this item off the list.")] = None,
    json_file: JsonFile = None,
    data_dir: RunningDataDir = DATA_DIR,
) -> None:
    """List texts, promised bookings and messages, and calls that could not be dealt with and are not tried any more.

    No entry says what a caller said.
    """
    if retry is not None and forget is not None:
        raise typer.BadParameter("give --retry or --forget, not both")
    items = asyncio.run(_run(limit, retry, forget, data_dir))
    if retry is not None or forget is not None:
        return
    table = Table()
    for heading in ("when", "item", "what", "business", "tries", "why"):
        table.add_column(heading, overflow="fold")
    for item in items:
        tries = "" if item.failures is None else str(item.failures)
        table.add_row(
            f"{item.at:%Y-%m-%d %H:%M:%S}",
            item.name,
            item.what,
            str(item.business_id or ""),
            tries,
            item.reason,
        )
    console.print(table if items else "Nothing is dead.")
    write_json(json_file, {"items": [_facts(item) for item in items]})


async def _run(limit: int, retry: str | None, forget: str | None, data_dir: Path) -> "list[DeadItem]":
    from services.dead_letters import DeadItems
    from storage.stores import open_stores

    stores = open_stores(
        store_addresses(data_dir, COMMAND), application_name=COMMAND, pool_size=1, max_overflow=0
    )
    try:
        items = DeadItems(stores.database, stores.redis)
        if retry is not None:
            if not await items.retry(retry):
                raise NotFound(f"{retry} is not among the dead")
            console.print(f"{retry} is tried again.")
            return []
        if forget is not None:
            if not await items.forget(forget):
                raise NotFound(f"{forget} is not on the list of calls")
            console.print(f"{forget} is off the list.")
            return []
        return await items.latest(limit)
    finally:
        await stores.close()


def _facts(item: "DeadItem") -> dict[str, object]:
    return {
        "item": item.name,
        "what": item.what,
        "business_id": str(item.business_id) if item.business_id else None,
        "reason": item.reason,
        "failures": item.failures,
        "at": item.at.isoformat(),
        "can_retry": item.can_retry,
    }
