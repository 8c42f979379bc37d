"""A booking in a linked calendar, brought to what the booking is now.

Whatever happened before, and however often this is done, the entry has the same id: what is there already is met again
rather than made twice. Somebody's own change is never written over: the entry's tag has to be the one we know.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from domain.business_settings import served_timezone
from domain.calendars.event_ids import event_id
from domain.ids import new_id
from providers.calendars import Entry, EntryChanged, EntryExists, EntryGone, OurEntry
from services.calendars.accounts import Account
from services.calendars.returning import Returning
from storage.postgres import business_facts, written_entries
from storage.postgres.database import Database
from storage.postgres.linked_calendars import LinkRow
from storage.postgres.tenant import TenantScope
from storage.postgres.written_entries import BookingToWrite, WrittenRow

OFFERINGS = "offerings"
"""Of a connection's names: what the vendor calls each of our offerings."""
_STANDING = ("confirmed", "no_show")


class Writing:
    """Of all businesses.

    Args:
        returning: what to do about an entry that somebody else has changed.
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        returning: Returning,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._returning = returning
        self._clock = clock

    async def write(self, account: Account, link: LinkRow, booking_id: UUID) -> None:
        """Raises LeaseLost, ProviderError, StorageError: asking again is safe."""
        async with self._database.tenant(account.business_id) as scope:
            booking = await written_entries.to_write(scope, link.calendar_id, booking_id)
            if booking is None or await self._is_disputed(scope, link, booking):
                return
            row = await written_entries.of_booking(scope, link.calendar_id, booking_id)
            country = (await business_facts.get(scope)).country
        wanted = booking.belongs and booking.status in _STANDING
        if not wanted:
            await self._remove(account, link, row)
            return
        offerings: dict[str, str] = account.row.names.get(OFFERINGS, {})
        service = offerings.get(str(booking.offering_id), "")
        entry = _entry_of(booking, link, served_timezone(booking.timezone, country), row, service)
        digest = _digest_of(entry)
        if row is not None and row.phase == "written" and row.etag and row.digest == digest:
            return
        try:
            await self._put(account, link, booking, row, entry, digest)
        except (EntryChanged, EntryGone):
            # Somebody was at it since: what that means comes first, and then our own, if there is still something.
            await self._look(account, link, row or await self._known(account, link, booking_id), entry)
            await self._put_after(account, link, booking_id, entry, digest)

    async def _is_disputed(self, scope: TenantScope, link: LinkRow, booking: BookingToWrite) -> bool:
        """Whether it waits for somebody's decision; what was changed here since is one."""
        dispute = await written_entries.open_dispute(scope, link.calendar_id, booking.id)
        if dispute is None:
            return False
        if booking.status == "confirmed" and booking.belongs and booking.starts_at == dispute.ours_from:
            return True
        await written_entries.settle(scope, dispute.id, "overtaken", "system")
        await written_entries.note_written(
            scope,
            link.calendar_id,
            booking.id,
            external_id=event_id(booking.id),
            etag=dispute.etag,
            during=booking.during,
        )
        return False

    async def _put(
        self,
        account: Account,
        link: LinkRow,
        booking: BookingToWrite,
        row: WrittenRow | None,
        entry: OurEntry,
        digest: bytes,
    ) -> None:
        """Raises EntryChanged, EntryGone."""
        vendor, calendar = account.vendor, link.external_id
        etag = row.etag if row is not None and row.phase == "written" else ""
        if not etag:
            # Before it is asked for: should we die after it, the entry is known for ours.
            await self._note(account, link, booking.id, entry, "", b"")
        try:
            made = await account.ask(lambda token: vendor.write(token, calendar, entry, etag=etag))
        except EntryExists:
            there = await account.ask(lambda token: vendor.entry(token, calendar, entry.id, entry.zone))
            made = await account.ask(lambda token: vendor.write(token, calendar, entry, etag=there.etag))
        await self._note(account, link, booking.id, entry, made.etag, digest, made)

    async def _put_after(
        self, account: Account, link: LinkRow, booking_id: UUID, entry: OurEntry, digest: bytes
    ) -> None:
        async with self._database.tenant(account.business_id) as scope:
            booking = await written_entries.to_write(scope, link.calendar_id, booking_id)
            row = await written_entries.of_booking(scope, link.calendar_id, booking_id)
            dispute = await written_entries.open_dispute(scope, link.calendar_id, booking_id)
        if booking is None or row is None or row.phase != "written" or dispute is not None:
            return
        if booking.during == entry.during and booking.status in _STANDING:
            await self._put(account, link, booking, row, entry, digest)

    async def _look(self, account: Account, link: LinkRow, row: WrittenRow | None, entry: OurEntry) -> None:
        if row is None:
            return
        there: Entry | None = None
        with suppress(EntryGone):
            there = await account.ask(
                lambda token: account.vendor.entry(token, link.external_id, row.external_id, entry.zone)
            )
        await self._returning.take_one(account.business_id, link, row, there, new_id())

    async def _remove(self, account: Account, link: LinkRow, row: WrittenRow | None) -> None:
        if row is None or row.phase == "gone":
            return
        async with self._database.tenant(account.business_id) as scope:
            await written_entries.set_phase(scope, link.calendar_id, row.booking_id, "removing")
        await account.ask(lambda token: account.vendor.remove(token, link.external_id, row.external_id))
        async with self._database.tenant(account.business_id) as scope:
            await written_entries.set_phase(scope, link.calendar_id, row.booking_id, "gone")

    async def _known(self, account: Account, link: LinkRow, booking_id: UUID) -> WrittenRow | None:
        async with self._database.tenant(account.business_id) as scope:
            return await written_entries.of_booking(scope, link.calendar_id, booking_id)

    async def _note(
        self,
        account: Account,
        link: LinkRow,
        booking_id: UUID,
        entry: OurEntry,
        etag: str,
        digest: bytes,
        made: Entry | None = None,
    ) -> None:
        async with self._database.tenant(account.business_id) as scope:
            await written_entries.note_written(
                scope,
                link.calendar_id,
                booking_id,
                external_id=entry.id if made is None else made.id,
                etag=etag,
                during=entry.during,
                digest=digest,
            )


def _entry_of(
    booking: BookingToWrite, link: LinkRow, zone: str, row: WrittenRow | None, service: str
) -> OurEntry:
    """A calendar of one person does not say who does it."""
    told = [booking.offering, booking.customer]
    lines = [f"With {booking.staff}" if booking.staff and link.staff_id is None else ""]
    lines += [booking.phone or "", booking.notes]
    title = ": ".join(part for part in told if part)
    return OurEntry(
        # Where ids are the vendor's, one that was taken away is followed by another.
        id=event_id(booking.id) if row is None else row.external_id,
        key=f"{booking.id} {row.external_id if row is not None else event_id(booking.id)}",
        during=booking.during,
        zone=zone,
        title=title,
        text="\n".join(line for line in lines if line),
        place=booking.place,
        booking=str(booking.id),
        service=service,
    )


def _digest_of(entry: OurEntry) -> bytes:
    said = (entry.during, entry.zone, entry.title, entry.text, entry.place, entry.service)
    return hashlib.sha256(repr(said).encode()).digest()
