"""The texts the outbox promises: sent from the business's own number, once, as far as Twilio lets us."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import ProviderError, StorageError
from domain.ids import new_id
from sandbox.faults import Fault
from sandbox.local.postgres import EmbeddedPostgres
from services.notifications.text_drain import TextDrain
from services.notifications.text_limits import TextLimits
from services.outbox.sliding_drain import AT_ONCE
from services.tools.context import BOOKING_CONFIRMED
from services.tools.deferred_apply import BOOKING_REFUSED
from services.tools.messages import MESSAGE_TAKEN
from storage.postgres import calls, notifications, outbox, tables
from storage.postgres.calls import NewCall
from storage.postgres.database import Database
from tests.support.dialled_business import DialledBusiness, open_business
from tests.support.own_stores import TextedCarrier, app_url, empty_outbox, own_postgres, texting

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
FALLBACK = "+61280005555"
CALLER = "+61400000001"


@pytest.fixture(scope="module")
def own_server() -> Iterator[EmbeddedPostgres]:
    with own_postgres() as server:
        yield server


@pytest.fixture
async def database(own_server: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A worker drains every business's outbox, so these tests have one to themselves."""
    own_server.start()
    await empty_outbox(own_server)
    database = Database(app_url(own_server), pool_size=2, max_overflow=12)
    yield database
    await database.close()


@pytest.fixture
async def texted() -> AsyncIterator[TextedCarrier]:
    async with texting() as texted:
        yield texted


@pytest.fixture
def work(database: Database, texted: TextedCarrier) -> TextDrain:
    return TextDrain(database, texted.carrier, fallback_number=FALLBACK)


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


async def promise(
    business: DialledBusiness, kind: str = BOOKING_CONFIRMED, key: str | None = None, **changes: Any
) -> str:
    """Promises a text and gives its key."""
    key = key or str(new_id())
    payload = {
        "to": CALLER,
        "call_id": None,
        "business_name": "Harbour Street Hair",
        "language": "en-AU",
        "address": "12 Harbour Street",
        "customer_name": "Sam",
        "offering": "Haircut",
        "staff": "Mia",
        "starts_at_local": "2026-11-24T10:00",
        **changes,
    }
    async with business.database.tenant(business.id) as scope:
        await outbox.enqueue(scope, kind, key, payload)
    return key


async def row(business: DialledBusiness, key: str) -> tables.OutboxRow:
    async with business.database.tenant(business.id) as scope:
        return (
            await scope.session.scalars(select(tables.OutboxRow).where(tables.OutboxRow.key == key))
        ).one()


async def fall_due(business: DialledBusiness) -> None:
    async with business.database.tenant(business.id) as scope:
        await scope.session.execute(update(tables.OutboxRow).values(due_at=NOW - timedelta(days=1)))


async def dialled(business: DialledBusiness, number: str) -> str:
    """A call that came in on this number."""
    call_id = new_id()
    async with business.database.tenant(business.id) as scope:
        await calls.create(scope, NewCall(call_id, f"CA{call_id.hex}", CALLER, number, NOW))
    return str(call_id)


async def hold(business: DialledBusiness, number: str) -> None:
    async with business.database.tenant(business.id) as scope:
        await scope.session.execute(insert(tables.PhoneNumber).values(e164=number, business_id=business.id))


def unused_number() -> str:
    return f"+6140{new_id().int % 10**8:08d}"


async def test_promised_texts_are_sent_once_and_marked(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier
) -> None:
    keys = [await promise(business, BOOKING_CONFIRMED), await promise(business, BOOKING_REFUSED)]
    assert await work.drain() == 2
    assert await work.drain() == 0
    bodies = sorted(text["body"] for text in await texted.texts())
    assert ["is booked for" in bodies[1], "could not be booked" in bodies[0]] == [True, True]
    assert [(await row(business, key)).status for key in keys] == ["done", "done"]


async def test_a_text_comes_from_the_number_that_was_dialled(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier
) -> None:
    second = unused_number()
    await hold(business, second)
    await promise(business, call_id=await dialled(business, second))
    await work.drain()
    await promise(business, call_id=await dialled(business, business.number))
    await work.drain()
    assert [text["from"] for text in await texted.texts()] == [second, business.number]


async def test_a_number_given_back_or_no_call_at_all_means_the_businesss_first_number(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier
) -> None:
    await promise(business, call_id=await dialled(business, unused_number()))
    await promise(business, call_id=None)
    await work.drain()
    assert [text["from"] for text in await texted.texts()] == [business.number] * 2


async def test_a_business_without_a_number_texts_from_the_accounts(
    work: TextDrain, database: Database, business: DialledBusiness, texted: TextedCarrier
) -> None:
    async with database.tenant(business.id) as scope:
        await scope.session.execute(
            tables.PhoneNumber.__table__.delete().where(tables.PhoneNumber.business_id == business.id)
        )
    key = await promise(business)
    await TextDrain(database, texted.carrier, fallback_number=None).drain()
    waiting = await row(business, key)
    assert (waiting.status, waiting.last_error) == ("pending", "there is no number to send from")
    await fall_due(business)
    await work.drain()
    assert [text["from"] for text in await texted.texts()] == [FALLBACK]


