"""Counting a business's days from what is known of its calls, bookings and costs."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from domain.analytics import histogram
from domain.analytics.days import LONGEST_CALL, LocalDays
from domain.analytics.figures import IN_PROGRESS, Figures
from domain.analytics.histogram import Counts
from domain.scheduling.ranges import Ranges

NEEDED_SOMEBODY = frozenset({"transferred", "emergency", "failed", "abandoned", "missed"})
"""After these somebody of the business has still to talk to the caller, or the agent's talk led nowhere."""

LEAST_S = 0.001
"""A call that ended as it began went on for so long."""


@dataclass(frozen=True, slots=True)
class CallFact:
    """A call; `ended_at` is None while it goes on. Instants are aware."""

    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    answer_ms: float | None


@dataclass(frozen=True, slots=True)
class BookingFact:
    """A booking that was made; `price_cents` is what all of it is sold for."""

    created_at: datetime
    starts_at: datetime
    status: str
    by_phone: bool
    price_cents: int


@dataclass(frozen=True, slots=True)
class CostFact:
    """What a call took, and what the business pays for it."""

    ended_at: datetime
    billable_s: int
    charged_microcents: int
    cost_microcents: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What days are counted from.

    Attributes:
        calls: that came in on the days, and those of the six hours before.
        bookings: made on the days, or that begin on them.
        responses: by the day's place in its days, the histogram of how long callers waited for an answer.
        opening: when any location is open; None where nobody has said.
    """

    calls: Sequence[CallFact]
    bookings: Sequence[BookingFact]
    costs: Sequence[CostFact]
    responses: Mapping[int, Counts]
    opening: Ranges | None


def count_days(days: LocalDays, facts: Facts, now: datetime) -> dict[date, Figures]:
    """The figures of each of the days."""
    values: list[dict[str, Any]] = [{} for _ in days]
    _count_calls(days, facts, values)
    _count_overlaps(days, facts.calls, now, values)
    _count_bookings(days, facts.bookings, values)
    for cost in facts.costs:
        index = days.index(cost.ended_at)
        if index is not None:
            _add(values[index], "billable_s", cost.billable_s)
            _add(values[index], "charged_microcents", cost.charged_microcents)
            _add(values[index], "cost_microcents", cost.cost_microcents)
    for index, counts in facts.responses.items():
        values[index]["response_ms"] = counts
    return {day: Figures(**found) for day, found in zip(days, values, strict=True)}


def _add(values: dict[str, Any], name: str, amount: float) -> None:
    values[name] = values.get(name, 0) + amount


def _count_calls(days: LocalDays, facts: Facts, values: list[dict[str, Any]]) -> None:
    answers: list[list[float]] = [[] for _ in values]
    opens = None if facts.opening is None else [each.start for each in facts.opening]
    for call in facts.calls:
        index = days.index(call.started_at)
        if index is None:
            continue
        found = values[index]
        _add(found, "calls", 1)
        outcome = IN_PROGRESS if call.ended_at is None else call.outcome or "failed"
        _add(found.setdefault("outcomes", {}), outcome, 1)
        if call.answer_ms is not None:
            answers[index].append(call.answer_ms)
        if facts.opening is not None and opens is not None:
            at = bisect_right(opens, call.started_at) - 1
            if at < 0 or call.started_at >= facts.opening[at].end:
                _add(found, "after_hours", 1)
        if call.answered_at is None:
            continue
        _add(found, "answered", 1)
        if call.ended_at is not None:
            talked_s = max(0.0, (call.ended_at - call.answered_at).total_seconds())
            _add(found, "talk_s", talked_s)
            if outcome not in NEEDED_SOMEBODY:
                _add(found, "given_back_s", talked_s)
    for found, taken_ms in zip(values, answers, strict=True):
        found["answer_ms"] = histogram.counted(taken_ms)


def _count_overlaps(
    days: LocalDays, calls: Sequence[CallFact], now: datetime, values: list[dict[str, Any]]
) -> None:
    """Which calls came in while another one went on, and how many there were at once."""
    stretches = sorted(_stretch(call, now) for call in calls)
    last_end = float("-inf")
    edges: list[tuple[float, int]] = []
    starts = [bound.timestamp() for bound in days.bounds]
    for began, ended in stretches:
        index = bisect_right(starts, began) - 1
        if 0 <= index < len(values) and last_end > began:
            _add(values[index], "coinciding", 1)
        last_end = max(last_end, ended)
        edges += [(began, 1), (ended, -1)]
    edges.sort()  # of one instant the ends come first
    going_on = at = 0
    for found, (begins, ends) in zip(values, pairwise(starts), strict=True):
        while at < len(edges) and edges[at] <= (begins, 0):
            going_on += edges[at][1]
            at += 1
        peak = going_on
        while at < len(edges) and edges[at][0] < ends:
            going_on += edges[at][1]
            peak = max(peak, going_on)
            at += 1
        found["peak"] = peak


def _stretch(call: CallFact, now: datetime) -> tuple[float, float]:
    began = call.started_at.timestamp()
    ended = (now if call.ended_at is None else call.ended_at).timestamp()
    return began, max(began + LEAST_S, min(ended, began + LONGEST_CALL.total_seconds()))


def _count_bookings(days: LocalDays, bookings: Sequence[BookingFact], values: list[dict[str, Any]]) -> None:
    for booking in bookings:
        made, begins = days.index(booking.created_at), days.index(booking.starts_at)
        if made is not None:
            found = values[made]
            _add(found, "bookings", 1)
            _add(found, "phone_bookings", int(booking.by_phone))
            if booking.status == "cancelled":
                _add(found, "cancelled", 1)
            elif booking.by_phone:
                _add(found, "booked_cents", booking.price_cents)
        if begins is not None:
            if booking.status == "no_show":
                _add(values[begins], "no_shows", 1)
            elif booking.status == "confirmed":
                _add(values[begins], "visits", 1)
                _add(values[begins], "visit_cents", booking.price_cents)
