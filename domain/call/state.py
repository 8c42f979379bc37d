"""The state of one call: one phase, one conversation, what is under way.

A call's state is the fold of its journal through `machine.step`; nothing else is needed to take it over.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.call.effects import NextStepKind
from domain.call.events import CallBrief


class Phase(StrEnum):
    """Who has the floor."""

    WAITING = "waiting"
    """The stream is not open yet."""
    LISTENING = "listening"
    THINKING = "thinking"
    """The caller's turn ended; nothing of the answer is on its way to them yet."""
    SPEAKING = "speaking"
    CLOSING = "closing"
    """Last words are sounding; what the caller says no longer changes the course."""
    ENDING_STREAM = "leaving"
    """We are closing the media stream, or it is gone already and begun tools may still finish."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CallerTurn:
    """What the caller said. `heard_text` equals `text`: the recogniser's words are all there is."""

    text: str
    started_at_ms: float
    ended_at_ms: float
    end_of_turn_ms: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the agent through its life.

    Attributes:
        text: what was to be said.
        canned: fixed wording of ours, not the model's.
        audio_ms: how long it sounds, once all of it was sent.
        played_ms: how much of it the caller heard; None while unknown.
    """

    text: str
    canned: bool
    audio_ms: int | None = None
    played_ms: int | None = None

    @property
    def settled(self) -> bool:
        """Whether it is known how much was heard."""
        return self.played_ms is not None


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A tool the model asked for; `content` is None until it finished."""

    tool_call_id: str
    name: str
    arguments: dict[str, Any]
    generation: int
    content: str | None = None
    after_sentence: int = 0
    """How many sentences of the turn were written before it: where it stands in the model's context."""


@dataclass(frozen=True, slots=True)
class AgentTurn:
    """The agent holding the floor once, over as many model answers and tools as it takes."""

    turn_id: int
    started_at_ms: float
    sentences: tuple[Sentence, ...] = ()
    tools: tuple[ToolUse, ...] = ()
    answers: bool = False
    """The caller is owed an answer by the model in this turn."""
    interrupted: bool = False
    unfinished: bool = False
    """Interrupted while the model or a tool was still at work on it."""
    latency_ms: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def settled(self) -> bool:
        """Whether it is known how much of every sentence was heard."""
        return all(sentence.settled for sentence in self.sentences)

    @property
    def generated_text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


Turn = CallerTurn | AgentTurn


@dataclass(frozen=True, slots=True)
class ModelWork:
    """The model request under way."""

    active: tuple[int, ...]
    """The generations under way: one, or two after a hedge until one of them writes."""
    asked_at_ms: float
    wrote_anything: bool = False
    said: tuple[str, ...] = ()
    """Sentences a broken-off request for the same words had written: the model may begin with them anew."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """What happens once the last words have sounded."""

    next_step: NextStepKind
    words: str = ""


@dataclass(frozen=True, slots=True)
class CallState:
    phase: Phase = Phase.WAITING
    brief: CallBrief | None = None
    turns: tuple[Turn, ...] = ()
    turn_id: int = 0
    """Number of the agent turn under way, or of the last one."""
    generation: int = 0
    """Number of the last model request."""
    generation_turn_id: int = 0
    """The agent turn the last request was made for."""
    generation_kept: int = 0
    """The last request that wrote something."""
    model: ModelWork | None = None
    farewell: Farewell | None = None
    caller_words: str = ""
    """Words of the caller's utterance under way."""
    kept_words: str = ""
    """Words of an utterance that was cut in two when another process took the call over."""
    kept_until_heard: bool = False
    """The kept words are being recognised anew from their audio: they count only if that brings none."""
    detached_at_ms: float | None = None
    """When the call was detached from its process to migrate to a fresh media stream; None once it has that."""
    caller_voiced_ms: int = 0
    caller_began_at_ms: float | None = None
    model_failures: int = 0
    """Failed model requests since the last complete answer."""
    silences: int = 0
    """Prompts given since the caller last said something."""
    booking_id: str | None = None
    message_id: str | None = None
    emergency: bool = False
    trouble: str = ""
    """Why the call could not go its normal way; ends up as the row's reason."""
    gone: str | None = None
    """Set once the stream is gone: what was wrong with it, empty when nothing was."""
    answered_at_ms: float | None = None
    first_audio_at_ms: float | None = None
    """When the first sound of the greeting went to the carrier."""
    ended_at_ms: float | None = None
    outcome: str | None = None

    @property
    def agent_turn(self) -> AgentTurn | None:
        """The agent turn numbered `turn_id`, when it has begun."""
        for turn in reversed(self.turns):
            if isinstance(turn, AgentTurn):
                return turn if turn.turn_id == self.turn_id else None
        return None

    @property
    def owes_answer(self) -> bool:
        """Whether the model has not even been asked for the turn under way."""
        turn = self.agent_turn
        return turn is not None and turn.answers and self.generation_turn_id != turn.turn_id

    @property
    def awaits_stop(self) -> bool:
        """Whether the voice has been stopped and has not said yet how far the caller heard it."""
        return any(
            isinstance(turn, AgentTurn) and turn.interrupted and not turn.settled for turn in self.turns
        )

    @property
    def pending_tools(self) -> tuple[ToolUse, ...]:
        """Tools begun and not finished, over all turns; a barge-in does not cancel them."""
        return tuple(
            tool
            for turn in self.turns
            if isinstance(turn, AgentTurn)
            for tool in turn.tools
            if tool.content is None
        )
