"""A call as a pure function: `step(state, event, now_ms)` gives the next state and the effects to run.

Everything that can happen to a call is an event (`domain.call.events`), everything a call can ask for an effect
(`domain.call.effects`). The shell (`actors.call.session`) journals the event, steps, and runs the effects in order;
a call is taken over by folding its journal through `step` again.

Where things are:

    state, utterance, model_requests   what a call is made of: frozen values
    caller_side, agent_side            a handler per event: what the caller does, what the agent's parts report
    tool_side, model_retries           the model's tool calls; a model that failed
    utterance_end, caller_turns, keypad  what the caller said or typed comes to: a turn, part of one, or nothing
    last_words                         what is still done for a caller who has hung up
    patience, waiting, sense           how long the agent waits, and for whom
    floor                              what handlers share: asking the model, barge-in, going on, saying goodbye
    safety                             emergencies, answered without the model
    takeover, ending                   going on in another process; the end of the stream and of the call
    draft                              the changes a handler makes, by name
    turn_taking, heard, conversation   rules: what is a barge-in, what was heard, what the model is shown
    editions                           by which rules a call is decided
    dictated                           numbers read back, names as they were spelled
    codec                              journal entries and the digests by which a replay is compared
"""

from collections.abc import Callable, Iterable
from typing import Any

from domain.call import agent_side, caller_side, ending, floor, takeover, tool_side, utterance_end
from domain.call.draft import Draft
from domain.call.effects import Effect, TimerName
from domain.call.events import (
    CallAnswered,
    CallerHeard,
    CallerHungUp,
    CallerVoiced,
    CallMoved,
    CallParted,
    CallResumed,
    CloseRequested,
    Event,
    HearingLost,
    KeyPressed,
    ModelFailed,
    ModelFinished,
    SentenceWritten,
    SpeechBegan,
    SpeechFailed,
    SpeechPlayed,
    SpeechSent,
    SpeechStopped,
    TimerFired,
    ToolFinished,
    ToolsRequested,
    UtteranceEnded,
)
from domain.call.state import CallState, Phase


def step(state: CallState, event: Event, now_ms: float) -> tuple[CallState, tuple[Effect, ...]]:
    """What the call becomes and what is to be done, in order.

    Args:
        state: the fold of all events so far.
        event: what happened.
        now_ms: when, in milliseconds since the epoch; never earlier than the previous event's.
    """
    if state.phase is Phase.ENDED:
        # The process that ended the call died before it had written the rows.
        return state, (ending.finale(state),) if isinstance(event, CallResumed | CallMoved) else ()
    if state.brief is None and not isinstance(event, _BEFORE_THE_ANSWER):
        return state, ()
    draft = Draft(state, now_ms)
    _HANDLERS[type(event)](draft, event)
    if draft.state.held is not None and draft.state.phase is not Phase.SPEAKING:
        utterance_end.take_up_held(draft)
    return draft.state, tuple(draft.effects)


def fold(events: Iterable[tuple[float, Event]]) -> CallState:
    """The state a journal of `(now_ms, event)` leads to."""
    state = CallState()
    for now_ms, event in events:
        state, _ = step(state, event, now_ms)
    return state


def _answered(draft: Draft, event: CallAnswered) -> None:
    if draft.state.phase is not Phase.WAITING:
        return
    draft.answer(event.brief)
    draft.start_timer(TimerName.MAX_DURATION, floor.MAX_DURATION_MS)
    if draft.state.trouble:
        floor.apologise(draft, draft.state.trouble)
        return
    draft.open_agent_turn()
    greeting, welcome = event.brief.greeting, event.brief.welcome
    if not welcome:
        draft.say(greeting, canned=True)
        return
    before, after = (
        greeting[: event.brief.welcome_after].strip(),
        greeting[event.brief.welcome_after :].strip(),
    )
    if before:
        draft.say(before, canned=True)
    # Not canned: the cache of fixed wording would keep a caller's name for days.
    draft.say(welcome, canned=False)
    if after:
        draft.say(after, canned=True)


_BEFORE_THE_ANSWER = (CallAnswered, CallerHungUp, CloseRequested, HearingLost)

_HANDLERS: dict[type[Any], Callable[[Draft, Any], None]] = {
    CallAnswered: _answered,
    CallResumed: takeover.resumed,
    CallParted: takeover.detached,
    CallMoved: takeover.reconnected,
    CallerVoiced: caller_side.voiced,
    CallerHeard: caller_side.heard,
    UtteranceEnded: caller_side.utterance_ended,
    KeyPressed: caller_side.key_pressed,
    CallerHungUp: ending.hung_up,
    HearingLost: caller_side.hearing_lost,
    SentenceWritten: agent_side.sentence_written,
    ToolsRequested: tool_side.tools_requested,
    ModelFinished: agent_side.model_finished,
    ModelFailed: agent_side.model_failed,
    ToolFinished: tool_side.tool_finished,
    SpeechBegan: agent_side.speech_began,
    SpeechSent: agent_side.speech_sent,
    SpeechPlayed: agent_side.speech_played,
    SpeechStopped: agent_side.speech_stopped,
    SpeechFailed: agent_side.speech_failed,
    TimerFired: agent_side.timer_fired,
    CloseRequested: agent_side.close_requested,
}
