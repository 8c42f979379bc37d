"""Sample-rate conversion for the stand-ins' voices: a windowed-sinc filter bank, fed in pieces.

Good enough for offline speech (passband to 3.5 kHz, images under -70 dB); live audio never passes through it.
"""

from math import gcd

import numpy as np
from numpy.typing import NDArray

_TAPS = 128
_KAISER_BETA = 7.0


class Resampler:
    """Converts a stream of 16-bit mono samples from one rate to another.

    The output lags by half the filter (2.9 ms at 22.05 kHz), which is trimmed from the start, so that the converted
    stream is as long as the original.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        divisor = gcd(from_hz, to_hz)
        self._up, self._down = to_hz // divisor, from_hz // divisor
        cutoff = 0.46 * min(from_hz, to_hz) / from_hz
        offsets = np.arange(_TAPS) - (_TAPS // 2 - 1)
        phases = np.arange(self._up)[:, None] / self._up
        distance = offsets[None, :] - phases
        edge = 2 * distance / _TAPS
        window = np.i0(_KAISER_BETA * np.sqrt(np.clip(1 - edge**2, 0, 1))) / np.i0(_KAISER_BETA)
        bank = 2 * cutoff * np.sinc(2 * cutoff * distance) * window
        self._bank = (bank / bank.sum(axis=1, keepdims=True)).astype(np.float32)
        self._held: NDArray[np.float32] = np.zeros(_TAPS // 2 - 1, dtype=np.float32)
        self._next = 0

    def feed(self, samples: NDArray[np.int16]) -> NDArray[np.int16]:
        """The output samples that can be told from what was fed so far."""
        self._held = np.concatenate([self._held, samples.astype(np.float32)])
        ready = len(self._held) - _TAPS + 1
        if ready <= 0:
            return np.zeros(0, dtype=np.int16)
        count = max(0, -(-(ready * self._up - self._next) // self._down))
        positions = self._next + self._down * np.arange(count)
        starts, phases = positions // self._up, positions % self._up
        windows = self._held[starts[:, None] + np.arange(_TAPS)]
        output = np.einsum("ij,ij->i", windows, self._bank[phases])
        self._next += self._down * count
        used = min(self._next // self._up, len(self._held))
        self._held = self._held[used:]
        self._next -= used * self._up
        return np.clip(np.rint(output), -32768, 32767).astype(np.int16)

    def finish(self) -> NDArray[np.int16]:
        """The rest, after the last piece was fed."""
        return self.feed(np.zeros(_TAPS // 2, dtype=np.int16))


def resample(samples: NDArray[np.int16], from_hz: int, to_hz: int) -> NDArray[np.int16]:
    """A whole recording at another rate."""
    if from_hz == to_hz:
        return samples
    resampler = Resampler(from_hz, to_hz)
    return np.concatenate([resampler.feed(samples), resampler.finish()])
