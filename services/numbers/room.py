"""How many numbers a business may have: its plan says."""

from dataclasses import dataclass
from datetime import datetime

from domain.billing.plans import Catalogue
from domain.billing.subscription import State
from domain.errors import PlanLimitReached
from services.billing.standing import look
from storage.postgres import billing_accounts, businesses, number_orders, phone_numbers
from storage.postgres.tenant import TenantScope

MOST_WITHOUT_PLANS = 100
"""Where nobody pays; against a program that buys and buys."""

_NOTHING_BOUGHT = frozenset({State.TRIAL_OVER, State.UNPAID, State.PAUSED, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class Room:
    """`wished` are ordered and not there yet; `more` names a plan with more numbers, where there is one."""

    held: int
    wished: int
    most: int
    plan: str
    more: str | None = None

    @property
    def left(self) -> int:
        return max(0, self.most - self.held - self.wished)

    def require(self) -> None:
        """Raises PlanLimitReached where one more is too many."""
        if self.left:
            return
        numbers = "1 number" if self.most == 1 else f"{self.most} numbers"
        way_out = f"change to {self.more}, or give one back" if self.more else "give one back first"
        if self.most == 0:
            raise PlanLimitReached(f"{self.plan} has no numbers; choose a plan first")
        raise PlanLimitReached(f"{self.plan} has {numbers}, and all are taken; {way_out}")


async def room(scope: TenantScope, catalogue: Catalogue | None, now: datetime, *, lock: bool = False) -> Room:
    """What of the plan's numbers is taken.

    Args:
        catalogue: None where nobody pays.
        lock: one order at a time, until the transaction ends.
    """
    if catalogue is None:
        if lock:
            await businesses.max_concurrent_calls(scope, lock=True)
        wished = await number_orders.count_placed(scope)
        return Room(await phone_numbers.count_held(scope), wished, MOST_WITHOUT_PLANS, "this service")
    account = await billing_accounts.opened(scope, now, lock=lock)
    standing = (await look(scope, account, catalogue, now)).standing
    held, wished = await phone_numbers.count_held(scope), await number_orders.count_placed(scope)
    if standing.state in _NOTHING_BOUGHT:
        return Room(held, wished, 0, "A business without a running plan")
    if standing.plan is None:
        more = min(
            catalogue.plans, key=lambda plan: (plan.numbers <= catalogue.trial.numbers, plan.price_cents)
        )
        return Room(held, wished, catalogue.trial.numbers, "The trial", more.name)
    waiting = standing.subscription.next_plan if standing.subscription is not None else None
    after = next((plan for plan in catalogue.plans if plan.id == waiting), None)
    if after is not None and after.numbers < standing.plan.numbers:
        # What is got now would be too much then.
        return Room(held, wished, after.numbers, f"The plan {after.name}, which is to begin soon,")
    larger = [plan for plan in catalogue.plans if plan.numbers > standing.plan.numbers]
    next_up = min(larger, key=lambda plan: plan.price_cents, default=None)
    return Room(
        held,
        wished,
        standing.plan.numbers,
        f"The plan {standing.plan.name}",
        None if next_up is None else next_up.name,
    )
