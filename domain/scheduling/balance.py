"""Who is chosen where anybody will do: the least busy, or the fixed order."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.scheduling.engine.assignment import Order
from domain.scheduling.engine.diary import Diary, Taking
from domain.scheduling.hours import ONE_DAY, local_days, wall_of
from domain.scheduling.ranges import Ranges, TimeRange, clip, merge


class Balance(StrEnum):
    LISTED = "listed"
    """As the business lists them."""
    LOAD = "load"
    """Who has the smallest part of their hours taken in the week around the visit; of two alike as listed."""


_DAYS_AROUND = timedelta(days=3)


def order_for(balance: Balance, diary: Diary, starts_at: datetime, first: Iterable[UUID] = ()) -> Order:
    """The order for a visit at this instant; `first` go before all others, such as whom the customer saw before."""
    chosen = tuple(first)
    if balance is Balance.LISTED:
        return Order(first=chosen)
    day = wall_of(starts_at, diary.zone).date()
    window = local_days(diary.zone, day - _DAYS_AROUND, day + _DAYS_AROUND)
    return Order(_loads(diary, window), chosen)


def _loads(diary: Diary, window: TimeRange) -> Mapping[UUID, float]:
    found: dict[UUID, float] = {}
    for resource in diary.resources.values():
        worked = _length(clip(resource.hours, window))
        booked = merge(taken.during for taken in resource.taken if taken.by in _WORK)
        found[resource.id] = _length(clip(booked, window)) / worked if worked else 1.0
    return found


_WORK: Collection[Taking] = frozenset({Taking.BOOKING, Taking.HOLD})


def _length(ranges: Ranges) -> float:
    """In days."""
    return sum((r.duration / ONE_DAY for r in ranges), 0.0)
