"""Fixed wording is spoken ahead: what a caller hears while a vendor fails cannot be asked of the vendor then."""

import asyncio
from contextlib import aclosing
from dataclasses import fields

import structlog

from domain.audio import duration_ms
from domain.dialogue.lines import Lines, lines_for
from domain.errors import ProviderError
from domain.speech_length import is_plausible
from providers.ports import TextToSpeech
from services.phrases import Phrases

log = structlog.get_logger()

BEGIN_AFTER_S = 3.0
"""A call's first seconds are its greeting's."""

STOCKED = (
    "fillers",
    "cut_off_say_again",
    "model_failed_transfer",
    "model_failed_goodbye",
    "transferring",
    "still_there",
    "goodbye",
)
"""Of `Lines`: what is said when something is late or broken."""


class PhraseStock:
    """Fills the phrase cache, for each voice and language once in a process."""

    def __init__(self, text_to_speech: TextToSpeech, phrases: Phrases) -> None:
        self._text_to_speech = text_to_speech
        self._phrases = phrases
        self._filled: set[tuple[str, str]] = set()

    async def fill(self, voice_id: str, language: str) -> None:
        """Speaks what the cache does not hold, one phrase after the other; what fails is left to the next call."""
        if (voice_id, language) in self._filled:
            return
        self._filled.add((voice_id, language))
        try:
            await asyncio.sleep(BEGIN_AFTER_S)
            for text in stocked_texts(lines_for(language)):
                if await self._phrases.get(voice_id, language, text) is None:
                    await self._speak(voice_id, language, text)
        except ProviderError as error:
            self._filled.discard((voice_id, language))
            log.info("phrase_stock.not_filled", reason=str(error))
        except asyncio.CancelledError:
            self._filled.discard((voice_id, language))
            raise

    async def _speak(self, voice_id: str, language: str, text: str) -> None:
        spoken = self._text_to_speech.stream(text, voice_id=voice_id, language=language)
        async with aclosing(spoken) as chunks:
            ulaw = b"".join([chunk async for chunk in chunks])
        if is_plausible(text, duration_ms(len(ulaw))):
            await self._phrases.put(voice_id, language, text, ulaw)


def stocked_texts(lines: Lines) -> tuple[str, ...]:
    """The phrases to have at hand, in one language."""
    values = {field.name: getattr(lines, field.name) for field in fields(lines)}
    texts: list[str] = []
    for name in STOCKED:
        value = values[name]
        texts.extend([value] if isinstance(value, str) else value)
    return tuple(dict.fromkeys(texts))
