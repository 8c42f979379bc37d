"""The journal a lost process leaves behind."""

from domain.call import codec
from domain.call.events import (
    CallAnswered,
    CallBrief,
    CallerVoiced,
    Event,
    SpeechBegan,
    SpeechPlayed,
    SpeechSent,
    ToolsRequested,
    UtteranceEnded,
)
from domain.call.machine import step
from domain.call.state import CallState
from storage.postgres.calls import CallRow

GREETING = "Hello."


def journal_of(call: CallRow, *more: Event) -> list[bytes]:
    """A greeting that was heard, a question of the caller, and whatever else, as a process wrote it."""
    began_at_ms = call.started_at.timestamp() * 1000
    events: list[Event] = [
        CallAnswered(
            CallBrief(
                call_id=str(call.id),
                business_id=str(call.business_id),
                caller_number=call.from_number,
                language="en-AU",
                country="AU",
                greeting=GREETING,
                can_transfer=True,
            ),
            "MZ1",
        ),
        SpeechBegan(1, 0, began_at_ms, began_at_ms + 100),
        SpeechSent(1, 0, 500),
        SpeechPlayed(1, 0),
        CallerVoiced(200),
        UtteranceEnded("Are you open?", 0.9, began_at_ms + 8800),
        *more,
    ]
    at_s = [0, 1, 2, 3, 8, 9, *range(10, 10 + len(more))]
    entries: list[bytes] = []
    state = CallState()
    for event, seconds in zip(events, at_s, strict=True):
        at_ms = began_at_ms + seconds * 1000
        state, effects = step(state, event, at_ms)
        entries.append(codec.encode(event, at_ms, codec.digest(state.phase, effects)))
    return entries


def tool_asked(name: str) -> ToolsRequested:
    """The model asks for a tool, which never reports back."""
    return ToolsRequested(1, (("call_1", name, {}),))
