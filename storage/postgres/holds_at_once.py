"""Several times held by one call, in one claim."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, text
from sqlalchemy.dialects.postgresql import insert as insert_into

from domain.ids import new_id
from storage.postgres.scheduling_tables import BookingItem
from storage.postgres.tables import Booking
from storage.postgres.tenant import TenantScope
from storage.postgres.visits import NewSegment, delete_holds

_INSERT_OF_SEVERAL = text(
    """
    INSERT INTO booking_segments
        (id, business_id, booking_id, staff_id, asset_id, starts_at, ends_at, hold_until)
    SELECT id, :business_id, booking_id, staff_id, asset_id, starts_at, ends_at, hold_until
    FROM unnest(
        CAST(:ids AS uuid[]), CAST(:bookings AS uuid[]), CAST(:staff AS uuid[]), CAST(:assets AS uuid[]),
        CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]), CAST(:limits AS timestamptz[])
    ) AS wanted (id, booking_id, staff_id, asset_id, starts_at, ends_at, hold_until)
    ORDER BY COALESCE(staff_id, asset_id), starts_at
    ON CONFLICT DO NOTHING
    RETURNING booking_id
    """
)


@dataclass(frozen=True, slots=True)
class NewHold:
    """A hold with everything it takes; `values` are its row but for the time limit."""

    id: UUID
    values: Mapping[str, Any]
    items: Sequence[Mapping[str, Any]]
    segments: Sequence[NewSegment]


async def claim_holds(scope: TenantScope, holds: Sequence[NewHold], for_: timedelta) -> set[UUID]:
    """Holds as many of these as can be, each whole or not at all: four statements, however many there are.

    All segments are claimed by one statement in one order, as those of a visit are: holds of two calls that overlap in
    part wait for each other and do not deadlock. What is in the way of an expired hold is not taken here.

    Returns:
        Those that are held.
    """
    if not holds:
        return set()
    until = func.clock_timestamp() + for_
    rows = [
        {
            "id": hold.id,
            "business_id": scope.business_id,
            "status": "held",
            "hold_until": until,
            **hold.values,
        }
        for hold in holds
    ]
    made = await scope.session.execute(
        insert_into(Booking)
        .values(rows)
        .on_conflict_do_nothing(index_elements=[Booking.business_id, Booking.intent_key])
        .returning(Booking.id, Booking.hold_until)
    )
    limits = {row.id: row.hold_until for row in made}
    wanted = [hold for hold in holds if hold.id in limits]
    if not wanted:
        return set()
    await scope.session.execute(
        insert(BookingItem),
        [
            {"business_id": scope.business_id, "booking_id": hold.id, "position": position, **item}
            for hold in wanted
            for position, item in enumerate(hold.items)
        ],
    )
    ordered = sorted(
        ((hold.id, each) for hold in wanted for each in hold.segments),
        key=lambda pair: (pair[1].resource_id, pair[1].during.start),
    )
    claimed = await scope.session.scalars(
        _INSERT_OF_SEVERAL,
        {
            "business_id": scope.business_id,
            "bookings": [booking_id for booking_id, _ in ordered],
            "limits": [limits[booking_id] for booking_id, _ in ordered],
            "ids": [new_id() for _ in ordered],
            "staff": [None if each.is_asset else each.resource_id for _, each in ordered],
            "assets": [each.resource_id if each.is_asset else None for _, each in ordered],
            "starts": [each.during.start for _, each in ordered],
            "ends": [each.during.end for _, each in ordered],
        },
    )
    found = Counter(claimed)
    incomplete = {hold.id for hold in wanted if found[hold.id] < len(hold.segments)}
    await delete_holds(scope, incomplete)
    return {hold.id for hold in wanted} - incomplete
