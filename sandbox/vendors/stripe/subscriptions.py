"""Subscriptions of the stand-in: begun, changed with proration, renewed, cancelled, as time goes by."""

import calendar
from datetime import UTC, datetime

from sandbox.vendors.stripe import invoices, schedules
from sandbox.vendors.stripe.books import Books, Object
from sandbox.vendors.stripe.catalogue import amount_of
from sandbox.vendors.stripe.forms import Form, Refused

PRORATIONS = ("create_prorations", "always_invoice", "none")
_OVER = frozenset({"canceled", "incomplete_expired"})


def begin(
    books: Books, customer: str, prices: list[tuple[Object, int]], metadata: dict[str, str], now: int
) -> Object:
    """A subscription with its first invoice, which is paid or leaves it incomplete."""
    if not prices:
        raise Refused("Missing required param: items.", param="items", code="parameter_missing")
    subscription_id, ends = books.new_id("sub"), a_month_after(now, now)
    made: Object = {
        "id": subscription_id,
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": {"enabled": False, "liability": None, "disabled_reason": None},
        "billing_cycle_anchor": now,
        "billing_cycle_anchor_config": None,
        "billing_mode": {"type": "flexible", "flexible": {"proration_discounts": "included"}},
        "billing_schedules": [],
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": now,
        "currency": prices[0][0]["currency"],
        "customer": customer,
        "days_until_due": None,
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "ended_at": None,
        "invoice_settings": {"account_tax_ids": None, "issuer": {"type": "self"}},
        "items": {
            "object": "list",
            "data": [_item(books, subscription_id, price, count, now, ends) for price, count in prices],
            "has_more": False,
            "url": f"/v1/subscription_items?subscription={subscription_id}",
        },
        "latest_invoice": None,
        "livemode": False,
        "metadata": metadata,
        "next_pending_invoice_item_invoice": None,
        "pause_collection": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": now,
        "status": "active",
        "test_clock": books.get("customer", customer)["test_clock"],
        "trial_end": None,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
        "trial_start": None,
    }
    books.add(made)
    invoice = invoices.new_invoice(books, made, "subscription_create", (now, now), now)
    _in_advance(books, made, invoice)
    books.add(invoice)
    made["latest_invoice"] = invoice["id"]
    books.happened("customer.subscription.created", made)
    books.happened("invoice.created", invoice)
    invoices.finalise(books, invoice, made, now)
    return made


def update(books: Books, subscription_id: str, form: Form) -> Object:
    """`POST /v1/subscriptions/{id}`: items, cancelling at the period's end, metadata."""
    found = books.get("subscription", subscription_id)
    if found["status"] in _OVER:
        raise Refused(
            f"No such subscription: '{subscription_id}'", param="id", code="resource_missing", status=404
        )
    now = books.now_s(found["customer"])
    before = {"cancel_at_period_end": found["cancel_at_period_end"], "metadata": dict(found["metadata"])}
    behaviour = form.text("proration_behavior", "create_prorations", among=PRORATIONS)
    at = form.whole("proration_date", now) or now
    items, ends = form.several("items"), form.raw("cancel_at_period_end")
    if ends is not None and found["schedule"] is not None:
        raise Refused(
            "The subscription is managed by the subscription schedule"
            f" `{found['schedule']}`, and updating any cancelation behavior directly is not allowed.",
            param="cancel_at_period_end",
        )
    cancels = form.yes("cancel_at_period_end")
    found["metadata"] |= form.metadata()
    form.done()
    if ends is not None:
        found["cancel_at_period_end"] = cancels
        found["cancel_at"] = _ends_at(found) if cancels else None
        found["canceled_at"] = now if cancels else None
        found["cancellation_details"]["reason"] = "cancellation_requested" if cancels else None
    if items:
        lines = _changed(books, found, items, at, change=True)
        if behaviour == "always_invoice":
            _charge(books, found, lines, now)
        elif behaviour == "create_prorations":
            found.setdefault("_pending", []).extend(lines)
    books.happened("customer.subscription.updated", found, before)
    return found


def preview(books: Books, form: Form) -> Object:
    """`POST /v1/invoices/create_preview` of a change."""
    found = books.get("subscription", form.required("subscription"), "subscription")
    if form.text("customer", found["customer"]) != found["customer"]:
        raise Refused("The subscription belongs to another customer.", param="customer")
    details = form.below("subscription_details")
    form.done()
    now = books.now_s(found["customer"])
    behaviour = details.text("proration_behavior", "create_prorations", among=PRORATIONS)
    at, items = details.whole("proration_date", now) or now, details.several("items")
    details.done()
    period = (
        found["items"]["data"][0]["current_period_start"],
        found["items"]["data"][0]["current_period_end"],
    )
    made = invoices.new_invoice(books, found, "upcoming", period, now, invoice_id=books.new_id("upcoming_in"))
    made["lines"]["data"] = _changed(books, found, items, at, change=False)
    if behaviour == "create_prorations":
        _in_advance(books, found, made)
        invoices.count_usage(books, made, found)
    for one in made["lines"]["data"]:
        one["invoice"] = made["id"]
        one.pop("_usage", None)
    invoices.sum_up(books, made)
    return made


