"""What customers read of their bookings, made of the payload that was promised with the booking."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.errors import InvalidInput
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
