"""A line full of noise: it neither mutes the agent nor keeps the line, and whoever speaks is heard all the same."""

import pytest

from domain.call.editions import Edition
from domain.call.effects import AskModel, EndStream, Finalise, StopSpeaking
from domain.call.events import CallerHeard, KeyPressed, UtteranceEnded
from domain.call.sense import makes_sense
from domain.call.state import CallerTurn, Phase
from domain.call.waiting import LONGEST_SILENCE_MS, LONGEST_TURN_MS, SENSELESS_IN_A_ROW, SETTLE_MS
from tests.unit.domain.call.scripted_call import (
    LINES,
    ScriptedCall,
    listening_call,
    speaking_call,
    thinking_call,
)

LONG = "We have ten in the morning or two in the afternoon."
TWO_MINUTES_MS = 120_000


def minutes_of(call: ScriptedCall) -> float:
    return call.now_ms - (call.state.answered_at_ms or 0)


# --- voice without words ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("every_ms", [500, 1100, 3000, 7000])
def test_voice_without_words_does_not_put_the_prompts_off(every_ms: int):
    call = listening_call()
    began_at_ms = call.now_ms
    while call.phase is Phase.LISTENING and call.now_ms - began_at_ms <= LONGEST_SILENCE_MS:
        call.waits(every_ms).voices(480)
    assert call.spoken[-1] == LINES.still_there[0]


def test_a_caller_whose_first_word_is_on_its_way_is_not_asked_whether_they_are_there():
    call = listening_call().waits(7900).voices(480).waits(400).starts_saying("On Tuesday")
    assert call.spoken[-1] not in LINES.still_there
    assert call.phase is Phase.LISTENING


@pytest.mark.parametrize("every_ms", [480, 2000, 7000])
def test_a_line_of_noise_ends_politely_within_two_minutes(every_ms: int):
    call = speaking_call(LONG)
    while call.phase is not Phase.ENDING_STREAM:
        assert minutes_of(call) < TWO_MINUTES_MS
        call.waits(every_ms / 2).voices(480)
        call.falls_silent(played_ms=200)
        call.waits(every_ms / 2)
        if call.phase in (Phase.SPEAKING, Phase.CLOSING):
            call.plays()
    assert call.spoken[-1] == LINES.silence_goodbye
    call.hangs_up()
    assert call.final == Finalise("failed", "the caller fell silent")


def test_after_one_noise_voice_alone_stops_the_agent_no_more_in_this_turn():
    call = speaking_call("Sure.", LONG).voices(480)
    call.falls_silent(played_ms=0)
    call.waits(SETTLE_MS).voices(480).voices(900)
    assert len(call.ever(StopSpeaking)) == 1
    call.plays()
    assert call.phase is Phase.LISTENING


def test_words_still_stop_an_agent_who_ignores_voice():
    call = speaking_call(LONG).voices(480)
    call.falls_silent(played_ms=0)
    call.waits(SETTLE_MS).voices(480).starts_saying("no wait")
    assert len(call.ever(StopSpeaking)) == 2


def test_the_next_turn_can_be_stopped_by_voice_again():
    call = speaking_call(LONG).voices(480)
    call.falls_silent(played_ms=0)
    call.waits(SETTLE_MS).plays().says("Ten please").answers(
        "Ten it is, then. And your name, please?"
    ).sends()
    call.voices(480)
    assert len(call.ever(StopSpeaking)) == 2


def test_a_noise_that_goes_on_does_not_keep_the_cut_sentence_back():
    call = speaking_call(LONG).voices(480)
    call.falls_silent(played_ms=0)
    for _ in range(12):
        call.waits(500).voices(480)
    assert call.spoken.count(LONG) == 2


# --- guessed words ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("every_ms", [1000, 4000, 7500, 9000])
def test_a_line_of_guessed_words_ends_within_two_minutes_and_asks_the_model_little(every_ms: int):
    """Music: the recogniser finds one more word now and then, and never an end."""
    call = listening_call()
    words = ["when"]
    while call.phase is not Phase.ENDING_STREAM:
        assert minutes_of(call) < TWO_MINUTES_MS
        words.append(f"word{len(words)}")
        call.starts_saying(" ".join(words))
        call.falls_silent(played_ms=100)
        if call.phase is Phase.THINKING:
            call.answers("Sorry, I didn't catch that.")
        call.sends()
        call.waits(every_ms)
        if call.phase in (Phase.SPEAKING, Phase.CLOSING):
            call.plays()
    assert call.spoken[-1] == LINES.silence_goodbye
    assert len(call.ever(AskModel)) <= 2


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("oh more", 0.9), ("the", 0.1), ("a b c d", 0.2)],
    ids=["same", "unsure", "unsure too"],
)
def test_utterances_that_make_no_sense_do_not_keep_a_line(text: str, confidence: float):
    call = listening_call()
    while call.phase is not Phase.ENDING_STREAM:
        assert minutes_of(call) < TWO_MINUTES_MS
        call.waits(1500)
        call.happens(CallerHeard(text))
        call.falls_silent(played_ms=0)
        call.waits(500)
        call.happens(UtteranceEnded(text, confidence, call.now_ms))
        call.falls_silent(played_ms=0)
        if call.phase is Phase.THINKING:
            call.answers("Sorry, I didn't catch that.").plays()
        elif call.phase in (Phase.SPEAKING, Phase.CLOSING):
            call.plays()
    assert len(call.ever(AskModel)) <= SENSELESS_IN_A_ROW + 1
    assert call.spoken[-1] == LINES.silence_goodbye


