"""Flux: English recognition that knows where turns end.

Source: https://developers.deepgram.com/docs/flux/state
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from deepgram.listen.v2.types.listen_v2turn_info import ListenV2TurnInfo

from domain.errors import ProviderError
from providers.deepgram.failures import PROVIDER
from providers.deepgram.socket import RecognitionSocket
from providers.ports import (
    EagerEnd,
    PartialTranscript,
    SpeechEvent,
    SpeechStarted,
    StillListening,
    TurnResumed,
    UtteranceEnd,
)

OPERATION = "listen.v2"


class FluxTurns:
    """Turns v2 messages into speech events.

    Every message names its turn (`turn_index`, rising). What comes late or twice of a turn that is over changes
    nothing; a turn that was never said to be over ends as it stood when the next one begins.
    """

    def __init__(self) -> None:
        self._speaking = False
        self._partial = ""
        self._turn_index: int | None = None
        self._over = -1

    def events(self, message: Any) -> Sequence[SpeechEvent]:
        """What this message tells; nothing for messages about the connection.

        Raises:
            ProviderError: the vendor reported a fatal error, or a turn without its required fields.
        """
        kind = getattr(message, "type", None)
        if kind == "Error":
            code, description = getattr(message, "code", None), getattr(message, "description", None)
            raise ProviderError(PROVIDER, OPERATION, f"{code}: {description}", retryable=True)
        if kind != "TurnInfo":
            return ()
        try:
            return self._turn(message)
        except (AttributeError, TypeError) as error:
            raise ProviderError(PROVIDER, OPERATION, "sent a malformed TurnInfo", retryable=True) from error

    def _turn(self, turn: ListenV2TurnInfo) -> Sequence[SpeechEvent]:
        text = turn.transcript.strip()
        # Servers that speak the protocol without numbering turns are taken at their word.
        index = getattr(turn, "turn_index", None)
        if index is not None and index <= self._over:
            return ()
        events: list[SpeechEvent] = list(self._end_unended(index))
        self._turn_index = index
        if turn.event == "EndOfTurn":
            self._is_over()
            return (*events, UtteranceEnd(text, _words_confidence(turn), _audio_end_ms(turn)))
        if turn.event == "StartOfTurn" or (text and not self._speaking):
            self._speaking = True
            events.append(SpeechStarted())
        if turn.event == "EagerEndOfTurn":
            self._partial = text
            events.append(EagerEnd(text, float(turn.end_of_turn_confidence)))
            return events
        if turn.event == "TurnResumed":
            events.append(TurnResumed())
        if text and text != self._partial:
            self._partial = text
            events.append(PartialTranscript(text))
        return events

    def _end_unended(self, index: int | None) -> Sequence[SpeechEvent]:
        """The end of the turn before, when the vendor goes on to the next without a word about it."""
        if index is None or self._turn_index is None or index <= self._turn_index or not self._partial:
            return ()
        ended = UtteranceEnd(self._partial, 0.0)
        self._is_over()
        return (ended,)

    def _is_over(self) -> None:
        if self._turn_index is not None:
            self._over = self._turn_index
        self._speaking, self._partial = False, ""


class FluxTranscriber:
    """One open Flux stream."""

    def __init__(self, socket: RecognitionSocket) -> None:
        self._socket = socket
        self._turns = FluxTurns()

    def greeted(self, first: Any) -> None:
        """Takes the first message. Raises ProviderError unless it is the vendor's `Connected`."""
        self._turns.events(first)
        if getattr(first, "type", None) != "Connected":
            raise ProviderError(PROVIDER, OPERATION, "did not begin with Connected", retryable=True)

    async def send(self, audio: bytes) -> None:
        await self._socket.send(audio)

    async def events(self) -> AsyncIterator[SpeechEvent]:
        while (message := await self._socket.receive()) is not None:
            for event in self._turns.events(message) or (StillListening(),):
                yield event

    async def finish(self) -> None:
        await self._socket.finish()


def _words_confidence(turn: ListenV2TurnInfo) -> float:
    confidences = [word.confidence for word in turn.words]
    return sum(confidences) / len(confidences) if confidences else float(turn.end_of_turn_confidence)


def _audio_end_ms(turn: ListenV2TurnInfo) -> float | None:
    end = getattr(turn.words[-1], "end", None) if turn.words else None
    return float(end) * 1000 if end is not None else None
