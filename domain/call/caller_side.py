"""What the caller does: speaks, presses keys, or can no longer be heard."""

from dataclasses import replace

from domain.call import floor
from domain.call.draft import Draft
from domain.call.effects import NextStep, TimerName
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
        draft.cancel_timers(TimerName.SILENCE, TimerName.SETTLE)
        # A recogniser that drops the utterance must not leave both sides waiting for good.
        draft.start_timer(TimerName.SILENCE, _patience_ms())
    elif state.phase is Phase.SPEAKING and takes_the_floor(state.caller_words, state.caller_voiced_ms):
        floor.interrupt(draft)
    elif state.phase is Phase.THINKING and state.caller_words and not is_backchannel(state.caller_words):
        # The turn ended too early: the caller goes on, and what follows joins what they said.
        floor.cancel_model(draft)
        draft.update(phase=Phase.LISTENING)
        draft.start_timer(TimerName.SILENCE, _patience_ms())


def _patience_ms() -> int:
    return floor.DEADLINES.silence_prompt_ms


def utterance_ended(draft: Draft, event: UtteranceEnded) -> None:
    text = event.text.strip()
    phase = draft.state.phase
    began_at_ms = draft.state.caller_began_at_ms or event.speech_ended_at_ms
    over_agent = phase is Phase.SPEAKING and not takes_the_floor(text, draft.state.caller_voiced_ms)
    draft.update(caller_words="", caller_voiced_ms=0, caller_began_at_ms=None)
    if not text or over_agent:
        return
    turn = CallerTurn(text, began_at_ms, draft.now_ms, max(0.0, draft.now_ms - event.speech_ended_at_ms))
    if phase in (Phase.CLOSING, Phase.LEAVING):
        draft.update(turns=(*draft.state.turns, turn))
        draft.publish()
        return
    if phase not in IN_TALK:
        return
    if phase is Phase.SPEAKING:
        floor.interrupt(draft)
    elif phase is Phase.THINKING:
        floor.cancel_model(draft)
    _take_turn(draft, turn)


def _take_turn(draft: Draft, turn: CallerTurn) -> None:
    """Records the caller's turn, joined to an unanswered one, and answers it."""
    draft.cancel_timers(TimerName.SILENCE, TimerName.SETTLE)
    draft.update(turns=_joined(draft.state, turn), silences=0)
    draft.open_agent_turn()
    draft.note_latency(draft.state.turn_id, end_of_turn_ms=turn.end_of_turn_ms)
    reply = emergency.match(turn.text, draft.brief.country)
    if reply is not None:
        draft.update(emergency=True)
        draft.say(reply, canned=True)
        return
    draft.update(phase=Phase.THINKING)
    draft.publish()
    if not draft.state.pending_tools:
        floor.ask(draft)


def _joined(state: CallState, turn: CallerTurn) -> tuple[CallerTurn | AgentTurn, ...]:
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
        floor.say_farewell(draft, draft.lines.transferring, NextStep.TRANSFER)
        return
    _take_turn(draft, CallerTurn(f"[pressed key {event.digit}]", draft.now_ms, draft.now_ms, 0.0))


def hearing_lost(draft: Draft, event: HearingLost) -> None:
    if draft.state.phase in IN_TALK:
        floor.apologise(draft, f"speech recognition failed: {event.reason}")
