"""Stripe's objects as our values. What is read here is all of them that we rely on."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from domain.billing.subscription import Subscription
from domain.errors import ProviderError
from providers.payments import Invoice, InvoiceLine
from providers.stripe.failures import PROVIDER


def instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def maybe(seconds: int | None) -> datetime | None:
    return None if seconds is None else instant(seconds)


def part(data: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """What lies below these names; nothing where one is missing, null, or no object."""
    for name in names:
        below = data.get(name)
        if not isinstance(below, Mapping):
            return {}
        data = cast("Mapping[str, Any]", below)
    return data


def usage_type(item: Mapping[str, Any]) -> str | None:
    """`licensed` for a price in advance, `metered` for one by usage."""
    return part(item, "price", "recurring").get("usage_type")


def subscription(data: Mapping[str, Any]) -> Subscription:
    """A subscription whose `latest_invoice` was expanded. Raises ProviderError for one that cannot be understood."""
    try:
        items: Sequence[Mapping[str, Any]] = data["items"]["data"]
        first = _base(items)
        return Subscription(
            id=data["id"],
            status=data["status"],
            price_keys=tuple(item["price"].get("lookup_key") or "" for item in items),
            period_start=instant(first["current_period_start"]),
            period_end=instant(first["current_period_end"]),
            started_at=instant(data["start_date"]),
            trial_end=maybe(data.get("trial_end")),
            cancel_at=_ends_at(data, first),
            ended_at=maybe(data.get("ended_at")),
            open_since=_open_since(part(data, "latest_invoice")),
            **_waiting(part(data, "schedule")),
        )
    except (KeyError, TypeError, IndexError) as error:
        raise ProviderError(PROVIDER, "subscription", f"not understood: {error!r}"[:200]) from error


def _base(items: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The item with the price in advance; metered ones end with it."""
    licensed = [item for item in items if usage_type(item) == "licensed"]
    return (licensed or list(items))[0]


def _ends_at(data: Mapping[str, Any], item: Mapping[str, Any]) -> datetime | None:
    if data.get("cancel_at") is not None:
        return instant(data["cancel_at"])
    return instant(item["current_period_end"]) if data.get("cancel_at_period_end") else None


def _waiting(schedule: Mapping[str, Any]) -> dict[str, Any]:
    """The change of plan that a schedule holds; the id alone once it has come into force."""
    if schedule.get("status") not in ("active", "not_started"):
        return {}
    found: dict[str, Any] = {"schedule_id": schedule["id"]}
    current = part(schedule, "current_phase").get("start_date") or 0
    for phase in schedule.get("phases") or ():
        plan = part(phase, "metadata").get("plan")
        if phase["start_date"] > current and plan:
            found |= {"next_plan": str(plan), "next_from": instant(phase["start_date"])}
    return found


def _open_since(latest: Mapping[str, Any]) -> datetime | None:
    """Since when money is asked for and not had; an invoice that is not expanded tells nothing."""
    if latest.get("status") not in ("open", "uncollectible"):
        return None
    finalized: int | None = part(latest, "status_transitions").get("finalized_at")
    return instant(finalized or latest["created"])


def invoice(data: Mapping[str, Any]) -> Invoice:
    """An invoice or a preview."""
    return Invoice(
        id=data.get("id") or "",
        number=data.get("number"),
        status=data.get("status") or "draft",
        currency=str(data["currency"]).upper(),
        total_cents=data["total"],
        due_cents=data["amount_due"],
        created_at=instant(data["created"]),
        starts_at=instant(data["period_start"]),
        ends_at=instant(data["period_end"]),
        page_url=data.get("hosted_invoice_url"),
        pdf_url=data.get("invoice_pdf"),
        lines=tuple(_line(line) for line in data["lines"]["data"]),
    )


def _line(data: Mapping[str, Any]) -> InvoiceLine:
    details = part(data, "parent", str(part(data, "parent").get("type")))
    return InvoiceLine(
        text=data.get("description") or "",
        cents=data["amount"],
        starts_at=instant(data["period"]["start"]),
        ends_at=instant(data["period"]["end"]),
        proration=bool(details.get("proration")),
    )
