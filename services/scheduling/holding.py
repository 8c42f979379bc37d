"""Keeping slots for a caller who is being told of them, in the transaction that found them free.

A hold is a booking with a time limit under the same constraints, so of slots that overlap one person can be held for
one only. At most three are held for a call (`SlotsFound.worth_holding`), for three minutes; another look replaces them.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from domain.ids import new_id
from domain.scheduling.balance import order_for
from services.scheduling.bookings import HOLD, HOLD_KEY
from services.scheduling.looking import Look, items_of, row_of
from storage.postgres.holds_at_once import NewHold, claim_holds
from storage.postgres.tenant import TenantScope


async def hold_told(
    scope: TenantScope, found: Look, told: Mapping[datetime, str], call_id: UUID
) -> frozenset[datetime]:
    """Holds what a caller is told of, as far as it can be had together.

    An offering with a limit per day is not held here: what counts towards it is read under a lock (`Bookings.hold`).

    Args:
        told: starts, each with the intent key it would be booked under.
    """
    if any(each.offering.per_day is not None for each in found.wanted):
        return frozenset()
    holds: list[NewHold] = []
    for starts_at, intent_key in told.items():
        offer = found.availability.offer(starts_at, order_for(found.place.balance, found.diary, starts_at))
        if offer is None:
            continue
        values = {
            "call_id": call_id,
            "intent_key": HOLD_KEY + intent_key,
            "location_id": found.place.id,
            "source": "phone",
            **row_of(found, offer),
        }
        holds.append(NewHold(new_id(), values, items_of(found, offer), found.segments(offer)))
    held = await claim_holds(scope, holds, HOLD)
    return frozenset(
        offer_start
        for hold in holds
        if hold.id in held and isinstance(offer_start := hold.values["starts_at"], datetime)
    )
