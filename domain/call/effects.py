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
    """The answer takes long: say a filler."""
    HEDGE = "hedge"
    """The model has written nothing yet: ask a second time and take whichever answers first. After a failed request:
    the pause before the next one is over."""
    GIVE_UP = "give_up"
    """No answer came: apologise. Once the stream is gone: do not wait for begun tools any longer."""
    SILENCE = "silence"
    """The caller says nothing: ask whether they are there, in the end hang up."""
    SETTLE = "settle"
    """No words came of an interruption, or of an utterance cut in two: go on without."""
    MAX_DURATION = "max_duration"
    """The call has lasted as long as any may."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Synthesise and send one sentence, after those already asked for.

    `canned` sentences are fixed wording: their audio may come from the cache. One that `overtakes` goes before those
    that wait for the voice, if it is in the cache and nothing of them has been sent; else it is left out.
    """

    turn_id: int
    sentence: int
    text: str
    canned: bool
    overtakes: bool = False


@dataclass(frozen=True, slots=True)
class AwaitPlayout:
    """Another process sent all of this sentence: report when its playout ends, do not say it again."""

    turn_id: int
    sentence: int
    audio_ms: int


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Stop synthesis and playout at once; answered by `SpeechStopped` unless all of the turn has sounded."""

    turn_id: int


@dataclass(frozen=True, slots=True)
class AskModel:
    """Ask for the agent's next words. The shell puts the system prompt in front of `messages`.

    With `fallback` the second model is asked, where there is one.
    """

    generation: int
    turn_id: int
    messages: tuple[ModelMessage, ...]
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class CancelModel:
    """Nobody waits for this request any more; results that still come are ignored."""

    generation: int


@dataclass(frozen=True, slots=True)
class RunTool:
    """Run a tool to its end whatever the caller does; answered by `ToolFinished`."""

    tool_call_id: str
    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Answered by `TimerFired` with the same `turn_id`, unless it is cancelled or started again before."""

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
    """A person of the business is dialled."""
    SAY_AND_HANG_UP = "say"
    """The carrier's own voice says some last words."""
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
    """The transcript or the phase changed: show it to whoever watches the call live."""


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
