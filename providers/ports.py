"""The ports: what each provider does for the system, whichever vendor is behind it.

Every implementation sets its own timeout on the first *useful* chunk and between chunks, raises `ProviderError`
(never an SDK's own error) and honours cancellation by closing its connection.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.call_control import CallControl
from domain.dialogue.messages import ModelRequest, ToolCall
from domain.receptionist.content import Eagerness


# --- speech to text ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The recogniser hears speech; earlier than any words."""


@dataclass(frozen=True, slots=True)
class PartialTranscript:
    """The words of the current utterance so far; replaces the previous partial."""

    text: str


@dataclass(frozen=True, slots=True)
class EagerEnd:
    """The turn is probably over; `UtteranceEnd` with the same text, or `TurnResumed`, follows.

    `confidence` is how sure the vendor is of the end, 0 to 1.
    """

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TurnResumed:
    """The speaker went on after an `EagerEnd`."""


@dataclass(frozen=True, slots=True)
class UtteranceEnd:
    """The speaker's turn is over. `text` is empty when what started was only noise.

    `confidence` is how sure the vendor is of the words, 0 to 1.
    `audio_end_ms` is where in the audio sent so far the last word ended, when the vendor tells.
    """

    text: str
    confidence: float
    audio_end_ms: float | None = None


@dataclass(frozen=True, slots=True)
class StillListening:
    """The recogniser is well, and nothing new has been said."""


SpeechEvent = SpeechStarted | PartialTranscript | EagerEnd | TurnResumed | UtteranceEnd | StillListening


class Transcriber(Protocol):
    """One open recognition stream. Reads and writes may run concurrently; each from one task."""

    async def send(self, audio: bytes) -> None:
        """Hands over µ-law audio, any length. Raises ProviderError when the connection is gone."""
        ...

    def events(self) -> AsyncIterator[SpeechEvent]:
        """What the recogniser hears, in order, until `finish`. Raises ProviderError when the connection breaks.

        `StillListening` comes for every message that tells nothing else.
        """
        ...

    async def finish(self) -> None:
        """Tells the vendor no more audio comes; `events` then ends."""
        ...


class SpeechToText(Protocol):
    """Speech recognition."""

    def open(
        self,
        *,
        language: str,
        keyterms: Sequence[str],
        fallback: bool = False,
        eagerness: Eagerness = Eagerness.NORMAL,
    ) -> AbstractAsyncContextManager[Transcriber]:
        """A new recognition stream for µ-law 8 kHz audio; `keyterms` are names it should favour.

        With `fallback` it is the vendor's next best recogniser of that language. `eagerness` says how soon a pause ends
        the caller's turn.
        """
        ...

    async def ping(self) -> None:
        """Raises ProviderError unless the vendor answers with these credentials."""
        ...


# --- language model ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TextDelta:
    """More of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCallsReady:
    """All tool calls of this answer, complete and parsed; comes once, after any text.

    Their ids are the vendor's and may be empty or repeated. Names are as the vendor takes them back.
    """

    calls: tuple[ToolCall, ...]


CUT_SHORT = frozenset({"length", "content_filter"})
"""Source: https://platform.openai.com/docs/api-reference/chat/object (finish_reason)"""


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """The answer is complete. Token counts are None when the vendor did not report them.

    `cached_tokens` are those of the prompt that the vendor had kept, and takes less for.
    """

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    reason: str = "stop"
    cached_tokens: int | None = None

    @property
    def cut_short(self) -> bool:
        """Whether more was to come: the token limit or a filter ended the answer. It then holds no tool calls."""
        return self.reason in CUT_SHORT


ModelChunk = TextDelta | ToolCallsReady | AnswerFinished


class LanguageModel(Protocol):
    """The model that writes the agent's answers."""

    def stream(self, request: ModelRequest) -> AsyncGenerator[ModelChunk]:
        """The answer as it is written; ends with exactly one `AnswerFinished`."""
        ...

    async def ping(self) -> None:
        """Raises ProviderError unless the vendor answers with these credentials."""
        ...


# --- text to speech ---------------------------------------------------------------------------------------------
class TextToSpeech(Protocol):
    """Speech synthesis."""

    def stream(self, text: str, *, voice_id: str, language: str) -> AsyncGenerator[bytes]:
        """The sentence spoken: µ-law 8 kHz chunks of any length as they arrive, no header."""
        ...

    async def ping(self) -> None:
        """Raises ProviderError unless the vendor answers with these credentials."""
        ...


# --- carrier ----------------------------------------------------------------------------------------------------
class Carrier(Protocol):
    """The telephone company: what can be asked of it beside the answers to its webhooks."""

    async def redirect_call(self, call_sid: str, step: CallControl) -> None:
        """Has the live call do this instead of what it is doing.

        Raises:
            CallEnded: the call is over.
            ProviderError: it is unknown whether the call was redirected.
        """
        ...

    async def end_call(self, call_sid: str) -> None:
        """Hangs up."""
        ...

    async def send_sms(self, *, to: str, from_: str, body: str, report_to: str | None = None) -> str:
        """Sends a text message; returns the carrier's id for it.

        Args:
            report_to: where the carrier tells what becomes of it.

        Raises:
            ProviderError: refused; without a status it is unknown whether the message was taken.
        """
        ...

    async def find_sms(self, *, to: str, from_: str, body: str, since: datetime) -> str | None:
        """The carrier's id of a message it took since then; None when it has none like it. Raises ProviderError."""
        ...

    async def ping(self) -> None:
        """Raises ProviderError unless the vendor answers with these credentials."""
        ...
