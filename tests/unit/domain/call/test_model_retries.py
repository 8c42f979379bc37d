"""A model that fails: asked again after pauses, replaced by the second one, and only then apologised for."""

import pytest

from domain.call.effects import AskModel, TimerName
from domain.call.state import Phase
from domain.retries import BUDGET_MS
from tests.unit.domain.call.scripted_call import LINES, ScriptedCall, thinking_call


def asked_generations(call: ScriptedCall) -> list[int]:
    return [ask.generation for ask in call.ever(AskModel)]


# --- pauses -----------------------------------------------------------------------------------------------------
def test_a_failed_request_is_made_again_after_a_pause():
    call = thinking_call().fails()
    assert call.asked(AskModel) == []
    assert call.phase is Phase.THINKING
    call.waits(249)
    assert asked_generations(call) == [1]
    call.waits(1)
    assert asked_generations(call) == [1, 2]
    call.answers("Sure.").plays()
    assert call.phase is Phase.LISTENING


@pytest.mark.parametrize(("spread", "pause_ms"), [(0.0, 125), (0.5, 250), (0.9, 350)])
def test_the_pauses_of_calls_that_failed_together_differ(spread: float, pause_ms: int):
    call = thinking_call().fails(spread=spread).waits(pause_ms - 1)
    assert asked_generations(call) == [1]
    assert asked_generations(call.waits(1)) == [1, 2]


def test_pauses_grow():
    call, pauses = thinking_call(), list[float]()
    for _ in range(4):
        failed_at_ms, asked = call.fails().now_ms, len(call.ever(AskModel))
        while len(call.ever(AskModel)) == asked:
            call.waits(10)
        pauses.append(call.now_ms - failed_at_ms)
    assert pauses == [250, 500, 1000, 2000]


def test_the_pause_the_vendor_asks_for_is_kept():
    call = thinking_call().fails("status 429", retry_after_ms=1000, spread=0.0).waits(999)
    assert asked_generations(call) == [1]
    call.waits(1).fails("status 429", retry_after_ms=1000, spread=0.0).waits(1000)
    assert asked_generations(call) == [1, 2, 3]
    call.answers("Which day would suit you?").plays()
    assert call.phase is Phase.LISTENING
    assert not call.state.trouble


def test_the_caller_hears_fillers_meanwhile():
    call = thinking_call().fails(retry_after_ms=3000).waits(2999)
    assert call.spoken[-1] in LINES.fillers
    assert call.phase is Phase.SPEAKING
    call.plays().waits(1000)
    assert asked_generations(call) == [1, 2]


def test_an_outage_that_lasts_is_apologised_for_when_the_budget_is_used_up():
    call = thinking_call()
    began_ms = call.now_ms
    while call.phase is not Phase.CLOSING:
        if call.state.model.under_way:
            call.fails("status 503")
        call.waits(10)
    assert BUDGET_MS / 2 <= call.now_ms - began_ms <= BUDGET_MS
    assert call.spoken[-1] == LINES.model_failed_transfer
    assert call.state.trouble == "the language model failed: status 503"
    assert len(call.ever(AskModel)) >= 4


def test_a_retry_that_hangs_is_given_up_within_the_budget():
    call = thinking_call().waits(1000).fails().waits(BUDGET_MS - 1001)
    assert call.phase is not Phase.CLOSING
    call.waits(1)
    assert call.spoken[-1] == LINES.model_failed_transfer


def test_a_pause_longer_than_the_budget_is_not_begun():
    assert thinking_call().fails(retry_after_ms=20_000).phase is Phase.CLOSING


def test_a_refusal_for_good_is_not_tried_again():
    call = thinking_call().fails("insufficient_quota", lasting=True)
    assert asked_generations(call) == [1]
    assert call.spoken[-1] == LINES.model_failed_transfer


def test_a_retry_that_succeeds_is_forgotten():
    call = thinking_call().fails().waits(250).fails().waits(500).answers("Sure.").plays().says("Tomorrow")
    call.fails().waits(250)
    assert call.state.model.under_way is not None
    assert call.state.model.failures == 1


def test_who_speaks_during_the_pause_is_answered_at_once():
    call = thinking_call().fails(retry_after_ms=3000).says("for two people")
    [ask] = call.asked(AskModel)
    assert ask.messages[-1].content == "I'd like a haircut for two people"
    call.waits(5000)
    assert TimerName.HEDGE not in call.timers or call.state.model.under_way is not None
    assert asked_generations(call) == [1, 2, 3], "the second of two is the hedge, not the retry"


