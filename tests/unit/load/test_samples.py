import numpy as np
import pytest

from load.samples import percentiles


def test_percentiles_are_those_of_the_raw_samples():
    samples = [float(value) for value in np.random.default_rng(1).exponential(100, 997)]
    found = percentiles(samples)
    assert found is not None
    expected = np.percentile(samples, [50, 95, 99])
    assert (found.p50, found.p95, found.p99) == pytest.approx(tuple(expected), abs=0.006)


def test_one_sample_is_its_own_percentile_and_none_has_none():
    found = percentiles([7.0])
    assert found is not None
    assert (found.p50, found.p95, found.p99) == (7.0, 7.0, 7.0)
    assert percentiles([]) is None
