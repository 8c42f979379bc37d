"""What customers read of their bookings, made of the payload that was promised with the booking."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.errors import InvalidInput
from domain.notifications.kinds import Kind
from domain.scheduling.hours import zone_named
from services.notifications.rendering import spoken_day, spoken_time, spoken_when


def booking_fields(payload: Mapping[str, Any], language: str) -> dict[str, str]:
    """The fields of the kinds about bookings.

    Raises:
        InvalidInput: the payload says too little.
    """
    try:
        local = datetime.fromisoformat(payload["starts_at_local"])
        named = {name: str(payload[name]) for name in ("business_name", "customer_name", "offering")}
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"nothing can be told of this booking: {type(error).__name__}") from None
    return named | {
        "staff": str(payload.get("staff") or ""),
        "address": str(payload.get("address") or ""),
        "manage_link": str(payload.get("manage_url") or ""),
        "price": str(payload.get("price") or ""),
        "when": spoken_when(language, local),
        "date": spoken_day(language, local.date()),
        "time": spoken_time(language, local.time()),
    }


def says_nothing_any_more(
    kind: Kind | None,
    payload: Mapping[str, Any],
    standing: Mapping[UUID, tuple[str, datetime]],
    now: datetime,
) -> bool:
    """Whether the appointment this is about was cancelled, or has begun, or is at another time by now.

    Args:
        kind: None for what a business cannot word for itself.
        standing: status and beginning of the bookings there are.

    Raises:
        KeyError, ValueError: the payload says too little.
    """
    begins_at = appointment_begins_at(payload)
    if kind is Kind.BOOKING_CONFIRMED and payload.get("booking_id"):
        status, begins_at = standing.get(UUID(str(payload["booking_id"])), ("cancelled", None))
        if status == "cancelled":
            return True
    if kind in (Kind.BOOKING_MOVED, Kind.BOOKING_REMINDER):
        # Moved once more, it has a text of its own.
        status, starts_at = standing.get(UUID(payload["booking_id"]), ("cancelled", None))
        if status == "cancelled" or starts_at != datetime.fromisoformat(payload["starts_at"]):
            return True
    return begins_at is not None and begins_at <= now


def appointment_begins_at(payload: Mapping[str, Any]) -> datetime | None:
    """When the appointment begins that this is about; None where the payload does not say so exactly."""
    try:
        if "starts_at" in payload:
            return datetime.fromisoformat(payload["starts_at"])
        local = datetime.fromisoformat(payload["starts_at_local"])
        return local.replace(tzinfo=zone_named(payload["timezone"]))
    except (KeyError, TypeError, ValueError, InvalidInput):
        return None
