"""The caller's turn is over: it is recorded, and answered."""

from domain.call import floor, safety
from domain.call.dictated import number_to_read_back
from domain.call.draft import Draft
from domain.call.effects import TimerName
from domain.call.state import CallerTurn, Latency, Phase
from domain.dialogue.cues.reading import asks_to_wait


def take_turn(draft: Draft, turn: CallerTurn, *, ends_silence: bool = True, read_back: bool = True) -> None:
    """Records the caller's turn, joined to an unanswered one, and answers it.

    Args:
        ends_silence: False for a turn that says nothing, so that the agent's prompts go on being counted.
        read_back: whether a number in it is said back before the answer.
    """
    draft.cancel_timers(TimerName.SILENCE, TimerName.SETTLE)
    joined = draft.join_caller_turn(turn, ends_silence=ends_silence)
    words = safety.words_for(draft, joined.text)
    if words is None and draft.is_patient and asks_to_wait(turn.text, draft.brief.language):
        _grant_a_moment(draft)
        return
    draft.open_agent_turn(answers=words is None)
    draft.note_latency(draft.state.turn_id, Latency.END_OF_TURN, turn.end_of_turn_ms)
    if words is not None:
        draft.say(words, canned=True)
        return
    number = number_to_read_back(draft.state, turn.text) if read_back and ends_silence else None
    floor.think(draft)
    if number is not None:
        # Not canned: the cache of fixed wording would keep a caller's number for days.
        draft.say(number, canned=False)


def note_last_words(draft: Draft, turn: CallerTurn) -> None:
    """Words during a goodbye that they do not take back, unless somebody is or may be in danger."""
    draft.add_caller_turn(turn)
    draft.publish()
    words = safety.words_for(draft, turn.text)
    if words is None or draft.state.phase is not Phase.CLOSING:
        return
    if safety.asks(draft, words):
        draft.drop_farewell()
        draft.enter(Phase.SPEAKING)
    draft.open_agent_turn()
    draft.say(words, canned=True)


def _grant_a_moment(draft: Draft) -> None:
    """The caller wants to look something up: nothing is asked of the model, and the agent waits for longer."""
    draft.open_agent_turn()
    draft.set_patience(draft.state.patience.asked_to_wait(draft.now_ms))
    draft.say(draft.lines.take_your_time, canned=True)
