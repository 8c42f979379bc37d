"""Subscription schedules of the stand-in: phases a subscription goes through, each with its own prices.

Source: https://docs.stripe.com/api/subscription_schedules and https://docs.stripe.com/billing/subscriptions/subscription-schedules
"""

import calendar
from datetime import UTC, datetime

from sandbox.vendors.stripe.books import Books, Object
from sandbox.vendors.stripe.forms import Form, Refused

_OPEN = frozenset({"not_started", "active"})


def make(books: Books, form: Form) -> Object:
    """`POST /v1/subscription_schedules`, from a subscription: one phase, which is its period under way."""
    subscription = books.get("subscription", form.required("from_subscription"), "from_subscription")
    form.done()
    if subscription["schedule"] is not None:
        raise Refused(
            f"You cannot migrate a subscription that is already attached to a schedule: `{subscription['schedule']}`.",
            param="from_subscription",
        )
    if subscription["status"] == "canceled" or subscription["cancel_at_period_end"]:
        raise Refused("You cannot migrate a subscription that is to be canceled.", param="from_subscription")
    now, first = books.now_s(subscription["customer"]), subscription["items"]["data"][0]
    start, end = first["current_period_start"], first["current_period_end"]
    made: Object = {
        "id": books.new_id("sub_sched"),
        "object": "subscription_schedule",
        "application": None,
        "billing_mode": subscription["billing_mode"],
        "canceled_at": None,
        "completed_at": None,
        "created": now,
        "current_phase": {"start_date": start, "end_date": end},
        "customer": subscription["customer"],
        "default_settings": {
            "billing_cycle_anchor": "automatic",
            "collection_method": "charge_automatically",
            "default_payment_method": None,
            "description": None,
        },
        "end_behavior": "release",
        "livemode": False,
        "metadata": {},
        "phases": [
            _phase(
                [_item(one["price"]["id"], one.get("quantity")) for one in subscription["items"]["data"]],
                start,
                end,
                dict(subscription["metadata"]),
                "create_prorations",
            )
        ],
        "released_at": None,
        "released_subscription": None,
        "status": "active",
        "subscription": subscription["id"],
        "test_clock": subscription["test_clock"],
    }
    subscription["schedule"] = made["id"]
    books.add(made)
    books.happened("subscription_schedule.created", made)
    return made


def change(books: Books, schedule_id: str, form: Form) -> Object:
    """`POST /v1/subscription_schedules/{id}`: other phases, of which the one under way has to be the first."""
    found = books.get("subscription_schedule", schedule_id)
    if found["status"] not in _OPEN:
        raise Refused(f"You cannot update a subscription schedule that is {found['status']}.")
    behaviour = form.text("end_behavior", found["end_behavior"], among=("release", "cancel"))
    form.text(
        "proration_behavior", "create_prorations", among=("create_prorations", "always_invoice", "none")
    )
    phases: list[Object] = []
    for told in form.several("phases"):
        start = told.whole("start_date") if not phases else phases[-1]["end_date"]
        if start is None:
            raise Refused("The first phase needs a start_date.", param="phases[0][start_date]")
        end = told.whole("end_date")
        if told.has("duration"):
            length = told.below("duration")
            length.required("interval", among=("month",))
            end = start
            for _ in range(length.whole("interval_count", 1) or 1):
                end = _month_after(end)
            length.done()
        if end is None or end <= start:
            raise Refused(
                "A phase needs an end_date or a duration.", param=f"phases[{len(phases)}][end_date]"
            )
        items = []
        for one in told.several("items"):
            price = books.get("price", one.required("price"), "phases[items][price]")
            metered = price["recurring"]["usage_type"] == "metered"
            items.append(_item(price["id"], None if metered else one.whole("quantity", 1)))
            one.done()
        if not items:
            raise Refused("Missing required param: phases[items].", code="parameter_missing")
        prorates = told.text("proration_behavior", "create_prorations") or ""
        phases.append(_phase(items, start, end, told.metadata(), prorates))
        told.done("start_date")
    form.done()
    running = found["current_phase"]
    if not phases or phases[0]["start_date"] != running["start_date"]:
        raise Refused("You cannot change a phase that has begun.", param="phases[0][start_date]")
    found |= {"phases": phases, "end_behavior": behaviour}
    books.happened("subscription_schedule.updated", found)
    return found


def release(books: Books, schedule_id: str, form: Form) -> Object:
    """`POST /v1/subscription_schedules/{id}/release`: the subscription goes on as it is."""
    found = books.get("subscription_schedule", schedule_id)
    form.done("preserve_cancel_date")
    if found["status"] not in _OPEN:
        raise Refused(f"You cannot release a subscription schedule that is {found['status']}.")
    _released(books, found, books.now_s(found["customer"]))
    return found


def enter_phase(books: Books, subscription: Object, at: int) -> list[Object] | None:
    """The phase that begins then, or the end of the last; gives the metered items as they were before it."""
    if subscription["schedule"] is None:
        return None
    schedule = books.get("subscription_schedule", subscription["schedule"])
    if schedule["phases"][-1]["end_date"] <= at:
        _released(books, schedule, at)
        return None
    phase = next((one for one in schedule["phases"] if one["start_date"] == at), None)
    if phase is None:
        return None
    before = [
        dict(one)
        for one in subscription["items"]["data"]
        if one["price"]["recurring"]["usage_type"] == "metered"
    ]
    wanted = {
        price["recurring"]["usage_type"]: price
        for one in phase["items"]
        for price in [books.get("price", one["price"])]
    }
    for item in subscription["items"]["data"]:
        item["price"] = wanted[item["price"]["recurring"]["usage_type"]]
    subscription["metadata"] |= phase["metadata"]
    schedule["current_phase"] = {"start_date": phase["start_date"], "end_date": phase["end_date"]}
    books.happened("subscription_schedule.updated", schedule)
    return before


def _released(books: Books, schedule: Object, at: int) -> None:
    subscription = books.get("subscription", schedule["subscription"])
    subscription["schedule"] = None
    schedule |= {
        "status": "released",
        "released_at": at,
        "released_subscription": schedule["subscription"],
        "subscription": None,
        "current_phase": None,
    }
    books.happened("subscription_schedule.released", schedule)


def _item(price: str, quantity: int | None) -> Object:
    made: Object = {"discounts": [], "metadata": {}, "plan": price, "price": price, "tax_rates": []}
    return made if quantity is None else made | {"quantity": quantity}


def _phase(items: list[Object], start: int, end: int, metadata: dict[str, str], prorates: str) -> Object:
    return {
        "add_invoice_items": [],
        "collection_method": None,
        "currency": "aud",
        "description": None,
        "discounts": [],
        "end_date": end,
        "items": items,
        "metadata": metadata,
        "proration_behavior": prorates,
        "start_date": start,
        "trial_end": None,
    }


def _month_after(at: int) -> int:
    now = datetime.fromtimestamp(at, UTC)
    year, month = now.year + now.month // 12, now.month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return int(now.replace(year=year, month=month, day=min(now.day, last)).timestamp())
