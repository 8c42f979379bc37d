"""However many ask at once, the database lets one have it, and nobody waits for a deadlock to be found."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from itertools import combinations
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import select
from structlog.testing import capture_logs

from domain.errors import SlotTaken
from domain.ids import new_id
from domain.scheduling.ranges import TimeRange
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask
from services.scheduling.wishes import Held, TimeTaken, Who
from storage.postgres import tables, visits
from storage.postgres.database import Database
from storage.postgres.visits import NewSegment
from tests.support.studio import NOW, Studio, at, open_studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAM = Who("Sam", "+61400000001")
AT_ONCE = 200
MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crowded(postgres_url: str) -> AsyncIterator[Database]:
    """For hundreds at once: who finds no connection waits. Connections are opened once for all tests."""
    database = Database(postgres_url, pool_size=24, max_overflow=0, pool_timeout_s=120)
    yield database
    await database.close()


def kinds(results: Iterable[object]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


async def one_chair(database: Database) -> Studio:
    """One person, whom everybody wants."""
    return await open_studio(database, staff=1, chairs=1)


async def test_200_attempts_on_one_slot_are_one_booking(crowded: Database) -> None:
    studio, bookings = await one_chair(crowded), Bookings(crowded)
    results = await asyncio.gather(
        *(
            bookings.book(studio.business_id, studio.wish(f"key {n}", at(10)), SAM, NOW)
            for n in range(AT_ONCE)
        ),
        return_exceptions=True,
    )
    assert kinds(results) == {"BookingRow": 1, "TimeTaken": AT_ONCE - 1}
    assert await studio.taken() == [(studio.staff[0], at(10), at(11))]


async def test_200_holds_of_one_slot_are_one_hold(crowded: Database) -> None:
    studio, bookings = await one_chair(crowded), Bookings(crowded)
    results = await asyncio.gather(
        *(bookings.hold(studio.business_id, studio.wish(f"key {n}", at(10)), NOW) for n in range(AT_ONCE)),
        return_exceptions=True,
    )
    assert kinds(results) == {"Held": 1, "TimeTaken": AT_ONCE - 1}
    assert await studio.taken() == [(studio.staff[0], at(10), at(11))]


async def test_an_expired_hold_goes_to_one_of_many(crowded: Database) -> None:
    studio, bookings = await one_chair(crowded), Bookings(crowded)
    several = (Ask(studio.colour), Ask(studio.cut))
    await bookings.hold(studio.business_id, studio.wish("gone", at(10), *several), NOW)
    await studio.expire_holds()
    results = await asyncio.gather(
        *(
            bookings.hold(studio.business_id, studio.wish(f"key {n}", at(10), *several), NOW)
            for n in range(16)
        ),
        return_exceptions=True,
    )
    assert kinds(results) == {"Held": 1, "TimeTaken": 15}
    assert len(await studio.taken()) == 3


async def test_the_same_wish_at_once_is_one_booking(crowded: Database) -> None:
    studio, bookings = await one_chair(crowded), Bookings(crowded)
    results = await asyncio.gather(
        *(bookings.book(studio.business_id, studio.wish("one", at(10)), SAM, NOW) for _ in range(12))
    )
    assert len({row.id for row in results}) == 1
    held = await asyncio.gather(
        *(bookings.hold(studio.business_id, studio.wish("two", at(12)), NOW) for _ in range(12))
    )
    assert len({each.booking_id for each in held if isinstance(each, Held)}) == 1


async def test_where_somebody_is_faster_the_next_of_the_staff_takes_it(crowded: Database) -> None:
    studio = await open_studio(crowded, staff=5)
    bookings = Bookings(crowded)
    results = await asyncio.gather(
        *(bookings.book(studio.business_id, studio.wish(f"key {n}", at(10)), SAM, NOW) for n in range(8)),
        return_exceptions=True,
    )
    assert kinds(results) == {"BookingRow": 5, "TimeTaken": 3}
    assert sorted(who for who, _, _ in await studio.taken()) == sorted(studio.staff)


async def test_a_limit_per_day_is_kept(crowded: Database) -> None:
    studio, bookings = await open_studio(crowded, staff=8), Bookings(crowded)
    await studio.change(tables.Offering, studio.cut, per_day=3)
    results = await asyncio.gather(
        *(
            bookings.book(studio.business_id, studio.wish(f"key {n}", at(9 + n % 7)), SAM, NOW)
            for n in range(12)
        ),
        return_exceptions=True,
    )
    assert kinds(results) == {"BookingRow": 3, "TimeClosed": 9}


async def test_overlapping_visits_of_several_segments_never_deadlock_nor_overlap(crowded: Database) -> None:
    """Claims straight at the constraint: 100 visits of three segments over three people, in any order."""
    studio = await open_studio(crowded, staff=3, chairs=3)
    choose = random.Random(7)
    async with crowded.tenant(studio.business_id) as scope:
        from storage.postgres import customers

        customer = await customers.find_or_create(scope, "Sam", None)

    async def visit() -> None:
        start = at(9) + choose.randrange(24) * 15 * MINUTE
        segments: list[NewSegment] = []
        for place, who in enumerate(choose.sample((*studio.staff, *studio.chairs), 3)):
            begin = start + place * 20 * MINUTE
            segments.append(NewSegment(who, who in studio.chairs, TimeRange(begin, begin + 30 * MINUTE)))
        choose.shuffle(segments)
        async with crowded.tenant(studio.business_id) as scope:
            booking_id = new_id()
            await visits.insert_booking(scope, row(studio, booking_id, customer, start))
            await visits.claim(scope, segments, booking_id=booking_id)

    results = await asyncio.gather(*(visit() for _ in range(100)), return_exceptions=True)
    found = kinds(results)
    assert set(found) == {"NoneType", "SlotTaken"}
    assert len(await studio.taken()) == 3 * found["NoneType"]
    assert_no_overlap(await studio.taken())


async def test_moves_and_bookings_at_once_never_overlap(crowded: Database) -> None:
    studio, bookings = await open_studio(crowded, staff=3), Bookings(crowded)
    choose = random.Random(11)
    asks = (Ask(studio.colour), Ask(studio.cut))
    made = [
        await bookings.book(studio.business_id, studio.wish(f"key {n}", at(9 + n)), SAM, NOW)
        for n in range(6)
    ]
    with capture_logs() as logs:
        results = await asyncio.gather(
            *(
                bookings.move(studio.business_id, choose.choice(made).id, at(choose.randrange(9, 16)), NOW)
                for _ in range(12)
            ),
            *(
                bookings.book(
                    studio.business_id, studio.wish(f"new {n}", at(choose.randrange(9, 15)), *asks), SAM, NOW
                )
                for n in range(8)
            ),
            return_exceptions=True,
        )
    unexpected = [
        result
        for result in results
        if isinstance(result, BaseException) and not isinstance(result, SlotTaken)
    ]
    assert unexpected == []
    assert_no_overlap(await studio.taken())
    assert len([entry for entry in logs if entry["event"] == "scheduling.deadlock"]) < len(results) / 10


async def test_of_confirm_and_reclaim_exactly_one_wins(crowded: Database) -> None:
    studio, bookings = await one_chair(crowded), Bookings(crowded)
    outcomes: Counter[tuple[bool, bool]] = Counter()
    for round_ in range(8):
        wish = studio.wish(f"held {round_}", at(10))
        await bookings.hold(studio.business_id, wish, NOW, for_=timedelta(milliseconds=12))
        confirmed, other = await asyncio.gather(
            bookings.book(studio.business_id, wish, SAM, NOW),
            bookings.book(studio.business_id, studio.wish(f"other {round_}", at(10)), SAM, NOW),
            return_exceptions=True,
        )
        won = [result for result in (confirmed, other) if not isinstance(result, BaseException)]
        lost = [result for result in (confirmed, other) if isinstance(result, BaseException)]
        assert [type(result) for result in lost] == [TimeTaken]
        assert len(await studio.taken()) == 1
        outcomes[confirmed in won, other in won] += 1
        await bookings.cancel(studio.business_id, won[0].id)
    assert sum(outcomes.values()) == 8


async def test_a_release_without_segments_and_this_one_never_overlap(crowded: Database) -> None:
    from storage.postgres import bookings as rows
    from storage.postgres import customers

    studio, bookings = await one_chair(crowded), Bookings(crowded)
    async with crowded.tenant(studio.business_id) as scope:
        customer = await customers.find_or_create(scope, "Sam", None)

    async def as_before(n: int) -> object:
        start = at(10) + n * 5 * MINUTE
        new = rows.NewBooking(
            studio.staff[0], studio.cut, customer, start, start + 45 * MINUTE, start + 60 * MINUTE, f"old {n}"
        )
        async with crowded.tenant(studio.business_id) as scope:
            return await rows.insert(scope, new)

    results = await asyncio.gather(
        *(as_before(n) for n in range(12)),
        *(
            bookings.book(studio.business_id, studio.wish(f"new {n}", at(10, 15 * (n % 4))), SAM, NOW)
            for n in range(12)
        ),
        return_exceptions=True,
    )
    assert not [
        result
        for result in results
        if isinstance(result, BaseException) and not isinstance(result, SlotTaken)
    ]
    assert_no_overlap(await studio.taken())
    async with crowded.tenant(studio.business_id) as scope:
        made = (await scope.session.scalars(select(tables.Booking.id))).all()
    assert len(made) == len(await studio.taken())


async def test_an_expired_hold_is_no_obstacle_to_a_release_without_holds(crowded: Database) -> None:
    from storage.postgres import bookings as rows
    from storage.postgres import customers

    studio, bookings = await one_chair(crowded), Bookings(crowded)
    await bookings.hold(studio.business_id, studio.wish("held", at(10)), NOW)
    async with crowded.tenant(studio.business_id) as scope:
        customer = await customers.find_or_create(scope, "Sam", None)
    new = rows.NewBooking(studio.staff[0], studio.cut, customer, at(10), at(10, 45), at(11), "old")
    with pytest.raises(SlotTaken):
        async with crowded.tenant(studio.business_id) as scope:
            await rows.insert(scope, new)
    await studio.expire_holds()
    async with crowded.tenant(studio.business_id) as scope:
        await rows.insert(scope, new)
    assert await studio.taken() == [(studio.staff[0], at(10), at(11))]


def row(studio: Studio, booking_id: UUID, customer: UUID, start: datetime) -> dict[str, object]:
    from sqlalchemy.dialects.postgresql import Range

    return {
        "id": booking_id,
        "staff_id": studio.staff[0],
        "offering_id": studio.cut,
        "customer_id": customer,
        "starts_at": start,
        "ends_at": start + 60 * MINUTE,
        "during": Range(start, start + 60 * MINUTE, bounds="[)"),
        "status": "confirmed",
        "intent_key": booking_id.hex,
        "segmented": True,
    }


def assert_no_overlap(taken: list[tuple[UUID, datetime, datetime]]) -> None:
    for (who, begin, end), (other, begins, ends) in combinations(taken, 2):
        assert who != other or end <= begins or ends <= begin


async def test_the_check_itself_sees_an_overlap() -> None:
    one, day = UUID(int=1), datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(AssertionError):
        assert_no_overlap([(one, day, day + 2 * MINUTE), (one, day + MINUTE, day + 3 * MINUTE)])
