"""The numbers of model requests, and which of them count."""

from domain.call.model_requests import ModelRequests, ModelWork

ASKED = ModelRequests().asked(turn_id=2, now_ms=1000.0, said=())


def test_the_first_request_is_number_one():
    assert ModelRequests(under_way=ModelWork((1,), 1000.0), generation=1, turn_id=2) == ASKED


def test_a_hedge_makes_two_of_it_and_the_first_to_write_is_the_one_that_counts():
    hedged = ASKED.hedged()
    assert hedged.active == (1, 2)
    wrote = hedged.wrote(2)
    assert wrote.active == (2,)
    assert wrote.written_generation == 2
    assert wrote.under_way == ModelWork((2,), 1000.0, wrote_anything=True)


def test_a_request_fails_with_the_last_of_its_generations():
    hedged = ASKED.hedged()
    one_left = hedged.failed(1)
    assert (one_left.active, one_left.failures) == ((2,), 0)
    none_left = one_left.failed(2)
    assert (none_left.under_way, none_left.failures) == (None, 1)


def test_failures_add_up_until_an_answer_is_complete():
    failed_twice = ASKED.failed(1).asked(2, 2000.0, ("Sure.",)).failed(2)
    assert failed_twice.failures == 2
    assert failed_twice.asked(2, 3000.0, ()).wrote(3).completed().failures == 0


def test_a_request_that_is_dropped_has_neither_failed_nor_completed():
    once = ASKED.failed(1).asked(2, 2000.0, ())
    assert once.dropped() == ModelRequests(None, generation=2, turn_id=2, failures=1, failing_since_ms=1000.0)


def test_what_failed_for_one_turn_is_forgotten_for_the_next():
    later = ASKED.failed(1).asked(3, 9000.0, ())
    assert (later.failures, later.failing_since_ms, later.fallback) == (0, None, False)


def test_a_turn_left_to_the_second_model_stays_with_it():
    left = ASKED.failed(1).asked(2, 2000.0, (), fallback=True).failed(2).asked(2, 3000.0, ())
    assert left.fallback
    assert not left.wrote(3).completed().asked(3, 9000.0, ()).fallback


def test_a_request_that_waits_for_its_time_keeps_the_model_busy_until_it_is_dropped_or_made():
    waiting = ASKED.failed(1).retries_at(1500.0)
    assert waiting.busy
    assert waiting.under_way is None
    assert not waiting.dropped().busy
    assert waiting.asked(2, 1500.0, ()).retry_at_ms is None


def test_without_a_request_under_way_nothing_can_become_of_one():
    idle = ASKED.wrote(1).completed()
    assert idle.active == ()
    assert idle.hedged() is idle.wrote(1) is idle.failed(1) is idle
