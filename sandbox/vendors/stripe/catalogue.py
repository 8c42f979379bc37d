"""Products, prices and meters of the stand-in."""

from decimal import Decimal, InvalidOperation

from sandbox.vendors.stripe.books import Books, Object
from sandbox.vendors.stripe.forms import Form, Refused


def make_product(books: Books, form: Form) -> Object:
    now = books.now_s()
    product_id = form.text("id") or books.new_id("prod")
    if product_id in books.objects.get("product", {}):
        raise Refused("Product already exists.", param="id", code="resource_already_exists")
    made: Object = {
        "id": product_id,
        "object": "product",
        "active": form.yes("active", default=True),
        "created": now,
        "default_price": None,
        "description": form.text("description"),
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": form.metadata(),
        "name": form.required("name"),
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": form.text("unit_label"),
        "updated": now,
        "url": None,
    }
    form.done()
    return books.add(made)


def make_price(books: Books, form: Form) -> Object:
    product = books.get("product", form.required("product"), "product")
    recurring, tiers = form.below("recurring"), form.several("tiers")
    usage = recurring.text("usage_type", "licensed", among=("licensed", "metered"))
    meter = recurring.text("meter")
    if usage == "metered":
        books.get("billing.meter", meter or "", "recurring[meter]")
    scheme = form.text("billing_scheme", "per_unit", among=("per_unit", "tiered"))
    if (scheme == "tiered") != bool(tiers):
        raise Refused("You must pass `tiers` with `billing_scheme` tiered, and only then.", param="tiers")
    lookup_key, transfer = form.text("lookup_key"), form.yes("transfer_lookup_key")
    for other in books.objects.get("price", {}).values():
        if lookup_key is not None and other["lookup_key"] == lookup_key:
            if not transfer:
                message = f"A price (`{other['id']}`) already uses that lookup key."
                raise Refused(message, param="lookup_key", code="resource_already_exists")
            other["lookup_key"] = None
    unit, exact = form.whole("unit_amount"), form.text("unit_amount_decimal")
    if scheme == "per_unit" and unit is None and exact is None:
        raise Refused("You must specify `unit_amount` or `unit_amount_decimal`.", param="unit_amount")
    made: Object = {
        "id": books.new_id("price"),
        "object": "price",
        "active": True,
        "billing_scheme": scheme,
        "created": books.now_s(),
        "currency": form.required("currency").lower(),
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": lookup_key,
        "metadata": form.metadata(),
        "nickname": form.text("nickname"),
        "product": product["id"],
        "recurring": {
            "interval": recurring.required("interval", among=("day", "week", "month", "year")),
            "interval_count": recurring.whole("interval_count", 1, least=1),
            "meter": meter,
            "trial_period_days": None,
            "usage_type": usage,
        },
        "tax_behavior": form.text("tax_behavior", "unspecified"),
        "tiers_mode": form.text("tiers_mode", among=("graduated", "volume")),
        "transform_quantity": None,
        "type": "recurring",
        "unit_amount": None if scheme == "tiered" else unit,
        "unit_amount_decimal": None if scheme == "tiered" else exact or str(unit),
    }
    if tiers:
        made["tiers"] = [_tier(tier, last=tier is tiers[-1]) for tier in tiers]
    form.done()
    return books.add(made)


def _tier(form: Form, *, last: bool) -> Object:
    up_to = form.required("up_to")
    if last != (up_to == "inf"):
        raise Refused("The last tier must have `up_to` inf, and no other.", param="tiers")
    exact = form.text("unit_amount_decimal") or form.required("unit_amount")
    try:
        amount = Decimal(exact)
    except InvalidOperation:
        raise Refused(f"Invalid decimal: {exact}", param="tiers[unit_amount_decimal]") from None
    if -int(amount.as_tuple().exponent) > 12:
        raise Refused("At most 12 decimal places are supported.", param="tiers[unit_amount_decimal]")
    whole = int(amount) if amount == int(amount) else None
    return {
        "flat_amount": None,
        "flat_amount_decimal": None,
        "unit_amount": whole,
        "unit_amount_decimal": exact,
        "up_to": None if up_to == "inf" else int(up_to),
    }


def make_meter(books: Books, form: Form) -> Object:
    name = form.required("event_name")
    if any(meter["event_name"] == name for meter in books.objects.get("billing.meter", {}).values()):
        raise Refused(
            "A meter with this event name exists.", param="event_name", code="resource_already_exists"
        )
    now = books.now_s()
    mapping, values = form.below("customer_mapping"), form.below("value_settings")
    made: Object = {
        "id": books.new_id("mtr"),
        "object": "billing.meter",
        "created": now,
        "customer_mapping": {
            "event_payload_key": mapping.text("event_payload_key", "stripe_customer_id"),
            "type": "by_id",
        },
        "default_aggregation": {"formula": form.below("default_aggregation").required("formula")},
        "display_name": form.required("display_name"),
        "event_name": name,
        "event_time_window": form.text("event_time_window"),
        "livemode": False,
        "status": "active",
        "status_transitions": {"deactivated_at": None},
        "updated": now,
        "value_settings": {"event_payload_key": values.text("event_payload_key", "value")},
    }
    form.done()
    return books.add(made)


def amount_of(price: Object, quantity: int) -> int:
    """What so many units come to in cents, as an invoice has it."""
    if price["billing_scheme"] == "per_unit":
        return round(Decimal(price["unit_amount_decimal"]) * quantity)
    total, below = Decimal(0), 0
    for tier in price["tiers"]:
        reach = quantity if tier["up_to"] is None else min(quantity, tier["up_to"])
        total += max(0, reach - below) * Decimal(tier["unit_amount_decimal"])
        below = max(below, reach)
    return int(total.quantize(Decimal(1), "ROUND_HALF_UP"))
