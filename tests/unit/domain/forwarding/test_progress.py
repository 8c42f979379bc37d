"""How far a business is with forwarding a telephone here, step by step."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.errors import Conflict
from domain.forwarding.progress import SENTENCES, Failure, Phase, Progress, Test

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=20)
UNTIL = NOW + timedelta(seconds=90)
PUBLIC, HERE, OTHER = "+61293744000", "+61280001234", "+61400000001"
TEST = Test(UUID(int=1), HERE, UNTIL)
TOLD = Progress().told()
TESTING = TOLD.tested(TEST, NOW)
PROVED = TESTING.came(PUBLIC, PUBLIC, HERE, SOON)
TWO_WEEKS = timedelta(days=14)


def test_it_goes_from_nothing_by_what_is_told_and_tested_to_a_proof():
    assert Progress().phase is Phase.NOT_BEGUN
    assert (TOLD.phase, TOLD.told()) == (Phase.TOLD, TOLD)
    assert (TESTING.phase, TESTING.test) == (Phase.TESTING, TEST)
    assert (PROVED.phase, PROVED.proved_at, PROVED.last_forwarded_at, PROVED.test) == (
        Phase.PROVED,
        SOON,
        SOON,
        None,
    )
    assert PROVED.told() == PROVED


def test_a_test_call_that_comes_back_proves_it_though_its_carrier_says_nothing():
    assert TESTING.came(PUBLIC, None, HERE, SOON).phase is Phase.PROVED
    assert TESTING.came(PUBLIC, None, OTHER, SOON) == TESTING
    assert TESTING.came(PUBLIC, None, None, SOON) == TESTING
    assert TESTING.came(PUBLIC, None, HERE, UNTIL) == TESTING


def test_a_customer_s_call_that_was_forwarded_proves_it_without_a_test():
    found = TOLD.came(PUBLIC, PUBLIC, OTHER, NOW)
    assert (found.phase, found.last_forwarded_at) == (Phase.PROVED, NOW)
    assert TOLD.came(PUBLIC, OTHER, "+61400000009", NOW) == TOLD


def test_a_test_call_by_another_telephone_says_so():
    found = TESTING.came(PUBLIC, OTHER, HERE, SOON)
    assert (found.phase, found.failure, found.test) == (Phase.FAILED, Failure.OTHER_NUMBER, None)


def test_a_test_ends_for_a_reason_and_an_old_one_ends_nothing():
    found = TESTING.over(TEST.id, Failure.ANSWERED)
    assert (found.phase, found.failure, found.test) == (Phase.FAILED, Failure.ANSWERED, None)
    assert TESTING.over(UUID(int=9), Failure.ANSWERED) == TESTING
    assert PROVED.over(TEST.id, Failure.NOT_BACK) == PROVED


def test_one_test_at_a_time_and_another_after_it():
    with pytest.raises(Conflict, match="on its way"):
        TESTING.tested(replace(TEST, id=UUID(int=2)), SOON)
    again = TESTING.tested(replace(TEST, id=UUID(int=2), until=UNTIL + timedelta(seconds=90)), UNTIL)
    assert again.phase is Phase.TESTING
    assert TESTING.over(TEST.id, Failure.BUSY).tested(TEST, NOW) == TESTING


def test_a_test_nobody_ended_is_over_in_time():
    assert TESTING.seen(UNTIL - timedelta(seconds=1), TWO_WEEKS) == TESTING
    found = TESTING.seen(UNTIL, TWO_WEEKS)
    assert (found.phase, found.failure) == (Phase.FAILED, Failure.NOT_BACK)


def test_a_proof_grows_old_unless_calls_come_that_way():
    assert PROVED.seen(SOON + TWO_WEEKS, TWO_WEEKS).phase is Phase.PROVED
    late = SOON + TWO_WEEKS + timedelta(seconds=1)
    assert PROVED.seen(late, TWO_WEEKS).phase is Phase.STALE
    called = PROVED.came(PUBLIC, PUBLIC, OTHER, SOON + timedelta(days=10))
    assert called.seen(late, TWO_WEEKS).phase is Phase.PROVED


def test_another_way_is_not_proved_and_remembers_the_last_call():
    assert PROVED.changed() == Progress(last_forwarded_at=SOON)


def test_every_failure_has_a_sentence_that_ends():
    assert set(SENTENCES) == set(Failure)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
