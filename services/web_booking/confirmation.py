"""What is promised to whoever booked on the web: a text where the number is known, else a mail."""

from datetime import datetime
from uuid import UUID

from domain.business import named_address
from domain.scheduling.hours import wall_of, zone_named
from services.accounts.mails import BOOKING_CONFIRMED as MAIL
from services.scheduling.wishes import Who
from services.tools.appointments import BOOKING_CONFIRMED as TEXT
from storage.postgres import outbox
from storage.postgres.bookings import BookingRow
from storage.postgres.tenant import TenantScope
from storage.postgres.web_pages import Host


async def promise(
    scope: TenantScope, host: Host, location_id: UUID | None, booking: BookingRow, who: Who, manage_url: str
) -> None:
    """Adds it to the outbox, in the transaction of the booking."""
    place = next((each for each in host.places if each.id == location_id), host.places[0])
    local: datetime = wall_of(booking.starts_at, zone_named(place.timezone))
    payload = {
        "booking_id": str(booking.id),
        "call_id": None,
        "business_name": host.name,
        "address": named_address(place.name, place.address) if len(host.places) > 1 else place.address,
        "language": host.language,
        "timezone": place.timezone,
        "customer_name": booking.customer_name,
        "offering": booking.offering_name,
        "staff": booking.staff_name,
        "starts_at": booking.starts_at.isoformat(),
        "starts_at_local": local.isoformat(timespec="minutes"),
        "manage_url": manage_url,
    }
    if who.phone is not None:
        await outbox.enqueue(scope, TEXT, str(booking.id), payload | {"to": who.phone})
    elif who.email is not None:
        await outbox.enqueue(scope, MAIL, str(booking.id), payload | {"to": who.email})
