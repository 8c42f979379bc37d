"""The language model failed: ask again, ask another one, or apologise.

A failure that passes in a second does not end the call. While the caller hears fillers, the model is asked again after
growing pauses, none shorter than the vendor wants them, until the budget of the answer is used up.
"""

from domain.call import floor
from domain.call.draft import Draft
from domain.call.effects import TimerName
from domain.call.events import ModelFailed
from domain.call.state import AgentTurn
from domain.retries import BUDGET_MS, pause_ms

FALLBACK_AFTER = 2
"""Failures in a row of the first model, before the second is asked: one is an accident."""

FIRST_EDITION_ATTEMPTS = 2
"""By the rules of the first edition the model was asked again at once, and once."""

LAST_CHANCE_MS = 2500
"""What the second model gets at the least, when the first has used up the budget: its usual answer takes 1 s."""


def failed(draft: Draft, event: ModelFailed) -> None:
    """One request is over without an answer; another one may still be under way.

    Of an answer broken off in its middle what was said stands, and the model is asked to go on from there.
    """
    if event.generation not in draft.state.model.active:
        return
    draft.set_model(draft.state.model.failed(event.generation))
    model = draft.state.model
    if model.busy:
        return
    if not draft.is_patient and model.failures >= FIRST_EDITION_ATTEMPTS:
        floor.apologise(draft, f"the language model failed: {event.reason}")
        return
    if not floor.may_ask(draft.state):
        return  # a tool that is running has the model asked when it is done
    if not draft.is_patient:
        floor.ask(draft)
        return
    left_ms = _left_ms(draft)
    pause = (
        0
        if event.unusable and model.failures == 1
        else pause_ms(model.failures, event.spread, event.retry_after_ms)
    )
    late = pause >= left_ms
    if event.elsewhere and (event.lasting or late or model.failures >= FALLBACK_AFTER):
        floor.ask(draft, fallback=True, give_up_ms=max(left_ms, LAST_CHANCE_MS))
    elif event.lasting or late:
        floor.apologise(draft, f"the language model failed: {event.reason}")
    elif not pause:
        floor.ask(draft, give_up_ms=left_ms)
    else:
        draft.set_model(model.retries_at(draft.now_ms + pause))
        draft.start_timer(TimerName.HEDGE, pause)
        draft.start_timer(TimerName.GIVE_UP, left_ms)


def retry(draft: Draft) -> bool:
    """The pause is over; False when no request waits for its time."""
    if draft.state.model.retry_at_ms is None:
        return False
    draft.set_model(draft.state.model.dropped())
    if floor.may_ask(draft.state):
        floor.ask(draft, give_up_ms=max(1, _left_ms(draft)))
    return True


def answered_nothing(draft: Draft, generation: int) -> None:
    """An empty answer: after a tool that did all there was to do it ends the turn, else it is a failed one."""
    turn, model = draft.state.agent_turn, draft.state.model
    done = draft.is_patient and turn is not None and _did_it_all(turn) and (_spoke(turn) or model.failures)
    if turn is None or not done or len(model.active) > 1:
        failed(draft, ModelFailed(generation, "an empty answer", unusable=True))
        return
    draft.set_model(model.completed(generation))
    if turn.sentences:
        floor.proceed(draft)
    else:
        draft.cancel_timers(*floor.ANSWER_TIMERS)
        floor.listen(draft)


def _did_it_all(turn: AgentTurn) -> bool:
    return bool(turn.tools) and all(
        tool.ok for tool in turn.tools if tool.generation == turn.tools[-1].generation
    )


def _spoke(turn: AgentTurn) -> bool:
    return any(not sentence.canned for sentence in turn.sentences)


def _left_ms(draft: Draft) -> int:
    since_ms = draft.state.model.failing_since_ms
    return round(BUDGET_MS - (draft.now_ms - (draft.now_ms if since_ms is None else since_ms)))
