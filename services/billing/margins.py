"""What businesses bring in and what their calls cost, for the platform's operators: sums, nothing of any caller."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.billing.costs import MICRO
from domain.billing.plans import Catalogue
from domain.billing.spending import overage_cents
from services.billing.standing import look
from storage.postgres import audit, billing_accounts, call_ledger, phone_numbers, platform
from storage.postgres.call_ledger import Sums
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class Margin:
    """Of one business in its period under way; cents, the plan's own price in full.

    `state` is None for a business without a bill.
    """

    business_id: UUID
    name: str
    created_at: datetime
    state: str | None
    plan: str | None
    sums: Sums
    revenue_cents: int
    cost_cents: float
    numbers_cents: int
    """What its telephone numbers cost a month."""

    @property
    def margin_cents(self) -> float:
        return self.revenue_cents - self.cost_cents - self.numbers_cents


class Margins:
    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    async def page(
        self, operator: UUID, now: datetime, *, limit: int, after: tuple[datetime, UUID] | None
    ) -> list[Margin]:
        """All businesses, the newest first; each finds in its audit log that it was looked at."""
        async with self._database.operator() as session:
            found = await platform.page(session, limit=limit, after=after)
            margins: list[Margin] = []
            for business in found:
                scope = await platform.as_business(session, business.id)
                margins.append(await self._margin(scope, business.name, business.created_at, now))
                await audit.note(
                    scope,
                    actor=f"operator:{operator}",
                    action="operator.looked",
                    subject=f"business:{business.id}",
                )
        return margins

    async def _margin(self, scope: TenantScope, name: str, created_at: datetime, now: datetime) -> Margin:
        account, numbers = await billing_accounts.find(scope), await phone_numbers.monthly_cents(scope)
        if account is None:
            sums = await call_ledger.sums(scope, created_at, now)
            cost = sums.cost_microcents / MICRO
            return Margin(scope.business_id, name, created_at, None, None, sums, 0, cost, numbers)
        found = await look(scope, account, self._catalogue, now)
        period, plan = found.standing.period, found.standing.plan
        sums = await call_ledger.sums(scope, period.start, period.end)
        pays = plan is not None and found.standing.subscription is not None
        revenue = plan.price_cents + overage_cents(plan, found.used_s) if pays and plan is not None else 0
        return Margin(
            scope.business_id,
            name,
            created_at,
            found.standing.state.value,
            None if plan is None else plan.id,
            sums,
            revenue,
            sums.cost_microcents / MICRO,
            numbers,
        )
