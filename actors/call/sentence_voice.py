"""A business's voice, and another one that stands in for it."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from actors.call.racing import first_to_begin
from actors.call.voice_plan import VoicePlan
from domain.audio import duration_ms
from domain.errors import ProviderError, UnusableAnswer
from domain.speech_length import is_too_short
from providers.ports import TextToSpeech
from services.vendor_circuits import ALWAYS_CLOSED, VendorCircuit

RACE_AFTER_S = 1.5
"""Without a first piece of audio by then a second request is made: the first one usually comes after 0.15 to 0.25 s."""


class SentenceVoice:
    """Speaks one call's sentences.

    Args:
        voice_id: the business's.
        fallback_voice_id: speaks while that one fails; None, or the same, for none.
        circuit: what the node knows of the vendor.
    """

    def __init__(
        self,
        text_to_speech: TextToSpeech,
        *,
        voice_id: str,
        language: str,
        fallback_voice_id: str | None = None,
        circuit: VendorCircuit = ALWAYS_CLOSED,
    ) -> None:
        self._text_to_speech = text_to_speech
        self._voice_id = voice_id
        self._fallback_voice_id = fallback_voice_id
        self._language = language
        self._circuit = circuit

    def plan(self) -> VoicePlan:
        """The attempts at the next sentence."""
        has_fallback = self._fallback_voice_id not in (None, self._voice_id)
        avoided = not self._circuit.admits()
        return VoicePlan(has_fallback, fallback=avoided and has_fallback, hurried=avoided)

    async def stream(self, text: str, *, fallback: bool) -> AsyncGenerator[bytes]:
        """The sentence spoken: µ-law 8 kHz as it arrives. Raises ProviderError."""
        voice_id = self._fallback_voice_id if fallback and self._fallback_voice_id else self._voice_id
        sent_bytes = 0
        try:
            spoken = first_to_begin(
                lambda: self._text_to_speech.stream(text, voice_id=voice_id, language=self._language),
                RACE_AFTER_S,
            )
            async with aclosing(spoken) as chunks:
                async for chunk in chunks:
                    sent_bytes += len(chunk)
                    yield chunk
            if is_too_short(text, duration_ms(sent_bytes)):
                reason = f"{sent_bytes} bytes are no sentence"
                raise UnusableAnswer("text_to_speech", "stream", reason, retryable=True)
        except ProviderError as error:
            if not fallback:
                self._circuit.failed(error)
            raise
        if not fallback:
            self._circuit.succeeded()
