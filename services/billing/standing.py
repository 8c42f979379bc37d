"""How a business stands at this moment, and what follows from it: the agent's stop, limits by plan, what is told.

Whatever has changed (a call was rated, Stripe was asked, the cap was moved), this is worked out anew from what is
stored, in the transaction that changed it: nothing depends on which came first.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.billing.plans import Catalogue
from domain.billing.spending import Allowance, allowance, stop_with
from domain.billing.stop import Stop, read_stop, stop_document
from domain.billing.subscription import Standing, read_subscription, standing
from services.billing.announcements import tell_state, tell_warning
from storage.postgres import billing_accounts, call_ledger
from storage.postgres.billing_accounts import Account
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class Now:
    """A business's bill at an instant; `used_s` is billable and of the period under way."""

    account: Account
    standing: Standing
    used_s: int
    limit: Allowance | None
    stop: Stop | None


async def look(scope: TenantScope, account: Account, catalogue: Catalogue, now: datetime) -> Now:
    """Works it out, and changes nothing."""
    stored = read_subscription(account.subscription)
    found = standing(() if stored is None else (stored,), account.trial_began_at, catalogue, now)
    used_s = await call_ledger.used_s(scope, found.period.start, found.period.end)
    limit = allowance(found, catalogue, used_s, account.cap_cents)
    return Now(account, found, used_s, limit, stop_with(found, limit, now))


async def settle(scope: TenantScope, account: Account, catalogue: Catalogue, now: datetime) -> Now:
    """Works it out and has it hold; the account is locked by this transaction."""
    found = await look(scope, account, catalogue, now)
    await _stop_agent(scope, found.stop, now)
    changes: dict[str, object] = {}
    plan = found.standing.plan
    if plan is not None and found.standing.subscription is not None and account.plan != plan.id:
        await billing_accounts.limit_calls(scope, plan.concurrent_calls)
        changes["plan"] = plan.id
    state = found.standing.state
    if account.told_state != state.value:
        await tell_state(scope, account.told_state, state.value, found.stop)
        changes["told_state"] = state.value
    changes |= await _warn(scope, found)
    if changes:
        await billing_accounts.change(scope, **changes)
    return found


async def _stop_agent(scope: TenantScope, stop: Stop | None, now: datetime) -> None:
    """A stop that holds stays as it was written: it did not begin anew."""
    written = read_stop(await billing_accounts.agent_stop(scope))
    if (
        stop is not None
        and written is not None
        and written.because is stop.because
        and written.until == stop.until
        and written.holds(now)
        and stop.holds(now)
    ):
        return
    await billing_accounts.stop_agent(scope, stop_document(stop))


async def _warn(scope: TenantScope, found: Now) -> dict[str, object]:
    """Tells of each step once in a period. A cap that was raised warns anew from where it stands."""
    account, limit, period = found.account, found.limit, found.standing.period
    reached = limit.warned_at if limit is not None else 0
    told = account.warned_percent if account.warned_period == period.start else 0
    if limit is not None and reached > told:
        await tell_warning(scope, limit, reached, period)
    if reached != told or (account.warned_period != period.start and reached):
        return {"warned_percent": reached, "warned_period": period.start}
    return {}
