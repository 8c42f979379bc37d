"""A voice that is late, cannot say a sentence, or is gone."""

import pytest

from domain.call.effects import EndStream, NextStepKind, Speak
from domain.call.events import SpeechBegan, SpeechFailed, SpeechPlayed, SpeechSent
from domain.call.state import Phase
from domain.call.voice_loss import LOST_IN_A_ROW, VOICE_PATIENCE_MS
from tests.unit.domain.call.scripted_call import GREETING, LINES, ScriptedCall, speaking_call, thinking_call


def loses(call: ScriptedCall, sentence: int, turn_id: int = 2) -> ScriptedCall:
    call.happens(SpeechFailed(turn_id, sentence, "status 503", 0))
    return call


def says(call: ScriptedCall, sentence: int, turn_id: int = 2) -> ScriptedCall:
    """The voice speaks one sentence to its end."""
    call.happens(SpeechBegan(turn_id, sentence, call.now_ms, call.now_ms))
    call.happens(SpeechSent(turn_id, sentence, 1000))
    call.now_ms += 1000
    call.happens(SpeechPlayed(turn_id, sentence))
    return call


# --- late -------------------------------------------------------------------------------------------------------
def test_a_filler_overtakes_a_sentence_the_voice_does_not_begin():
    call = thinking_call().waits(300).answers("We're open till six.").waits(900)
    [filler] = call.asked(Speak)
    assert filler.text in LINES.fillers
    assert filler.overtakes


def test_a_sentence_that_has_just_been_asked_for_gets_its_usual_time():
    call = thinking_call().waits(1100).answers("We're open till six.").waits(VOICE_PATIENCE_MS - 1)
    assert call.spoken == [GREETING, "We're open till six."]
    call.waits(1)
    assert call.spoken[-1] in LINES.fillers


def test_what_has_begun_to_sound_is_not_overtaken():
    call = thinking_call().waits(1100).answers("We're open till six.").sends().waits(5000)
    assert call.spoken == [GREETING, "We're open till six."]


def test_a_second_sentence_that_stalls_is_bridged_too():
    call = thinking_call().answers("Of course.", "We have ten or two.")
    says(call, 0).waits(1200)
    assert call.spoken[-1] in LINES.fillers
    assert call.ever(Speak)[-1].overtakes


def test_fillers_for_a_stalled_voice_differ_and_end_with_it():
    call = thinking_call().answers("We have ten or two.").waits(1200)
    says(call, 1).waits(2400)
    says(call, 2)
    fillers = [text for text in call.spoken if text in LINES.fillers]
    assert len(set(fillers)) == 2
    says(call, 0)
    assert call.phase is Phase.LISTENING


# --- lost -------------------------------------------------------------------------------------------------------
def test_one_lost_sentence_is_left_out_and_the_answer_goes_on():
    call = thinking_call().answers("Of course.", "Hmm.", "Tuesday at two is free.")
    says(loses(says(call, 0), 1), 2)
    assert call.phase is Phase.LISTENING
    assert call.ever(EndStream) == []
    assert not call.state.trouble
    call.says("tuesday then")
    assert ("assistant", "Of course. Hmm. Tuesday at two is free.") not in call.last_question


def test_the_model_is_not_told_that_the_caller_heard_what_was_lost():
    call = thinking_call().answers("Of course.", "Ten dollars.")
    loses(says(call, 0), 1).says("pardon")
    assert "Ten dollars." not in " ".join(content for _, content in call.last_question)


def test_a_lost_filler_says_nothing_about_the_answer():
    call = thinking_call().waits(1200)
    loses(call, 0)
    assert call.phase is Phase.SPEAKING
    call.answers("Sure.")
    says(call, 1)
    assert call.phase is Phase.LISTENING


def test_a_turn_of_which_nothing_was_heard_is_asked_for_again():
    call = loses(thinking_call().answers("Sure."), 0)
    assert call.spoken[-1] == LINES.cut_off_say_again
    says(call, 1)
    assert call.phase is Phase.LISTENING


def test_several_lost_in_a_row_are_a_lost_voice():
    call = thinking_call(can_transfer=False).answers("One.", "Two.", "Three.")
    for sentence in range(LOST_IN_A_ROW):
        loses(call, sentence)
    assert call.asked(EndStream) == [EndStream(NextStepKind.SAY_AND_HANG_UP, LINES.model_failed_goodbye)]
    assert call.state.trouble == "speech synthesis failed: status 503"


def test_a_sentence_that_sounds_in_between_begins_the_count_anew():
    call = thinking_call().answers("One.", "Two.", "Three.", "Four.")
    says(loses(says(loses(call, 0), 1), 2), 3)
    assert call.ever(EndStream) == []


def test_a_cached_filler_in_between_proves_nothing():
    call = thinking_call().waits(1200).answers("One.", "Two.")
    loses(says(loses(call, 1), 0), 2)
    assert len(call.ever(EndStream)) == 1


def test_a_lost_sentence_after_which_a_tool_is_still_running_waits_for_it():
    call = thinking_call().writes("Let me check.").wants(("t1", "find_slots")).finishes()
    loses(call, 0)
    assert call.phase is Phase.SPEAKING
    call.tool_answers("t1").answers("Ten or two?")
    says(call, 1)
    assert call.phase is Phase.LISTENING


def test_by_the_rules_of_the_first_edition_one_lost_sentence_ends_the_call():
    call = loses(thinking_call(rules=1).answers("Sure.", "Ten or two?"), 0)
    assert len(call.ever(EndStream)) == 1


@pytest.mark.parametrize("effect", ["end_call", "transfer"])
def test_last_words_that_are_lost_are_the_carriers_to_say(effect: str):
    call = thinking_call().wants(("t1", effect)).finishes().tool_answers("t1", effect=effect)
    loses(call, 0)
    assert len(call.asked(EndStream)) == 1


def test_a_lost_sentence_of_an_earlier_turn_does_not_matter():
    call = speaking_call("Ten or two?").plays().says("two").answers("Fine.")
    loses(call, 0, turn_id=2)
    says(call, 0, turn_id=3)
    assert call.phase is Phase.LISTENING
