"""How a call ends: the stream is gone, begun tools have finished, one effect closes the books."""

from domain.call.draft import Draft
from domain.call.effects import CancelModel, Finalise, NextStep, TimerName
from domain.call.events import CallerHungUp
from domain.call.state import CallerTurn, CallState, Phase

TOOLS_GRACE_MS = 6000
"""Longer than a tool's own timeout: a booking begun before the caller hung up still counts."""


def hung_up(draft: Draft, event: CallerHungUp) -> None:
    """The stream is gone, by the caller or by us: the one way into the last phase."""
    if draft.state.gone is not None:
        return
    if draft.state.model is not None:
        draft.emit(*(CancelModel(generation) for generation in draft.state.model.active))
    draft.cancel_timers(*TimerName)
    draft.update(gone=event.reason, model=None, phase=Phase.LEAVING)
    if draft.state.pending_tools:
        draft.start_timer(TimerName.GIVE_UP, TOOLS_GRACE_MS)
    else:
        finish(draft)


def finish(draft: Draft) -> None:
    """Nothing can happen any more."""
    outcome = outcome_of(draft.state)
    draft.update(phase=Phase.ENDED, ended_at_ms=draft.now_ms, outcome=outcome)
    draft.cancel_timers(TimerName.GIVE_UP)
    draft.publish()
    draft.emit(Finalise(outcome, reason_of(draft.state)))


def outcome_of(state: CallState) -> str:
    """The call in one word, the weightiest first."""
    transferred = state.farewell is not None and state.farewell.next_step is NextStep.TRANSFER
    for holds, outcome in (
        (state.emergency, "emergency"),
        (state.booking_id is not None, "booked"),
        (transferred, "transferred"),
        (state.message_id is not None, "message"),
        (bool(state.trouble or state.gone), "failed"),
        (any(isinstance(turn, CallerTurn) for turn in state.turns), "answered"),
    ):
        if holds:
            return outcome
    return "abandoned"


def reason_of(state: CallState) -> str:
    """Why the call ended, for the row."""
    if state.trouble or state.gone:
        return state.trouble or state.gone or ""
    if state.brief is None:
        return "the media stream ended before it started"
    return "completed" if state.farewell is not None else "caller hung up"
