"""Everything a call can ask its shell to do.

Effects are values: the machine returns them, the shell runs them in order after the event is in the journal.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.dialogue.messages import ModelMessage


class TimerName(StrEnum):
    """The timers of a call; starting one again replaces it."""

    FILLER = "filler"
    HEDGE = "hedge"
    GIVE_UP = "give_up"
    SILENCE = "silence"
    SETTLE = "settle"
    MAX_DURATION = "max_duration"


@dataclass(frozen=True, slots=True)
class Speak:
    """Synthesise and send one sentence, after those already asked for.

    `canned` sentences are fixed wording: their audio may come from the cache.
    """

    turn_id: int
    sentence: int
    text: str
    canned: bool


@dataclass(frozen=True, slots=True)
class AwaitPlayout:
    """Another process sent all of this sentence: watch for its end instead of saying it again."""

    turn_id: int
    sentence: int
    audio_ms: int


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Fall silent at once; answered by `SpeechStopped` unless all of the turn has sounded."""

    turn_id: int


@dataclass(frozen=True, slots=True)
class AskModel:
    """Ask for the agent's next words. The shell puts the system prompt in front of `messages`."""

    generation: int
    turn_id: int
    messages: tuple[ModelMessage, ...]


@dataclass(frozen=True, slots=True)
class CancelModel:
    generation: int


@dataclass(frozen=True, slots=True)
class RunTool:
    """Run a tool to its end whatever the caller does; answered by `ToolFinished`."""

    tool_call_id: str
    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StartTimer:
    name: TimerName
    delay_ms: int
    turn_id: int


@dataclass(frozen=True, slots=True)
class CancelTimer:
    name: TimerName


class NextStepKind(StrEnum):
    """What the carrier does with the call once our media stream is closed."""

    HANG_UP = "hangup"
    TRANSFER = "transfer"
    SAY_AND_HANG_UP = "say"
    VOICEMAIL = "voicemail"
    """Nobody can serve the call any more: the carrier takes a message."""
    MOVE = "move"
    """The call goes on in a fresh media stream, on whichever node takes it."""


@dataclass(frozen=True, slots=True)
class EndStream:
    """Close the media stream; the carrier then asks what comes next and is told `next_step`.

    `words` are spoken by the carrier's own voice, for when ours is broken.
    """

    next_step: NextStepKind
    words: str = ""


@dataclass(frozen=True, slots=True)
class Publish:
    """The transcript or the phase changed: show it to whoever watches."""


@dataclass(frozen=True, slots=True)
class Finalise:
    """The call is over: write its rows. Comes last, once in every process that carries the call to its end."""

    outcome: str
    reason: str


Effect = (
    Speak
    | AwaitPlayout
    | StopSpeaking
    | AskModel
    | CancelModel
    | RunTool
    | StartTimer
    | CancelTimer
    | EndStream
    | Publish
    | Finalise
)
