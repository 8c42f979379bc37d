"""Going on with a call whose process died."""

from domain.call import caller_side, ending, floor
from domain.call.draft import Draft
from domain.call.effects import NextStep, RunTool, TimerName
from domain.call.events import CallResumed, UtteranceEnded
from domain.call.state import AgentTurn, Farewell, Phase


def resumed(draft: Draft, event: CallResumed) -> None:
    """Takes up what the dead process left: begun tools are read back, unheard words said, questions asked again."""
    for turn in draft.state.turns:
        if isinstance(turn, AgentTurn) and (turn.interrupted or draft.state.gone is not None):
            draft.settle(turn)
    _keep_words(draft)
    state = draft.state
    draft.emit(*(RunTool(tool.tool_call_id, tool.name, tool.arguments) for tool in state.pending_tools))
    if state.gone is not None:
        draft.start_timer(TimerName.GIVE_UP, ending.TOOLS_GRACE_MS)
        ending.finish_when_settled(draft)
        return
    talked_ms = draft.now_ms - (state.answered_at_ms or draft.now_ms)
    draft.start_timer(TimerName.MAX_DURATION, max(0, round(floor.MAX_DURATION_MS - talked_ms)))
    if state.phase is Phase.LISTENING:
        settles = state.kept_words or floor.was_cut_short(state)
        draft.start_timer(TimerName.SETTLE if settles else TimerName.SILENCE, floor.patience_ms(state))
        return
    if state.phase is Phase.LEAVING:
        floor.leave(draft, state.farewell or Farewell(NextStep.HANG_UP))
        return
    turn = state.agent_turn
    if turn is not None:
        draft.take_up_speech(turn)
    if state.phase is not Phase.CLOSING:
        floor.start_deadlines(draft)
    draft.update(model=None)
    if state.model is not None and floor.may_ask(draft.state):
        floor.ask(draft)
    else:
        floor.proceed(draft)


def _keep_words(draft: Draft) -> None:
    """The dead process's recogniser took the beginning of the utterance with it; its words so far are known."""
    state = draft.state
    if state.phase is Phase.LISTENING and state.caller_words:
        draft.update(kept_words=f"{state.kept_words} {state.caller_words}".strip())
    else:
        draft.update(kept_words="", caller_began_at_ms=None)
    draft.update(caller_words="", caller_voiced_ms=0)


def answer_kept_words(draft: Draft) -> bool:
    """Nothing more came of an utterance cut in two: what is known of it was all. False when there is none."""
    if not draft.state.kept_words:
        return False
    began_at_ms = draft.state.caller_began_at_ms or draft.now_ms
    caller_side.utterance_ended(draft, UtteranceEnded("", 0.0, began_at_ms))
    return True
