"""Accounts at calendars' vendors, as a business's people connect them, and which of their calendars are used."""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import structlog

from domain.accounts.roles import Permission, Principal
from domain.calendars.polling import Phase
from domain.errors import ConfigError, Conflict, InvalidInput, NotFound, ProviderError
from domain.ids import new_id
from providers.calendars import CalendarChoice, Calendars, Consent, NotConnected, ServiceChoice
from services.accounts.access import actor_of
from services.accounts.second_factor import Seal
from services.calendars.accounts import Account, CalendarAccounts, failure_of
from services.calendars.kinds import LEAVE, want_read, want_written
from services.calendars.remote import MOST
from services.calendars.writing import OFFERINGS
from storage.postgres import (
    audit,
    linked_calendars,
    outbox,
    remote_calendars,
    setup_rows,
    written_entries,
)
from storage.postgres.database import Database
from storage.postgres.linked_calendars import ConnectionRow, LinkRow
from storage.postgres.scheduling_tables import Location
from storage.postgres.tables import Offering, Staff
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

MOST_CONNECTIONS = 20
CONSENT_WITHIN = timedelta(minutes=30)
_PURPOSE = "calendar-consent"
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the account's owner is asked; what comes back is good until then."""

    url: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """A calendar of the account, and what it is used for."""

    calendar: CalendarChoice
    link: LinkRow | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """`writes`: our bookings are written to it; `blocks`: what stands in it blocks here."""

    external_id: str
    writes: bool
    blocks: bool
    staff_id: UUID | None = None
    """Whose it is, where an account has calendars of several people; the connection's when None."""


