"""How long a vendor that failed is left alone."""

import pytest

from domain.retries import BUDGET_MS, SPREAD_MS, Outage, pause_ms


def test_pauses_double() -> None:
    assert [pause_ms(failures, 0.5) for failures in (1, 2, 3, 4)] == [250, 500, 1000, 2000]


@pytest.mark.parametrize("failures", [1, 2, 3])
def test_pauses_are_spread_around_their_length(failures: int) -> None:
    middle = pause_ms(failures, 0.5)
    assert pause_ms(failures, 0.0) == middle / 2
    assert pause_ms(failures, 0.999) == pytest.approx(middle * 1.5, abs=2)


def test_the_pause_a_vendor_names_is_never_undercut_and_spread_after_it() -> None:
    assert pause_ms(1, 0.0, 1000) == 1000
    assert 1000 < pause_ms(1, 0.9, 1000) <= 1000 + SPREAD_MS


def test_a_named_pause_shorter_than_ours_changes_nothing() -> None:
    assert pause_ms(4, 0.5, 100) == 2000


def test_an_outage_is_as_old_as_its_first_failed_request() -> None:
    outage = Outage().failed(1000.0).failed(2500.0)
    assert (outage.failures, outage.since_ms) == (2, 1000.0)


def test_a_pause_that_would_use_up_the_budget_is_none() -> None:
    outage = Outage().failed(0.0)
    assert outage.pause_ms(BUDGET_MS - 300, 0.5) == 250
    assert outage.pause_ms(BUDGET_MS - 250, 0.5) is None
    assert outage.pause_ms(0.0, 0.5, BUDGET_MS) is None
