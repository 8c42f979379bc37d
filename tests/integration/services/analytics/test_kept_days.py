"""The days the worker keeps are what their rows come to, whatever happens to those, in any zone."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, func, insert, select, text, update

from domain.analytics.figures import Figures
from domain.ids import new_id
from services.analytics.changes import COUNT_DAY, changed
from services.analytics.drain import DayDrain
from services.analytics.recount import Recount, count, where_it_is
from services.events import bookings as booking_events
from services.events import calls as call_events
from services.outbox.due_items import DueItems
from services.subscriptions.fan_out import FanOut
from services.subscriptions.subscribers import SUBSCRIBERS
from storage.postgres import calls, daily_analytics, outbox, tables
from storage.postgres.analytics_tables import DailyAnalytics
from storage.postgres.billing_tables import LedgerRow
from storage.postgres.business_events import FAN_OUT
from storage.postgres.calls import NewCall, TurnRow
from storage.postgres.database import Database
from storage.postgres.scheduling_tables import BookingItem
from storage.postgres.tables import Booking, Call, Customer, OutboxRow, Turn
from tests.support.businesses import store_business

NOW = datetime(2026, 6, 10, 3, tzinfo=UTC)
SUBSCRIBER = [each for each in SUBSCRIBERS if each.name == "analytics"]


@pytest.fixture(autouse=True)
async def nothing_of_other_tests(database: Database) -> None:
    """The outbox is every business's: what other tests left in it is done."""
    kinds = (FAN_OUT, COUNT_DAY)
    async with database.worker() as session:
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.kind.in_(kinds), OutboxRow.status == "pending")
            .values(status="done")
        )


