"""Booking on the web by a page's address: what is shown, who may change what, and how much of it."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from domain.ids import new_id
from services.scheduling.looking import Ask
from services.scheduling.sessions import Sessions
from storage.postgres import scheduling_tables, tables
from storage.postgres.business_events import FAN_OUT
from storage.postgres.database import Database
from tests.support.api import Api, api
from tests.support.front_desk import upcoming
from tests.support.studio import Studio, open_studio


class Visitor:
    """Somebody at the studio's page, from a network address of their own."""

    def __init__(self, served: Api, studio: Studio, slug: str) -> None:
        self.served = served
        self.studio = studio
        self.slug = slug

    async def get(self, path: str = "") -> httpx.Response:
        return await self.served.client.get(f"/api/v1/public/{self.slug}{path}")

    async def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return await self.served.client.post(f"/api/v1/public/{self.slug}{path}", json=body)

    def cut(self, hour: int, **changes: Any) -> dict[str, Any]:
        return {
            "visit": [{"offering_id": str(self.studio.cut)}],
            "starts_at": upcoming(hour).isoformat(),
            **changes,
        }

    async def booked(self, hour: int, **customer: str) -> httpx.Response:
        held = await self.post("/holds", self.cut(hour))
        assert held.status_code == 201, held.text
        who = {"name": "Ana Lima", "phone": "+61400000021", **customer}
        return await self.post("/bookings", {"hold": held.json()["hold"], "customer": who})

    async def promised(self) -> list[tuple[str, dict[str, Any]]]:
        async with self.served.database.tenant(self.studio.business_id) as scope:
            rows = await scope.session.scalars(select(tables.OutboxRow).order_by(tables.OutboxRow.id))
            return [(row.kind, row.payload) for row in rows if row.kind not in ("waiting.freed", FAN_OUT)]


async def slug_of(database: Database, studio: Studio) -> str:
    async with database.tenant(studio.business_id) as scope:
        return (await scope.session.scalars(select(tables.Business.slug))).one()


@pytest.fixture
async def visitor(served: Api, database: Database) -> Visitor:
    studio = await open_studio(database)
    await studio.change(tables.Staff, studio.staff[0], name="Mia Wong")
    return Visitor(served, studio, await slug_of(database, studio))


async def test_a_page_shows_what_can_be_booked_and_no_more(visitor: Visitor) -> None:
    studio = visitor.studio
    await studio.change(tables.Offering, studio.colour, channels=["phone"])
    await studio.add(
        scheduling_tables.OfferingQuestion,
        id=new_id(),
        offering_id=studio.cut,
        label="Allergies?",
        kind="text",
        required=True,
    )
    answer = await visitor.get()
    assert answer.status_code == 200, answer.text
    page = answer.json()
    (place,) = page["places"]
    (cut,) = place["offerings"]
    assert (page["name"], place["timezone"], cut["name"], cut["minutes"]) == (
        "Studio",
        "Africa/Accra",
        "Cut",
        45,
    )
    assert [each["label"] for each in cut["questions"]] == ["Allergies?"]
    assert [each["name"] for each in page["staff"]] == ["Mia", "Leo"]
    assert "Wong" not in answer.text


async def test_unknown_pages_and_those_with_nothing_on_the_web_answer_alike(
    visitor: Visitor, database: Database
) -> None:
    closed = await open_studio(database)
    for offering in (closed.cut, closed.colour, closed.yoga):
        await closed.change(tables.Offering, offering, channels=["phone"])
    told = []
    for slug in (await slug_of(database, closed), "nobody-here", "%C3%A4", "a" * 100):
        answer = await visitor.served.client.get(f"/api/v1/public/{slug}")
        told.append((answer.status_code, answer.json()["detail"]))
    assert told == [(404, "there is no such booking page")] * 4


async def test_a_slot_is_held_booked_once_moved_and_cancelled_by_its_link(visitor: Visitor) -> None:
    day = upcoming(0).date().isoformat()
    found = await visitor.post(
        "/availability", {"visit": visitor.cut(9)["visit"], "from": day, "to": day, "choices": 1}
    )
    assert found.json()["choices"][0]["staff"][0]["name"] == "Mia"
    held = await visitor.post("/holds", visitor.cut(9))
    body = {
        "hold": held.json()["hold"],
        "customer": {"name": "Ana Lima", "phone": "0400 000 021", "email": "ana@example.com"},
    }
    first, again = await visitor.post("/bookings", body), await visitor.post("/bookings", body)
    assert first.status_code == again.status_code == 201, first.text
    assert first.json() == again.json()
    booking = first.json()
    assert (booking["status"], booking["customer_name"], booking["items"][0]["staff"]) == (
        "confirmed",
        "Ana Lima",
        "Mia",
    )
    ((kind, payload),) = await visitor.promised()
    assert (kind, payload["to"]) == ("sms.booking_confirmed", "+61400000021")
    assert payload["manage_url"].endswith(f"/book/{visitor.slug}#{booking['token']}")

    path = f"/bookings/{booking['token']}"
    moved = await visitor.post(f"{path}/move", {"starts_at": upcoming(11).isoformat()})
    assert (moved.status_code, moved.json()["starts_at"][11:16]) == (200, "11:00")
    cancelled = await visitor.post(f"{path}/cancel", {"reason": "ill"})
    assert (cancelled.json()["status"], cancelled.json()["can_change"]) == ("cancelled", False)
    assert (await visitor.get(path)).json() == cancelled.json()
    refused = await visitor.post(f"{path}/move", {"starts_at": upcoming(12).isoformat()})
    assert refused.status_code == 403