def test_a_caller_who_says_little_but_yes_and_no_is_talked_to_for_as_long_as_they_like():
    call = listening_call().says("I'd like a haircut")
    for number in range(30):
        call.answers(f"Is {number} all right?").plays().waits(3000).says("no")
    assert call.phase is Phase.THINKING
    assert minutes_of(call) > TWO_MINUTES_MS


SAME_QUESTION = "Would you like a cut or a shave?"
GUESSES = {
    "a baby": ("no", "ryan", "hello", "oh ray", "soon", "no", "why", "no", "yes", "can you", "no ray"),
    "a television": (
        "is it",
        "is it is it is it",
        "is",
        "is it",
        "tower",
        "is it",
        "is it",
        "is it tower",
        "is it",
    ),
    "a television with a sentence in it": (
        *(
            "was it",
            "tower",
            "was it",
            "was",
            "was it was it",
            "tower",
            "was it",
            "it was",
            "was it",
            "towers",
            "tower",
        ),
        "was it a car there",
    ),
}


def through(call: ScriptedCall, guesses: tuple[str, ...], until_ms: float) -> None:
    """What a recogniser is sure to have heard, a few seconds apart, now over the agent and now not."""
    for number in range(200):
        if call.phase is Phase.ENDING_STREAM or minutes_of(call) > until_ms:
            return
        call.waits(1200)
        call.says(guesses[number % len(guesses)])
        if call.phase is Phase.THINKING:
            call.answers(SAME_QUESTION).sends()
        if call.phase in (Phase.SPEAKING, Phase.CLOSING) and number % 3:
            call.plays()
        call.waits(2000)


@pytest.mark.parametrize("noise", GUESSES)
def test_a_row_of_guessed_words_that_leads_nowhere_does_not_keep_a_line(noise: str):
    call = listening_call()
    through(call, GUESSES[noise], TWO_MINUTES_MS)
    assert call.phase is Phase.ENDING_STREAM
    assert call.spoken[-1] == LINES.silence_goodbye


def test_calls_of_an_earlier_edition_go_on_as_they_began():
    call = listening_call(rules=Edition.DICTATED)
    through(call, GUESSES["a baby"], TWO_MINUTES_MS)
    assert call.phase is not Phase.ENDING_STREAM


def test_words_found_in_music_are_as_old_as_their_first_one_whatever_the_agent_says_meanwhile():
    call = listening_call()
    words = "ellen on tuesday the same is miss lee then sue"
    for count in range(1, 11):
        if call.phase is Phase.LISTENING:
            call.starts_saying(" ".join(words.split()[:count])).waits(6000)
        call.plays()
    call.happens(UtteranceEnded(words, 1.0, call.now_ms))
    assert call.state.patience.sense_at_ms == call.state.answered_at_ms


@pytest.mark.parametrize("way_on", ["a sentence", "keys", "something done"])
def test_a_caller_of_few_words_is_there_once_the_conversation_gets_on(way_on: str):
    call = listening_call()
    through(call, GUESSES["a baby"][:7], 25_000)
    assert not call.state.patience.gets_nowhere
    if way_on == "a sentence":
        call.says("I would like a shave tomorrow").answers("Which time?").plays()
    elif way_on == "keys":
        call.happens(KeyPressed("4"))
        call.waits(2000).answers("Four?").plays()
    else:
        call.says("shave").wants(("t1", "find_slots")).finishes().tool_answers("t1").answers(
            "At ten?"
        ).plays()
    assert call.state.patience.got_on_at_ms > call.now_ms - 10_000
    assert call.state.patience.fruitless < 6


