"""Speech from text: µ-law telephone audio, spoken by espeak-ng in its own process."""

import json
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from domain.audio import SAMPLE_RATE_HZ
from sandbox.speech.mulaw import encode_ulaw
from sandbox.speech.resampling import resample
from sandbox.speech.voices import Voice
from sandbox.speech.worker_process import WorkerDied, WorkerProcess

_CACHED_SENTENCES = 512
_CHUNK_MS = 60


class Speaker:
    """Speaks; one espeak-ng process behind it, started at first use, restarted when it dies.

    Sentences are spoken one after the other (3 ms a second of speech); repeated ones come from a bounded memory.
    `close` ends the process.
    """

    def __init__(self) -> None:
        self._espeak = WorkerProcess("sandbox.speech.espeak_worker")
        self._known: OrderedDict[tuple[str, Voice, int], NDArray[np.int16]] = OrderedDict()

    async def speak(self, text: str, voice: Voice, rate: float = 1.0) -> AsyncIterator[bytes]:
        """`text` as µ-law 8 kHz chunks of 60 ms (480 bytes; the last may be shorter), no header.

        Args:
            text: what to say; markup is not interpreted.
            voice: who says it.
            rate: speed as a factor of the voice's own.

        Raises:
            WorkerFailed: espeak-ng does not know the voice, or keeps dying.
        """
        ulaw = await self.speak_to_ulaw(text, voice, rate)
        size = _CHUNK_MS * SAMPLE_RATE_HZ // 1000
        for start in range(0, len(ulaw), size):
            yield ulaw[start : start + size]

    async def speak_to_ulaw(self, text: str, voice: Voice, rate: float = 1.0) -> bytes:
        """All of `speak` at once."""
        return encode_ulaw(await self.speak_samples(text, voice, rate))

    async def speak_samples(
        self, text: str, voice: Voice, rate: float = 1.0, *, sample_rate_hz: int = SAMPLE_RATE_HZ
    ) -> NDArray[np.int16]:
        """The same as 16-bit samples at any rate; see `speak`."""
        spoken_by = replace(voice, words_per_minute=round(voice.words_per_minute * rate))
        key = (text, spoken_by, sample_rate_hz)
        if (known := self._known.get(key)) is not None:
            self._known.move_to_end(key)
            return known
        request = _request(text, spoken_by)
        try:
            pcm = await self._espeak.ask(request)
        except WorkerDied:
            pcm = await self._espeak.ask(request)
        samples = resample(np.frombuffer(pcm, dtype="<i2").astype(np.int16), self._rate_hz, sample_rate_hz)
        self._known[key] = samples
        if len(self._known) > _CACHED_SENTENCES:
            self._known.popitem(last=False)
        return samples

    def close(self) -> None:
        """Ends the espeak-ng process."""
        self._espeak.close()

    @property
    def worker_pid(self) -> int | None:
        """The espeak-ng process's id while it runs."""
        return self._espeak.pid

    @property
    def _rate_hz(self) -> int:
        return int(self._espeak.greeting)


def _request(text: str, voice: Voice) -> bytes:
    return json.dumps(
        {
            "text": text,
            "voice": voice.espeak,
            "words_per_minute": voice.words_per_minute,
            "pitch": voice.pitch,
            "range": voice.range_,
            "word_gap": voice.word_gap,
        }
    ).encode()
