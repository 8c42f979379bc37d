"""Handlers of what the caller does: speaks, presses keys, or can no longer be heard."""

from dataclasses import replace

from domain.call import echoed_words, floor, keypad, utterance_end
from domain.call.caller_turns import note_last_words, take_turn
from domain.call.draft import Draft
from domain.call.effects import NextStepKind
from domain.call.events import (
    CallerHeard,
    CallerVoiced,
    HearingLost,
    KeyPressed,
    UtteranceEnded,
)
from domain.call.keys import OPERATOR_KEY
from domain.call.state import CallerTurn, Phase, Recall
from domain.call.turn_taking import takes_the_floor
from domain.call.utterance import Utterance
from domain.dialogue.cues import reading
from domain.dialogue.policy import is_backchannel

IN_TALK = (Phase.LISTENING, Phase.THINKING, Phase.SPEAKING)


def voiced(draft: Draft, event: CallerVoiced) -> None:
    draft.set_utterance(draft.state.utterance.voiced(event.voiced_ms, draft.now_ms))
    draft.set_patience(draft.state.patience.voiced(draft.now_ms))
    _listen_in(draft)


def heard(draft: Draft, event: CallerHeard) -> None:
    if draft.is_patient:
        event = CallerHeard(echoed_words.callers_part(draft, event))
        if not event.text:
            return
    changed = event.text != draft.state.utterance.words
    draft.set_utterance(draft.state.utterance.heard(event.text, draft.now_ms))
    if changed:
        draft.set_patience(draft.state.patience.words_came(draft.now_ms).uttering(draft.now_ms))
    _listen_in(draft)
    if changed:
        draft.publish()


def _listen_in(draft: Draft) -> None:
    """More of the utterance is known: it may interrupt the agent, or go on with a turn that was taken to be over."""
    phase, utterance = draft.state.phase, draft.state.utterance
    if phase is Phase.LISTENING:
        floor.wait_for_caller(draft)
    elif phase is Phase.SPEAKING and _takes_the_floor(draft):
        floor.interrupt(draft)
        floor.wait_for_caller(draft)
    elif phase is Phase.CLOSING and _takes_farewell_back(draft):
        floor.take_farewell_back(draft)
        floor.wait_for_caller(draft)
    elif phase is Phase.THINKING and utterance.words and not _only_listens(draft, utterance.words):
        # The turn ended too early: the caller goes on, and what follows joins what they said.
        floor.cancel_model(draft)
        draft.enter(Phase.LISTENING)
        floor.wait_for_caller(draft)


def _takes_the_floor(draft: Draft) -> bool:
    """Whether the caller, heard so far, stops the agent. Words decide, once there are some."""
    utterance = draft.state.utterance
    if not draft.is_patient:
        return takes_the_floor(utterance.words, utterance.voiced_ms)
    if utterance.words:
        return not reading.is_backchannel(utterance.words, draft.brief.language)
    return takes_the_floor("", utterance.voiced_ms) and not draft.state.patience.ignores_voice


def _takes_farewell_back(draft: Draft) -> bool:
    farewell = draft.state.farewell
    if not draft.is_patient or farewell is None or farewell.recall is not Recall.WORDS:
        return False
    return reading.begins_a_matter(draft.state.utterance.words, draft.brief.language)


def _only_listens(draft: Draft, words: str) -> bool:
    return reading.is_backchannel(words, draft.brief.language) if draft.is_patient else is_backchannel(words)


def utterance_ended(draft: Draft, event: UtteranceEnded) -> None:
    if draft.is_patient:
        words = echoed_words.callers_words(draft, event)
        utterance_end.utterance_ended(draft, replace(event, text=words))
        return
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
        note_last_words(draft, turn)
        return
    if phase not in IN_TALK:
        return
    if phase is Phase.SPEAKING:
        floor.interrupt(draft)
    elif phase is Phase.THINKING:
        floor.cancel_model(draft)
    take_turn(draft, turn)


def key_pressed(draft: Draft, event: KeyPressed) -> None:
    if draft.is_patient:
        keypad.key_pressed(draft, event)
        return
    if draft.state.phase not in IN_TALK:
        return
    if draft.state.phase is Phase.SPEAKING:
        floor.interrupt(draft)
    floor.cancel_model(draft)
    if event.digit == OPERATOR_KEY and draft.brief.can_transfer:
        floor.say_farewell(draft, draft.lines.transferring, NextStepKind.TRANSFER)
        return
    take_turn(draft, CallerTurn(f"[pressed key {event.digit}]", draft.now_ms, draft.now_ms, 0.0))


def hearing_lost(draft: Draft, event: HearingLost) -> None:
    trouble = f"speech recognition failed: {event.reason}"
    if draft.state.phase is Phase.WAITING:
        draft.note_trouble(trouble)
    elif draft.state.phase in IN_TALK:
        floor.apologise(draft, trouble)
