"""Time that becomes free is offered in the order people asked, each with a limit of time."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from domain.errors import InvalidInput, NotFound, NotPermitted
from domain.ids import new_id
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask
from services.scheduling.waiting_list import OFFERED, Waiting, WaitingList, note_freed
from services.scheduling.wishes import TimeTaken, Who
from storage.postgres import scheduling_tables, tables, waiting
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from tests.support.studio import NOW, Studio, at, open_studio

OPENS, CLOSES = at(9), at(17)
SAM, KIM, LOU = (Who(name, f"+6140000000{n}") for n, name in enumerate(("Sam", "Kim", "Lou")))


@pytest.fixture
async def full(database: Database) -> Studio:
    """One person, who is booked from 9 to 17."""
    studio = await open_studio(database, staff=1)
    for hour in range(9, 17):
        await booked(studio, hour)
    return studio


@pytest.fixture
def bookings(database: Database) -> Bookings:
    return Bookings(database, freed=note_freed)


@pytest.fixture
def waiting_list(database: Database, bookings: Bookings) -> WaitingList:
    return WaitingList(database, bookings)


async def booked(studio: Studio, hour: int) -> BookingRow:
    wish = studio.wish(f"full {hour}", at(hour))
    return await Bookings(studio.database).book(studio.business_id, wish, Who(f"Customer {hour}"), NOW)


async def joined(
    studio: Studio,
    waiting_list: WaitingList,
    who: Who,
    first: datetime = OPENS,
    last: datetime = CLOSES,
    **changes: Any,
) -> Waiting:
    ask = Ask(studio.cut, staff_id=changes.pop("staff_id", None))
    key = changes.pop("intent_key", who.name)
    return await waiting_list.join(studio.business_id, ask, first, last, who, NOW, intent_key=key, **changes)


async def free_up(studio: Studio, bookings: Bookings, waiting_list: WaitingList, hour: int = 10) -> None:
    row = await booked(studio, hour)
    await bookings.cancel(studio.business_id, row.id)
    await waiting_list.offer_between(studio.business_id, row.starts_at, row.ends_at, NOW)


async def status(studio: Studio, entry_id: UUID) -> tuple[str, datetime | None]:
    async with studio.database.tenant(studio.business_id) as scope:
        entry = await waiting.get(scope, entry_id)
        if entry.offered_booking_id is None:
            return entry.status, None
        start = await scope.session.scalar(
            select(tables.Booking.starts_at).where(tables.Booking.id == entry.offered_booking_id)
        )
    return entry.status, start


async def promised(studio: Studio, kind: str) -> list[dict[str, Any]]:
    async with studio.database.tenant(studio.business_id) as scope:
        rows = await scope.session.scalars(select(tables.OutboxRow).where(tables.OutboxRow.kind == kind))
        return [row.payload for row in rows]


async def run_out(studio: Studio) -> None:
    """Lets every offer end now."""
    await studio.expire_holds()
    async with studio.database.tenant(studio.business_id) as scope:
        await scope.session.execute(
            update(scheduling_tables.WaitingEntry)
            .where(scheduling_tables.WaitingEntry.status == "offered")
            .values(offered_until=datetime.fromisoformat("2000-01-01T00:00+00:00"))
        )


async def test_who_joins_is_told_how_many_are_before_them(full: Studio, waiting_list: WaitingList) -> None:
    first, second = await joined(full, waiting_list, SAM), await joined(full, waiting_list, KIM)
    assert (first.ahead, second.ahead) == (0, 1)
    again = await joined(full, waiting_list, KIM)
    assert (again.entry.id, again.ahead) == (second.entry.id, 1)


async def test_a_freed_slot_goes_to_the_first_and_is_kept_for_them(
    full: Studio, waiting_list: WaitingList, bookings: Bookings
) -> None:
    sam, kim = await joined(full, waiting_list, SAM), await joined(full, waiting_list, KIM)
    await free_up(full, bookings, waiting_list)
    assert await status(full, sam.entry.id) == ("offered", at(10))
    assert await status(full, kim.entry.id) == ("waiting", None)
    with pytest.raises(TimeTaken):
        await bookings.book(full.business_id, full.wish("walk-in", at(10)), LOU, NOW)
    (text,) = await promised(full, OFFERED)
    assert (text["to"], text["offering"], text["starts_at_local"]) == (SAM.phone, "Cut", "2026-11-30T10:00")
    row = await waiting_list.accept(full.business_id, sam.entry.id, NOW)
    assert (row.customer_name, row.starts_at, row.status) == ("Sam", at(10), "confirmed")
    assert await waiting_list.accept(full.business_id, sam.entry.id, NOW) == row
    assert (await status(full, sam.entry.id))[0] == "taken"


async def test_an_offer_that_is_not_answered_goes_to_the_next(
    full: Studio, waiting_list: WaitingList, bookings: Bookings
) -> None:
    sam, kim = await joined(full, waiting_list, SAM), await joined(full, waiting_list, KIM)
    await free_up(full, bookings, waiting_list)
    await run_out(full)
    await tended_now(full, waiting_list)
    assert (await status(full, sam.entry.id))[0] == "lapsed"
    assert await status(full, kim.entry.id) == ("offered", at(10))
    with pytest.raises(NotPermitted):
        await waiting_list.accept(full.business_id, sam.entry.id, NOW)


async def test_who_withdraws_hands_the_offer_on(
    full: Studio, waiting_list: WaitingList, bookings: Bookings
) -> None:
    sam, kim = await joined(full, waiting_list, SAM), await joined(full, waiting_list, KIM)
    await free_up(full, bookings, waiting_list)
    await waiting_list.withdraw(full.business_id, sam.entry.id)
    await waiting_list.withdraw(full.business_id, sam.entry.id)
    await tended_now(full, waiting_list)
    assert (await status(full, sam.entry.id))[0] == "withdrawn"
    assert await status(full, kim.entry.id) == ("offered", at(10))


async def test_who_waits_for_another_time_or_person_is_passed_over(
    full: Studio, waiting_list: WaitingList, bookings: Bookings
) -> None:
    afternoon = await joined(full, waiting_list, SAM, at(13), at(17))
    tomorrow = await joined(full, waiting_list, LOU, at(9, day=1), at(17, day=1))
    morning = await joined(full, waiting_list, KIM, at(9), at(12), staff_id=full.staff[0])
    await free_up(full, bookings, waiting_list)
    assert [(await status(full, each.entry.id))[0] for each in (afternoon, tomorrow, morning)] == [
        "waiting",
        "waiting",
        "offered",
    ]


async def test_two_freed_slots_go_to_two(full: Studio, waiting_list: WaitingList, bookings: Bookings) -> None:
    sam, kim = await joined(full, waiting_list, SAM), await joined(full, waiting_list, KIM)
    await free_up(full, bookings, waiting_list, 10)
    await free_up(full, bookings, waiting_list, 14)
    assert await status(full, sam.entry.id) == ("offered", at(10))
    assert await status(full, kim.entry.id) == ("offered", at(14))


async def test_nothing_is_noted_where_nobody_waits(full: Studio, bookings: Bookings) -> None:
    await bookings.cancel(full.business_id, (await booked(full, 10)).id)
    assert await promised(full, "waiting.freed") == []


async def test_moving_away_and_hanging_up_free_time_too(
    full: Studio, waiting_list: WaitingList, bookings: Bookings
) -> None:
    await joined(full, waiting_list, SAM)
    row = await booked(full, 10)
    await bookings.move(full.business_id, row.id, at(10, day=1), NOW)
    await bookings.hold(full.business_id, full.wish("held", at(10)), NOW)
    await bookings.release(full.business_id, "held")
    assert len(await promised(full, "waiting.freed")) == 2


async def test_who_cannot_be_reached_or_waits_for_the_past_is_refused(
    full: Studio, waiting_list: WaitingList
) -> None:
    with pytest.raises(InvalidInput, match="number"):
        await joined(full, waiting_list, Who("Sam"))
    for first, last in ((at(9, day=-9), at(17, day=-9)), (at(17), at(9)), (at(9), at(9, day=400))):
        with pytest.raises(InvalidInput, match="next 180 days"):
            await joined(full, waiting_list, SAM, first, last)
    with pytest.raises(NotFound):
        await waiting_list.accept(full.business_id, new_id(), NOW)


async def tended_now(studio: Studio, waiting_list: WaitingList) -> None:
    """Everything that is to be done for this business, at `NOW` whatever the server's clock says."""
    while True:
        async with studio.database.tenant(studio.business_id) as scope:
            await scope.session.execute(
                update(tables.OutboxRow)
                .where(tables.OutboxRow.status == "pending")
                .values(due_at=datetime.fromisoformat("2000-01-01T00:00+00:00"))
            )
        if not await waiting_list.tend(NOW):
            return
