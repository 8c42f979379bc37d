"""Busy times of calendars that others publish: repetitions, exceptions, zones, and whatever else comes."""

from datetime import UTC, datetime
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from domain.scheduling.ranges import TimeRange
from services.calendars.ical_reading import NoCalendar, busy_times
from services.calendars.ical_writing import UID_DOMAIN

SYDNEY = ZoneInfo("Australia/Sydney")
WINDOW = TimeRange(datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC))


def document(*events: str, head: str = "") -> bytes:
    told = "".join(f"BEGIN:VEVENT\nDTSTAMP:20270101T000000Z\n{event}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{told}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def starts(*events: str, head: str = "") -> list[str]:
    found = busy_times(document(*events, head=head), WINDOW, SYDNEY)
    return [f"{each.start:%m-%d %H:%M}" for each in found.busy]


def test_a_series_keeps_its_wall_time_over_a_clock_change_with_what_was_moved_and_left_out() -> None:
    series = (
        "UID:a\nDTSTART;TZID=Australia/Sydney:20270318T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=5\n"
        "EXDATE;TZID=Australia/Sydney:20270325T090000"
    )
    moved = (
        "UID:a\nRECURRENCE-ID;TZID=Australia/Sydney:20270401T090000\n"
        "DTSTART;TZID=Australia/Sydney:20270402T140000\nDURATION:PT1H"
    )
    # Daylight saving ends on 4 April: 9 o'clock is 22:00 UTC of the day before, then 23:00.
    assert starts(series, moved) == ["03-17 22:00", "04-02 03:00", "04-07 23:00", "04-14 23:00"]


def test_an_endless_series_is_looked_at_within_the_window_alone() -> None:
    found = starts("UID:a\nDTSTART:20200101T010000Z\nDTEND:20200101T020000Z\nRRULE:FREQ=DAILY")
    assert (found[0], found[-1], len(found)) == ("03-01 01:00", "04-30 01:00", 61)


@pytest.mark.parametrize("line", ["STATUS:CANCELLED", "TRANSP:TRANSPARENT"])
def test_what_takes_no_time_does_not_block(line: str) -> None:
    one = "UID:a\nDTSTART:20270310T010000Z\nDTEND:20270310T020000Z\n"
    assert starts(one + line) == []
    assert starts(one + "STATUS:TENTATIVE") == ["03-10 01:00"]


def test_days_are_those_of_the_place_and_their_end_is_not_included() -> None:
    found = busy_times(
        document("UID:a\nDTSTART;VALUE=DATE:20270310\nDTEND;VALUE=DATE:20270312"), WINDOW, SYDNEY
    )
    assert found.busy == (
        TimeRange(datetime(2027, 3, 9, 13, tzinfo=UTC), datetime(2027, 3, 11, 13, tzinfo=UTC)),
    )
    assert found.notes == ()


@pytest.mark.parametrize(
    ("begin", "head", "expected"),
    [
        pytest.param("DTSTART:20270310T090000", "", "03-09 22:00", id="floating"),
        pytest.param("DTSTART;TZID=Nowhere/Town:20270310T090000", "", "03-09 22:00", id="an unknown zone"),
        pytest.param(
            "DTSTART:20270310T090000", "X-WR-TIMEZONE:Europe/Berlin\n", "03-10 08:00", id="the calendar's own"
        ),
    ],
)
def test_a_time_without_a_known_zone_is_read_at_the_place_and_noted(
    begin: str, head: str, expected: str
) -> None:
    one = document(f"UID:a\n{begin}\nDURATION:PT1H", head=head)
    found = busy_times(one, WINDOW, SYDNEY)
    assert [f"{each.start:%m-%d %H:%M}" for each in found.busy] == [expected]
    assert "no time zone we know" in found.notes[0]


def test_zones_as_windows_names_them_are_known() -> None:
    one = "UID:a\nDTSTART;TZID=AUS Eastern Standard Time:20270310T090000\nDURATION:PT1H"
    assert busy_times(document(one), WINDOW, ZoneInfo("UTC")).notes == ()
    assert starts(one) == ["03-09 22:00"]


def test_touching_and_overlapping_entries_are_one_busy_time() -> None:
    found = busy_times(
        document(
            "UID:a\nDTSTART:20270310T010000Z\nDTEND:20270310T020000Z",
            "UID:b\nDTSTART:20270310T013000Z\nDTEND:20270310T030000Z",
            "UID:c\nDTSTART:20270310T030000Z\nDTEND:20270310T040000Z",
        ),
        WINDOW,
        SYDNEY,
    )
    assert [(each.start.hour, each.end.hour) for each in found.busy] == [(1, 4)]


def test_our_own_bookings_that_come_back_do_not_block_themselves() -> None:
    assert starts(f"UID:a@{UID_DOMAIN}\nDTSTART:20270310T010000Z\nDTEND:20270310T020000Z") == []


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param("UID:b\nDTSTART:yesterday\nDTEND:20270311T020000Z", id="no date"),
        pytest.param("UID:b\nSUMMARY:nothing else", id="no beginning"),
        pytest.param("UID:b\nDTSTART:20270311T010000Z\nRRULE:FREQ=SOMETIMES", id="no rule"),
        pytest.param("UID:b\nDTSTART:20270311T020000Z\nDTEND:20270311T010000Z", id="an end before it begins"),
    ],
)
def test_an_entry_that_cannot_be_read_costs_that_entry_alone(bad: str) -> None:
    good = "UID:a\nDTSTART:20270310T010000Z\nDTEND:20270310T020000Z"
    assert "03-10 01:00" in starts(bad, good)


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param("FREQ=SECONDLY", id="every second"),
        pytest.param("FREQ=MINUTELY;INTERVAL=2", id="every other minute"),
        pytest.param("FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))), id="every hour of every day"),
    ],
)
def test_a_rule_that_would_never_end_is_left_out_with_a_note_and_costs_nothing(rule: str) -> None:
    began = process_time()
    one = f"UID:a\nDTSTART:19700101T000000Z\nDURATION:PT1S\nRRULE:{rule}"
    found = busy_times(document(one), WINDOW, SYDNEY)
    assert found.busy == ()
    assert "more often than daily" in found.notes[0]
    assert process_time() - began < 5  # the rules would take minutes


def test_many_long_rules_are_worked_out_only_so_far() -> None:
    one = "UID:{}\nDTSTART:19000101T010000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    found = busy_times(document(*(one.format(n) for n in range(30))), WINDOW, SYDNEY)
    assert "for too long" in found.notes[0]
    assert len(found.busy) == 61


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<!DOCTYPE html><title>Sign in</title>", id="a page"),
        pytest.param(b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", id="an entry alone"),
        pytest.param(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n", id="breaks off"),
        pytest.param(b"\x1f\x8b\x08\x00", id="compressed"),
    ],
)
def test_what_is_no_calendar_is_refused(body: bytes) -> None:
    with pytest.raises(NoCalendar):
        busy_times(body, WINDOW, SYDNEY)


def test_a_calendar_without_entries_is_known_from_one_whose_entries_are_over() -> None:
    assert busy_times(document(), WINDOW, SYDNEY).is_empty
    over = busy_times(document("UID:a\nDTSTART:20200310T010000Z\nDTEND:20200310T020000Z"), WINDOW, SYDNEY)
    assert (over.is_empty, over.busy) == (False, ())
