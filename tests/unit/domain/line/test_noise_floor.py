"""How loud a sound must be to be a voice on a line."""

from itertools import pairwise

import numpy as np
import pytest

from domain.audio import FRAME_BYTES
from domain.line.noise_floor import LEAST_VOICE_RMS, VOICE_OVER_NOISE, NoiseFloor
from tests.support.voices import AGENT, CALLER, hum, noise, speech


def levels(sound: np.ndarray) -> list[float]:
    frames = sound[: len(sound) // FRAME_BYTES * FRAME_BYTES].reshape(-1, FRAME_BYTES)
    return [float(np.sqrt((frame**2).mean())) for frame in frames]


def loud_frames(sound: np.ndarray) -> list[int]:
    """The frames that may be voice."""
    floor = NoiseFloor()
    return [number for number, rms in enumerate(levels(sound)) if rms >= floor.gate(rms)]


@pytest.mark.parametrize("level_db", [-60, -50, -40, -30, -20, -10])
@pytest.mark.parametrize("sound", [noise, hum])
def test_steady_noise_is_no_voice_at_any_level(sound, level_db: float):
    assert loud_frames(sound(3, level_db)) == []


def test_a_slow_swell_of_noise_is_no_voice():
    swell = noise(6, -35) * np.linspace(0.3, 1, 48_000)
    assert loud_frames(swell) == []


def test_noise_that_comes_on_is_voice_for_less_than_an_interruption_takes():
    begins = 100
    sound = np.concatenate([noise(2, -70), noise(3, -25)])
    loud = loud_frames(sound)
    assert loud
    assert begins <= loud[0] < loud[-1] < begins + 480 // 20


@pytest.mark.parametrize("speaker", [CALLER, AGENT], ids=["low", "high"])
@pytest.mark.parametrize("level_db", [-45, -35, -20])
def test_a_caller_is_heard_on_a_quiet_line(level_db: float, speaker):
    sound = np.concatenate([noise(1, -75), speech(speaker, 4, level_db)])
    loud = loud_frames(sound)
    assert loud[0] >= 49
    assert len(loud) > 0.5 * 200
    assert max(after - before for before, after in pairwise(loud)) * 20 <= 500


@pytest.mark.parametrize("noise_db", [-50, -40, -30])
def test_a_caller_15_db_over_the_noise_is_heard(noise_db: float):
    sound = noise(5, noise_db)
    sound[8000:] += speech(CALLER, 4, noise_db + 15)
    loud = loud_frames(sound)
    assert loud[0] >= 49
    assert len(loud) > 0.35 * 200


def test_a_long_speech_does_not_become_the_floor():
    sound = speech(CALLER, 20, -25)
    loud = loud_frames(sound)
    late = [number for number in loud if number >= 750]
    assert len(late) > 0.5 * 250


def test_the_floor_falls_at_once_when_the_noise_stops():
    floor = NoiseFloor()
    for rms in levels(noise(3, -30)):
        loud = floor.gate(rms)
    assert loud > 1000
    assert floor.gate(10.0) == LEAST_VOICE_RMS


def test_the_floor_rises_with_a_noise_that_fluctuates():
    floor = NoiseFloor()
    for number in range(100):
        gate = floor.gate(300.0 if number % 5 else 150.0)
    assert gate == 150.0 * VOICE_OVER_NOISE
