"""Invoices of the stand-in: drafts that stay open for late usage, finalised, then paid or not."""

from sandbox.vendors.stripe.books import Books, Object
from sandbox.vendors.stripe.catalogue import amount_of
from sandbox.vendors.stripe.meters import used_s

DRAFT_S = 3600
"""Usage reported in it still counts.

Source: https://docs.stripe.com/billing/subscriptions/usage-based/configure-grace-period
"""

RETRY_AFTER_S = (3 * 86_400, 5 * 86_400, 7 * 86_400)
"""From one failed payment to the next attempt; after the last the account's setting decides."""


def line(
    books: Books,
    invoice_id: str,
    item: Object,
    amount: int,
    text: str,
    period: tuple[int, int],
    *,
    quantity: int = 1,
    proration: bool = False,
) -> Object:
    """One line for an item of a subscription."""
    price = item["price"]
    return {
        "id": books.new_id("il"),
        "object": "line_item",
        "amount": amount,
        "currency": price["currency"],
        "description": text,
        "discount_amounts": [],
        "discountable": not proration,
        "discounts": [],
        "invoice": invoice_id,
        "livemode": False,
        "metadata": {},
        "parent": {
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": proration,
                "proration_details": {"credited_items": None},
                "subscription": item["subscription"],
                "subscription_item": item["id"],
            },
            "type": "subscription_item_details",
        },
        "period": {"start": period[0], "end": period[1]},
        "pretax_credit_amounts": [],
        "pricing": {
            "type": "price_details",
            "price_details": {"price": price["id"], "product": price["product"]},
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "quantity": quantity,
        "subtotal": amount,
        "taxes": [],
    }


def new_invoice(
    books: Books,
    subscription: Object,
    reason: str,
    period: tuple[int, int],
    now: int,
    *,
    invoice_id: str = "",
) -> Object:
    """A draft without lines, not yet in the books."""
    invoice_id = invoice_id or books.new_id("in")
    return {
        "id": invoice_id,
        "object": "invoice",
        "account_country": "AU",
        "account_name": "Sandbox",
        "amount_due": 0,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": 0,
        "amount_shipping": 0,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {
            "enabled": False,
            "liability": None,
            "status": None,
            "disabled_reason": None,
            "provider": None,
        },
        "automatically_finalizes_at": None,
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "created": now,
        "currency": subscription["currency"],
        "customer": subscription["customer"],
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "effective_at": None,
        "ending_balance": None,
        "hosted_invoice_url": None,
        "invoice_pdf": None,
        "issuer": {"type": "self"},
        "lines": {"object": "list", "data": [], "has_more": False, "url": f"/v1/invoices/{invoice_id}/lines"},
        "livemode": False,
        "metadata": {},
        "next_payment_attempt": None,
        "number": None,
        "parent": {
            "quote_details": None,
            "subscription_details": {
                "metadata": subscription["metadata"],
                "subscription": subscription["id"],
            },
            "type": "subscription_details",
        },
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "period_end": period[1],
        "period_start": period[0],
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "starting_balance": 0,
        "status": "draft",
        "status_transitions": {
            "finalized_at": None,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "subtotal": 0,
        "total": 0,
        "webhooks_delivered_at": None,
    }


def sum_up(books: Books, invoice: Object) -> None:
    """Total of the lines; the customer's credit is taken off what is due, and a negative total becomes credit."""
    total = sum(one["amount"] for one in invoice["lines"]["data"])
    balance = books.get("customer", invoice["customer"])["balance"]
    due = max(0, total + min(0, balance)) if total > 0 else 0
    invoice |= {
        "subtotal": total,
        "total": total,
        "amount_due": due,
        "amount_remaining": due,
        "starting_balance": balance,
        "ending_balance": balance + total - due,
    }


def count_usage(books: Books, invoice: Object, subscription: Object) -> None:
    """Puts the period's usage on the draft, as far as it is known by now."""
    lines: list[Object] = [one for one in invoice["lines"]["data"] if one.get("_usage") is None]
    start, end = invoice["period_start"], invoice["period_end"]
    for item in invoice.get("_metered") or subscription["items"]["data"]:
        meter_id = item["price"]["recurring"]["meter"]
        if meter_id is None:
            continue
        meter = books.get("billing.meter", meter_id)
        used = used_s(books, invoice["customer"], meter["event_name"], start, end)
        made = line(
            books,
            invoice["id"],
            item,
            amount_of(item["price"], used),
            f"{used} × usage",
            (start, end),
            quantity=used,
        )
        lines.append(made | {"_usage": True})
    invoice["lines"]["data"] = lines


def finalise(books: Books, invoice: Object, subscription: Object, now: int) -> None:
    """No more changes: it has a number, and money is asked for."""
    if subscription["status"] != "trialing" and invoice["billing_reason"] in ("subscription_cycle", "manual"):
        count_usage(books, invoice, subscription)
    sum_up(books, invoice)
    customer = books.get("customer", invoice["customer"])
    customer["balance"] = invoice["ending_balance"]
    for one in invoice["lines"]["data"]:
        one.pop("_usage", None)
    invoice |= {
        "status": "open",
        "number": f"SANDBOX-{invoice['id'][-4:]}",
        "effective_at": now,
        "automatically_finalizes_at": None,
        "hosted_invoice_url": f"https://invoice.stripe.example/i/{invoice['id']}",
        "invoice_pdf": f"https://invoice.stripe.example/i/{invoice['id']}/pdf",
    }
    invoice["status_transitions"]["finalized_at"] = now
    books.happened("invoice.finalized", invoice)
    attempt(books, invoice, subscription, now)


def attempt(books: Books, invoice: Object, subscription: Object, now: int) -> None:
    """Tries to have it paid, and lets the subscription follow."""
    invoice["attempted"] = True
    invoice["attempt_count"] += 1
    if invoice["amount_due"] == 0 or invoice["customer"] not in books.declining:
        invoice |= {
            "status": "paid",
            "amount_paid": invoice["amount_due"],
            "amount_remaining": 0,
            "next_payment_attempt": None,
        }
        invoice["status_transitions"]["paid_at"] = now
        books.happened("invoice.paid", invoice)
        if subscription["status"] in ("past_due", "unpaid", "incomplete"):
            was = subscription["status"]
            subscription["status"] = "active"
            books.happened("customer.subscription.updated", subscription, {"status": was})
        return
    tried = invoice["attempt_count"]
    more = invoice["billing_reason"] != "subscription_create" and tried <= len(RETRY_AFTER_S)
    invoice["next_payment_attempt"] = now + RETRY_AFTER_S[tried - 1] if more else None
    books.happened("invoice.payment_failed", invoice)
    was = subscription["status"]
    if was == "canceled":
        return
    if invoice["billing_reason"] == "subscription_create":
        subscription["status"] = "incomplete"
    elif more:
        subscription["status"] = "past_due"
    else:
        subscription["status"] = books.after_retries
    if subscription["status"] == "canceled":
        subscription |= {"ended_at": now, "canceled_at": now, "cancel_at_period_end": False}
        books.happened("customer.subscription.deleted", subscription)
    elif subscription["status"] != was:
        books.happened("customer.subscription.updated", subscription, {"status": was})
