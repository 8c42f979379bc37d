"""What holds after every step of every call."""

from collections.abc import Sequence

from domain.call.conversation import messages
from domain.call.effects import AskModel, Effect, EndStream, Finalise, RunTool, Speak
from domain.call.events import CallerHeard, CallerVoiced, CallMoved, CallResumed, Event, UtteranceEnded
from domain.call.heard import heard_words
from domain.call.state import AgentTurn, CallState, Phase
from domain.call.utterance import Utterance
from domain.dialogue.messages import ModelMessage


def check_step(before: CallState, event: Event, after: CallState, effects: Sequence[Effect]) -> None:
    finals = [effect for effect in effects if isinstance(effect, Finalise)]
    if before.phase is Phase.ENDED:
        assert after == before, "an ended call changed"
        assert list(effects) == finals, "an ended call asked for something"
        assert bool(finals) == isinstance(event, CallResumed | CallMoved)
        return
    assert (after.phase is Phase.ENDED) == bool(finals), "the end and its effect come together"
    if finals:
        assert list(effects).index(finals[0]) == len(effects) - 1, "the final effect comes last"
        assert after.stream_gone is not None
        assert after.outcome == finals[0].outcome
        assert finals[0].reason
    asked = [effect for effect in effects if isinstance(effect, AskModel)]
    for ask in asked:
        assert not after.pending_tools, "the model was asked while a tool was running"
        assert not after.awaits_stop, "the model was asked before it was known what the caller heard"
        check_messages(ask.messages)
    if asked:
        assert after.model.under_way is not None
        assert asked[-1].generation in after.model.active
    if after.stream_gone is not None:
        assert not any(isinstance(effect, Speak | EndStream) for effect in effects)
    elif after.phase is Phase.ENDING_STREAM:
        assert not any(isinstance(effect, Speak | AskModel) for effect in effects)
    check_state(after)
    check_utterance(before, event, after)
    new_ids = [effect.tool_call_id for effect in effects if isinstance(effect, RunTool)]
    assert {use.tool_call_id for use in after.pending_tools} >= set(new_ids)


def check_state(state: CallState) -> None:
    if state.model.under_way is not None:
        assert 1 <= len(state.model.active) <= 2
        answers_on = state.phase is Phase.ENDING_STREAM and state.stream_gone is not None
        assert answers_on or state.phase in (Phase.THINKING, Phase.SPEAKING)
    if state.phase is Phase.CLOSING:
        assert state.farewell is not None
    turn_ids = [turn.turn_id for turn in state.turns if isinstance(turn, AgentTurn)]
    assert turn_ids == sorted(set(turn_ids))
    for turn in state.turns:
        if isinstance(turn, AgentTurn):
            for sentence in turn.sentences:
                heard = heard_words(sentence).split()
                assert sentence.text.split()[: len(heard)] == heard


def check_utterance(before: CallState, event: Event, after: CallState) -> None:
    """Each part of the utterance has one source, what is known of it is consistent, and its end clears all of it."""
    old, new = before.utterance, after.utterance
    if new.words or new.voiced_ms:
        assert new.began_at_ms is not None, "an utterance nobody saw begin"
    if new.kept_until_heard:
        assert new.kept_words, "there is nothing to replace"
        assert not new.words, "the words recognised anew have not replaced the kept ones"
    assert isinstance(event, CallerHeard) or new.words in ("", old.words)
    assert isinstance(event, CallerVoiced) or new.voiced_ms in (0, old.voiced_ms)
    assert isinstance(event, CallResumed) or new.kept_words in ("", old.kept_words)
    assert isinstance(event, CallerHeard | CallerVoiced) or new.began_at_ms in (None, old.began_at_ms)
    if before.brief is not None and isinstance(event, UtteranceEnded | CallMoved):
        assert new == Utterance()
    if isinstance(event, CallResumed) and after.phase is not Phase.LISTENING:
        assert new == Utterance(), "half an utterance is kept only for a caller who has the floor"


def check_messages(sent: Sequence[ModelMessage]) -> None:
    """What the vendor demands: tool messages follow the assistant message that asked for them, each one answered.

    Source: https://platform.openai.com/docs/guides/function-calling
    """
    open_calls: list[str] = []
    for message in sent:
        if message.role == "tool":
            assert message.tool_call_id in open_calls, "a tool message without its call before it"
            open_calls.remove(message.tool_call_id)
            assert message.content
            continue
        assert not open_calls, "a tool call without its answer"
        assert message.role in ("user", "assistant")
        assert message.content or message.tool_calls
        assert not message.tool_calls or message.role == "assistant"
        open_calls = [call.id for call in message.tool_calls]
    assert not open_calls, "a tool call without its answer at the end"


def conversation(state: CallState) -> list[tuple[str, str]]:
    """The model's view as `(role, content)`."""
    return [(message.role, message.content) for message in messages(state)]
