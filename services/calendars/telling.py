"""Telling the people of a business that something in a calendar elsewhere waits for them to decide."""

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.business_settings import served_timezone
from domain.calendars.labels import label_of
from domain.notifications.kinds import Kind
from services.notifications.notices import promise_notice
from services.notifications.rendering import spoken_when
from storage.postgres import business_facts
from storage.postgres.linked_calendars import LinkRow
from storage.postgres.tenant import TenantScope
from storage.postgres.written_entries import BookingToWrite


async def tell_of_dispute(
    scope: TenantScope, key: str, link: LinkRow, booking: BookingToWrite, why: str, now: datetime
) -> None:
    """Once for each key, which names the occasion; nothing of what is over."""
    if booking.ends_at <= now:
        return
    facts = await business_facts.get(scope)
    zone = ZoneInfo(served_timezone(booking.timezone, facts.country))
    vendor = label_of(link.kind, link.name)
    fields = {
        "business_name": facts.name,
        "calendar": vendor if vendor == link.name else f"{vendor}, {link.name}",
        "customer_name": booking.customer,
        "offering": booking.offering,
        "when": spoken_when(facts.language, booking.starts_at.astimezone(zone)),
        "reason": why.rstrip("."),
    }
    await promise_notice(scope, Kind.CALENDAR_DISPUTE, key, fields)
