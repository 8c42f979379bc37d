"""Holding each day's usage in our ledger against what Stripe counted, every night, while it can still be mended.

Stripe takes usage for 35 days and counts it some minutes after it was told. So a day is looked at when it is over, and
one on which something was reported in the last hour is looked at again later.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import structlog

from domain.billing.subscription import Subscription, read_subscription
from domain.errors import NotFound, ProviderError, ReceptionistError
from providers.payments import Payments
from services.billing.metering import Reports
from storage.postgres import billing_accounts, call_ledger
from storage.postgres.billing_accounts import Account
from storage.postgres.call_ledger import DaySums
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

DAYS = 33
"""Looked back: Stripe takes usage of the last 35."""
SETTLED_AFTER = timedelta(hours=1)
"""So long after it was told is what Stripe counts taken for complete."""
OVER_FOR = timedelta(minutes=15)
AT_ONCE = 20
OPEN_AT_ONCE = 500
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one business: days by status, and the seconds that differ and could not be mended."""

    equal: int = 0
    repaired: int = 0
    waiting: int = 0
    reported: int = 0
    difference_s: int = 0


class Reconciling:
    """Several workers may do it at once: corrections carry identifiers that follow from what was seen.

    Args:
        on_difference: told of seconds that differ and that nothing here can mend.
    """

    def __init__(
        self,
        database: Database,
        payments: Payments,
        reports: Reports,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_difference: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._payments = payments
        self._reports = reports
        self._clock = clock
        self._on_difference = on_difference

    async def look(self) -> int:
        """Reconciles businesses that were not today, some at a time; gives how many. Raises StorageError."""
        now = self._clock()
        today = (now - OVER_FOR).date()
        async with self._database.worker() as session:
            due = await billing_accounts.to_reconcile(session, today, AT_ONCE)
        for business_id in due:
            try:
                await self.reconcile(business_id)
            except ReceptionistError as error:
                # The next look tries it again.
                log.warning("billing.not_reconciled", business_id=str(business_id), reason=str(error))
        return len(due)

    async def reconcile(self, business_id: UUID) -> Found:
        """One business, all days that can still be mended and are not known to be equal.

        Raises:
            ProviderError, StorageError: it is asked again.
        """
        now = self._clock()
        today = (now - OVER_FOR).date()
        account, subscription = await self._account(business_id)
        if account is None or account.customer_id is None:
            return Found()
        found = Found()
        if subscription is not None:
            await self._end_if_closed(business_id, subscription)
            await self._report_the_rest(business_id, now)
            first = max(today - timedelta(days=DAYS), subscription.started_at.astimezone(UTC).date())
            found = await self._hold_against(business_id, account.customer_id, subscription, first, today)
        if found.waiting == 0:
            async with self._database.tenant(business_id) as scope:
                await billing_accounts.change(scope, reconciled_on=today)
        log.info(
            "billing.reconciled",
            business_id=str(business_id),
            equal=found.equal,
            repaired=found.repaired,
            waiting=found.waiting,
            reported=found.reported,
            difference_s=found.difference_s,
        )
        if found.difference_s:
            self._on_difference(found.difference_s)
        return found

    async def _account(self, business_id: UUID) -> tuple[Account | None, Subscription | None]:
        async with self._database.tenant(business_id) as scope:
            account = await billing_accounts.find(scope)
        return account, None if account is None else read_subscription(account.subscription)

    async def _end_if_closed(self, business_id: UUID, subscription: Subscription) -> None:
        """Who has closed their business pays for no further period; what is paid for runs out."""
        if subscription.status == "canceled" or subscription.cancel_at is not None:
            return
        async with self._database.tenant(business_id) as scope:
            closed = await billing_accounts.is_closed(scope)
        if closed:
            await self._payments.cancel_at_period_end(subscription.id, cancel=True)
            log.info("billing.cancelled_as_closed", business_id=str(business_id))

    async def _report_the_rest(self, business_id: UUID, now: datetime) -> None:
        """Calls whose report was given up, as Stripe was away for longer than it was tried."""
        async with self._database.tenant(business_id) as scope:
            left = await call_ledger.open_entries(scope, now - OVER_FOR, OPEN_AT_ONCE)
        for entry in left:
            if entry.metered == "due":
                try:
                    await self._reports.report(business_id, entry.call_id)
                except NotFound as error:
                    log.error("billing.not_reportable", call_id=str(entry.call_id), reason=str(error))

    async def _hold_against(
        self, business_id: UUID, customer_id: str, subscription: Subscription, first: date, today: date
    ) -> Found:
        start, end = _midnight(first), _midnight(today)
        if start >= end:
            return Found()
        counted = {
            at.date(): seconds
            for at, seconds in (await self._payments.usage_by_day(customer_id, start, end)).items()
        }
        statuses: dict[date, str] = {}
        difference_s = 0
        async with self._database.tenant(business_id) as scope:
            ours = await call_ledger.by_day(scope, start, end)
            known = await call_ledger.days(scope, first)
        for day in sorted({*ours, *counted}):
            sums = ours.get(day)
            told_s = counted.get(day, 0)
            if known.get(day) == "equal" and sums is not None and sums.counted_s == told_s:
                statuses[day] = "equal"
                continue
            statuses[day], left_s = await self._day(business_id, customer_id, subscription, day, sums, told_s)
            difference_s += left_s
        return Found(
            **{
                status: sum(one == status for one in statuses.values())
                for status in ("equal", "repaired", "waiting", "reported")
            },
            difference_s=difference_s,
        )

    async def _day(
        self,
        business_id: UUID,
        customer_id: str,
        subscription: Subscription,
        day: date,
        sums: DaySums | None,
        told_s: int,
    ) -> tuple[str, int]:
        """What the day is, and the seconds of it that stay different."""
        now = self._clock()
        ledger_s = sums.counted_s if sums is not None else 0
        missing_s, corrected_s, left_s = ledger_s - told_s, 0, 0
        if missing_s == 0 and not (sums is not None and sums.pending):
            status = "equal"
        elif sums is not None and (sums.pending or _told_lately(sums, now)):
            status = "waiting"
        elif sums is not None and missing_s > 0 and sums.last_ended_at >= subscription.period_start:
            status, corrected_s = "repaired", missing_s
            await self._correct(business_id, customer_id, day, sums, told_s, missing_s)
        else:
            # Counted twice, counted for nobody's call, or of a period whose invoice is out.
            status, left_s = "reported", abs(missing_s)
            log.error(
                "billing.usage_differs",
                business_id=str(business_id),
                day=day.isoformat(),
                ledger_s=ledger_s,
                counted_s=told_s,
            )
        async with self._database.tenant(business_id) as scope:
            if status == "equal":
                await self._settle_unsure(scope, day)
            await call_ledger.keep_day(
                scope,
                day,
                ledger_s=ledger_s,
                counted_s=told_s,
                corrected_s=corrected_s,
                status=status,
                checked_at=now,
            )
        return status, left_s

    async def _correct(
        self, business_id: UUID, customer_id: str, day: date, sums: DaySums, told_s: int, missing_s: int
    ) -> None:
        """Reports what Stripe lacks of the day. Seen the same again, it is the same correction, and counts once."""
        identifier = f"fix_{business_id.hex}_{day:%Y%m%d}_{told_s}_{missing_s}"
        try:
            await self._payments.report_usage(customer_id, missing_s, identifier, sums.last_ended_at)
        except ProviderError as error:
            log.error(
                "billing.not_repaired", business_id=str(business_id), day=day.isoformat(), reason=str(error)
            )
            raise
        log.warning(
            "billing.usage_repaired",
            business_id=str(business_id),
            day=day.isoformat(),
            ledger_s=sums.counted_s,
            counted_s=told_s,
        )

    async def _settle_unsure(self, scope: TenantScope, day: date) -> None:
        start = _midnight(day)
        await call_ledger.settle_unsure(scope, start, start + ONE_DAY, "sent")


def _told_lately(sums: DaySums, now: datetime) -> bool:
    return sums.last_metered_at is not None and sums.last_metered_at + SETTLED_AFTER > now


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
