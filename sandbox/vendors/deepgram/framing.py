"""The client's audio, whatever its form, as 20 ms frames of µ-law 8 kHz."""

import numpy as np

from domain.audio import FRAME_BYTES, SAMPLE_RATE_HZ
from sandbox.speech.mulaw import encode_ulaw
from sandbox.speech.resampling import Resampler
from sandbox.vendors.deepgram.parameters import AudioFormat


class Framer:
    """Cuts a stream of any chunk size into frames; keeps what is left for the next chunk."""

    def __init__(self, audio: AudioFormat) -> None:
        self._linear = audio.encoding == "linear16"
        self._resampler = (
            Resampler(audio.sample_rate_hz, SAMPLE_RATE_HZ)
            if audio.sample_rate_hz != SAMPLE_RATE_HZ
            else None
        )
        self._rest = b""
        self._odd = b""

    def frames(self, chunk: bytes) -> list[bytes]:
        """The frames completed by this chunk: 160 bytes each."""
        if self._linear:
            chunk = self._ulaw(chunk)
        if not self._rest and len(chunk) == FRAME_BYTES:
            return [chunk]
        held = self._rest + chunk
        whole = len(held) - len(held) % FRAME_BYTES
        self._rest = held[whole:]
        return [held[start : start + FRAME_BYTES] for start in range(0, whole, FRAME_BYTES)]

    def _ulaw(self, chunk: bytes) -> bytes:
        held = self._odd + chunk
        whole = len(held) - len(held) % 2
        self._odd = held[whole:]
        samples = np.frombuffer(held[:whole], dtype="<i2").astype(np.int16)
        return encode_ulaw(samples if self._resampler is None else self._resampler.feed(samples))
