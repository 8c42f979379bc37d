"""Handlers of the model's tool calls: begun at once, finished in any order, the hang-up last."""

from domain.call import dictated, ending, floor
from domain.call.draft import Draft
from domain.call.effects import NextStepKind, RunTool, TimerName
from domain.call.events import ToolFinished, ToolsRequested
from domain.call.state import AgentTurn, Farewell, Phase, ToolUse
from domain.dialogue.tool_results import ToolRefused

MALFORMED = ToolRefused(
    "invalid_input",
    "Nothing was done: the arguments were not one JSON object. Call the function again with all of its arguments.",
).to_content()

NOT_HUNG_UP = ToolRefused(
    "not_permitted",
    "The call goes on: something else asked for in the same answer was not done. Tell the caller that first, also where"
    " you have just said otherwise.",
).to_content()


def tools_requested(draft: Draft, event: ToolsRequested) -> None:
    turn = draft.state.agent_turn
    if turn is None or not event.calls or not floor.adopt(draft, event.generation):
        return
    calls = [
        (call_id, name, dictated.arguments_as_dictated(draft.state, arguments))
        for call_id, name, arguments in event.calls
    ]
    uses = tuple(
        ToolUse(
            call_id,
            name,
            arguments,
            event.generation,
            content=MALFORMED if call_id in event.malformed else dictated.refusal(draft.state, arguments),
            after_sentence=len(turn.sentences),
        )
        for call_id, name, arguments in calls
    )
    draft.begin_tools(turn.turn_id, uses)
    draft.emit(*(RunTool(use.tool_call_id, use.name, use.arguments) for use in uses if use.content is None))
    if draft.state.stream_gone is not None:
        draft.start_timer(TimerName.GIVE_UP, ending.TOOLS_GRACE_MS)


def tool_finished(draft: Draft, event: ToolFinished) -> None:
    turn = draft.state.agent_turn
    if not any(tool.tool_call_id == event.tool_call_id for tool in draft.state.pending_tools):
        return
    of_this_turn = turn is not None and any(tool.tool_call_id == event.tool_call_id for tool in turn.tools)
    draft.finish_tool(event)
    if event.ok and draft.wants_progress:
        draft.set_patience(draft.state.patience.got_on(draft.now_ms))
    if of_this_turn:
        _follow(draft, event.tool_call_id)
    draft.publish()
    floor.proceed(draft)


def _follow(draft: Draft, tool_call_id: str) -> None:
    """Plans the transfer or hang-up that was asked for, once everything asked for beside it has finished.

    Nobody is hung up on whose booking has just been refused.
    """
    turn = draft.state.agent_turn
    if turn is None:
        return
    beside = _asked_beside(turn, tool_call_id)
    if not draft.is_patient:
        beside = tuple(tool for tool in beside if tool.tool_call_id == tool_call_id)
    if any(tool.content is None for tool in beside):
        return
    if any(tool.effect == "transfer" for tool in beside):
        _plan_farewell(draft, transfer=True)
    elif all(tool.ok for tool in beside):
        if any(tool.effect == "end_call" for tool in beside):
            _plan_farewell(draft, transfer=False)
    else:
        for tool in beside:
            if tool.effect == "end_call":
                draft.undo_tool(tool.tool_call_id, NOT_HUNG_UP)


def _asked_beside(turn: AgentTurn, tool_call_id: str) -> tuple[ToolUse, ...]:
    """The tools of the answer that asked for this one."""
    generation = next(tool.generation for tool in turn.tools if tool.tool_call_id == tool_call_id)
    return tuple(tool for tool in turn.tools if tool.generation == generation)


def _plan_farewell(draft: Draft, *, transfer: bool) -> None:
    turn = draft.state.agent_turn
    if turn is None or turn.interrupted or draft.state.phase not in (Phase.THINKING, Phase.SPEAKING):
        return
    if not turn.sentences:
        draft.say(draft.lines.transferring if transfer else draft.lines.goodbye, canned=True)
    draft.cancel_timers(*floor.ANSWER_TIMERS)
    draft.plan_farewell(Farewell(NextStepKind.TRANSFER if transfer else NextStepKind.HANG_UP))