def cancel(books: Books, subscription_id: str, form: Form) -> Object:
    """`DELETE /v1/subscriptions/{id}`: at once; usage that is on no invoice is dropped unless `invoice_now`."""
    found = books.get("subscription", subscription_id)
    now = books.now_s(found["customer"])
    invoice_now, _ = form.yes("invoice_now"), form.yes("prorate")
    form.done()
    if invoice_now:
        _close(books, found, now)
    _end(books, found, now)
    return found


def resume_collection(books: Books, subscription: Object, status: str) -> None:
    """Puts a status by hand: what an operator may do at Stripe's dashboard."""
    was = subscription["status"]
    subscription["status"] = status
    books.happened("customer.subscription.updated", subscription, {"status": was})


def let_pass(books: Books, until: int, clock_id: str | None) -> None:
    """Does what falls due until then for the subscriptions of a clock, in the order of time."""
    for _ in range(10_000):
        due = [
            (at, what, one)
            for one in _of_clock(books, clock_id)
            if (next_due := _next(books, one))
            for at, what in [next_due]
        ]
        due = [entry for entry in due if entry[0] <= until]
        if not due:
            return
        at, what, subscription = min(due, key=lambda entry: (entry[0], entry[2]["id"]))
        if clock_id is not None:
            books.get("test_helpers.test_clock", clock_id)["frozen_time"] = at
        _do(books, what, subscription, at)


def _of_clock(books: Books, clock_id: str | None) -> list[Object]:
    return [one for one in books.objects.get("subscription", {}).values() if one["test_clock"] == clock_id]


def _next(books: Books, one: Object) -> tuple[int, str] | None:
    due: list[tuple[int, str]] = []
    for invoice in books.objects.get("invoice", {}).values():
        if invoice["parent"]["subscription_details"]["subscription"] != one["id"]:
            continue
        if invoice["status"] == "draft" and invoice["automatically_finalizes_at"] is not None:
            due.append((invoice["automatically_finalizes_at"], f"finalise {invoice['id']}"))
        if invoice["status"] == "open" and invoice["next_payment_attempt"] is not None:
            due.append((invoice["next_payment_attempt"], f"retry {invoice['id']}"))
    if one["status"] not in _OVER and one["status"] != "incomplete":
        due.append((_ends_at(one), "renew"))
    return min(due, default=None)


def _do(books: Books, what: str, subscription: Object, at: int) -> None:
    match what.split():
        case ["renew"]:
            if subscription["cancel_at_period_end"]:
                _close(books, subscription, at)
                _end(books, subscription, at)
            else:
                _renew(books, subscription, at)
        case ["finalise", invoice_id]:
            invoices.finalise(books, books.get("invoice", invoice_id), subscription, at)
        case ["retry", invoice_id]:
            invoices.attempt(books, books.get("invoice", invoice_id), subscription, at)
        case _:
            raise AssertionError(what)


def _renew(books: Books, subscription: Object, at: int) -> None:
    first = subscription["items"]["data"][0]
    past, ends = (first["current_period_start"], at), a_month_after(at, subscription["billing_cycle_anchor"])
    for item in subscription["items"]["data"]:
        item |= {"current_period_start": at, "current_period_end": ends}
    metered = schedules.enter_phase(books, subscription, at)
    invoice = invoices.new_invoice(books, subscription, "subscription_cycle", past, at)
    # What was used before is charged as it was sold then, also what is told of it while this is a draft.
    invoice["_metered"] = metered
    invoice["lines"]["data"].extend(subscription.pop("_pending", []))
    _in_advance(books, subscription, invoice)
    invoice["automatically_finalizes_at"] = at + invoices.DRAFT_S
    books.add(invoice)
    subscription["latest_invoice"] = invoice["id"]
    invoices.count_usage(books, invoice, subscription)
    invoices.sum_up(books, invoice)
    books.happened("customer.subscription.updated", subscription, {"current_period_start": past[0]})
    books.happened("invoice.created", invoice)


def _close(books: Books, subscription: Object, at: int) -> None:
    """The last invoice: usage alone."""
    start = subscription["items"]["data"][0]["current_period_start"]
    invoice = invoices.new_invoice(books, subscription, "subscription_cycle", (start, at), at)
    invoice["lines"]["data"].extend(subscription.pop("_pending", []))
    invoice["automatically_finalizes_at"] = at + invoices.DRAFT_S
    books.add(invoice)
    subscription["latest_invoice"] = invoice["id"]
    books.happened("invoice.created", invoice)


