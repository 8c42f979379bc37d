"""Square Appointments of a business, linked both ways."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from services.calendars.linked import linked_calendars_over
from services.subscriptions.fan_out import FanOut
from storage.postgres.database import Database
from tests.support.api import SEAL, api
from tests.support.front_desk import Counter, open_counter, upcoming
from tests.support.google import consented, unlink
from tests.support.square import KEY, LEO, MIA, SquareDouble, begins, lasts, stamp

URL = "https://voice.example.com/hooks/square"


@pytest.fixture
def double() -> SquareDouble:
    return SquareDouble()


@pytest.fixture
async def counter(database: Database, redis: Redis, double: SquareDouble) -> AsyncIterator[Counter]:
    async with api(database, redis, calendar_vendors={"square": double.vendor()}) as served:
        counter = await open_counter(served)
        yield counter
        await unlink(database, counter.studio.business_id)


async def put(counter: Counter, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await counter.api.client.put(counter.base + path, json=body, headers=counter.bearer)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_sellers_appointments_and_bookings_agree_with_ours(
    counter: Counter, double: SquareDouble
) -> None:
    worker = linked_calendars_over(
        counter.api.database,
        {"square": double.vendor()},
        SEAL,
        frontend_url="https://voice.example.com",
        notices_url=None,
    )

    async def work() -> None:
        for _ in range(4):
            await FanOut(counter.api.database).drain()
            await worker.drain.drain()

    async def told(booking: dict[str, Any]) -> None:
        body, signature = double.square.event("booking.updated", booking, KEY, URL)
        headers = {"x-square-hmacsha256-signature": signature}
        forged = await counter.api.client.post("/hooks/square", content=body + b" ", headers=headers)
        assert (forged.status_code, (await counter.api.client.post("/hooks/square")).status_code) == (
            403,
            403,
        )
        answer = await counter.api.client.post("/hooks/square", content=body, headers=headers)
        assert answer.status_code == 204, answer.text
        await work()

    made = await counter.post("/calendar-connections", await consented(counter, double, "square"))
    assert made.status_code == 201, made.text
    path = f"/calendar-connections/{made.json()['id']}"
    listed = (await counter.get(f"{path}/calendars")).json()["items"]
    assert [each["id"] for each in listed] == [MIA, LEO]
    services = (await counter.get(f"{path}/services")).json()["items"]
    mia, leo = [each["id"] for each in (await counter.get("/staff")).json()["items"]]
    chosen = [
        {"id": MIA, "writes": True, "staff_id": mia},
        {"id": LEO, "writes": True, "staff_id": leo},
    ]
    await put(counter, f"{path}/calendars", {"calendars": chosen})
    named = {"offering_id": str(counter.studio.cut), "service_id": services[0]["id"]}
    await put(counter, f"{path}/services", {"offerings": [named]})
    await work()

    # Ours stands there, of the right person and service; its answer may be lost on the way.
    cut = [{"offering_id": str(counter.studio.cut), "staff_id": mia}]
    double.dies_after = ("POST", "/v2/bookings")
    answer = await counter.post("/bookings", counter.cut(upcoming(10), visit=cut))
    assert answer.status_code == 201, answer.text
    await work()
    async with counter.api.database.worker() as session:
        await session.execute(text("UPDATE outbox SET due_at = now() WHERE kind = 'calendar.write'"))
    await work()
    (theirs,) = double.standing()
    assert (begins(theirs), lasts(theirs)) == (upcoming(10), timedelta(minutes=45))
    (segment,) = theirs["appointment_segments"]
    assert (segment["team_member_id"], segment["service_variation_id"]) == ("TMMIA", "SVCUT")

    # Theirs blocks that person alone.
    private = double.sell(upcoming(13))
    await told(private)
    refused = await counter.post("/bookings", counter.cut(upcoming(13), visit=cut))
    assert refused.status_code == 409, refused.text
    others = [{"offering_id": str(counter.studio.cut), "staff_id": leo}]
    assert (await counter.post("/bookings", counter.cut(upcoming(13), visit=others))).status_code == 201

    # Moved and cancelled there, moved and cancelled here; and the other way about.
    ours = f"/bookings/{answer.json()['id']}"
    double.square.update(theirs["id"], {"start_at": stamp(upcoming(15))}, "")
    await told(theirs)
    assert datetime.fromisoformat((await counter.get(ours)).json()["starts_at"]) == upcoming(15)
    moved = await counter.post(f"{ours}/move", {"starts_at": upcoming(9).isoformat()})
    assert moved.status_code == 200, moved.text
    await work()
    assert begins(double.square.booking(theirs["id"])) == upcoming(9)
    double.square.update(theirs["id"], {"start_at": stamp(upcoming(12, 30))}, "")
    await told(theirs)  # over what Mia has at one
    (dispute,) = (await counter.get("/calendar-disputes")).json()["items"]
    assert dispute["calendar_kind"] == "square"
    settled = await counter.post(f"/calendar-disputes/{dispute['id']}/settle", {"way": "ours"})
    assert settled.status_code == 200, settled.text
    await work()
    assert begins(double.square.booking(theirs["id"])) == upcoming(9)
    double.square.cancel(theirs["id"], None)
    await told(theirs)
    assert (await counter.get(ours)).json()["status"] == "cancelled"
    assert (await counter.post(f"{ours}/restore")).status_code == 200
    await work()
    again = [each for each in double.standing() if begins(each) == upcoming(9)]
    assert len(again) == 1
    assert again[0]["id"] != theirs["id"]
    assert (await counter.post(f"{ours}/cancel", {})).status_code == 200
    await work()
    assert double.square.booking(again[0]["id"])["status"] == "CANCELLED_BY_SELLER"

    double.square.withdraw()
    await told(private)
    assert (await counter.get(path)).json()["state"] == "disconnected"
    assert "Square" in (await counter.get(path)).json()["problem"]
