"""Every subscriber is asked about every event, whatever becomes of the others and of the worker."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update

from domain.errors import NotFound, StorageError
from domain.events.catalogue import CustomerChanged, MessageTaken, RecordedEvent
from domain.ids import new_id
from services.events.record import record
from services.subscriptions.fan_out import FanOut
from services.subscriptions.subscribers import Subscriber
from storage.postgres import outbox
from storage.postgres.business_events import FAN_OUT
from storage.postgres.database import Database
from storage.postgres.event_tables import BusinessEventRow
from storage.postgres.tables import OutboxRow
from storage.postgres.tenant import TenantScope
from tests.integration.services.events.telling import promised
from tests.support.dialled_business import DialledBusiness, open_business
from tests.support.statements import statements


@pytest.fixture(autouse=True)
async def nothing_of_other_tests(database: Database) -> None:
    """The outbox is every business's: what other tests left in it is done."""
    async with database.worker() as session:
        await session.execute(update(OutboxRow).where(OutboxRow.kind == FAN_OUT).values(status="done"))


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


async def tell(business: DialledBusiness, count: int = 1) -> None:
    async with business.database.tenant(business.id) as scope:
        for _ in range(count):
            await record(scope, CustomerChanged(customer_id=new_id(), changed=("name",)))


def writing(name: str, kinds: frozenset[str] | None = None) -> Subscriber:
    """Puts an item into the outbox, as all subscribers do."""

    async def plan(scope: TenantScope, event: RecordedEvent) -> None:
        await outbox.enqueue(scope, f"test.{name}", str(event.id), {"kind": event.event.KIND})

    return Subscriber(name, plan, kinds)


def failing(name: str, error: Exception) -> Subscriber:
    async def plan(scope: TenantScope, event: RecordedEvent) -> None:
        await outbox.enqueue(scope, f"test.{name}", str(event.id), {})
        raise error

    return Subscriber(name, plan)


async def statuses(business: DialledBusiness) -> list[str]:
    return [item.status for item in await promised(business.database, business.id)]


async def test_every_subscriber_is_asked_about_what_it_wants_to_hear_of(
    database: Database, business: DialledBusiness
) -> None:
    await tell(business)
    async with database.tenant(business.id) as scope:
        await record(scope, MessageTaken(message_id=new_id(), call_id=None, is_voicemail=False))
    fan_out = FanOut(database, [writing("all"), writing("messages", frozenset({"message.taken"}))])
    assert await fan_out.drain() == 2
    assert await fan_out.drain() == 0
    events = [item.key for item in await promised(database, business.id)]
    assert [item.key for item in await promised(database, business.id, "test.all")] == events
    assert [item.payload for item in await promised(database, business.id, "test.messages")] == [
        {"kind": "message.taken"}
    ]
    assert await statuses(business) == ["done", "done"]


async def test_an_event_that_is_told_twice_is_planned_once(
    database: Database, business: DialledBusiness
) -> None:
    await tell(business)
    fan_out = FanOut(database, [writing("all")])
    await fan_out.drain()
    async with database.tenant(business.id) as scope:
        await scope.session.execute(
            update(OutboxRow).where(OutboxRow.kind == FAN_OUT).values(status="pending")
        )
        await scope.session.execute(
            update(OutboxRow).where(OutboxRow.kind == FAN_OUT).values(due_at=func.now())
        )
    assert await fan_out.drain() == 1
    assert len(await promised(database, business.id, "test.all")) == 1


async def test_a_worker_that_dies_between_planning_and_the_mark_leaves_neither(
    database: Database, business: DialledBusiness, monkeypatch: pytest.MonkeyPatch
) -> None:
    await tell(business)

    async def killed(*_: object) -> None:
        raise StorageError("postgres", "the connection broke off")

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "all_done", killed)
        await FanOut(database, [writing("all")]).drain()
    assert await promised(database, business.id, "test.all") == []
    assert await statuses(business) == ["pending"]


@pytest.mark.parametrize("error", [NotFound("gone"), ValueError("a bug")], ids=["ours", "a bug"])
async def test_a_subscriber_that_fails_is_asked_again_and_holds_nobody_up(
    database: Database, business: DialledBusiness, error: Exception
) -> None:
    await tell(business, 2)
    await FanOut(database, [failing("bad", error), writing("good")]).drain()
    assert len(await promised(database, business.id, "test.good")) == 2
    assert await promised(database, business.id, "test.bad") == [], "what it began is undone"
    items = await promised(database, business.id)
    assert [(item.status, item.last_error) for item in items] == [("pending", "not planned by bad")] * 2
    assert all(item.due_at > datetime.now(UTC) for item in items)

    async with database.worker() as session:
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.kind == FAN_OUT)
            .values(due_at=datetime.now(UTC) - timedelta(seconds=1))
        )
    await FanOut(database, [writing("bad"), writing("good")]).drain()
    assert len(await promised(database, business.id, "test.bad")) == 2
    assert len(await promised(database, business.id, "test.good")) == 2
    assert await statuses(business) == ["done", "done"]


async def test_an_event_of_a_later_release_waits_for_a_worker_that_knows_it(
    database: Database, business: DialledBusiness
) -> None:
    await tell(business, 2)
    async with database.tenant(business.id) as scope:
        first = await scope.session.scalar(select(func.min(BusinessEventRow.id.cast(OutboxRow.key.type))))
        await scope.session.execute(
            update(BusinessEventRow)
            .where(BusinessEventRow.id.cast(OutboxRow.key.type) == first)
            .values(version=99)
        )
    await FanOut(database, [writing("all")]).drain()
    assert sorted(await statuses(business)) == ["done", "pending"]
    assert len(await promised(database, business.id, "test.all")) == 1


async def test_businesses_are_told_apart_and_events_of_one_cost_no_transaction_each(
    database: Database, business: DialledBusiness
) -> None:
    other = await open_business(database)
    await tell(business, 20)
    await tell(other, 5)
    with statements() as seen:
        assert await FanOut(database, []).drain() == 25
    assert len(seen) <= 12, "a few for each business, whatever happened in it"
    assert set(await statuses(business)) == set(await statuses(other)) == {"done"}


async def test_several_workers_share_the_work(database: Database, business: DialledBusiness) -> None:
    await tell(business, 230)
    workers = [FanOut(database, [writing("all")]) for _ in range(4)]
    counts = await asyncio.gather(*(worker.drain() for worker in workers))
    assert sum(counts) == 230
    assert len(await promised(database, business.id, "test.all")) == 230


async def test_an_event_that_was_erased_is_told_to_nobody(
    database: Database, business: DialledBusiness
) -> None:
    await tell(business)
    async with database.tenant(business.id) as scope:
        await scope.session.execute(delete(BusinessEventRow))
    await FanOut(database, [writing("all")]).drain()
    assert await promised(database, business.id, "test.all") == []
    assert await statuses(business) == ["done"]
