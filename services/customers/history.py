"""What there was between a business and a customer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from storage.postgres import booking_lists, customer_attendance, customer_merges, customer_timeline, customers
from storage.postgres.booking_lists import Filter, ListedBooking
from storage.postgres.customer_attendance import Attendance
from storage.postgres.customer_merges import Row
from storage.postgres.customer_timeline import Entry, Kind
from storage.postgres.customers import CustomerRow
from storage.postgres.database import Database

LATE_WITHIN = timedelta(hours=24)
"""Cancelled later than that before its beginning, a time is hardly sold again."""
BOOKINGS_SHOWN = 50

_NEEDED = {
    Kind.CALL: Permission.CALLS_READ,
    Kind.MESSAGE: Permission.CALLS_READ,
    Kind.VOICEMAIL: Permission.CALLS_READ,
    Kind.BOOKING: Permission.BOOKINGS_READ,
    Kind.TEXT: Permission.CUSTOMERS_READ,
    Kind.MAIL: Permission.CUSTOMERS_READ,
    Kind.NOTE: Permission.CUSTOMERS_READ,
}


@dataclass(frozen=True, slots=True)
class Whole:
    """A customer with all of their rows, the surviving one first, and how they kept their appointments.

    What the principal may not read of bookings is left out.
    """

    customer: CustomerRow
    rows: tuple[Row, ...]
    attendance: Attendance | None
    bookings: tuple[ListedBooking, ...]


class History:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def whole(self, principal: Principal, customer_id: UUID, now: datetime) -> Whole:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.CUSTOMERS_READ)
        reads_bookings = Permission.BOOKINGS_READ in principal.permissions
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            found = await customers.get(scope, customer_id)
            rows = (await customer_merges.rows_of(scope, (found.id,)))[found.id]
            attendance, theirs = None, []
            if reads_bookings:
                attendance = await customer_attendance.of_person(scope, found.id, now, LATE_WITHIN)
                theirs = await booking_lists.page(
                    scope,
                    Filter(customer_id=found.id),
                    after=None,
                    limit=BOOKINGS_SHOWN,
                    latest_first=True,
                )
        return Whole(found, tuple(rows), attendance, tuple(theirs))

    async def timeline(
        self,
        principal: Principal,
        customer_id: UUID,
        kinds: Collection[Kind],
        *,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> list[Entry]:
        """The latest first. Raises NotPermitted: of a kind that is asked for; NotFound.

        Args:
            kinds: only these; all the principal may read when empty.
        """
        principal.require(Permission.CUSTOMERS_READ)
        for kind in kinds:
            principal.require(_NEEDED[kind])
        shown = kinds or [kind for kind in Kind if _NEEDED[kind] in principal.permissions]
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            found = await customers.get(scope, customer_id)
            who = await customer_timeline.reached(scope, found.id)
            return await customer_timeline.page(scope, who, shown, after=after, limit=limit)
