"""What the stand-in's account holds: objects by id, events, clocks, and what was answered to which idempotency key."""

import secrets
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sandbox.vendors.stripe.forms import Refused

API_VERSION = "2026-10-28.endive"
LIST_LIMIT = 10

Object = dict[str, Any]


@dataclass(slots=True)
class Books:
    """One account, in test mode.

    Attributes:
        wall_s: the time of customers without a test clock, in seconds since the epoch.
        after_retries: what a subscription is when nothing more is tried: `canceled` or `unpaid`.
        on_event: told of each event as it happens.
    """

    wall_s: Callable[[], float]
    webhook_secret: str
    after_retries: str = "canceled"
    on_event: Callable[[Object], None] = lambda _: None
    objects: dict[str, dict[str, Object]] = field(default_factory=dict[str, dict[str, Object]])
    answered: dict[str, tuple[str, int, Object]] = field(default_factory=dict[str, tuple[str, int, Object]])
    usage: list["Used"] = field(default_factory=list["Used"])
    lag_s: int = 0
    """How long after it was told usage shows in summaries."""
    declining: set[str] = field(default_factory=set[str])
    """Customers whose card refuses."""
    _ids: "count[int]" = field(default_factory=lambda: count(secrets.randbelow(10**12) * 10**6))
    """From anywhere: two accounts have no id in common."""

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_test{next(self._ids):018}"

    def now_s(self, customer_id: str | None = None) -> int:
        """Of this customer's clock; the wall's without one."""
        customer = self.objects.get("customer", {}).get(customer_id or "")
        clock_id = (customer or {}).get("test_clock")
        if clock_id:
            return self.get("test_helpers.test_clock", clock_id)["frozen_time"]
        return int(self.wall_s())

    def add(self, made: Object) -> Object:
        self.objects.setdefault(made["object"], {})[made["id"]] = made
        return made

    def get(self, kind: str, object_id: str, param: str = "id") -> Object:
        """Raises Refused (404)."""
        found = self.objects.get(kind, {}).get(object_id)
        if found is None:
            name = kind.rpartition(".")[2].replace("_", " ")
            raise Refused(f"No such {name}: '{object_id}'", status=404, param=param, code="resource_missing")
        return found

    def all(self, kind: str) -> list[Object]:
        """The latest first."""
        return list(reversed(self.objects.get(kind, {}).values()))

    def happened(self, event_type: str, about: Object, previous: Mapping[str, Any] | None = None) -> Object:
        """Writes down an event about an object as it is now."""
        customer_id = about["id"] if about["object"] == "customer" else about.get("customer")
        data: Object = {"object": deepcopy(about)}
        if previous:
            data["previous_attributes"] = dict(previous)
        event = self.add(
            {
                "id": self.new_id("evt"),
                "object": "event",
                "api_version": API_VERSION,
                "created": self.now_s(customer_id if isinstance(customer_id, str) else None),
                "data": data,
                "livemode": False,
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "type": event_type,
            }
        )
        self.on_event(event)
        return event

    def fault_happened(self, meter: Object, code: str, message: str, identifier: str) -> None:
        """Writes down the thin event of usage that could not be counted; its data is fetched, never sent."""
        at = _iso(self.wall_s())
        event = {
            "id": self.new_id("evt"),
            "object": "v2.core.event",
            "type": "v1.billing.meter.error_report_triggered",
            "created": at,
            "livemode": False,
            "related_object": {
                "id": meter["id"],
                "type": "billing.meter",
                "url": f"/v1/billing/meters/{meter['id']}",
            },
        }
        sample = {"error_message": message, "request": {"identifier": identifier}}
        whole = event | {
            "data": {
                "developer_message_summary": "There is 1 invalid event",
                "reason": {
                    "error_count": 1,
                    "error_types": [{"code": code, "error_count": 1, "sample_errors": [sample]}],
                },
                "validation_start": at,
                "validation_end": at,
            }
        }
        self.objects.setdefault("v2.core.event", {})[event["id"]] = whole
        self.on_event(event)


@dataclass(slots=True)
class Used:
    """One meter event that was counted."""

    identifier: str
    customer: str
    value: int
    at_s: int
    heard_s: int
    event_name: str
    cancelled: bool = False


def page(found: list[Object], url: str, *, limit: int, after: str | None) -> Object:
    """A list as Stripe answers it, behind an object's id."""
    if after is not None:
        ids = [one["id"] for one in found]
        if after not in ids:
            raise Refused(f"No such object: '{after}'", param="starting_after", code="resource_missing")
        found = found[ids.index(after) + 1 :]
    return {"object": "list", "url": url, "has_more": len(found) > limit, "data": found[:limit]}


def _iso(seconds: float) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