@dataclass
class Kept:
    """A business and the worker's part in its days; `now` is what the worker's clock shows."""

    database: Database
    id: UUID
    staff: UUID
    offering: UUID
    chance: random.Random
    now: datetime = NOW
    bookings: int = 0

    async def rings(self, began: datetime, minutes: float, outcome: str, answer_ms: float = 400.0) -> UUID:
        call_id = new_id()
        answered = outcome not in ("missed", "abandoned")
        async with self.database.tenant(self.id) as scope:
            new = NewCall(call_id, f"CA{call_id.hex}", "+61400000001", "+61280001234", began)
            await call_events.create(scope, new)
            if answered:
                await calls.mark_answered(scope, call_id, began + timedelta(seconds=1), answer_ms)
                waits = [{}, *({"voice_to_voice_ms": self.chance.uniform(300, 2000)} for _ in range(2))]
                turns = [TurnRow(n, "agent", "Yes.", "Yes.", began, False, ms) for n, ms in enumerate(waits)]
                await calls.save_turns(scope, call_id, turns)
            ended = began + timedelta(minutes=minutes)
            await call_events.mark_over(scope, call_id, ended)
            await call_events.finish(scope, call_id, outcome=outcome, ended_at=ended)
        return call_id

    async def books(self, made: datetime, starts: datetime, call_id: UUID | None) -> UUID:
        booking_id, customer = new_id(), new_id()
        self.bookings += 1
        starts += timedelta(days=self.bookings % 2, minutes=self.bookings)
        async with self.database.tenant(self.id) as scope:
            of_it = {"business_id": self.id}
            await scope.session.execute(
                insert(Customer).values(of_it | {"id": customer, "name": str(customer)})
            )
            values: dict[str, Any] = {
                "id": booking_id,
                "staff_id": self.staff,
                "offering_id": self.offering,
                "customer_id": customer,
                "call_id": call_id,
                "starts_at": starts,
                "ends_at": starts + timedelta(seconds=30),
                "during": func.tstzrange(starts, starts + timedelta(seconds=30)),
                "status": "confirmed",
                "intent_key": str(booking_id),
                "source": "phone" if call_id else "web",
                "created_at": made,
            }
            await scope.session.execute(insert(Booking).values(of_it | values))
            await scope.session.execute(
                insert(BookingItem).values(
                    of_it
                    | {
                        "booking_id": booking_id,
                        "position": 0,
                        "offering_id": self.offering,
                        "name": "Cut",
                        "price_cents": self.chance.randrange(1000, 9000),
                    }
                )
            )
        await self.tells(booking_id, "created")
        return booking_id

    async def tells(self, booking_id: UUID, what: str, **changes: Any) -> None:
        """Changes the booking, and tells of it as those do who book."""
        async with self.database.tenant(self.id) as scope:
            before = (Booking.starts_at, Booking.ends_at, Booking.staff_id)
            was: Any = (await scope.session.execute(select(*before).where(Booking.id == booking_id))).one()
            if changes:
                await scope.session.execute(update(Booking).where(Booking.id == booking_id).values(changes))
            booking = await bookings_row(scope, booking_id)
            if what == "moved":
                await booking_events.moved(scope, booking, "system", was)
            else:
                await getattr(booking_events, what)(scope, booking, "system")

    async def costs(self, call_id: UUID, ended: datetime) -> None:
        async with self.database.tenant(self.id) as scope:
            await scope.session.execute(
                insert(LedgerRow).values(
                    call_id=call_id,
                    business_id=self.id,
                    ended_at=ended,
                    outcome="answered",
                    caller_spoke=True,
                    billable_s=self.chance.randrange(300),
                    cost_microcents=self.chance.randrange(10_000),
                )
            )
            await changed(scope, [(ended, ended)], datetime.now(UTC))

    async def works(self) -> None:
        """The worker does all that is due, and what is due in a moment."""
        await FanOut(self.database, SUBSCRIBER).drain()
        async with self.database.worker() as session:
            await session.execute(
                update(OutboxRow)
                .where(OutboxRow.kind == COUNT_DAY, OutboxRow.status == "pending")
                .values(due_at=func.now() - timedelta(seconds=1))
            )
        await DayDrain(self.database, lambda: self.now).drain()

    async def kept(self) -> dict[date, Figures]:
        async with self.database.tenant(self.id) as scope:
            zone = (await where_it_is(scope)).zone.key
            return await daily_analytics.kept(scope, zone, date.min, date.max)

    async def rows(self, of: Any) -> Sequence[Any]:
        async with self.database.tenant(self.id) as scope:
            return (await scope.session.scalars(select(of).where(of.business_id == self.id))).all()

    async def asked(self) -> Sequence[OutboxRow]:
        """Days that are to be counted, or were."""
        return [row for row in await self.rows(OutboxRow) if row.kind == COUNT_DAY]


async def bookings_row(scope: Any, booking_id: UUID) -> Any:
    """As `services.events.bookings` takes it."""
    return (await scope.session.scalars(select(Booking).where(Booking.id == booking_id))).one()


async def open_kept(database: Database, timezone: str = "Australia/Sydney", seed: int = 1) -> Kept:
    profile = await store_business(database, timezone=timezone)
    return Kept(database, profile.id, profile.staff[0].id, profile.offerings[0].id, random.Random(seed))


