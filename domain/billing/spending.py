"""What a period's minutes come to, what they will by its end, and when there are no more of them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from domain.billing.plans import Catalogue, Plan
from domain.billing.stop import Because, Stop
from domain.billing.subscription import Period, Standing

WARN_AT = (80, 100)
"""Percent of the allowance."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be used in a period: the trial's minutes, or the money the business lets the overage come to.

    Attributes:
        used, limit: in seconds or cents.
        because: what stops the agent once it is used up.
    """

    because: Because
    used: Decimal
    limit: Decimal

    @property
    def percent(self) -> int:
        """Whole percent that are used up; 100 only when all is."""
        return int(self.used * 100 // self.limit) if self.limit > 0 else 100

    @property
    def used_up(self) -> bool:
        return self.used >= self.limit

    @property
    def warned_at(self) -> int:
        """The highest of `WARN_AT` that is reached; 0 below all."""
        return max((at for at in WARN_AT if self.percent >= at), default=0)


def exact_overage_cents(plan: Plan, used_s: int) -> Decimal:
    """For the seconds beyond those included."""
    return plan.overage_cents_a_second * max(0, used_s - plan.included_s)


def overage_cents(plan: Plan, used_s: int) -> int:
    """As the invoice has it: rounded once, half a cent up."""
    return int(exact_overage_cents(plan, used_s).quantize(Decimal(1), ROUND_HALF_UP))


def allowance(
    standing: Standing, catalogue: Catalogue, used_s: int, cap_cents: int | None
) -> Allowance | None:
    """What limits the period; None where nothing does.

    Args:
        cap_cents: the most the overage may come to in a period, base price apart; None without a cap.
    """
    if standing.subscription is None:
        return Allowance(Because.TRIAL_MINUTES, Decimal(used_s), Decimal(catalogue.trial.included_s))
    if standing.plan is None or cap_cents is None:
        return None
    if cap_cents == 0:
        # Nothing beyond what is included: the minutes themselves are the limit.
        return Allowance(Because.CAP, Decimal(used_s), Decimal(standing.plan.included_s))
    return Allowance(Because.CAP, exact_overage_cents(standing.plan, used_s), Decimal(cap_cents))


def stop_with(standing: Standing, limit: Allowance | None, now: datetime) -> Stop | None:
    """What stops the agent: the bill before the minutes, which are there again in the next period."""
    own = standing.stop
    if (own is not None and own.holds(now)) or limit is None or not limit.used_up:
        return own
    until = standing.period.end if standing.subscription is not None else None
    return Stop(limit.because, now, until)


def forecast_s(period: Period, used_s: int, now: datetime) -> int:
    """Seconds by the period's end if it goes on as it began; what is used once it has ended."""
    whole, gone = (period.end - period.start).total_seconds(), (now - period.start).total_seconds()
    if not 0 < gone < whole:
        return used_s
    return round(used_s * whole / gone)
