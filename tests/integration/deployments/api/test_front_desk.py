"""Bookings by API: the phone's path, with pages, versions and reasons."""

import asyncio
from collections import Counter as Counted
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from domain.accounts.roles import Role
from tests.support.api import Api
from tests.support.front_desk import Counter, open_counter, upcoming


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_a_booking_is_made_seen_moved_cancelled_and_restored(counter: Counter) -> None:
    ten, eleven = upcoming(10), upcoming(11)
    answer = await counter.post(
        "/bookings",
        counter.cut(ten, notes="window seat", answers=[{"question": "Allergies?", "answer": "None"}]),
    )
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["starts_at"] == ten.isoformat().replace("+00:00", "Z")
    assert (made["status"], made["channel"], made["customer"]["name"]) == ("confirmed", "staff", "Sam")
    assert [item["name"] for item in made["items"]] == ["Cut"]
    assert made["items"][0]["staff"]["name"] == "Mia"
    assert [(each["name"], each["kind"]) for each in made["segments"]] == [("Mia", "staff")]
    assert (made["price_cents"], made["answers"]) == (8_000, [{"question": "Allergies?", "answer": "None"}])

    path = f"/bookings/{made['id']}"
    noted = await counter.patch(path, {"notes": "two\nlines"}, {"If-Match": answer.headers["ETag"]})
    assert (noted.status_code, noted.json()["notes"]) == (200, "two\nlines")
    outdated = await counter.post(
        f"{path}/move", {"starts_at": eleven.isoformat()}, {"If-Match": answer.headers["ETag"]}
    )
    assert (outdated.status_code, outdated.json()["type"]) == (412, "/problems/outdated")
    moved = await counter.post(
        f"{path}/move", {"starts_at": eleven.isoformat()}, {"If-Match": noted.headers["ETag"]}
    )
    assert (moved.status_code, moved.json()["items"][0]["staff"]["name"]) == (200, "Mia")
    again = await counter.post(f"{path}/move", {"starts_at": eleven.isoformat()})
    assert again.json() == moved.json()  # moved there already

    cancelled = await counter.post(f"{path}/cancel", {"reason": "ill"})
    assert cancelled.json()["status"] == "cancelled"
    assert all(each["released"] for each in cancelled.json()["segments"])
    early = await counter.post(f"{path}/no-show")
    assert early.status_code == 403
    restored = await counter.post(f"{path}/restore")
    assert restored.json()["status"] == "confirmed"
    history = [(each["kind"], each["actor"].partition(":")[0]) for each in restored.json()["history"]]
    assert history == [(kind, "user") for kind in ("booked", "noted", "moved", "cancelled", "restored")]
    found = await counter.get(path)
    assert found.json() == restored.json()
    assert (await counter.get(path, fields="id,status")).json() == {"id": made["id"], "status": "confirmed"}


async def test_a_time_that_cannot_be_had_is_refused_with_why_and_what_is_near(counter: Counter) -> None:
    mia = str(counter.studio.staff[0])
    visit = [{"offering_id": str(counter.studio.cut), "staff_id": mia}]
    first = await counter.post("/bookings", counter.cut(upcoming(10), visit=visit))
    assert first.status_code == 201
    taken = await counter.post("/bookings", counter.cut(upcoming(10, 30), visit=visit))
    assert (taken.status_code, taken.json()["type"]) == (409, "/problems/slot-taken")
    assert taken.json()["detail"] == "Mia is not free then, but again from 11:00."
    assert upcoming(11).isoformat().replace("+00:00", "Z") in taken.json()["nearest"]
    closed = await counter.post("/bookings", counter.cut(upcoming(20), visit=visit))
    assert (closed.status_code, closed.json()["type"]) == (409, "/problems/outside-hours")

    why = await counter.post(
        "/availability/explain", {"visit": visit, "starts_at": upcoming(10, 30).isoformat()}
    )
    assert why.json()["reasons"] == ["Mia is taken by a booking (Sam) until 11:00."]
    assert why.json()["to_callers"] == ["Mia is not free then, but again from 11:00."]


