"""Names and numbers in what was sent and taken in are gone a while after; what is still to do keeps its own."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.events.catalogue import CustomerChanged
from domain.ids import new_id
from services.outbox.retention import AT_ONCE, Retention
from storage.postgres import business_events, outbox, webhook_inbox
from storage.postgres.database import Database
from storage.postgres.event_tables import BusinessEventRow
from storage.postgres.tables import OutboxRow, WebhookInbox
from tests.support.shop import Shop, open_shop

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
KEEP = timedelta(days=7)
PAYLOAD = {"to": "+61400000001", "name": "Marigold"}


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)


async def sweep(database: Database, at: datetime) -> None:
    await Retention(database, KEEP).sweep(at)


async def promise(database: Database, shop: Shop, key: str, becomes: str) -> None:
    """An item of long ago that was sent, given up, or waits for another attempt."""
    async with database.tenant(shop.business_id) as scope:
        await outbox.enqueue(scope, f"kind {key}", key, PAYLOAD, due_at=LONG_AGO)
    async with database.worker() as session:
        [item] = await outbox.claim(session, 1, LONG_AGO, 60.0, kinds=[f"kind {key}"])
        if becomes == "done":
            await outbox.done(session, item, LONG_AGO)
        elif becomes == "dead":
            await outbox.bury(session, item, "a landline")
        else:
            await outbox.failed(session, item, "away", LONG_AGO)


async def payload(database: Database, shop: Shop, key: str) -> Mapping[str, Any]:
    async with database.tenant(shop.business_id) as scope:
        row = await scope.session.scalar(select(OutboxRow).where(OutboxRow.key == key))
    assert row is not None, "its key keeps the work from being done twice"
    return row.payload


@pytest.mark.parametrize(
    ("becomes", "age", "left"),
    [
        ("done", KEEP + timedelta(hours=1), {}),
        ("dead", KEEP + timedelta(hours=1), {}),
        ("done", KEEP - timedelta(hours=1), PAYLOAD),
        ("dead", KEEP - timedelta(hours=1), PAYLOAD),
        ("pending", 4 * KEEP, PAYLOAD),
    ],
    ids=["sent", "given up", "sent lately", "given up lately", "still to be sent"],
)
async def test_a_texts_name_and_number_go_once_it_is_settled(
    database: Database, shop: Shop, becomes: str, age: timedelta, left: dict[str, str]
) -> None:
    key = new_id().hex
    await promise(database, shop, key, becomes)
    await sweep(database, LONG_AGO + age)
    assert await payload(database, shop, key) == left


async def test_the_same_work_is_not_promised_again_by_its_emptied_row(database: Database, shop: Shop) -> None:
    key = new_id().hex
    await promise(database, shop, key, "done")
    await sweep(database, LONG_AGO + 2 * KEEP)
    async with database.tenant(shop.business_id) as scope:
        await outbox.enqueue(scope, f"kind {key}", key, PAYLOAD, due_at=LONG_AGO)
    assert await payload(database, shop, key) == {}


async def kept(database: Database, prefix: str) -> int:
    async with database.system() as session:
        rows = await session.scalars(select(WebhookInbox.key).where(WebhookInbox.key.startswith(prefix)))
        return len(rows.all())


async def test_webhooks_are_removed_when_nobody_repeats_them_any_more(database: Database) -> None:
    prefix, many = new_id().hex, AT_ONCE + 5
    async with database.system() as session:
        for index in range(many):
            assert await webhook_inbox.accept(
                session, "twilio", f"{prefix}:{index}", {"From": "+61400000001"}
            )
        of_these = WebhookInbox.key.startswith(prefix)
        await session.execute(update(WebhookInbox).where(of_these).values(received_at=LONG_AGO))
    await sweep(database, LONG_AGO + KEEP)
    assert await kept(database, prefix) == many, "not older than that yet"
    await sweep(database, LONG_AGO + KEEP + timedelta(hours=1))
    assert await kept(database, prefix) == 0


async def test_events_are_kept_for_as_long_as_is_set(database: Database, shop: Shop) -> None:
    async with database.tenant(shop.business_id) as scope:
        for number in range(3):
            changed = CustomerChanged(customer_id=new_id(), changed=(f"{number}",))
            await business_events.add(scope, changed)
        await scope.session.execute(
            update(BusinessEventRow)
            .where(BusinessEventRow.data["changed"][0].astext != "2")
            .values(at=LONG_AGO)
        )
    await Retention(database, KEEP).sweep(datetime.now(UTC))
    keep = timedelta(days=200)
    await Retention(database, KEEP, keep_events=keep).sweep(LONG_AGO + keep - timedelta(hours=1))
    assert await events(database, shop) == ["0", "1", "2"]
    await Retention(database, KEEP, keep_events=keep).sweep(LONG_AGO + keep + timedelta(hours=1))
    assert await events(database, shop) == ["2"]


async def events(database: Database, shop: Shop) -> list[str]:
    async with database.tenant(shop.business_id) as scope:
        rows = await scope.session.scalars(select(BusinessEventRow).order_by(BusinessEventRow.id))
        return [row.data["changed"][0] for row in rows]
