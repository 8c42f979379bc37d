"""Webhooks by API: set up by owners and managers, tried, looked after, and never a way to what one may not read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from domain.accounts.roles import Role
from domain.webhooks.messages import TRIAL, all_described
from providers.public_web.connection import PublicWeb
from services.subscriptions.fan_out import FanOut
from services.webhooks.drain import WebhookDrain
from services.webhooks.endpoints import MOST
from tests.support.api import SEAL, Api
from tests.support.front_desk import Counter, open_counter, upcoming
from tests.support.receiver import receiver

URL = "https://hooks.example.com/receptionist"


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


async def made(counter: Counter, url: str = URL, **changes: Any) -> dict[str, Any]:
    answer = await counter.post("/webhooks", {"url": url, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def program(counter: Counter, *scopes: str) -> Counter:
    answer = await counter.post("/keys", {"name": "a program", "scopes": list(scopes)})
    assert answer.status_code == 201, answer.text
    return replace(counter, bearer={"Authorization": f"Bearer {answer.json()['key']}"})


async def test_a_webhook_is_made_changed_disabled_and_deleted_and_its_secret_told_once(
    counter: Counter,
) -> None:
    one = await made(counter, kinds=["call.ended", "booking.created"], description=" CRM ")
    path = f"/webhooks/{one['id']}"
    assert one["secret"].startswith("whsec_")
    assert (one["enabled"], one["kinds"], one["description"]) == (
        True,
        ["booking.created", "call.ended"],
        "CRM",
    )
    read = await counter.get(path)
    assert one["secret"] not in read.text
    assert one["secret"] not in (await counter.get("/webhooks")).text
    assert [each["id"] for each in (await counter.get("/webhooks")).json()["items"]] == [one["id"]]

    seen = {"If-Match": read.headers["ETag"]}
    changed = await counter.patch(path, {"kinds": None, "enabled": False}, seen)
    assert changed.status_code == 200, changed.text
    assert (changed.json()["kinds"], changed.json()["enabled"]) == (None, False)
    assert changed.json()["disabled_because"] == "you disabled it"
    assert (await counter.patch(path, {"enabled": True}, seen)).status_code == 412
    assert (await counter.post(f"{path}/test")).status_code == 409
    assert (await counter.patch(path, {"enabled": True})).json()["enabled"] is True
    assert (await counter.patch(path, {})).status_code == 422

    rotated = (await counter.post(f"{path}/rotate-secret", {"overlap_hours": 2})).json()
    assert rotated["secret"] not in ("", one["secret"])
    until = datetime.fromisoformat(rotated["old_secret_until"])
    assert timedelta(hours=1) < until - datetime.now(UTC) <= timedelta(hours=2)
    assert (await counter.post(f"{path}/rotate-secret", {"overlap_hours": 169})).status_code == 422

    assert (await counter.delete(path)).status_code == 204
    assert (await counter.get(path)).status_code == (await counter.delete(path)).status_code == 404
    log = (await counter.get("/audit-log")).text
    for action in ("made", "changed", "secret_rotated", "removed"):
        assert f"webhook.{action}" in log
    assert one["secret"] not in log


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param({"url": "http://example.com/"}, "url", id="no TLS"),
        pytest.param({"url": "https://10.0.0.7/"}, "url", id="a private address"),
        pytest.param({"url": "https://169.254.169.254/"}, "url", id="a metadata service"),
        pytest.param({"url": "https://me:pw@example.com/"}, "url", id="a password in it"),
        pytest.param({"url": URL, "kinds": ["booking.sold"]}, "kinds", id="an unknown kind"),
        pytest.param({"url": URL, "description": "x" * 201}, "description", id="a long description"),
        pytest.param({"kinds": []}, "url", id="no address"),
        pytest.param({"url": URL, "secret": "mine"}, "secret", id="a field there is not"),
    ],
)
async def test_what_is_wrong_is_named(counter: Counter, body: dict[str, Any], field: str) -> None:
    answer = await counter.post("/webhooks", body)
    assert answer.status_code == 422
    assert field in answer.text


async def test_there_are_only_so_many(counter: Counter) -> None:
    for _ in range(MOST):
        await made(counter)
    assert (await counter.post("/webhooks", {"url": URL})).status_code == 409


async def test_owners_and_managers_set_them_up_and_nobody_else(counter: Counter) -> None:
    one = await made(counter)
    manager = await open_counter(counter.api, role=Role.MANAGER, studio=counter.studio)
    assert (await manager.patch(f"/webhooks/{one['id']}", {"description": "n"})).status_code == 200
    for role in (Role.STAFF, Role.VIEWER):
        other = await open_counter(counter.api, role=role, studio=counter.studio)
        refused = (
            await other.get("/webhooks"),
            await other.get(f"/webhooks/{one['id']}/deliveries"),
            await other.post("/webhooks", {"url": URL}),
            await other.delete(f"/webhooks/{one['id']}"),
        )
        assert {answer.status_code for answer in refused} == {403}


async def test_a_key_has_others_told_only_of_what_it_may_read(counter: Counter) -> None:
    one = await program(counter, "webhooks:write", "webhooks:read", "bookings:read")
    assert (await one.post("/webhooks", {"url": URL, "kinds": ["booking.created"]})).status_code == 201
    for kinds in (["call.ended"], ["booking.created", "customer.changed"], []):
        assert (await one.post("/webhooks", {"url": URL, "kinds": kinds})).status_code == 403
    all_of_it = await made(counter)
    # An address of its own would get calls and customers that it may not read.
    moved = await one.patch(f"/webhooks/{all_of_it['id']}", {"url": "https://elsewhere.example.com/"})
    assert moved.status_code == 403
    assert (await one.get(f"/webhooks/{all_of_it['id']}/deliveries")).status_code == 403


async def test_a_webhook_is_tried_and_what_happens_is_sent_and_can_be_sent_again(counter: Counter) -> None:
    web = PublicWeb(loopback_allowed=True)
    drain = WebhookDrain(counter.api.database, web, SEAL)
    async with receiver() as server:
        one = await made(counter, server.url)
        path = f"/webhooks/{one['id']}"
        tried = await counter.post(f"{path}/test")
        assert tried.status_code == 202
        assert (tried.json()["kind"], tried.json()["status"]) == (TRIAL, "pending")
        booked = (await counter.post("/bookings", counter.cut(upcoming(10)))).json()
        await FanOut(counter.api.database).drain()
        server.status, server.body = "500 Oops", b"no room"
        await drain.drain()

        listed = (await counter.get(f"{path}/deliveries")).json()["items"]
        assert [each["kind"] for each in listed] == ["booking.created", TRIAL]
        assert {each["status"] for each in listed} == {"pending"}
        assert listed[0]["last_attempt"]["status"] == 500
        assert listed[0]["last_attempt"]["response"] == "no room"
        whole = (await counter.get(f"{path}/deliveries/{listed[0]['id']}")).json()
        assert booked["id"] in whole["body"]
        assert "Sam" not in whole["body"]
        assert len(whole["attempt_log"]) == 1
        assert (await counter.get(f"{path}/deliveries", status="failed")).json()["items"] == []
        pages = [
            (await counter.get(f"{path}/deliveries", limit=1)).json(),
            (await counter.get(f"{path}/deliveries", kind="booking.created")).json(),
        ]
        assert [len(page["items"]) for page in pages] == [1, 1]
        assert pages[0]["next_cursor"]

        again = f"{path}/deliveries/{listed[0]['id']}/replay"
        assert (await counter.post(again)).status_code == 409, "it is under way as it is"
        server.status = "200 OK"
        tried_again = (await counter.post(f"{path}/test")).json()
        await drain.drain()
        sent = (await counter.get(f"{path}/deliveries/{tried_again['id']}")).json()
        assert sent["status"] == "delivered"
        assert (await counter.post(f"{path}/deliveries/{tried_again['id']}/replay")).status_code == 202
        await drain.drain()
        ids = [got.headers["webhook-id"] for got in server.got]
        assert ids.count(sent["message_id"]) == 2
        since = {"since": (datetime.now(UTC) - timedelta(hours=1)).isoformat()}
        assert (await counter.post(f"{path}/replay", since)).json() == {"messages": 0}
    await web.close()


async def test_the_catalogue_is_everybodys_and_its_samples_are_as_its_schemas_say(served: Api) -> None:
    answer: httpx.Response = await served.client.get("/api/v1/webhook-events")
    assert answer.status_code == 200
    items = answer.json()["items"]
    assert [each["kind"] for each in items] == [each.kind for each in all_described()]
    for each in items:
        Draft202012Validator(each["schema"]).validate(each["sample"])
