"""The bill over HTTP: what an owner sees and does, what Stripe posts, what operators see."""

import time
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from redis.asyncio import Redis

from storage.postgres.database import Database
from tests.support.api import Api, SignedUp, api
from tests.support.stripe import StripeDouble

HOOK = "/hooks/stripe"


@pytest.fixture
async def stripe() -> StripeDouble:
    made = StripeDouble(now_s=int(time.time()))
    await made.stocked()
    return made


@pytest.fixture
async def sold(database: Database, redis: Redis, stripe: StripeDouble) -> AsyncIterator[Api]:
    async with api(database, redis, stripe=stripe) as served:
        yield served


async def ask(served: Api, owner: SignedUp, method: str, path: str, **more: Any) -> Any:
    url = f"/api/v1/businesses/{owner.business_id}/billing{path}"
    return await served.client.request(method, url, headers=owner.bearer, **more)


async def buy(served: Api, owner: SignedUp, stripe: StripeDouble, plan: str = "solo") -> None:
    answer = await ask(served, owner, "POST", "/checkout", json={"plan": plan})
    assert answer.status_code == 201, answer.text
    await stripe.by_hand("checkout", answer.json()["url"].rpartition("/")[2])


async def test_anybody_sees_what_is_on_sale(sold: Api) -> None:
    plans = (await sold.client.get("/api/v1/billing/plans")).json()
    assert [plan["id"] for plan in plans["plans"]] == ["solo", "team", "busy"]
    assert plans["trial"]["minutes"] > 0


async def test_an_owner_buys_looks_ahead_changes_caps_and_cancels(sold: Api, stripe: StripeDouble) -> None:
    owner = await sold.signed_up()
    bill = (await ask(sold, owner, "GET", "")).json()
    assert (bill["state"], bill["plan"], bill["usage"]["billable_seconds"]) == ("trial", None, 0)
    assert (await ask(sold, owner, "POST", "/portal")).status_code == 409
    assert (await ask(sold, owner, "PUT", "/plan", json={"plan": "team"})).status_code == 409
    await buy(sold, owner, stripe)

    # Nothing of it has come in yet, and it cannot be bought twice all the same.
    again = await ask(sold, owner, "POST", "/checkout", json={"plan": "team"})
    assert again.status_code == 409
    bill = (await ask(sold, owner, "GET", "")).json()
    assert (bill["state"], bill["plan"]["id"]) == ("active", "solo")

    preview = (await ask(sold, owner, "POST", "/plan/preview", json={"plan": "team"})).json()
    assert preview["due_cents"] > 0
    assert {line["proration"] for line in preview["lines"]} == {True}
    changed = await ask(sold, owner, "PUT", "/plan", json={"plan": "team", "at": preview["at"]})
    assert changed.json()["plan"]["id"] == "team", changed.text
    first = (await ask(sold, owner, "GET", "/invoices", params={"limit": 1})).json()
    assert first["items"][0]["due_cents"] == preview["due_cents"]
    second = (await ask(sold, owner, "GET", "/invoices", params={"cursor": first["next_cursor"]})).json()
    assert [one["status"] for one in second["items"]] == ["paid"]
    assert second["next_cursor"] is None

    capped = (await ask(sold, owner, "PUT", "/cap", json={"cap_cents": 2000})).json()
    assert capped["cap_cents"] == 2000
    portal = (await ask(sold, owner, "POST", "/portal", params={"cancel": True})).json()
    assert portal["url"].startswith("http")
    cancelled = (await ask(sold, owner, "POST", "/cancellation")).json()
    assert datetime.fromisoformat(cancelled["cancel_at"]) == datetime.fromisoformat(cancelled["period_end"])
    assert (await ask(sold, owner, "DELETE", "/cancellation")).json()["cancel_at"] is None
    assert (await ask(sold, owner, "GET", "/calls")).json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/checkout", {"plan": "enormous"}),
        ("POST", "/checkout", {"plan": "solo", "price": 1}),
        ("PUT", "/cap", {"cap_cents": -1}),
        ("PUT", "/cap", {"cap_cents": 10**12}),
        ("PUT", "/cap", {}),
        ("PUT", "/plan", {"plan": "team", "at": "yesterday"}),
    ],
    ids=["no-such-plan", "a-price-of-ones-own", "negative", "too-much", "nothing", "no-instant"],
)
async def test_what_cannot_be_is_refused(sold: Api, method: str, path: str, body: dict[str, Any]) -> None:
    owner = await sold.signed_up()
    assert (await ask(sold, owner, method, path, json=body)).status_code == 422


async def test_stripe_away_is_a_problem_and_no_failure(sold: Api, stripe: StripeDouble) -> None:
    owner = await sold.signed_up()
    stripe.arm("refuse", 429, count=9)
    answer = await ask(sold, owner, "POST", "/checkout", json={"plan": "solo"})
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/vendor-away"


async def test_events_are_kept_once_and_forged_old_and_strange_ones_not_at_all(
    sold: Api, stripe: StripeDouble
) -> None:
    await buy(sold, await sold.signed_up(), stripe)
    event = stripe.events()[-1]
    body, good = stripe.webhook(event)

    async def post(body: bytes, signature: str | None) -> int:
        headers = {} if signature is None else {"Stripe-Signature": signature}
        return (await sold.client.post(HOOK, content=body, headers=headers)).status_code

    assert await post(body, None) == 403
    assert await post(body, "t=1,v1=00") == 403
    assert await post(body, stripe.webhook(event, secret="whsec_other")[1]) == 403
    assert await post(body, stripe.webhook(event, at_s=stripe.now_s - 301)[1]) == 403
    assert await post(body.replace(b"cus_", b"cuz_"), good) == 403
    assert await post(body, good) == 204
    assert await post(body, good) == 204
    strange, signature = stripe.webhook({"object": "list", "data": []})
    assert await post(strange, signature) == 400
    assert await post(b"x" * 600_000, good) == 413


async def test_a_manager_sees_no_bill(sold: Api) -> None:
    owner, other = await sold.signed_up(), await sold.signed_up()
    url = f"/api/v1/businesses/{owner.business_id}/billing"
    assert (await sold.client.get(url, headers=other.bearer)).status_code == 404
    assert (await sold.client.get(url)).status_code == 401
    assert (await sold.client.get("/api/v1/platform/margins", headers=owner.bearer)).status_code == 403
