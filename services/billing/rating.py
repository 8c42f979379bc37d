"""Rating calls: what of each is to be paid, what it cost, whether Stripe is to hear of it; by the worker, at once."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

import structlog

from domain.billing.costs import MICRO, Consumed, costs
from domain.billing.rating import CallFacts, rate
from domain.billing.spending import exact_overage_cents
from domain.billing.terms import BillingTerms
from domain.errors import NotFound, StorageError
from services.analytics.changes import changed
from services.billing.standing import Now, look, settle
from services.outbox.due_items import DueItems
from services.records.ledger import CALL_ENTERED
from storage.postgres import billing_accounts, call_ledger, outbox
from storage.postgres.call_ledger import CONSUMED, Entry
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

USAGE = "billing.usage"
"""Outbox kind: report the seconds of the call of this id to Stripe; the key is the same."""


class CallRating:
    """Drains the outbox of calls that were entered; several workers may do so at once.

    Args:
        charges: whether businesses pay here; without it calls are rated, and nobody's trial begins.
    """

    def __init__(
        self,
        database: Database,
        terms: BillingTerms,
        *,
        charges: bool,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._terms = terms
        self._charges = charges
        self._clock = clock
        self._due = DueItems(database, (CALL_ENTERED,))
        self.kinds = self._due.kinds

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self) -> int:
        """Rates what is due, a few at a time, and returns how many it tried. Raises StorageError."""
        return await self._due.handle(self._handle)

    async def _handle(self, item: OutboxItem) -> None:
        try:
            await self._rate(item)
        except StorageError as error:
            log.warning("billing.not_rated", item=str(item.id), reason=str(error))
        except Exception:
            # The root of one item: it must not take the others with it. It falls due again and dies in the end.
            log.exception("billing.rating_failed", item=str(item.id))
            with suppress(StorageError):
                async with self._database.worker() as session:
                    await outbox.failed(session, item, "an internal error", datetime.now(UTC))

    async def _rate(self, item: OutboxItem) -> None:
        error = ""
        try:
            async with self._database.tenant(item.tenant) as scope:
                await self.rate(scope, UUID(item.payload["call_id"]))
        except (NotFound, KeyError, ValueError) as malformed:
            error = f"malformed: {type(malformed).__name__}"
        async with self._database.worker() as session:
            if error:
                await outbox.bury(session, item, error)
            else:
                await outbox.done(session, item, datetime.now(UTC))

    async def rate(self, scope: TenantScope, call_id: UUID) -> None:
        """Rates the call, once; asked again it works out its cost alone. Raises NotFound."""
        now = self._clock()
        # The account first, as everybody locks it: what is used is summed up by one at a time.
        account = await billing_accounts.opened(scope, now, lock=True) if self._charges else None
        entry = await call_ledger.get(scope, call_id, lock=True)
        await changed(scope, [(entry.ended_at, entry.ended_at)], now)
        cost = costs(Consumed(**{name: getattr(entry, name) for name in CONSUMED}), self._terms.prices)
        values: dict[str, object] = {"costs": asdict(cost), "cost_microcents": cost.total}
        if entry.billable_s is not None:
            await call_ledger.change(scope, call_id, **values)
            return
        facts = CallFacts(entry.began_at, entry.ended_at, entry.outcome, entry.caller_spoke)
        rating = rate(facts, wrong_number_s=self._terms.catalogue.wrong_number_s)
        values |= {
            "talked_s": rating.talked_s,
            "billable_s": rating.billable_s,
            "free": None if rating.free is None else rating.free.value,
        }
        if account is None:
            await call_ledger.change(scope, call_id, **values)
            return
        before = await look(scope, account, self._terms.catalogue, now)
        values["price_microcents"] = price_microcents(before, rating.billable_s)
        reported = rating.billable_s > 0 and _is_stripes(before, entry)
        await call_ledger.change(scope, call_id, **values, metered="due" if reported else "none")
        if reported:
            await outbox.enqueue(scope, USAGE, str(call_id), {"call_id": str(call_id)})
        await settle(scope, account, self._terms.catalogue, now)


def _is_stripes(now: Now, entry: Entry) -> bool:
    """Whether a call is part of what was bought: one of the trial is not."""
    subscription = now.standing.subscription
    return subscription is not None and entry.ended_at >= subscription.started_at


def price_microcents(now: Now, billable_s: int) -> int:
    """What the call brings in: a share of the month's price as far as minutes are included, and what is beyond."""
    plan = now.standing.plan
    if plan is None or now.standing.subscription is None:
        return 0
    beyond = exact_overage_cents(plan, now.used_s + billable_s) - exact_overage_cents(plan, now.used_s)
    included_s = min(billable_s, max(0, plan.included_s - now.used_s))
    share = plan.price_cents * included_s / plan.included_s if plan.included_s else 0
    return round(float(beyond) * MICRO + share * MICRO)
