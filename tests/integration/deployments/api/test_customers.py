"""Customers: found, noted and tagged; merged and parted again; those who may be one person."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import Range

from domain.accounts.roles import Role
from domain.customers.known import KnownCaller
from domain.ids import new_id
from domain.notifications.kinds import Channel
from services.notifications.kinds import REPLY
from storage.postgres import bookings, customers, histories, known_callers, messages, suppressions, texts
from storage.postgres.messages import NewMessage
from storage.postgres.notification_tables import NotificationRow
from storage.postgres.suppressions import Reason
from storage.postgres.table_base import Base
from storage.postgres.tables import Booking, Call, OutboxRow
from storage.postgres.texts import NewText
from tests.support.api import Api
from tests.support.front_desk import Counter, open_counter, upcoming
from tests.support.statements import statements

MIA, MOBILE, HOME = "+61400000011", "+61400000012", "+61280000013"


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


async def made(counter: Counter, name: str, **of: Any) -> str:
    answer = await counter.post("/customers", {"name": name, **of})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def booked(counter: Counter, customer_id: str, hour: int, **of: Any) -> str:
    body = counter.cut(upcoming(hour, **of), customer={"id": customer_id})
    answer = await counter.post("/bookings", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def called(counter: Counter, number: str, at: datetime, **of: Any) -> UUID:
    call_id = new_id()
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        await scope.session.execute(
            insert(Call).values(
                id=call_id,
                business_id=scope.business_id,
                call_sid=f"CA{call_id.hex}",
                from_number=number,
                to_number="+61280001234",
                status="ended",
                started_at=at,
                **{"outcome": "answered", **of},
            )
        )
    return call_id


async def names(counter: Counter, **wanted: Any) -> list[str]:
    answer = await counter.get("/customers", **wanted)
    assert answer.status_code == 200, answer.text
    return [each["name"] for each in answer.json()["items"]]


async def snapshot(counter: Counter) -> dict[str, list[Any]]:
    """All there is of customers and what refers to them."""
    found: dict[str, list[Any]] = {}
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        for name in (
            "customers", "bookings", "waiting_list", "customer_notes", "customer_tags", "messages", "calls",
            "suppressions", "inbound_texts", "notifications",
        ):  # fmt: skip
            rows = await scope.session.execute(select(Base.metadata.tables[name]))
            found[name] = sorted(map(tuple, rows), key=str)
    return found


async def test_customers_are_found_by_whatever_is_known_of_them(counter: Counter) -> None:
    zoe = await made(counter, "Zoë O'Brien", phone="0400 000 011", email="Zoe@Example.com")
    await made(counter, "Anna Lee", phone=HOME)
    await made(counter, "Ben 100%", email="ben_l@example.com")
    assert await names(counter) == ["Anna Lee", "Ben 100%", "Zoë O'Brien"]
    for wanted in ("brien", "ZOË", "o'br zo", "0400 000", "400000011", "+61 400", "zoe@example"):
        assert await names(counter, q=wanted) == ["Zoë O'Brien"], wanted
    assert await names(counter, q="100%") == ["Ben 100%"]
    assert await names(counter, q="n_l") == ["Ben 100%"], "a sign that stands for any other is none here"
    assert await names(counter, q="lee brien") == []
    assert await names(counter, email="BEN_") == ["Ben 100%"]
    tagged = await counter.api.client.put(
        f"{counter.base}/customers/{zoe}/tags",
        json={"tags": [" Vip ", "vip", "colour"]},
        headers=counter.bearer,
    )
    assert tagged.json()["tags"] == ["colour", "Vip"]
    assert await names(counter, tag="VIP") == ["Zoë O'Brien"]
    assert (await counter.get("/customers/tags")).json()["items"] == [
        {"tag": "colour", "customers": 1},
        {"tag": "Vip", "customers": 1},
    ]
    first = (await counter.get("/customers", limit=2)).json()
    second = (await counter.get("/customers", limit=2, cursor=first["next_cursor"])).json()
    assert [len(first["items"]), len(second["items"]), second["next_cursor"]] == [2, 1, None]
    refused = await counter.api.client.put(
        f"{counter.base}/customers/{zoe}/tags", json={"tags": ["a,b"]}, headers=counter.bearer
    )
    assert refused.status_code == 422


async def test_notes_are_their_authors_and_of_who_manages_the_business(counter: Counter) -> None:
    mia = await made(counter, "Mia", phone=MIA)
    staff = await open_counter(counter.api, role=Role.STAFF, studio=counter.studio)
    other = await open_counter(counter.api, role=Role.STAFF, studio=counter.studio)
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    path = f"/customers/{mia}/notes"
    note = (await staff.post(path, {"text": "Allergic to latex", "for_agent": True})).json()
    assert note["author"].startswith("user:")
    assert (await viewer.post(path, {"text": "x"})).status_code == 403
    assert (await other.patch(f"{path}/{note['id']}", {"text": "y"})).status_code == 403
    assert (await other.delete(f"{path}/{note['id']}")).status_code == 403
    changed = (await staff.patch(f"{path}/{note['id']}", {"text": "Allergic to latex and nuts"})).json()
    assert (changed["for_agent"], changed["edited_by"]) == (True, note["author"])
    managed = (await counter.patch(f"{path}/{note['id']}", {"for_agent": False})).json()
    assert managed["edited_by"] != note["author"]
    assert [each["id"] for each in (await viewer.get(path)).json()["items"]] == [note["id"]]
    assert (await counter.delete(f"{path}/{note['id']}")).status_code == 204
    assert (await counter.delete(f"{path}/{note['id']}")).status_code == 404
    assert (await staff.post(f"/customers/{new_id()}/notes", {"text": "x"})).status_code == 404
    log = (await counter.get("/audit-log")).text
    assert "customer.noted" in log
    assert "latex" not in log


async def test_all_there_was_is_one_list(counter: Counter) -> None:
    mia = await made(counter, "Mia", phone=MIA, email="mia@example.com")
    at = datetime.now(UTC) - timedelta(days=3)
    call = await called(counter, MIA, at, outcome="missed", reason="no line")
    other = await called(counter, HOME, at)
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        for text_of, call_id, back, voice in (
            ("Ring me", call, MIA, None),
            ("From mum's phone", other, MIA, None),
            ("Mine", call, None, "https://api.twilio.com/r.mp3"),
            ("Somebody else's", other, HOME, None),
        ):
            key = new_id()
            await messages.insert(scope, NewMessage(key, call_id, "Mia", back, text_of, str(key), voice))
        await texts.keep(scope, NewText("SM1", MIA, "+61280001234", "Running late", (), "words"), unread=True)
        for channel, to, subject, body in (
            ("sms", MIA, "", "See you on Monday"),
            ("email", "mia@example.com", "Booked", "..."),
            ("sms", HOME, "", "not theirs"),
        ):
            await scope.session.execute(
                insert(NotificationRow).values(
                    id=new_id(),
                    business_id=scope.business_id,
                    kind="booking_confirmed",
                    channel=channel,
                    recipient=to,
                    subject=subject,
                    body=body,
                    status="delivered",
                )
            )
    booking = await booked(counter, mia, 10)
    await counter.post(f"/customers/{mia}/notes", {"text": "Likes tea"})
    path = f"/customers/{mia}/timeline"
    whole = (await counter.get(path)).json()["items"]
    assert [(each["kind"], each["text"]) for each in whole[:1]] == [("note", "Likes tea")]
    assert sorted((each["kind"], each["text"]) for each in whole) == sorted(
        [
            ("note", "Likes tea"), ("booking", "Cut"), ("mail", "Booked"), ("text", "See you on Monday"),
            ("text", "Running late"), ("message", "Ring me"), ("message", "From mum's phone"),
            ("voicemail", "Mine"), ("call", "no line"),
        ]
    )  # fmt: skip
    assert [each["at"] for each in whole] == sorted((each["at"] for each in whole), reverse=True)
    (made_booking,) = [each for each in whole if each["kind"] == "booking"]
    assert (made_booking["id"], made_booking["status"]) == (booking, "confirmed")
    paged: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await counter.get(path, limit=2, **cursor)).json()
        paged += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert paged == [each["id"] for each in whole]
    only = (await counter.get(path, kind=["call", "text"])).json()["items"]
    assert {each["kind"] for each in only} == {"call", "text"}
    with statements() as seen:
        await counter.get(path, limit=200)
    assert len(seen) <= 8


async def test_a_merge_brings_all_together_and_undoing_it_restores_exactly(counter: Counter) -> None:
    mia = await made(counter, "Mia Wong", email="mia@example.com")
    double = await made(counter, "Mia W", phone=MOBILE, notes="the double")
    await booked(counter, mia, 9)
    theirs = await booked(counter, double, 10)
    await counter.post(f"/customers/{double}/notes", {"text": "Prefers mornings"})
    await counter.api.client.put(
        f"{counter.base}/customers/{double}/tags", json={"tags": ["VIP"]}, headers=counter.bearer
    )
    await called(counter, MOBILE, datetime.now(UTC))
    before = await snapshot(counter)

    answer = await counter.post("/customers/merges", {"survivor_id": mia, "absorbed_id": double})
    assert answer.status_code == 201, answer.text
    merge = answer.json()
    assert (merge["name"], merge["phone"], merge["notes"]) == ("Mia W", MOBILE, "the double")
    whole = (await counter.get(f"/customers/{double}")).json()
    assert (whole["id"], whole["name"], whole["phone"], whole["tags"]) == (mia, "Mia Wong", MOBILE, ["VIP"])
    assert [(each["name"], each["merged"]) for each in whole["known_as"]] == [
        ("Mia Wong", False),
        ("Mia W", True),
    ]
    assert len(whole["bookings"]) == 2
    assert {each["customer"]["name"] for each in whole["bookings"]} == {"Mia Wong"}
    assert await names(counter) == ["Mia Wong"]
    assert await names(counter, phone=MOBILE[:6]) == ["Mia Wong"]
    kinds = [each["kind"] for each in (await counter.get(f"/customers/{mia}/timeline")).json()["items"]]
    assert sorted(kinds) == ["booking", "booking", "call", "note"]
    assert [
        each["id"] for each in (await counter.get("/customers/merges", customer_id=mia)).json()["items"]
    ] == [merge["id"]]
    events = (await counter.get("/events", kind="customer.merged")).json()["items"]
    assert [each["data"] for each in events] == [{"customer_id": mia, "absorbed_id": double}]

    undone = (await counter.post(f"/customers/merges/{merge['id']}/undo")).json()
    assert undone["undone_at"] is not None
    assert await snapshot(counter) == before
    again = await counter.post(f"/customers/merges/{merge['id']}/undo")
    assert again.json() == undone
    assert [each["id"] for each in (await counter.get(f"/customers/{double}")).json()["bookings"]] == [theirs]


async def test_what_comes_after_a_merge_is_the_surviving_ones(counter: Counter) -> None:
    mia = await made(counter, "Mia", phone=MIA)
    double = await made(counter, "Mia W", phone=MOBILE)
    old = await booked(counter, double, 9)
    given_away = await booked(counter, double, 10)
    merge = (await counter.post("/customers/merges", {"survivor_id": mia, "absorbed_id": double})).json()
    by_id = await booked(counter, double, 11)
    by_name = (
        await counter.post(
            "/bookings", counter.cut(upcoming(12), customer={"name": "mia w", "phone": MOBILE})
        )
    ).json()
    assert by_name["customer"]["id"] == mia
    note = (await counter.post(f"/customers/{double}/notes", {"text": "Since then"})).json()
    renamed = await counter.patch(f"/customers/{double}", {"name": "Mia Wong"})
    assert renamed.json()["id"] == mia
    tom = await made(counter, "Tom", phone=HOME)
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        await bookings.give_to(scope, await bookings.get(scope, UUID(given_away)), UUID(tom))
        found = await customers.find_or_create(scope, "MIA W", MOBILE)
    assert str(found) == mia

    await counter.post(f"/customers/merges/{merge['id']}/undo")
    of_mia = (await counter.get(f"/customers/{mia}")).json()
    of_double = (await counter.get(f"/customers/{double}")).json()
    assert [each["id"] for each in of_double["bookings"]] == [old]
    assert {each["id"] for each in of_mia["bookings"]} == {by_id, by_name["id"]}
    assert (of_double["name"], of_mia["name"], of_mia["phone"]) == ("Mia W", "Mia Wong", MIA)
    assert [each["id"] for each in (await counter.get(f"/customers/{mia}/notes")).json()["items"]] == [
        note["id"]
    ]
    assert (await counter.get(f"/bookings/{given_away}")).json()["customer"]["id"] == tom


async def test_chains_of_merges_come_apart_in_any_order(counter: Counter) -> None:
    one, two, three = [await made(counter, name) for name in ("One", "Two", "Three")]
    visits = [await booked(counter, each, hour) for each, hour in ((one, 9), (two, 10), (three, 11))]
    before = await snapshot(counter)

    async def merged(survivor: str, absorbed: str) -> str:
        answer = await counter.post("/customers/merges", {"survivor_id": survivor, "absorbed_id": absorbed})
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def owners() -> list[str]:
        return [(await counter.get(f"/bookings/{each}")).json()["customer"]["name"] for each in visits]

    for order in ((0, 1), (1, 0)):
        chain = [await merged(two, one), await merged(three, two)]
        assert await owners() == ["Three", "Three", "Three"]
        assert (await counter.get(f"/customers/{one}")).json()["id"] == three
        await counter.post(f"/customers/merges/{chain[order[0]]}/undo")
        assert await owners() == (["One", "Three", "Three"] if order[0] == 0 else ["Two", "Two", "Three"])
        await counter.post(f"/customers/merges/{chain[order[1]]}/undo")
        assert await owners() == ["One", "Two", "Three"]
        assert await snapshot(counter) == before


async def test_what_makes_no_sense_is_no_merge(counter: Counter) -> None:
    mia, tom, ann = [await made(counter, name) for name in ("Mia", "Tom", "Ann")]

    async def status(survivor: str, absorbed: str) -> int:
        return (
            await counter.post("/customers/merges", {"survivor_id": survivor, "absorbed_id": absorbed})
        ).status_code

    assert await status(mia, mia) == 422
    assert await status(mia, str(new_id())) == 404
    answers = await asyncio.gather(status(mia, tom), status(tom, mia), status(ann, tom))
    # Whoever comes first wins; the others find that they are one, that he has gone, or merge on with her.
    assert answers.count(201) in (1, 2)
    assert set(answers) <= {201, 409}
    assert await status(mia, tom) == 409
    stranger = await open_counter(counter.api)
    assert (
        await stranger.post("/customers/merges", {"survivor_id": mia, "absorbed_id": ann})
    ).status_code == 404
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    assert (
        await viewer.post("/customers/merges", {"survivor_id": mia, "absorbed_id": ann})
    ).status_code == 403
    assert (await counter.post(f"/customers/merges/{new_id()}/undo")).status_code == 404


async def test_bookings_made_while_two_are_merged_are_nobodys_else(counter: Counter) -> None:
    mia, double = await made(counter, "Mia", phone=MIA), await made(counter, "Mia W", phone=MOBILE)
    answers, answer = await asyncio.gather(
        asyncio.gather(
            *(
                counter.post("/bookings", counter.cut(upcoming(9 + n), customer={"id": double}))
                for n in range(5)
            )
        ),
        counter.post("/customers/merges", {"survivor_id": mia, "absorbed_id": double}),
    )
    assert answer.status_code == 201
    assert {each.status_code for each in answers} == {201}
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        left = await scope.session.scalars(select(Booking.id).where(Booking.customer_id == UUID(double)))
        assert list(left) == []


async def test_the_same_name_and_number_can_be_one_persons(counter: Counter) -> None:
    """Renamed to what the double was called, the surviving one is what two rows could not be."""
    mia = await made(counter, "Mia", phone=MIA)
    double = await made(counter, "Mia Wong", phone=MIA, email="double@example.com")
    merge = (await counter.post("/customers/merges", {"survivor_id": mia, "absorbed_id": double})).json()
    assert (await counter.patch(f"/customers/{mia}", {"name": "Mia Wong"})).status_code == 200
    (shown,) = (await counter.get("/customers/merges", customer_id=mia)).json()["items"]
    assert (shown["phone"], shown["email"]) == (MIA, "double@example.com")
    assert (await counter.post(f"/customers/merges/{merge['id']}/undo")).status_code == 409
    assert (await counter.patch(f"/customers/{mia}", {"name": "Mia"})).status_code == 200
    assert (await counter.post(f"/customers/merges/{merge['id']}/undo")).status_code == 200
    again = (await counter.get(f"/customers/{double}")).json()
    assert (again["name"], again["phone"], again["email"]) == ("Mia Wong", MIA, "double@example.com")


async def test_whoever_said_stop_has_said_it_for_all_their_numbers(counter: Counter) -> None:
    mia, double = await made(counter, "Mia", phone=MIA), await made(counter, "Mia W", phone=MOBILE)

    async def why(number: str) -> list[Reason]:
        async with counter.api.database.tenant(counter.studio.business_id) as scope:
            return await suppressions.reasons(scope, Channel.SMS, number)

    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        await suppressions.add(scope, Channel.SMS, MOBILE, Reason.STOPPED)
    assert await why(MIA) == []
    merge = (await counter.post("/customers/merges", {"survivor_id": mia, "absorbed_id": double})).json()
    assert await why(MIA) == await why(MOBILE) == [Reason.STOPPED]
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        await texts.keep(scope, NewText("SM9", MIA, "+61280001234", "START", (), "start"), unread=False)
    assert (await why(MIA), await why(MOBILE)) == ([], [Reason.STOPPED])
    path, words = f"/customers/{double}/texts", {"text": "See you"}
    assert (await counter.post(path, words)).status_code == 202
    assert (await counter.post(path, words | {"number": MOBILE})).status_code == 409
    assert (await counter.post(path, words | {"number": HOME})).status_code == 422
    async with counter.api.database.worker() as session:
        promised = await session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == REPLY))
        assert [each for each in promised if each["to"] == MIA] == [{"to": MIA, "text": "See you"}]
    await counter.post(f"/customers/merges/{merge['id']}/undo")
    assert (await why(MIA), await why(MOBILE)) == ([], [Reason.STOPPED])


async def test_who_may_be_one_person_is_suggested_once(counter: Counter) -> None:
    mia = await made(counter, "Mia Wong", phone=MIA)
    typo = await made(counter, "mia wong", phone="+61400000021", email="mw@example.com")
    mum = await made(counter, "Ruth", phone=MIA)
    unknown = await made(counter, "Mia Wong ", email="other@example.com")
    found = (await counter.get("/customers/duplicates")).json()["items"]
    pairs = {
        frozenset((each["one"]["id"], each["other"]["id"])): (each["likely"], set(each["reasons"]))
        for each in found
    }
    assert pairs == {
        frozenset((mia, typo)): (True, {"same_name", "similar_phone"}),
        frozenset((mia, unknown)): (False, {"same_name", "not_contradicted"}),
        frozenset((mia, mum)): (False, {"same_phone"}),
    }
    assert found[0]["likely"]
    first = (await counter.get("/customers/duplicates", limit=1)).json()
    rest = (await counter.get("/customers/duplicates", cursor=first["next_cursor"])).json()
    assert [*first["items"], *rest["items"]] == found
    apart = await counter.post("/customers/duplicates/apart", {"one_id": mum, "other_id": mia})
    assert apart.status_code == 204
    await counter.post("/customers/merges", {"survivor_id": mia, "absorbed_id": typo})
    left = (await counter.get("/customers/duplicates")).json()["items"]
    assert [{each["one"]["id"], each["other"]["id"]} for each in left] == [{mia, unknown}]


async def test_how_somebody_kept_their_appointments_is_counted(counter: Counter) -> None:
    mia = await made(counter, "Mia", phone=MIA)
    past, missed, late, early, of_ours = [await booked(counter, mia, 9 + n) for n in range(5)]
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        for booking, hours, status, actor in (
            (past, -480, "confirmed", "call"),
            (missed, -240, "no_show", "user:1"),
            (late, 3, "cancelled", "call"),
            (early, 40, "cancelled", "call"),
            (of_ours, 3, "cancelled", "user:1"),
        ):
            await histories.note(scope, UUID(booking), status, actor)
            at = datetime.now(UTC) + timedelta(hours=hours)
            await scope.session.execute(
                update(Booking)
                .where(Booking.id == UUID(booking))
                .values(
                    starts_at=at,
                    ends_at=at + timedelta(hours=1),
                    during=Range(at, at + timedelta(hours=2)),
                    status=status,
                )
            )
    shown = (await counter.get(f"/customers/{mia}")).json()["attendance"]
    assert (shown["visits"], shown["upcoming"], shown["no_shows"], shown["late_cancels"]) == (1, 0, 1, 1)
    assert shown["next_at"] is None
    assert shown["last_at"] == shown["first_at"] is not None


async def test_a_mistaken_name_goes_unless_something_is_known_of_them(counter: Counter) -> None:
    tom = await made(counter, "Tom", phone=HOME)
    for name, stays in (("Mistaken", False), ("Noted", True)):
        mistaken = await made(counter, name, phone=MIA)
        booking = await booked(counter, mistaken, 10 + stays)
        if stays:
            await counter.post(f"/customers/{mistaken}/notes", {"text": "x"})
        async with counter.api.database.tenant(counter.studio.business_id) as scope:
            await bookings.give_to(scope, await bookings.get(scope, UUID(booking)), UUID(tom))
        assert (name in await names(counter)) is stays


async def sent(counter: Counter, text: str, *, columns: str = "{}", **query: Any) -> dict[str, Any]:
    answer = await counter.api.client.post(
        f"{counter.base}/customers/import",
        files={"file": ("mine.csv", text.encode("cp1252"))},
        data={"columns": columns},
        params=query,
        headers=counter.bearer,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_list_is_taken_in_once_and_given_out_again(counter: Counter) -> None:
    known = await made(counter, "Ann Lee", phone=MIA)
    table = (
        "Kunde;Handy;E-Mail;Tags;Notizen\n"
        "Ann Lee;0400 000 011;ann@example.com;VIP;\n"
        "Zoë;0400 000 012;;;=1+1\n"
        "zoë;+61 400 000 012;;;\n"
        "Nobody;12;;;\n"
        "Walk-in;;;;\n"
    )
    dry = await sent(counter, table, dry_run=True)
    assert await names(counter) == ["Ann Lee"]
    done = await sent(counter, table)
    assert done == dry | {"dry_run": False}
    assert (done["rows"], done["added"], done["filled_in"], done["unchanged"]) == (5, 2, 1, 0)
    assert (done["duplicates"], done["encoding"]) == ([{"row": 4, "of_row": 3}], "windows-1252")
    assert [(each["row"], each["field"]) for each in done["refused"]] == [(5, "phone")]
    ann = (await counter.get(f"/customers/{known}")).json()
    assert (ann["email"], ann["tags"]) == ("ann@example.com", ["VIP"])
    again = await sent(counter, table)
    assert (again["added"], again["filled_in"], again["unchanged"]) == (0, 0, 3)
    events = (await counter.get("/events", kind="customer.imported")).json()["items"]
    assert [(each["data"]["customers_added"], each["data"]["customers_changed"]) for each in events] == [
        (2, 1)
    ]

    given = await counter.get("/customers.csv")
    assert given.headers["content-disposition"] == 'attachment; filename="customers.csv"'
    assert given.text.startswith("\ufeffname,phone,email,tags,notes,")
    assert ",'+61400000012," in given.text
    assert ",'=1+1," in given.text
    back = await counter.api.client.post(
        f"{counter.base}/customers/import", files={"file": given.content}, headers=counter.bearer
    )
    assert (back.json()["unchanged"], back.json()["added"], back.json()["refused"]) == (3, 0, [])
    assert (await counter.get("/customers.csv", tag="vip")).text.count("\r\n") == 2

    wrong = await counter.api.client.post(
        f"{counter.base}/customers/import",
        files={"file": b"name\nJo"},
        data={"columns": "[1]"},
        headers=counter.bearer,
    )
    assert wrong.status_code == 422
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    refused = await viewer.api.client.post(
        f"{viewer.base}/customers/import", files={"file": b"name\nJo"}, headers=viewer.bearer
    )
    assert refused.status_code == 403


async def test_thousands_are_imported_listed_and_searched_in_few_statements(counter: Counter) -> None:
    lines = "".join(f"Person {n},+6140{n:07},p{n}@example.com\n" for n in range(1000))
    with statements() as seen:
        done = await sent(counter, f"name,phone,email\n{lines}")
    assert (done["added"], done["refused_count"]) == (1000, 0)
    assert len(seen) <= 20
    for wanted in ({"limit": 50}, {"q": "son 9", "limit": 50}, {"phone": "+614000"}):
        with statements() as seen:
            assert len((await counter.get("/customers", **wanted)).json()["items"]) == 50
        assert len(seen) <= 6
    answers = await asyncio.gather(sent(counter, "name\nJo\n"), sent(counter, "name\nJo\n"))
    assert sorted(each["added"] for each in answers) == [0, 1]
    assert (await counter.get("/customers.csv")).text.count("\r\n") == 1002


async def test_who_calls_is_known_with_what_is_booked_and_preferred(counter: Counter) -> None:
    mia = await made(counter, "Mia Wong", phone=MIA, preferred_staff_id=str(counter.studio.staff[0]))
    double = await made(counter, "Mia W", phone=MOBILE)
    await booked(counter, double, 10)
    now = datetime.now(UTC)

    async def known(number: str, at: datetime = now) -> KnownCaller | None:
        async with counter.api.database.tenant(counter.studio.business_id) as scope:
            with statements() as seen:
                found = await known_callers.by_number(scope, number, at, by_name=True)
            assert len([one for one in seen if not one.startswith("BEGIN")]) == 1
            return found

    assert await known(HOME) is None
    await counter.post("/customers/merges", {"survivor_id": mia, "absorbed_id": double})
    found = await known(MOBILE)
    assert found == await known(MIA)
    assert found is not None
    person = found.only_one
    assert person is not None
    assert (person.name, person.preferred_staff, person.vip, person.last) == ("Mia Wong", "Mia", False, None)
    assert person.next is not None
    assert (person.next.offering, person.next.starts_at.hour) == ("Cut", 10)
    later = await known(MIA, now + timedelta(days=60))
    assert later is not None
    assert (later.people[0].last, later.people[0].next) == (person.next, None)
    await made(counter, "Ruth", phone=MIA)
    family = await known(MIA)
    assert family is not None
    assert [each.name for each in family.people] == ["Mia Wong", "Ruth"]
