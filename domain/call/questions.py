"""The agent's questions, and whether a short word of the caller's answers one."""

from domain.call.heard import heard_words
from domain.call.state import AgentTurn, CallerTurn, CallState
from domain.call.waiting import was_cut_short

BESIDE_MS = 300
"""An utterance that ended so soon after our last sound began before it."""


def asks(turn: AgentTurn | None) -> bool:
    """Whether an agent's turn ends with a question."""
    return turn is not None and any(
        sentence.text.rstrip(" \"'”’»").endswith(("?", "？", "؟")) for sentence in turn.sentences[-2:]
    )


def asked_anew(state: CallState) -> bool:
    """Whether the agent's last turn sounded to its end, which was a question it had not put before."""
    turn = state.agent_turn
    if turn is None or turn.interrupted or not turn.settled or not asks(turn):
        return False
    question = turn.sentences[-1].text
    return not any(
        sentence.text == question
        for earlier in state.agent_turns
        if earlier is not turn
        for sentence in earlier.sentences
    )


def answers(state: CallState, turn: CallerTurn) -> bool:
    """Whether what sounds like a listener's noise says something to our last words; the caller has the floor."""
    agent_turn = state.agent_turn
    if was_cut_short(state):
        return asks(agent_turn) and _reached_the_question(agent_turn)
    beside = turn.ended_at_ms - turn.end_of_turn_ms <= state.patience.ours_at_ms + BESIDE_MS
    return not beside or asks(agent_turn)


def _reached_the_question(turn: AgentTurn | None) -> bool:
    if turn is None or not turn.sentences:
        return False
    last = turn.sentences[-1]
    return not last.settled or bool(heard_words(last))
