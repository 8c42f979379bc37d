"""Everything that can happen to a call.

Each event the machine consumes is appended to the call's journal before its effects run, so every field is plain
data: str, int, float, bool, None, tuples and dicts of these. Instants are milliseconds since the epoch (`*_at_ms`).

Late results name what they answer (`generation` for the model, `turn_id` and `sentence` for speech) and are ignored
when that is no longer current.
"""

from dataclasses import dataclass
from typing import Any

from domain.call.editions import CURRENT


@dataclass(frozen=True, slots=True)
class CallBrief:
    """What the webhook decided about the call, as far as the machine needs it.

    `language` is a BCP 47 tag, `country` ISO 3166 alpha-2. `caller_number` is as the carrier gave it: E.164, a word
    such as `anonymous`, or None. `rules` is the edition of the machine's rules by which the call is decided
    (`domain.call.editions`); a journal that names none is of the first. `eagerness` is a value of
    `domain.receptionist.content.Eagerness`. `welcome` greets a caller who is known by name, once `welcome_after`
    characters of the greeting are said.
    """

    call_id: str
    business_id: str
    caller_number: str | None
    language: str
    country: str
    greeting: str
    can_transfer: bool
    rules: int = CURRENT
    eagerness: str = "normal"
    welcome: str = ""
    welcome_after: int = 0


@dataclass(frozen=True, slots=True)
class CallAnswered:
    """The media stream is open; audio can flow both ways."""

    brief: CallBrief
    stream_sid: str


@dataclass(frozen=True, slots=True)
class CallResumed:
    """Another process took the call over on the same media stream: its own died, or migrated it locally.

    With `audio_kept` the caller's audio of the utterance under way is recognised anew.
    """

    audio_kept: bool = False


@dataclass(frozen=True, slots=True)
class CallParted:
    """The call is detached from its process, to migrate to a fresh media stream on whichever node takes it."""


@dataclass(frozen=True, slots=True)
class CallMoved:
    """The call goes on in a fresh media stream: what the carrier had buffered in the old one never sounds.

    `moves` is the generation of that stream; the one the call began with has 0.
    """

    stream_sid: str
    moves: int = 0


# --- the caller -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class CallerVoiced:
    """The local voice detector (VAD) has heard `voiced_ms` of unbroken voice; sent once per threshold."""

    voiced_ms: int


@dataclass(frozen=True, slots=True)
class CallerHeard:
    """The recogniser's interim result: the words of the utterance under way, so far."""

    text: str


@dataclass(frozen=True, slots=True)
class UtteranceEnded:
    """The recogniser's end of turn. `speech_ended_at_ms` is when the caller's last voiced frame arrived."""

    text: str
    confidence: float
    speech_ended_at_ms: float


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """The caller pressed a key of their phone (DTMF): one of `0123456789*#ABCD`."""

    digit: str


@dataclass(frozen=True, slots=True)
class CallerHungUp:
    """The carrier stopped the stream or the socket is gone for good.

    `reason` is empty for an orderly end, else what was wrong with the stream. It happened `late_ms` ago: what
    the caller had said just before was heard out first.
    """

    reason: str = ""
    late_ms: float = 0.0


# --- the model --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SentenceWritten:
    """The model finished a speakable sentence. `first_token_at_ms` is when its answer began."""

    generation: int
    text: str
    first_token_at_ms: float


@dataclass(frozen=True, slots=True)
class ToolsRequested:
    """The model wants these tools run; each is `(tool_call_id, name, arguments)`.

    `malformed` are the ids of those whose arguments were no JSON object: they are not run.
    """

    generation: int
    calls: tuple[tuple[str, str, dict[str, Any]], ...]
    malformed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelFinished:
    """The model has written all of this answer.

    Tokens are the vendor's count, 0 where it told none; `wasted` are those, estimated, of requests that were given up
    since the answer before.
    """

    generation: int
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    wasted_prompt_tokens: int = 0
    wasted_completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class ModelFailed:
    """The request broke off, or nothing useful came of it in time.

    `lasting` refusals will be given again. `unusable` answers came, but broken: asking at once may help.
    `retry_after_ms` is the pause the vendor asked for. `elsewhere` says that there is a second model to ask, and that
    it was not this one. `spread` is a random number in [0, 1) that keeps the calls' next requests apart.
    """

    generation: int
    reason: str
    lasting: bool = False
    unusable: bool = False
    retry_after_ms: int | None = None
    elsewhere: bool = False
    spread: float = 0.5


@dataclass(frozen=True, slots=True)
class ToolFinished:
    """A tool's outcome. `effect` is `transfer`, `end_call` or None; the ids say what it wrote."""

    tool_call_id: str
    content: str
    ok: bool
    effect: str | None = None
    booking_id: str | None = None
    message_id: str | None = None


# --- the agent's voice ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """The first audio of a sentence went to the carrier."""

    turn_id: int
    sentence: int
    requested_at_ms: float
    first_audio_at_ms: float


@dataclass(frozen=True, slots=True)
class SpeechSent:
    """All audio of a sentence went to the carrier; it sounds for `audio_ms`."""

    turn_id: int
    sentence: int
    audio_ms: int


@dataclass(frozen=True, slots=True)
class SpeechPlayed:
    """The carrier acknowledged that the sentence has sounded to its end."""

    turn_id: int
    sentence: int


@dataclass(frozen=True, slots=True)
class SpeechStopped:
    """The answer to `StopSpeaking`: the caller heard `played_ms` of this sentence, and nothing after it."""

    turn_id: int
    sentence: int
    played_ms: int


@dataclass(frozen=True, slots=True)
class SpeechFailed:
    """A sentence could not be synthesised; `audio_ms` of it went out."""

    turn_id: int
    sentence: int
    reason: str
    audio_ms: int


@dataclass(frozen=True, slots=True)
class HearingLost:
    """Speech recognition broke off and could not be opened again."""

    reason: str


# --- time and the outside ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer set by `StartTimer`; `turn_id` is the turn it was set in."""

    name: str
    turn_id: int


@dataclass(frozen=True, slots=True)
class CloseRequested:
    """Somebody outside ends the call: an operator, the carrier's status callback, a shutdown."""

    reason: str


Event = (
    CallAnswered
    | CallResumed
    | CallParted
    | CallMoved
    | CallerVoiced
    | CallerHeard
    | UtteranceEnded
    | KeyPressed
    | CallerHungUp
    | SentenceWritten
    | ToolsRequested
    | ModelFinished
    | ModelFailed
    | ToolFinished
    | SpeechBegan
    | SpeechSent
    | SpeechPlayed
    | SpeechStopped
    | SpeechFailed
    | HearingLost
    | TimerFired
    | CloseRequested
)
