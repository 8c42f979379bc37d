"""A call that goes on elsewhere: in another process on its stream, or on a fresh stream."""

from domain.call.effects import AskModel, AwaitPlayout, EndStream, RunTool, Speak, TimerName
from domain.call.events import CallMoved, CallParted, CallResumed, UtteranceEnded
from domain.call.heard import heard_text
from domain.call.state import AgentTurn, CallerTurn, Phase
from domain.call.takeover import may_migrate_locally, may_migrate_remotely
from tests.unit.domain.call.scripted_call import (
    LINES,
    ScriptedCall,
    listening_call,
    speaking_call,
    thinking_call,
)


def said(call: ScriptedCall) -> list[str]:
    return [effect.text for effect in call.effects if isinstance(effect, Speak)]


# --- on the same stream -----------------------------------------------------------------------------------------
def test_words_recognised_anew_replace_those_known_before():
    call = listening_call().starts_saying("I'd like to")
    call.happens(CallResumed(audio_kept=True))
    call.starts_saying("I'd like")
    call.happens(UtteranceEnded("I'd like to book a haircut", 0.9, call.now_ms))
    (turn,) = [turn for turn in call.state.turns if isinstance(turn, CallerTurn)]
    assert turn.text == "I'd like to book a haircut"


def test_words_known_before_count_when_their_audio_brings_none():
    call = listening_call().starts_saying("I'd like a haircut")
    call.happens(CallResumed(audio_kept=True))
    call.waits(3000)
    (turn,) = [turn for turn in call.state.turns if isinstance(turn, CallerTurn)]
    assert turn.text == "I'd like a haircut"


def test_two_takeovers_in_one_utterance_say_its_words_once():
    call = listening_call().starts_saying("I'd like")
    call.happens(CallResumed(audio_kept=True))
    call.starts_saying("I'd like to book")
    call.happens(CallResumed(audio_kept=True))
    call.waits(3000)
    (turn,) = [turn for turn in call.state.turns if isinstance(turn, CallerTurn)]
    assert turn.text == "I'd like to book"


def test_without_the_audio_what_follows_joins_the_known_words():
    call = listening_call().starts_saying("I'd like to")
    call.happens(CallResumed())
    call.happens(UtteranceEnded("book a haircut", 0.9, call.now_ms))
    (turn,) = [turn for turn in call.state.turns if isinstance(turn, CallerTurn)]
    assert turn.text == "I'd like to book a haircut"


def test_known_words_outlast_a_prompt_given_while_the_rest_was_awaited():
    call = listening_call().starts_saying("I'd like")
    call.happens(CallResumed())
    call.starts_saying("a").waits(8000)
    assert call.spoken[-1] == LINES.still_there_line(0)
    call.plays()
    call.happens(UtteranceEnded("a haircut", 0.9, call.now_ms))
    (turn,) = [turn for turn in call.state.turns if isinstance(turn, CallerTurn)]
    assert turn.text == "I'd like a haircut"


# --- migration --------------------------------------------------------------------------------------------------
def test_a_call_may_migrate_locally_only_between_turns():
    assert not may_migrate_locally(ScriptedCall().is_answered().state), "the greeting sounds"
    call = listening_call()
    assert may_migrate_locally(call.state)
    call.starts_saying("I'd")
    assert not may_migrate_locally(call.state), "the caller is speaking"
    call.says("I'd like a haircut")
    assert not may_migrate_locally(call.state), "an answer is owed"


def test_a_migration_at_a_turn_boundary_goes_unnoticed():
    call = listening_call()
    call.happens(CallParted())
    call.happens(CallMoved("MZ2"))
    assert not said(call)
    assert call.phase is Phase.LISTENING
    assert call.state.detached_at_ms is None
    assert TimerName.SILENCE in call.timers


def test_a_call_may_migrate_remotely_only_while_nothing_of_an_answer_is_said():
    assert not may_migrate_remotely(listening_call().state), "the caller may begin at any moment"
    call = thinking_call("Book it")
    assert may_migrate_remotely(call.state)
    call.starts_saying("and")
    assert not may_migrate_remotely(call.state), "the caller goes on"
    call = thinking_call("Book it").wants(("t1", "book_appointment"))
    assert not may_migrate_remotely(call.state), "a tool has begun"
    call.finishes().tool_answers("t1")
    assert may_migrate_remotely(call.state)
    call.writes("You're booked.")
    assert not may_migrate_remotely(call.state), "the answer has begun"