async def test_what_nobody_can_send_yet_is_left_alone(work: TextDrain, business: DialledBusiness) -> None:
    key = await promise(business, MESSAGE_TAKEN)
    assert await work.drain() == 0
    assert ((await row(business, key)).status, (await row(business, key)).attempts) == ("pending", 0)


@pytest.mark.parametrize(("kind", "status"), [("refuse", 503), ("refuse", 401), ("hang", 0)])
async def test_a_carrier_that_fails_for_now_is_asked_again_later(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier, kind: str, status: int
) -> None:
    key = await promise(business)
    texted.fail(kind, status)
    await work.drain()
    failed = await row(business, key)
    assert (failed.status, failed.attempts) == ("pending", 1)
    assert (failed.last_error or "").startswith("twilio messages.create: ")
    assert await work.drain() == 0
    await fall_due(business)
    await work.drain()
    assert (await row(business, key)).status == "done"
    assert len(await texted.texts()) == 1


async def test_a_carrier_that_is_asked_too_often_is_left_alone_and_nothing_counts_as_an_attempt(
    database: Database, business: DialledBusiness, texted: TextedCarrier
) -> None:
    keys = [await promise(business, to=f"+6140000003{number}") for number in range(4)]
    texted.fail("refuse", 429)
    work = TextDrain(database, texted.carrier, fallback_number=FALLBACK, at_once=1)
    await work.drain()
    await fall_due(business)
    assert await work.drain() == 0, "it rests"
    waiting = [await row(business, key) for key in keys]
    assert [(each.status, each.attempts) for each in waiting] == [("pending", 0)] * 4
    assert work.due_in_s(30.0) <= 1.0
    while await TextDrain(database, texted.carrier, fallback_number=FALLBACK).drain():
        pass
    assert [(await row(business, key)).status for key in keys] == ["done"] * 4
    assert len(await texted.texts()) == 4


async def test_a_text_the_carrier_will_never_take_is_dead_at_once(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier
) -> None:
    landline = await promise(business)
    texted.fail("refuse", 400)
    await work.drain()
    nobody = await promise(business, to="somewhere")
    await work.drain()
    for key in (landline, nobody):
        dead = await row(business, key)
        assert (dead.status, dead.attempts) == ("dead", 1)
        assert (dead.last_error or "").startswith("twilio messages.create: refused")
        assert "somewhere" not in (dead.last_error or "")
    assert await texted.texts() == []


async def test_a_malformed_promise_is_dead_and_does_not_hold_up_the_others(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier
) -> None:
    bad, good = await promise(business, starts_at_local="soon"), await promise(business)
    await work.drain()
    assert ((await row(business, bad)).status, (await row(business, good)).status) == ("dead", "done")
    assert len(await texted.texts()) == 1


async def test_several_workers_send_each_text_once(
    database: Database, business: DialledBusiness, texted: TextedCarrier
) -> None:
    numbers = [f"+6140000{index:04d}" for index in range(2 * AT_ONCE)]
    for number in numbers:
        await promise(business, to=number)
    workers = [TextDrain(database, texted.carrier, fallback_number=FALLBACK) for _ in range(3)]
    for _ in range(2):
        await asyncio.gather(*(worker.drain() for worker in workers))
    assert sorted(text["to"] for text in await texted.texts()) == numbers


async def test_postgres_lost_between_the_sending_and_the_mark_does_not_send_again(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier, own_server: EmbeddedPostgres
) -> None:
    key = await promise(business)
    gone = asyncio.Event()

    class LosingPostgres:
        """Stops the server once Twilio has taken the text."""

        async def send_sms(self, *, to: str, from_: str, body: str, report_to: str | None = None) -> str:
            sid = await texted.carrier.send_sms(to=to, from_=from_, body=body)
            await asyncio.to_thread(own_server.stop)
            gone.set()
            return sid

    losing: Any = LosingPostgres()

    async def drain() -> None:
        with suppress(StorageError):  # it looked for more while Postgres was away
            await TextDrain(business.database, losing, fallback_number=FALLBACK).drain()

    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        tasks.create_task(drain())
        await gone.wait()
        await asyncio.to_thread(own_server.start)
    assert (await row(business, key)).status == "done"
    await fall_due(business)
    assert await work.drain() == 0
    assert len(await texted.texts()) == 1


# --- limits -----------------------------------------------------------------------------------------------------
class UncountedTexts:
    """Every number has had as many as it may."""

    async def take(self, number: str, item: str, most: int) -> bool:
        return number == CALLER


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("+6421234567", "texts to NZ are not allowed (TEXT_COUNTRIES)"),
        ("+61400000002", "the number has had 5 texts within a day (TEXTS_PER_NUMBER_AND_DAY)"),
        ("sip:sam@pbx.example", "not a telephone number"),
    ],
)
async def test_a_text_beyond_the_limits_is_dead_and_no_other_waits_for_it(
    database: Database, texted: TextedCarrier, business: DialledBusiness, to: str, why: str
) -> None:
    await promise(business, to=to)
    await promise(business)
    drain = TextDrain(database, texted.carrier, fallback_number=FALLBACK, limits=TextLimits(UncountedTexts()))
    assert await drain.drain() == 2
    assert [text["to"] for text in await texted.texts()] == [CALLER]
    async with database.worker() as session:
        (dead,) = await outbox.dead(session, 10)
    assert dead.last_error == why


