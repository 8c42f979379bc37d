"""Bookings are made exactly once and never overlap, however many ask at once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import Range

from domain.errors import NotFound, SlotTaken, Unwritable
from domain.ids import new_id
from storage.postgres import bookings, customers, tables
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from tests.support.shop import MONDAY_TEN, Shop, fill

HOUR = timedelta(hours=1)


async def book(db: Database, shop: Shop, new: bookings.NewBooking) -> BookingRow:
    async with db.tenant(shop.business_id) as scope:
        return await bookings.insert(scope, new)


async def rows(db: Database, shop: Shop) -> int:
    async with db.tenant(shop.business_id) as scope:
        return len((await scope.session.scalars(select(tables.Booking.id))).all())


async def test_same_key_at_once_makes_one_booking(database: Database, shop: Shop) -> None:
    made = await asyncio.gather(*(book(database, shop, shop.booking("call:haircut")) for _ in range(20)))
    assert len({row.id for row in made}) == 1
    assert await rows(database, shop) == 1


async def test_same_key_at_once_for_different_staff_and_times_makes_one_booking(
    database: Database, shop: Shop
) -> None:
    wishes = [
        shop.booking("one wish", starts_at=MONDAY_TEN + index * HOUR, staff_id=staff_id)
        for index in range(6)
        for staff_id in (shop.staff_id, shop.other_staff_id)
    ]
    made = await asyncio.gather(*(book(database, shop, wish) for wish in wishes))
    assert len({row.id for row in made}) == 1
    assert await rows(database, shop) == 1


async def test_overlapping_at_once_leaves_one_winner(database: Database, shop: Shop) -> None:
    attempts = [
        book(database, shop, shop.booking(f"caller {index}", starts_at=MONDAY_TEN + timedelta(minutes=index)))
        for index in range(20)
    ]
    results = await asyncio.gather(*attempts, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["BookingRow"] + ["SlotTaken"] * 19
    assert await rows(database, shop) == 1


async def test_constraint_itself_rejects_an_overlap(database: Database, shop: Shop) -> None:
    await book(database, shop, shop.booking("first"))
    later = MONDAY_TEN + timedelta(minutes=59)
    overlapping = insert(tables.Booking).values(
        id=new_id(),
        business_id=shop.business_id,
        staff_id=shop.staff_id,
        offering_id=shop.offering_id,
        customer_id=shop.customer_id,
        starts_at=later,
        ends_at=later + HOUR,
        during=Range(later, later + HOUR, bounds="[)"),
        status="confirmed",
        intent_key="second",
    )
    with pytest.raises(SlotTaken):
        async with database.tenant(shop.business_id) as scope:
            await scope.session.execute(overlapping)
    async with database.tenant(shop.business_id) as scope:
        await scope.session.execute(overlapping.values(staff_id=shop.other_staff_id))


async def test_time_stored_must_cover_the_customers_time(database: Database, shop: Shop) -> None:
    wrong = shop.booking("short")
    short = bookings.NewBooking(
        wrong.staff_id,
        wrong.offering_id,
        wrong.customer_id,
        wrong.starts_at,
        wrong.ends_at,
        until=wrong.ends_at - timedelta(minutes=1),
        intent_key="short",
    )
    with pytest.raises(Unwritable, match="23514"):
        await book(database, shop, short)


async def test_scope_goes_on_after_a_taken_slot(database: Database, shop: Shop) -> None:
    await book(database, shop, shop.booking("first"))
    async with database.tenant(shop.business_id) as scope:
        with pytest.raises(SlotTaken):
            await bookings.insert(scope, shop.booking("second"))
        kept = await bookings.insert(scope, shop.booking("second", starts_at=MONDAY_TEN + HOUR))
    async with database.tenant(shop.business_id) as scope:
        assert await bookings.get(scope, kept.id) == kept


async def test_row_carries_the_names_of_what_it_refers_to(database: Database, shop: Shop) -> None:
    row = await book(database, shop, shop.booking("named"))
    assert (row.customer_name, row.offering_name, row.staff_name) == ("Cleo", "Cut", "Ana")
    assert (row.starts_at, row.ends_at) == (MONDAY_TEN, MONDAY_TEN + timedelta(minutes=45))
    assert (row.status, row.call_id) == ("confirmed", None)


async def test_busy_includes_buffers_and_leaves_out_what_only_touches(database: Database, shop: Shop) -> None:
    await book(database, shop, shop.booking("first"))
    await book(database, shop, shop.booking("second", starts_at=MONDAY_TEN + 2 * HOUR))
    await book(database, shop, shop.booking("other", staff_id=shop.other_staff_id))
    async with database.tenant(shop.business_id) as scope:
        first = (MONDAY_TEN, MONDAY_TEN + HOUR)
        second = (MONDAY_TEN + 2 * HOUR, MONDAY_TEN + 3 * HOUR)
        assert await bookings.busy(scope, shop.staff_id, *first) == [first]
        assert await bookings.busy(scope, shop.staff_id, first[1], second[0]) == []
        inside = MONDAY_TEN + timedelta(minutes=50)
        assert await bookings.busy(scope, shop.staff_id, inside, second[1]) == [first, second]


async def test_cancelling_gives_the_time_back(database: Database, shop: Shop) -> None:
    row = await book(database, shop, shop.booking("first"))
    async with database.tenant(shop.business_id) as scope:
        assert (await bookings.cancel(scope, row.id)).status == "cancelled"
        assert (await bookings.cancel(scope, row.id)).status == "cancelled"
        assert await bookings.busy(scope, shop.staff_id, MONDAY_TEN, MONDAY_TEN + HOUR) == []
        again = await bookings.insert(scope, shop.booking("second"))
        assert again.id != row.id
        with pytest.raises(NotFound):
            await bookings.cancel(scope, new_id())


async def test_moving_to_a_free_time_frees_the_old_one(database: Database, shop: Shop) -> None:
    row = await book(database, shop, shop.booking("first"))
    other = await book(database, shop, shop.booking("other", starts_at=MONDAY_TEN + 3 * HOUR))
    async with database.tenant(shop.business_id) as scope:
        with pytest.raises(SlotTaken):
            await bookings.reschedule(scope, row.id, other.starts_at, other.ends_at, other.ends_at)
        later = MONDAY_TEN + timedelta(minutes=30)
        moved = await bookings.reschedule(scope, row.id, later, later + HOUR, later + HOUR)
        assert (moved.id, moved.starts_at, moved.ends_at) == (row.id, later, later + HOUR)
        assert await bookings.busy(scope, shop.staff_id, MONDAY_TEN, later) == []
        await bookings.cancel(scope, row.id)
        with pytest.raises(NotFound):
            await bookings.reschedule(scope, row.id, MONDAY_TEN, MONDAY_TEN + HOUR, MONDAY_TEN + HOUR)


async def test_moves_at_once_to_the_same_time_leave_one_winner(database: Database, shop: Shop) -> None:
    made = [
        await book(database, shop, shop.booking(f"b{index}", starts_at=MONDAY_TEN + index * HOUR))
        for index in range(6)
    ]
    evening = MONDAY_TEN + 10 * HOUR

    async def reschedule(row: BookingRow) -> BookingRow:
        async with database.tenant(shop.business_id) as scope:
            return await bookings.reschedule(scope, row.id, evening, evening + HOUR, evening + HOUR)

    results = await asyncio.gather(*map(reschedule, made), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["BookingRow"] + ["SlotTaken"] * 5


async def test_bookings_are_found_by_call_intent_and_customer(database: Database, shop: Shop) -> None:
    call_id = await fill(database, shop)
    later = shop.booking("later", starts_at=MONDAY_TEN + 2 * HOUR, call_id=call_id)
    made = await book(database, shop, later)
    async with database.tenant(shop.business_id) as scope:
        assert await bookings.for_call(scope, call_id) == [made]
        assert await bookings.by_intent(scope, "later") == made
        assert await bookings.by_intent(scope, "never") is None
        upcoming = await bookings.upcoming_for_customer(scope, "+61400000001", MONDAY_TEN + HOUR)
        assert upcoming == [made]
        await bookings.cancel(scope, made.id)
        assert await bookings.upcoming_for_customer(scope, "+61400000001", MONDAY_TEN + HOUR) == []


async def test_customer_is_recognised_by_number_and_name(database: Database, shop: Shop) -> None:
    async with database.tenant(shop.business_id) as scope:
        assert await customers.find_or_create(scope, " CLEO ", "+61400000001") == shop.customer_id
        assert await customers.find_or_create(scope, "Dan", "+61400000001") != shop.customer_id
        nameless = await customers.find_or_create(scope, "Eve", None)
        assert await customers.find_or_create(scope, "Eve", None) != nameless


async def test_customer_made_at_once_is_one_customer(database: Database, shop: Shop) -> None:
    async def find() -> object:
        async with database.tenant(shop.business_id) as scope:
            return await customers.find_or_create(scope, "Fay", "+61400000009")

    assert len(set(await asyncio.gather(*(find() for _ in range(20))))) == 1
