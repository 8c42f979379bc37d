"""The worker's part of linked calendars: what is to be written, read and given up, account by account.

Whoever has an account's lease does all of its work, one thing after the other; of several workers one has it. Each
thing can be done again: a worker that dies leaves it to the next one.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from domain.calendars.polling import EVERY
from domain.errors import NotFound, ProviderError, StorageError
from providers.calendars import CalendarGone, NoRight, NotConnected
from services.calendars.accounts import Account, CalendarAccounts, LeaseLost, failure_of, note_failure
from services.calendars.channels import Channels
from services.calendars.kinds import KINDS, LEAVE, READ, WRITE, want_read
from services.calendars.syncing import Syncing
from services.calendars.writing import Writing
from services.outbox.due_items import DueItems
from storage.postgres import linked_calendars, outbox, remote_calendars, written_entries
from storage.postgres.database import Database
from storage.postgres.linked_calendars import LinkRow
from storage.postgres.outbox import OutboxItem

log = structlog.get_logger()

AT_ONCE = 32
TAKEN_PAUSE = timedelta(seconds=1)
"""Until an account that somebody else speaks for is tried again."""
LONGEST_PAUSE = timedelta(minutes=15)
MOST_DUE = 200


class CalendarDrain:
    """Several workers may drain at once.

    Args:
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        accounts: CalendarAccounts,
        writing: Writing,
        syncing: Syncing,
        channels: Channels,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._writing = writing
        self._syncing = syncing
        self._channels = channels
        self._clock = clock
        self._due = DueItems(database, KINDS, at_once=AT_ONCE, clock=clock)
        self.kinds = self._due.kinds

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Does what is due, until it is to stop, and returns how many items it met. Raises StorageError."""
        met = 0
        while not stopping() and (items := await self._due.claim()):
            met += len(items)
            by_account: dict[tuple[UUID, UUID], list[tuple[OutboxItem, LinkRow | None]]] = {}
            for item in items:
                link, connection_id = await self._where(item)
                if connection_id is None:
                    await self._settle(item, None)  # the calendar, or the connection, is no more
                    continue
                by_account.setdefault((item.tenant, connection_id), []).append((item, link))
            async with asyncio.TaskGroup() as group:
                for (business_id, connection_id), theirs in by_account.items():
                    group.create_task(
                        self._for_account(business_id, connection_id, theirs), name="calendar.account"
                    )
            if len(items) < AT_ONCE:
                break
        return met

    async def look(self) -> int:
        """Promises a reading of each linked calendar that is due for one; how many."""
        now = self._clock()
        async with self._database.worker() as session:
            due = await remote_calendars.due(session, now, MOST_DUE, linked=True)
        for business_id, calendar_id in due:
            async with self._database.tenant(business_id) as scope:
                if await remote_calendars.claim(scope, calendar_id, now, now + EVERY) is not None:
                    await want_read(scope, calendar_id, now)
        return len(due)

    async def _where(self, item: OutboxItem) -> tuple[LinkRow | None, UUID | None]:
        if item.kind == LEAVE:
            return None, UUID(item.key)
        async with self._database.tenant(item.tenant) as scope:
            try:
                link = await linked_calendars.link(scope, UUID(item.payload["calendar_id"]))
            except NotFound:
                return None, None
        return link, link.connection_id

    async def _for_account(
        self, business_id: UUID, connection_id: UUID, work: list[tuple[OutboxItem, LinkRow | None]]
    ) -> None:
        """The root of one account's work: whatever it does, it keeps no other waiting."""
        left = [item for item, _ in work]
        try:
            async with self._accounts.leased(business_id, connection_id) as account:
                if account is None:
                    await self._give_back(left, TAKEN_PAUSE)
                    return
                if account.row.phase == "disconnected" and not any(item.kind == LEAVE for item in left):
                    for item in left:  # connecting it again promises all of it anew
                        await self._settle(item, None)
                    return
                for item, link in work:
                    try:
                        await self._do(account, item, link)
                    except NotConnected:
                        await self._accounts.lost(account)
                        # Connecting it again promises all of it anew.
                        for each in left[left.index(item) :]:
                            await self._settle(each, self._clock() if each.kind == LEAVE else None)
                        return
                    except ProviderError as error:
                        await self._failed(account, item, link, error)
                        if error.retryable:
                            rest = left[left.index(item) + 1 :]
                            await self._give_back(rest, timedelta(seconds=error.retry_after_s or 5.0))
                            return
                        continue
                    await self._settle(item, None)
        except NotFound:
            for item in left:
                await self._settle(item, None)
        except LeaseLost:
            log.warning("calendar.lease_lost", connection_id=str(connection_id))
        except StorageError as error:
            log.warning("calendar.not_done", connection_id=str(connection_id), reason=str(error))
        except Exception:
            # It falls due again when its lease ends.
            log.exception("calendar.failed", connection_id=str(connection_id))

    async def _do(self, account: Account, item: OutboxItem, link: LinkRow | None) -> None:
        if item.kind == LEAVE:
            await self._leave(account)
        elif link is not None and item.kind == WRITE and account.row.phase == "connected":
            await self._writing.write(account, link, UUID(item.payload["booking_id"]))
        elif link is not None and item.kind == READ and account.row.phase == "connected":
            await self._syncing.read(account, link)

    async def _leave(self, account: Account) -> None:
        """Stops its channels and gives the consent back; a vendor that knows us no more has nothing to be told."""
        async with self._database.tenant(account.business_id) as scope:
            links = await linked_calendars.links(scope, connection_id=account.row.id)
        try:
            for link in links:
                await self._channels.stop_all(account, link)
            await account.ask(account.vendor.revoke)
        except (NotConnected, NoRight, CalendarGone):
            pass
        async with self._database.tenant(account.business_id) as scope:
            for link in links:
                await remote_calendars.remove(scope, link.calendar_id)
            await linked_calendars.forget_connection(scope, account.row.id)

    async def _failed(
        self, account: Account, item: OutboxItem, link: LinkRow | None, error: ProviderError
    ) -> None:
        """Says so of the calendar, and of the booking that was to be written to it; then later again."""
        now = self._clock()
        if link is not None:
            async with self._database.tenant(item.tenant) as scope:
                await note_failure(scope, link.calendar_id, failure_of(error, account.vendor.label), now)
                if item.kind == WRITE:
                    await written_entries.mark_unconfirmed(scope, UUID(item.payload["booking_id"]))
        if item.kind == READ:
            await self._settle(item, None)  # it is read again when its calendar is due
            return
        if not error.retryable:
            async with self._database.worker() as session:
                await outbox.failed(session, item, error.message, now)
            return
        pause = min(timedelta(seconds=5) * 2 ** min(item.attempts - 1, 10), LONGEST_PAUSE)
        asked = timedelta(seconds=min(error.retry_after_s or 0.0, LONGEST_PAUSE.total_seconds()))
        await self._settle(item, now + max(pause, asked), error.message)

    async def _settle(self, item: OutboxItem, again: datetime | None, why: str = "") -> None:
        async with self._database.worker() as session:
            if again is None:
                await outbox.done(session, item, self._clock())
            else:
                await outbox.postpone(session, item, why, again)

    async def _give_back(self, items: list[OutboxItem], pause: timedelta) -> None:
        if items:
            async with self._database.worker() as session:
                await outbox.release(session, items, self._clock() + pause)
