"""What a change of our entry elsewhere means."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.calendars.agreement import (
    BOTH_MOVED,
    DELETED_AND_MOVED,
    WHOLE_DAY,
    Booked,
    Cancelled,
    Disagreed,
    Moved,
    Same,
    There,
    Verdict,
    Written,
    judge,
)
from domain.scheduling.ranges import TimeRange

TEN = datetime(2026, 12, 7, 10, tzinfo=UTC)


def hour(begin: int, minutes: int = 60) -> TimeRange:
    start = TEN.replace(hour=begin)
    return TimeRange(start, start + timedelta(minutes=minutes))


WRITTEN = Written(hour(10), "1")
NEW = "2"


@pytest.mark.parametrize(
    ("booked", "there", "verdict"),
    [
        pytest.param(
            Booked(hour(10), True), There(hour(10), "1"), Same(WRITTEN), id="what we wrote ourselves"
        ),
        pytest.param(
            Booked(hour(10), True),
            There(hour(10), NEW),
            Same(Written(hour(10), NEW)),
            id="other words, the same time",
        ),
        pytest.param(Booked(hour(10), True), There(hour(12), NEW), Moved(hour(12).start), id="moved there"),
        pytest.param(Booked(hour(10), True), None, Cancelled(), id="deleted there"),
        pytest.param(
            Booked(hour(10), True),
            There(hour(10, 90), NEW),
            Same(Written(hour(10, 90), NEW), (TimeRange(hour(11).start, hour(11, 30).end),)),
            id="made longer there",
        ),
        pytest.param(
            Booked(hour(10), True),
            There(hour(10, 30), NEW),
            Same(Written(hour(10, 30), NEW)),
            id="made shorter there",
        ),
        pytest.param(
            Booked(hour(13), True),
            There(hour(12), NEW),
            Disagreed(BOTH_MOVED),
            id="moved on both sides, apart",
        ),
        pytest.param(
            Booked(hour(12), True),
            There(hour(12), NEW),
            Same(Written(hour(12), NEW)),
            id="moved on both sides, alike",
        ),
        pytest.param(
            Booked(hour(13), True), None, Disagreed(DELETED_AND_MOVED), id="moved here, deleted there"
        ),
        pytest.param(Booked(hour(10), True), There(None, NEW), Disagreed(WHOLE_DAY), id="made whole days"),
        pytest.param(Booked(hour(10), False), There(hour(12), NEW), Same(WRITTEN), id="cancelled here"),
        pytest.param(Booked(hour(10), False), None, Same(WRITTEN), id="cancelled here, deleted there"),
    ],
)
def test_what_is_to_be_done(booked: Booked, there: There | None, verdict: Verdict) -> None:
    assert judge(WRITTEN, booked, there) == verdict