# --- texts that are not answered for ----------------------------------------------------------------------------
def arm_late(texted: TextedCarrier, count: int = 1) -> None:
    """Twilio takes the text, and answers when nobody waits any more."""
    texted.options.faults.arm(Fault("twilio", "late", after_s=1.3), count)


async def attempts(work: TextDrain, business: DialledBusiness, count: int) -> None:
    for _ in range(count):
        await fall_due(business)
        await work.drain()


async def test_a_text_that_was_taken_without_an_answer_is_found_and_not_sent_again(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier
) -> None:
    arm_late(texted)
    key = await promise(business)
    await work.drain()
    assert (await row(business, key)).status == "pending"
    await attempts(work, business, 1)
    assert (await row(business, key)).status == "done"
    assert len(await texted.texts()) == 1


async def test_a_text_that_was_not_taken_is_sent_again_twice_at_the_most(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier
) -> None:
    texted.fail("hang", count=20)
    key = await promise(business)
    sent: list[str] = []
    send = texted.carrier.send_sms

    class Counting:
        find_sms = staticmethod(texted.carrier.find_sms)

        async def send_sms(self, **text: str) -> str:
            sent.append(text["to"])
            return await send(**text)

    counting: Any = Counting()
    await attempts(TextDrain(business.database, counting, fallback_number=FALLBACK), business, 6)
    found = await row(business, key)
    assert (found.status, found.last_error) == ("dead", "never answered, and not found")
    assert len(sent) == 3


async def test_another_text_to_the_same_number_is_not_taken_for_it(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier
) -> None:
    await promise(business, offering="Colour")
    await work.drain()
    texted.fail("hang")
    key = await promise(business, offering="Shave")
    await attempts(work, business, 2)
    assert (await row(business, key)).status == "done"
    assert len(await texted.texts()) == 2


async def test_while_nothing_can_be_looked_up_nothing_is_sent_again(
    business: DialledBusiness, texted: TextedCarrier
) -> None:
    arm_late(texted)
    key = await promise(business)

    class Blind:
        send_sms = staticmethod(texted.carrier.send_sms)

        async def find_sms(self, **_: Any) -> str | None:
            raise ProviderError("twilio", "messages.list", "did not answer in time", retryable=True)

    blind: Any = Blind()
    await attempts(TextDrain(business.database, blind, fallback_number=FALLBACK), business, 4)
    assert (await row(business, key)).status == "pending"
    assert len(await texted.texts()) == 1


# --- texts that say nothing any more ----------------------------------------------------------------------------
async def test_nothing_is_sent_about_an_appointment_that_has_begun(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier
) -> None:
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    keys = [
        await promise(business, starts_at=an_hour_ago.isoformat()),
        await promise(
            business,
            BOOKING_REFUSED,
            starts_at_local=an_hour_ago.replace(tzinfo=None).isoformat(timespec="minutes"),
            timezone="UTC",
        ),
    ]
    await work.drain()
    assert [(await row(business, key)).status for key in keys] == ["dead", "dead"]
    assert await texted.texts() == []


async def test_a_text_about_an_appointment_to_come_is_sent(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier
) -> None:
    await promise(business, starts_at=(datetime.now(UTC) + timedelta(hours=1)).isoformat())
    await work.drain()
    assert len(await texted.texts()) == 1


async def test_nothing_is_sent_about_a_booking_that_is_gone(
    work: TextDrain, business: DialledBusiness, texted: TextedCarrier
) -> None:
    key = await promise(business, booking_id=str(new_id()))
    await work.drain()
    assert (await row(business, key)).last_error == "cancelled or past by now"
    assert await texted.texts() == []


async def test_workers_killed_at_any_moment_lose_no_text_and_send_none_twice(
    database: Database, business: DialledBusiness, texted: TextedCarrier
) -> None:
    chance = Random(11)
    numbers = {unused_number() for _ in range(24)}
    for number in numbers:
        await promise(business, to=number)
    for _ in range(12):
        working = asyncio.create_task(
            TextDrain(database, texted.carrier, fallback_number=FALLBACK).drain(), name="worker"
        )
        await asyncio.sleep(chance.uniform(0.005, 0.15))
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await fall_due(business)
    while await TextDrain(database, texted.carrier, fallback_number=FALLBACK).drain():
        pass
    assert sorted(text["to"] for text in await texted.texts()) == sorted(numbers)
    async with database.tenant(business.id) as scope:
        wanted = notifications.Filter()
        told = await notifications.page(scope, wanted, after=None, limit=100)
    assert {each.status for each in told} == {"accepted"}
