"""Taking a call over: another process goes on with it, on the same media stream or on a fresh one.

A call changes process because its own died (failover) or on purpose (migration): locally, to another process of the
same node that inherits the media stream, or remotely, to any node, over a fresh media stream the carrier opens.
"""

from domain.call import caller_side, ending, floor, last_words
from domain.call.draft import Draft
from domain.call.effects import NextStepKind, RunTool, TimerName
from domain.call.events import CallMoved, CallParted, CallResumed, UtteranceEnded
from domain.call.state import CallState, Farewell, Phase
from domain.call.utterance import Utterance


def resumed(draft: Draft, event: CallResumed) -> None:
    """Goes on, on the same stream: reads begun tools back, says what was not heard yet, asks the model again."""
    for turn in draft.state.agent_turns:
        if turn.interrupted or draft.state.stream_gone is not None:
            draft.settle(turn)
    _cut_utterance(draft, audio_kept=event.audio_kept)
    _start_again(draft)
    state = draft.state
    if state.stream_gone is not None:
        draft.start_timer(TimerName.GIVE_UP, ending.TOOLS_GRACE_MS)
        if state.model.under_way is not None:
            last_words.ask_again(draft)
        ending.finish_when_settled(draft)
        return
    if state.phase is Phase.LISTENING:
        draft.set_patience(state.patience.words_came(draft.now_ms))
        floor.start_patience(draft)
        return
    if state.phase is Phase.ENDING_STREAM:
        floor.end_stream(draft, state.farewell or Farewell(NextStepKind.HANG_UP))
        return
    turn = state.agent_turn
    if turn is not None:
        draft.take_up_speech(turn)
    if state.phase is not Phase.CLOSING:
        floor.start_deadlines(draft)
    draft.set_model(state.model.dropped())
    if state.model.busy and floor.may_ask(draft.state):
        floor.ask(draft)
    else:
        floor.proceed(draft)


def may_migrate_locally(state: CallState) -> bool:
    """Whether the call may change process on its stream unnoticed: the caller has the floor and has not begun."""
    return (
        state.phase is Phase.LISTENING
        and not (state.utterance.noticed or state.keys)
        and not (state.pending_tools or state.awaits_stop)
    )


def may_migrate_remotely(state: CallState) -> bool:
    """Whether the call may change streams unnoticed: the caller's turn is over and nothing of the answer was said.

    What is said between two streams is lost. Now the caller expects a pause, and its end is ours to choose.
    """
    turn = state.agent_turn
    return (
        state.phase is Phase.THINKING
        and turn is not None
        and not (turn.sentences or state.utterance.words)
        and not (state.pending_tools or state.awaits_stop)
    )


def detached(draft: Draft, event: CallParted) -> None:
    """The last event this process journals of a call that migrates to a fresh stream."""
    draft.detach()


def reconnected(draft: Draft, event: CallMoved) -> None:
    """Goes on, on a fresh stream: unnoticed after a migration at a turn boundary, else with an apology.

    With the apology comes, once more, what the caller had not heard when the old stream ended.
    """
    at_boundary = draft.state.detached_at_ms is not None
    listens_on = at_boundary and may_migrate_locally(draft.state)
    answers_on = at_boundary and may_migrate_remotely(draft.state)
    if draft.state.stream_gone is not None:
        # The old stream was lost, the caller was not.
        last_words.give_up(draft)
        draft.enter(Phase.LISTENING)
    draft.attach()
    turn = draft.state.agent_turn
    unheard = [s for s in turn.sentences if not s.settled] if turn is not None else []
    for each in draft.state.agent_turns:
        draft.settle(each)
    draft.set_utterance(Utterance())
    draft.set_keys(None)
    _start_again(draft)
    state = draft.state
    if listens_on:
        draft.set_patience(state.patience.words_came(draft.now_ms))
        floor.start_patience(draft)
    elif answers_on:
        draft.set_model(state.model.dropped())
        floor.think(draft)
    elif state.phase is Phase.ENDING_STREAM:
        floor.end_stream(draft, state.farewell or Farewell(NextStepKind.HANG_UP))
    elif state.phase is Phase.LISTENING or turn is None:
        draft.open_agent_turn()
        draft.say(draft.lines.cut_off_say_again, canned=True)
    else:
        unfinished = state.works_on_answer
        draft.interrupt_turn(turn.turn_id, unfinished=unfinished)
        draft.set_model(state.model.dropped())
        draft.open_agent_turn(answers=unfinished)
        draft.say(draft.lines.cut_off, canned=True)
        for sentence in unheard:
            draft.say(sentence.text, canned=sentence.canned)
        if unfinished:
            floor.start_deadlines(draft)
        floor.proceed(draft)


def _start_again(draft: Draft) -> None:
    """Starts what no process inherits from another: begun tools, and the timer of the longest duration."""
    state = draft.state
    draft.emit(*(RunTool(tool.tool_call_id, tool.name, tool.arguments) for tool in state.pending_tools))
    if state.stream_gone is None:
        talked_ms = draft.now_ms - (state.answered_at_ms or draft.now_ms)
        draft.start_timer(TimerName.MAX_DURATION, max(0, round(floor.MAX_DURATION_MS - talked_ms)))


def _cut_utterance(draft: Draft, *, audio_kept: bool) -> None:
    """The other process's recogniser took the beginning of the utterance with it; its words so far are known."""
    utterance = draft.state.utterance
    if draft.state.phase is Phase.LISTENING and (utterance.words or utterance.kept_words):
        draft.set_utterance(utterance.cut_in_two(audio_kept=audio_kept))
    else:
        draft.set_utterance(Utterance())


def answer_kept_words(draft: Draft) -> bool:
    """Nothing more came of an utterance cut in two: what is known of it was all. False when there is none."""
    if not draft.state.utterance.kept_words:
        return False
    began_at_ms = draft.state.utterance.began_at_ms or draft.now_ms
    caller_side.utterance_ended(draft, UtteranceEnded("", 0.0, began_at_ms))
    return True
