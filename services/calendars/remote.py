"""Calendars kept elsewhere, as a business's people set them up, and what they collide with."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.calendars.address import feed_url, host_of
from domain.calendars.polling import Phase, Polling
from domain.errors import Conflict, InvalidInput, NotFound
from domain.ids import new_id
from domain.text_fields import required_text
from services.accounts.access import actor_of
from services.accounts.second_factor import Seal
from storage.postgres import audit, remote_calendars, setup_rows
from storage.postgres.database import Database
from storage.postgres.remote_calendars import ICAL, CalendarRow, ConflictRow
from storage.postgres.scheduling_tables import Location
from storage.postgres.tables import Staff

MOST = 50
LONGEST_NAME = 100
MOST_CONFLICTS = 200


class RemoteCalendars:
    """Of all businesses.

    Args:
        seal: of the addresses.
        loopback_allowed: on a developer's machine.
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        seal: Seal,
        *,
        loopback_allowed: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._seal = seal
        self._loopback_allowed = loopback_allowed
        self._clock = clock

    async def page(
        self, principal: Principal, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[CalendarRow]:
        """The oldest first. Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await remote_calendars.page(scope, after=after, limit=limit)

    async def get(self, principal: Principal, calendar_id: UUID) -> CalendarRow:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await remote_calendars.calendar(scope, calendar_id)

    async def add(
        self, principal: Principal, name: str, url: str, *, staff_id: UUID | None, location_id: UUID | None
    ) -> CalendarRow:
        """Of a person, of a location, or of the whole business. The worker reads it within a minute.

        Raises:
            NotPermitted, InvalidInput, NotFound. Conflict: there are as many as there may be.
        """
        principal.require(Permission.SETTINGS_WRITE)
        if staff_id is not None and location_id is not None:
            raise InvalidInput("location_id: leave it out for the calendar of one person")
        address = feed_url(url, loopback_allowed=self._loopback_allowed)
        values: dict[str, Any] = {
            "name": required_text("name", name, longest=LONGEST_NAME),
            "staff_id": staff_id,
            "location_id": location_id,
            "host": host_of(address),
        }
        calendar_id = new_id()
        async with self._database.tenant(principal.business_id) as scope:
            if staff_id is not None:
                await setup_rows.one(scope, Staff, staff_id, "staff")
            if location_id is not None:
                await setup_rows.one(scope, Location, location_id, "location")
            if await remote_calendars.count(scope) >= MOST:
                raise Conflict(f"there are {MOST} calendars already; delete one that is not needed")
            await remote_calendars.add(
                scope, calendar_id, url=self._seal.close(address), next_poll_at=self._clock(), **values
            )
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="calendar.added",
                subject=f"calendar:{calendar_id}",
                after={key: value if value is None else str(value) for key, value in values.items()},
            )
            return await remote_calendars.calendar(scope, calendar_id)

    async def change(
        self, principal: Principal, calendar_id: UUID, *, name: str | None, url: str | None
    ) -> CalendarRow:
        """Another name or address; what was read stays until the new one is. Raises as `add`."""
        principal.require(Permission.SETTINGS_WRITE)
        values: dict[str, Any] = {}
        if name is not None:
            values["name"] = required_text("name", name, longest=LONGEST_NAME)
        address = None if url is None else feed_url(url, loopback_allowed=self._loopback_allowed)
        if address is not None:
            values["host"] = host_of(address)
        async with self._database.tenant(principal.business_id) as scope:
            before = await remote_calendars.calendar(scope, calendar_id, lock=True)
            if address is not None and before.kind != ICAL:
                raise Conflict("this calendar has no address: it is of a connected account")
            await remote_calendars.change(scope, calendar_id, **values) if values else None
            if address is not None:
                await remote_calendars.note_polling(
                    scope,
                    calendar_id,
                    Polling(Phase.WAITING, self._clock(), read_at=before.read_at),
                    url=self._seal.close(address),
                    etag="",
                    modified="",
                    body_digest=None,
                    expanded_at=None,
                )
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="calendar.changed",
                subject=f"calendar:{calendar_id}",
                before={key: getattr(before, key) for key in values},
                after=values,
            )
            return await remote_calendars.calendar(scope, calendar_id)

    async def read_again(self, principal: Principal, calendar_id: UUID) -> CalendarRow:
        """Has it read at the worker's next look. Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            await remote_calendars.calendar(scope, calendar_id, lock=True)
            await remote_calendars.change(scope, calendar_id, next_poll_at=self._clock())
            return await remote_calendars.calendar(scope, calendar_id)

    async def remove(self, principal: Principal, calendar_id: UUID) -> None:
        """Its busy times block no more. Raises NotPermitted, NotFound. Conflict: it is of a connected account."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            if (await remote_calendars.calendar(scope, calendar_id, lock=True)).kind != ICAL:
                raise Conflict("this calendar is of a connected account: choose there which are used")
            await remote_calendars.remove(scope, calendar_id)
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="calendar.removed",
                subject=f"calendar:{calendar_id}",
            )

    async def conflicts(self, principal: Principal, *, with_kept: bool) -> list[ConflictRow]:
        """Visits to come over which a calendar is busy, the soonest first, at most `MOST_CONFLICTS`.

        Raises NotPermitted.
        """
        principal.require(Permission.BOOKINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await remote_calendars.conflicts(
                scope, self._clock(), limit=MOST_CONFLICTS, with_kept=with_kept
            )

    async def keep(self, principal: Principal, calendar_id: UUID, visit_id: UUID) -> ConflictRow:
        """Lets both stand; should either change, the conflict is shown again. Raises NotPermitted, NotFound."""
        principal.require(Permission.BOOKINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            found = await remote_calendars.conflicts(
                scope, self._clock(), limit=MOST_CONFLICTS, with_kept=True
            )
            for each in found:
                if (each.calendar_id, each.visit_id) == (calendar_id, visit_id):
                    await remote_calendars.keep_conflict(scope, each, actor_of(principal))
                    await audit.note(
                        scope,
                        actor=actor_of(principal),
                        action="calendar.conflict_kept",
                        subject=f"calendar:{calendar_id}",
                        after={"visit_id": str(visit_id)},
                    )
                    return each
        raise NotFound("no such conflict")
