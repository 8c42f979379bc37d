"""Renders a replayed call for a terminal. It holds what was said: to be shown only to whoever asked for this call."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from rich.console import Console
from rich.text import Text

from domain.call.effects import (
    AskModel,
    AwaitPlayout,
    CancelModel,
    CancelTimer,
    Effect,
    EndStream,
    Finalise,
    Publish,
    RunTool,
    Speak,
    StartTimer,
    StopSpeaking,
)
from domain.call.events import CallAnswered, Event, ToolsRequested
from domain.call.heard import heard_text
from domain.call.state import AgentTurn, CallState
from services.replay.replay import ReplayedEvent
from services.replay.source import FoundJournal


def show_replay(found: FoundJournal, events: Iterable[ReplayedEvent], console: Console) -> bool:
    """Prints every event with what it led to, then the conversation; returns whether nothing differed.

    Raises:
        InvalidInput: what `events` raises, after everything before it was printed.
    """
    began_at_ms = found.entries[0].at_ms
    first: ReplayedEvent | None = None
    last: ReplayedEvent | None = None
    unrecorded = 0

    def line(*parts: str | tuple[str, str]) -> None:
        console.print(Text.assemble(*parts), soft_wrap=True)

    line(("Journal: ", "dim"), printable(found.source))
    for last in events:
        first = first or (last if last.differs else None)
        unrecorded += last.unrecorded
        line(
            (f"{last.number:4} {last.offset_ms / 1000:9.3f}s  ", "dim"),
            (type(last.event).__name__, "bold"),
            (" [unrecorded]" if last.unrecorded else "", "yellow"),
            f"  {event_text(last.event, began_at_ms)}",
        )
        if last.before is not last.state.phase:
            line(" " * 17, (f"{last.before.value} → {last.state.phase.value}", "cyan"))
        for effect in effect_lines(last.effects):
            line((f"{'':17}· {effect}", "dim"))
        if last.differs:
            line((f"{'':17}! {printable(last.difference)}", "red"))
    if last is None:
        return True
    line(("Conversation:", "bold"))
    for spoken in conversation_lines(last.state):
        line(f"  {spoken}")
    counted = f"{last.number} of {len(found.entries)} events, {unrecorded} unrecorded"
    if first is not None:
        line(("The first difference: ", "bold red"), printable(first.difference), (f" ({counted})", "dim"))
    else:
        line(("Nothing differs", "green" if not unrecorded else "yellow"), (f" ({counted})", "dim"))
    return first is None


def event_text(event: Event, began_at_ms: float) -> str:
    """What happened; instants are seconds since `began_at_ms`."""
    if isinstance(event, CallAnswered):
        brief = event.brief
        return (
            f"caller {printable(brief.caller_number or 'unknown')}, {printable(brief.language)}, "
            f"{printable(brief.country)}, can transfer: {'yes' if brief.can_transfer else 'no'}, "
            f"greeting {quoted(brief.greeting)}"
        )
    if isinstance(event, ToolsRequested):
        calls = ", ".join(
            f"{_tool(name, arguments)} [{printable(key)}]" for key, name, arguments in event.calls
        )
        return f"model #{event.generation}: {calls}"
    return ", ".join(
        _field(field.name, getattr(event, field.name), began_at_ms)
        for field in fields(event)
        if getattr(event, field.name) is not None
    )


def _field(name: str, value: Any, began_at_ms: float) -> str:
    if name == "text":
        return quoted(value)
    if name.endswith("_at_ms"):
        return f"{name.removesuffix('_at_ms').replace('_', ' ')} at {(value - began_at_ms) / 1000:.3f} s"
    if name.endswith("_ms"):
        return f"{name.removesuffix('_ms').replace('_', ' ')} {value} ms"
    shown = quoted(value) if isinstance(value, str) else f"{value:.2f}" if isinstance(value, float) else value
    return f"{name.replace('_', ' ')} {shown}"


def effect_lines(effects: Iterable[Effect]) -> list[str]:
    """What was decided, a line each; timers cancelled one after the other share theirs."""
    lines: list[str] = []
    cancelled: list[str] = []
    for effect in effects:
        if isinstance(effect, CancelTimer):
            cancelled.append(effect.name.value)
            continue
        lines += _cancelled(cancelled)
        cancelled = []
        lines.append(_effect(effect))
    return lines + _cancelled(cancelled)


def _cancelled(names: list[str]) -> list[str]:
    return [f"cancel timer {', '.join(names)}"] if names else []


def _effect(effect: Effect) -> str:
    match effect:
        case Speak(turn_id, sentence, text, canned):
            return f"say {turn_id}.{sentence} {quoted(text)}{' (fixed wording)' if canned else ''}"
        case AwaitPlayout(turn_id, sentence, audio_ms):
            return f"await the end of {turn_id}.{sentence}, {audio_ms} ms of it"
        case StopSpeaking(turn_id):
            return f"stop speaking turn {turn_id}"
        case AskModel(generation, turn_id, messages):
            last = messages[-1] if messages else None
            words = f", the last {last.role}: {quoted(last.content)}" if last else ""
            return f"ask model #{generation} for turn {turn_id}, {len(messages)} messages{words}"
        case CancelModel(generation):
            return f"cancel model #{generation}"
        case RunTool(tool_call_id, name, arguments):
            return f"run {_tool(name, arguments)} [{printable(tool_call_id)}]"
        case StartTimer(name, delay_ms, turn_id):
            return f"start timer {name.value}, {delay_ms} ms, turn {turn_id}"
        case CancelTimer(name):
            return f"cancel timer {name.value}"
        case EndStream(next_step, words):
            return f"end the stream, then {next_step.value}{' ' + quoted(words) if words else ''}"
        case Publish():
            return "publish"
        case Finalise(outcome, reason):
            return f"finalise: {outcome} ({printable(reason)})"


def conversation_lines(state: CallState) -> list[str]:
    """The conversation so far as each side heard it."""
    lines: list[str] = []
    for turn in state.turns:
        if not isinstance(turn, AgentTurn):
            lines.append(f"caller  {quoted(turn.text)}")
        elif turn.sentences:
            heard = heard_text(turn)
            cut = f", written {quoted(turn.generated_text)}" if heard != turn.generated_text else ""
            lines.append(f"agent   {quoted(heard)}{cut}{' (interrupted)' if turn.interrupted else ''}")
    return lines


def _tool(name: str, arguments: dict[str, Any]) -> str:
    return printable(f"{name}({json.dumps(arguments, ensure_ascii=False)})")


def quoted(text: str) -> str:
    return f"“{printable(text)}”"


def printable(text: str) -> str:
    """Without what would move a terminal's cursor or cannot be encoded: such characters become escapes."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text
    )