def test_who_says_yes_to_whether_they_are_still_there_is_talked_to():
    call = listening_call()
    while call.phase is not Phase.SPEAKING or call.spoken[-1] not in LINES.still_there:
        through(call, GUESSES["a baby"][:1], minutes_of(call) + 1000)
    call.plays().waits(1000).says("Yes")
    assert call.phase is Phase.THINKING


def test_a_turn_has_a_longest_length_and_what_was_understood_is_answered():
    call = listening_call()
    story = ""
    for number in range(200):
        story = f"{story} word{number}".strip()
        call.starts_saying(story).waits(400)
        if call.phase is not Phase.LISTENING:
            break
    assert call.phase is Phase.THINKING
    assert call.last_question[-1][1].startswith("word0 word1")
    (turn,) = [turn for turn in call.state.turns if isinstance(turn, CallerTurn)]
    assert turn.ended_at_ms - turn.started_at_ms == pytest.approx(LONGEST_TURN_MS, abs=100)


def test_words_of_a_turn_that_was_answered_already_are_not_answered_again():
    call = listening_call()
    while call.phase is Phase.LISTENING:
        call.starts_saying("so " * (len(call.state.utterance.words.split()) + 1)).waits(5000)
    taken = len(call.last_question[-1][1].split())
    call.answers("I see.").plays()
    call.happens(UtteranceEnded("so " * taken + "can I come on Friday", 0.9, call.now_ms))
    assert call.last_question[-1] == ("user", "can I come on Friday")


def test_a_caller_who_speaks_up_in_the_goodbye_of_a_silent_line_is_answered():
    call = listening_call().waits(8000).plays().waits(8000).plays().waits(8000).sends()
    assert call.spoken[-1] == LINES.silence_goodbye
    call.says("No no, I'm here, sorry")
    assert call.phase is Phase.THINKING
    call.answers("Good. How can I help?").plays().says("A haircut please").hangs_up().finishes()
    assert "silent" not in call.final.reason


def test_noise_in_the_goodbye_of_a_silent_line_does_not_keep_it():
    call = listening_call().waits(8000).plays().waits(8000).plays().waits(8000).sends().voices(480)
    call.starts_saying("when nicole").plays()
    call.waits(SETTLE_MS)
    assert len(call.ever(EndStream)) == 1


def test_the_sound_of_somebody_about_to_speak_is_no_turn():
    call = listening_call().waits(5000).says("um")
    assert call.phase is Phase.LISTENING
    assert not [turn for turn in call.state.turns if isinstance(turn, CallerTurn)]
    call.waits(7000).says("um, Tuesday")
    assert call.last_question[-1] == ("user", "um, Tuesday")


def test_an_old_line_without_sense_still_hears_an_emergency():
    call = listening_call()
    for _ in range(SENSELESS_IN_A_ROW + 2):
        call.waits(100)
        call.happens(UtteranceEnded("hm la", 0.1, call.now_ms))
        if call.phase is Phase.THINKING:
            call.answers("Sorry?")
        call.plays()
    call.happens(UtteranceEnded("call an ambulance", 0.2, call.now_ms))
    assert call.state.emergency


def test_a_takeover_gives_the_caller_their_time_again():
    call = listening_call().waits(7000).is_taken_over().waits(7000)
    assert call.phase is Phase.LISTENING
    call.waits(1000)
    assert call.spoken[-1] == LINES.still_there[0]


@pytest.mark.parametrize(
    ("text", "confidence", "lasted_ms", "earlier", "sensible"),
    [
        ("I'd like a haircut", 0.8, 2000, [], True),
        ("Tuesday", 0.8, 400, ["Friday"], True),
        ("", 0.9, 400, [], False),
        ("I'd like a haircut", 0.2, 2000, [], False),
        ("when nicole wong", 0.9, 20_000, [], False),
        ("oh more", 0.9, 900, ["oh more"], False),
        ("I want to speak to Mia", 0.9, 900, ["I want to speak to Mia"], True),
        ("yes", 0.9, 900, ["yes"], True),
        ("mm-hm", 0.9, 900, [], False),
        ("let me think", 0.9, 900, ["let me think"], True),
    ],
)
def test_what_makes_sense(text: str, confidence: float, lasted_ms: float, earlier: list[str], sensible: bool):
    assert makes_sense(text, "en", confidence=confidence, lasted_ms=lasted_ms, earlier=earlier) is sensible


def test_a_turn_that_says_nothing_does_not_begin_the_count_of_silences_anew():
    call = thinking_call("hm la").answers("Sorry?").plays().waits(8000).plays()
    call.happens(UtteranceEnded("hm la", 0.1, call.now_ms))
    call.answers("Sorry?").plays().waits(8000).plays().waits(8000)
    assert call.spoken[-1] == LINES.silence_goodbye
