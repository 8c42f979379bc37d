"""The callers' voice: made-up vowels that every detector takes for continuous speech.

Glottal pulses through three formant resonators, gliding from vowel to vowel. The loudness dips between syllables but
never goes away: no 20 ms frame of it is silent, so that "the last voiced frame" is one exact frame.
"""

from functools import lru_cache

import numpy as np

from domain.audio import FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ, pcm16_to_ulaw

_VOWELS_HZ = ((700, 1220, 2600), (390, 1990, 2550), (490, 1350, 1690), (300, 870, 2240), (530, 1840, 2480))
"""Formants of five vowels. Source: Peterson and Barney 1952, https://doi.org/10.1121/1.1906875"""

_BANDWIDTHS_HZ = (70, 100, 140)
_SYLLABLE_MS = 180
_DIP = 0.45
_PEAK = 14_000
_STEP_SAMPLES = SAMPLE_RATE_HZ // 100
_PITCHES_HZ = (105, 125, 150, 185, 210)


@lru_cache(maxsize=32)
def utterance(duration_ms: int = 1500, speaker: int = 0) -> bytes:
    """Voiced speech as µ-law, 160 bytes per 20 ms; whole frames, voiced from the first to the last.

    Args:
        duration_ms: rounded up to whole frames.
        speaker: picks the pitch; the same speaker always says the same.
    """
    frames = -(-duration_ms // FRAME_MS)
    count = frames * FRAME_BYTES
    time_s = np.arange(count) / SAMPLE_RATE_HZ
    pitch_hz = _PITCHES_HZ[speaker % len(_PITCHES_HZ)] * (1 + 0.06 * np.sin(2 * np.pi * 2.3 * time_s))
    phase = np.cumsum(pitch_hz / SAMPLE_RATE_HZ)
    pulses = np.diff(np.floor(phase), prepend=0.0)
    breath = np.random.default_rng(speaker).normal(0, 0.01, count)
    sound = _through_formants(pulses + breath)
    syllable = 0.5 - 0.5 * np.cos(2 * np.pi * time_s * 1000 / _SYLLABLE_MS)
    sound *= _DIP + (1 - _DIP) * syllable
    # The dips must not follow the formants' own differences in loudness below what a detector hears.
    level = np.sqrt(np.convolve(sound**2, np.ones(FRAME_BYTES) / FRAME_BYTES, mode="same"))
    sound /= np.maximum(level, 1e-9) ** 0.7
    sound *= _PEAK / np.max(np.abs(sound))
    return pcm16_to_ulaw(sound.astype("<i2").tobytes())


def _through_formants(source: np.ndarray) -> np.ndarray:
    """Three second-order resonators in series, retuned every 10 ms on the way from vowel to vowel.

    Source: Klatt 1980, https://doi.org/10.1121/1.383940
    """
    sound = source.tolist()
    for formant, bandwidth_hz in enumerate(_BANDWIDTHS_HZ):
        radius = float(np.exp(-np.pi * bandwidth_hz / SAMPLE_RATE_HZ))
        before = earlier = 0.0
        a = b = c = 0.0
        for index, sample in enumerate(sound):
            if index % _STEP_SAMPLES == 0:
                angle = 2 * np.pi * _formant_hz(formant, index) / SAMPLE_RATE_HZ
                b, c = 2 * radius * float(np.cos(angle)), -radius * radius
                a = 1 - b - c
            value = a * sample + b * before + c * earlier
            earlier, before = before, value
            sound[index] = value
    return np.array(sound)


def _formant_hz(formant: int, sample: int) -> float:
    place = sample * 1000 / SAMPLE_RATE_HZ / _SYLLABLE_MS
    now, after = (_VOWELS_HZ[(int(place) + step) % len(_VOWELS_HZ)][formant] for step in (0, 1))
    return now + (after - now) * (place % 1)
