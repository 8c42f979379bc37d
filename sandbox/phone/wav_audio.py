"""WAV files as telephone audio.

Source: https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
"""

import struct
from pathlib import Path

import numpy as np

from domain.audio import LINEAR, SAMPLE_RATE_HZ, pcm16_to_ulaw
from domain.errors import ReceptionistError

_PCM = 1
_ULAW = 7
_EXTENSIBLE = 0xFFFE
_CUTOFF = 0.45
_HALF_WIDTH = 16
_TABLE = np.array(LINEAR, dtype=np.float64)


class WavError(ReceptionistError):
    """The file is not a WAV file this phone can play."""


def read_ulaw(path: str | Path) -> bytes:
    """The file's sound as µ-law, 8000 Hz mono.

    Takes 8- and 16-bit PCM and µ-law (which the standard library's `wave` refuses) at any rate; channels are mixed.

    Raises:
        WavError: anything else.
    """
    name = str(path)
    data = Path(path).read_bytes()
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise WavError(f"{name}: not a WAV file")
    chunks = _chunks(data)
    layout, sound = chunks.get(b"fmt "), chunks.get(b"data")
    if layout is None or sound is None or len(layout) < 16:
        raise WavError(f"{name}: a WAV file needs a fmt and a data chunk")
    encoding, channels, rate_hz, _, _, bits = struct.unpack("<HHIIHH", layout[:16])
    if encoding == _EXTENSIBLE and len(layout) >= 26:
        encoding = int.from_bytes(layout[24:26], "little")
    if channels < 1 or rate_hz < 1000:
        raise WavError(f"{name}: {channels} channels at {rate_hz} Hz")
    if (encoding, bits, channels, rate_hz) == (_ULAW, 8, 1, SAMPLE_RATE_HZ):
        return sound
    samples = _samples(name, encoding, bits, sound)
    frames = samples[: len(samples) // channels * channels].reshape(-1, channels).mean(axis=1)
    pcm = np.clip(np.round(resample(frames, rate_hz)), -32768, 32767).astype("<i2")
    return pcm16_to_ulaw(pcm.tobytes())


def resample(samples: np.ndarray, rate_hz: int) -> np.ndarray:
    """Float samples at 8000 Hz: a windowed-sinc low-pass at the source rate, then linear interpolation."""
    if rate_hz == SAMPLE_RATE_HZ or not len(samples):
        return samples
    if rate_hz > SAMPLE_RATE_HZ:
        ratio = rate_hz / SAMPLE_RATE_HZ
        half = int(_HALF_WIDTH * ratio)
        offsets = np.arange(-half, half + 1)
        taps = np.sinc(2 * _CUTOFF * offsets / ratio) * np.hamming(len(offsets))
        samples = (
            np.convolve(samples, taps / taps.sum(), mode="same") if len(samples) > len(taps) else samples
        )
    count = int(len(samples) * SAMPLE_RATE_HZ / rate_hz)
    return np.interp(np.arange(count) * (rate_hz / SAMPLE_RATE_HZ), np.arange(len(samples)), samples)


def _samples(name: str, encoding: int, bits: int, sound: bytes) -> np.ndarray:
    if encoding == _ULAW and bits == 8:
        return _TABLE[np.frombuffer(sound, np.uint8)]
    if encoding == _PCM and bits == 8:
        return (np.frombuffer(sound, np.uint8).astype(np.float64) - 128) * 256
    if encoding == _PCM and bits == 16:
        return np.frombuffer(sound[: len(sound) // 2 * 2], "<i2").astype(np.float64)
    raise WavError(f"{name}: 8- or 16-bit PCM or µ-law is wanted, not encoding {encoding} with {bits} bits")


def _chunks(data: bytes) -> dict[bytes, bytes]:
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        chunks.setdefault(data[at : at + 4], data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return chunks
