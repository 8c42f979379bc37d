"""Availability and why not, from rows: right, in a fixed number of statements, by the indexes."""

import asyncpg
import pytest
from sqlalchemy import text

from domain.ids import new_id
from services.scheduling.availability import AvailabilityService
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask
from services.scheduling.wishes import Who
from storage.postgres import scheduling_tables
from storage.postgres.database import Database
from tests.support.statements import statements
from tests.support.studio import NOW, Studio, at, open_studio

MOST_STATEMENTS = 16


@pytest.fixture
def availability(database: Database) -> AvailabilityService:
    return AvailabilityService(database)


async def test_bookings_leave_and_opening_hours_are_left_out(
    studio: Studio, availability: AvailabilityService
) -> None:
    mia, leo = studio.staff
    await studio.away(leo, at(0), at(24))
    await Bookings(studio.database).book(studio.business_id, studio.wish("a", at(10)), Who("Sam"), NOW)
    day = at(0).date()
    found = await availability.starts(studio.business_id, studio.question(), day, day, NOW)
    assert found.starts[:2] == (at(9), at(11))
    assert found.starts[-1] == at(16)
    (first, *_) = await availability.choices(studio.business_id, studio.question(), day, day, NOW, most=3)
    assert (first.staff_ids, first.staff, first.price_cents) == ((mia,), ("Mia",), 8_000)


async def test_it_explains_itself_to_the_owner_and_to_the_agent(
    studio: Studio, availability: AvailabilityService
) -> None:
    mia, _ = studio.staff
    ask = Ask(studio.cut, staff_id=mia)
    wish = studio.wish("a", at(10), ask)
    await Bookings(studio.database).book(studio.business_id, wish, Who("Jane Doe"), NOW)
    why = await availability.explain(studio.business_id, studio.question(ask), at(10, 30), NOW)
    assert why.owner == ("Mia is taken by a booking (Jane Doe) until 11:00.",)
    assert why.agent == ("Mia is not free then, but again from 11:00.",)
    assert why.nearest[0] == at(11)
    free = await availability.explain(studio.business_id, studio.question(ask), at(14), NOW)
    assert (free.free, free.owner) == (True, ())


async def test_special_days_holidays_and_hours_of_ones_own_hold(
    studio: Studio, availability: AvailabilityService
) -> None:
    from datetime import time

    mia, leo = studio.staff
    monday, tuesday, wednesday = (at(0, day=day).date() for day in range(3))
    await studio.add(scheduling_tables.PublicHoliday, id=new_id(), day=monday, name="Farmer's Day")
    await studio.add(
        scheduling_tables.SpecialDayRow, id=new_id(), day=tuesday, opens=time(12), closes=time(14)
    )
    for member in (mia, leo):
        await studio.add(
            scheduling_tables.StaffHours,
            id=new_id(),
            staff_id=member,
            weekday=wednesday.weekday(),
            opens=time(15),
            closes=time(17),
        )
        await studio.add(
            scheduling_tables.StaffHours,
            id=new_id(),
            staff_id=member,
            weekday=1,
            opens=time(9),
            closes=time(17),
        )
    found = await availability.starts(studio.business_id, studio.question(), monday, wednesday, NOW)
    assert {start.date() for start in found.starts} == {tuesday, wednesday}
    # The customer is gone by 14:00; the buffer is the staff's.
    assert [f"{start:%H:%M}" for start in found.starts if start.date() == tuesday][:: len("12345")] == [
        "12:00",
        "13:15",
    ]
    assert min(start for start in found.starts if start.date() == wednesday) == at(15, day=2)


@pytest.mark.parametrize("staff", [1, 20], ids=["one", "twenty"])
async def test_a_month_is_read_in_a_fixed_number_of_statements(
    database: Database, availability: AvailabilityService, staff: int
) -> None:
    studio = await open_studio(database, staff=staff)
    for n in range(staff):
        wish = studio.wish(f"key {n}", at(9 + n % 7))
        await Bookings(database).book(studio.business_id, wish, Who("Sam"), NOW)
    question = studio.question(Ask(studio.colour), Ask(studio.cut))
    with statements() as seen:
        found = await availability.starts(
            studio.business_id, question, at(0).date(), at(0, day=30).date(), NOW
        )
    assert found.starts
    assert len(seen) <= MOST_STATEMENTS


async def test_what_is_taken_is_found_by_an_index_under_row_level_security(
    studio: Studio, bookings: Bookings, postgres_owner_url: str
) -> None:
    """Among years of bookings; the planner chooses by what the statistics say."""
    booking = await bookings.book(studio.business_id, studio.wish("key", at(9)), Who("Sam"), NOW)
    async with studio.database.tenant(studio.business_id) as scope:
        await scope.session.execute(
            text(
                "INSERT INTO booking_segments (id, business_id, booking_id, staff_id, starts_at, ends_at)"
                " SELECT gen_random_uuid(), business_id, booking_id, staff_id,"
                " starts_at - n * interval '1 hour', ends_at - n * interval '1 hour'"
                " FROM booking_segments, generate_series(2, 3000) n WHERE booking_id = :booking"
            ),
            {"booking": booking.id},
        )
    owner = await asyncpg.connect(postgres_owner_url)
    await owner.execute("ANALYZE booking_segments")
    await owner.close()
    async with studio.database.tenant(studio.business_id) as scope:
        plan = await scope.session.execute(
            text(
                "EXPLAIN SELECT 1 FROM booking_segments WHERE business_id = :business AND NOT released"
                " AND starts_at < :until AND ends_at > :since"
            ),
            {"business": studio.business_id, "since": at(0), "until": at(0, day=31)},
        )
        lines = [line for (line,) in plan]
    condition = next(line for line in lines if "Index Cond" in line)
    assert "ends_at" in condition
    assert "starts_at" in condition
