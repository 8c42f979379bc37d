"""What the caller said just before the line went: it stands in the transcript, and what they agreed to is carried out.

Somebody who says "yes please" and hangs up has booked, as far as they are concerned. So the answer to their last words
is still worked out: nobody hears its sentences, its tools are run. How that went reaches the caller by text message: a
booking's confirmation, else what `untold` says.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from domain.call import conversation, safety
from domain.call.draft import Draft
from domain.call.effects import AskModel, CancelModel
from domain.call.events import ModelFailed, ModelFinished
from domain.call.heard import heard_text, heard_words
from domain.call.keys import OPERATOR_KEY, typed
from domain.call.questions import answers, asks
from domain.call.state import AgentTurn, CallerTurn, CallState, Phase, ToolUse
from domain.dialogue.cues.reading import (
    asks_to_wait,
    is_assent,
    is_backchannel,
    is_farewell,
    is_hesitation,
)
from domain.dialogue.tool_results import is_deferred

MODEL_GRACE_MS = 4000
"""For the model, once nobody is on the line: most answers have begun after one second, and the row of the call has to
be closed within ten, of which a tool may take six."""

ATTEMPTS = 2
MOST_ROUNDS = 3
"""Of tools: times are looked up and then booked; nobody is there to talk to about anything else."""

LOOKS_UP = frozenset({"find_slots", "list_my_appointments"})
"""Tools that are the way to another one; what any other does is all there was to do."""


def stand(draft: Draft) -> bool:
    """Records what the caller was saying when the stream ended.

    Returns:
        Whether an answer to them is still to be worked out.
    """
    match draft.state.phase:
        case Phase.LISTENING:
            return _unended(draft)
        case Phase.SPEAKING if draft.state.held is not None and asks(draft.state.agent_turn):
            return _held(draft, draft.state.held)
        case Phase.THINKING | Phase.SPEAKING:
            works = draft.state.works_on_answer and draft.state.farewell is None
            return works and not _is_done(draft.state.agent_turn)
        case Phase.CLOSING:
            text = draft.state.utterance.ended_with(draft.state.utterance.words)
            if text and not is_backchannel(text, draft.brief.language):
                draft.add_caller_turn(_turn(draft, text))
            return False
        case _:
            return False


def go_on(draft: Draft) -> bool:
    """Asks the model, where something is left to be done without the caller. False when nothing is."""
    state = draft.state
    if state.model.under_way is not None:
        return True
    turn = state.agent_turn
    if (
        turn is None
        or turn.interrupted
        or state.farewell is not None
        or not (state.owes_answer or _wants_more(state, turn))
    ):
        return False
    if not state.awaits_stop:
        _ask(draft)
    return True


def model_finished(draft: Draft, event: ModelFinished) -> None:
    """An answer is complete that nobody hears."""
    if event.generation in draft.state.model.active:
        draft.set_model(draft.state.model.completed())


def model_failed(draft: Draft, event: ModelFailed) -> None:
    """There is no time for pauses: another model, or the same once more."""
    if event.generation not in draft.state.model.active:
        return
    draft.set_model(draft.state.model.failed(event.generation))
    if not draft.state.model.busy and draft.state.model.failures < ATTEMPTS and not event.lasting:
        _ask(draft, fallback=event.elsewhere)


def ask_again(draft: Draft) -> None:
    """The process that had asked the model died."""
    draft.set_model(draft.state.model.dropped())
    if draft.state.agent_turn is not None and not draft.state.pending_tools and not draft.state.awaits_stop:
        _ask(draft)


def give_up(draft: Draft) -> None:
    """The time for it is over."""
    draft.emit(*(CancelModel(generation) for generation in draft.state.model.active))
    draft.set_model(draft.state.model.dropped())


@dataclass(frozen=True, slots=True)
class Untold:
    """An appointment the caller believes to have, or may, that was not made.

    `wanted` are the arguments of the booking, or of the move, that was refused; None when none was tried.
    """

    wanted: Mapping[str, Any] | None
    moves: bool = False


def untold(state: CallState) -> Untold | None:
    """What the caller has to be told by text message once the call has ended; None when there is nothing."""
    turn, brief = state.agent_turn, state.brief
    if state.stream_gone is None or brief is None or turn is None or turn.interrupted:
        return None
    tried = [tool for tool in turn.tools if tool.name in ("book_appointment", "move_appointment")]
    if tried:
        heard_since = any(heard_words(sentence) for sentence in turn.sentences[tried[-1].after_sentence :])
        refused = not any(tool.ok for tool in tried) and _is_refused(tried[-1])
        moves = tried[-1].name == "move_appointment"
        return Untold(tried[-1].arguments, moves) if refused and not heard_since else None
    before = state.turns[: state.turns.index(turn)]
    said = before[-1] if before else None
    if not turn.answers or heard_text(turn) or not isinstance(said, CallerTurn):
        return None
    asked = next((each for each in reversed(before) if isinstance(each, AgentTurn)), None)
    agreed = is_assent(said.text, brief.language) and asks(asked)
    return Untold(None) if agreed and _was_booking(before) else None


def _unended(draft: Draft) -> bool:
    """The recogniser had words and had not ended the utterance, or keys were being typed."""
    keys, utterance, language = draft.state.keys, draft.state.utterance, draft.brief.language
    said = utterance.ended_with(utterance.words)
    digits = keys.digits if keys is not None and keys.digits != OPERATOR_KEY else ""
    text = " ".join(filter(None, (said, typed(digits) if digits else "")))
    turn = _turn(draft, text)
    if not text or is_hesitation(text, language):
        return False
    if is_backchannel(text, language) and not answers(draft.state, turn):
        return False
    asked = asks(draft.state.agent_turn)
    draft.set_utterance(utterance.answered_so_far())
    draft.set_keys(None)
    joined = draft.join_caller_turn(turn)
    if safety.words_for(draft, joined.text) is not None or asks_to_wait(text, language):
        return False
    if is_farewell(text, language) and not asked:
        return False
    draft.open_agent_turn(answers=True)
    return True


def _held(draft: Draft, held: CallerTurn) -> bool:
    """The answer came over the question, and the hang-up before its end."""
    draft.hold(None)
    draft.interrupt_turn(draft.state.turn_id, unfinished=False)
    draft.join_caller_turn(held)
    draft.open_agent_turn(answers=True)
    return True


def _turn(draft: Draft, text: str) -> CallerTurn:
    began_at_ms = draft.state.utterance.began_at_ms
    return CallerTurn(text, draft.now_ms if began_at_ms is None else began_at_ms, draft.now_ms, 0.0)


def _ask(draft: Draft, *, fallback: bool = False) -> None:
    turn_id = draft.state.turn_id
    draft.set_model(draft.state.model.asked(turn_id, draft.now_ms, (), fallback=fallback))
    model = draft.state.model
    draft.emit(AskModel(model.generation, turn_id, conversation.messages(draft.state), model.fallback))


def _wants_more(state: CallState, turn: AgentTurn) -> bool:
    """Whether the model asked for tools that were only the way to what the caller agreed to."""
    last = [tool for tool in turn.tools if tool.generation == state.model.written_generation]
    rounds = {tool.generation for tool in turn.tools}
    if not last or state.model.turn_id != turn.turn_id or len(rounds) > MOST_ROUNDS:
        return False
    return all(tool.name in LOOKS_UP or _is_wrongly_asked(tool) for tool in last)


def _is_done(turn: AgentTurn | None) -> bool:
    """Whether the turn has done what the caller agreed to, or could not, and only has to say so."""
    return turn is not None and any(
        tool.content is not None and tool.name not in LOOKS_UP and not _is_wrongly_asked(tool)
        for tool in turn.tools
    )


def _was_booking(turns: tuple[AgentTurn | CallerTurn, ...]) -> bool:
    """Whether times were looked up since the last booking."""
    names = [tool.name for turn in turns if isinstance(turn, AgentTurn) for tool in turn.tools if tool.ok]
    return any(name in ("find_slots", "book_appointment") for name in names) and (
        [name for name in names if name in ("find_slots", "book_appointment")][-1] == "find_slots"
    )


def _is_refused(tool: ToolUse) -> bool:
    return (
        tool.content is not None
        and not is_deferred(tool.content)
        and _content(tool).get("result") == "refused"
    )


def _is_wrongly_asked(tool: ToolUse) -> bool:
    return not tool.ok and _content(tool).get("code") == "invalid_input"


def _content(tool: ToolUse) -> dict[str, Any]:
    try:
        content = json.loads(tool.content or "")
    except ValueError:
        return {}
    return cast("dict[str, Any]", content) if isinstance(content, dict) else {}
