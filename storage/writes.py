"""What follows from a business's rows having changed: answers kept about them are void, a replica may not know yet."""

import asyncio
import time
from collections.abc import Set as AbstractSet
from uuid import UUID

import structlog

from domain.errors import StorageError
from storage.redis.answers import Kind
from storage.redis.stores import RedisStores

log = structlog.get_logger()

TIMEOUT_S = 0.25
"""A write is done; nobody waits longer for what follows."""
RECENT_MS = 5000
"""How long who reads a business that has written is answered by the primary: a replica is seldom further behind."""
AWAY_S = 1.0

NOT_OF_THE_CALENDAR = frozenset(
    {
        "api_keys",
        "audit_log",
        "billing_accounts",
        "call_ledger",
        "business_events",
        "calendar_channels",
        "calendar_connections",
        "calendar_disputes",
        "calendar_feeds",
        "calls",
        "customers",
        "forwardings",
        "invitations",
        "kept_conflicts",
        "linked_calendars",
        "memberships",
        "messages",
        "number_orders",
        "outbox",
        "phone_numbers",
        "port_notes",
        "port_requests",
        "receptionist_drafts",
        "receptionist_versions",
        "remote_calendars",
        "remote_entries",
        "turns",
        "unconfirmed_bookings",
        "usage_days",
        "webhook_deliveries",
        "webhook_endpoints",
        "webhook_inbox",
        "written_entries",
    }
)
"""Tables availability is not worked out from. One that is not named here voids it: too often is only slow."""
COUNTED = frozenset({"bookings", "calls"})
"""Tables the figures of a business are worked out from."""

OF_THE_PROFILE = frozenset(
    {
        "businesses",
        "locations",
        "offering_options",
        "offering_questions",
        "offerings",
        "opening_hours",
        "phone_numbers",
        "public_holidays",
        "receptionist_versions",
        "special_days",
        "staff",
    }
)
"""Tables a call's profile is read from (`storage.postgres.businesses.load_profile`)."""


class BusinessWrites:
    """`storage.postgres.written_tables.Writes` over Redis.

    While Redis is away answers and profiles stay as they are until they expire, and nobody reads from a replica.
    """

    def __init__(self, redis: RedisStores) -> None:
        self._answers = redis.answers
        self._profiles = redis.profiles
        self._away_until_s = float("-inf")

    async def note(self, business_id: UUID, tables: AbstractSet[str]) -> None:
        kinds = [Kind.STATS] if tables & COUNTED else []
        if tables - NOT_OF_THE_CALENDAR:
            kinds.append(Kind.AVAILABILITY)
        try:
            async with asyncio.timeout(TIMEOUT_S):
                if tables & OF_THE_PROFILE:
                    await self._profiles.forget(business_id)
                await self._answers.invalidate(business_id, kinds, written_for_ms=RECENT_MS)
        except (TimeoutError, StorageError) as error:
            log.warning("answers.not_invalidated", business_id=str(business_id), reason=str(error))

    async def is_recent(self, business_id: UUID) -> bool:
        if time.monotonic() < self._away_until_s:
            return True
        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await self._answers.is_recent(business_id)
        except (TimeoutError, StorageError):
            self._away_until_s = time.monotonic() + AWAY_S
            return True
