"""Appointments in a real Postgres: made once, never two at a time, and all of it or nothing."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import pairwise

import pytest
from sqlalchemy import insert, select, text, update

from domain.business import OpeningHours
from domain.conduct import conduct
from domain.dialogue.intents import BookAppointment, FindSlots, intent_key
from domain.dialogue.tool_results import Booked, ToolRefused
from domain.errors import InvalidInput, LimitReached, NotPermitted
from domain.ids import new_id
from domain.receptionist.content import Callers
from services.tools.appointments import Appointments
from services.tools.context import BOOKING_CONFIRMED
from services.tools.runner import CallContext
from storage.postgres import bookings, scheduling_tables, tables
from storage.postgres.database import Database
from tests.support.businesses import open_on
from tests.support.salons import NOW, OpenSalon, Salon


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


TUESDAY_10 = wall("2026-11-24T10:00")
HAIRCUT = BookAppointment("Haircut", TUESDAY_10, "Sam")
_LOCK_WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


async def book(
    salon: Salon,
    call: CallContext,
    intent: BookAppointment = HAIRCUT,
    *,
    now: datetime = NOW,
    database: Database | None = None,
) -> Booked | ToolRefused:
    return await Appointments(database or salon.database).book(
        salon.profile,
        call.call_id,
        intent,
        intent_key=intent_key(call.call_id, intent),
        caller_number=call.caller_number,
        now=now,
    )


async def test_a_booking_its_customer_and_the_promised_text_message_are_kept_together(salon: Salon) -> None:
    call = await salon.call()
    booked = await book(salon, call)
    assert isinstance(booked, Booked)
    assert (booked.offering, booked.starts_at_local, booked.staff, booked.customer_name) == (
        "Haircut",
        TUESDAY_10,
        "Mia",
        "Sam",
    )
    async with salon.database.tenant(salon.profile.id) as scope:
        (row,) = await bookings.for_call(scope, call.call_id)
    assert (row.id, row.starts_at) == (booked.booking_id, datetime(2026, 11, 23, 23, tzinfo=UTC))
    ((kind, key, payload),) = await salon.promised()
    assert (kind, key) == (BOOKING_CONFIRMED, str(booked.booking_id))
    assert (payload["to"], payload["starts_at_local"], payload["timezone"]) == (
        call.caller_number,
        "2026-11-24T10:00",
        "Australia/Sydney",
    )


async def test_a_withheld_number_is_booked_without_a_text_message(salon: Salon) -> None:
    assert isinstance(await book(salon, await salon.call(None)), Booked)
    assert await salon.promised() == []


async def test_the_same_intent_twice_is_one_booking(salon: Salon) -> None:
    call = await salon.call()
    first, second = await book(salon, call), await book(salon, call)
    assert first == second
    assert (await salon.count(tables.Booking), len(await salon.promised())) == (1, 1)


async def test_the_same_intent_at_the_same_moment_is_one_booking(salon: Salon) -> None:
    call = await salon.call()
    results = await asyncio.gather(*(book(salon, call) for _ in range(4)))
    assert len({result.to_content() for result in results}) == 1
    assert isinstance(results[0], Booked)
    assert (await salon.count(tables.Booking), len(await salon.promised())) == (1, 1)


async def test_the_same_intent_is_answered_even_when_its_time_is_over(salon: Salon) -> None:
    call = await salon.call()
    first = await book(salon, call)
    assert await book(salon, call, now=datetime(2026, 11, 25, tzinfo=UTC)) == first


async def test_after_a_crash_the_same_intent_gives_the_booking_made_before_it(
    salon: Salon, postgres_url: str
) -> None:
    call = await salon.call()
    before = await book(salon, call)
    restarted = Database(postgres_url)
    try:
        assert await book(salon, call, database=restarted) == before
    finally:
        await restarted.close()
    assert (await salon.count(tables.Booking), len(await salon.promised())) == (1, 1)


async def test_a_crash_in_the_middle_leaves_nothing_and_asking_again_books(salon: Salon) -> None:
    call = await salon.call()
    mia = salon.profile.staff[0].id
    async with salon.database.tenant(salon.profile.id) as blocker:
        await blocker.session.execute(select(tables.Staff).where(tables.Staff.id == mia).with_for_update())
        booking = asyncio.create_task(book(salon, call))
        while await _waiting(salon) == 0:
            assert not booking.done()
        booking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await booking
    assert (await salon.count(tables.Booking), await salon.count(tables.Customer)) == (0, 0)
    assert await salon.promised() == []
    assert isinstance(await book(salon, call), Booked)
    assert await salon.count(tables.Booking) == 1


async def test_of_two_calls_racing_for_one_slot_one_gets_it_and_the_other_hears_what_is_free(
    salon: Salon,
) -> None:
    racers = [await salon.call(f"+6140000000{n}") for n in range(4)]
    results = await asyncio.gather(*(book(salon, call) for call in racers))
    winners = [result for result in results if isinstance(result, Booked)]
    losers = [result for result in results if isinstance(result, ToolRefused)]
    assert (len(winners), len(losers)) == (1, 3)
    for loser in losers:
        assert loser.code == "slot_taken"
        assert loser.alternatives == (
            wall("2026-11-24T09:00"),
            wall("2026-11-24T09:15"),
            wall("2026-11-24T10:45"),
        )
    assert (await salon.count(tables.Booking), len(await salon.promised())) == (1, 1)
    assert await salon.count(tables.Customer) == 1


async def test_calls_racing_for_times_that_overlap_never_double_book(salon: Salon) -> None:
    intents = [BookAppointment("Haircut", TUESDAY_10.replace(minute=m), "Sam") for m in (0, 15, 30, 45)]
    racers = [await salon.call() for _ in intents]
    await asyncio.gather(*(book(salon, call, intent) for call, intent in zip(racers, intents, strict=True)))
    async with salon.database.tenant(salon.profile.id) as scope:
        day = (datetime(2026, 11, 23, 13, tzinfo=UTC), datetime(2026, 11, 24, 13, tzinfo=UTC))
        taken = await bookings.busy(scope, salon.profile.staff[0].id, *day)
    assert 1 <= len(taken) <= 2
    assert all(before[1] <= after[0] for before, after in pairwise(taken))


async def test_with_two_on_the_staff_two_callers_get_the_same_time(open_salon: OpenSalon) -> None:
    salon = await open_salon(staff=("Leo", "Mia"))
    results = [await book(salon, await salon.call()) for _ in range(3)]
    assert [getattr(result, "staff", None) for result in results] == ["Leo", "Mia", None]
    assert isinstance(results[2], ToolRefused)


@pytest.mark.parametrize("number", ["+61491570006", None], ids=["number", "withheld"])
async def test_a_name_corrected_after_booking_changes_the_one_booking(
    open_salon: OpenSalon, number: str | None
) -> None:
    salon = await open_salon(staff=("Leo", "Mia"))
    call = await salon.call(number)
    first = await book(salon, call, BookAppointment("Haircut", TUESDAY_10, "Cara Exmple"))
    mended = await book(salon, call, BookAppointment("Haircut", TUESDAY_10, "Kara Example"))
    assert isinstance(first, Booked)
    assert isinstance(mended, Booked)
    assert (mended.booking_id, mended.staff, mended.customer_name) == (
        first.booking_id,
        first.staff,
        "Kara Example",
    )
    assert (await salon.count(tables.Booking), await salon.count(tables.Customer)) == (1, 1)
    told = [payload["customer_name"] for _, _, payload in await salon.promised()]
    assert told == (["Kara Example"] if number else [])


async def test_a_booking_keyed_by_an_earlier_release_is_recognised(open_salon: OpenSalon) -> None:
    salon = await open_salon(staff=("Leo", "Mia"))
    call = await salon.call()
    earlier = await Appointments(salon.database).book(
        salon.profile, call.call_id, HAIRCUT, intent_key="another", caller_number=None, now=NOW
    )
    assert await book(salon, call) == earlier


async def test_a_customer_who_has_other_bookings_outlives_a_correction(salon: Salon) -> None:
    before = await salon.call()
    await book(salon, before, BookAppointment("Haircut", wall("2026-11-25T10:00"), "Sam"))
    call = await salon.call()
    await book(salon, call)
    await book(salon, call, BookAppointment("Haircut", TUESDAY_10, "Pam"))
    async with salon.database.tenant(salon.profile.id) as scope:
        names = [row.customer_name for row in await bookings.for_call(scope, before.call_id)]
    assert names == ["Sam"]
    assert await salon.count(tables.Customer) == 2


async def test_every_one_of_the_staff_is_booked_before_anybody_is_refused(open_salon: OpenSalon) -> None:
    salon = await open_salon(staff=("Ada", "Ben", "Cy"))
    callers = [await salon.call(f"+6149157000{n}") for n in range(9)]
    results = await asyncio.gather(*(book(salon, call) for call in callers))
    booked = [result for result in results if isinstance(result, Booked)]
    refused = [result for result in results if isinstance(result, ToolRefused)]
    assert sorted(result.staff for result in booked) == ["Ada", "Ben", "Cy"]
    assert {result.code for result in refused} == {"slot_taken"}
    assert all(TUESDAY_10 not in result.alternatives and result.alternatives for result in refused)


async def test_a_night_that_goes_on_after_midnight_is_booked(open_salon: OpenSalon) -> None:
    salon = await open_salon(opening_hours=(OpeningHours(4, time(18), time(2)),))
    late = wall("2026-11-27T23:30")
    assert isinstance(await book(salon, await salon.call(), BookAppointment("Haircut", late, "Sam")), Booked)
    clash = await book(salon, await salon.call(), BookAppointment("Haircut", wall("2026-11-28T00:00"), "Pam"))
    before = await book(
        salon, await salon.call(), BookAppointment("Haircut", wall("2026-11-27T23:00"), "Pam")
    )
    assert isinstance(clash, ToolRefused)
    assert isinstance(before, ToolRefused)
    after = BookAppointment("Haircut", wall("2026-11-28T00:15"), "Pam")
    assert isinstance(await book(salon, await salon.call(), after), Booked)


async def test_the_buffer_is_kept_free(salon: Salon) -> None:
    await book(salon, await salon.call(), BookAppointment("Colour", TUESDAY_10, "Ann"))
    refused = await book(
        salon, await salon.call(), BookAppointment("Haircut", wall("2026-11-24T12:00"), "Sam")
    )
    assert isinstance(refused, ToolRefused)
    after = await book(salon, await salon.call(), BookAppointment("Haircut", wall("2026-11-24T12:15"), "Sam"))
    assert isinstance(after, Booked)


@pytest.mark.parametrize(
    ("when", "says", "has_alternatives"),
    [
        ("2026-11-23T10:00", "already over", True),
        ("2026-11-20T10:00", "already over", False),
        ("0001-01-01T10:00", "already over", False),
        ("2026-11-24T07:00", "open 09:00 to 17:30", True),
        ("2026-11-29T10:00", "Closed on Sunday", True),
        ("2027-11-24T10:00", "up to", False),
    ],
)
async def test_a_time_that_cannot_be_had_is_refused_and_nothing_is_written(
    salon: Salon, when: str, says: str, has_alternatives: bool
) -> None:
    refused = await book(salon, await salon.call(), BookAppointment("Haircut", wall(when), "Sam"))
    assert isinstance(refused, ToolRefused)
    assert refused.code == "outside_hours"
    assert says in refused.message
    assert bool(refused.alternatives) == has_alternatives
    assert (await salon.count(tables.Booking), await salon.count(tables.Customer)) == (0, 0)
    assert await salon.promised() == []


async def test_what_is_offered_instead_can_be_booked(salon: Salon) -> None:
    refused = await book(
        salon, await salon.call(), BookAppointment("Haircut", wall("2026-11-29T10:00"), "Sam")
    )
    assert isinstance(refused, ToolRefused)
    call = await salon.call()
    for start in refused.alternatives[:1]:
        assert isinstance(await book(salon, call, BookAppointment("Haircut", start, "Sam")), Booked)


async def test_an_unknown_offering_is_named_with_those_there_are(salon: Salon) -> None:
    with pytest.raises(InvalidInput, match="Haircut, Colour"):
        await book(salon, await salon.call(), BookAppointment("Tattoo", TUESDAY_10, "Sam"))


async def test_a_booking_cancelled_since_is_not_reported_as_standing(salon: Salon) -> None:
    call = await salon.call()
    booked = await book(salon, call)
    assert isinstance(booked, Booked)
    async with salon.database.tenant(salon.profile.id) as scope:
        await bookings.cancel(scope, booked.booking_id)
    with pytest.raises(NotPermitted, match="cancelled"):
        await book(salon, call)


async def test_what_is_booked_is_no_longer_found(salon: Salon) -> None:
    appointments = Appointments(salon.database)
    asked = FindSlots("haircut", TUESDAY_10.date(), None, time(10))
    assert (await appointments.find(salon.profile, asked, NOW)).requested_is_free is True
    await book(salon, await salon.call())
    found = await appointments.find(salon.profile, asked, NOW)
    assert found.requested_is_free is False
    assert TUESDAY_10 not in found.slots
    assert found.slots


async def test_one_business_does_not_see_anothers_calendar(salon: Salon, open_salon: OpenSalon) -> None:
    await book(salon, await salon.call())
    other = await open_salon()
    assert isinstance(await book(other, await other.call()), Booked)


@pytest.mark.parametrize(
    ("timezone", "day", "start", "instant"),
    [
        ("Australia/Sydney", "2026-10-04", "03:00", datetime(2026, 10, 3, 16, tzinfo=UTC)),
        ("Australia/Sydney", "2026-04-05", "02:30", datetime(2026, 4, 4, 15, 30, tzinfo=UTC)),
        ("Australia/Adelaide", "2026-10-04", "03:00", datetime(2026, 10, 3, 16, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2026-10-04", "02:30", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ],
)
async def test_on_the_day_clocks_change_the_wall_time_booked_is_the_one_kept(
    open_salon: OpenSalon, timezone: str, day: str, start: str, instant: datetime
) -> None:
    salon = await open_salon(timezone=timezone, opening_hours=open_on(6, opens=time(0), closes=time(6)))
    call = await salon.call()
    wanted = wall(f"{day}T{start}")
    now = datetime(wanted.year, wanted.month, 1, tzinfo=UTC)
    booked = await book(salon, call, BookAppointment("Haircut", wanted, "Sam"), now=now)
    assert isinstance(booked, Booked)
    assert booked.starts_at_local == wanted
    async with salon.database.tenant(salon.profile.id) as scope:
        assert (await bookings.get(scope, booked.booking_id)).starts_at == instant


async def test_a_time_the_clocks_skip_is_refused(open_salon: OpenSalon) -> None:
    salon = await open_salon(opening_hours=open_on(6, opens=time(0), closes=time(6)))
    with pytest.raises(InvalidInput, match="clocks go forward"):
        await book(
            salon,
            await salon.call(),
            BookAppointment("Haircut", wall("2026-10-04T02:30"), "Sam"),
            now=datetime(2026, 10, 1, tzinfo=UTC),
        )


async def _waiting(salon: Salon) -> int:
    """How many sessions wait for a lock."""
    async with salon.database.tenant(salon.profile.id) as scope:
        return await scope.session.scalar(_LOCK_WAITS) or 0


# --- limits -----------------------------------------------------------------------------------------------------
HOURS = ("09:00", "10:00", "11:00", "13:00", "14:00")


def wishes(*names: str) -> list[BookAppointment]:
    return [
        BookAppointment("Haircut", wall(f"2026-11-24T{hour}"), name)
        for hour, name in zip(HOURS, names, strict=False)
    ]


async def test_a_number_has_three_appointments_to_come_whoever_they_are_for(salon: Salon) -> None:
    for intent in wishes("Al", "Bea", "Cy"):
        assert isinstance(await book(salon, await salon.call(), intent), Booked)
    call, one_more = await salon.call(), wishes(*"abcd")[-1]
    with pytest.raises(LimitReached, match="3 appointments to come"):
        await book(salon, call, one_more)
    again = await book(salon, await salon.call("+61491570158"), one_more)
    assert isinstance(again, Booked), "another number's are its own"
    past = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
    later = BookAppointment("Haircut", wall("2026-11-25T10:00"), "Di")
    assert isinstance(await book(salon, call, later, now=past), Booked), "two of the three are over"


async def test_a_call_books_three_times_at_the_most_also_without_a_number(salon: Salon) -> None:
    call = await salon.call(None)
    for intent in wishes("Al", "Al", "Al"):
        assert isinstance(await book(salon, call, intent), Booked)
    with pytest.raises(LimitReached, match="one call books 3"):
        await book(salon, call, wishes(*"abcd")[-1])
    renamed = await book(salon, call, replace(wishes("Al")[0], customer_name="Alma"))
    assert isinstance(renamed, Booked), "mending one is no fourth"


async def test_calls_of_one_number_at_the_same_moment_do_not_pass_the_limit(open_salon: OpenSalon) -> None:
    salon = await open_salon(staff=tuple("ABCDE"))
    intents = wishes("Al", "Bea", "Cy", "Di", "Ed")
    callers = [await salon.call() for _ in intents]
    results = await asyncio.gather(
        *(book(salon, call, intent) for call, intent in zip(callers, intents, strict=True)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, Booked) for result in results) == 3
    assert sum(isinstance(result, LimitReached) for result in results) == 2


# --- set-up data ------------------------------------------------------------------------------------------------
async def test_leave_holds_on_the_phone_and_its_reason_stays_inside(salon: Salon) -> None:
    async with salon.database.tenant(salon.profile.id) as scope:
        await scope.session.execute(
            insert(scheduling_tables.Absence).values(
                id=new_id(),
                business_id=salon.profile.id,
                staff_id=salon.profile.staff[0].id,
                starts_at=datetime(2026, 11, 23, 13, tzinfo=UTC),
                ends_at=datetime(2026, 11, 24, 2, tzinfo=UTC),  # 13:00 in Sydney
                reason="surgery",
            )
        )
    refused = await book(salon, await salon.call())
    assert isinstance(refused, ToolRefused)
    assert refused.code == "slot_taken"
    assert "surgery" not in refused.to_content()
    assert refused.alternatives[0] == wall("2026-11-24T13:00")
    asked = FindSlots("haircut", TUESDAY_10.date(), "morning")
    found = await Appointments(salon.database).find(salon.profile, asked, NOW)
    assert min(found.slots) == wall("2026-11-24T13:00")


async def test_a_public_holiday_is_closed_on_the_phone(salon: Salon) -> None:
    async with salon.database.tenant(salon.profile.id) as scope:
        await scope.session.execute(
            insert(scheduling_tables.PublicHoliday).values(
                id=new_id(), business_id=salon.profile.id, day=TUESDAY_10.date(), name="Founders' Day"
            )
        )
    refused = await book(salon, await salon.call())
    assert isinstance(refused, ToolRefused)
    assert (refused.code, "Founders' Day" in refused.message) == ("outside_hours", True)
    asked = FindSlots("haircut", TUESDAY_10.date())
    found = await Appointments(salon.database).find(salon.profile, asked, NOW)
    assert (found.closed, found.slots) == (True, ())
    assert found.next_free_local == wall("2026-11-25T09:00")


async def test_what_is_booked_on_the_web_only_is_not_booked_by_phone(salon: Salon) -> None:
    async with salon.database.tenant(salon.profile.id) as scope:
        await scope.session.execute(
            update(tables.Offering).where(tables.Offering.name == "Haircut").values(channels=["web"])
        )
    with pytest.raises(NotPermitted, match="by phone"):
        await book(salon, await salon.call())


async def test_who_has_let_too_many_pass_is_not_booked_by_phone(open_salon: OpenSalon) -> None:
    salon = await open_salon()
    callers = Callers(most_no_shows=2)
    strict = replace(
        salon, profile=replace(salon.profile, receptionist=replace(conduct(salon.profile), callers=callers))
    )
    earlier = [
        await book(salon, await salon.call(), replace(HAIRCUT, starts_at_local=wall(f"2026-11-24T{hour}:00")))
        for hour in (10, 12)
    ]
    assert all(isinstance(each, Booked) for each in earlier)
    later = replace(HAIRCUT, starts_at_local=wall("2026-11-24T14:00"))
    for missed in earlier:
        assert isinstance(missed, Booked)
        async with salon.database.tenant(salon.profile.id) as scope:
            await scope.session.execute(
                update(tables.Booking).where(tables.Booking.id == missed.booking_id).values(status="no_show")
            )
        if missed is earlier[0]:
            once = replace(HAIRCUT, starts_at_local=wall("2026-11-24T16:00"))
            assert isinstance(await book(strict, await salon.call(), once), Booked)
    with pytest.raises(NotPermitted, match="call back"):
        await book(strict, await salon.call(), later)
    assert isinstance(await book(strict, await salon.call("+61400000099"), later), Booked)
    assert isinstance(
        await book(salon, await salon.call(), replace(later, starts_at_local=wall("2026-11-24T15:00"))),
        Booked,
    )