@pytest.mark.parametrize(
    ("timezone", "change"),
    [
        pytest.param("Australia/Sydney", date(2025, 10, 5), id="Sydney, clocks go forward"),
        pytest.param("Australia/Sydney", date(2026, 4, 5), id="Sydney, clocks go back"),
        pytest.param("America/New_York", date(2026, 3, 8), id="New York, clocks go forward"),
        pytest.param("America/New_York", date(2025, 11, 2), id="New York, clocks go back"),
        pytest.param("Asia/Kathmandu", date(2026, 5, 1), id="Kathmandu, a quarter beside the hour"),
    ],
)
async def test_whatever_happens_the_kept_days_are_a_recount(
    database: Database, timezone: str, change: date
) -> None:
    business = await open_kept(database, timezone, seed=change.toordinal())
    chance = business.chance
    begins = datetime(change.year, change.month, change.day, tzinfo=UTC) - timedelta(days=1, hours=12)
    made: list[UUID] = []
    for step in range(20):
        began = begins + timedelta(minutes=chance.randrange(4 * 24 * 60))
        outcome = chance.choice(("booked", "answered", "missed", "transferred", "message"))
        minutes = chance.uniform(0, 90)
        call_id = await business.rings(began, minutes, outcome, chance.uniform(200, 1500))
        if outcome == "booked":
            made.append(await business.books(began, began + timedelta(hours=chance.randrange(48)), call_id))
        if step % 4 == 0:
            await business.costs(call_id, began + timedelta(minutes=minutes))
        if step % 8 == 5:
            await business.works()
        if made and step % 5 == 0:
            booking = chance.choice(made)
            at = began + timedelta(days=1, minutes=step)
            ends = at + timedelta(seconds=30)
            during = func.tstzrange(at, ends)
            await business.tells(booking, "moved", starts_at=at, ends_at=ends, during=during)
        if made and step % 7 == 0:
            await business.tells(chance.choice(made), "cancelled", status="cancelled")
        if made and step % 11 == 0:
            await business.tells(chance.choice(made), "no_show", status="no_show")
    await business.works()

    kept = await business.kept()
    await Recount(database, lambda: NOW).of(business.id)
    assert {day: each for day, each in (await business.kept()).items() if each != Figures()} == {
        day: each for day, each in kept.items() if each != Figures()
    }
    assert calls_by_day(await business.rows(Call), timezone) == Counter(
        {day: each.calls for day, each in kept.items() if each.calls}
    )
    assert sum(each.bookings for each in kept.values()) == len(made)
    booked = await business.rows(Booking)
    assert sum(each.cancelled for each in kept.values()) == sum(each.status == "cancelled" for each in booked)
    assert sum(each.visits for each in kept.values()) == sum(each.status == "confirmed" for each in booked)
    assert sum(sum(each.response_ms) for each in kept.values()) == sum(
        "voice_to_voice_ms" in turn.latency_ms for turn in await business.rows(Turn)
    )
    ledger = await business.rows(LedgerRow)
    assert sum(each.cost_microcents for each in kept.values()) == sum(row.cost_microcents for row in ledger)
    assert max(each.peak for each in kept.values()) == most_at_once(await business.rows(Call))


def calls_by_day(rows: Sequence[Call], timezone: str) -> Counter[date]:
    return Counter(row.started_at.astimezone(ZoneInfo(timezone)).date() for row in rows)


def most_at_once(rows: Sequence[Call]) -> int:
    return max(
        sum(
            other.started_at
            <= row.started_at
            < max(other.ended_at, other.started_at + timedelta(seconds=0.001))
            for other in rows
            if other.ended_at is not None
        )
        for row in rows
    )


async def test_what_a_late_write_made_of_a_call_is_counted(database: Database) -> None:
    business = await open_kept(database)
    began = datetime(2026, 6, 1, 2, tzinfo=UTC)
    call_id = await business.rings(began, 2, "answered")
    await business.works()
    day = date(2026, 6, 1)
    assert (await business.kept())[day].outcomes == {"answered": 1}
    async with database.tenant(business.id) as scope:
        await calls.lift_outcome(scope, call_id, "booked")
    await business.books(began + timedelta(days=2), began + timedelta(days=3), call_id)
    await business.works()
    kept = await business.kept()
    assert (kept[day].outcomes, kept[day].bookings) == ({"booked": 1}, 0)
    assert kept[day + timedelta(days=2)].bookings == 1


async def test_a_day_is_counted_once_however_much_of_it_changes(database: Database) -> None:
    business = await open_kept(database)
    at = datetime(2026, 6, 1, 2, tzinfo=UTC)
    then = datetime(2026, 6, 9, tzinfo=UTC)
    async with database.tenant(business.id) as scope:
        for second in range(4):
            await changed(scope, [(at, at)], then + timedelta(seconds=second))
            await changed(scope, [(then, then)], then)  # of today: once, when it is over
    assert sorted((row.payload["day"], row.due_at) for row in await business.asked()) == [
        ("2026-06-01", then + timedelta(seconds=5)),
        ("2026-06-09", datetime(2026, 6, 9, 14, 0, 5, tzinfo=UTC)),
    ]


