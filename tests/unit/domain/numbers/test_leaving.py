"""A number is given back after some days, until which it can be kept."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import Conflict
from domain.numbers.leaving import Leaving, Phase

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
ASKED = Leaving(Phase.ACTIVE).asked_for(NOW, WEEK)


def test_it_waits_for_so_long():
    assert Leaving(Phase.RELEASING, NOW + WEEK) == ASKED
    assert ASKED.due(NOW + WEEK - timedelta(seconds=1)) == ASKED
    assert ASKED.due(NOW + WEEK).phase is Phase.RELEASED


def test_asked_again_it_waits_no_longer():
    assert ASKED.asked_for(NOW + timedelta(days=3), WEEK) == ASKED


def test_it_can_be_kept_until_then_and_not_after():
    assert ASKED.kept() == Leaving(Phase.ACTIVE)
    assert Leaving(Phase.ACTIVE).kept() == Leaving(Phase.ACTIVE)
    with pytest.raises(Conflict, match="given back"):
        ASKED.due(NOW + WEEK).kept()
    with pytest.raises(Conflict):
        ASKED.due(NOW + WEEK).asked_for(NOW + WEEK, WEEK)


def test_one_that_is_in_use_is_never_due():
    assert Leaving(Phase.ACTIVE).due(NOW + timedelta(days=999)) == Leaving(Phase.ACTIVE)
