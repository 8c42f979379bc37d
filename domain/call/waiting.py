"""How long the agent waits while the caller has the floor: noise and guessed words cannot put that off for ever.

Each wait has an earliest end, from our last sound or the caller's last new word. The caller's voice puts it off, since
words follow voice, but only up to a latest end. Above that stand the longest turn and the longest time without sense.
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.call.effects import TimerName
from domain.call.heard import heard_words
from domain.call.state import CallState
from domain.dialogue.policy import Deadlines
from domain.receptionist.content import Eagerness

DEADLINES = Deadlines()

SETTLE_MS = 2500
"""An interruption without words by then was a noise: a recogniser's first words come within 0.5 s."""

LONGEST_SETTLE_MS = 6000
LONGEST_SILENCE_MS = 12_000
"""The latest ends while voice is heard and no words come."""

LONGEST_TURN_MS = 60_000
"""Of the caller's, then what was understood of it is answered: recognisers end a turn at a pause of a second, and
nobody speaks that long without one."""

NOBODY_MS = 95_000
"""Without a sensible word: with the last wait and the goodbye the line is free within two minutes."""

CHECK_IN_MS = 30_000
PAUSE_MS = 60_000
"""Of a caller who asked for a moment: when they are told that there is no rush, and when they are asked after."""

KEYS_SETTLE_MS = 2000
"""After the last key the number is complete: people type two or three keys a second and look up in between."""

SENSELESS_IN_A_ROW = 4
"""So many turns without sense and the model is not asked about one more."""

TIMER_SLACK_MS = 50
"""A timer may fire a little before the instant it was set for."""


_SILENCE: Mapping[str, float] = MappingProxyType({Eagerness.EAGER: 0.75, Eagerness.PATIENT: 1.5})
"""Of the usual time before a silent caller is asked whether they are there."""


def silence_prompt_ms(state: CallState) -> int:
    """After how much silence the caller is asked whether they are there, as the business wants it."""
    eagerness = state.brief.eagerness if state.brief is not None else Eagerness.NORMAL
    return round(DEADLINES.silence_prompt_ms * _SILENCE.get(eagerness, 1.0))


def next_look(state: CallState, now_ms: float) -> tuple[TimerName, int]:
    """The timer that ends this wait, and in how many ms; the caller has the floor."""
    patience, utterance = state.patience, state.utterance
    if state.keys:
        return TimerName.SETTLE, _left(state.keys.last_at_ms + KEYS_SETTLE_MS, now_ms)
    if (utterance.kept_words or _leaves_unheard(state)) and not utterance.words:
        due_ms = _put_off(state, patience.since_ms + SETTLE_MS, patience.since_ms + LONGEST_SETTLE_MS)
        return TimerName.SETTLE, _left(due_ms, now_ms)
    if patience.paused_at_ms is not None and not utterance.words:
        due_ms = patience.paused_at_ms + (PAUSE_MS if patience.checked_in else CHECK_IN_MS)
    else:
        silence_ms = silence_prompt_ms(state)
        latest_ms = max(LONGEST_SILENCE_MS, silence_ms)
        due_ms = _put_off(state, patience.since_ms + silence_ms, patience.since_ms + latest_ms)
    if utterance.words and utterance.began_at_ms is not None:
        due_ms = min(due_ms, utterance.began_at_ms + LONGEST_TURN_MS)
    return TimerName.SILENCE, _left(min(due_ms, _nobody_at_ms(state)), now_ms)


def nobody_talks(state: CallState, now_ms: float) -> bool:
    """Whether nothing that made sense was heard for so long that nobody is taken to be there."""
    return now_ms >= _nobody_at_ms(state) - TIMER_SLACK_MS


def makes_no_sense_for_long(state: CallState, now_ms: float) -> bool:
    """Whether a further turn without sense is not worth a question to the model."""
    overdue = now_ms >= state.patience.sense_at_ms + NOBODY_MS
    return overdue or state.patience.senseless >= SENSELESS_IN_A_ROW


def is_too_long(state: CallState, now_ms: float) -> bool:
    """Whether the caller's turn under way has reached its longest length."""
    utterance = state.utterance
    if not utterance.words or utterance.began_at_ms is None:
        return False
    return now_ms >= utterance.began_at_ms + LONGEST_TURN_MS - TIMER_SLACK_MS


def was_cut_short(state: CallState) -> bool:
    """Whether the agent was interrupted and the caller's turn has not come since."""
    turn = state.agent_turn
    return turn is not None and state.turns[-1] is turn and turn.interrupted


def _leaves_unheard(state: CallState) -> bool:
    """Whether the agent was cut short with something still to say."""
    turn = state.agent_turn
    if turn is None or not was_cut_short(state):
        return False
    return turn.unfinished or any(heard_words(sentence) != sentence.text for sentence in turn.sentences)


def _nobody_at_ms(state: CallState) -> float:
    """Whoever is spoken to has time for an answer, however late it is."""
    patience = state.patience
    return max(patience.sense_at_ms + NOBODY_MS, patience.ours_at_ms + silence_prompt_ms(state))


def _put_off(state: CallState, earliest_ms: float, latest_ms: float) -> float:
    voice_at_ms = state.patience.voice_at_ms
    if voice_at_ms is None:
        return earliest_ms
    return min(max(earliest_ms, voice_at_ms + SETTLE_MS), latest_ms)


def _left(due_ms: float, now_ms: float) -> int:
    return max(0, round(due_ms - now_ms))
