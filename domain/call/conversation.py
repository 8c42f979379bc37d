"""The language model's context: what the caller said, what the caller heard, what the tools answered."""

from collections.abc import Iterator

from domain.call.heard import heard_words
from domain.call.state import AgentTurn, CallerTurn, CallState, Sentence, ToolUse
from domain.dialogue.messages import ModelMessage, ToolCall

CUT_OFF = " …"
"""Ends an agent message the caller interrupted."""


def messages(state: CallState) -> tuple[ModelMessage, ...]:
    """The conversation so far, without the system prompt. No tool may be pending."""
    return tuple(message for turn in state.turns for message in _of_turn(turn))


def _of_turn(turn: CallerTurn | AgentTurn) -> Iterator[ModelMessage]:
    if isinstance(turn, CallerTurn):
        yield ModelMessage("user", turn.text)
        return
    written = 0
    for uses in _by_generation(turn):
        before = turn.sentences[written : uses[0].after_sentence]
        written = uses[0].after_sentence
        calls = tuple(ToolCall(use.tool_call_id, use.name, use.arguments) for use in uses)
        yield ModelMessage("assistant", _text(before, turn), tool_calls=calls)
        for use in uses:
            yield ModelMessage("tool", use.content or "", tool_call_id=use.tool_call_id)
    rest = _text(turn.sentences[written:], turn)
    if rest:
        yield ModelMessage("assistant", rest)


def _by_generation(turn: AgentTurn) -> Iterator[list[ToolUse]]:
    """The tool uses of one model answer belong in one message."""
    group: list[ToolUse] = []
    for use in turn.tools:
        if group and group[0].generation != use.generation:
            yield group
            group = []
        group.append(use)
    if group:
        yield group


def _text(sentences: tuple[Sentence, ...], turn: AgentTurn) -> str:
    if not turn.interrupted:
        spoken = (heard_words(sentence) if sentence.lost else sentence.text for sentence in sentences)
        return " ".join(filter(None, spoken))
    heard = " ".join(filter(None, (heard_words(sentence) for sentence in sentences)))
    complete = heard == " ".join(sentence.text for sentence in sentences)
    return heard if complete or not heard else heard + CUT_OFF