async def test_availability_follows_every_write_at_once(counter: Counter) -> None:
    day = upcoming(0).date().isoformat()
    mia = str(counter.studio.staff[0])
    visit = [{"offering_id": str(counter.studio.cut), "staff_id": mia}]
    body = {"visit": visit, "from": day, "to": day, "near": upcoming(10, 10).isoformat(), "choices": 1}

    async def starts() -> list[str]:
        answer = await counter.post("/availability", body)
        assert answer.status_code == 200, answer.text
        return [start[11:16] for start in answer.json()["starts"]]

    found = (await counter.post("/availability", body)).json()
    assert (found["timezone"], found["starts"][0][11:16]) == ("Africa/Accra", "09:00")
    assert [near[11:16] for near in found["nearest"]] == ["10:00", "10:15", "10:30"]
    assert found["choices"][0]["staff"] == [{"id": mia, "name": "Mia"}]
    assert found["choices"][0]["price_cents"] == 8_000
    assert "10:00" in await starts()

    held = await counter.post("/holds", {"visit": visit, "starts_at": upcoming(10).isoformat()})
    assert held.status_code == 201, held.text
    assert "10:00" not in await starts()
    assert (await counter.delete(f"/holds/{held.json()['id']}")).status_code == 204
    assert "10:00" in await starts()
    await counter.studio.away(counter.studio.staff[0], upcoming(9), upcoming(12), "dentist")
    assert (await starts())[0] == "12:00"


async def test_a_hold_becomes_the_booking_of_its_id_once(counter: Counter) -> None:
    held = (
        await counter.post(
            "/holds",
            {"visit": [{"offering_id": str(counter.studio.cut)}], "starts_at": upcoming(9).isoformat()},
        )
    ).json()
    path = f"/holds/{held['id']}/confirm"
    body = {"customer": {"name": "Kim", "email": "Kim@Example.com"}, "notes": "first visit"}
    first, second = await counter.post(path, body), await counter.post(path, body)
    assert first.status_code == second.status_code == 201, first.text
    assert first.json() == second.json()
    assert (first.json()["id"], first.json()["status"]) == (held["id"], "confirmed")
    assert first.json()["customer"]["email"] == "kim@example.com"
    gone = await counter.delete(f"/holds/{held['id']}")
    assert (gone.status_code, gone.json()["type"]) == (404, "/problems/not-found")


async def test_bookings_are_listed_by_page_and_filter(counter: Counter) -> None:
    made = [
        (await counter.post("/bookings", counter.cut(upcoming(9 + hour, day=day)))).json()
        for day in range(2)
        for hour in range(3)
    ]
    await counter.post(f"/bookings/{made[0]['id']}/cancel", {})
    pages: list[list[str]] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await counter.get("/bookings", limit=4, **cursor)).json()
        pages.append([each["id"] for each in page["items"]])
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert pages == [[each["id"] for each in made[:4]], [each["id"] for each in made[4:]]]

    async def ids(**params: Any) -> list[str]:
        answer = await counter.get("/bookings", fields="id", **params)
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()["items"]]

    everything = [each["id"] for each in made]
    assert await ids(order="desc") == everything[::-1]
    assert await ids(status="cancelled") == everything[:1]
    assert await ids(**{"from": upcoming(0, day=1).isoformat()}) == everything[3:]
    assert await ids(to=upcoming(10).isoformat()) == everything[:1]
    assert await ids(customer_id=made[0]["customer"]["id"]) == everything
    assert await ids(offering_id=str(counter.studio.colour)) == []
    assert await ids(offering_id=str(counter.studio.cut), channel="staff") == everything
    assert await ids(staff_id=str(counter.studio.staff[1])) == [
        each["id"] for each in made if each["items"][0]["staff"]["id"] == str(counter.studio.staff[1])
    ]
    wrong = await counter.get("/bookings", cursor="bm90aGluZw")
    assert (wrong.status_code, wrong.json()["type"]) == (422, "/problems/invalid-input")


