"""Speech for the ElevenLabs stand-in: spoken, or by the script, in the format the client asked for."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from domain.audio import BYTES_PER_MS, duration_ms
from sandbox.options import ScriptedTimings
from sandbox.speech.marked import marked_speech
from sandbox.speech.mulaw import encode_ulaw
from sandbox.speech.speaker import Speaker
from sandbox.speech.voices import AGENT, Voice

_CHUNK_MS = 100
_MARKED_PACE_S = 0.02
"""Marked speech comes at five times its own pace, so that there is a connection to break while it is made."""
_TONE_HZ, _TONE_AMPLITUDE = 440, 8000
OUTPUT_FORMATS = {
    "ulaw_8000": 8000,
    "pcm_8000": 8000,
    "pcm_16000": 16000,
    "pcm_22050": 22050,
    "pcm_24000": 24000,
    "pcm_44100": 44100,
    "pcm_48000": 48000,
}
"""The formats this stand-in speaks, with their sample rates."""

VENDOR_FORMATS = frozenset(OUTPUT_FORMATS) | {
    "mp3_22050_32", "mp3_24000_48", "mp3_44100_32", "mp3_44100_64", "mp3_44100_96", "mp3_44100_128",
    "mp3_44100_192", "pcm_32000", "alaw_8000", "opus_48000_32", "opus_48000_64", "opus_48000_96",
    "opus_48000_128", "opus_48000_192",
}  # fmt: skip
"""The formats ElevenLabs speaks."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some audio in the client's format, and how long it sounds."""

    audio: bytes
    duration_ms: float


class Voicing:
    """Makes speech for requests; by the script when there are timings."""

    def __init__(self, speaker: Speaker, scripted: ScriptedTimings | None, voice: Voice = AGENT) -> None:
        self._speaker = speaker
        self._scripted = scripted
        self._voice = voice

    async def speak(self, text: str, output_format: str, rate: float = 1.0) -> AsyncGenerator[Chunk]:
        """The text in chunks of 100 ms; the last may be shorter.

        Raises:
            KeyError: not one of `OUTPUT_FORMATS`.
            WorkerFailed: the voice process keeps dying.
        """
        sample_rate_hz = OUTPUT_FORMATS[output_format]
        if self._scripted is not None:
            await asyncio.sleep(self._scripted.speech_first_ms / 1000)
            if self._scripted.marked and output_format == "ulaw_8000":
                speech = marked_speech(text, ms_per_character=self._scripted.ms_per_character)
                size = BYTES_PER_MS * _CHUNK_MS
                for start in range(0, len(speech), size):
                    piece = speech[start : start + size]
                    yield Chunk(piece, duration_ms(len(piece)))
                    await asyncio.sleep(_MARKED_PACE_S)
                return
            for chunk in _scripted_chunks(output_format, self._scripted.sentence_audio_ms):
                yield chunk
            return
        samples = await self._speaker.speak_samples(text, self._voice, rate, sample_rate_hz=sample_rate_hz)
        for chunk in _chunks(samples, output_format):
            yield chunk


def _chunks(samples: NDArray[np.int16], output_format: str) -> list[Chunk]:
    sample_rate_hz = OUTPUT_FORMATS[output_format]
    size = sample_rate_hz * _CHUNK_MS // 1000
    encode = encode_ulaw if output_format.startswith("ulaw") else _little_endian
    pieces = [samples[start : start + size] for start in range(0, len(samples), size)]
    return [Chunk(encode(piece), 1000 * len(piece) / sample_rate_hz) for piece in pieces]


@cache
def _scripted_chunks(output_format: str, duration_ms: int) -> tuple[Chunk, ...]:
    """A plain tone: no frame of it can be taken for silence."""
    sample_rate_hz = OUTPUT_FORMATS[output_format]
    time_s = np.arange(sample_rate_hz * duration_ms // 1000) / sample_rate_hz
    tone = (_TONE_AMPLITUDE * np.sin(2 * np.pi * _TONE_HZ * time_s)).astype(np.int16)
    return tuple(_chunks(tone, output_format))


def _little_endian(samples: NDArray[np.int16]) -> bytes:
    return samples.astype("<i2").tobytes()
