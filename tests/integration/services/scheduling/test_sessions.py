"""Group sessions: a trainer and a room for all, and a seat each."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy import select

from domain.errors import InvalidInput, NotFound, OutsideHours, SlotTaken
from domain.ids import new_id
from domain.scheduling.ranges import TimeRange
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask
from services.scheduling.sessions import HeldSeats, SeatWish, Sessions
from services.scheduling.wishes import TimeTaken, Who
from storage.postgres import scheduling_tables, sessions
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.sessions import SessionRow
from tests.support.studio import NOW, Studio, at, open_studio

SAM = Who("Sam", "+61400000001")


@pytest.fixture
async def classes(database: Database) -> Sessions:
    return Sessions(database)


async def planned(studio: Studio, classes: Sessions, hour: int = 10) -> SessionRow:
    return await classes.plan(studio.business_id, Ask(studio.yoga), at(hour), NOW)


async def free(studio: Studio, session: SessionRow) -> int:
    async with studio.database.tenant(studio.business_id) as scope:
        return (await sessions.get(scope, session.id)).free


async def test_a_session_takes_its_trainer_once_and_has_its_seats(studio: Studio, classes: Sessions) -> None:
    session = await planned(studio, classes)
    assert (session.offering_name, session.seats, session.free) == ("Yoga", 8, 8)
    assert await studio.taken() == [(studio.staff[0], at(10), at(11))]
    second = await planned(studio, classes)
    assert second.id != session.id  # the other trainer
    with pytest.raises(TimeTaken):
        await planned(studio, classes)


async def test_the_same_id_is_the_same_session(studio: Studio, classes: Sessions) -> None:
    identity = new_id()
    first = await classes.plan(studio.business_id, Ask(studio.yoga), at(10), NOW, session_id=identity)
    again = await classes.plan(studio.business_id, Ask(studio.yoga), at(10), NOW, session_id=identity)
    assert again == first
    assert len(await studio.taken()) == 1


async def test_seats_are_booked_until_there_are_none(studio: Studio, classes: Sessions) -> None:
    session = await planned(studio, classes)
    party = await classes.book(studio.business_id, SeatWish(session.id, "party", seats=6), SAM, NOW)
    assert (party.offering_name, party.starts_at, await free(studio, session)) == ("Yoga", at(10), 2)
    with pytest.raises(SlotTaken):
        await classes.book(studio.business_id, SeatWish(session.id, "three", seats=3), SAM, NOW)
    await classes.book(studio.business_id, SeatWish(session.id, "two", seats=2), SAM, NOW)
    with pytest.raises(SlotTaken):
        await classes.hold(studio.business_id, SeatWish(session.id, "one"), NOW)
    assert await free(studio, session) == 0


async def test_the_same_key_takes_one_seat(studio: Studio, classes: Sessions) -> None:
    session = await planned(studio, classes)
    wish = SeatWish(session.id, "one")
    made = await asyncio.gather(*(classes.book(studio.business_id, wish, SAM, NOW) for _ in range(8)))
    assert len({row.id for row in made}) == 1
    assert await free(studio, session) == 7


async def test_a_cancelled_booking_gives_its_seats_back(
    studio: Studio, classes: Sessions, bookings: Bookings
) -> None:
    session = await planned(studio, classes)
    row = await classes.book(studio.business_id, SeatWish(session.id, "two", seats=2), SAM, NOW)
    await bookings.cancel(studio.business_id, row.id)
    assert await free(studio, session) == 8


async def test_a_held_seat_is_booked_and_an_expired_one_is_free(studio: Studio, classes: Sessions) -> None:
    session = await planned(studio, classes)
    wish = SeatWish(session.id, "one")
    held = await classes.hold(studio.business_id, wish, NOW)
    assert isinstance(held, HeldSeats)
    assert (held.seats, await free(studio, session)) == ((1,), 7)
    booked = await classes.book(studio.business_id, wish, SAM, NOW)
    assert booked.id == held.booking_id
    await classes.hold(studio.business_id, SeatWish(session.id, "rest", seats=7), NOW)
    assert await free(studio, session) == 0
    await studio.expire_holds()
    assert await free(studio, session) == 7
    late = await classes.book(studio.business_id, SeatWish(session.id, "rest", seats=7), SAM, NOW)
    assert (late.status, await free(studio, session)) == ("confirmed", 0)


async def test_a_hold_some_of_whose_seats_went_is_booked_anew_or_not_at_all(
    studio: Studio, classes: Sessions
) -> None:
    session = await planned(studio, classes)
    await classes.hold(studio.business_id, SeatWish(session.id, "slow", seats=5), NOW)
    await studio.expire_holds()
    await classes.book(studio.business_id, SeatWish(session.id, "fast", seats=4), SAM, NOW)
    with pytest.raises(SlotTaken):
        await classes.book(studio.business_id, SeatWish(session.id, "slow", seats=5), SAM, NOW)
    assert await free(studio, session) == 4


async def test_what_cannot_be_meant_is_refused(studio: Studio, classes: Sessions) -> None:
    session = await planned(studio, classes)
    with pytest.raises(InvalidInput):
        await classes.plan(studio.business_id, Ask(studio.cut), at(12), NOW)
    with pytest.raises(InvalidInput):
        await classes.book(studio.business_id, SeatWish(session.id, "many", seats=9), SAM, NOW)
    with pytest.raises(NotFound):
        await classes.book(studio.business_id, SeatWish(new_id(), "none"), SAM, NOW)
    with pytest.raises(OutsideHours):
        await classes.book(studio.business_id, SeatWish(session.id, "late"), SAM, at(10, 1))
    with pytest.raises(InvalidInput, match="group session"):
        await Bookings(studio.database).book(
            studio.business_id, studio.wish("alone", at(12), Ask(studio.yoga)), SAM, NOW
        )


async def test_calling_a_session_off_cancels_its_bookings_and_frees_the_trainer(
    studio: Studio, classes: Sessions
) -> None:
    session = await planned(studio, classes)
    row = await classes.book(studio.business_id, SeatWish(session.id, "one"), SAM, NOW)
    await classes.hold(studio.business_id, SeatWish(session.id, "held"), NOW)
    gone = await classes.cancel_session(studio.business_id, session.id)
    assert [(each.id, each.status) for each in gone] == [(row.id, "cancelled")]
    assert await studio.taken() == []
    with pytest.raises(OutsideHours):
        await classes.book(studio.business_id, SeatWish(session.id, "late"), SAM, NOW)
    async with studio.database.tenant(studio.business_id) as scope:
        assert await sessions.within(scope, TimeRange(at(0), at(24))) == []


@pytest.mark.parametrize("held", [False, True], ids=["booked", "held"])
async def test_200_attempts_on_8_seats_are_8(crowded: Database, held: bool) -> None:
    studio, classes = await open_studio(crowded), Sessions(crowded)
    session = await planned(studio, classes)

    async def attempt(n: int) -> object:
        wish = SeatWish(session.id, f"key {n}")
        if held:
            return await classes.hold(studio.business_id, wish, NOW)
        return await classes.book(studio.business_id, wish, Who(f"Customer {n}"), NOW)

    results = await asyncio.gather(*(attempt(n) for n in range(200)), return_exceptions=True)
    kind = HeldSeats.__name__ if held else BookingRow.__name__
    assert Counter(type(result).__name__ for result in results) == {kind: 8, "SlotTaken": 192}
    assert await free(studio, session) == 0
    async with crowded.tenant(studio.business_id) as scope:
        seats = (await scope.session.scalars(select(scheduling_tables.Seat.booking_id))).all()
    assert len(set(seats)) == 8


async def test_a_seat_whose_claim_is_undone_goes_to_who_waited_for_it(
    studio: Studio, classes: Sessions
) -> None:
    session = await classes.plan(studio.business_id, Ask(studio.yoga), at(10), NOW, seats=1)
    first = SeatWish(session.id, "first")
    async with studio.database.tenant(studio.business_id) as scope:
        await scope.session.execute(
            select(scheduling_tables.Seat)
            .where(scheduling_tables.Seat.session_id == session.id)
            .with_for_update()
        )
        waiting = asyncio.create_task(classes.book(studio.business_id, first, SAM, NOW))
        await asyncio.wait({waiting}, timeout=0.3)
        assert not waiting.done()
        await scope.session.rollback()
    assert (await waiting).status == "confirmed"