@pytest.mark.parametrize("path", ["/bookings", "/customers", "/calls", "/waiting-list", "/sessions"])
async def test_a_list_is_read_in_as_many_statements_however_long_it_is(counter: Counter, path: str) -> None:
    counted: list[int] = []
    for many in (1, 10):
        for n in range(many):
            slot = upcoming(9 + n % 7, day=n // 7 + (0 if many == 1 else 1))
            await counter.post("/bookings", counter.cut(slot, customer={"name": f"Sam {many} {n}"}))
        with statements() as seen:
            assert (await counter.get(path)).status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 10


async def test_a_series_names_the_dates_that_cannot_be_had(counter: Counter) -> None:
    mia = str(counter.studio.staff[0])
    visit = [{"offering_id": str(counter.studio.cut), "staff_id": mia}]
    await counter.studio.away(counter.studio.staff[0], upcoming(0, day=7), upcoming(23, day=7))
    body = counter.cut(upcoming(10), visit=visit, every_days=7, count=3)
    answer = await counter.post("/series", body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert [each["starts_at"][11:16] for each in made["bookings"]] == ["10:00", "10:00"]
    (missing,) = made["not_booked"]
    assert missing["wanted"] == upcoming(10, day=7).strftime("%Y-%m-%dT%H:%M")
    assert missing["why"][0] == "Mia is not available then."
    cancelled = await counter.post(f"/series/{made['id']}/cancel", {"since": upcoming(0, day=8).isoformat()})
    assert [each["status"] for each in cancelled.json()["bookings"]] == ["confirmed", "cancelled"]


async def test_a_session_has_seats_and_attendees(counter: Counter) -> None:
    yoga = {"offering_id": str(counter.studio.yoga)}
    planned = await counter.post("/sessions", {"offering": yoga, "starts_at": upcoming(15).isoformat()})
    assert planned.status_code == 201, planned.text
    session = planned.json()
    assert (session["seats"], session["free"]) == (8, 8)
    path = f"/sessions/{session['id']}"
    booked = await counter.post(f"{path}/attendees", {"customer": {"name": "Ana"}, "seats": 2})
    assert (booked.status_code, booked.json()["seats"]) == (201, 2)
    held = await counter.post("/holds", {"session_id": session["id"], "seats": 3})
    assert held.json()["seats"] == [3, 4, 5]
    confirmed = await counter.post(f"/holds/{held.json()['id']}/confirm", {"customer": {"name": "Bo"}})
    assert confirmed.json()["seats"] == 3
    full = await counter.post(f"{path}/attendees", {"customer": {"name": "Cy"}, "seats": 4})
    assert full.status_code == 409
    assert (await counter.get(path)).json()["free"] == 3
    assert (await counter.get("/sessions")).json()["items"][0]["id"] == session["id"]
    people = (await counter.get(f"{path}/attendees")).json()["attendees"]
    assert [(each["customer"]["name"], each["seats"]) for each in people] == [("Ana", 2), ("Bo", 3)]
    later = {"offering": yoga, "starts_at": upcoming(13).isoformat()}
    other = (await counter.post("/sessions", later)).json()
    moved = await counter.post(
        f"/bookings/{booked.json()['id']}/move", {"starts_at": upcoming(13).isoformat()}
    )
    assert (moved.status_code, moved.json()["seats"]) == (200, 2), moved.text
    assert [(await counter.get(f"/sessions/{each['id']}")).json()["free"] for each in (session, other)] == [
        5,
        6,
    ]
    back = await counter.post(
        f"/bookings/{booked.json()['id']}/move", {"starts_at": upcoming(15).isoformat()}
    )
    assert back.status_code == 200
    gone = await counter.post(f"{path}/cancel")
    assert set(gone.json()["booking_ids"]) == {booked.json()["id"], confirmed.json()["id"]}


async def test_who_waits_is_offered_a_time_and_takes_it(counter: Counter) -> None:
    body = {
        "offering": {"offering_id": str(counter.studio.cut)},
        "earliest": upcoming(9).isoformat(),
        "latest": upcoming(12).isoformat(),
        "customer": {"name": "Wei", "phone": "+61400000002"},
    }
    joined = await counter.post("/waiting-list", body)
    assert joined.status_code == 201, joined.text
    path = f"/waiting-list/{joined.json()['id']}"
    assert (joined.json()["status"], joined.json()["ahead"]) == ("waiting", 0)
    nameless = await counter.post("/waiting-list", body | {"customer": {"name": "Wei"}})
    assert nameless.status_code == 422
    offered = await counter.post(f"{path}/offer")
    assert (offered.status_code, offered.json()["status"]) == (200, "offered")
    assert (await counter.post(f"{path}/offer")).status_code == 409
    booked = await counter.post(f"{path}/accept")
    assert (booked.json()["status"], booked.json()["customer"]["name"]) == ("confirmed", "Wei")
    listed = (await counter.get("/waiting-list", status="taken")).json()["items"]
    assert [each["id"] for each in listed] == [joined.json()["id"]]
    second = (await counter.post("/waiting-list", body)).json()
    withdrawn = await counter.post(f"/waiting-list/{second['id']}/withdraw")
    assert withdrawn.json()["status"] == "withdrawn"


async def test_customers_are_found_by_how_name_and_number_begin(counter: Counter) -> None:
    for name, phone in (
        ("Ärin Öz", "0400 000 011"),
        ("ärin zett", "+61400000012"),
        ("Arin", "+61280000013"),
        ("Zoë", None),
    ):
        made = await counter.post("/customers", {"name": name, "phone": phone, "notes": "x"})
        # The studio is in Accra and a business of AU: numbers as people there write them.
        assert made.status_code == 201, made.text

    async def names(**params: Any) -> list[str]:
        return [each["name"] for each in (await counter.get("/customers", **params)).json()["items"]]

    assert (await names())[:2] == ["Arin", "Zoë"]
    assert sorted(await names(name="ÄRIN")) == sorted(["Ärin Öz", "ärin zett"])
    assert set(await names(phone="+614")) == {"ärin zett", "Ärin Öz"}
    assert await names(name="%") == []
    again = await counter.post("/customers", {"name": "ARIN", "phone": "+61280000013"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/conflict")
    nowhere = await counter.post("/customers", {"name": "Bo", "phone": "12"})
    assert nowhere.status_code == 422
    assert nowhere.json()["detail"].startswith("phone: ")

    booked = (await counter.post("/bookings", counter.cut(upcoming(9)))).json()
    path = f"/customers/{booked['customer']['id']}"
    known = (await counter.get(path)).json()
    assert [each["id"] for each in known["bookings"]] == [booked["id"]]
    changed = await counter.patch(path, {"name": "Samira", "notes": "likes tea"})
    assert (changed.json()["name"], changed.json()["phone"]) == ("Samira", "+61400000001")
    assert (await counter.patch(path, {})).status_code == 422
    (entry, *_) = (await counter.get("/audit-log")).json()["items"]
    assert (entry["action"], entry["before"], entry["after"]["name"]) == (
        "customer.changed",
        {"name": "Sam"},
        "Samira",
    )
    used = await counter.post("/bookings", counter.cut(upcoming(11), customer={"id": known["id"]}))
    assert used.json()["customer"]["name"] == "Samira"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"customer": {}}, "customer"),
        ({"customer": {"name": "Sam\x00"}}, "customer.name"),
        ({"customer": {"name": "   "}}, "customer.name"),
        ({"starts_at": "2026-11-30T10:00"}, "starts_at"),
        ({"starts_at": "9999-12-31T23:59:59Z"}, "starts_at"),
        ({"visit": []}, "visit"),
        ({"notes": "a\u202eb\x07"}, "notes"),
        ({"channel": "fax"}, "channel"),
        ({"intent_key": "a b"}, "intent_key"),
        ({"price": 1}, "price"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_cannot_be_taken_is_named(counter: Counter, body: dict[str, Any], field: str) -> None:
    answer = await counter.post("/bookings", counter.cut(upcoming(10)) | body)
    assert answer.status_code == 422, answer.text
    named = [each["field"] for each in answer.json().get("errors", [])]
    assert any(each.startswith(field) for each in named) or answer.json()["detail"].startswith(field)


async def test_roles_see_and_write_what_they_may(served: Api, counter: Counter) -> None:
    made = (await counter.post("/bookings", counter.cut(upcoming(10)))).json()
    viewer = await open_counter(served, role=Role.VIEWER, studio=counter.studio)
    assert (await viewer.get(f"/bookings/{made['id']}")).status_code == 200
    assert (await viewer.post("/bookings", counter.cut(upcoming(11)))).status_code == 403
    stranger = await open_counter(served)
    for path in ("/bookings", f"/bookings/{made['id']}", "/customers", "/calls", "/stats"):
        other = await served.client.get(counter.base + path, headers=stranger.bearer)
        assert other.status_code == 404
    elsewhere = await stranger.get(f"/bookings/{made['id']}")
    assert elsewhere.status_code == 404
    key = await counter.post("/keys", {"name": "site", "scopes": ["bookings:read", "bookings:write"]})
    program = Counter(served, counter.studio, {"Authorization": f"Bearer {key.json()['key']}"})
    listed = (await program.get("/bookings")).json()["items"]
    assert listed[0]["customer"] == made["customer"] | {"phone": None, "email": None}
    why = await program.post(
        "/availability/explain",
        {
            "visit": [
                {
                    "offering_id": str(counter.studio.cut),
                    "staff_id": made["items"][0]["staff"]["id"],
                }
            ],
            "starts_at": upcoming(10, 30).isoformat(),
        },
    )
    assert "Sam" not in why.text
    assert (await program.get("/customers")).status_code == 403


async def test_many_at_once_get_one_booking_one_hold_and_eight_seats(served: Api) -> None:
    counter = await open_counter(served, staff=1)
    session = await counter.post(
        "/sessions",
        {"offering": {"offering_id": str(counter.studio.yoga)}, "starts_at": upcoming(15).isoformat()},
    )
    seats = f"/sessions/{session.json()['id']}/attendees"
    hold = {"visit": [{"offering_id": str(counter.studio.cut)}], "starts_at": upcoming(11).isoformat()}
    gate = asyncio.Semaphore(40)

    async def status(path: str, body: dict[str, Any]) -> int:
        async with gate:
            return (await counter.post(path, body)).status_code

    async with asyncio.timeout(120):
        for path, bodies, wins in (
            ("/bookings", [counter.cut(upcoming(10), customer={"name": f"N{n}"}) for n in range(200)], 1),
            ("/holds", [hold] * 30, 1),
            (seats, [{"customer": {"name": f"N{n}"}} for n in range(30)], 8),
        ):
            found = Counted(await asyncio.gather(*(status(path, body) for body in bodies)))
            assert found == {201: wins, 409: len(bodies) - wins}


async def test_the_same_intent_is_booked_once_however_often_it_is_sent(counter: Counter) -> None:
    body = counter.cut(upcoming(10), intent_key="order-17")
    answers = await asyncio.gather(*(counter.post("/bookings", body) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    keyed = counter.cut(upcoming(12))
    first = await counter.post("/bookings", keyed, {"Idempotency-Key": "k1"})
    second = await counter.post("/bookings", keyed, {"Idempotency-Key": "k1"})
    assert first.json() == second.json()
    assert len((await counter.get("/bookings")).json()["items"]) == 2