def test_a_migration_before_the_answer_goes_unnoticed_and_the_model_is_asked_there():
    call = thinking_call("How much is a haircut?")
    turns = call.state.turns
    call.happens(CallParted())
    call.happens(CallMoved("MZ2"))
    assert not said(call)
    assert call.state.turns == turns
    assert [effect for effect in call.effects if isinstance(effect, AskModel)]
    assert TimerName.FILLER in call.timers
    call.writes("Eighty-five dollars.").finishes().plays()
    assert call.phase is Phase.LISTENING


# --- on a fresh stream ------------------------------------------------------------------------------------------
def test_a_lost_stream_in_mid_sentence_is_owned_up_to_and_the_unheard_said_again():
    call = speaking_call("A haircut is eighty-five dollars.")
    call.happens(CallMoved("MZ2"))
    assert said(call) == [LINES.cut_off, "A haircut is eighty-five dollars."]
    assert not [effect for effect in call.effects if isinstance(effect, AwaitPlayout)]
    before = [turn for turn in call.state.turns if isinstance(turn, AgentTurn)][-2]
    assert heard_text(before) == ""


def test_a_lost_stream_while_thinking_asks_the_model_again():
    call = thinking_call("How much is a haircut?")
    call.happens(CallMoved("MZ2"))
    assert said(call) == [LINES.cut_off]
    assert [effect for effect in call.effects if isinstance(effect, AskModel)]


def test_a_lost_stream_while_listening_asks_the_caller_to_say_it_again():
    call = listening_call().starts_saying("I'd like to")
    call.happens(CallMoved("MZ2"))
    assert said(call) == [LINES.cut_off_say_again]
    assert not call.state.utterance.kept_words


def test_a_tool_begun_on_the_lost_stream_is_read_back_before_the_model_is_asked():
    call = thinking_call("Book it").wants(("t1", "book_appointment"))
    call.happens(CallMoved("MZ2"))
    assert [effect.name for effect in call.effects if isinstance(effect, RunTool)] == ["book_appointment"]
    assert not [effect for effect in call.effects if isinstance(effect, AskModel)]


def test_a_goodbye_lost_with_the_stream_is_said_on_the_fresh_one_and_the_call_ends():
    call = listening_call()
    while call.phase is not Phase.CLOSING:
        call.plays().waits(10_000)
    call.happens(CallMoved("MZ2"))
    assert said(call) == [LINES.cut_off, LINES.silence_goodbye]
    call.plays()
    assert call.ever(EndStream)


def test_a_call_that_ended_stays_ended_on_a_fresh_stream():
    call = listening_call().hangs_up()
    call.happens(CallMoved("MZ2"))
    assert call.phase is Phase.ENDED
    assert not said(call)


def test_a_model_that_begins_its_answer_anew_after_a_takeover_is_not_repeated():
    call = thinking_call().writes("Two o'clock is free.").sends()
    call.is_taken_over()
    call.writes("Two o'clock is free.", "What name should I put it under?").finishes()
    turn = call.state.agent_turn
    assert turn is not None
    assert [s.text for s in turn.sentences] == ["Two o'clock is free.", "What name should I put it under?"]


def test_a_model_that_goes_on_after_a_takeover_is_heard_out():
    call = thinking_call().writes("Two o'clock is free.").sends()
    call.is_taken_over()
    call.writes("What name should I put it under?").finishes()
    turn = call.state.agent_turn
    assert turn is not None
    assert [s.text for s in turn.sentences] == ["Two o'clock is free.", "What name should I put it under?"]


def test_the_same_words_after_a_tool_are_said_again():
    call = thinking_call().writes("One moment.").wants(("t1", "find_slots")).finishes()
    call.sends().tool_answers("t1")
    call.writes("One moment.").finishes()
    turn = call.state.agent_turn
    assert turn is not None
    assert [s.text for s in turn.sentences] == ["One moment.", "One moment."]
