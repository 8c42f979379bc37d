"""Promised work is done by one worker at a time, again when it fails, and never lost."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from domain.ids import new_id
from storage.postgres import outbox, tables, webhook_inbox
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem
from tests.support.shop import Shop, open_shop

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LEASE_S = 30.0
KINDS = ("sms", "email")


async def promise(db: Database, shop: Shop, key: str, due_at: datetime = LONG_AGO) -> None:
    async with db.tenant(shop.business_id) as scope:
        await outbox.enqueue(scope, "sms", key, {"key": key}, due_at=due_at)


async def claim(db: Database, shop: Shop, now: datetime, limit: int = 1000) -> list[OutboxItem]:
    async with db.worker() as session:
        items = await outbox.claim(session, limit, now, LEASE_S, kinds=KINDS)
    return [item for item in items if item.business_id == shop.business_id]


async def stored(db: Database, business_id: UUID, key: str) -> tables.OutboxRow:
    async with db.tenant(business_id) as scope:
        found = await scope.session.scalars(select(tables.OutboxRow).where(tables.OutboxRow.key == key))
        return found.one()


async def test_each_item_is_claimed_by_one_of_many_workers(database: Database, shop: Shop) -> None:
    keys = {f"job {index}" for index in range(40)}
    for key in keys:
        await promise(database, shop, key)
    claims = await asyncio.gather(*(claim(database, shop, LONG_AGO, limit=7) for _ in range(12)))
    claimed = [item.key for items in claims for item in items]
    assert sorted(claimed) == sorted(keys)


async def test_same_kind_and_key_is_promised_once_per_business(database: Database, shop: Shop) -> None:
    other = await open_shop(database)
    await promise(database, shop, "once")
    await promise(database, shop, "once")
    await promise(database, other, "once")
    async with database.tenant(shop.business_id) as scope:
        await outbox.enqueue(scope, "email", "once", {}, due_at=LONG_AGO)
    assert sorted(item.kind for item in await claim(database, shop, LONG_AGO)) == ["email", "sms"]


async def test_item_becomes_due_at_its_time(database: Database, shop: Shop) -> None:
    later = LONG_AGO + timedelta(hours=1)
    await promise(database, shop, "later", due_at=later)
    assert await claim(database, shop, later - timedelta(seconds=1)) == []
    assert [item.key for item in await claim(database, shop, later)] == ["later"]


async def test_done_item_is_not_claimed_again(database: Database, shop: Shop) -> None:
    await promise(database, shop, "job")
    (item,) = await claim(database, shop, LONG_AGO)
    async with database.worker() as session:
        assert await outbox.done(session, item, LONG_AGO)
        assert not await outbox.done(session, item, LONG_AGO)
    assert await claim(database, shop, LONG_AGO + timedelta(days=1)) == []
    row = await stored(database, shop.business_id, "job")
    assert (row.status, row.done_at) == ("done", LONG_AGO)


async def test_dead_workers_item_falls_to_another_and_its_late_answer_counts_for_nothing(
    database: Database, shop: Shop
) -> None:
    await promise(database, shop, "job")
    (first,) = await claim(database, shop, LONG_AGO)
    lease_end = LONG_AGO + timedelta(seconds=LEASE_S)
    assert await claim(database, shop, lease_end - timedelta(seconds=1)) == []
    (second,) = await claim(database, shop, lease_end)
    assert (first.attempts, second.attempts) == (1, 2)
    async with database.worker() as session:
        assert not await outbox.done(session, first, lease_end)
        assert await outbox.done(session, second, lease_end)


async def test_failing_item_waits_longer_each_time_and_dies_in_the_end(
    database: Database, shop: Shop
) -> None:
    await promise(database, shop, "job")
    now, waits = LONG_AGO, list[float]()
    for attempt in range(1, outbox.MAX_ATTEMPTS + 1):
        (item,) = await claim(database, shop, now)
        assert item.attempts == attempt
        async with database.worker() as session:
            assert await outbox.failed(session, item, "vendor says no", now)
        row = await stored(database, shop.business_id, "job")
        assert row.last_error == "vendor says no"
        waits.append((row.due_at - now).total_seconds())
        now = row.due_at
    assert waits[:4] == [5.0, 10.0, 20.0, 40.0]
    assert row.status == "dead"
    assert await claim(database, shop, now + timedelta(days=1)) == []


async def test_what_a_worker_cannot_do_waits_for_one_that_can(database: Database, shop: Shop) -> None:
    await promise(database, shop, "text")
    async with database.tenant(shop.business_id) as scope:
        await outbox.enqueue(scope, "email", "letter", {}, due_at=LONG_AGO)
    async with database.worker() as session:
        texts = await outbox.claim(session, 1000, LONG_AGO, LEASE_S, kinds=("sms",))
    assert {item.kind for item in texts} == {"sms"}
    letter = await stored(database, shop.business_id, "letter")
    assert (letter.attempts, letter.due_at) == (0, LONG_AGO)


async def test_hopeless_item_is_dead_at_once_with_its_reason(database: Database, shop: Shop) -> None:
    await promise(database, shop, "job")
    (item,) = await claim(database, shop, LONG_AGO)
    async with database.worker() as session:
        assert await outbox.bury(session, item, "a landline")
        assert not await outbox.bury(session, item, "again")
    row = await stored(database, shop.business_id, "job")
    assert (row.status, row.last_error, row.attempts) == ("dead", "a landline", 1)
    assert await claim(database, shop, LONG_AGO + timedelta(days=1)) == []


async def test_work_promised_in_a_failed_transaction_is_not_done(database: Database, shop: Shop) -> None:
    async with database.tenant(shop.business_id) as scope:
        await outbox.enqueue(scope, "sms", "job", {}, due_at=LONG_AGO)
        await scope.session.rollback()
    assert await claim(database, shop, LONG_AGO) == []


async def test_webhook_sent_twice_is_accepted_once(database: Database) -> None:
    key = str(new_id())

    async def take(provider: str) -> bool:
        async with database.system() as session:
            return await webhook_inbox.accept(session, provider, key, {"CallSid": "CA1"})

    assert sum(await asyncio.gather(*(take("twilio") for _ in range(10)))) == 1
    assert await take("stripe")
