"""`receptionist replay`: what happened on a call, event by event, and whether today's code decides the same."""

import asyncio
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from cli.installation import require_development_install
from cli.terminal import DATA_DIR, RunningDataDir, console
from domain.errors import ConfigError, ReceptionistError


def replay(
    call_id: Annotated[UUID | None, typer.Argument(help="The call's id.", show_default=False)] = None,
    until: Annotated[str | None, typer.Option(help="Stop after this event: a class name or number.")] = None,
    file: Annotated[Path | None, typer.Option(help="A journal to read instead, plain or .gz.")] = None,
    business: Annotated[UUID | None, typer.Option(help="Whose call; else the running system's.")] = None,
    data_dir: RunningDataDir = DATA_DIR,
) -> None:
    """Run a call's journal again, event by event, and compare with what was decided then.

    Shows personal data: the caller's number and every word of the call you name. Exit status 1 when something
    differs. The journal is the archived one, else the one in Redis; stores that the environment does not name are
    those of the system running here.
    """
    from cli.replay_text import show_replay
    from services.replay import replay as replaying
    from services.replay.source import journal_in

    if file is not None:
        found = journal_in(file, call_id)
    elif call_id is not None:
        found = asyncio.run(_stored_journal(call_id, business, data_dir.absolute()))
    else:
        raise typer.BadParameter("give a call's id, or a journal with --file")
    if not show_replay(found, replaying.up_to(replaying.replay(found.entries), until), console):
        raise typer.Exit(1)


async def _stored_journal(call_id: UUID, business_id: UUID | None, data_dir: Path) -> Any:
    from cli.replay_source import open_sources
    from config.settings import load_settings

    settings = load_settings()
    database_url, redis_url, objects_url = settings.database_url, settings.redis_url, settings.objects_url
    try:
        running = _running(data_dir)
    except ReceptionistError as error:
        if business_id is None:
            raise ConfigError(f"{error}, or name the business with --business") from None
    else:
        business_id = business_id or UUID(running.business_id)
        database_url, redis_url = database_url or running.database_url, redis_url or running.redis_url
        if "objects_url" not in settings.model_fields_set:
            objects_url = f"file://{data_dir}/objects"
    async with open_sources(database_url, redis_url, objects_url) as sources:
        return await sources.find(call_id, business_id)


def _running(data_dir: Path) -> Any:
    """The system started here. Raises ReceptionistError where none runs, or none can."""
    require_development_install("Finding a system that runs here")
    from sandbox.local.running import read_running

    return read_running(data_dir)
