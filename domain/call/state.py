"""The state of one call: one phase, one conversation, what is under way.

A call's state is the fold of its journal through `machine.step`; nothing else is needed to take it over.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.call.effects import NextStepKind
from domain.call.events import CallBrief
from domain.call.keys import Keys
from domain.call.model_requests import ModelRequests
from domain.call.patience import Patience
from domain.call.spent import ModelTokens
from domain.call.utterance import Utterance


class Phase(StrEnum):
    """Who has the floor. The values are in digests, snapshots and logs."""

    WAITING = "waiting"
    """The media stream is not open yet."""
    LISTENING = "listening"
    """The caller has the floor."""
    THINKING = "thinking"
    """The caller's turn ended; nothing of the answer is on its way to them yet."""
    SPEAKING = "speaking"
    """The agent has the floor; more of its answer may be on the way."""
    CLOSING = "closing"
    """Last words are sounding; the caller may still take the farewell back."""
    ENDING_STREAM = "leaving"
    """We are closing the media stream, or it is gone already and what the caller wanted is still being done."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CallerTurn:
    """What the caller said, in the recogniser's words.

    Attributes:
        ended_at_ms: when the recogniser said that the turn was over.
        end_of_turn_ms: how long after the caller's last voiced frame that was.
    """

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
        settled_at_ms: when that became known.
    """

    text: str
    canned: bool
    audio_ms: int | None = None
    played_ms: int | None = None
    asked_at_ms: float = 0.0
    """When the voice was asked for it."""
    begun: bool = False
    """Whether some of it has gone to the carrier."""
    lost: bool = False
    """Whether it could not be spoken, or not to its end."""
    settled_at_ms: float | None = None

    @property
    def settled(self) -> bool:
        """Whether it is known how much was heard."""
        return self.played_ms is not None


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A tool call of the model; `content`, what the model is told of its outcome, is None until it finished."""

    tool_call_id: str
    name: str
    arguments: dict[str, Any]
    generation: int
    content: str | None = None
    after_sentence: int = 0
    """How many sentences of the turn were written before it: where it stands in the model's context."""
    ok: bool = False
    """Whether it was done; False until it finished."""
    effect: str | None = None
    """What the call is to do next, as the finished tool said: `transfer`, `end_call` or None."""


class Latency(StrEnum):
    """What is measured of an agent turn, in ms: the keys of `AgentTurn.latency_ms`."""

    END_OF_TURN = "end_of_turn_ms"
    """From the caller's last voiced frame to the recogniser's end of turn."""
    MODEL_FIRST_TOKEN = "model_first_token_ms"  # noqa: S105 - no secret
    """From the request to the model to the first token of its answer."""
    FIRST_SENTENCE = "first_sentence_ms"
    """From the request to the model to its first speakable sentence."""
    FIRST_AUDIO = "first_audio_ms"
    """From the request for speech to its first audio."""
    VOICE_TO_VOICE = "voice_to_voice_ms"
    """From the caller's last voiced frame to the first audio handed to the carrier."""


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
    """By `Latency`, as far as measured; the first measurement of each counts."""

    @property
    def settled(self) -> bool:
        """Whether it is known how much of every sentence was heard."""
        return all(sentence.settled for sentence in self.sentences)

    @property
    def generated_text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


Turn = CallerTurn | AgentTurn


class Recall(StrEnum):
    """What of the caller's takes a farewell back while its words sound."""

    WORDS = "words"
    """Whatever is no farewell itself and no listener's noise."""
    SENSE = "sense"
    """A whole utterance that makes sense: we are hanging up because nobody seems to be there."""
    NEVER = "never"
    """Nothing: we cannot go on."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """How the call ends once the agent's last words have sounded.

    `words` are for the carrier's own voice to say, where ours cannot. `lingers_until_ms` is set once they have sounded
    while the caller was speaking: until then the end of that is awaited.
    """

    next_step: NextStepKind
    words: str = ""
    recall: Recall = Recall.WORDS
    lingers_until_ms: float | None = None


@dataclass(frozen=True, slots=True)
class CallState:
    """Everything the machine knows of a call; `CallState()` before its first event."""

    phase: Phase = Phase.WAITING
    brief: CallBrief | None = None
    turns: tuple[Turn, ...] = ()
    turn_id: int = 0
    """Number of the agent turn under way, or of the last one."""
    utterance: Utterance = field(default_factory=Utterance)
    model: ModelRequests = field(default_factory=ModelRequests)
    spent: ModelTokens = field(default_factory=ModelTokens)
    farewell: Farewell | None = None
    """What comes after the words under way; None while the conversation goes on."""
    lost_sentences: int = 0
    """Sentences in a row that could not be spoken."""
    silences: int = 0
    """Prompts given since the caller last said something."""
    patience: Patience = field(default_factory=Patience)
    keys: Keys | None = None
    """What the caller is typing; None while they are not."""
    held: CallerTurn | None = None
    """A listener's noise over the agent's words under way: an answer, should these end with a question."""
    booking_id: str | None = None
    message_id: str | None = None
    emergency: bool = False
    trouble: str = ""
    """Why the call could not go its normal way; ends up as the row's reason."""
    stream_gone: str | None = None
    """What was wrong with the media stream when it ended, empty for an orderly end; None while there is one."""
    detached_at_ms: float | None = None
    """When the call was detached from its process to migrate to a fresh media stream; None once it has that."""
    answered_at_ms: float | None = None
    first_audio_at_ms: float | None = None
    """When the first sound of the greeting went to the carrier."""
    ended_at_ms: float | None = None
    """When the media stream ended."""
    outcome: str | None = None
    """The call in one word, once it has ended: see `ending.outcome_of`."""

    @property
    def agent_turn(self) -> AgentTurn | None:
        """The agent turn numbered `turn_id`, when it has begun."""
        for turn in reversed(self.turns):
            if isinstance(turn, AgentTurn):
                return turn if turn.turn_id == self.turn_id else None
        return None

    @property
    def agent_turns(self) -> tuple[AgentTurn, ...]:
        """The agent's turns so far, in order."""
        return tuple(turn for turn in self.turns if isinstance(turn, AgentTurn))

    @property
    def owes_answer(self) -> bool:
        """Whether the model has not even been asked for the turn under way."""
        turn = self.agent_turn
        return turn is not None and turn.answers and self.model.turn_id != turn.turn_id

    @property
    def works_on_answer(self) -> bool:
        """Whether the model or a tool is at work on the agent's words, or the model is still to be asked for them."""
        return self.model.busy or bool(self.pending_tools) or self.owes_answer

    @property
    def awaits_stop(self) -> bool:
        """Whether the voice has been stopped and has not said yet how far the caller heard it."""
        return any(turn.interrupted and not turn.settled for turn in self.agent_turns)

    @property
    def pending_tools(self) -> tuple[ToolUse, ...]:
        """Tools begun and not finished, over all turns; a barge-in does not cancel them."""
        return tuple(tool for turn in self.agent_turns for tool in turn.tools if tool.content is None)
