"""`receptionist seed` as somebody types it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner, Result

from cli.app import app
from domain.errors import ConfigError, NotPermitted
from sandbox.seed.businesses import Plan
from storage.postgres.account_tables import User
from storage.postgres.database import Database
from tests.support.seeded import PLAN, SeededDatabase, seeded_database


@pytest.fixture(scope="module")
def seeded(postgres_owner_url: str) -> Iterator[SeededDatabase]:
    with seeded_database(postgres_owner_url, Plan(1, 1, PLAN.seed, PLAN.as_of)) as made:
        yield made


def seed(seeded: SeededDatabase, nowhere: Path, *options: str, **environment: str) -> Result:
    arguments = ["seed", "--businesses", "2", "--days", "1", "--data-dir", str(nowhere), *options]
    return CliRunner(env={"DATABASE_URL": seeded.url, **environment}).invoke(app, arguments)


def test_it_makes_what_is_missing_and_says_whom_to_sign_in_as(seeded: SeededDatabase, tmp_path: Path) -> None:
    shown = seed(seeded, tmp_path, "--seed", str(PLAN.seed))
    assert shown.exit_code == 0, shown.output
    assert "1 business, " in shown.output
    assert "1 there already" in shown.output
    for told in (seeded.seeded.owner, seeded.seeded.password, seeded.seeded.key(0)):
        assert told in shown.output


def test_it_is_refused_where_people_can_reach_it(seeded: SeededDatabase, tmp_path: Path) -> None:
    refused = seed(seeded, tmp_path, APP_ENV="production")
    assert isinstance(refused.exception, ConfigError)
    assert "APP_ENV is production" in str(refused.exception)


def test_it_is_refused_where_people_have_signed_up_unless_told(
    seeded: SeededDatabase, tmp_path: Path
) -> None:
    make_stranger(seeded)
    refused = seed(seeded, tmp_path, "--seed", "7")
    assert isinstance(refused.exception, NotPermitted)
    done = seed(seeded, tmp_path, "--seed", "7", "--beside-others")
    assert done.exit_code == 0, done.output
    assert "2 businesses" in done.output


def make_stranger(seeded: SeededDatabase) -> None:
    async def work() -> None:
        database = Database(seeded.url)
        async with database.identity() as session:
            email = seeded.seeded.owner.replace("owner", "viewer")
            await session.execute(update(User).where(User.email == email).values(email="mia@example.com"))
        await database.close()

    asyncio.run(work())
