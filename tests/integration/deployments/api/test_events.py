"""What has happened in a business, by API."""

from dataclasses import replace
from typing import get_args

import pytest

from deployments.api.v1.events import EventKind
from domain.accounts.roles import Role
from domain.events.catalogue import CATALOGUE
from tests.support.api import Api
from tests.support.front_desk import Counter, open_counter, upcoming


async def key(counter: Counter, *scopes: str) -> dict[str, str]:
    made = await counter.post("/keys", {"name": "a program", "scopes": list(scopes)})
    assert made.status_code == 201, made.text
    return {"Authorization": f"Bearer {made.json()['key']}"}


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


def test_every_kind_can_be_asked_for() -> None:
    assert set(get_args(EventKind)) == set(CATALOGUE)


async def test_what_happened_is_listed_the_latest_first_in_pages(counter: Counter) -> None:
    booked = (await counter.post("/bookings", counter.cut(upcoming(10)))).json()
    await counter.patch(f"/bookings/{booked['id']}", {"notes": "window seat"})
    await counter.post(f"/bookings/{booked['id']}/cancel", {})
    whole = (await counter.get("/events", subject_id=booked["id"])).json()
    assert [each["kind"] for each in whole["items"]] == [
        "booking.cancelled",
        "booking.changed",
        "booking.created",
    ]
    assert whole["items"][2]["data"]["starts_at"] == upcoming(10).isoformat()
    assert whole["items"][0]["version"] == 1

    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(3):
        page = (await counter.get("/events", subject_id=booked["id"], limit=1, **cursor)).json()
        seen += [each["id"] for each in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
    assert seen == [each["id"] for each in whole["items"]]
    assert page["next_cursor"] is None

    kinds = ["booking.created", "booking.cancelled"]
    of_customer = booked["customer"]["id"]
    some = (await counter.get("/events", kind=kinds, customer_id=of_customer, fields="kind")).json()
    assert some["items"] == [{"kind": "booking.cancelled"}, {"kind": "booking.created"}]


async def test_a_customer_who_is_written_down_or_changed_is_told_without_their_data(counter: Counter) -> None:
    made = (await counter.post("/customers", {"name": "Lou", "phone": "+61400000009"})).json()
    await counter.patch(f"/customers/{made['id']}", {"notes": "likes tea", "email": "lou@example.com"})
    await counter.patch(f"/customers/{made['id']}", {"name": "Lou"})  # nothing new
    answer = await counter.get("/events", customer_id=made["id"])
    assert [each["data"] for each in answer.json()["items"]] == [
        {"customer_id": made["id"], "changed": ["email", "notes"], "is_new": False},
        {"customer_id": made["id"], "changed": ["name", "phone"], "is_new": True},
    ]
    assert "Lou" not in answer.text


async def test_nobody_hears_of_kinds_they_may_not_read(counter: Counter) -> None:
    await counter.post("/bookings", counter.cut(upcoming(11)))
    await counter.post("/customers", {"name": "Kim"})
    program = replace(counter, bearer=await key(counter, "bookings:read"))
    listed = (await program.get("/events")).json()["items"]
    assert {each["kind"] for each in listed} == {"booking.created"}
    assert (await program.get("/events", kind="customer.changed")).status_code == 403
    assert (await counter.get("/events", kind="booking.sold")).status_code == 422
    deaf = replace(counter, bearer=await key(counter, "settings:read"))
    assert (await deaf.get("/events")).json()["items"] == []
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    kinds = {each["kind"] for each in (await viewer.get("/events")).json()["items"]}
    assert kinds == {"booking.created", "customer.changed"}
