"""Numbers by API: looked for, ordered as far as the plan goes, set up, given back and kept."""

from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from domain.accounts.roles import Role
from services.numbers.drain import NumberDrain
from storage.postgres import businesses
from storage.postgres.database import Database
from tests.support.api import api
from tests.support.front_desk import Counter, open_counter
from tests.support.numbers import WEBHOOKS, NumbersDouble


@pytest.fixture
def carrier() -> NumbersDouble:
    return NumbersDouble()


@pytest.fixture
async def counter(database: Database, redis: Redis, carrier: NumbersDouble) -> Any:
    async with api(database, redis, numbers=carrier) as served:
        yield await open_counter(served)


async def works(counter: Counter, carrier: NumbersDouble) -> None:
    while await NumberDrain(counter.api.database, carrier, WEBHOOKS).drain():
        pass


async def ordered(counter: Counter, carrier: NumbersDouble, body: dict[str, Any]) -> dict[str, Any]:
    answer = await counter.post("/number-orders", body)
    assert answer.status_code == 202, answer.text
    await works(counter, carrier)
    return (await counter.get(f"/number-orders/{answer.json()['id']}")).json()


async def test_a_number_is_found_bought_set_up_given_back_and_kept(counter: Counter, carrier: NumbersDouble):
    found = (
        await counter.get("/available-numbers", country="AU", area="02", contains="000011", limit=3)
    ).json()
    assert found["included_left"] == 1
    assert len(found["items"]) == 3
    offer = found["items"][0]
    assert offer["capabilities"] == ["sms", "voice"]
    assert (offer["locality"], offer["monthly_cents"], offer["papers"]) == ("Sydney", 450, ["address"])

    key = {"Idempotency-Key": "one-wish"}
    body = {"number": offer["number"], "label": "Front desk"}
    first = await counter.post("/number-orders", body, key)
    again = await counter.post("/number-orders", body, key)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    await works(counter, carrier)
    assert carrier.count("POST", "IncomingPhoneNumbers.json") == 1
    order = (await counter.get(f"/number-orders/{first.json()['id']}")).json()
    assert (order["phase"], order["reason"]) == ("filled", None)

    (number,) = (await counter.get("/numbers")).json()["items"]
    assert (number["id"], number["number"], number["is_caller_id"]) == (
        order["phone_number_id"],
        offer["number"],
        True,
    )
    path = f"/numbers/{number['id']}"
    changed = {
        "label": "Bookings in German",
        "language": "de_de",
        "greeting": "Guten Tag.",
        "after_hours": {"answer": "forward", "number": "+61280007777"},
    }
    answer = await counter.patch(path, changed)
    assert answer.status_code == 200, answer.text
    assert answer.json()["language"] == "de-DE"
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        (line,) = (await businesses.load_profile(scope)).lines
    assert (line.language, line.greeting) == ("de-DE", "Guten Tag.")
    assert line.after_hours is not None
    assert (await counter.patch(path, {"after_hours": None, "language": None})).json()["after_hours"] is None

    leaving = (await counter.post(f"{path}/release")).json()
    assert (leaving["phase"], leaving["is_caller_id"]) == ("releasing", False)
    assert (await counter.post(f"{path}/release")).json() == leaving
    assert (await counter.patch(path, {"is_caller_id": True})).status_code == 409
    assert (await counter.post(f"{path}/keep")).json()["phase"] == "active"
    log = (await counter.get("/audit-log")).json()["items"]
    told = [each["action"] for each in log if each["action"].startswith("number.")]
    assert told == [
        *("number.kept", "number.release_asked", "number.changed", "number.changed"),
        *("number.order_filled", "number.ordered"),
    ]


async def test_the_plan_says_how_many_numbers_there_can_be(counter: Counter, carrier: NumbersDouble):
    order = await ordered(counter, carrier, {"number": "+61280000117"})
    refused = await counter.post("/number-orders", {"number": "+61280000118"})
    assert refused.status_code == 402
    assert refused.json()["type"].endswith("plan-limit")
    assert refused.json()["detail"] == (
        "The trial has 1 number, and all are taken; change to Team, or give one back"
    )
    assert (await counter.post("/number-orders/own", {"sid": "PN" + "1" * 32})).status_code == 402
    assert (await counter.get("/available-numbers")).json()["included_left"] == 0
    # One that is to go makes room, and can be kept only while there is some.
    path = f"/numbers/{order['phone_number_id']}"
    await counter.post(f"{path}/release")
    await ordered(counter, carrier, {"number": "+61280000119"})
    assert (await counter.post(f"{path}/keep")).status_code == 402


async def test_an_order_that_cannot_be_filled_says_what_to_do(counter: Counter, carrier: NumbersDouble):
    refused = await ordered(counter, carrier, {"number": "0491 570 016", "sort": "mobile"})
    assert (refused["phase"], refused["code"]) == ("refused", "needs_bundle")
    assert "bundle_sid" in refused["reason"]
    answer = await counter.post("/number-orders/own", {"sid": "PN" + "7" * 32})
    await works(counter, carrier)
    lost = (await counter.get("/number-orders")).json()["items"]
    assert [each["code"] for each in lost] == ["not_in_account", "needs_bundle"]
    assert answer.json()["phase"] == "placed"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"number": "not a number"}, "number"),
        ({"number": "+1 555"}, "number"),
        ({"number": "+81 3 1234 5678"}, "country"),
        ({"number": "+61280000120", "address_sid": "PN" + "1" * 32}, "address_sid"),
        ({"number": "+61280000120", "bundle_sid": "x" * 34}, "bundle_sid"),
        ({"number": "+61280000120", "label": "two\nlines"}, "label"),
    ],
    ids=["words", "too_short", "no_price", "another_id", "no_id", "label"],
)
async def test_a_wish_nobody_can_fill_is_refused_by_its_field(
    counter: Counter, body: dict[str, str], field: str
):
    refused = await counter.post("/number-orders", body)
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith(f"{field}:")


async def test_a_search_says_when_nothing_can_be_had_and_when_the_carrier_is_away(
    counter: Counter, carrier: NumbersDouble
):
    assert (await counter.get("/available-numbers", country="NZ", sort="mobile")).status_code == 422
    assert (await counter.get("/available-numbers", country="IE")).json()["items"] == []
    assert (await counter.get("/available-numbers", country="NZ", needs="sms")).json()["items"] == []
    for status, text in ((429, "{}"), (503, "{}"), (200, "<html>"), (502, "<html>")):
        carrier.wire.instead = [(status, text)]
        away = await counter.get("/available-numbers")
        assert away.status_code == 503, (status, away.text)


async def test_who_may_read_settings_sees_numbers_and_changes_none(counter: Counter, carrier: NumbersDouble):
    order = await ordered(counter, carrier, {"number": "+61280000121"})
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    assert len((await viewer.get("/numbers")).json()["items"]) == 1
    assert (await viewer.post("/number-orders", {"number": "+61280000122"})).status_code == 403
    assert (await viewer.post(f"/numbers/{order['phone_number_id']}/release")).status_code == 403
    other = await open_counter(counter.api)
    assert (await other.get(f"/numbers/{order['phone_number_id']}")).status_code == 404
    assert (await other.post(f"/numbers/{order['phone_number_id']}/keep")).status_code == 404
    assert UUID(order["phone_number_id"])
