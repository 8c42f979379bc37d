"""`receptionist recount-analytics`, over made-up businesses whose days were kept as they were made."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import delete
from typer.testing import CliRunner

from cli.app import app
from domain.analytics.figures import Figures
from domain.errors import NotFound
from domain.ids import new_id
from sandbox.seed.businesses import Plan
from services.analytics.recount import where_it_is
from storage.postgres import daily_analytics
from storage.postgres.analytics_tables import DailyAnalytics
from storage.postgres.database import Database
from tests.support.seeded import PLAN, SeededDatabase, seeded_database


@pytest.fixture(scope="module")
def seeded(postgres_owner_url: str) -> Iterator[SeededDatabase]:
    with seeded_database(postgres_owner_url, Plan(1, 3, PLAN.seed, PLAN.as_of)) as made:
        yield made


def kept(seeded: SeededDatabase, business_id: UUID, *, forgets: bool = False) -> dict[date, Figures]:
    """Of the days the made-up past has; with `forgets` they are gone then."""

    async def work() -> dict[date, Figures]:
        database = Database(seeded.url)
        async with database.tenant(business_id) as scope:
            zone = (await where_it_is(scope)).zone.key
            days = await daily_analytics.kept(scope, zone, date.min, datetime.now(UTC).date())
            if forgets:
                await scope.session.execute(delete(DailyAnalytics))
        await database.close()
        return days

    return asyncio.run(work())


def test_days_that_are_gone_are_counted_again_as_they_were(seeded: SeededDatabase) -> None:
    (business_id,) = seeded.seeded.ids
    before = kept(seeded, business_id, forgets=True)
    assert sum(each.calls for each in before.values()) > 0
    assert kept(seeded, business_id) == {}
    cli = CliRunner(env={"DATABASE_URL": seeded.url})
    shown = cli.invoke(app, ["recount-analytics"])
    assert shown.exit_code == 0, shown.output
    assert "1 business counted in" in shown.output
    after = kept(seeded, business_id)
    assert {day: after[day] for day in before} == before
    shown = cli.invoke(app, ["recount-analytics", "--business", str(business_id), "--since", "2026-10-26"])
    assert shown.exit_code == 0, shown.output
    assert kept(seeded, business_id) == after


def test_a_business_that_is_not_there_is_said_so(seeded: SeededDatabase) -> None:
    shown = CliRunner(env={"DATABASE_URL": seeded.url}).invoke(
        app, ["recount-analytics", "--business", str(new_id())]
    )
    assert isinstance(shown.exception, NotFound)
