"""Holding, booking, moving, cancelling and restoring in a real Postgres."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.errors import InvalidInput, NotFound, NotPermitted, SlotTaken
from domain.ids import new_id
from domain.scheduling.catalogue import Channel
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask
from services.scheduling.wishes import Held, TimeClosed, TimeTaken, Who
from storage.postgres import histories, tables
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from tests.support.studio import NOW, Studio, at

SAM, KIM = Who("Sam", "+61400000001"), Who("Kim")
MINUTE = timedelta(minutes=1)


async def count(database: Database, studio: Studio) -> int:
    async with database.tenant(studio.business_id) as scope:
        return len((await scope.session.scalars(select(tables.Booking.id))).all())


async def booked(studio: Studio, bookings: Bookings, key: str, hour: int, *asks: Ask) -> BookingRow:
    return await bookings.book(studio.business_id, studio.wish(key, at(hour), *asks), SAM, NOW)


async def test_a_booking_takes_its_person_with_the_buffer(studio: Studio, bookings: Bookings) -> None:
    row = await booked(studio, bookings, "a", 10)
    assert (row.customer_name, row.offering_name, row.staff_name) == ("Sam", "Cut", "Mia")
    assert (row.starts_at, row.ends_at) == (at(10), at(10, 45))
    assert await studio.taken() == [(studio.staff[0], at(10), at(11))]


async def test_the_same_key_is_the_same_booking_whatever_is_asked(studio: Studio, bookings: Bookings) -> None:
    first = await booked(studio, bookings, "a", 10)
    assert await booked(studio, bookings, "a", 12) == first
    assert await count(studio.database, studio) == 1


async def test_people_are_free_while_the_colour_takes_and_the_chair_is_not(
    studio: Studio, bookings: Bookings
) -> None:
    mia, leo = studio.staff
    await studio.away(leo, at(0), at(24))
    colour = Ask(studio.colour)
    first = await booked(studio, bookings, "a", 10, colour)
    second = await bookings.book(studio.business_id, studio.wish("b", at(10, 25), colour), SAM, NOW)
    assert (first.staff_id, second.staff_id) == (mia, mia)
    assert [span for who, *span in await studio.taken() if who == mia] == [
        [at(10), at(10, 20)],
        [at(10, 25), at(10, 45)],
        [at(10, 50), at(11)],
        [at(11, 15), at(11, 25)],
    ]
    with pytest.raises(TimeTaken, match="not free"):  # both chairs are taken
        await bookings.book(studio.business_id, studio.wish("c", at(10, 45), colour), SAM, NOW)


async def test_a_taken_time_says_why_as_a_caller_may_know_it_and_what_is_near(
    studio: Studio, bookings: Bookings
) -> None:
    await booked(studio, bookings, "a", 10)
    mia, leo = studio.staff
    await studio.away(leo, at(0), at(24), "surgery")
    with pytest.raises(TimeTaken) as caught:
        await bookings.book(studio.business_id, studio.wish("b", at(10, 30)), KIM, NOW)
    assert caught.value.taken.why == ("Nobody who does it is free then.",)
    assert caught.value.taken.nearest == (at(11), at(11, 15), at(11, 30))
    with pytest.raises(TimeTaken, match=r"Mia is not free then, but again from 11:00"):
        await bookings.book(
            studio.business_id, studio.wish("b", at(10, 30), Ask(studio.cut, staff_id=mia)), KIM, NOW
        )


@pytest.mark.parametrize(
    ("hour", "day", "why"),
    [
        pytest.param(18, 0, "Closed at 18:00", id="after hours"),
        pytest.param(10, 5, "Closed on Saturday", id="weekend"),
        pytest.param(10, 400, "Bookings are taken up to", id="horizon"),
        pytest.param(10, -3, "already over", id="past"),
    ],
)
async def test_closed_times_are_refused_as_such(
    studio: Studio, bookings: Bookings, hour: int, day: int, why: str
) -> None:
    with pytest.raises(TimeClosed, match=why):
        await bookings.book(studio.business_id, studio.wish("a", at(hour, day=day)), SAM, NOW)
    assert await count(studio.database, studio) == 0


async def test_a_held_slot_is_nobody_elses_and_becomes_the_booking(
    studio: Studio, bookings: Bookings
) -> None:
    mia, leo = studio.staff
    await studio.away(leo, at(0), at(24))
    wish = studio.wish("a", at(10))
    held = await bookings.hold(studio.business_id, wish, NOW)
    assert isinstance(held, Held)
    assert (held.choice.staff, held.choice.price_cents) == (("Mia",), 8_000)
    with pytest.raises(TimeTaken):
        await bookings.hold(studio.business_id, studio.wish("b", at(10)), NOW)
    with pytest.raises(TimeTaken):
        await bookings.book(studio.business_id, studio.wish("b", at(9, 30)), KIM, NOW)
    row = await bookings.book(studio.business_id, wish, SAM, NOW)
    assert row.id == held.booking_id
    assert await studio.taken() == [(mia, at(10), at(11))]
    assert await bookings.hold(studio.business_id, wish, NOW) == row


async def test_the_same_wish_is_held_once_and_longer(studio: Studio, bookings: Bookings) -> None:
    wish = studio.wish("a", at(10))
    first = await bookings.hold(studio.business_id, wish, NOW)
    second = await bookings.hold(studio.business_id, wish, NOW)
    assert isinstance(first, Held)
    assert isinstance(second, Held)
    assert (second.booking_id, second.choice) == (first.booking_id, first.choice)
    assert second.until > first.until


async def test_a_hold_for_another_time_under_the_same_key_lets_the_first_go(
    studio: Studio, bookings: Bookings
) -> None:
    await bookings.hold(studio.business_id, studio.wish("a", at(10)), NOW)
    await bookings.hold(studio.business_id, studio.wish("a", at(14)), NOW)
    assert [start for _, start, _ in await studio.taken()] == [at(14)]


async def test_an_expired_hold_is_free_to_readers_and_taken_over_by_writers(
    studio: Studio, bookings: Bookings
) -> None:
    mia, leo = studio.staff
    await studio.away(leo, at(0), at(24))
    colour = (Ask(studio.colour), Ask(studio.cut))
    await bookings.hold(studio.business_id, studio.wish("a", at(10), *colour), NOW)
    await studio.expire_holds()
    row = await bookings.book(studio.business_id, studio.wish("b", at(11)), KIM, NOW)
    assert await studio.taken() == [(mia, at(11), at(12))]
    late = await bookings.book(studio.business_id, studio.wish("a", at(14), *colour), SAM, NOW)
    assert late.id != row.id
    assert await count(studio.database, studio) == 2


async def test_a_hold_that_expired_is_confirmed_when_its_time_is_still_free(
    studio: Studio, bookings: Bookings
) -> None:
    wish = studio.wish("a", at(10))
    await bookings.hold(studio.business_id, wish, NOW)
    await studio.expire_holds()
    assert (await bookings.book(studio.business_id, wish, SAM, NOW)).starts_at == at(10)
    assert await count(studio.database, studio) == 1


async def test_a_hold_whose_time_went_to_somebody_else_is_refused_honestly(
    studio: Studio, bookings: Bookings
) -> None:
    _, leo = studio.staff
    await studio.away(leo, at(0), at(24))
    wish = studio.wish("a", at(10))
    await bookings.hold(studio.business_id, wish, NOW)
    await studio.expire_holds()
    await bookings.book(studio.business_id, studio.wish("b", at(10)), KIM, NOW)
    with pytest.raises(TimeTaken):
        await bookings.book(studio.business_id, wish, SAM, NOW)


async def test_hanging_up_gives_back_all_that_was_held(studio: Studio, bookings: Bookings) -> None:
    await bookings.hold(studio.business_id, studio.wish("a", at(10)), NOW)
    assert await bookings.release(studio.business_id, "a")
    assert not await bookings.release(studio.business_id, "a")
    assert await studio.taken() == []
    assert await bookings.release_call(studio.business_id, new_id()) == 0


async def test_a_move_keeps_the_person_and_frees_the_old_time(studio: Studio, bookings: Bookings) -> None:
    mia, leo = studio.staff
    await studio.away(mia, at(0), at(12))
    row = await booked(studio, bookings, "a", 10)
    assert row.staff_id == leo
    moved = await bookings.move(studio.business_id, row.id, at(10, 15), NOW)
    assert (moved.id, moved.staff_id, moved.starts_at) == (row.id, leo, at(10, 15))
    later = await bookings.move(studio.business_id, row.id, at(14), NOW)
    assert later.staff_id == leo
    assert await studio.taken() == [(leo, at(14), at(15))]
    assert await bookings.move(studio.business_id, row.id, at(14), NOW) == later


async def test_a_move_to_when_only_another_is_free_goes_to_the_other(
    studio: Studio, bookings: Bookings
) -> None:
    mia, leo = studio.staff
    row = await booked(studio, bookings, "a", 10)
    await studio.away(mia, at(13), at(24))
    assert (await bookings.move(studio.business_id, row.id, at(14), NOW)).staff_id == leo


async def test_who_asked_for_a_person_keeps_to_that_person_when_moved(
    studio: Studio, bookings: Bookings
) -> None:
    mia, _ = studio.staff
    row = await booked(studio, bookings, "a", 10, Ask(studio.cut, staff_id=mia))
    await studio.away(mia, at(13), at(24))
    with pytest.raises(TimeTaken):
        await bookings.move(studio.business_id, row.id, at(14), NOW)
    assert await studio.taken() == [(mia, at(10), at(11))]


async def test_a_booking_made_by_a_release_without_segments_can_be_moved_and_cancelled(
    studio: Studio, bookings: Bookings
) -> None:
    from storage.postgres import bookings as rows
    from storage.postgres import customers

    mia, _ = studio.staff
    async with studio.database.tenant(studio.business_id) as scope:
        customer = await customers.find_or_create(scope, "Sam", None)
        old = await rows.insert(
            scope, rows.NewBooking(mia, studio.cut, customer, at(10), at(10, 45), at(11), "old")
        )
    assert await studio.taken() == [(mia, at(10), at(11))]
    moved = await bookings.move(studio.business_id, old.id, at(14), NOW)
    assert (moved.staff_id, await studio.taken()) == (mia, [(mia, at(14), at(15))])
    async with studio.database.tenant(studio.business_id) as scope:
        await rows.cancel(scope, old.id)  # as the release before does it
    assert await studio.taken() == []


async def test_cancelling_and_restoring(studio: Studio, bookings: Bookings) -> None:
    row = await booked(studio, bookings, "a", 10, Ask(studio.colour))
    before = await studio.taken()
    assert (await bookings.cancel(studio.business_id, row.id, actor="Mia")).status == "cancelled"
    assert (await bookings.cancel(studio.business_id, row.id)).status == "cancelled"
    assert await studio.taken() == []
    assert (await bookings.restore(studio.business_id, row.id)).status == "confirmed"
    assert await studio.taken() == before
    async with studio.database.tenant(studio.business_id) as scope:
        history = await histories.of_booking(scope, row.id)
    assert [entry.kind for entry in history] == ["booked", "cancelled", "restored"]
    assert history[1].actor == "Mia"


async def test_what_was_given_to_somebody_else_cannot_be_restored(studio: Studio, bookings: Bookings) -> None:
    mia, _ = studio.staff
    ask = Ask(studio.cut, staff_id=mia)
    row = await booked(studio, bookings, "a", 10, ask)
    await bookings.cancel(studio.business_id, row.id)
    other = await booked(studio, bookings, "b", 10, ask)
    with pytest.raises(SlotTaken):
        await bookings.restore(studio.business_id, row.id)
    assert await studio.taken() == [(mia, at(10), at(11))]
    assert other.status == "confirmed"


async def test_a_no_show_is_known_once_it_has_begun_and_can_be_taken_back(
    studio: Studio, bookings: Bookings
) -> None:
    row = await booked(studio, bookings, "a", 10)
    with pytest.raises(NotPermitted):
        await bookings.no_show(studio.business_id, row.id, at(9))
    assert (await bookings.no_show(studio.business_id, row.id, at(10, 20))).status == "no_show"
    assert (await bookings.no_show(studio.business_id, row.id, at(10, 20))).status == "no_show"
    with pytest.raises(NotPermitted):
        await bookings.cancel(studio.business_id, row.id)
    assert (await bookings.restore(studio.business_id, row.id)).status == "confirmed"


async def test_what_is_not_there_is_not_found(studio: Studio, bookings: Bookings) -> None:
    for attempt in (
        bookings.cancel(studio.business_id, new_id()),
        bookings.restore(studio.business_id, new_id()),
        bookings.no_show(studio.business_id, new_id(), NOW),
        bookings.move(studio.business_id, new_id(), at(10), NOW),
        bookings.book(studio.business_id, studio.wish("a", at(10), Ask(new_id())), SAM, NOW),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_another_business_cannot_be_touched(
    studio: Studio, bookings: Bookings, database: Database
) -> None:
    from tests.support.studio import open_studio

    row = await booked(studio, bookings, "a", 10)
    stranger = await open_studio(database)
    with pytest.raises(NotFound):
        await bookings.cancel(stranger.business_id, row.id)
    with pytest.raises(NotFound):
        await bookings.book(stranger.business_id, studio.wish("b", at(12)), KIM, NOW)
    with pytest.raises(InvalidInput):
        await bookings.book(
            studio.business_id,
            studio.wish("b", at(12), Ask(studio.cut, staff_id=stranger.staff[0])),
            KIM,
            NOW,
        )


async def test_the_channel_and_the_limit_of_a_day_hold(studio: Studio, bookings: Bookings) -> None:
    await studio.change(tables.Offering, studio.cut, channels=["web"], per_day=2)
    wish = studio.wish("a", at(10))
    by_phone = studio.question(channel=Channel.PHONE)
    with pytest.raises(NotPermitted, match="by phone"):
        await bookings.book(studio.business_id, type(wish)(by_phone, at(10), "a"), SAM, NOW)
    first = await booked(studio, bookings, "a", 10)
    await bookings.hold(studio.business_id, studio.wish("b", at(12)), NOW)
    with pytest.raises(TimeClosed, match="No more of these"):
        await booked(studio, bookings, "c", 14)
    await bookings.cancel(studio.business_id, first.id)
    assert (await booked(studio, bookings, "c", 14)).status == "confirmed"


async def test_expired_holds_are_swept_and_others_stay(studio: Studio, bookings: Bookings) -> None:
    await bookings.hold(studio.business_id, studio.wish("gone", at(10)), NOW)
    await studio.expire_holds()
    await bookings.hold(studio.business_id, studio.wish("kept", at(12)), NOW)
    while await bookings.sweep():
        pass
    assert await count(studio.database, studio) == 1
    assert [start for _, start, _ in await studio.taken()] == [at(12)]
