"""What an owner does with the bill: looks at it, buys, changes plan, caps, cancels. Stripe's pages take the cards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from domain.accounts.roles import Permission, Principal
from domain.billing.plans import Catalogue, Plan
from domain.billing.rating import Free
from domain.billing.spending import forecast_s, overage_cents
from domain.billing.subscription import State, Subscription
from domain.billing.terms import BillingTerms
from domain.errors import Conflict, InvalidInput, ProviderError
from providers.payments import CheckoutLink, Invoice, Payments
from services.accounts.access import actor_of
from services.analytics.changes import changed
from services.billing.metering import REMEMBERED, identifier_of
from services.billing.standing import Now, look, settle
from services.billing.syncing import Syncing
from storage.postgres import (
    audit,
    billing_accounts,
    businesses,
    call_ledger,
    number_orders,
    phone_numbers,
)
from storage.postgres.billing_accounts import Account
from storage.postgres.call_ledger import Entry, Sums
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

PREVIEW_HOLDS = timedelta(minutes=15)
"""A change is charged as it was shown so long: by the second, at the instant of the preview."""

HIGHEST_CAP_CENTS = 100_000_00


@dataclass(frozen=True, slots=True)
class Overview:
    """The bill at a glance; money in cents of the catalogue's currency, without the plan's own price."""

    now: Now
    sums: Sums
    overage_cents: int
    forecast_s: int
    forecast_overage_cents: int
    numbers: int
    """Telephone numbers the business has."""

    @property
    def plan(self) -> Plan | None:
        return self.now.standing.plan

    @property
    def subscription(self) -> Subscription | None:
        return self.now.standing.subscription


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change of plan would ask for; given back, `at` charges just that."""

    plan: Plan
    at: datetime
    invoice: Invoice


