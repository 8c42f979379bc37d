"""What people write into fields."""

from datetime import time

import pytest

from deployments.dashboard.entries import cents_of, lines_of, price_text, segments_of, segments_text, week_of
from domain.errors import InvalidInput
from domain.scheduling.engine.visit import Segment


@pytest.mark.parametrize(
    ("text", "cents"),
    [("95", 9500), ("95.5", 9550), ("95,50", 9550), (" $95.05 ", 9505), ("0", 0), ("1 200", 120000)],
)
def test_a_price_is_read_as_people_write_it(text: str, cents: int) -> None:
    assert cents_of("price", text) == cents
    assert cents_of("price", price_text(cents)) == cents


@pytest.mark.parametrize("text", ["", "free", "-5", "9.999", "1.2.3", "99999999"])
def test_what_is_no_price_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"95\.50"):
        cents_of("price", text)


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("45", (Segment(45),)),
        ("30 + (20) + 15", (Segment(30), Segment(20, True), Segment(15))),
        ("30+( 20 )+15", (Segment(30), Segment(20, True), Segment(15))),
    ],
    ids=["plain", "processing", "spaces"],
)
def test_minutes_in_brackets_are_those_in_which_staff_are_free(
    text: str, segments: tuple[Segment, ...]
) -> None:
    assert segments_of("minutes", text) == segments
    assert segments_of("minutes", segments_text(segments)) == segments


@pytest.mark.parametrize("text", ["", "an hour", "30 +", "30 - 10", "(20", "30 + ()"])
def test_what_are_no_minutes_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="write minutes"):
        segments_of("minutes", text)


def test_a_week_is_what_stands_in_its_fields() -> None:
    week = week_of({"0.0.opens": "09:00", "0.0.closes": "12:00", "0.1.opens": "13:00", "0.1.closes": "00:00"})
    assert [(each.weekday, each.opens, each.closes) for each in week] == [
        (0, time(9), time(12)),
        (0, time(13), time(0)),
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"2.0.opens": "09:00"}, "Wednesday: say when it closes"),
        ({"2.1.closes": "9"}, "Wednesday: say when it opens"),
    ],
    ids=["no end", "no beginning"],
)
def test_half_of_a_stretch_is_named(fields: dict[str, str], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        week_of(fields)


def test_lines_are_those_that_say_something() -> None:
    assert lines_of(" Mia \n\n Tom\n") == ("Mia", "Tom")
