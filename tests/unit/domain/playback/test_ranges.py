"""Ranges of a file: one at a time, as RFC 9110 reads them."""

import pytest

from domain.playback.ranges import Part, Unsatisfiable, asked_part, may_continue


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-", Part(0, 99)),
        ("bytes=0-0", Part(0, 0)),
        ("bytes=10-19", Part(10, 19)),
        ("bytes=90-200", Part(90, 99)),
        ("bytes=-5", Part(95, 99)),
        ("bytes=-500", Part(0, 99)),
        ("bytes= 3-4 ", Part(3, 4)),
    ],
)
def test_a_range_is_cut_to_what_there_is(header: str, part: Part) -> None:
    assert asked_part(header, 100) == part


@pytest.mark.parametrize(
    "header",
    [None, "", "bytes=-", "bytes=5-3", "bytes=a-b", "items=0-5", "bytes=0x1-2", "bytes=1-2;3", "bytes=٣-"],
)
def test_what_means_nothing_is_ignored(header: str | None) -> None:
    assert asked_part(header, 100) is None


@pytest.mark.parametrize(
    "header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=0-1,5-6", "bytes=0-1, -5"]
)
def test_what_cannot_be_given_is_refused_with_a_sentence(header: str) -> None:
    found = asked_part(header, 100)
    assert isinstance(found, Unsatisfiable)
    assert found.because.endswith(".")


def test_nothing_of_an_empty_file_can_be_given() -> None:
    assert isinstance(asked_part("bytes=0-", 0), Unsatisfiable)
    assert isinstance(asked_part("bytes=-3", 0), Unsatisfiable)


def test_a_range_goes_on_only_with_the_very_file_it_was_begun_with() -> None:
    assert may_continue(None, '"a"')
    assert may_continue('"a"', '"a"')
    assert not may_continue('"b"', '"a"')
    assert not may_continue('W/"a"', 'W/"a"')
    assert not may_continue("Sat, 21 Nov 2026 05:17:00 GMT", '"a"')
