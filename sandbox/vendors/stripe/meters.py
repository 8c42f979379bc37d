"""Usage at the stand-in: meter events, their adjustments, and what they sum up to.

Source: https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api
"""

import re

from sandbox.vendors.stripe.books import Books, Object, Used
from sandbox.vendors.stripe.forms import Form, Refused

OLDEST_S = 35 * 86_400
AHEAD_S = 5 * 60
UNIQUE_S = 86_400
DAY_S = 86_400


def take_event(books: Books, form: Form) -> Object:
    """Counts one. What is wrong with whom it is for shows later, as a thin event; what is wrong with time, at once."""
    name, payload = form.required("event_name"), form.below("payload")
    meter = _meter(books, name)
    mapped = meter["customer_mapping"]["event_payload_key"]
    customer, value = payload.required(mapped), payload.required(meter["value_settings"]["event_payload_key"])
    payload.done()
    now_s = books.now_s(customer)
    heard_s, at_s = now_s, form.whole("timestamp", now_s) or now_s
    identifier = form.text("identifier") or books.new_id("mevt")
    form.done()
    if len(identifier) > 100:
        raise Refused("Identifier must be at most 100 characters.", param="identifier")
    if at_s < now_s - OLDEST_S:
        raise Refused("The timestamp is too far in the past: at most 35 days.", param="timestamp")
    if at_s > now_s + AHEAD_S:
        raise Refused("The timestamp is too far in the future: at most 5 minutes.", param="timestamp")
    if any(used.identifier == identifier and used.heard_s > heard_s - UNIQUE_S for used in books.usage):
        raise Refused(f"An event already exists with identifier {identifier}.", param="identifier")
    if customer not in books.objects.get("customer", {}):
        message = f"No customer {customer}"
        books.fault_happened(meter, "meter_event_customer_not_found", message, identifier)
    elif not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]+)?", value):
        books.fault_happened(meter, "meter_event_invalid_value", "The value is no number", identifier)
    else:
        books.usage.append(Used(identifier, customer, int(float(value)), at_s, heard_s, name))
    return {
        "object": "billing.meter_event",
        "created": heard_s,
        "event_name": name,
        "identifier": identifier,
        "livemode": False,
        "payload": {mapped: customer, meter["value_settings"]["event_payload_key"]: value},
        "timestamp": at_s,
    }


def take_adjustment(books: Books, form: Form) -> Object:
    """Takes one event back, within a day."""
    name = form.required("event_name")
    form.required("type", among=("cancel",))
    identifier = form.below("cancel").required("identifier")
    form.done()
    _meter(books, name)
    for used in books.usage:
        fresh = used.heard_s > books.now_s(used.customer) - UNIQUE_S
        if used.identifier == identifier and used.event_name == name and fresh and not used.cancelled:
            used.cancelled = True
            return {
                "object": "billing.meter_event_adjustment",
                "cancel": {"identifier": identifier},
                "event_name": name,
                "livemode": False,
                "status": "pending",
                "type": "cancel",
            }
    raise Refused("No event with this identifier within the last 24 hours.", param="cancel[identifier]")


def summaries(books: Books, meter_id: str, form: Form, url: str) -> Object:
    """Sums by the day (UTC) or over all of it."""
    meter = books.get("billing.meter", meter_id)
    customer = form.required("customer")
    start, end = form.whole("start_time") or 0, form.whole("end_time") or 0
    grouping = form.text("value_grouping_window", among=("day", "hour"))
    limit = form.whole("limit", 10, least=1) or 10
    form.text("starting_after")
    form.done()
    step = {"day": DAY_S, "hour": 3600}.get(grouping or "", 60)
    if start % step or end % step:
        raise Refused("start_time and end_time must align with the grouping window.", param="start_time")
    if end <= start:
        raise Refused("end_time must come after start_time.", param="end_time")
    width = step if grouping else end - start
    found: list[Object] = []
    for begins in range(start, end, width):
        heard_by = books.now_s(customer) - books.lag_s
        value = used_s(books, customer, meter["event_name"], begins, begins + width, heard_by=heard_by)
        if value or not grouping:
            found.append(
                {
                    "id": f"mtrusg_test_{customer[-8:]}_{begins}",
                    "object": "billing.meter_event_summary",
                    "aggregated_value": float(value),
                    "end_time": begins + width,
                    "livemode": False,
                    "meter": meter_id,
                    "start_time": begins,
                }
            )
    found.reverse()
    return {"object": "list", "url": url, "has_more": len(found) > limit, "data": found[:limit]}


def used_s(
    books: Books, customer: str, event_name: str, start: int, end: int, *, heard_by: int | None = None
) -> int:
    """What was counted from `start` to before `end`, as far as it was told by then."""
    return sum(
        used.value
        for used in books.usage
        if used.customer == customer
        and used.event_name == event_name
        and start <= used.at_s < end
        and not used.cancelled
        and (heard_by is None or used.heard_s <= heard_by)
    )


def _meter(books: Books, event_name: str) -> Object:
    for meter in books.objects.get("billing.meter", {}).values():
        if meter["event_name"] == event_name:
            return meter
    raise Refused(f"No active meter found for event name {event_name}", param="event_name", code="no_meter")
