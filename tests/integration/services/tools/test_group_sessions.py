"""Callers join group sessions: they hear how many seats are left, take some, and give them back."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from domain.business import BusinessProfile
from domain.ids import new_id
from services.scheduling.looking import Ask
from services.scheduling.sessions import SeatWish, Sessions
from services.scheduling.wishes import Who
from services.tools.context import BOOKING_CONFIRMED, BOOKING_MOVED
from services.tools.runner import CallContext, ToolRunner
from storage.postgres import calls, sessions, tables
from storage.postgres.businesses import load_profile
from storage.postgres.calls import NewCall
from storage.postgres.database import Database
from storage.postgres.sessions import SessionRow
from tests.support.studio import NOW, Studio, at, open_studio

MONDAY, TUESDAY = "2026-11-30", "2026-12-01"
YOGA = {"offering": "Yoga"}
SAM, ANN = "+61400000001", "+61400000002"
TEN, FOUR = f"{MONDAY}T10:00", f"{TUESDAY}T16:00"


@dataclass(frozen=True, slots=True)
class Classes:
    """The studio with two sessions of eight seats, on Monday at ten and on Tuesday at four."""

    studio: Studio
    profile: BusinessProfile
    ten: SessionRow
    four: SessionRow

    async def call(self, number: str | None = SAM) -> CallContext:
        call_id = new_id()
        async with self.studio.database.tenant(self.profile.id) as scope:
            await calls.create(scope, NewCall(call_id, f"CA{call_id.hex}", number, "+61280001234", NOW))
        return CallContext(call_id, self.profile.id, number)

    async def told(self, call: CallContext, name: str, **arguments: Any) -> dict[str, Any]:
        runner = ToolRunner(self.studio.database, self.profile, timeout_s=60.0)
        return json.loads((await runner.run(call, "key", name, arguments, NOW)).content)

    async def book(self, call: CallContext, when: str = TEN, **more: Any) -> dict[str, Any]:
        wish = {**YOGA, "starts_at_local": when, "customer_name": "Sam", **more}
        return await self.told(call, "book_appointment", **wish)

    async def fill(self, session: SessionRow, *, leaving: int) -> None:
        wish = SeatWish(session.id, new_id().hex, session.seats - leaving)
        await Sessions(self.studio.database).book(self.profile.id, wish, Who("Others"), NOW)

    async def free(self, session: SessionRow) -> int:
        async with self.studio.database.tenant(self.profile.id) as scope:
            return (await sessions.get(scope, session.id)).free

    async def texts(self, kind: str) -> list[dict[str, Any]]:
        async with self.studio.database.tenant(self.profile.id) as scope:
            rows = await scope.session.scalars(select(tables.OutboxRow).where(tables.OutboxRow.kind == kind))
            return [row.payload for row in rows]


@pytest.fixture
async def classes(database: Database) -> Classes:
    studio = await open_studio(database)
    planner = Sessions(database)
    ten = await planner.plan(studio.business_id, Ask(studio.yoga, staff_id=studio.staff[0]), at(10), NOW)
    four = await planner.plan(
        studio.business_id, Ask(studio.yoga, staff_id=studio.staff[1]), at(16, day=1), NOW
    )
    async with database.tenant(studio.business_id) as scope:
        return Classes(studio, await load_profile(scope), ten, four)


async def test_a_caller_hears_which_sessions_there_are_and_takes_a_seat_that_was_kept(
    classes: Classes,
) -> None:
    call = await classes.call()
    found = await classes.told(call, "find_slots", **YOGA)
    assert (found["slots"], found["seats_left"]) == ([TEN, FOUR], {TEN: 8, FOUR: 8})
    assert found["held"] == [TEN, FOUR]
    assert await classes.free(classes.ten) == 7
    booked = await classes.book(call)
    assert (booked["result"], booked["offering"], booked["staff"], booked["seats"]) == (
        "booked",
        "Yoga",
        "Mia",
        1,
    )
    assert (await classes.free(classes.ten), await classes.free(classes.four)) == (7, 8)
    assert [(each["to"], each["offering"]) for each in await classes.texts(BOOKING_CONFIRMED)] == [
        (SAM, "Yoga")
    ]


async def test_the_same_wish_twice_takes_its_seats_once(classes: Classes) -> None:
    call = await classes.call()
    first = await classes.book(call, seats=2)
    again = await classes.book(call, seats=2)
    assert (first["booking_id"], again["seats"]) == (again["booking_id"], 2)
    assert await classes.free(classes.ten) == 6


@pytest.mark.parametrize("seats", [1, 4])
async def test_a_caller_who_says_another_number_of_people_has_as_many_seats(
    classes: Classes, seats: int
) -> None:
    call = await classes.call()
    await classes.told(call, "find_slots", **YOGA, date=MONDAY, seats=2)
    first = await classes.book(call, seats=2)
    changed = await classes.book(call, seats=seats)
    assert (changed["booking_id"], changed["seats"]) == (first["booking_id"], seats)
    assert await classes.free(classes.ten) == 8 - seats


async def test_more_people_than_seats_are_left_keep_what_they_have(classes: Classes) -> None:
    await classes.fill(classes.ten, leaving=3)
    call = await classes.call()
    await classes.book(call, seats=2)
    refused = await classes.book(call, seats=5)
    assert (refused["result"], refused["code"]) == ("refused", "slot_taken")
    assert "stays as it is" in refused["message"]
    assert await classes.free(classes.ten) == 1


async def test_a_party_is_told_only_of_sessions_with_a_seat_for_everybody(classes: Classes) -> None:
    await classes.fill(classes.ten, leaving=2)
    call = await classes.call()
    found = await classes.told(call, "find_slots", **YOGA, date=MONDAY, time="10:00", seats=3)
    assert (found["requested_is_free"], found["slots"]) == (False, [])
    assert "only 2 seats are left" in found["why"]
    assert found["next_free_local"] == FOUR
    refused = await classes.book(call, seats=3)
    assert (refused["code"], refused["alternatives"]) == ("slot_taken", [FOUR])
    assert "only 2 seats are left" in refused["message"]


async def test_of_two_callers_for_the_last_seat_one_has_it_and_the_other_is_told(classes: Classes) -> None:
    await classes.fill(classes.ten, leaving=1)
    both = [await classes.call(number) for number in (SAM, ANN)]
    found = await asyncio.gather(
        *(classes.told(call, "find_slots", **YOGA, date=MONDAY, time="10:00") for call in both)
    )
    assert sorted(each["requested_is_free"] for each in found) == [False, True]
    answers = await asyncio.gather(*(classes.book(call) for call in both))
    assert sorted(each["result"] for each in answers) == ["booked", "refused"]
    (winner,) = (n for n, each in enumerate(answers) if each["result"] == "booked")
    assert found[winner]["requested_is_free"], "the seat was kept for whom it was read out to"
    refused = answers[1 - winner]
    assert (refused["code"], refused["message"]) == ("slot_taken", "all seats of it are taken")
    assert refused["alternatives"] == [FOUR]


async def test_many_callers_without_a_look_never_take_more_seats_than_there_are(classes: Classes) -> None:
    callers = [await classes.call(f"+6140000{n:04d}") for n in range(12)]
    answers = await asyncio.gather(*(classes.book(call, customer_name="Kim") for call in callers))
    assert sorted(each["result"] for each in answers) == ["booked"] * 8 + ["refused"] * 4
    assert await classes.free(classes.ten) == 0


async def test_a_seat_is_given_back_when_its_caller_cancels_and_is_told_by_its_name(classes: Classes) -> None:
    call = await classes.call()
    await classes.book(call, seats=2)
    later = await classes.call()
    (mine,) = (await classes.told(later, "list_my_appointments"))["appointments"]
    assert (mine["offering"], mine["seats"], mine["starts_at_local"]) == ("Yoga", 2, TEN)
    gone = await classes.told(later, "cancel_appointment", booking_id=mine["booking_id"])
    assert (gone["result"], await classes.free(classes.ten)) == ("cancelled", 8)


async def test_seats_move_to_another_session_and_the_old_ones_are_free(classes: Classes) -> None:
    call = await classes.call()
    booking_id = (await classes.book(call, seats=2))["booking_id"]
    later = await classes.call()
    found = await classes.told(later, "find_slots", **YOGA, booking_id=booking_id)
    assert (found["slots"], found["held"]) == ([FOUR], [FOUR])
    moved = await classes.told(later, "move_appointment", booking_id=booking_id, starts_at_local=FOUR)
    assert (moved["result"], moved["before_local"], moved["starts_at_local"]) == ("moved", TEN, FOUR)
    assert moved["staff"] == "Leo"
    assert (await classes.free(classes.ten), await classes.free(classes.four)) == (8, 6)
    assert len(await classes.texts(BOOKING_MOVED)) == 1


@pytest.mark.parametrize(
    ("when", "leaving", "code"),
    [(FOUR, 1, "slot_taken"), (f"{TUESDAY}T11:00", 8, "outside_hours")],
    ids=["too-few-seats", "no-session"],
)
async def test_seats_that_cannot_move_stay(classes: Classes, when: str, leaving: int, code: str) -> None:
    if leaving < 8:
        await classes.fill(classes.four, leaving=leaving)
    call = await classes.call()
    booking_id = (await classes.book(call, seats=2))["booking_id"]
    refused = await classes.told(call, "move_appointment", booking_id=booking_id, starts_at_local=when)
    assert (refused["code"], await classes.free(classes.ten)) == (code, 6)
    assert "stays where it is" in refused["message"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"date": TUESDAY, "time": "10:00"}, "There is no Yoga"),
        ({"date": "2026-12-02"}, "There is no Yoga on Wednesday 2 December"),
        ({"date": MONDAY, "staff": "Leo"}, "There is no Yoga on Monday 30 November"),
    ],
    ids=["another-time", "another-day", "another-trainer"],
)
async def test_a_session_that_is_not_held_is_said_so(
    classes: Classes, arguments: dict[str, Any], words: str
) -> None:
    found = await classes.told(await classes.call(), "find_slots", **YOGA, **arguments)
    assert words in found["why"]
    assert not found["closed"]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("find_slots", {"also": [{"offering": "Cut"}]}),
        ("book_appointment", {"starts_at_local": TEN, "customer_name": "Sam", "seats": 11}),
        ("join_waiting_list", {"customer_name": "Sam"}),
        ("book_appointment", {"starts_at_local": f"{MONDAY}T11:00", "customer_name": "Sam"}),
    ],
    ids=["with-another-offering", "too-many-people", "waiting-list", "no-session"],
)
async def test_what_cannot_be_had_of_a_session_is_refused(
    classes: Classes, name: str, arguments: dict[str, Any]
) -> None:
    assert (await classes.told(await classes.call(), name, **YOGA, **arguments))["result"] == "refused"
    assert await classes.free(classes.ten) == 8


async def test_a_session_that_is_not_for_the_phone_or_begins_too_soon_is_not_told(classes: Classes) -> None:
    await classes.studio.change(tables.Offering, classes.studio.yoga, notice_min=24 * 60)
    found = await classes.told(await classes.call(), "find_slots", **YOGA)
    assert found["slots"] == [FOUR]
    await classes.studio.change(tables.Offering, classes.studio.yoga, channels=["web"])
    refused = await classes.told(await classes.call(), "find_slots", **YOGA)
    assert refused["code"] == "not_permitted"


async def test_seats_held_for_a_caller_are_free_again_once_the_hold_is_over(classes: Classes) -> None:
    await classes.told(await classes.call(), "find_slots", **YOGA, date=MONDAY, seats=8)
    other = await classes.call(ANN)
    assert (await classes.told(other, "find_slots", **YOGA, date=MONDAY))["slots"] == []
    await classes.studio.expire_holds()
    assert (await classes.told(other, "find_slots", **YOGA, date=MONDAY))["seats_left"] == {TEN: 8}


async def test_a_visit_of_ones_own_is_told_without_seats(classes: Classes) -> None:
    call = await classes.call()
    found = await classes.told(call, "find_slots", offering="Cut", date=MONDAY)
    assert "seats_left" not in found
    booked = await classes.told(
        call, "book_appointment", offering="Cut", starts_at_local=found["slots"][0], customer_name="Sam"
    )
    assert (booked["result"], "seats" in booked) == ("booked", False)
