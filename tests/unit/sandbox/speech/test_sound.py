"""The stand-ins' own signal processing."""

import numpy as np
import pytest

from domain.audio import pcm16_to_ulaw, ulaw_to_pcm16
from sandbox.speech.mulaw import decode_ulaw, encode_ulaw
from sandbox.speech.resampling import Resampler, resample


def tone(hz: float, rate_hz: int, seconds: float = 0.5) -> np.ndarray:
    return (10000 * np.sin(2 * np.pi * hz * np.arange(int(rate_hz * seconds)) / rate_hz)).astype(np.int16)


def level_db(samples: np.ndarray) -> float:
    middle = samples[200:-200].astype(float)
    return 20 * np.log10(np.sqrt((middle**2).mean()) / (10000 / np.sqrt(2)) + 1e-9)


@pytest.mark.parametrize("hz", [200, 1000, 3000, 3400])
def test_resampling_keeps_telephone_frequencies(hz: int) -> None:
    assert level_db(resample(tone(hz, 22050), 22050, 8000)) == pytest.approx(0, abs=0.3)


@pytest.mark.parametrize("hz", [4300, 6000, 9000])
def test_resampling_removes_what_would_fold_back(hz: int) -> None:
    assert level_db(resample(tone(hz, 22050), 22050, 8000)) < -60


def test_resampling_in_pieces_is_the_same() -> None:
    noise = np.random.default_rng(0).integers(-9000, 9000, 22050).astype(np.int16)
    resampler = Resampler(22050, 8000)
    pieces = [resampler.feed(noise[start : start + 777]) for start in range(0, len(noise), 777)]
    whole = resample(noise, 22050, 8000)
    assert np.array_equal(np.concatenate([*pieces, resampler.finish()]), whole)
    assert len(whole) == 8000


def test_resampling_up_follows_the_wave() -> None:
    up = resample(tone(1000, 8000), 8000, 16000).astype(int)
    assert np.abs(up - tone(1000, 16000))[300:-300].max() <= 2


def test_ulaw_agrees_with_the_domain() -> None:
    samples = np.arange(-32768, 32768, 7, dtype=np.int16)
    ulaw = encode_ulaw(samples)
    assert ulaw == pcm16_to_ulaw(samples.astype("<i2").tobytes())
    assert decode_ulaw(ulaw).astype("<i2").tobytes() == ulaw_to_pcm16(ulaw)
