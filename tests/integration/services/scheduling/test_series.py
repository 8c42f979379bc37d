"""Recurring appointments: the same wall time, date by date."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from domain.errors import InvalidInput
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask, Question
from services.scheduling.series import RecurringBookings
from services.scheduling.wishes import Who, Wish
from storage.postgres.database import Database
from tests.support.businesses import open_on, store_business
from tests.support.studio import NOW, Studio, at

SAM = Who("Sam", "+61400000001")


@pytest.fixture
def recurring(database: Database, bookings: Bookings) -> RecurringBookings:
    return RecurringBookings(database, bookings)


async def test_each_date_is_booked_with_the_same_person(
    studio: Studio, recurring: RecurringBookings, bookings: Bookings
) -> None:
    mia, leo = studio.staff
    await studio.away(mia, at(0), at(24))
    series = await recurring.book(
        studio.business_id, studio.wish("weekly", at(10)), SAM, NOW, every_days=7, count=4
    )
    assert [row.starts_at for row in series.booked] == [at(10, day=7 * n) for n in range(4)]
    assert {row.staff_id for row in series.booked} == {leo}
    assert series.not_booked == ()
    again = await recurring.book(
        studio.business_id, studio.wish("weekly", at(10)), SAM, NOW, every_days=7, count=4
    )
    assert again == series


async def test_dates_that_cannot_be_had_are_told_with_what_is_near(
    studio: Studio, recurring: RecurringBookings
) -> None:
    for member in studio.staff:
        await studio.away(member, at(0, day=7), at(12, day=7))
    series = await recurring.book(
        studio.business_id, studio.wish("weekly", at(10)), SAM, NOW, every_days=7, count=3
    )
    assert len(series.booked) == 2
    (missing,) = series.not_booked
    assert missing.wanted_local == datetime.fromisoformat("2026-12-07T10:00")
    assert missing.taken.why == ("Nobody who does it is free then.",)
    assert missing.taken.nearest[0] == at(12, day=7)


async def test_the_rest_of_a_series_can_be_cancelled(studio: Studio, recurring: RecurringBookings) -> None:
    series = await recurring.book(
        studio.business_id, studio.wish("weekly", at(10)), SAM, NOW, every_days=7, count=4
    )
    gone = await recurring.cancel(studio.business_id, series.id, at(0, day=14))
    assert [row.starts_at for row in gone] == [at(10, day=14), at(10, day=21)]
    assert [start for _, start, _ in await studio.taken()] == [at(10), at(10, day=7)]
    assert await recurring.cancel(studio.business_id, series.id, at(0, day=14)) == ()


@pytest.mark.parametrize(("every_days", "count"), [(0, 3), (7, 0), (7, 61), (400, 2)])
async def test_series_that_cannot_be_meant_are_refused(
    studio: Studio, recurring: RecurringBookings, every_days: int, count: int
) -> None:
    with pytest.raises(InvalidInput):
        await recurring.book(
            studio.business_id, studio.wish("w", at(10)), SAM, NOW, every_days=every_days, count=count
        )


async def test_the_wall_time_stays_over_a_clock_change(
    database: Database, recurring: RecurringBookings
) -> None:
    profile = await store_business(
        database,
        timezone="Europe/Berlin",
        opening_hours=open_on(*range(7), opens=time(0), closes=time(0)),
    )
    now = datetime(2027, 3, 1, tzinfo=UTC)
    first = datetime(2027, 3, 21, 9, 30, tzinfo=UTC)  # 10:30 in winter
    wish = Wish(Question((Ask(profile.offerings[0].id),)), first, "weekly")
    series = await recurring.book(profile.id, wish, SAM, now, every_days=7, count=3)
    assert [f"{row.starts_at:%d %H:%M}" for row in series.booked] == ["21 09:30", "28 08:30", "04 08:30"]
    gap = replace(wish, starts_at=datetime(2027, 3, 21, 1, 30, tzinfo=UTC), intent_key="nightly")
    nights = await recurring.book(profile.id, gap, SAM, now, every_days=7, count=2)
    assert len(nights.booked) == 1
    assert nights.not_booked[0].taken.why == ("The clocks go forward then.",)
