"""What has happened in a business, as its own people and programs look at it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.events.catalogue import CATALOGUE
from storage.postgres import business_events
from storage.postgres.business_events import StoredEvent
from storage.postgres.database import Database

_NEEDED = {
    "booking": Permission.BOOKINGS_READ,
    "waiting_list": Permission.BOOKINGS_READ,
    "call": Permission.CALLS_READ,
    "message": Permission.CALLS_READ,
    "customer": Permission.CUSTOMERS_READ,
    "billing": Permission.BILLING,
}
"""By the first word of a kind."""


def permission_for(kind: str) -> Permission:
    """What somebody needs to hear of events of this kind."""
    return _NEEDED[kind.partition(".")[0]]


class Events:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        principal: Principal,
        *,
        kinds: Collection[str],
        since: datetime | None,
        subject_id: UUID | None,
        customer_id: UUID | None,
        after: UUID | None,
        limit: int,
    ) -> list[StoredEvent]:
        """The latest first. Raises NotPermitted: a kind is asked for that the principal may not hear of.

        Args:
            kinds: only these; all the principal may hear of when empty.
        """
        for kind in kinds:
            principal.require(permission_for(kind))
        heard = kinds or [kind for kind in CATALOGUE if permission_for(kind) in principal.permissions]
        if not heard:
            return []
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await business_events.page(
                scope,
                kinds=heard,
                since=since,
                subject_id=subject_id,
                customer_id=customer_id,
                after=after,
                limit=limit,
            )
