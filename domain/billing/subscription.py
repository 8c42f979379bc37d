"""Where a business stands with its bill: read off what Stripe says now and the trial, never off what came in when.

A state says what happened, a `Stop` (`domain.billing.stop`) from when on the agent takes no calls for it. Grace is
ours: Stripe tells since when an invoice is open, and the business is served on for some days from then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.billing.plans import Catalogue, Plan
from domain.billing.stop import Because, Stop


class State(StrEnum):
    TRIAL = "trial"
    TRIAL_OVER = "trial_over"
    """And nothing was bought."""
    ACTIVE = "active"
    PAST_DUE = "past_due"
    """An invoice could not be paid; it is tried again."""
    UNPAID = "unpaid"
    """It is not tried any more, or for longer than the grace."""
    PAUSED = "paused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription as Stripe has it.

    Attributes:
        status: in Stripe's words. Source: https://docs.stripe.com/api/subscriptions/object
        price_keys: lookup keys of its items' prices.
        period_start, period_end: of the item with the monthly price.
        cancel_at: when it ends; set from the moment somebody cancels it for later.
        ended_at: when it ended.
        open_since: since when the latest invoice waits for money; None when it does not.
        schedule_id: of a change of plan that waits for the end of what is paid for, or has come into force.
        next_plan, next_from: the plan it changes to, by our id, and when; None once it has.
    """

    id: str
    status: str
    price_keys: tuple[str, ...]
    period_start: datetime
    period_end: datetime
    started_at: datetime
    trial_end: datetime | None = None
    cancel_at: datetime | None = None
    ended_at: datetime | None = None
    open_since: datetime | None = None
    schedule_id: str | None = None
    next_plan: str | None = None
    next_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The stretch usage is counted over: from `start`, before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """`plan` is None in the trial and where nothing is bought; `subscription` that which counts."""

    state: State
    period: Period
    plan: Plan | None = None
    stop: Stop | None = None
    subscription: Subscription | None = None


_NEVER_BEGAN = frozenset({"incomplete", "incomplete_expired"})
"""The first payment did not go through: nothing has been bought."""
_ENDED = "canceled"


def that_counts(subscriptions: tuple[Subscription, ...], catalogue: Catalogue) -> Subscription | None:
    """Of a customer's subscriptions to our plans: one that goes on before one that has ended, the latest of them."""
    ours = [
        one for one in subscriptions if one.status not in _NEVER_BEGAN and _plan(one, catalogue) is not None
    ]
    return max(ours, key=lambda one: (one.status != _ENDED, one.started_at, one.id), default=None)


def standing(
    subscriptions: tuple[Subscription, ...], trial_began_at: datetime, catalogue: Catalogue, now: datetime
) -> Standing:
    """Where the business stands, minutes and cap left aside (`domain.billing.spending`).

    Args:
        subscriptions: all of its customer at Stripe, ended ones too, in any order.
    """
    one = that_counts(subscriptions, catalogue)
    trial = Period(trial_began_at, trial_began_at + timedelta(days=catalogue.trial.days))
    if one is None:
        over = Stop(Because.TRIAL_OVER, trial.end)
        return Standing(State.TRIAL_OVER if over.holds(now) else State.TRIAL, trial, stop=over)
    plan = _plan(one, catalogue)
    period = Period(one.period_start, one.period_end)
    match one.status:
        case "canceled":
            stop = Stop(Because.CANCELLED, one.ended_at or one.period_end)
            return Standing(State.CANCELLED, period, plan, stop, one)
        case "paused":
            return Standing(
                State.PAUSED, period, plan, Stop(Because.PAUSED, one.trial_end or one.period_start), one
            )
        case "past_due" | "unpaid":
            stop = Stop(
                Because.UNPAID, (one.open_since or one.period_start) + timedelta(days=catalogue.grace_days)
            )
            final = one.status == "unpaid" or stop.holds(now)
            return Standing(State.UNPAID if final else State.PAST_DUE, period, plan, stop, one)
        case "trialing":
            return Standing(State.TRIAL, period, plan, None, one)
        case _:
            return Standing(State.ACTIVE, period, plan, None, one)


def _plan(one: Subscription, catalogue: Catalogue) -> Plan | None:
    found = (catalogue.plan_of_price(key) for key in one.price_keys)
    return next((plan for plan in found if plan is not None), None)


def subscription_document(one: Subscription) -> dict[str, Any]:
    """As it is stored."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name in one.__dataclass_fields__
        for value in [getattr(one, name)]
    }


_INSTANTS = (
    "period_start",
    "period_end",
    "started_at",
    "trial_end",
    "cancel_at",
    "ended_at",
    "open_since",
    "next_from",
)


def read_subscription(data: Mapping[str, Any] | None) -> Subscription | None:
    """What is stored; fields of a later release are left out."""
    if data is None:
        return None
    known: dict[str, Any] = {name: data[name] for name in Subscription.__dataclass_fields__ if name in data}
    known |= {name: datetime.fromisoformat(known[name]) for name in _INSTANTS if known.get(name) is not None}
    known["price_keys"] = tuple(known["price_keys"])
    return Subscription(**known)
