from dataclasses import replace

import pytest

from load.knee import Standing, Verdict, generator_is_late, goes_on, judge, knee, limit_ms

GOOD = Standing(calls=20, failed=0, p50_ms=520, p95_ms=780, late=False)
LIMIT = limit_ms(500)


@pytest.mark.parametrize(
    ("change", "verdict", "higher"),
    [
        ({}, Verdict.WITHIN, True),
        ({"p95_ms": 800}, Verdict.WITHIN, True),
        ({"p95_ms": 801}, Verdict.BEYOND, False),
        ({"failed": 1}, Verdict.BEYOND, False),
        ({"p95_ms": None}, Verdict.BEYOND, False),
        ({"late": True}, Verdict.LATE, True),
        ({"late": True, "failed": 3}, Verdict.LATE, False),
    ],
    ids=[
        "well",
        "at the limit",
        "above it",
        "a failed call",
        "no answer",
        "late callers",
        "late and failing",
    ],
)
def test_a_level_is_within_while_no_call_fails_and_answers_stay_near_those_of_one_call(
    change: dict[str, object], verdict: Verdict, higher: bool
):
    standing = replace(GOOD, **change)
    assert judge(standing, LIMIT) is verdict
    assert goes_on(standing, LIMIT) is higher


def test_the_knee_is_the_highest_level_within_and_never_one_with_late_callers():
    levels = [
        replace(GOOD, calls=10),
        replace(GOOD, calls=20),
        replace(GOOD, calls=40, late=True),
        replace(GOOD, calls=80, p95_ms=2000),
    ]
    assert knee(levels, LIMIT) == 20
    assert knee(levels[2:], LIMIT) is None


def test_without_an_answer_to_one_call_alone_there_is_no_knee():
    assert limit_ms(None) is None
    assert knee([GOOD], None) is None


@pytest.mark.parametrize(
    ("late_ms", "share", "late"),
    [(1, 0.1, False), (20, 0.8, False), (20.1, 0.1, True), (1, 0.81, True), (None, None, False)],
    ids=str,
)
def test_a_generator_is_late_when_its_ticks_are_later_than_a_frame_or_its_core_is_full(late_ms, share, late):
    assert generator_is_late(late_ms, share) is late
