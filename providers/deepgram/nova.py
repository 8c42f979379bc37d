"""Nova: recognition in the other languages, with turns put together from final segments.

Source: https://developers.deepgram.com/docs/understand-endpointing-interim-results
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from deepgram.listen.v1.types.listen_v1results import ListenV1Results

from domain.errors import ProviderError
from providers.deepgram.failures import PROVIDER
from providers.deepgram.socket import RecognitionSocket
from providers.ports import PartialTranscript, SpeechEvent, SpeechStarted, StillListening, UtteranceEnd

OPERATION = "listen.v1"

_CHINESE = ("zh-CN", "zh-HK", "zh-Hans", "zh-Hant", "zh-TW")
REGIONAL_LANGUAGES = frozenset(
    ("da-DK", "de-CH", "es-419", "fr-CA", "ko-KR", "nl-BE", "pt-BR", "pt-PT", "sv-SE", "th-TH", *_CHINESE)
)
"""The tags with a region that nova-3 knows; any other is asked for by its language alone.

Source: https://developers.deepgram.com/docs/models-languages-overview
"""


def nova_language(language: str) -> str:
    """The `language` parameter for a BCP 47 tag: `de-AT` gives `de`, `fr-CA` itself, `multi` itself."""
    return language if language in REGIONAL_LANGUAGES else language.partition("-")[0]


class NovaUtterances:
    """Turns v1 messages into speech events.

    The words of an utterance come in final segments; it ends at the segment marked `speech_final`, or at an
    `UtteranceEnd` message when background noise hides the pause. Whichever comes first ends it, once.
    """

    def __init__(self) -> None:
        self._segments: list[str] = []
        self._confidences: list[float] = []
        self._audio_end_ms: float | None = None
        self._speaking = False
        self._partial = ""

    def events(self, message: Any) -> Sequence[SpeechEvent]:
        """What this message tells; nothing for messages about the connection.

        Raises:
            ProviderError: the vendor reported an error, or results without their required fields.
        """
        kind = getattr(message, "type", None)
        if kind == "SpeechStarted":
            return self._started()
        if kind == "UtteranceEnd":
            return self.end() if self._segments else ()
        if kind == "Error":
            raise ProviderError(PROVIDER, OPERATION, f"{getattr(message, 'description', '')}", retryable=True)
        if kind != "Results":
            return ()
        try:
            return self._results(message)
        except (AttributeError, TypeError, IndexError) as error:
            raise ProviderError(PROVIDER, OPERATION, "sent malformed Results", retryable=True) from error

    def end(self) -> Sequence[SpeechEvent]:
        """Ends the utterance under way, if there is one; its text may be empty when only noise was heard."""
        if not self._speaking:
            return ()
        confidence = sum(self._confidences) / len(self._confidences) if self._confidences else 0.0
        ended = UtteranceEnd(" ".join(self._segments), confidence, self._audio_end_ms)
        self._segments.clear()
        self._confidences.clear()
        self._audio_end_ms, self._speaking, self._partial = None, False, ""
        return (ended,)

    def _started(self) -> list[SpeechEvent]:
        if self._speaking:
            return []
        self._speaking = True
        return [SpeechStarted()]

    def _results(self, results: ListenV1Results) -> Sequence[SpeechEvent]:
        best = results.channel.alternatives[0]
        text = best.transcript.strip()
        events: list[SpeechEvent] = self._started() if text else []
        if text:
            words = " ".join([*self._segments, text])
            if words != self._partial:
                self._partial = words
                events.append(PartialTranscript(words))
            if results.is_final:
                self._segments.append(text)
                self._confidences.append(float(best.confidence))
                self._audio_end_ms = float(best.words[-1].end) * 1000 if best.words else None
        if results.speech_final:
            events.extend(self.end())
        return events


class NovaTranscriber:
    """One open nova stream."""

    def __init__(self, socket: RecognitionSocket) -> None:
        self._socket = socket
        self._utterances = NovaUtterances()

    async def send(self, audio: bytes) -> None:
        await self._socket.send(audio)

    async def events(self) -> AsyncIterator[SpeechEvent]:
        while (message := await self._socket.receive()) is not None:
            for event in self._utterances.events(message) or (StillListening(),):
                yield event
        for event in self._utterances.end():
            yield event

    async def finish(self) -> None:
        await self._socket.finish()
