"""Voices made of harmonics: no words, but the pitch, formants, syllables and hisses that a voice is told by."""

from dataclasses import dataclass

import numpy as np

from domain.audio import SAMPLE_RATE_HZ, pcm16_to_ulaw

FULL_SCALE = 32768.0

_VOWELS = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410))
"""Formants in Hz. Source: Peterson and Barney (1952), men."""
_WIDTH_HZ = 90.0

_CODES = np.frombuffer(pcm16_to_ulaw(np.arange(-32768, 32768, dtype="<i2").tobytes()), np.uint8)
"""µ-law of every 16-bit sample, from the least."""


@dataclass(frozen=True, slots=True)
class Speaker:
    pitch_hz: float
    seed: int
    syllable_s: float = 0.2


AGENT = Speaker(pitch_hz=205, seed=1, syllable_s=0.17)
CALLER = Speaker(pitch_hz=112, seed=2)


def speech(speaker: Speaker, seconds: float, level_db: float = -20.0) -> np.ndarray:
    """Somebody talking, as 16-bit samples at 8 kHz.

    Args:
        level_db: rms of what sounds, below full scale.
    """
    rng = np.random.default_rng(speaker.seed)
    count = int(seconds * SAMPLE_RATE_HZ)
    sound = np.zeros(count)
    at = 0
    while at < count:
        length = int(speaker.syllable_s * rng.uniform(0.7, 1.4) * SAMPLE_RATE_HZ)
        syllable = _syllable(speaker, rng, length)
        sound[at : at + length] += syllable[: count - at]
        pause_s = rng.uniform(0.15, 0.3) if rng.random() < 0.15 else rng.uniform(0.0, 0.04)
        at += length + int(pause_s * SAMPLE_RATE_HZ)
    loud = sound[np.abs(sound) > 0.02 * np.abs(sound).max()]
    return sound * (FULL_SCALE * 10 ** (level_db / 20) / np.sqrt((loud**2).mean()))


def noise(seconds: float, level_db: float, seed: int = 3) -> np.ndarray:
    """White noise."""
    rng = np.random.default_rng(seed)
    return rng.normal(0, FULL_SCALE * 10 ** (level_db / 20), int(seconds * SAMPLE_RATE_HZ))


def hum(seconds: float, level_db: float, hz: float = 50.0) -> np.ndarray:
    """Mains hum with its harmonics."""
    t = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    wave = sum(np.sin(2 * np.pi * hz * k * t) / k for k in (1, 2, 3, 5, 7))
    return wave * (FULL_SCALE * 10 ** (level_db / 20) / np.sqrt((wave**2).mean()))


def ulaw(samples: np.ndarray) -> bytes:
    """As the telephone brings it."""
    return _CODES[np.clip(np.round(samples), -32768, 32767).astype(int) + 32768].tobytes()


def _syllable(speaker: Speaker, rng: np.random.Generator, length: int) -> np.ndarray:
    formants = _VOWELS[rng.integers(len(_VOWELS))]
    hiss = int(length * rng.uniform(0.1, 0.35))
    t = np.arange(length) / SAMPLE_RATE_HZ
    pitch = speaker.pitch_hz * rng.uniform(0.85, 1.2) * (1 + rng.uniform(-0.15, 0.15) * t / t[-1])
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE_HZ
    vowel = np.zeros(length)
    for k in range(1, int(3400 / speaker.pitch_hz) + 1):
        hz = k * speaker.pitch_hz
        strength = (
            sum(1 / (n + 1) / (1 + ((hz - f) / _WIDTH_HZ) ** 2) for n, f in enumerate(formants)) / k**0.5
        )
        vowel += strength * np.sin(k * phase)
    vowel *= np.sin(np.pi * np.clip((np.arange(length) - hiss * 0.7) / (length - hiss * 0.7), 0, 1)) ** 0.6
    hissing = np.diff(rng.normal(0, 0.05 * np.abs(vowel).max(), length + 1))
    hissing[hiss:] = 0
    return vowel + hissing
