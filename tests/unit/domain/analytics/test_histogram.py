"""Histograms that add up, and percentiles near the truth."""

import random

import pytest

from domain.analytics.histogram import BOUNDS_MS, added, bucket_of, counted, of_buckets, percentile


def test_two_halves_added_are_the_histogram_of_the_whole() -> None:
    chance = random.Random(4)
    values = [chance.lognormvariate(6.5, 0.8) for _ in range(500)]
    assert added(counted(values[:123]), counted(values[123:])) == counted(values)
    assert added((), counted(values)) == counted(values)


@pytest.mark.parametrize("percent", [50, 90, 95, 99])
def test_a_percentile_is_at_most_a_tenth_beside_the_truth(percent: int) -> None:
    chance = random.Random(5)
    values = sorted(chance.lognormvariate(6.5, 0.8) for _ in range(2000))
    truth = values[len(values) * percent // 100 - 1]
    found = percentile(counted(values), percent)
    assert found is not None
    assert abs(found - truth) <= truth / 10


def test_of_nothing_there_is_no_percentile() -> None:
    assert percentile((), 95) is None
    assert percentile((0, 0), 95) is None


def test_what_is_longer_than_the_last_bound_is_that_long_at_least() -> None:
    assert percentile(counted([10_000_000.0]), 50) == BOUNDS_MS[-1]


def test_bounds_belong_to_the_bucket_above_as_the_database_has_it() -> None:
    assert bucket_of(0.0) == 0
    assert bucket_of(BOUNDS_MS[0]) == 1
    assert of_buckets([(2, 3), (0, 1), (2, 1)]) == (1, 0, 4)
