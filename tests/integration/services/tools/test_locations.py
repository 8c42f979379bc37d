"""Two locations: callers are asked which where it matters, and each has hours, people and a zone of its own."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from domain.business import BusinessProfile
from domain.dialogue.intents import BookAppointment
from domain.dialogue.prompt import system_prompt
from domain.dialogue.tools import parse
from domain.errors import OutsideHours
from domain.ids import new_id
from services.notifications.text_messages import booking_confirmed, booking_moved
from services.tools.appointments import Appointments
from services.tools.context import BOOKING_CONFIRMED, BOOKING_MOVED
from services.tools.runner import CallContext, ToolRunner
from storage.postgres import calls, scheduling_tables, tables
from storage.postgres.businesses import load_profile
from storage.postgres.calls import NewCall
from storage.postgres.database import Database
from tests.support.studio import NOW, Studio, open_studio

MONDAY = "2026-11-30"
SAM = "+61400000001"
NORTH_ADDRESS, EAST_ADDRESS = "1 North Road, Accra", "2 East Lane, Nairobi"


@dataclass(frozen=True, slots=True)
class Chain:
    """North, where Mia cuts and colours; East Side, three hours ahead, where Leo cuts from noon to eight."""

    studio: Studio
    profile: BusinessProfile

    async def call(self) -> CallContext:
        call_id = new_id()
        async with self.studio.database.tenant(self.profile.id) as scope:
            await calls.create(scope, NewCall(call_id, f"CA{call_id.hex}", SAM, "+61280001234", NOW))
        return CallContext(call_id, self.profile.id, SAM)

    async def told(self, call: CallContext, name: str, **arguments: Any) -> dict[str, Any]:
        runner = ToolRunner(self.studio.database, self.profile)
        return json.loads((await runner.run(call, "key", name, arguments, NOW)).content)

    async def booked(self, call: CallContext, **arguments: Any) -> dict[str, Any]:
        return await self.told(call, "book_appointment", customer_name="Sam", **arguments)

    async def starts(self) -> list[datetime]:
        async with self.studio.database.tenant(self.profile.id) as scope:
            found = await scope.session.scalars(
                select(tables.Booking.starts_at).where(tables.Booking.status == "confirmed")
            )
            return list(found)

    async def text(self, kind: str) -> dict[str, Any]:
        async with self.studio.database.tenant(self.profile.id) as scope:
            rows = await scope.session.scalars(select(tables.OutboxRow).where(tables.OutboxRow.kind == kind))
            return rows.one().payload


@pytest.fixture
async def chain(database: Database) -> Chain:
    studio = await open_studio(database)
    north, east = new_id(), new_id()
    for place, (site, name, zone, address) in enumerate(
        ((north, "North", "Africa/Accra", NORTH_ADDRESS), (east, "East Side", "Africa/Nairobi", EAST_ADDRESS))
    ):
        await studio.add(
            scheduling_tables.Location, id=site, name=name, timezone=zone, address=address, position=place
        )
    for weekday in range(5):
        await studio.add(
            scheduling_tables.LocationHours,
            id=new_id(),
            location_id=east,
            weekday=weekday,
            opens=time(12),
            closes=time(20),
        )
    mia, leo = studio.staff
    await studio.change(tables.Staff, mia, location_ids=[north])
    await studio.change(tables.Staff, leo, location_ids=[east])
    await studio.add(scheduling_tables.StaffOffering, staff_id=mia, offering_id=studio.colour)
    async with database.tenant(studio.business_id) as scope:
        return Chain(studio, await load_profile(scope))


async def test_a_caller_is_asked_which_where_both_would_do(chain: Chain) -> None:
    refused = await chain.told(await chain.call(), "find_slots", offering="Cut", date=MONDAY)
    assert (refused["code"], refused["message"]) == (
        "invalid_input",
        "Ask the caller which location: North, East Side.",
    )


@pytest.mark.parametrize(
    ("said", "name", "address", "first"),
    [("north", "North", NORTH_ADDRESS, "09:00"), ("East", "East Side", EAST_ADDRESS, "12:00")],
)
async def test_times_are_those_of_the_location_in_its_own_wall_time(
    chain: Chain, said: str, name: str, address: str, first: str
) -> None:
    found = await chain.told(await chain.call(), "find_slots", offering="Cut", date=MONDAY, location=said)
    assert found["slots"][0] == f"{MONDAY}T{first}"
    assert (found["location"], found["address"]) == (name, address)


@pytest.mark.parametrize(
    ("wish", "location"),
    [({"offering": "Colour"}, "North"), ({"offering": "Cut", "staff": "Leo"}, "East Side")],
    ids=["only-done-there", "only-works-there"],
)
async def test_nobody_is_asked_where_only_one_will_do(
    chain: Chain, wish: dict[str, str], location: str
) -> None:
    found = await chain.told(await chain.call(), "find_slots", date=MONDAY, **wish)
    assert (found["result"], found["location"]) == ("slots_found", location)


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"offering": "Colour", "location": "East Side"}, "Colour cannot be had at East Side, but at North."),
        (
            {"offering": "Cut", "staff": "Mia", "location": "East"},
            "Cut with Mia cannot be had at East Side, but",
        ),
        ({"offering": "Colour", "staff": "Leo", "location": "East"}, "nor at another location"),
        ({"offering": "Cut", "location": "West"}, "The locations are: North, East Side."),
    ],
    ids=["not-done-there", "does-not-work-there", "nowhere", "no-such-location"],
)
async def test_what_cannot_be_had_there_is_said_with_where_it_can(
    chain: Chain, wish: dict[str, str], says: str
) -> None:
    refused = await chain.told(await chain.call(), "find_slots", date=MONDAY, **wish)
    assert refused["result"] == "refused"
    assert says in refused["message"]


async def test_a_booking_is_at_the_locations_time_and_its_text_says_where(chain: Chain) -> None:
    call = await chain.call()
    booked = await chain.booked(call, offering="Cut", location="East Side", starts_at_local=f"{MONDAY}T12:00")
    assert (booked["result"], booked["staff"], booked["location"]) == ("booked", "Leo", "East Side")
    assert await chain.starts() == [datetime(2026, 11, 30, 9, tzinfo=UTC)]
    text = booking_confirmed(await chain.text(BOOKING_CONFIRMED))
    assert "12:00pm" in text.replace(" ", "")
    assert text.endswith(f"East Side, {EAST_ADDRESS}.")


async def test_closed_there_is_closed_whatever_the_business_is(chain: Chain) -> None:
    call = await chain.call()
    refused = await chain.booked(
        call, offering="Cut", location="East Side", starts_at_local=f"{MONDAY}T09:00"
    )
    assert (refused["code"], refused["alternatives"][0]) == ("outside_hours", f"{MONDAY}T12:00")


async def test_what_is_booked_is_told_moved_and_cancelled_without_asking_where(chain: Chain) -> None:
    call = await chain.call()
    await chain.booked(call, offering="Cut", location="East Side", starts_at_local=f"{MONDAY}T12:00")
    later = await chain.call()
    (mine,) = (await chain.told(later, "list_my_appointments"))["appointments"]
    assert (mine["location"], mine["starts_at_local"]) == ("East Side", f"{MONDAY}T12:00")
    found = await chain.told(
        later, "find_slots", offering="Cut", date=MONDAY, time="19:00", booking_id=mine["booking_id"]
    )
    assert (found["requested_is_free"], found["location"]) == (True, "East Side")
    moved = await chain.told(
        later, "move_appointment", booking_id=mine["booking_id"], starts_at_local=f"{MONDAY}T19:00"
    )
    assert (moved["result"], moved["staff"], moved["location"]) == ("moved", "Leo", "East Side")
    assert booking_moved(await chain.text(BOOKING_MOVED)).endswith(f"East Side, {EAST_ADDRESS}.")
    gone = await chain.told(later, "cancel_appointment", booking_id=mine["booking_id"])
    assert (gone["result"], gone["starts_at_local"]) == ("cancelled", f"{MONDAY}T19:00")


@pytest.mark.parametrize(
    ("location", "wall", "refused"),
    [
        ("East Side", "19:00", False),
        ("East Side", "09:30", True),
        ("North", "09:30", False),
        ("North", "19:00", True),
    ],
)
async def test_while_the_store_is_away_the_hours_of_the_location_are_held_against_it(
    chain: Chain, location: str, wall: str, refused: bool
) -> None:
    intent = parse(
        "book_appointment",
        {
            "offering": "Cut",
            "location": location,
            "starts_at_local": f"{MONDAY}T{wall}",
            "customer_name": "Sam",
        },
    )
    assert isinstance(intent, BookAppointment)
    appointments = Appointments(chain.studio.database)
    if refused:
        with pytest.raises(OutsideHours):
            appointments.check(chain.profile, intent, NOW)
    else:
        appointments.check(chain.profile, intent, NOW)


async def test_the_prompt_says_what_is_different_at_each(chain: Chain) -> None:
    told = system_prompt(chain.profile, now=NOW, caller_number=SAM).splitlines()
    assert f"- North: {NORTH_ADDRESS}" in told
    (north,) = (line for line in told if line.startswith("- North: only"))
    (east,) = (line for line in told if line.startswith("- East Side: open"))
    assert north == "- North: only Mia there"
    assert "Monday 12:00-20:00" in east
    assert "only Leo there. only Cut, Yoga to be booked there. time zone Africa/Nairobi" in east
