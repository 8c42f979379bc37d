"""Stripe's webhooks: taken in once at the edge, carried out once by the worker.

What a notice says happened is only a reason to look: the business's bill is fetched from Stripe and settled by what is
there. So their order, their number and their age mean nothing.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from domain.errors import DomainError, ProviderError, StorageError
from providers.payments import Notice, Payments
from services.billing.metering import call_of
from services.billing.syncing import Syncing
from storage.postgres import webhook_inbox
from storage.postgres.database import Database
from storage.postgres.notices import OUTBOX, notify
from storage.postgres.webhook_inbox import InboxItem

log = structlog.get_logger()

VENDOR = "stripe"
AT_ONCE = 32
LEASE_S = 60.0
NOTICED = "stripe.notice"
"""What those who wait for the outbox are told of: no item of it, a row of the inbox."""

METER_FAULTS = "v1.billing.meter.error_report_triggered"


class NoticeDesk:
    """Takes notices in."""

    def __init__(self, database: Database, payments: Payments, *, live: bool) -> None:
        self._database = database
        self._payments = payments
        self._live = live

    def read(self, body: bytes, signature: str | None, now: datetime) -> Notice:
        """Raises ForgedNotice, InvalidInput."""
        return self._payments.read_notice(body, signature, now)

    async def take(self, notice: Notice, now: datetime) -> bool:
        """Keeps the notice for the worker; whether it is new. Raises StorageError: it is not kept."""
        async with self._database.system() as session:
            new = await webhook_inbox.accept(
                session, VENDOR, notice.id, _payload(notice), due_at=now if self._is_ours(notice) else None
            )
            if new:
                await notify(session, OUTBOX, NOTICED)
        log.info("stripe.notice", id=notice.id, type=notice.type, new=new)
        return new

    def _is_ours(self, notice: Notice) -> bool:
        """A notice of test mode says nothing of real money, nor the other way round."""
        return notice.live == self._live and (notice.customer_id is not None or notice.thin)


def _payload(notice: Notice) -> dict[str, str]:
    """Ids alone: nothing of who pays, or what."""
    return {"type": notice.type, "customer": notice.customer_id or "", "thin": "yes" if notice.thin else ""}


def _by_customer(items: Sequence[InboxItem]) -> list[list[InboxItem]]:
    """What is about nobody stands alone."""
    groups: dict[str, list[InboxItem]] = {}
    for item in items:
        groups.setdefault(item.payload.get("customer") or item.key, []).append(item)
    return list(groups.values())


class NoticeDrain:
    """Carries them out; several workers may do so at once."""

    kinds = (NOTICED,)

    def __init__(
        self,
        database: Database,
        payments: Payments,
        syncing: Syncing,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._payments = payments
        self._syncing = syncing
        self._clock = clock
        self._next_due: datetime | None = None

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        if self._next_due is None:
            return longest_s
        return min(longest_s, max(0.0, (self._next_due - self._clock()).total_seconds()))

    async def drain(self) -> int:
        """Carries out what is due, a few at a time, and returns how many it tried. Raises StorageError."""
        now = self._clock()
        async with self._database.system() as session:
            items = await webhook_inbox.claim(session, VENDOR, AT_ONCE, now, LEASE_S)
            self._next_due = now if items else await webhook_inbox.next_due(session, VENDOR)
        async with asyncio.TaskGroup() as tasks:
            for same in _by_customer(items):
                tasks.create_task(self._handle(same), name="stripe.notice")
        return len(items)

    async def _handle(self, items: Sequence[InboxItem]) -> None:
        """One look serves all that was said of a customer before it."""
        first, error = items[0], None
        try:
            await self._carry_out(first)
        except (ProviderError, DomainError, StorageError) as refused:
            error = str(refused)
        except Exception:
            # The root of one notice: it must not take the others with it. It falls due again for some hours.
            log.exception("stripe.notice_failed", id=first.key)
            error = "an internal error"
        if error is not None:
            log.warning("stripe.notice_postponed", id=first.key, attempts=first.attempts, reason=error)
        with suppress(StorageError):
            async with self._database.system() as session:
                for item in items:
                    await webhook_inbox.settle(session, item, self._clock(), error)

    async def _carry_out(self, item: InboxItem) -> None:
        if item.payload.get("thin"):
            await self._meter_faults(item)
            return
        if not await self._syncing.sync_customer(item.payload["customer"]):
            log.info("stripe.notice_of_nobody", id=item.key, type=item.payload.get("type"))

    async def _meter_faults(self, item: InboxItem) -> None:
        """Usage that Stripe took and could not count: the reconciliation finds what is missing; somebody is to know."""
        if item.payload.get("type") != METER_FAULTS:
            log.error("stripe.meter_trouble", id=item.key, type=item.payload.get("type"))
            return
        for identifier, reason in await self._payments.meter_faults(item.key):
            call_id = call_of(identifier)
            log.error(
                "stripe.usage_not_counted", call_id=None if call_id is None else str(call_id), reason=reason
            )
