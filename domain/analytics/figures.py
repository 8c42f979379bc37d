"""What is counted of a business's day. Figures of days add up to those of a week or a month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from domain.analytics import histogram
from domain.analytics.histogram import Counts

EDITION = 1
"""Of what is counted and how: days that were counted by another one are counted anew."""

IN_PROGRESS = "in_progress"
SUCCEEDED = frozenset({"emergency", "booked", "transferred", "message", "answered"})
"""Outcomes of calls that got somebody somewhere."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some local days of a business.

    A call counts on the day it came in, a booking on the day it was made, a visit on the day it begins, a cost on the
    day the call ended. Each as it is known now: a booking cancelled later is cancelled on the day it was made.

    Attributes:
        calls: that came in.
        answered: of them, those an agent spoke to.
        after_hours: of them, those that came in while no location was open.
        coinciding: of them, those that came in while another call was going on.
        peak: calls at once, at most.
        talk_s: seconds from the agent's first word to the end.
        given_back_s: of those, in calls that needed nobody else: what the business's people did not have to talk.
        bookings: made, by whatever channel; `calls_booked` are calls that led to one.
        phone_bookings: of them, those made by phone.
        cancelled: of `bookings`, those that are cancelled now.
        booked_cents: what the phone bookings that stand are sold for, in the business's currency.
        visits: that begin, and are neither cancelled nor were missed; `visit_cents` is what they are sold for.
        no_shows: visits nobody came to.
        billable_s: seconds the business pays; `charged_microcents` are for those, `cost_microcents` is what the
            vendors took, both in the currency of the plans.
        outcomes: calls by what they led to, `in_progress` those that go on.
        answer_ms: histogram from the carrier's webhook to the agent's first sound.
        response_ms: histogram from the caller's last word to the agent's first one.
    """

    calls: int = 0
    answered: int = 0
    after_hours: int = 0
    coinciding: int = 0
    peak: int = 0
    talk_s: float = 0.0
    given_back_s: float = 0.0
    bookings: int = 0
    phone_bookings: int = 0
    cancelled: int = 0
    booked_cents: int = 0
    visits: int = 0
    visit_cents: int = 0
    no_shows: int = 0
    billable_s: int = 0
    charged_microcents: int = 0
    cost_microcents: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict[str, int])
    answer_ms: Counts = ()
    response_ms: Counts = ()

    @property
    def success_rate(self) -> float | None:
        """Calls that got somebody somewhere, of those that are over; None without any."""
        over = self.calls - self.outcomes.get(IN_PROGRESS, 0)
        return _ratio(sum(self.outcomes.get(each, 0) for each in SUCCEEDED), over)

    @property
    def calls_booked(self) -> int:
        return self.outcomes.get("booked", 0)

    @property
    def conversion(self) -> float | None:
        """Answered calls that led to a booking; None without any answered."""
        return _ratio(self.calls_booked, self.answered)


def merged(days: Iterable[Figures]) -> Figures:
    """Of several days together."""
    totals: dict[str, Any] = {each.name: getattr(_NOTHING, each.name) for each in fields(Figures)}
    totals["outcomes"] = outcomes = dict[str, int]()
    for day in days:
        for name in _SUMS:
            totals[name] += getattr(day, name)
        totals["peak"] = max(totals["peak"], day.peak)
        for outcome, count in day.outcomes.items():
            outcomes[outcome] = outcomes.get(outcome, 0) + count
        for name in HISTOGRAMS:
            totals[name] = histogram.added(totals[name], getattr(day, name))
    return Figures(**totals)


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


_NOTHING = Figures()
HISTOGRAMS = ("answer_ms", "response_ms")
_SUMS = tuple(each.name for each in fields(Figures) if each.name not in ("peak", "outcomes", *HISTOGRAMS))