async def test_seats_of_a_session_are_shown_held_booked_moved_and_given_back(visitor: Visitor) -> None:
    studio, planner = visitor.studio, Sessions(visitor.served.database)
    ten, four = [
        await planner.plan(studio.business_id, Ask(studio.yoga), upcoming(hour), datetime.now(UTC), seats=4)
        for hour in (10, 16)
    ]
    (place,) = (await visitor.get()).json()["places"]
    (yoga,) = place["groups"]
    assert (yoga["id"], yoga["name"], yoga["seats"]) == (str(studio.yoga), "Yoga", 8)
    day = upcoming(0).date().isoformat()
    listing = f"/sessions?offering_id={studio.yoga}&from={day}&to={day}"

    async def left() -> list[int]:
        return [each["seats_left"] for each in (await visitor.get(listing)).json()["sessions"]]

    assert await left() == [4, 4]
    held = await visitor.post(f"/sessions/{ten.id}/holds", {"seats": 3})
    assert (held.status_code, held.json()["session"]["seats_left"]) == (201, 1), held.text
    too_many = await visitor.post(f"/sessions/{ten.id}/holds", {"seats": 2})
    assert (too_many.status_code, "not enough seats" in too_many.text) == (409, True)
    wish = {"hold": held.json()["hold"], "customer": {"name": "Ana Lima", "phone": "+61400000021"}}
    booked, again = await visitor.post("/bookings", wish), await visitor.post("/bookings", wish)
    assert (booked.status_code, booked.json()) == (201, again.json()), booked.text
    assert booked.json()["price_cents"] == 3 * 2_000
    assert await left() == [1, 4]
    link = f"/bookings/{booked.json()['token']}"
    moved = await visitor.post(f"{link}/move", {"starts_at": upcoming(16).isoformat()})
    assert (moved.status_code, await left()) == (200, [4, 1]), moved.text
    nowhere = await visitor.post(f"{link}/move", {"starts_at": upcoming(11).isoformat()})
    assert nowhere.status_code == 409
    assert (await visitor.post(f"{link}/cancel", {})).json()["status"] == "cancelled"
    assert await left() == [4, 4]
    await planner.cancel_session(studio.business_id, four.id)
    assert await left() == [4]
    assert (await visitor.post(f"/sessions/{four.id}/holds", {})).status_code == 409
    assert (await visitor.post(f"/sessions/{new_id()}/holds", {})).status_code == 404


async def test_seats_that_were_not_taken_in_time_are_chosen_anew(visitor: Visitor) -> None:
    studio = visitor.studio
    session = await Sessions(visitor.served.database).plan(
        studio.business_id, Ask(studio.yoga), upcoming(10), datetime.now(UTC)
    )
    held = (await visitor.post(f"/sessions/{session.id}/holds", {"seats": 2})).json()["hold"]
    await studio.expire_holds()
    wish = {"hold": held, "customer": {"name": "Ana Lima", "phone": "+61400000021"}}
    assert (await visitor.post("/bookings", wish)).status_code == 409


async def test_of_two_locations_each_is_booked_in_its_own_hours_and_the_text_says_which(
    visitor: Visitor,
) -> None:
    studio, there = visitor.studio, {}
    for name, zone in (("North", "Africa/Accra"), ("East Side", "Africa/Nairobi")):
        there[name] = new_id()
        address = f"1 {name} Road"
        await studio.add(
            scheduling_tables.Location, id=there[name], name=name, timezone=zone, address=address
        )
    await studio.change(tables.Staff, studio.staff[0], location_ids=[there["North"]])
    pages = {place["name"]: place for place in (await visitor.get()).json()["places"]}
    assert {name: each["timezone"] for name, each in pages.items()} == {
        "North": "Africa/Accra",
        "East Side": "Africa/Nairobi",
    }
    assert pages["East Side"]["offerings"][0]["staff_ids"] == [str(studio.staff[1])]
    assert (await visitor.post("/holds", visitor.cut(9))).status_code == 422, "which location is not said"
    early = visitor.cut(6, location_id=str(there["East Side"]))  # nine in Nairobi
    assert (await visitor.post("/holds", {**early, "location_id": str(there["North"])})).status_code == 409
    held = await visitor.post("/holds", early)
    assert held.json()["choice"]["starts_at"].endswith("T09:00:00+03:00"), held.text
    who = {"name": "Ana Lima", "phone": "+61400000021"}
    booked = await visitor.post("/bookings", {"hold": held.json()["hold"], "customer": who})
    assert (booked.json()["address"], booked.json()["timezone"]) == ("1 East Side Road", "Africa/Nairobi")
    ((kind, payload),) = await visitor.promised()
    assert (kind, payload["address"]) == ("sms.booking_confirmed", "East Side, 1 East Side Road")
    assert payload["starts_at_local"].endswith("T09:00")


