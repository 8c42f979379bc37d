"""What the caller does: speaks, presses keys, or can no longer be heard."""

from dataclasses import replace

from domain.call import floor
from domain.call.draft import Draft
from domain.call.effects import NextStepKind, TimerName
from domain.call.events import (
    CallerHeard,
    CallerVoiced,
    HearingLost,
    KeyPressed,
    UtteranceEnded,
)
from domain.call.state import AgentTurn, CallerTurn, CallState, Phase
from domain.call.turn_taking import takes_the_floor
from domain.dialogue import emergency
from domain.dialogue.policy import is_backchannel

OPERATOR_KEY = "0"
"""The key every phone menu has taught callers to press for a person."""

IN_TALK = (Phase.LISTENING, Phase.THINKING, Phase.SPEAKING)


def voiced(draft: Draft, event: CallerVoiced) -> None:
    draft.update(caller_voiced_ms=event.voiced_ms)
    _note_start(draft, event.voiced_ms)
    _hear(draft)


def heard(draft: Draft, event: CallerHeard) -> None:
    _forget_words_heard_anew(draft, event.text)
    changed = event.text != draft.state.caller_words
    draft.update(caller_words=event.text)
    _note_start(draft, 0)
    _hear(draft)
    if changed:
        draft.publish()


def _note_start(draft: Draft, already_ms: float) -> None:
    if draft.state.caller_began_at_ms is None:
        draft.update(caller_began_at_ms=draft.now_ms - already_ms)


def _hear(draft: Draft) -> None:
    state = draft.state
    if state.phase is Phase.LISTENING:
        _wait_for_words(draft)
    elif state.phase is Phase.SPEAKING and takes_the_floor(state.caller_words, state.caller_voiced_ms):
        floor.interrupt(draft)
        _wait_for_words(draft)
    elif state.phase is Phase.THINKING and state.caller_words and not is_backchannel(state.caller_words):
        # The turn ended too early: the caller goes on, and what follows joins what they said.
        floor.cancel_model(draft)
        draft.update(phase=Phase.LISTENING)
        _wait_for_words(draft)


def _wait_for_words(draft: Draft) -> None:
    """A recogniser that drops the utterance must not keep both sides waiting for good."""
    draft.cancel_timers(TimerName.SILENCE, TimerName.SETTLE)
    settles = draft.state.kept_words or floor.was_cut_short(draft.state)
    name = TimerName.SETTLE if settles and not draft.state.caller_words else TimerName.SILENCE
    draft.start_timer(name, floor.patience_ms(draft.state))


def _forget_words_heard_anew(draft: Draft, text: str) -> None:
    if text and draft.state.kept_until_heard:
        draft.update(kept_words="", kept_until_heard=False)


def utterance_ended(draft: Draft, event: UtteranceEnded) -> None:
    _forget_words_heard_anew(draft, event.text)
    text = f"{draft.state.kept_words} {event.text}".strip()
    phase = draft.state.phase
    began_at_ms = draft.state.caller_began_at_ms or event.speech_ended_at_ms
    over_agent = phase is Phase.SPEAKING and not takes_the_floor(text, draft.state.caller_voiced_ms)
    nothing_new = phase is Phase.THINKING and is_backchannel(text)
    draft.update(
        caller_words="",
        kept_words="",
        kept_until_heard=False,
        caller_voiced_ms=0,
        caller_began_at_ms=None,
    )
    if not text and phase is Phase.LISTENING and not floor.take_up_answer(draft):
        _wait_for_words(draft)
    if not text or over_agent or nothing_new:
        return
    turn = CallerTurn(text, began_at_ms, draft.now_ms, max(0.0, draft.now_ms - event.speech_ended_at_ms))
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
    """What is said during the goodbye no longer changes the course, unless it is an emergency."""
    draft.update(turns=(*draft.state.turns, turn))
    draft.publish()
    reply = emergency.match(turn.text, draft.brief.country)
    if reply is None:
        return
    draft.update(emergency=True)
    if draft.state.phase is Phase.CLOSING:
        draft.open_agent_turn()
        draft.say(reply, canned=True)


def _take_turn(draft: Draft, turn: CallerTurn) -> None:
    """Records the caller's turn, joined to an unanswered one, and answers it."""
    draft.cancel_timers(TimerName.SILENCE, TimerName.SETTLE)
    turns = _joined(draft.state, turn)
    draft.update(turns=turns, silences=0)
    reply = emergency.match(turns[-1].text, draft.brief.country)
    draft.open_agent_turn(answers=reply is None)
    draft.note_latency(draft.state.turn_id, end_of_turn_ms=turn.end_of_turn_ms)
    if reply is not None:
        draft.update(emergency=True)
        draft.say(reply, canned=True)
        return
    floor.think(draft)


def _joined(state: CallState, turn: CallerTurn) -> tuple[*tuple[CallerTurn | AgentTurn, ...], CallerTurn]:
    turns = list(state.turns)
    last = turns[-1] if turns else None
    if isinstance(last, AgentTurn) and not last.sentences and not last.tools:
        turns.pop()
    last = turns[-1] if turns else None
    if isinstance(last, CallerTurn):
        turn = replace(turn, text=f"{last.text} {turn.text}", started_at_ms=last.started_at_ms)
        turns.pop()
    return (*turns, turn)


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
        draft.update(trouble=trouble)
    elif draft.state.phase in IN_TALK:
        floor.apologise(draft, trouble)
