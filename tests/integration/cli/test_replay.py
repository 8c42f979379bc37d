"""`receptionist replay`: where it looks for a journal, and what its exit status says."""

import asyncio
import gzip
from pathlib import Path

import pytest
from redis.asyncio import Redis
from typer.testing import CliRunner

from cli.app import app
from cli.replay_source import open_sources
from config.settings import ENV_FILE
from domain.errors import NotFound
from domain.ids import new_id
from sandbox.local.running import Running, write_running
from services.replay.source import JournalSources
from storage.objects import Objects
from storage.postgres.database import Database
from storage.redis.journal import Journal
from tests.integration.services.replay.archived_calls import archived_call
from tests.support.dialled_business import DialledBusiness, open_business

NOWHERE = "postgresql://nobody:nothing@127.0.0.1:1/nowhere"
RECORDING = Path(__file__).parents[2] / "recordings" / "put_through.journal.gz"


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


async def test_stores_that_are_away_or_not_named_are_told(tmp_path: Path) -> None:
    async with open_sources(NOWHERE, None, f"file://{tmp_path}/objects") as sources:
        with pytest.raises(
            NotFound, match=r"archive: postgres: [^\n]+\n  Redis: none is named \(REDIS_URL\)"
        ):
            await sources.find(new_id(), new_id())
    async with open_sources(None, "redis://127.0.0.1:1/0", f"file://{tmp_path}/objects") as sources:
        with pytest.raises(NotFound, match=r"archive: no database is named[^\n]+\n  Redis: redis: "):
            await sources.find(new_id(), new_id())


async def test_the_command_takes_stores_and_business_from_the_running_system(
    database: Database,
    redis: Redis,
    postgres_url: str,
    redis_url: str,
    business: DialledBusiness,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "OBJECTS_URL", ENV_FILE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    sources = JournalSources(database, Journal(redis), Objects(f"file://{tmp_path}/objects"))
    call_id = await archived_call(sources, business)
    write_running(
        Running(
            "", "", "", "", None, None, postgres_url, redis_url, str(business.id), [], 0, {}, "", "", tmp_path
        ),
        tmp_path,
    )
    done = await asyncio.to_thread(
        CliRunner().invoke, app, ["replay", str(call_id), "--data-dir", str(tmp_path)]
    )
    assert (done.exit_code, done.exception) == (0, None)
    assert "Journal: archive, " in done.output
    assert "Nothing differs (3 of 3 events, 0 unrecorded)" in done.output


def test_the_command_fails_on_a_difference_and_names_it(tmp_path: Path) -> None:
    lines = gzip.decompress(RECORDING.read_bytes()).split(b"\n")
    lines[1] = lines[1].replace(b'"decided":"', b'"decided":"x')
    path = tmp_path / "call.journal"
    path.write_bytes(b"\n".join(lines))
    failed = CliRunner().invoke(app, ["replay", "--file", str(path)])
    assert failed.exit_code == 1
    assert "The first difference: event 2, SpeechBegan, at " in failed.output
    assert CliRunner().invoke(app, ["replay", "--file", str(path), "--until", "1"]).exit_code == 0


def test_the_command_says_that_it_shows_personal_data() -> None:
    assert "personal data" in CliRunner().invoke(app, ["replay", "--help"]).output


def test_the_command_wants_a_call_or_a_file() -> None:
    assert CliRunner().invoke(app, ["replay"]).exit_code == 2
