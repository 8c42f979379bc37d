"""Customers, Checkout and the customer portal of the stand-in, and what people do on those pages."""

from sandbox.vendors.stripe import subscriptions
from sandbox.vendors.stripe.books import Books, Object
from sandbox.vendors.stripe.forms import Form, Refused

CHECKOUT_S = 24 * 3600


def make_customer(books: Books, form: Form) -> Object:
    clock = form.text("test_clock")
    if clock is not None:
        books.get("test_helpers.test_clock", clock, "test_clock")
    made: Object = {
        "id": books.new_id("cus"),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": int(books.wall_s()),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": form.text("description"),
        "discount": None,
        "email": form.text("email"),
        "invoice_prefix": "SANDBOX",
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": form.metadata(),
        "name": form.text("name"),
        "next_invoice_sequence": 1,
        "phone": form.text("phone"),
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": clock,
    }
    form.done()
    books.add(made)
    books.happened("customer.created", made)
    return made


def make_checkout(books: Books, form: Form, base_url: str) -> Object:
    """A session of mode subscription; its page is ours (`/_sandbox/checkout/{id}`)."""
    form.required("mode", among=("subscription",))
    customer = books.get("customer", form.required("customer"), "customer")
    lines = form.several("line_items")
    if not lines:
        raise Refused("Missing required param: line_items.", param="line_items", code="parameter_missing")
    wanted: list[list[object]] = []
    for line in lines:
        price = books.get("price", line.required("price"), "line_items[0][price]")
        metered = price["recurring"]["usage_type"] == "metered"
        if metered and line.has("quantity"):
            raise Refused(
                "Quantity should not be specified where usage_type is `metered`.", param="line_items"
            )
        wanted.append([price["id"], 1 if metered else line.whole("quantity", 1, least=1)])
        line.done()
    now, session_id = books.now_s(customer["id"]), books.new_id("cs_test")
    details = form.below("subscription_data")
    made: Object = {
        "id": session_id,
        "object": "checkout.session",
        "adaptive_pricing": None,
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": None,
        "amount_total": None,
        "automatic_tax": {"enabled": False, "liability": None, "status": None, "provider": None},
        "cancel_url": form.text("cancel_url"),
        "client_reference_id": form.text("client_reference_id"),
        "created": now,
        "currency": None,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer": customer["id"],
        "expires_at": now + CHECKOUT_S,
        "livemode": False,
        "metadata": form.metadata(),
        "mode": "subscription",
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "shipping_options": [],
        "status": "open",
        "subscription": None,
        "success_url": form.required("success_url"),
        "url": f"{base_url}/_sandbox/checkout/{session_id}",
        "_wanted": wanted,
        "_metadata": details.metadata(),
    }
    details.done()
    form.done()
    return books.add(made)


def expire_checkout(books: Books, session_id: str) -> Object:
    found = books.get("checkout.session", session_id)
    if found["status"] != "open":
        raise Refused(f"This Session is not in an expireable state: {found['status']}.")
    found |= {"status": "expired", "url": None}
    books.happened("checkout.session.expired", found)
    return found


def complete_checkout(books: Books, session_id: str) -> Object:
    """Somebody has filled in the page; their card is the customer's (`Books.declining`)."""
    found = books.get("checkout.session", session_id)
    now = books.now_s(found["customer"])
    if found["status"] != "open" or now >= found["expires_at"]:
        raise Refused("The page has expired.", status=409)
    if found["customer"] in books.declining:
        raise Refused("Your card was declined.", status=402, code="card_declined", kind="card_error")
    prices = [(books.get("price", price), int(count)) for price, count in found["_wanted"]]
    made = subscriptions.begin(books, found["customer"], prices, dict(found["_metadata"]), now)
    found |= {"status": "complete", "payment_status": "paid", "subscription": made["id"], "url": None}
    found["invoice"] = made["latest_invoice"]
    books.happened("checkout.session.completed", found)
    return found


def make_portal(books: Books, form: Form, base_url: str) -> Object:
    customer = books.get("customer", form.required("customer"), "customer")
    flow, kinds = (
        form.below("flow_data"),
        ("subscription_cancel", "payment_method_update", "subscription_update"),
    )
    kind = flow.text("type", among=kinds)
    cancels = flow.below("subscription_cancel").text("subscription")
    if cancels is not None:
        books.get("subscription", cancels, "flow_data[subscription_cancel][subscription]")
    flow.done("after_completion")
    now, session_id = books.now_s(customer["id"]), books.new_id("bps")
    made: Object = {
        "id": session_id,
        "object": "billing_portal.session",
        "configuration": "bpc_test000000000000",
        "created": now,
        "customer": customer["id"],
        "flow": None
        if kind is None
        else {
            "after_completion": {"hosted_confirmation": None, "redirect": None, "type": "portal_homepage"},
            "subscription_cancel": None if cancels is None else {"retention": None, "subscription": cancels},
            "subscription_update": None,
            "subscription_update_confirm": None,
            "type": kind,
        },
        "livemode": False,
        "locale": form.text("locale"),
        "on_behalf_of": None,
        "return_url": form.text("return_url"),
        "url": f"{base_url}/_sandbox/portal/{session_id}",
    }
    form.done()
    return books.add(made)
