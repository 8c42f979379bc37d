"""What a day's figures are of its calls, bookings and costs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.analytics.counting import BookingFact, CallFact, CostFact, Facts, count_days
from domain.analytics.days import LocalDays
from domain.analytics.figures import Figures, merged
from domain.scheduling.ranges import TimeRange

DAY = date(2026, 5, 4)
DAYS = LocalDays.of(ZoneInfo("UTC"), DAY, DAY + timedelta(days=1))
NOW = datetime(2026, 5, 5, 12, tzinfo=UTC)


def at(hour: int, minute: int = 0, *, day: int = 4) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=UTC)


def call(began: datetime, minutes: float | None = 2, outcome: str | None = "answered", **of: Any) -> CallFact:
    """`minutes` is None while it goes on; what was missed or abandoned nobody answered."""
    ended = None if minutes is None else began + timedelta(minutes=minutes)
    answered = None if outcome in ("missed", "abandoned") else began
    return CallFact(began, of.get("answered_at", answered), ended, outcome, of.get("answer_ms"))


def count(*calls: CallFact, **more: Any) -> list[Figures]:
    facts: dict[str, Any] = {"bookings": (), "costs": (), "responses": {}, "opening": None, **more}
    return list(count_days(DAYS, Facts(calls=calls, **facts), NOW).values())


def test_calls_are_counted_by_what_they_led_to() -> None:
    first, second = count(
        call(at(9), 4, "booked"),
        call(at(10), 3, "transferred"),
        call(at(11), 2, "message"),
        call(at(12), 0.5, "missed"),
        call(at(13), 1, None),
        call(at(11, day=5), None, None),
    )
    assert first.outcomes == {"booked": 1, "transferred": 1, "message": 1, "missed": 1, "failed": 1}
    assert (first.calls, first.answered, first.talk_s) == (5, 4, 600.0)
    assert first.given_back_s == 360.0, "a transfer takes somebody's time, and a failure gave nothing"
    assert (first.success_rate, first.conversion) == (0.6, 0.25)
    assert (second.outcomes, second.success_rate, second.conversion) == ({"in_progress": 1}, None, 0.0)


def test_calls_at_once_are_counted_and_so_is_who_came_in_during_another() -> None:
    first, second = count(
        call(at(9), 10),
        call(at(9, 5), 10),
        call(at(9, 14), 10),
        call(at(9, 24), 1),  # as another ends
        call(at(23, 50), 20),
        call(at(0, 5, day=5), 1),
        call(at(11, day=5), None, None),
        call(at(11, 30, day=5), 0, "missed"),
        call(at(11, 30, day=5), 0, "missed"),
    )
    assert (first.peak, first.coinciding) == (2, 2)
    assert (second.peak, second.coinciding) == (3, 3)


def test_what_nobody_ended_is_not_going_on_for_ever() -> None:
    first, second = count(call(at(1), None, None), call(at(8), 1), call(at(9, day=5), 1))
    assert (first.peak, second.peak) == (1, 1)
    assert first.coinciding == 0


def test_calls_outside_all_opening_hours_are_after_hours() -> None:
    open_ = (TimeRange(at(9), at(12)), TimeRange(at(13), at(17)))
    calls = [call(at(*when)) for when in ((8, 59), (9, 0), (11, 59), (12, 0), (16, 0), (17, 0))]
    assert count(*calls, opening=open_)[0].after_hours == 3
    assert count(*calls, opening=())[0].after_hours == 6
    assert count(*calls, opening=None)[0].after_hours == 0, "nobody said when it opens"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        pytest.param("confirmed", (0, 900, 1, 900, 0), id="stands"),
        pytest.param("cancelled", (1, 0, 0, 0, 0), id="cancelled"),
        pytest.param("no_show", (0, 900, 0, 0, 1), id="nobody came"),
    ],
)
def test_a_booking_counts_on_the_day_it_was_made_and_the_visit_on_its_own(
    status: str, expected: tuple[int, ...]
) -> None:
    booking = BookingFact(at(9), at(10, day=5), status, by_phone=True, price_cents=900)
    first, second = count(bookings=[booking])
    assert (first.bookings, first.phone_bookings, first.visits) == (1, 1, 0)
    assert (first.cancelled, first.booked_cents) == expected[:2]
    assert (second.visits, second.visit_cents, second.no_shows) == expected[2:]
    assert second.bookings == 0


def test_a_booking_by_web_is_none_of_the_phones() -> None:
    booking = BookingFact(at(9), at(10, day=9), "confirmed", by_phone=False, price_cents=900)
    assert (count(bookings=[booking])[0].phone_bookings, count(bookings=[booking])[0].booked_cents) == (0, 0)


def test_costs_count_on_the_day_the_call_ended() -> None:
    first, second = count(costs=[CostFact(at(9), 60, 500, 200), CostFact(at(0, day=5), 30, 250, 100)])
    assert (first.billable_s, first.charged_microcents, first.cost_microcents) == (60, 500, 200)
    assert (second.billable_s, second.charged_microcents, second.cost_microcents) == (30, 250, 100)


def test_days_add_up_and_their_peak_is_the_highest() -> None:
    days = count(
        call(at(9), 10, answer_ms=400.0),
        call(at(9, 5), 10, "booked", answer_ms=900.0),
        call(at(9, day=5), 1, answer_ms=500.0),
        responses={0: (0, 2), 1: (1,)},
    )
    both = merged(days)
    assert (both.calls, both.peak, both.outcomes) == (3, 2, {"answered": 2, "booked": 1})
    assert (sum(both.answer_ms), both.response_ms) == (3, (1, 2))
    assert merged([]) == Figures()
