"""Keys of the caller's phone: one number is one answer, zero alone a wish for a person."""

import pytest

from domain.call.effects import AskModel, EndStream, NextStepKind, StopSpeaking
from domain.call.events import KeyPressed, ToolsRequested, UtteranceEnded
from domain.call.state import CallerTurn, Phase
from domain.call.takeover import may_migrate_locally
from domain.call.waiting import KEYS_SETTLE_MS
from domain.spoken.digits import DIGITS, spoken_digits
from tests.unit.domain.call.scripted_call import (
    LINES,
    ScriptedCall,
    listening_call,
    speaking_call,
    thinking_call,
)

QUESTION = "What number can they reach you on?"


def types(call: ScriptedCall, keys: str, *, every_ms: int = 300) -> ScriptedCall:
    for key in keys:
        call.happens(KeyPressed(key))
        call.falls_silent(played_ms=1000)
        call.waits(every_ms)
    return call


def said_by_caller(call: ScriptedCall) -> list[str]:
    return [turn.text for turn in call.state.turns if isinstance(turn, CallerTurn)]


@pytest.mark.parametrize(("keys", "then_ms"), [("0491570110#", 0), ("0491570110", KEYS_SETTLE_MS)])
def test_a_typed_number_is_one_answer_and_is_read_back(keys: str, then_ms: int):
    call = types(speaking_call(QUESTION).plays(), keys).waits(then_ms)
    assert said_by_caller(call)[-1] == "[typed 0491570110]"
    assert len(call.ever(AskModel)) == 2
    assert call.last_question[-2:] == [("assistant", QUESTION), ("user", "[typed 0491570110]")]
    assert call.spoken[-1] == "zero four nine one, five seven zero, one one zero."
    call.answers("Thank you, I've passed that on.").plays()
    assert call.phase is Phase.LISTENING


def test_the_hash_key_ends_a_number_at_once():
    call = types(speaking_call(QUESTION).plays(), "491#", every_ms=0)
    assert call.phase is Phase.THINKING


def test_slow_fingers_are_waited_for():
    call = types(speaking_call(QUESTION).plays(), "0491570110", every_ms=KEYS_SETTLE_MS - 100)
    assert len(call.ever(AskModel)) == 1
    call.waits(200)
    assert said_by_caller(call)[-1] == "[typed 0491570110]"


def test_a_number_typed_over_the_question_stops_it_once():
    call = types(speaking_call(QUESTION), "0491").waits(KEYS_SETTLE_MS)
    assert len(call.ever(StopSpeaking)) == 1
    assert said_by_caller(call)[-1] == "[typed 0491]"


@pytest.mark.parametrize("keys", ["0", "0#"])
def test_zero_alone_puts_the_caller_through(keys: str):
    call = types(speaking_call(), keys).waits(KEYS_SETTLE_MS)
    assert call.spoken[-1] == LINES.transferring
    call.plays()
    assert call.asked(EndStream) == [EndStream(NextStepKind.TRANSFER)]


def test_zero_alone_is_a_key_like_others_where_nobody_can_be_put_through():
    call = types(listening_call(can_transfer=False), "0").waits(KEYS_SETTLE_MS)
    assert call.last_question[-1] == ("user", "[pressed key 0]")


def test_a_single_key_is_told_to_the_model_and_not_read_back():
    call = types(speaking_call("We are open from nine until half past five."), "5").waits(KEYS_SETTLE_MS)
    assert call.last_question[-2:] == [("assistant", "We are open from …"), ("user", "[pressed key 5]")]
    assert call.phase is Phase.THINKING


def test_the_star_key_begins_anew():
    call = types(speaking_call(QUESTION).plays(), "0492*0491570110#")
    assert said_by_caller(call)[-1] == "[typed 0491570110]"


@pytest.mark.parametrize("keys", ["#", "*", "D", "*#"])
def test_keys_that_say_nothing_change_nothing(keys: str):
    call = types(speaking_call(QUESTION).plays(), keys).waits(KEYS_SETTLE_MS)
    assert call.phase is Phase.LISTENING
    assert len(call.ever(AskModel)) == 1
    call.waits(8000)
    assert call.spoken[-1] == LINES.still_there[0]


def test_what_is_said_while_typing_belongs_to_the_same_answer():
    call = types(speaking_call(QUESTION).plays(), "0491")
    call.happens(UtteranceEnded("it's my mobile", 0.9, call.now_ms))
    assert len(call.ever(AskModel)) == 1
    types(call, "570110#")
    assert said_by_caller(call)[-1] == "it's my mobile [typed 0491570110]"


def test_noise_while_typing_does_not_end_the_number():
    call = types(speaking_call(QUESTION).plays(), "0491").voices(480).voices(900)
    types(call, "570110#")
    assert said_by_caller(call)[-1] == "[typed 0491570110]"


def test_a_key_pressed_while_the_model_works_joins_the_turn_it_works_on():
    call = types(thinking_call("My number is"), "491572665#")
    assert said_by_caller(call) == ["My number is [typed 491572665]"]


def test_a_key_takes_a_farewell_back():
    call = thinking_call("That's all").writes("Goodbye.").wants(("t1", "end_call")).finishes()
    call.tool_answers("t1", effect="end_call").sends()
    types(call, "0").waits(KEYS_SETTLE_MS)
    assert call.spoken[-1] == LINES.transferring


def test_keys_belong_to_somebody_who_is_there():
    call = listening_call().waits(8000).plays().waits(7000)
    types(call, "12#")
    assert call.state.silences == 0


def test_a_call_does_not_migrate_between_two_keys():
    call = types(listening_call(), "04")
    assert not may_migrate_locally(call.state)


def test_a_process_that_takes_over_goes_on_gathering():
    call = types(speaking_call(QUESTION).plays(), "0491").is_taken_over()
    types(call, "570110#")
    assert said_by_caller(call)[-1] == "[typed 0491570110]"


def test_more_digits_than_any_number_has_are_cut():
    call = types(speaking_call(QUESTION).plays(), "1" * 60 + "#", every_ms=0)
    assert said_by_caller(call)[-1] == f"[typed {'1' * 32}]"


@pytest.mark.parametrize(
    ("digits", "language", "spoken"),
    [
        ("0491570110", "en-AU", "zero four nine one, five seven zero, one one zero"),
        ("+49 30 1234", "de", "vier neun, drei null eins, zwei drei vier"),
        ("12", "fr", "un deux"),
        ("2026", "es", "dos cero dos seis"),
        ("90210", "it", "nove zero, due uno zero"),
        ("7", "sv", "seven"),
        ("", "en", ""),
    ],
)
def test_digits_are_read_out_one_by_one_in_groups(digits: str, language: str, spoken: str):
    assert spoken_digits(digits, language) == spoken


def test_every_language_has_ten_digits():
    assert {len(words) for words in DIGITS.values()} == {10}


def test_a_code_that_was_texted_is_not_read_back():
    call = listening_call().says("cancel it please")
    call.happens(ToolsRequested(call.generation, (("c1", "text_code", {"phone_number": "+61400000001"}),)))
    call.finishes().tool_answers("c1").answers("Type the code, please.").plays()
    spoken = list(call.spoken)
    types(call, "042137#")
    assert call.spoken == spoken