class Connections:
    """Of all businesses.

    Args:
        seal: of tokens, and of what goes round by the browser.
        redirect_uri: the page of ours an account's owner comes back to.
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        accounts: CalendarAccounts,
        seal: Seal,
        redirect_uri: str,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._seal = seal
        self._redirect_uri = redirect_uri
        self._clock = clock

    async def ask(
        self, principal: Principal, kind: str, *, staff_id: UUID | None, location_id: UUID | None
    ) -> Asked:
        """Where the account's owner is asked, for a person, a location or the whole business.

        The state that goes round holds who asked and the PKCE verifier, sealed: only they can finish it.

        Raises:
            NotPermitted, NotFound, InvalidInput. Conflict: this vendor is not set up here.
        """
        principal.require(Permission.SETTINGS_WRITE)
        if staff_id is not None and location_id is not None:
            raise InvalidInput("location_id: leave it out for the calendars of one person")
        vendor = self._vendor(kind)
        async with self._database.tenant(principal.business_id) as scope:
            await _check_whose(scope, staff_id, location_id)
        until = self._clock() + CONSENT_WITHIN
        verifier = secrets.token_urlsafe(48)
        state = {
            "for": _PURPOSE,
            "business": str(principal.business_id),
            "actor": actor_of(principal),
            "kind": kind,
            "staff": str(staff_id) if staff_id else None,
            "location": str(location_id) if location_id else None,
            "verifier": verifier,
            "until": until.isoformat(),
        }
        sealed = self._seal.close(json.dumps(state)).decode()
        return Asked(vendor.consent_url(sealed, verifier, self._redirect_uri), until)

    async def finish(
        self, principal: Principal, state: str, *, code: str | None, error: str | None
    ) -> tuple[ConnectionRow, list[LinkRow]]:
        """The connection, by what the account's owner came back with; the same account again is the same connection.

        Raises:
            NotPermitted. InvalidInput: the state is of somebody else, or over. Conflict: the owner did not allow it,
                or not all that is needed; says what. ProviderError: the vendor is away.
        """
        principal.require(Permission.SETTINGS_WRITE)
        asked = self._opened(principal, state)
        vendor = self._vendor(asked["kind"])
        if error or not code:
            raise Conflict(f"{vendor.label} says that it was not allowed; nothing is connected")
        try:
            consent = await vendor.consent(code, asked["verifier"], self._redirect_uri)
        except NotConnected:
            raise Conflict(f"{vendor.label} knows this consent no more; begin anew") from None
        if consent.lacks or consent.refresh_token is None:
            await self._give_back(vendor, consent)
            lacking = " and to ".join(consent.lacks) or "use the calendars while you are away"
            raise Conflict(f"{vendor.label} was not allowed to {lacking}: connect again and tick all of it")
        account = consent.account
        if not account:
            choices = await vendor.calendars(consent.access_token)
            account = next((each.id for each in choices if each.primary), vendor.label)
        staff_id, location_id = _uuid(asked["staff"]), _uuid(asked["location"])
        async with self._database.tenant(principal.business_id) as scope:
            await _check_whose(scope, staff_id, location_id)
            known = await linked_calendars.same_account(scope, asked["kind"], account, staff_id, location_id)
            values = self._values(consent)
            if known is None:
                if await linked_calendars.count_connections(scope) >= MOST_CONNECTIONS:
                    raise Conflict(f"there are {MOST_CONNECTIONS} connections already; remove one")
                connection_id = new_id()
                await linked_calendars.connect(
                    scope,
                    connection_id,
                    kind=asked["kind"],
                    account=account,
                    staff_id=staff_id,
                    location_id=location_id,
                    connected_by=actor_of(principal),
                    **values,
                )
            else:
                connection_id = known.id
                await linked_calendars.change_connection(
                    scope, connection_id, phase="connected", problem="", **values
                )
                await self._begin_anew(scope, connection_id)
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="calendar_connection.made",
                subject=f"calendar_connection:{connection_id}",
                after={"kind": asked["kind"], "again": known is not None},
            )
            row = await linked_calendars.connection(scope, connection_id)
            return row, await linked_calendars.links(scope, connection_id=connection_id)

    async def page(
        self, principal: Principal, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[tuple[ConnectionRow, list[LinkRow]]]:
        """The oldest first, each with its calendars. Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            rows = await linked_calendars.connections(scope, after=after, limit=limit)
            links = await linked_calendars.links(scope) if rows else []
        return [(row, [each for each in links if each.connection_id == row.id]) for row in rows]

    async def get(self, principal: Principal, connection_id: UUID) -> tuple[ConnectionRow, list[LinkRow]]:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            row = await self._standing(scope, connection_id)
            return row, await linked_calendars.links(scope, connection_id=connection_id)

    async def choices(self, principal: Principal, connection_id: UUID) -> list[Choice]:
        """The account's calendars, as the vendor lists them now.

        Raises:
            NotPermitted, NotFound. Conflict: the account is disconnected, or being read this moment. ProviderError.
        """
        principal.require(Permission.SETTINGS_READ)
        listed = await self._listed(principal.business_id, connection_id)
        async with self._database.tenant(principal.business_id) as scope:
            links = await linked_calendars.links(scope, connection_id=connection_id)
        by_id = {each.external_id: each for each in links}
        return [Choice(each, by_id.get(each.id)) for each in listed]

    async def choose(
        self, principal: Principal, connection_id: UUID, wanted: Sequence[Wanted]
    ) -> tuple[ConnectionRow, list[LinkRow]]:
        """Exactly these calendars of the account are used; bookings to come are written, or taken out, accordingly.

        Raises:
            NotPermitted, NotFound, InvalidInput. Conflict: as `choices`, or there are too many calendars.
        """
        principal.require(Permission.SETTINGS_WRITE)
        used = {each.external_id: each for each in wanted if each.writes or each.blocks}
        if len(used) != len([each for each in wanted if each.writes or each.blocks]):
            raise InvalidInput("calendars: one of them is named twice")
        listed = {each.id: each for each in await self._listed(principal.business_id, connection_id)}
        for external_id in used:
            if external_id not in listed:
                raise InvalidInput("calendars: one of them is none of this account's")
            if not listed[external_id].ours_to_write:
                raise InvalidInput(
                    "calendars: one of them is not the account's own; add it by its iCal address instead"
                )
        now = self._clock()
        async with self._database.tenant(principal.business_id) as scope:
            row = await self._standing(scope, connection_id, lock=True)
            before = {
                each.external_id: each
                for each in await linked_calendars.links(scope, connection_id=connection_id)
            }
            for external_id, link in before.items():
                if external_id not in used:
                    await self._unlink(scope, link, now)
            for external_id, want in used.items():
                await _check_whose(scope, want.staff_id, None)
                await self._link(scope, row, listed[external_id], before.get(external_id), want, now)
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="calendar_connection.chosen",
                subject=f"calendar_connection:{connection_id}",
                before={"writes": sum(one.writes for one in before.values()), "calendars": len(before)},
                after={"writes": sum(one.writes for one in used.values()), "calendars": len(used)},
            )
            return row, await linked_calendars.links(scope, connection_id=connection_id)

    async def services(self, principal: Principal, connection_id: UUID) -> list[ServiceChoice]:
        """What can be booked at the vendor, as it lists it now; nothing for most. Raises as `choices`."""
        principal.require(Permission.SETTINGS_READ)
        return await self._asked(
            principal.business_id, connection_id, lambda account: account.ask(account.vendor.services)
        )

    async def name(
        self, principal: Principal, connection_id: UUID, offerings: Mapping[UUID, str]
    ) -> tuple[ConnectionRow, list[LinkRow]]:
        """What the vendor calls our offerings; bookings to come of them are written anew.

        Raises:
            NotPermitted, NotFound. InvalidInput: no such offering, or no such service. Conflict: as `choices`.
        """
        principal.require(Permission.SETTINGS_WRITE)
        there = await self._asked(
            principal.business_id, connection_id, lambda account: account.ask(account.vendor.services)
        )
        if not set(offerings.values()) <= {each.id for each in there}:
            raise InvalidInput("offerings: one of the services is none of this account's")
        now = self._clock()
        async with self._database.tenant(principal.business_id) as scope:
            row = await self._standing(scope, connection_id, lock=True)
            for offering_id in offerings:
                await setup_rows.one(scope, Offering, offering_id, "offering")
            names = {**row.names, OFFERINGS: {str(each): service for each, service in offerings.items()}}
            await linked_calendars.change_connection(scope, connection_id, names=names)
            for link in await linked_calendars.links(scope, connection_id=connection_id):
                for booking_id in await written_entries.bookings_for(scope, link.calendar_id, now):
                    await want_written(scope, link.calendar_id, booking_id, now)
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="calendar_connection.named",
                subject=f"calendar_connection:{connection_id}",
                before=row.names,
                after=names,
            )
            row = await linked_calendars.connection(scope, connection_id)
            return row, await linked_calendars.links(scope, connection_id=connection_id)

    async def leave(self, principal: Principal, connection_id: UUID) -> None:
        """Its calendars block no more; the consent is given back as soon as the vendor can be reached.

        What stands there of ours stays. Raises NotPermitted, NotFound.
        """
        principal.require(Permission.SETTINGS_WRITE)
        now = self._clock()
        async with self._database.tenant(principal.business_id) as scope:
            await self._standing(scope, connection_id, lock=True)
            await linked_calendars.change_connection(scope, connection_id, phase="leaving")
            for link in await linked_calendars.links(scope, connection_id=connection_id):
                await linked_calendars.change_link(scope, link.calendar_id, writes=False, blocks=False)
                await linked_calendars.forget_all_entries(scope, link.calendar_id)
                await remote_calendars.forget_busy(scope, link.calendar_id)
            await outbox.enqueue_again(scope, LEAVE, str(connection_id), {}, due_at=now)
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="calendar_connection.removed",
                subject=f"calendar_connection:{connection_id}",
            )

    async def _link(
        self,
        scope: TenantScope,
        row: ConnectionRow,
        calendar: CalendarChoice,
        link: LinkRow | None,
        want: Wanted,
        now: datetime,
    ) -> None:
        if link is None:
            if await remote_calendars.count(scope) >= MOST:
                raise Conflict(f"there are {MOST} calendars already; use fewer of them")
            calendar_id = new_id()
            await remote_calendars.add(
                scope,
                calendar_id,
                kind=row.kind,
                name=calendar.name[:100],
                url=self._seal.close(calendar.id),
                host=row.kind,
                staff_id=want.staff_id or row.staff_id,
                location_id=None if want.staff_id else row.location_id,
                next_poll_at=now,
            )
            await linked_calendars.add_link(
                scope,
                calendar_id,
                connection_id=row.id,
                external_id=calendar.id,
                writes=want.writes,
                blocks=want.blocks,
            )
        else:
            calendar_id = link.calendar_id
            # From the beginning: what was left out while it did not block has to be met.
            again = {"sync_token": ""} if want.blocks != link.blocks else {}
            await linked_calendars.change_link(
                scope, calendar_id, writes=want.writes, blocks=want.blocks, **again
            )
            await remote_calendars.change(
                scope,
                calendar_id,
                staff_id=want.staff_id or row.staff_id,
                location_id=None if want.staff_id else row.location_id,
            )
            if not want.blocks:
                await linked_calendars.forget_all_entries(scope, calendar_id)
        if link is None or want.writes != link.writes or link.staff_id != (want.staff_id or row.staff_id):
            for booking_id in await written_entries.bookings_for(scope, calendar_id, now):
                await want_written(scope, calendar_id, booking_id, now)
        await want_read(scope, calendar_id, now)

    async def _unlink(self, scope: TenantScope, link: LinkRow, now: datetime) -> None:
        """It blocks no more and is written to no more. Kept while something of ours is to be taken out of it."""
        stand = await written_entries.standing(scope, link.calendar_id, now)
        if not stand:
            await remote_calendars.remove(scope, link.calendar_id)
            return
        await linked_calendars.change_link(scope, link.calendar_id, writes=False, blocks=False)
        await linked_calendars.forget_all_entries(scope, link.calendar_id)
        await remote_calendars.forget_busy(scope, link.calendar_id)
        for row in stand:
            await want_written(scope, link.calendar_id, row.booking_id, now)

    async def _begin_anew(self, scope: TenantScope, connection_id: UUID) -> None:
        """Reads all of its calendars and writes what is to come: what was promised while it was away is forgotten."""
        now = self._clock()
        for link in await linked_calendars.links(scope, connection_id=connection_id):
            await remote_calendars.change(
                scope, link.calendar_id, phase=Phase.STALE.value, problem="", next_poll_at=now
            )
            await want_read(scope, link.calendar_id, now)
            for booking_id in await written_entries.bookings_for(scope, link.calendar_id, now):
                await want_written(scope, link.calendar_id, booking_id, now)

    async def _listed(self, business_id: UUID, connection_id: UUID) -> list[CalendarChoice]:
        return await self._asked(
            business_id, connection_id, lambda account: account.ask(account.vendor.calendars)
        )

    async def _asked(
        self, business_id: UUID, connection_id: UUID, ask: Callable[[Account], Awaitable[_Result]]
    ) -> _Result:
        async with self._accounts.leased(business_id, connection_id) as account:
            if account is None:
                raise Conflict("its calendars are being read this moment; try again in a few seconds")
            if account.row.phase == "leaving":
                raise NotFound("no such calendar connection")
            if account.row.phase == "disconnected":
                raise Conflict(account.row.problem or "it is disconnected; connect it again")
            try:
                return await ask(account)
            except NotConnected as lost:
                await self._accounts.lost(account)
                raise Conflict(failure_of(lost, account.vendor.label).why) from None

    @staticmethod
    async def _standing(scope: TenantScope, connection_id: UUID, *, lock: bool = False) -> ConnectionRow:
        row = await linked_calendars.connection(scope, connection_id, lock=lock)
        if row.phase == "leaving":
            raise NotFound("no such calendar connection")
        return row

    def _vendor(self, kind: str) -> Calendars:
        vendor = self._accounts.vendors.get(kind)
        if vendor is None:
            raise Conflict("calendars of this vendor cannot be connected here")
        return vendor

    def _opened(self, principal: Principal, state: str) -> dict[str, Any]:
        """Raises InvalidInput unless this principal began it, here, and not too long ago."""
        try:
            asked: dict[str, Any] = json.loads(self._seal.open(state.encode()))
            good = (
                asked["for"] == _PURPOSE
                and asked["business"] == str(principal.business_id)
                and asked["actor"] == actor_of(principal)
                and datetime.fromisoformat(asked["until"]) > self._clock()
            )
        except (ConfigError, ValueError, KeyError, TypeError):
            good, asked = False, {}
        if not good:
            raise InvalidInput("state: this was begun by somebody else, or too long ago; begin anew")
        return asked

    def _values(self, consent: Consent) -> dict[str, Any]:
        return {
            "access_token": self._seal.close(consent.access_token),
            "refresh_token": self._seal.close(consent.refresh_token or ""),
            "access_expires_at": consent.expires_at,
        }

    @staticmethod
    async def _give_back(vendor: Calendars, consent: Consent) -> None:
        """What is not enough is not kept; a vendor that is away forgets it by itself."""
        try:
            await vendor.revoke(consent.refresh_token or consent.access_token)
        except ProviderError as error:
            log.warning("calendar.consent_not_revoked", reason=str(error))


async def _check_whose(scope: TenantScope, staff_id: UUID | None, location_id: UUID | None) -> None:
    if staff_id is not None:
        await setup_rows.one(scope, Staff, staff_id, "staff")
    if location_id is not None:
        await setup_rows.one(scope, Location, location_id, "location")


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
