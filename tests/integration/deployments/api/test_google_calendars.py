"""Google calendars of a business, linked both ways: bookings there, busy times here, and whatever their owner does."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.accounts.roles import Role
from domain.calendars.event_ids import event_id
from services.notifications.kinds import STAFF_NOTICE
from services.tools.context import BOOKING_CANCELLED, BOOKING_CONFIRMED, BOOKING_MOVED
from storage.postgres import outbox
from storage.postgres.database import Database
from tests.support.api import api
from tests.support.front_desk import Counter, open_counter, upcoming
from tests.support.google import (
    NOTICES,
    OWN,
    GoogleDouble,
    Linked,
    at,
    calendars_of,
    consented,
    linked,
    unlink,
)


@pytest.fixture
def double() -> GoogleDouble:
    return GoogleDouble()


@pytest.fixture
async def counter(database: Database, redis: Redis, double: GoogleDouble) -> AsyncIterator[Counter]:
    async with api(database, redis, calendar_vendors={"google": double.vendor()}) as served:
        counter = await open_counter(served)
        yield counter
        await unlink(database, counter.studio.business_id)


async def booked(counter: Counter, at: datetime, **changes: Any) -> dict[str, Any]:
    answer = await counter.post("/bookings", counter.cut(at, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def whole(counter: Counter, booking: dict[str, Any]) -> dict[str, Any]:
    return (await counter.get(f"/bookings/{booking['id']}")).json()


async def starts(counter: Counter) -> list[str]:
    day = f"{upcoming(0):%Y-%m-%d}"
    body = {"visit": [{"offering_id": str(counter.studio.cut)}], "from": day, "to": day}
    answer = await counter.post("/availability", body)
    assert answer.status_code == 200, answer.text
    return [f"{datetime.fromisoformat(each).astimezone(UTC):%H:%M}" for each in answer.json()["starts"]]


async def promised(counter: Counter, kind: str) -> list[dict[str, Any]]:
    async with counter.api.database.worker() as session:
        found = await outbox.claim(session, 50, datetime.now(UTC) + timedelta(days=9), 0, kinds=(kind,))
    return [item.payload for item in found if item.business_id == counter.studio.business_id]


async def test_bookings_stand_in_google_as_they_are_and_follow_what_becomes_of_them(
    counter: Counter, double: GoogleDouble
) -> None:
    early = await booked(counter, upcoming(9))
    link = await linked(counter, double)
    (event,) = double.shown()
    assert event["id"] == event_id(UUID(early["id"]))
    assert event["extendedProperties"]["private"] == {"booking": early["id"]}

    booking = await booked(counter, upcoming(14))
    await link.work()
    _, event = double.shown()
    assert event["id"] == event_id(UUID(booking["id"]))
    assert datetime.fromisoformat(event["start"]["dateTime"]) == upcoming(14)
    assert event["start"]["timeZone"] == booking["timezone"]
    assert "Sam" in event["summary"]

    moved = await counter.post(f"/bookings/{booking['id']}/move", {"starts_at": upcoming(16).isoformat()})
    assert moved.status_code == 200, moved.text
    await link.work()
    _, event = double.shown()
    assert datetime.fromisoformat(event["start"]["dateTime"]) == upcoming(16)
    assert (await counter.post(f"/bookings/{booking['id']}/cancel", {})).status_code == 200
    await link.work()
    assert [each["id"] for each in double.shown()] == [event_id(UUID(early["id"]))]
    assert (await counter.post(f"/bookings/{booking['id']}/restore")).status_code == 200
    await link.work()
    assert len(double.shown()) == 2

    # What came back of our own writing is nothing new, and nothing of ours blocks twice.
    asked = len(double.google.asked)
    await link.read()
    writes = [method for method, _ in double.google.asked[asked:] if method != "GET"]
    assert writes == []
    assert (await whole(counter, booking))["status"] == "confirmed"

    await link.choose((OWN, False, True))
    await link.work()
    assert double.shown() == []


async def test_what_the_owner_does_to_a_booking_in_google_is_done_here(
    counter: Counter, double: GoogleDouble
) -> None:
    link = await linked(counter, double)
    moved, deleted = await booked(counter, upcoming(10)), await booked(counter, upcoming(13))
    await link.work()
    first, second = double.shown()
    double.move(first["id"], upcoming(12))
    double.delete(second["id"])
    await link.read()

    seen = await whole(counter, moved)
    assert (datetime.fromisoformat(seen["starts_at"]), seen["status"]) == (upcoming(12), "confirmed")
    assert seen["history"][-1]["actor"] == "calendar:google"
    assert (await whole(counter, deleted))["status"] == "cancelled"
    # The first text has not gone yet: it tells the new time by itself.
    told = {each["booking_id"]: each["starts_at"] for each in await promised(counter, BOOKING_CONFIRMED)}
    assert datetime.fromisoformat(told[moved["id"]]) == upcoming(12)
    assert [each["booking_id"] for each in await promised(counter, BOOKING_CANCELLED)] == [deleted["id"]]
    # It is not brought back, nor moved on.
    await link.read()
    (event,) = double.shown()
    assert datetime.fromisoformat(event["start"]["dateTime"]) == upcoming(12)
    assert (await counter.get("/calendar-disputes")).json()["items"] == []

    # Its words are the owner's to change, and it may be made longer: the rest of it blocks.
    end = datetime.fromisoformat(event["end"]["dateTime"])
    double.change(event["id"], colorId="5", end=at(end + timedelta(hours=1)))
    await link.read()
    assert datetime.fromisoformat((await whole(counter, moved))["starts_at"]) == upcoming(12)
    assert (await counter.get("/calendar-conflicts")).json()["items"] == []
    free = await starts(counter)
    assert f"{end:%H:%M}" not in free
    assert f"{end + timedelta(hours=1):%H:%M}" in free


@pytest.mark.parametrize("way", ["ours", "theirs", "cancel"])
async def test_what_cannot_be_done_here_waits_for_a_decision(
    counter: Counter, double: GoogleDouble, way: str
) -> None:
    link = await linked(counter, double)
    booking = await booked(counter, upcoming(10))
    await link.work()
    (event,) = double.shown()
    private = double.make(upcoming(15), upcoming(17))
    double.move(event["id"], upcoming(16))
    await link.read()
    await link.read()

    (dispute,) = (await counter.get("/calendar-disputes")).json()["items"]
    assert (dispute["booking_id"], dispute["kind"]) == (booking["id"], "moved")
    assert datetime.fromisoformat(dispute["theirs_from"]) == upcoming(16)
    assert dispute["why"]
    assert datetime.fromisoformat((await whole(counter, booking))["starts_at"]) == upcoming(10)
    (told,) = await promised(counter, STAFF_NOTICE)
    assert told["fields"]["customer_name"] == "Sam"
    assert await promised(counter, BOOKING_MOVED) == []

    path = f"/calendar-disputes/{dispute['id']}/settle"
    if way == "theirs":
        assert (await counter.post(path, {"way": way})).status_code == 409
        double.delete(private["id"])
        await link.read()
    answer = await counter.post(path, {"way": way})
    assert answer.status_code == 200, answer.text
    await link.work()
    await link.read()
    seen, left = await whole(counter, booking), double.shown()
    if way == "cancel":
        assert (seen["status"], [each["id"] for each in left]) == ("cancelled", [private["id"]])
    else:
        wanted = upcoming(10) if way == "ours" else upcoming(16)
        assert datetime.fromisoformat(seen["starts_at"]) == wanted
        (shown,) = [each for each in left if each["id"] == event["id"]]
        assert datetime.fromisoformat(shown["start"]["dateTime"]) == wanted
    assert (await counter.get("/calendar-disputes")).json()["items"] == []
    (settled,) = (await counter.get("/calendar-disputes", settled="true")).json()["items"]
    assert settled["settled"] == {"cancel": "cancelled"}.get(way, way)
    assert (await counter.post(path, {"way": "ours"})).status_code == 409
    assert "calendar_dispute.settled" in (await counter.get("/audit-log")).text


async def test_disputes_end_by_themselves_when_both_agree_again(
    counter: Counter, double: GoogleDouble
) -> None:
    link = await linked(counter, double)
    booking, other = await booked(counter, upcoming(10)), await booked(counter, upcoming(13))
    await link.work()
    first, second = double.shown()
    double.change(first["id"], start={"date": "2027-01-01"}, end={"date": "2027-01-02"})
    double.make(upcoming(15), upcoming(17))
    double.move(second["id"], upcoming(15))
    await link.read()
    assert len((await counter.get("/calendar-disputes")).json()["items"]) == 2
    double.change(first["id"], start=at(upcoming(10)), end=at(upcoming(10, 45)))
    await link.read()
    # The other is moved here meanwhile: that is a decision.
    answer = await counter.post(f"/bookings/{other['id']}/move", {"starts_at": upcoming(12).isoformat()})
    assert answer.status_code == 200, answer.text
    await link.work()
    assert (await counter.get("/calendar-disputes")).json()["items"] == []
    begins = [datetime.fromisoformat(each["start"]["dateTime"]) for each in double.shown()]
    assert begins == [upcoming(10), upcoming(12), upcoming(15)]
    assert (await whole(counter, booking))["status"] == "confirmed"


async def test_what_stands_in_google_blocks_here_as_google_shows_it(
    counter: Counter, double: GoogleDouble
) -> None:
    double.google.books.page_size = 2
    link = await linked(counter, double)
    free = await starts(counter)
    assert {"09:00", "11:00", "15:00"} <= set(free)
    taken = double.make(upcoming(11), upcoming(12))
    weekly = {
        "recurrence": ["RRULE:FREQ=WEEKLY"],
        "start": at(upcoming(15, day=-7)),
        "end": at(upcoming(16, day=-7)),
    }
    series = double.make(upcoming(15, day=-7), upcoming(16, day=-7), recurrence=weekly["recurrence"])
    harmless: list[dict[str, Any]] = [
        {"transparency": "transparent"},
        {"eventType": "workingLocation", "transparency": "opaque"},
        {"attendees": [{"email": OWN, "self": True, "responseStatus": "declined"}]},
    ]
    for more in harmless:
        double.make(upcoming(9), upcoming(10), **more)
    await link.read()
    now = await starts(counter)
    assert "09:00" in now
    assert not {"11:00", "15:00"} & set(now)
    refused = await counter.post("/bookings", counter.cut(upcoming(11)))
    assert refused.status_code == 409

    # One of the series is moved, then all of it is gone; the other is deleted.
    double.move(f"{series['id']}_{upcoming(15):%Y%m%dT%H%M%SZ}", upcoming(9))
    double.delete(taken["id"])
    await link.read()
    now = await starts(counter)
    assert "09:00" not in now
    assert {"11:00", "15:00"} <= set(now)
    double.delete(series["id"])
    double.delete(f"{series['id']}_{upcoming(15):%Y%m%dT%H%M%SZ}")
    day = upcoming(0).date()
    days = {"start": {"date": f"{day}"}, "end": {"date": f"{day + timedelta(days=1)}"}}
    double.make(upcoming(0), upcoming(1), **days)
    await link.read()
    assert await starts(counter) == []
    assert (await link.calendar())["state"] == "fresh"


async def test_a_sync_token_that_is_lost_has_everything_read_anew(
    counter: Counter, double: GoogleDouble
) -> None:
    link = await linked(counter, double)
    kept, gone, hidden = [await booked(counter, upcoming(hour)) for hour in (9, 11, 13)]
    private = double.make(upcoming(15), upcoming(16))
    await link.read()
    assert "15:00" not in await starts(counter)
    books = double.google.books
    calendar = books.calendar(OWN)
    # Long ago, for Google: nothing tells of them any more.
    books.purge(calendar, private["id"])
    books.purge(calendar, event_id(UUID(gone["id"])))
    shown = calendar.shown.pop(event_id(UUID(hidden["id"])))
    calendar.forgotten_before = books.changes + 1
    await link.read()
    assert "15:00" in await starts(counter)
    # What a list leaves out is asked for before it is believed to be gone.
    states = [(await whole(counter, each))["status"] for each in (kept, gone, hidden)]
    assert states == ["confirmed", "cancelled", "confirmed"]
    calendar.shown[event_id(UUID(hidden["id"]))] = shown


async def test_many_deletions_at_once_are_asked_about(counter: Counter, double: GoogleDouble) -> None:
    link = await linked(counter, double)
    times = [upcoming(9 + 2 * (n % 4), day=7 * (n // 4)) for n in range(11)]
    made = [await booked(counter, each) for each in times]
    await link.work()
    for event in double.shown():
        double.delete(event["id"])
    await link.read()
    assert {(await whole(counter, each))["status"] for each in made} == {"confirmed"}
    disputes = (await counter.get("/calendar-disputes")).json()["items"]
    assert {each["kind"] for each in disputes} == {"deleted"}
    assert len(disputes) == len(made)
    for each, way in zip(disputes, ("ours", "theirs"), strict=False):
        answer = await counter.post(f"/calendar-disputes/{each['id']}/settle", {"way": way})
        assert answer.status_code == 200, answer.text
    await link.work()
    assert [each["id"] for each in double.shown()] == [event_id(UUID(disputes[0]["booking_id"]))]


FAILURES = [
    pytest.param((503, "backendError"), "stale", "does not answer as it should", id="503"),
    pytest.param((429, "rateLimitExceeded"), "stale", "fewer requests", id="429"),
    pytest.param((403, "userRateLimitExceeded"), "stale", "fewer requests", id="403 for the rate"),
    pytest.param((403, "forbidden"), "failing", "does not let this account", id="403 for the right"),
    pytest.param((404, "notFound"), "failing", "refuses (404)", id="404"),
    pytest.param((200, "a page"), "stale", "does not answer as it should", id="a page of HTML"),
]


@pytest.mark.parametrize(("refusal", "state", "problem"), FAILURES)
async def test_a_calendar_that_fails_still_blocks_and_says_why(
    counter: Counter, double: GoogleDouble, refusal: tuple[int, str], state: str, problem: str
) -> None:
    link = await linked(counter, double)
    double.make(upcoming(11), upcoming(12))
    await link.read()
    known = await link.calendar()
    double.google.refusals.append(refusal)
    await link.read()
    seen = await link.calendar()
    assert (seen["state"], seen["read_at"]) == (state, known["read_at"])
    assert problem in seen["problem"]
    assert "11:00" not in await starts(counter)
    double.later(timedelta(hours=7))
    await link.read()
    assert ((await link.calendar())["state"], (await link.calendar())["problem"]) == ("fresh", "")


async def test_while_google_is_away_bookings_are_made_and_confirmed_once_it_is_back(
    counter: Counter, double: GoogleDouble
) -> None:
    link = await linked(counter, double)
    before = await booked(counter, upcoming(9))
    assert before["to_be_confirmed_with"] == []
    await link.work()
    double.dead = True
    await link.read()
    assert (await link.calendar())["problem"] == "Google cannot be reached."
    good, bad = await booked(counter, upcoming(11)), await booked(counter, upcoming(14))
    assert good["to_be_confirmed_with"] == ["Google"]
    await link.work()
    double.dead = False
    double.make(upcoming(14), upcoming(15))
    # A reading that fails on the way confirms nothing.
    double.google.refusals.append((503, "backendError"))
    await link.read()
    assert (await whole(counter, good))["to_be_confirmed_with"] == ["Google"]
    double.later(timedelta(hours=1))
    await link.read()
    assert [(await whole(counter, each))["to_be_confirmed_with"] for each in (good, bad)] == [[], []]
    (conflict,) = (await counter.get("/calendar-conflicts")).json()["items"]
    assert conflict["booking_id"] == bad["id"]
    (told,) = await promised(counter, STAFF_NOTICE)
    assert told["notice"] == "calendar_dispute"
    assert len(double.shown()) == 4


async def test_a_consent_that_is_taken_back_is_told_and_can_be_given_again(
    counter: Counter, double: GoogleDouble
) -> None:
    link = await linked(counter, double)
    double.make(upcoming(11), upcoming(12))
    await link.read()
    double.google.consents.end_access()  # of the access token alone: another is fetched
    await link.read()
    assert (await link.calendar())["state"] == "fresh"

    double.google.consents.withdraw()
    await link.read()
    path = f"/calendar-connections/{link.connection_id}"
    lost = (await counter.get(path)).json()
    assert lost["state"] == "disconnected"
    assert "connect it again" in lost["problem"]
    assert (await link.calendar())["state"] == "failing"
    assert "11:00" not in await starts(counter)
    booking = await booked(counter, upcoming(14))
    asked = len(double.exchanges)
    await link.read()
    assert len(double.exchanges) == asked
    assert (await counter.get(f"{path}/calendars")).status_code == 409

    again = await counter.post("/calendar-connections", await consented(counter, double))
    assert (again.status_code, again.json()["id"]) == (201, link.connection_id)
    await link.work()
    assert (await link.calendar())["state"] == "fresh"
    assert event_id(UUID(booking["id"])) in [each["id"] for each in double.shown()]

    assert (await counter.delete(path)).status_code == 204
    assert "11:00" in await starts(counter)
    await link.work()
    assert double.google.consents.consents == 0
    assert (await counter.get(path)).status_code == 404
    assert (await counter.get("/calendars")).json()["items"] == []
    log = (await counter.get("/audit-log")).text
    assert all(f"calendar_connection.{action}" in log for action in ("made", "chosen", "removed"))


async def test_a_consent_has_to_be_whole_and_is_for_who_began_it(
    counter: Counter, double: GoogleDouble
) -> None:
    staff = await open_counter(counter.api, role=Role.STAFF, studio=counter.studio)
    assert (await staff.post("/calendar-connections/consent", {"kind": "google"})).status_code == 403
    assert (await counter.post("/calendar-connections/consent", {"kind": "fresha"})).status_code == 409
    double.google.consents.unticked = {"https://www.googleapis.com/auth/calendar.events.owned"}
    refused = await counter.post("/calendar-connections", await consented(counter, double))
    assert refused.status_code == 409
    assert "see and change events" in refused.json()["detail"]
    assert double.google.consents.consents == 0
    double.google.consents.unticked = set()
    double.google.consents.denies = True
    assert (await counter.post("/calendar-connections", await consented(counter, double))).status_code == 409
    double.google.consents.denies = False
    brought = await consented(counter, double)
    other = await open_counter(counter.api, studio=counter.studio)
    for wrong in (
        await other.post("/calendar-connections", brought),
        await counter.post("/calendar-connections", {**brought, "state": brought["state"][:-4] + "AAA="}),
    ):
        assert wrong.status_code == 422, wrong.text
    assert (await counter.post("/calendar-connections", brought)).status_code == 201
    assert (await counter.post("/calendar-connections", brought)).status_code == 409  # a code is good once
    (one,) = (await counter.get("/calendar-connections")).json()["items"]
    assert (one["account"], one["calendars"]) == (OWN, [])
    assert "ya29" not in (await counter.get("/audit-log")).text


async def test_the_calendar_of_one_person_has_their_bookings_and_blocks_them_alone(
    counter: Counter, double: GoogleDouble
) -> None:
    double.google.books.open("team@example.com", "Team", role="reader")
    staff = [each["id"] for each in (await counter.get("/staff")).json()["items"]]
    link = await linked(counter, double, staff_id=staff[0])
    path = f"/calendar-connections/{link.connection_id}/calendars"
    listed = (await counter.get(path)).json()["items"]
    assert {each["id"]: each["usable"] for each in listed} == {OWN: True, "team@example.com": False}
    answer = await counter.api.client.put(
        counter.base + path, json={"calendars": [{"id": "team@example.com"}]}, headers=counter.bearer
    )
    assert (answer.status_code, "iCal" in answer.text) == (422, True)

    visit = [{"offering_id": str(counter.studio.cut), "staff_id": person} for person in staff]
    mine = await booked(counter, upcoming(10), visit=visit[:1])
    await booked(counter, upcoming(10), visit=visit[1:2])
    await link.work()
    assert [each["id"] for each in double.shown()] == [event_id(UUID(mine["id"]))]
    double.make(upcoming(14), upcoming(15))
    await link.read()
    assert "14:00" in await starts(counter)
    refused = await counter.post("/bookings", counter.cut(upcoming(14), visit=visit[:1]))
    assert refused.status_code == 409
    # Given to somebody else, it leaves the calendar.
    given = {"starts_at": upcoming(12).isoformat(), "visit": visit[1:2]}
    moved = await counter.post(f"/bookings/{mine['id']}/move", given)
    assert moved.status_code == 200, moved.text
    await link.work()
    assert event_id(UUID(mine["id"])) not in [each["id"] for each in double.shown()]
    assert (await whole(counter, mine))["status"] == "confirmed"


async def test_notices_have_a_calendar_read_at_once_and_channels_are_renewed(
    counter: Counter, double: GoogleDouble
) -> None:
    link = await linked(counter, double, notices_url=NOTICES)
    await double.google.delivered()
    path = "/hooks/google/calendar"

    async def posted(headers: Any) -> int:
        return (await counter.api.client.post(path, headers=dict(headers))).status_code

    (first,) = double.notices
    assert first["X-Goog-Resource-State"] == "sync"
    assert await posted(first) == 204
    double.make(upcoming(11), upcoming(12))
    await double.google.delivered()
    notice = double.notices[-1]
    forged = {**notice, "X-Goog-Channel-Token": first["X-Goog-Channel-Token"][:-3] + "AAA"}
    assert [await posted(forged), await posted({}), await posted({**notice, "X-Goog-Channel-ID": "x"})] == [
        403,
        403,
        403,
    ]
    await link.work()
    assert "11:00" in await starts(counter)
    assert [await posted(notice), await posted(notice)] == [204, 204]
    await link.work()
    assert "11:00" not in await starts(counter)

    (channel,) = double.google.books.calendar(OWN).channels
    for _ in range(6):
        double.later(timedelta(days=1))
        await link.read()
    (renewed,) = double.google.books.calendar(OWN).channels
    assert renewed != channel
    assert await posted(notice) == 404
    await counter.delete(f"/calendar-connections/{link.connection_id}")
    await link.work()
    assert double.google.books.calendar(OWN).channels == {}


async def test_answers_that_are_lost_make_nothing_twice(counter: Counter, double: GoogleDouble) -> None:
    """As though the worker died right after Google had done what it was asked."""
    link = await linked(counter, double)
    booking = await booked(counter, upcoming(10))
    double.dies_after = ("POST", "/events")
    await link.work()
    double.later(timedelta(minutes=1))
    await link.read()
    (event,) = double.shown()
    double.dies_after = ("PATCH", event["id"])
    moved = await counter.post(f"/bookings/{booking['id']}/move", {"starts_at": upcoming(12).isoformat()})
    assert moved.status_code == 200
    await link.work()
    await link.read()
    (event,) = double.shown()
    assert datetime.fromisoformat(event["start"]["dateTime"]) == upcoming(12)
    double.dies_after = ("DELETE", event["id"])
    await counter.post(f"/bookings/{booking['id']}/cancel", {})
    await link.work()
    await link.read()
    assert double.shown() == []
    history = (await whole(counter, booking))["history"]
    assert [each["kind"] for each in history] == ["booked", "moved", "cancelled"]
    assert (await counter.get("/calendar-disputes", settled="true")).json()["items"] == []


async def test_of_several_workers_one_speaks_for_an_account(counter: Counter, double: GoogleDouble) -> None:
    link = await linked(counter, double)
    for hour in (9, 11, 13, 15):
        await booked(counter, upcoming(hour))
    other = replace(link, calendars=calendars_of(counter, double))
    await link.work()
    await other.work()
    inserts = [path for method, path in double.google.asked if method == "POST" and path.endswith("/events")]
    assert len(inserts) == len(double.shown()) == 4
    assert isinstance(link, Linked)