class BillingDesk:
    """One for each replica.

    Args:
        page_url: the page of the bill, to which Stripe's pages lead back.
    """

    def __init__(
        self,
        database: Database,
        payments: Payments,
        terms: BillingTerms,
        page_url: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._payments = payments
        self._catalogue = terms.catalogue
        self._page_url = page_url
        self._clock = clock
        self._syncing = Syncing(database, payments, terms.catalogue, clock)

    @property
    def catalogue(self) -> Catalogue:
        return self._catalogue

    async def overview(self, principal: Principal) -> Overview:
        """The first look begins the trial. Raises NotPermitted, StorageError."""
        principal.require(Permission.BILLING)
        now = self._clock()
        async with self._database.tenant(principal.business_id) as scope:
            account = await billing_accounts.opened(scope, now)
            return await self._overview(scope, await look(scope, account, self._catalogue, now), now)

    async def calls(
        self, principal: Principal, *, limit: int, after: tuple[datetime, UUID] | None
    ) -> list[Entry]:
        """The calls of the period under way, the latest first. Raises NotPermitted, StorageError."""
        principal.require(Permission.BILLING)
        now = self._clock()
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            account = await billing_accounts.find(scope)
            if account is None:
                return []
            period = (await look(scope, account, self._catalogue, now)).standing.period
            return await call_ledger.page(scope, period.start, period.end, limit=limit, after=after)

    async def checkout(self, principal: Principal, plan_id: str) -> CheckoutLink:
        """A page to buy the plan on; the one before sells nothing any more.

        Raises:
            NotPermitted, InvalidInput, ProviderError, StorageError.
            Conflict: a plan is running; that is changed instead.
        """
        principal.require(Permission.BILLING)
        plan = self._catalogue.plan(plan_id)
        account = await self._customer(principal)
        # Asked of Stripe itself: a webhook may be on its way.
        bought = await self._syncing.sync(principal.business_id)
        if bought is not None and _runs(bought):
            raise Conflict("a plan is running already; change that one")
        if account.checkout_id is not None:
            await self._payments.expire_checkout(account.checkout_id)
        link = await self._payments.checkout(
            account.customer_id or "",
            principal.business_id,
            plan,
            success_url=f"{self._page_url}?bought={plan.id}",
            cancel_url=self._page_url,
        )
        async with self._database.tenant(principal.business_id) as scope:
            await billing_accounts.change(scope, checkout_id=link.id)
            await self._note(scope, principal, "billing.checkout_opened", {}, {"plan": plan.id})
        return link

    async def portal(self, principal: Principal, *, cancels: bool = False) -> str:
        """A page for cards, invoices and cancelling, good for minutes.

        Raises:
            NotPermitted, ProviderError, StorageError.
            Conflict: nothing was ever bought.
        """
        principal.require(Permission.BILLING)
        now, account = await self._known(principal)
        subscription = now.standing.subscription
        wanted = subscription.id if cancels and subscription is not None else None
        return await self._payments.portal(account.customer_id or "", self._page_url, cancels=wanted)

    async def preview(self, principal: Principal, plan_id: str) -> Preview:
        """What a change to the plan would ask for now.

        Raises:
            NotPermitted, InvalidInput, ProviderError, StorageError.
            Conflict: no plan is running, it is this one, or the business has more numbers than the plan.
        """
        principal.require(Permission.BILLING)
        plan = self._catalogue.plan(plan_id)
        now, account = await self._running(principal, plan)
        at = self._clock().replace(microsecond=0)
        items = await self._payments.items(now.id)
        invoice = await self._payments.preview_change(account.customer_id or "", items, plan, at)
        return Preview(plan, at, invoice)

    async def change_plan(self, principal: Principal, plan_id: str, at: datetime | None) -> Overview:
        """Changes the plan at once: what differs for the rest of the period is asked for, or credited.

        Args:
            at: a preview's, for the amount shown there.

        Raises:
            NotPermitted, ProviderError, StorageError.
            InvalidInput: no such plan, or the preview is too old.
            Conflict: no plan is running, it is this one, or the business has more numbers than the plan.
        """
        principal.require(Permission.BILLING)
        plan = self._catalogue.plan(plan_id)
        now = self._clock()
        if at is not None and not timedelta() <= now - at <= PREVIEW_HOLDS:
            raise InvalidInput(f"at: a preview holds for {PREVIEW_HOLDS.seconds // 60} minutes; look again")
        subscription, account = await self._running(principal, plan)
        items = await self._payments.items(subscription.id)
        # A change that waits would undo this one.
        await self._drop_waiting(subscription)
        await self._payments.change_plan(items, plan, at or now)
        await self._noted(principal, "billing.plan_changed", {"plan": account.plan}, {"plan": plan.id})
        return await self._fresh(principal)

    async def change_plan_later(self, principal: Principal, plan_id: str) -> Overview:
        """Changes the plan when what is paid for ends, in the place of another change that waits for it.

        Raises:
            NotPermitted, InvalidInput, ProviderError, StorageError.
            Conflict: no plan is running, it is this one, it is to end, or the business has more numbers than the plan.
        """
        principal.require(Permission.BILLING)
        plan = self._catalogue.plan(plan_id)
        subscription, account = await self._running(principal, plan)
        if subscription.cancel_at is not None:
            raise Conflict("the plan ends then; take the cancellation back first")
        items = await self._payments.items(subscription.id)
        waits = subscription.schedule_id if subscription.next_plan is not None else None
        if waits is None:
            await self._drop_waiting(subscription)
        await self._payments.change_plan_at_period_end(items, plan, waits)
        after = {"plan": plan.id, "at": subscription.period_end.isoformat()}
        await self._noted(principal, "billing.plan_changes_later", {"plan": account.plan}, after)
        return await self._fresh(principal)

    async def keep_plan(self, principal: Principal) -> Overview:
        """Takes a change of plan back that waits, if one does. Raises as `change_plan_later`."""
        principal.require(Permission.BILLING)
        subscription, _ = await self._running(principal)
        if subscription.next_plan is not None:
            await self._drop_waiting(subscription)
            await self._noted(principal, "billing.plan_kept", {"plan": subscription.next_plan}, {})
        return await self._fresh(principal)

    async def _drop_waiting(self, subscription: Subscription) -> None:
        if subscription.schedule_id is not None:
            await self._payments.drop_waiting_change(subscription.schedule_id)

    async def cancel(self, principal: Principal, *, cancel: bool = True) -> Overview:
        """Cancels at the end of what is paid for, or takes that back before it.

        Raises:
            NotPermitted, ProviderError, StorageError.
            Conflict: no plan is running.
        """
        principal.require(Permission.BILLING)
        subscription, _ = await self._running(principal)
        if cancel:
            # Stripe ends nothing that a schedule still means to change.
            await self._drop_waiting(subscription)
        await self._payments.cancel_at_period_end(subscription.id, cancel=cancel)
        action = "billing.cancelled" if cancel else "billing.cancel_taken_back"
        await self._noted(principal, action, {}, {"at": subscription.period_end.isoformat()})
        return await self._fresh(principal)

    async def set_cap(self, principal: Principal, cap_cents: int | None) -> Overview:
        """The most that minutes beyond the plan may come to in a period; None for no cap, 0 for none beyond it.

        Raises NotPermitted, InvalidInput, StorageError.
        """
        principal.require(Permission.BILLING)
        if cap_cents is not None and not 0 <= cap_cents <= HIGHEST_CAP_CENTS:
            raise InvalidInput(f"cap_cents: 0 to {HIGHEST_CAP_CENTS}, or null for no cap")
        now = self._clock()
        async with self._database.tenant(principal.business_id) as scope:
            account = await billing_accounts.opened(scope, now, lock=True)
            await billing_accounts.change(scope, cap_cents=cap_cents)
            before, after = {"cap_cents": account.cap_cents}, {"cap_cents": cap_cents}
            await self._note(scope, principal, "billing.cap_changed", before, after)
            fresh = await billing_accounts.opened(scope, now, lock=True)
            return await self._overview(scope, await settle(scope, fresh, self._catalogue, now), now)

    async def invoices(self, principal: Principal, *, limit: int, after: str | None) -> tuple[Invoice, ...]:
        """The latest first. Raises NotPermitted, ProviderError, StorageError."""
        principal.require(Permission.BILLING)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            account = await billing_accounts.find(scope)
        if account is None or account.customer_id is None:
            return ()
        try:
            return await self._payments.invoices(account.customer_id, limit=limit, after=after)
        except ProviderError as error:
            if after is not None and error.status in (400, 404):
                raise InvalidInput("cursor: there is no such invoice; begin without") from None
            raise

    async def declare_spam(self, principal: Principal, call_id: UUID) -> Entry:
        """Makes a short call free that was nobody's business: within a day, while Stripe can take it back.

        Raises:
            NotPermitted, NotFound, ProviderError, StorageError.
            Conflict: the call was too long, led to something, or is too old.
        """
        principal.require(Permission.BILLING)
        now = self._clock()
        async with self._database.tenant(principal.business_id) as scope:
            account = await billing_accounts.opened(scope, now, lock=True)
            entry = await call_ledger.get(scope, call_id, lock=True)
            if entry.free is not None:
                return entry
            if entry.billable_s is None or entry.billable_s > self._catalogue.spam_within_s:
                raise Conflict(f"only calls of up to {self._catalogue.spam_within_s} s can be called spam")
            if entry.outcome != "answered":
                raise Conflict("this call led to something")
            if entry.ended_at + REMEMBERED < now or entry.metered not in ("none", "due", "sent"):
                raise Conflict("a call can be called spam within a day")
            taken_back = entry.metered == "sent" or entry.tried_at is not None
            metered = "cancelled" if taken_back else "none"
            await call_ledger.change(
                scope, call_id, billable_s=0, free=Free.SPAM.value, price_microcents=0, metered=metered
            )
            await changed(scope, [(entry.ended_at, entry.ended_at)], now)
            await self._note(scope, principal, "billing.call_was_spam", {}, {"call": str(call_id)})
            if taken_back:
                # Within the transaction: what Stripe refuses to take back stays to be paid.
                await self._payments.cancel_usage(identifier_of(call_id))
            await settle(scope, account, self._catalogue, now)
            return await call_ledger.get(scope, call_id)

    async def _overview(self, scope: TenantScope, found: Now, now: datetime) -> Overview:
        period, plan = found.standing.period, found.standing.plan
        foreseen_s = forecast_s(period, found.used_s, now)
        return Overview(
            now=found,
            sums=await call_ledger.sums(scope, period.start, period.end),
            overage_cents=0 if plan is None else overage_cents(plan, found.used_s),
            forecast_s=foreseen_s,
            forecast_overage_cents=0 if plan is None else overage_cents(plan, foreseen_s),
            numbers=await phone_numbers.count_held(scope),
        )

    async def _fresh(self, principal: Principal) -> Overview:
        await self._syncing.sync(principal.business_id)
        return await self.overview(principal)

    async def _known(self, principal: Principal) -> tuple[Now, Account]:
        now = self._clock()
        async with self._database.tenant(principal.business_id) as scope:
            account = await billing_accounts.opened(scope, now)
            if account.customer_id is None:
                raise Conflict("nothing was bought yet; choose a plan first")
            return await look(scope, account, self._catalogue, now), account

    async def _running(self, principal: Principal, plan: Plan | None = None) -> tuple[Subscription, Account]:
        now, account = await self._known(principal)
        subscription = now.standing.subscription
        if subscription is None or not _runs(now):
            raise Conflict("no plan is running; choose one first")
        if plan is not None and now.standing.plan == plan:
            raise Conflict(f"{plan.name} is the plan already")
        if plan is not None:
            await self._require_room(principal, plan)
        return subscription, account

    async def _require_room(self, principal: Principal, plan: Plan) -> None:
        """Raises Conflict where the business has more numbers than the plan."""
        async with self._database.tenant(principal.business_id) as scope:
            held = await phone_numbers.count_held(scope) + await number_orders.count_placed(scope)
        if held > plan.numbers:
            numbers = "1 number" if plan.numbers == 1 else f"{plan.numbers} numbers"
            raise Conflict(
                f"{plan.name} has {numbers}, and the business has {held}: give {held - plan.numbers} back first"
            )

    async def _customer(self, principal: Principal) -> Account:
        """The account with a customer at Stripe, who is made where there is none."""
        now = self._clock()
        async with self._database.tenant(principal.business_id) as scope:
            account = await billing_accounts.opened(scope, now)
            name = await businesses.name(scope)
        if account.customer_id is not None:
            return account
        customer_id = await self._payments.create_customer(principal.business_id, name, None, now)
        async with self._database.tenant(principal.business_id) as scope:
            account = await billing_accounts.opened(scope, now, lock=True)
            if account.customer_id is None:
                await billing_accounts.change(scope, customer_id=customer_id)
            return await billing_accounts.opened(scope, now)

    async def _noted(
        self, principal: Principal, action: str, before: Mapping[str, object], after: Mapping[str, object]
    ) -> None:
        async with self._database.tenant(principal.business_id) as scope:
            await self._note(scope, principal, action, before, after)

    async def _note(
        self,
        scope: TenantScope,
        principal: Principal,
        action: str,
        before: Mapping[str, object],
        after: Mapping[str, object],
    ) -> None:
        subject = f"business:{principal.business_id}"
        await audit.note(
            scope,
            actor=actor_of(principal),
            action=action,
            subject=subject,
            before=dict(before),
            after=dict(after),
        )


def _runs(now: Now) -> bool:
    """Whether there is a subscription that has not ended."""
    return now.standing.subscription is not None and now.standing.state is not State.CANCELLED