def test_who_interrupts_a_filler_during_the_pause_is_heard():
    call = thinking_call().fails(retry_after_ms=4000).waits(1200).sends()
    call.starts_saying("no actually wait").falls_silent()
    assert call.phase is Phase.LISTENING
    assert not call.state.model.busy


# --- the second model -------------------------------------------------------------------------------------------
def test_after_two_failures_the_second_model_is_asked_at_once():
    call = thinking_call().fails(elsewhere=True).waits(250)
    assert not call.ever(AskModel)[-1].fallback
    call.fails(elsewhere=True)
    [ask] = call.asked(AskModel)
    assert ask.fallback
    call.answers("Sure.").plays()
    assert call.phase is Phase.LISTENING


@pytest.mark.parametrize(
    "why", [{"lasting": True}, {"retry_after_ms": 60_000}], ids=["refused for good", "pause too long"]
)
def test_what_waiting_cannot_mend_goes_to_the_second_model_at_once(why: dict[str, object]):
    [ask] = thinking_call().fails(elsewhere=True, **why).asked(AskModel)
    assert ask.fallback


def test_the_second_model_is_tried_again_too():
    call = thinking_call().fails(elsewhere=True, lasting=True).fails().waits(500)
    assert [ask.fallback for ask in call.ever(AskModel)] == [False, True, True]


def test_when_the_second_model_refuses_for_good_as_well_the_caller_is_told():
    call = thinking_call().fails(elsewhere=True, lasting=True).fails(lasting=True)
    assert call.phase is Phase.CLOSING


def test_the_next_turn_begins_with_the_first_model():
    call = thinking_call().fails(elsewhere=True, lasting=True).answers("Sure.").plays().says("At ten")
    assert not call.asked(AskModel)[0].fallback


def test_a_model_that_only_hangs_is_hedged_with_the_second():
    call = thinking_call().waits(1800)
    assert [ask.fallback for ask in call.ever(AskModel)] == [False, True]


# --- broken, cut and empty answers ------------------------------------------------------------------------------
def test_an_answer_broken_off_is_gone_on_with():
    call = thinking_call().writes("We have ten").fails().waits(250)
    assert call.ever(AskModel)[-1].messages[-1].content == "We have ten"
    call.answers("or two.").plays()
    assert call.phase is Phase.LISTENING


def test_a_model_that_breaks_off_every_answer_does_not_go_on_for_ever():
    call = thinking_call()
    for number in range(20):
        if call.phase is Phase.CLOSING:
            break
        call.writes(f"Sentence {number}.").fails().waits(2500)
    assert call.spoken[-1] == LINES.model_failed_transfer


def test_an_answer_cut_short_is_gone_on_with_at_once():
    call = thinking_call().writes("We have several times.").fails("cut: length", unusable=True)
    [ask] = call.asked(AskModel)
    assert ask.messages[-1].content == "We have several times."
    call.answers("Tuesday at two or half past three.").plays()
    assert call.spoken[-2:] == ["We have several times.", "Tuesday at two or half past three."]


def test_an_empty_answer_is_asked_again_at_once_and_then_after_pauses():
    call = thinking_call().finishes()
    assert asked_generations(call) == [1, 2]
    call.finishes()
    assert call.asked(AskModel) == []
    call.waits(500).answers("Which day?").plays()
    assert call.spoken[-1] == "Which day?"
    assert not call.state.trouble


def test_an_empty_answer_after_a_tool_that_did_its_work_ends_the_turn():
    call = thinking_call().writes("I'll pass that on.").wants(("t1", "take_message")).finishes()
    call.tool_answers("t1").finishes()
    assert call.asked(AskModel) == []
    call.plays()
    assert call.phase is Phase.LISTENING
    assert not call.state.trouble


def test_when_nothing_at_all_was_said_the_model_is_asked_once_more():
    call = thinking_call().wants(("t1", "take_message")).finishes().tool_answers("t1").finishes()
    assert len(call.asked(AskModel)) == 1
    call.finishes()
    assert call.asked(AskModel) == []
    assert call.phase is Phase.LISTENING
    assert not call.state.trouble


def test_an_empty_answer_after_a_refused_tool_is_asked_again():
    call = thinking_call().writes("Let me book that.").wants(("t1", "book_appointment")).finishes()
    call.tool_answers("t1", ok=False).finishes()
    assert len(call.asked(AskModel)) == 1


def test_one_of_two_requests_that_comes_back_empty_does_not_end_the_turn():
    call = thinking_call().writes("One moment.").wants(("t1", "take_message")).finishes().tool_answers("t1")
    first = call.generation
    call.waits(1800).finishes(first)
    assert call.state.model.active == (first + 1,)