async def test_who_gave_an_address_only_is_told_by_mail_in_words_of_the_business(visitor: Visitor) -> None:
    booked = await visitor.booked(9, phone="", email="Bo@Example.com")
    assert booked.status_code == 201, booked.text
    ((kind, payload),) = await visitor.promised()
    assert (kind, payload["to"]) == ("mail.booking_confirmed", "bo@example.com")


async def test_links_are_of_one_booking_and_one_business(visitor: Visitor, database: Database) -> None:
    booked = (await visitor.booked(9)).json()
    held = (await visitor.post("/holds", visitor.cut(11))).json()
    other = await open_studio(database)
    elsewhere = Visitor(visitor.served, other, await slug_of(database, other))
    token = booked["token"]
    flipped = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    for visited, shown in (
        (elsewhere, token),
        (visitor, flipped),
        (visitor, held["hold"]),
        (visitor, "x" * 43),
        (visitor, "short"),
    ):
        assert (await visited.get(f"/bookings/{shown}")).status_code == 404
        assert (await visited.post(f"/bookings/{shown}/cancel", {})).status_code == 404
    customer = {"name": "Ana", "phone": "+61400000021"}
    for wrong in (token, "x" * 43):
        answer = await visitor.post("/bookings", {"hold": wrong, "customer": customer})
        assert answer.status_code == 409
    assert (
        await elsewhere.post("/bookings", {"hold": held["hold"], "customer": customer})
    ).status_code == 409


async def test_a_hold_that_ran_out_is_booked_if_the_time_is_still_free(visitor: Visitor) -> None:
    body = {"customer": {"name": "Ana", "email": "ana@example.com"}}
    held = (await visitor.post("/holds", visitor.cut(9))).json()
    await visitor.studio.expire_holds()
    booked = [await visitor.post("/bookings", body | {"hold": held["hold"]}) for _ in range(2)]
    assert [each.status_code for each in booked] == [201, 201]
    assert booked[0].json() == booked[1].json()
    held = (await visitor.post("/holds", visitor.cut(10))).json()
    await visitor.studio.expire_holds()
    for staff in visitor.studio.staff:
        await visitor.studio.away(staff, upcoming(9), upcoming(12))
    gone = await visitor.post("/bookings", body | {"hold": held["hold"]})
    assert (gone.status_code, gone.json()["type"]) == (409, "/problems/slot-taken")
    assert gone.json()["nearest"]


async def test_nobody_takes_more_than_their_share(visitor: Visitor) -> None:
    for hour in (9, 11, 13):
        assert (await visitor.booked(hour)).status_code == 201
    fourth = await visitor.booked(15, name="Another Name")
    assert (fourth.status_code, fourth.json()["type"]) == (429, "/problems/limit-reached")
    unreachable = await visitor.booked(15, phone="", email="")
    assert (unreachable.status_code, unreachable.json()["detail"]) == (
        422,
        "customer: a number or an address is needed",
    )


async def test_holds_and_requests_are_limited_by_address(
    visitor: Visitor, database: Database, redis: Redis
) -> None:
    statuses = [(await visitor.post("/holds", visitor.cut(9))).status_code for _ in range(20)]
    assert 429 in statuses
    asked = [(await visitor.get()).status_code for _ in range(60)]
    assert asked[-1] == 429
    unknown = await visitor.served.client.get("/api/v1/public/nobody-here")
    assert unknown.status_code == 429
    async with api(database, redis) as from_elsewhere:
        answer = await from_elsewhere.client.get(f"/api/v1/public/{visitor.slug}")
    assert answer.status_code == 200


async def test_what_must_be_answered_is(visitor: Visitor) -> None:
    asked = new_id()
    await visitor.studio.add(
        scheduling_tables.OfferingQuestion,
        id=asked,
        offering_id=visitor.studio.cut,
        label="Hair length?",
        kind="choice",
        required=True,
        choices=["short", "long"],
    )
    held = (await visitor.post("/holds", visitor.cut(9))).json()
    body = {"hold": held["hold"], "customer": {"name": "Ana", "email": "ana@example.com"}}
    silent = await visitor.post("/bookings", body)
    assert (silent.status_code, silent.json()["detail"]) == (
        422,
        "answers: 'Hair length?' has to be answered",
    )
    wrong = await visitor.post(
        "/bookings", body | {"answers": [{"question_id": str(asked), "answer": "red"}]}
    )
    assert wrong.json()["detail"] == "answers: 'Hair length?' is answered with one of short, long"
    right = await visitor.post(
        "/bookings", body | {"answers": [{"question_id": str(asked), "answer": "long"}]}
    )
    assert right.status_code == 201
    async with visitor.served.database.tenant(visitor.studio.business_id) as scope:
        (answers,) = await scope.session.scalars(select(tables.Booking.answers))
    assert answers == [{"question": "Hair length?", "answer": "long"}]
