"""The daily digest: promised by the first thing that happens after the one before, told at the hour the business chose.

A day on which nothing happened has none. The key is the day, so that it is told once, whoever is asked how often.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from domain.events.catalogue import (
    BookingCancelled,
    BookingCreated,
    BookingMoved,
    CallEnded,
    CallMissed,
    MessageTaken,
    RecordedEvent,
)
from domain.notifications.digest import due_on, named, next_digest, told_on
from domain.notifications.kinds import Kind
from domain.notifications.settings import NotificationSettings
from domain.scheduling.hours import zone_named
from services.notifications.kinds import DIGEST
from services.notifications.notices import notice_payload
from services.notifications.rendering import spoken_day
from storage.postgres import business_facts, digests, notification_settings, outbox
from storage.postgres.outbox import OutboxItem
from storage.postgres.tenant import TenantScope

KINDS = frozenset(
    event.KIND
    for event in (BookingCancelled, BookingCreated, BookingMoved, CallEnded, CallMissed, MessageTaken)
)


async def plan(scope: TenantScope, recorded: RecordedEvent) -> None:
    """Promises the next digest after the event, where the business wants one."""
    at = (await notification_settings.get(scope)).digest_at
    if at is None:
        return
    zone = zone_named((await business_facts.get(scope)).timezone)
    day = next_digest(recorded.at, at, zone)
    await outbox.enqueue(scope, DIGEST, day.isoformat(), {}, due_at=due_on(day, at, zone))


async def later(
    scope: TenantScope, item: OutboxItem, settings: NotificationSettings, now: datetime
) -> datetime | None:
    """When it is to be told, where the business has chosen a later hour since; None: now, or not at all."""
    if settings.digest_at is None:
        return None
    zone = zone_named((await business_facts.get(scope)).timezone)
    due_at = due_on(date.fromisoformat(item.key), settings.digest_at, zone)
    return due_at if due_at > now else None


async def payload(
    scope: TenantScope, item: OutboxItem, settings: NotificationSettings
) -> Mapping[str, Any] | None:
    """What each recipient is told; None where the business wants no digest any more."""
    at = settings.digest_at
    if at is None:
        return None
    facts = await business_facts.get(scope)
    day, zone = date.fromisoformat(item.key), zone_named(facts.timezone)
    found = await digests.figures(scope, *told_on(day, at, zone))
    fields = {
        "business_name": facts.name,
        "date": spoken_day(facts.language, named(day, at)),
        "calls": str(found.calls),
        "answered": str(found.answered),
        "missed": str(found.missed),
        "bookings": str(found.bookings),
        "messages": str(found.open_messages),
        "minutes": str(round(found.talk_s / 60)),
    }
    return notice_payload(Kind.DAILY_DIGEST, fields)
