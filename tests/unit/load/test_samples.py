from load.samples import Percentiles, Spread, percentiles


def test_percentiles_interpolate_linearly_between_the_raw_samples():
    found = percentiles(sample for sample in (40.0, 10.0, 30.0, 20.0))
    assert found == Percentiles(25.0, 38.5, 39.7)
    assert Spread.of((40.0, 10.0, 30.0, 20.0)) == Spread(25.0, 38.5, 40.0)
    assert Spread.of(range(101)) == Spread(50.0, 95.0, 100.0)


def test_one_sample_is_its_own_percentile_and_none_has_none():
    assert percentiles([7.0]) == Percentiles(7.0, 7.0, 7.0)
    assert percentiles([]) is None
    assert Spread.of([]) is None
