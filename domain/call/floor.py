"""How the floor passes: asking the model, being interrupted, going on when something finished."""

from dataclasses import replace

from domain.call import conversation, ending
from domain.call.draft import Draft
from domain.call.effects import AskModel, CancelModel, EndStream, NextStep, StopSpeaking, TimerName
from domain.call.state import AgentTurn, Farewell, ModelWork, Phase
from domain.dialogue.policy import Deadlines

DEADLINES = Deadlines()

SETTLE_MS = 2500
"""An interruption without words by then was a noise: a recogniser's first words come within 0.5 s."""

MAX_DURATION_MS = 30 * 60 * 1000
"""No honest call to a small business lasts longer; bounds what a forgotten line can cost."""

ANSWER_TIMERS = (TimerName.FILLER, TimerName.HEDGE, TimerName.GIVE_UP)


def ask(draft: Draft) -> None:
    """Asks the model for the current turn's next words and starts the deadlines of never-dead-air."""
    generation = draft.state.generation + 1
    turn_id = draft.state.turn_id
    draft.update(
        generation=generation,
        generation_turn_id=turn_id,
        model=ModelWork((generation,), draft.now_ms),
    )
    draft.emit(AskModel(generation, turn_id, conversation.messages(draft.state)))
    draft.start_timer(TimerName.FILLER, DEADLINES.filler_ms)
    draft.start_timer(TimerName.HEDGE, DEADLINES.hedge_ms)
    draft.start_timer(TimerName.GIVE_UP, DEADLINES.give_up_ms)


def hedge(draft: Draft) -> None:
    """A second request beside one that has not written anything; whichever writes first wins."""
    work = draft.state.model
    if work is None or work.wrote_anything or draft.state.pending_tools:
        return
    generation = draft.state.generation + 1
    draft.update(generation=generation, model=replace(work, active=(*work.active, generation)))
    draft.emit(AskModel(generation, draft.state.turn_id, conversation.messages(draft.state)))


def adopt(draft: Draft, generation: int) -> bool:
    """Makes this the one answer of the turn; False when it is stale."""
    work = draft.state.model
    if work is None or generation not in work.active:
        return False
    draft.emit(*(CancelModel(other) for other in work.active if other != generation))
    draft.update(model=replace(work, active=(generation,), wrote_anything=True), generation_kept=generation)
    draft.cancel_timers(TimerName.HEDGE, TimerName.GIVE_UP)
    return True


def cancel_model(draft: Draft) -> None:
    if draft.state.model is not None:
        draft.emit(*(CancelModel(generation) for generation in draft.state.model.active))
        draft.update(model=None)
    draft.cancel_timers(*ANSWER_TIMERS)


def interrupt(draft: Draft) -> None:
    """The caller takes the floor: silence at once, the unsaid words are dropped, begun tools go on."""
    turn = draft.state.agent_turn
    if turn is not None:
        draft.change_agent_turn(turn.turn_id, interrupted=True)
        draft.emit(StopSpeaking(turn.turn_id))
    cancel_model(draft)
    draft.update(phase=Phase.LISTENING)
    draft.start_timer(TimerName.SETTLE, SETTLE_MS)
    draft.publish()


def listen(draft: Draft) -> None:
    draft.update(phase=Phase.LISTENING, caller_words="", caller_voiced_ms=0, caller_began_at_ms=None)
    draft.start_timer(TimerName.SILENCE, DEADLINES.silence_prompt_ms)
    draft.publish()


def proceed(draft: Draft) -> None:
    """Something finished; goes on with what waited for it, if nothing else is still under way."""
    state = draft.state
    if state.model is not None or state.pending_tools:
        return
    if state.gone is not None:
        ending.finish(draft)
        return
    turn = state.agent_turn
    if state.farewell is not None and state.phase in (Phase.SPEAKING, Phase.THINKING, Phase.CLOSING):
        draft.update(phase=Phase.CLOSING)
        if turn is None or _all_settled(turn):
            leave(draft, state.farewell)
        return
    if state.phase not in (Phase.SPEAKING, Phase.THINKING) or turn is None:
        return
    never_asked = state.phase is Phase.THINKING and state.generation_turn_id != turn.turn_id
    tools_answered = bool(turn.tools) and turn.tools[-1].generation == state.generation_kept
    if not turn.interrupted and (
        never_asked or (tools_answered and state.generation_turn_id == turn.turn_id)
    ):
        ask(draft)
    elif state.phase is Phase.SPEAKING and _all_settled(turn):
        listen(draft)


def leave(draft: Draft, farewell: Farewell) -> None:
    """Closes our stream; the carrier goes on with the farewell's next step."""
    draft.update(phase=Phase.LEAVING, farewell=farewell)
    draft.emit(EndStream(farewell.next_step, farewell.words))
    draft.publish()


def say_farewell(draft: Draft, text: str, next_step: NextStep) -> None:
    """Last words, then the next step. Whatever else was under way is given up, except begun tools."""
    cancel_model(draft)
    draft.open_agent_turn()
    draft.say(text, canned=True)
    draft.update(phase=Phase.CLOSING, farewell=Farewell(next_step))


def apologise(draft: Draft, trouble: str) -> None:
    """We cannot serve this caller: says so, then puts them through where the business allows it."""
    draft.update(trouble=trouble)
    if draft.brief.can_transfer:
        say_farewell(draft, draft.lines.model_failed_transfer, NextStep.TRANSFER)
    else:
        say_farewell(draft, draft.lines.model_failed_goodbye, NextStep.HANG_UP)


def _all_settled(turn: AgentTurn) -> bool:
    return all(sentence.settled for sentence in turn.sentences)
