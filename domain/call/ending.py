"""How a call ends: the stream is gone, begun tools have finished, and one last effect has its rows written."""

from domain.call import last_words
from domain.call.draft import Draft
from domain.call.effects import Finalise, NextStepKind, StopSpeaking, TimerName
from domain.call.events import CallerHungUp
from domain.call.state import CallerTurn, CallState, Phase

MAX_REASON_CHARS = 200
"""A person listens to it with the phone ringing at the other end."""

TOOLS_GRACE_MS = 6000
"""Longer than a tool's own timeout: a booking begun before the caller hung up still counts."""


def hung_up(draft: Draft, event: CallerHungUp) -> None:
    """The stream is gone, by the caller or by us: the one way into the last phase."""
    if draft.state.stream_gone is not None:
        return
    answers_on = draft.is_patient and last_words.stand(draft)
    if not answers_on:
        last_words.give_up(draft)
    draft.cancel_timers(*TimerName)
    if draft.state.phase is not Phase.ENDING_STREAM and _to_be_transferred(draft.state):
        draft.drop_farewell()
    draft.enter(Phase.ENDING_STREAM)
    draft.lose_stream(event.reason, late_ms=event.late_ms)
    turn = draft.state.agent_turn
    if turn is not None and not turn.settled:
        draft.emit(StopSpeaking(turn.turn_id))
    asks = answers_on and not draft.state.pending_tools
    draft.start_timer(TimerName.GIVE_UP, last_words.MODEL_GRACE_MS if asks else TOOLS_GRACE_MS)
    finish_when_settled(draft)


def finish_when_settled(draft: Draft) -> None:
    """Ends the call once tools have answered, it is known what the caller heard, and their last words are done."""
    turn = draft.state.agent_turn
    if draft.state.pending_tools or not (turn is None or turn.settled):
        return
    if not (draft.is_patient and last_words.go_on(draft)):
        finish(draft)


def finish(draft: Draft) -> None:
    """Ends the call: nothing can happen to it any more."""
    last_words.give_up(draft)
    draft.end(outcome_of(draft.state))
    draft.cancel_timers(TimerName.GIVE_UP)
    draft.publish()
    draft.emit(finale(draft.state))


def finale(state: CallState) -> Finalise:
    """The last effect of a call that has ended."""
    return Finalise(outcome_of(state), reason_of(state))


def outcome_of(state: CallState) -> str:
    """The call in one word, the weightiest first."""
    for holds, outcome in (
        (state.emergency, "emergency"),
        (state.booking_id is not None, "booked"),
        (_to_be_transferred(state), "transferred"),
        (state.message_id is not None, "message"),
        (bool(state.trouble or state.stream_gone), "failed"),
        (any(isinstance(turn, CallerTurn) for turn in state.turns), "answered"),
    ):
        if holds:
            return outcome
    return "abandoned"


PUT_THROUGH = "the caller was put through to a person"


def for_the_row(state: CallState, outcome: str, reason: str) -> tuple[str, str]:
    """Outcome and reason as they are kept when the agent is done.

    A transfer is only begun then: the call counts as transferred once the person has taken it
    (`services.routing.transfers`), and until then as what remains if nobody does.
    """
    if outcome != "transferred":
        return outcome, reason
    untaken = "message" if state.message_id is not None else "failed"
    return untaken, state.trouble or PUT_THROUGH


def transfer_reason(state: CallState) -> str:
    """Why the caller is put through, in the agent's words; empty when it did not say, or did not decide it."""
    return _argument_of_transfer(state, "reason")


def transfer_topic(state: CallState) -> str:
    """What it is about, of the topics the agent was told; empty for none of them."""
    return _argument_of_transfer(state, "topic")


def _argument_of_transfer(state: CallState, name: str) -> str:
    for turn in reversed(state.agent_turns):
        for tool in reversed(turn.tools):
            if tool.name == "transfer_call":
                told = tool.arguments.get(name)
                return " ".join(told.split())[:MAX_REASON_CHARS] if isinstance(told, str) else ""
    return ""


def _to_be_transferred(state: CallState) -> bool:
    return state.farewell is not None and state.farewell.next_step is NextStepKind.TRANSFER


def reason_of(state: CallState) -> str:
    """Why the call ended, for the row."""
    if state.trouble or state.stream_gone:
        return state.trouble or state.stream_gone or ""
    if state.brief is None:
        return "the media stream ended before it started"
    return "completed" if state.farewell is not None else "caller hung up"