def _end(books: Books, subscription: Object, at: int) -> None:
    subscription |= {"status": "canceled", "ended_at": at, "canceled_at": subscription["canceled_at"] or at}
    books.happened("customer.subscription.deleted", subscription)


def _charge(books: Books, subscription: Object, lines: list[Object], now: int) -> None:
    invoice = invoices.new_invoice(books, subscription, "subscription_update", (now, now), now)
    for one in lines:
        one["invoice"] = invoice["id"]
    invoice["lines"]["data"] = lines
    books.add(invoice)
    subscription["latest_invoice"] = invoice["id"]
    books.happened("invoice.created", invoice)
    invoices.finalise(books, invoice, subscription, now)


def _changed(books: Books, subscription: Object, items: list[Form], at: int, *, change: bool) -> list[Object]:
    """The lines of a change of prices: credit for the rest of the old one, the rest of the new one."""
    lines: list[Object] = []
    known = {item["id"]: item for item in subscription["items"]["data"]}
    for form in items:
        price = books.get("price", form.required("price"), "items[0][price]")
        item_id, quantity = form.text("id"), form.whole("quantity", 1) or 1
        form.done()
        old = known.get(item_id) if item_id is not None else None
        if item_id is not None and old is None:
            raise Refused(
                f"No such subscription item: '{item_id}'", param="items[0][id]", code="resource_missing"
            )
        first = subscription["items"]["data"][0]
        start, end = first["current_period_start"], first["current_period_end"]
        if not start <= at <= end:
            raise Refused("proration_date must be within the current period.", param="proration_date")
        if any(one["price"]["id"] == price["id"] and one["id"] != item_id for one in known.values()):
            raise Refused("Cannot add multiple subscription items with the same price.", param="items")
        left = (end - at) / (end - start)
        target = old or _item(books, subscription["id"], price, quantity, start, end)
        if price["recurring"]["usage_type"] == "licensed" and (
            old is None or old["price"]["id"] != price["id"]
        ):
            if old is not None:
                credit = -round(amount_of(old["price"], old.get("quantity") or 1) * left)
                text = f"Unused time on {old['price']['nickname'] or old['price']['id']}"
                lines.append(invoices.line(books, "", old, credit, text, (at, end), proration=True))
            text = f"Remaining time on {price['nickname'] or price['id']}"
            charged = {**target, "price": price}
            amount = round(amount_of(price, quantity) * left)
            lines.append(invoices.line(books, "", charged, amount, text, (at, end), proration=True))
        if change:
            target["price"] = price
            if old is None:
                subscription["items"]["data"].append(target)
    return lines


def _in_advance(books: Books, subscription: Object, invoice: Object) -> None:
    for item in subscription["items"]["data"]:
        if item["price"]["recurring"]["usage_type"] == "licensed":
            amount = amount_of(item["price"], item.get("quantity") or 1)
            text = f"1 × {item['price']['nickname'] or item['price']['id']}"
            period = (item["current_period_start"], item["current_period_end"])
            invoice["lines"]["data"].append(invoices.line(books, invoice["id"], item, amount, text, period))


def _item(books: Books, subscription_id: str, price: Object, quantity: int, start: int, end: int) -> Object:
    recurring = price["recurring"]
    made: Object = {
        "id": books.new_id("si"),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": start,
        "current_period_end": end,
        "current_period_start": start,
        "discounts": [],
        "metadata": {},
        "plan": {
            "id": price["id"],
            "object": "plan",
            "active": True,
            "billing_scheme": price["billing_scheme"],
            "created": price["created"],
            "currency": price["currency"],
            "interval": recurring["interval"],
            "interval_count": recurring["interval_count"],
            "livemode": False,
            "product": price["product"],
            "usage_type": recurring["usage_type"],
        },
        "price": price,
        "subscription": subscription_id,
        "tax_rates": [],
    }
    if recurring["usage_type"] == "licensed":
        made["quantity"] = quantity
    return made


def _ends_at(subscription: Object) -> int:
    return subscription["items"]["data"][0]["current_period_end"]


def a_month_after(at: int, anchor: int) -> int:
    """The same day and time of the next month as the anchor's; its last day where it has none."""
    now, day = datetime.fromtimestamp(at, UTC), datetime.fromtimestamp(anchor, UTC).day
    year, month = (now.year + now.month // 12, now.month % 12 + 1)
    last = calendar.monthrange(year, month)[1]
    return int(now.replace(year=year, month=month, day=min(day, last)).timestamp())
