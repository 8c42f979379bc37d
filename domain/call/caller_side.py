"""Handlers of what the caller does: speaks, presses keys, or can no longer be heard."""

from domain.call import floor, safety
from domain.call.draft import Draft
from domain.call.effects import NextStepKind, TimerName
from domain.call.events import (
    CallerHeard,
    CallerVoiced,
    HearingLost,
    KeyPressed,
    UtteranceEnded,
)
from domain.call.state import CallerTurn, Latency, Phase
from domain.call.turn_taking import takes_the_floor
from domain.call.utterance import Utterance
from domain.dialogue.policy import is_backchannel

OPERATOR_KEY = "0"
"""The key every phone menu has taught callers to press for a person."""

IN_TALK = (Phase.LISTENING, Phase.THINKING, Phase.SPEAKING)


def voiced(draft: Draft, event: CallerVoiced) -> None:
    draft.set_utterance(draft.state.utterance.voiced(event.voiced_ms, draft.now_ms))
    _listen_in(draft)


def heard(draft: Draft, event: CallerHeard) -> None:
    changed = event.text != draft.state.utterance.words
    draft.set_utterance(draft.state.utterance.heard(event.text, draft.now_ms))
    _listen_in(draft)
    if changed:
        draft.publish()


def _listen_in(draft: Draft) -> None:
    """More of the utterance is known: it may interrupt the agent, or go on with a turn that was taken to be over."""
    phase, utterance = draft.state.phase, draft.state.utterance
    if phase is Phase.LISTENING:
        floor.wait_for_caller(draft)
    elif phase is Phase.SPEAKING and takes_the_floor(utterance.words, utterance.voiced_ms):
        floor.interrupt(draft)
        floor.wait_for_caller(draft)
    elif phase is Phase.THINKING and utterance.words and not is_backchannel(utterance.words):
        # The turn ended too early: the caller goes on, and what follows joins what they said.
        floor.cancel_model(draft)
        draft.enter(Phase.LISTENING)
        floor.wait_for_caller(draft)


def utterance_ended(draft: Draft, event: UtteranceEnded) -> None:
    phase, utterance = draft.state.phase, draft.state.utterance
    text = utterance.ended_with(event.text)
    over_agent = phase is Phase.SPEAKING and not takes_the_floor(text, utterance.voiced_ms)
    nothing_new = phase is Phase.THINKING and is_backchannel(text)
    draft.set_utterance(Utterance())
    if not text and phase is Phase.LISTENING and not floor.take_up_answer(draft):
        floor.wait_for_caller(draft)
    if not text or over_agent or nothing_new:
        return
    turn = CallerTurn(
        text,
        started_at_ms=utterance.began_at_ms or event.speech_ended_at_ms,
        ended_at_ms=draft.now_ms,
        end_of_turn_ms=max(0.0, draft.now_ms - event.speech_ended_at_ms),
    )
    if phase in (Phase.CLOSING, Phase.ENDING_STREAM):
        _note_last_words(draft, turn)
        return
    if phase not in IN_TALK:
        return
    if phase is Phase.SPEAKING:
        floor.interrupt(draft)
    elif phase is Phase.THINKING:
        floor.cancel_model(draft)
    _take_turn(draft, turn)


def _note_last_words(draft: Draft, turn: CallerTurn) -> None:
    """What is said during the goodbye no longer changes the course, unless somebody is or may be in danger."""
    draft.add_caller_turn(turn)
    draft.publish()
    words = safety.words_for(draft, turn.text)
    if words is None or draft.state.phase is not Phase.CLOSING:
        return
    if safety.asks(draft, words):
        draft.drop_farewell()
        draft.enter(Phase.SPEAKING)
    draft.open_agent_turn()
    draft.say(words, canned=True)


def _take_turn(draft: Draft, turn: CallerTurn) -> None:
    """Records the caller's turn, joined to an unanswered one, and answers it."""
    draft.cancel_timers(TimerName.SILENCE, TimerName.SETTLE)
    joined = draft.join_caller_turn(turn)
    words = safety.words_for(draft, joined.text)
    draft.open_agent_turn(answers=words is None)
    draft.note_latency(draft.state.turn_id, Latency.END_OF_TURN, turn.end_of_turn_ms)
    if words is not None:
        draft.say(words, canned=True)
        return
    floor.think(draft)


def key_pressed(draft: Draft, event: KeyPressed) -> None:
    if draft.state.phase not in IN_TALK:
        return
    if draft.state.phase is Phase.SPEAKING:
        floor.interrupt(draft)
    floor.cancel_model(draft)
    if event.digit == OPERATOR_KEY and draft.brief.can_transfer:
        floor.say_farewell(draft, draft.lines.transferring, NextStepKind.TRANSFER)
        return
    _take_turn(draft, CallerTurn(f"[pressed key {event.digit}]", draft.now_ms, draft.now_ms, 0.0))


def hearing_lost(draft: Draft, event: HearingLost) -> None:
    trouble = f"speech recognition failed: {event.reason}"
    if draft.state.phase is Phase.WAITING:
        draft.note_trouble(trouble)
    elif draft.state.phase in IN_TALK:
        floor.apologise(draft, trouble)