async def test_what_changes_while_its_day_is_counted_has_it_counted_again(database: Database) -> None:
    business = await open_kept(database)
    at = datetime(2026, 6, 1, 2, tzinfo=UTC)
    async with database.tenant(business.id) as scope:
        await changed(scope, [(at, at)], NOW - timedelta(days=300))
    (claimed,) = await DueItems(database, (COUNT_DAY,)).claim()
    later = datetime.now(UTC) + timedelta(hours=1)
    async with database.tenant(business.id) as scope:
        await changed(scope, [(at, at)], later)
    async with database.worker() as session:
        await outbox.all_done(session, [claimed], NOW)
    (asked,) = await business.asked()
    assert (asked.status, asked.due_at) == ("pending", later + timedelta(seconds=5))


async def test_in_another_zone_days_are_counted_anew_with_the_next_that_is(database: Database) -> None:
    business = await open_kept(database)
    await business.rings(datetime(2026, 6, 1, 20, tzinfo=UTC), 1, "answered")  # the 2nd in Sydney
    await business.works()
    assert {day for day, each in (await business.kept()).items() if each.calls} == {date(2026, 6, 2)}
    async with database.tenant(business.id) as scope:
        await scope.session.execute(
            update(tables.Business).where(tables.Business.id == business.id).values(timezone="UTC")
        )
    assert await business.kept() == {}, "a day of another zone says nothing"
    await business.rings(datetime(2026, 6, 4, 12, tzinfo=UTC), 1, "answered")
    await business.works()
    assert {day for day, each in (await business.kept()).items() if each.calls} == {
        date(2026, 6, 1),
        date(2026, 6, 4),
    }


async def test_a_day_that_is_not_over_is_not_kept(database: Database) -> None:
    business = await open_kept(database)
    await business.rings(NOW - timedelta(minutes=5), 1, "answered")
    await business.works()
    assert await business.kept() == {}
    (asked,) = await business.asked()
    assert (asked.status, asked.due_at) == ("pending", datetime(2026, 6, 10, 14, 0, 5, tzinfo=UTC))
    business.now = NOW + timedelta(days=1)
    await business.works()
    assert (await business.kept())[date(2026, 6, 10)].calls == 1


async def test_waits_are_kept_when_the_words_they_were_read_from_are_removed(database: Database) -> None:
    business = await open_kept(database)
    call_id = await business.rings(datetime(2026, 6, 1, 2, tzinfo=UTC), 2, "answered")
    await business.works()
    before = (await business.kept())[date(2026, 6, 1)]
    assert sum(before.response_ms) == 2
    async with database.tenant(business.id) as scope:
        await scope.session.execute(delete(Turn).where(Turn.call_id == call_id))
        await scope.session.execute(
            update(Call).where(Call.id == call_id).values(transcript_removed_at=func.now())
        )
    await Recount(database, lambda: NOW).of(business.id)
    assert (await business.kept())[date(2026, 6, 1)] == before


async def test_what_names_no_day_is_given_up_and_holds_up_nothing(database: Database) -> None:
    business = await open_kept(database)
    async with database.tenant(business.id) as scope:
        await outbox.enqueue(scope, COUNT_DAY, "never", {"day": "never"})
    await business.rings(datetime(2026, 6, 1, 2, tzinfo=UTC), 2, "answered")
    await business.works()
    assert (await business.kept())[date(2026, 6, 1)].calls == 1
    assert {row.key: row.status for row in await business.asked()} == {"never": "dead", "2026-06-01": "done"}


async def test_one_business_sees_none_of_anothers_days(database: Database) -> None:
    one, other = await open_kept(database), await open_kept(database)
    await one.rings(datetime(2026, 6, 1, 2, tzinfo=UTC), 2, "answered")
    await one.works()
    async with database.tenant(other.id) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(DailyAnalytics)) == 0
        assert (await scope.session.execute(text("DELETE FROM daily_analytics RETURNING 1"))).all() == []
        where = await where_it_is(scope)
        counted = await count(scope, where, date(2026, 6, 1), date(2026, 6, 2), NOW)
        assert list(counted.values()) == [Figures(), Figures()]
