"""Calendars kept elsewhere, by API: feeds of bookings out, busy times in, conflicts with a way out of each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from domain.accounts.roles import Role
from domain.calendars.polling import EMPTIED, EVERY
from providers.public_web.connection import PublicWeb
from services.calendars.poll import CalendarPoll
from tests.support.api import SEAL, Api
from tests.support.front_desk import Counter, open_counter, upcoming
from tests.support.receiver import Got, Receiver, receiver

PUBLIC = "https://voice.example.com"


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, by: timedelta = EVERY + timedelta(minutes=1)) -> None:
        self.now += by


def ical(*busy: tuple[datetime, datetime]) -> bytes:
    entries = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTAMP:20270101T000000Z\r\nSUMMARY:Dentist\r\n"
        f"DTSTART:{begin:%Y%m%dT%H%M%SZ}\r\nDTEND:{end:%Y%m%dT%H%M%SZ}\r\nEND:VEVENT\r\n"
        for number, (begin, end) in enumerate(busy)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{entries}END:VCALENDAR\r\n".encode()


async def document(counter: Counter, url: str, **headers: str) -> Any:
    return await counter.api.client.get(url.removeprefix(PUBLIC), headers=headers)


def events(answer: Any) -> list[Any]:
    return list(Calendar.from_ical(answer.text).walk("VEVENT"))


async def made_feed(counter: Counter, **body: Any) -> dict[str, Any]:
    answer = await counter.post("/calendar-feeds", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def booked(counter: Counter, at: datetime) -> dict[str, Any]:
    answer = await counter.post("/bookings", counter.cut(at))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_feed_shows_bookings_as_they_change_and_only_to_who_has_its_address(counter: Counter) -> None:
    booking = await booked(counter, upcoming(10))
    busy, told = await made_feed(counter), await made_feed(counter, shows="details")
    listed = (await counter.get("/calendar-feeds")).json()["items"]
    assert [each["url"] for each in listed] == [busy["url"], told["url"]]

    first = await document(counter, busy["url"])
    assert first.status_code == 200
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in first.headers["Cache-Control"]
    assert "Sam" not in first.text
    (event,) = events(first)
    assert (event["SUMMARY"], event["STATUS"]) == ("Booked", "CONFIRMED")
    assert event.start == upcoming(10)
    assert "Sam" in (await document(counter, told["url"])).text

    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    assert (await document(counter, busy["url"], **{"If-None-Match": tag})).status_code == 304
    moved = await counter.post(f"/bookings/{booking['id']}/move", {"starts_at": upcoming(13).isoformat()})
    assert moved.status_code == 200, moved.text
    second = await document(counter, busy["url"], **{"If-None-Match": tag})
    (after,) = events(second)
    assert (second.status_code, after["UID"], after.start) == (200, event["UID"], upcoming(13))
    assert after["SEQUENCE"] > event["SEQUENCE"]
    assert (await counter.post(f"/bookings/{booking['id']}/cancel", {})).status_code == 200
    (gone,) = events(await document(counter, busy["url"]))
    assert (gone["STATUS"], gone["UID"]) == ("CANCELLED", event["UID"])
    assert gone["SEQUENCE"] > after["SEQUENCE"]

    turned = (await counter.post(f"/calendar-feeds/{busy['id']}/rotate")).json()
    assert turned["url"] != busy["url"]
    unknown = (
        await document(counter, busy["url"]),
        await document(counter, f"{PUBLIC}/api/v1/calendar-feeds/x.ics"),
    )
    assert {answer.status_code for answer in unknown} == {404}
    assert (await document(counter, turned["url"])).status_code == 200
    assert (await counter.delete(f"/calendar-feeds/{busy['id']}")).status_code == 204
    assert (await document(counter, turned["url"])).status_code == 404
    log = (await counter.get("/audit-log")).text
    assert all(f"calendar_feed.{action}" in log for action in ("made", "rotated", "removed"))
    assert turned["url"].rpartition("/")[2].removesuffix(".ics") not in log


async def test_a_person_has_a_feed_of_their_own_bookings(counter: Counter) -> None:
    booking = await booked(counter, upcoming(10))
    doer = booking["items"][0]["staff"]["id"]
    staff = (await counter.get("/staff")).json()["items"]
    others = [each["id"] for each in staff if each["id"] != doer]
    own = await made_feed(counter, staff_id=doer)
    assert len(events(await document(counter, own["url"]))) == 1
    for other in others:
        feed = await made_feed(counter, staff_id=other)
        assert events(await document(counter, feed["url"])) == []
    assert (await counter.post("/calendar-feeds", {"staff_id": str(UUID(int=1))})).status_code == 404


async def test_only_who_may_change_settings_sees_addresses_and_a_key_makes_none_beyond_its_scopes(
    counter: Counter,
) -> None:
    for role in (Role.STAFF, Role.VIEWER):
        other = await open_counter(counter.api, role=role, studio=counter.studio)
        refused = (
            await other.get("/calendar-feeds"),
            await other.post("/calendar-feeds", {}),
            await other.post("/calendars", {"name": "x", "url": "https://example.com/a.ics"}),
        )
        assert {answer.status_code for answer in refused} == {403}
        assert (await other.get("/calendars")).status_code == 200
    key = await counter.post("/keys", {"name": "k", "scopes": ["settings:write", "bookings:read"]})
    named = await made_feed(counter, shows="details")
    program = replace(counter, bearer={"Authorization": f"Bearer {key.json()['key']}"})
    assert (await program.post("/calendar-feeds", {"shows": "details"})).status_code == 403
    assert (await program.post("/calendar-feeds", {"shows": "busy"})).status_code == 201
    assert (await program.post(f"/calendar-feeds/{named['id']}/rotate")).status_code == 403
    listed = (await program.get("/calendar-feeds")).json()["items"]
    assert [each["url"] is None for each in listed] == [True, False]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param({"name": "a", "url": "http://example.com/a.ics"}, "url", id="no TLS"),
        pytest.param({"name": "a", "url": "webcal://10.1.2.3/a.ics"}, "url", id="a private address"),
        pytest.param({"name": " ", "url": "https://example.com/a.ics"}, "name", id="no name"),
        pytest.param(
            {"name": "a", "url": "https://example.com/a.ics", "kind": "x"}, "kind", id="a field too many"
        ),
    ],
)
async def test_what_is_wrong_with_a_calendar_is_named(
    counter: Counter, body: dict[str, Any], field: str
) -> None:
    answer = await counter.post("/calendars", body)
    assert answer.status_code == 422
    assert field in answer.text


async def starts_on_monday(counter: Counter) -> list[str]:
    day = f"{upcoming(0):%Y-%m-%d}"
    body = {"visit": [{"offering_id": str(counter.studio.cut)}], "from": day, "to": day}
    answer = await counter.post("/availability", body)
    assert answer.status_code == 200, answer.text
    return [f"{datetime.fromisoformat(each).astimezone(UTC):%H:%M}" for each in answer.json()["starts"]]


async def test_busy_times_of_elsewhere_block_and_conflicts_are_shown_until_they_are_settled(
    counter: Counter,
) -> None:
    clock, web = Clock(), PublicWeb(loopback_allowed=True)
    poll = CalendarPoll(counter.api.database, web, SEAL, loopback_allowed=True, clock=clock)
    free = await starts_on_monday(counter)
    assert "11:00" in free
    booking = await booked(counter, upcoming(14))
    async with receiver() as server:
        server.status, server.headers = "200 OK", {"ETag": '"1"'}
        server.body = ical((upcoming(11), upcoming(12)), (upcoming(14), upcoming(14, 15)))
        added = await counter.post("/calendars", {"name": "Mia's Google", "url": server.url})
        assert added.status_code == 201, added.text
        path = f"/calendars/{added.json()['id']}"
        assert (added.json()["state"], added.json()["host"]) == ("waiting", "127.0.0.1")
        assert server.url not in (await counter.get("/calendars")).text
        clock.later()
        assert await poll.poll() >= 1

        seen = (await counter.get(path)).json()
        assert (seen["state"], seen["problem"], seen["failing_since"]) == ("fresh", "", None)
        assert seen["read_at"] is not None
        left = await starts_on_monday(counter)
        assert "11:00" not in left
        assert left
        refused = await counter.post("/bookings", counter.cut(upcoming(11)))
        assert refused.status_code == 409, refused.text

        (conflict,) = (await counter.get("/calendar-conflicts")).json()["items"]
        assert (conflict["booking_id"], conflict["calendar_name"]) == (booking["id"], "Mia's Google")
        assert datetime.fromisoformat(conflict["busy_until"]) == upcoming(14, 15)
        assert "Dentist" not in str(conflict)
        base = counter.base
        assert conflict["ways_out"]["move"] == f"{base}/bookings/{booking['id']}/move"
        assert (await counter.post(conflict["ways_out"]["keep"].removeprefix(base))).status_code == 204
        assert (await counter.get("/calendar-conflicts")).json()["items"] == []
        (kept,) = (await counter.get("/calendar-conflicts", kept="true")).json()["items"]
        assert kept["kept"] is True

        # It grows: what was let stand is another conflict now.
        server.body = ical((upcoming(14), upcoming(14, 20)))
        clock.later()
        await poll.poll()
        assert "11:00" in await starts_on_monday(counter)
        (again,) = (await counter.get("/calendar-conflicts")).json()["items"]
        assert again["kept"] is False
        moved = await counter.post(
            again["ways_out"]["move"].removeprefix(base), {"starts_at": upcoming(16).isoformat()}
        )
        assert moved.status_code == 200, moved.text
        assert (await counter.get("/calendar-conflicts", kept="true")).json()["items"] == []

        server.answer = lambda got: (
            "304 Not Modified" if got.headers.get("if-none-match") == '"1"' else "500 No"
        )
        server.body = b""
        clock.later()
        await poll.poll()
        assert (await counter.get(path)).json()["state"] == "fresh"

        assert (await counter.delete(path)).status_code == 204
        assert "14:00" in await starts_on_monday(counter)
        log = (await counter.get("/audit-log")).text
        assert all(f"calendar.{action}" in log for action in ("added", "conflict_kept", "removed"))
        assert server.url not in log
    await web.close()


def redirect(server: Receiver, to: str) -> None:
    server.headers = {"Location": to}
    server.answer = lambda got: "200 OK" if got.path == "/there" else "302 Found"


async def test_a_calendar_that_fails_keeps_what_was_known_and_says_why(counter: Counter) -> None:
    clock, web = Clock(), PublicWeb(loopback_allowed=True)
    poll = CalendarPoll(counter.api.database, web, SEAL, loopback_allowed=True, clock=clock)
    async with receiver() as server:
        good = ical((upcoming(11), upcoming(12)))
        server.status, server.body = "200 OK", good
        made = (await counter.post("/calendars", {"name": "Rosters", "url": server.url})).json()
        path = f"/calendars/{made['id']}"

        async def read(after: timedelta = EVERY + timedelta(minutes=1)) -> dict[str, Any]:
            clock.later(after)
            await counter.api.database.ping()
            await poll.poll()
            assert "11:00" not in await starts_on_monday(counter)
            return (await counter.get(path)).json()

        known = await read()
        assert known["state"] == "fresh"
        server.body = b"<!DOCTYPE html><title>Sign in</title>"
        page = await read()
        assert (page["state"], page["read_at"]) == ("stale", known["read_at"])
        assert "no calendar" in page["problem"]
        server.body = ical()
        assert (await read(timedelta(minutes=31)))["problem"] == EMPTIED
        server.status, server.body = "410 Gone", b""
        gone = await read()
        assert (gone["state"], gone["problem"]) == ("failing", "it is gone.")
        redirect(server, "http://169.254.169.254/latest")
        assert "may not be asked" in (await read(timedelta(hours=1)))["problem"]
        redirect(server, "/nowhere")
        assert "more than 3 times" in (await read(timedelta(hours=2)))["problem"]
        redirect(server, "/there")
        server.body = good
        assert (await read(timedelta(hours=6)))["state"] == "fresh"
        assert server.got[-1].path == "/there"

        # Truly emptied: believed after a day.
        server.body = ical()
        await read()
        clock.later(timedelta(days=1, minutes=1))
        await poll.poll()
        assert "11:00" in await starts_on_monday(counter)
        assert (await counter.get(path)).json()["state"] == "fresh"

        other = await counter.patch(path, {"url": server.url + "/new", "name": "Rosters 2"})
        assert (other.json()["state"], other.json()["name"]) == ("waiting", "Rosters 2")
        asked = len(server.got)
        assert (await counter.post(f"{path}/read")).status_code == 202
        clock.later()
        await poll.poll()
        assert [got.path for got in server.got[asked:]][:1] == ["/hooks/new"]
    await web.close()


async def test_a_calendar_of_one_person_leaves_the_others_free(counter: Counter) -> None:
    clock, web = Clock(), PublicWeb(loopback_allowed=True)
    poll = CalendarPoll(counter.api.database, web, SEAL, loopback_allowed=True, clock=clock)
    staff = [each["id"] for each in (await counter.get("/staff")).json()["items"]]

    def whole_day(got: Got) -> str:
        return "200 OK"

    async with receiver() as server:
        server.answer, server.body = whole_day, ical((upcoming(0), upcoming(0) + timedelta(days=1)))
        assert len(staff) > 1
        for count, person in enumerate(staff):
            assert await starts_on_monday(counter), f"{count} of {len(staff)} are away"
            body = {"name": "own", "url": server.url, "staff_id": person}
            assert (await counter.post("/calendars", body)).status_code == 201
            clock.later()
            await poll.poll()
        assert await starts_on_monday(counter) == []
    await web.close()
