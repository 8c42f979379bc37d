"""What is said of a booking: what text messages are made of, and whether it is to be confirmed."""

from uuid import UUID

from domain.business import BusinessProfile
from domain.calendars.labels import label_of
from domain.scheduling.hours import wall_of
from services.tools.wishes import address_at, zone_at
from storage.postgres import written_entries
from storage.postgres.bookings import BookingRow
from storage.postgres.tenant import TenantScope


def about(profile: BusinessProfile, booking: BookingRow, to: str, *, seats: int = 1) -> dict[str, str | None]:
    """The payload of a text to this number (E.164); `starts_at` is UTC.

    Args:
        seats: of a group session; several are told before its name.
    """
    zone = zone_at(profile, booking.location_id)
    return {
        "booking_id": str(booking.id),
        "call_id": str(booking.call_id) if booking.call_id else None,
        "to": to,
        "business_name": profile.name,
        "address": address_at(profile, booking.location_id),
        "language": profile.language,
        "timezone": zone.key,
        "customer_name": booking.customer_name,
        "offering": f"{seats} x {booking.offering_name}" if seats > 1 else booking.offering_name,
        "staff": booking.staff_name,
        "starts_at": booking.starts_at.isoformat(),
        "starts_at_local": wall_of(booking.starts_at, zone).isoformat(timespec="minutes"),
    }


async def to_confirm_with(scope: TenantScope, booking_id: UUID) -> tuple[str, ...]:
    """Calendars elsewhere a booking is to be confirmed with, as people call them; none for most."""
    found = await written_entries.to_confirm_with(scope, (booking_id,))
    return tuple(dict.fromkeys(label_of(kind, name) for kind, name in found.get(booking_id, ())))
