"""Recordings and WAV files, sample by sample."""

import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from domain.audio import LINEAR, SILENCE_FRAME, ulaw_to_pcm16
from sandbox.phone.recording import StereoRecording
from sandbox.phone.wav_audio import WavError, read_ulaw


def pcm_wav(path: Path, samples: np.ndarray, rate_hz: int, channels: int = 1, width: int = 2) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate_hz)
        file.writeframes(samples.tobytes())
    return path


def sine(rate_hz: int, frequency_hz: float, seconds: float = 1.0) -> np.ndarray:
    return 8000 * np.sin(2 * np.pi * frequency_hz * np.arange(int(rate_hz * seconds)) / rate_hz)


def heard(ulaw: bytes) -> np.ndarray:
    return np.array([LINEAR[code] for code in ulaw], dtype=np.float64)


def test_the_caller_is_left_and_the_agent_right_sample_exact(tmp_path: Path):
    recording = StereoRecording()
    caller, agent = bytes(range(160)), bytes(range(95, 255))
    recording.add(caller, None)
    recording.add(SILENCE_FRAME, agent)
    recording.write(tmp_path / "call.wav")
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, 8000)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    assert samples[:, 0].astype("<i2").tobytes() == ulaw_to_pcm16(caller + SILENCE_FRAME)
    assert samples[:, 1].astype("<i2").tobytes() == ulaw_to_pcm16(SILENCE_FRAME + agent)
    assert recording.duration_s == 0.04


def test_a_frame_of_another_size_is_refused():
    with pytest.raises(ValueError, match="160 bytes"):
        StereoRecording().add(b"\xff", None)


@pytest.mark.parametrize("rate_hz", [6000, 8000, 16000, 22050, 44100])
def test_pcm_of_any_rate_keeps_its_pitch_and_length(tmp_path: Path, rate_hz: int):
    path = pcm_wav(tmp_path / "tone.wav", sine(rate_hz, 440).astype("<i2"), rate_hz)
    samples = heard(read_ulaw(path))
    assert len(samples) == pytest.approx(8000, abs=2)
    spectrum = np.abs(np.fft.rfft(samples[:8000] * np.hanning(len(samples[:8000]))))
    assert np.argmax(spectrum) == pytest.approx(440, abs=2)
    assert np.abs(samples[1000:7000]).max() == pytest.approx(8000, rel=0.1)


def test_what_does_not_fit_the_telephone_band_is_filtered_not_folded(tmp_path: Path):
    path = pcm_wav(tmp_path / "high.wav", sine(44100, 6000).astype("<i2"), 44100)
    assert np.abs(heard(read_ulaw(path))[500:7500]).max() < 300


def test_eight_bit_and_stereo_are_mixed_down(tmp_path: Path):
    left = sine(8000, 300)
    stereo = np.stack([left, left], axis=1)
    eight = (stereo / 256 + 128).astype(np.uint8)
    samples = heard(read_ulaw(pcm_wav(tmp_path / "eight.wav", eight, 8000, channels=2, width=1)))
    assert np.corrcoef(samples, left)[0, 1] > 0.99


def test_ulaw_at_telephone_rate_passes_untouched(tmp_path: Path):
    sound = bytes(range(256))
    layout = struct.pack("<HHIIHH", 7, 1, 8000, 8000, 1, 8)
    body = (
        b"WAVEfmt "
        + struct.pack("<I", len(layout))
        + layout
        + b"data"
        + struct.pack("<I", len(sound))
        + sound
    )
    (tmp_path / "u.wav").write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    assert read_ulaw(tmp_path / "u.wav") == sound


@pytest.mark.parametrize("width", [3, 4])
def test_other_encodings_are_refused_by_name(tmp_path: Path, width: int):
    path = pcm_wav(tmp_path / "wide.wav", np.zeros(100 * width, np.uint8), 8000, width=width)
    with pytest.raises(WavError, match=f"wide.wav.*{width * 8} bits"):
        read_ulaw(path)


def test_something_else_is_not_a_wav_file(tmp_path: Path):
    (tmp_path / "x.wav").write_bytes(b"ID3 something")
    with pytest.raises(WavError, match="not a WAV file"):
        read_ulaw(tmp_path / "x.wav")
