"""Texts and mails that workers send while they are killed: each goes once, by the vendors and by the rows."""

from collections.abc import Iterator

import pytest

from load.notifications.figures import to_json
from load.notifications.options import NotificationOptions
from load.notifications.run import run_notifications
from sandbox.local.postgres import EmbeddedPostgres
from sandbox.seed.seed import plan_of, seed_businesses
from storage.postgres.database import Database
from tests.support.own_stores import app_url, open_directory, own_postgres

OPTIONS = NotificationOptions(
    count=300, rate=0, workers=1, kills=3, answer_ms=20, businesses=2, ends_leases=True, drains_only=True
)


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    with own_postgres() as server:
        yield server


@pytest.mark.timeout(150)
async def test_workers_killed_at_random_moments_lose_nothing_and_send_nothing_twice(
    server: EmbeddedPostgres,
) -> None:
    with open_directory() as directory:
        url = app_url(server)
        database = Database(url)
        await seed_businesses(database, plan_of(OPTIONS.businesses, 3, 1), lambda _done: None)
        await database.close()
        report = await run_notifications(
            OPTIONS,
            url=url,
            owner_url=server.owner_url,
            redis_url="redis://127.0.0.1:1/0",
            directory=directory,
        )
    figures = to_json(report)
    assert (figures["texts"], figures["mails"], figures["kills"]) == (240, 60, 3)
    assert (report.lost, report.doubled, report.unmarked) == ([], [], [])
    statuses = figures["statuses"]
    assert statuses.pop("accepted") + statuses.pop("perhaps_sent", 0) == 300
    assert statuses == {}, "nothing is left half done"
    texts = {each.id for each in report.promised if not each.is_mail}
    assert not texts & set(report.in_doubt), "Twilio is asked what it took"
