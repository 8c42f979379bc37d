"""The callers' voice must be speech to every detector in the system, from its first frame to its last."""

import pytest
import webrtcvad

from domain.audio import FRAME_BYTES, SAMPLE_RATE_HZ, SILENCE_FRAME, ulaw_to_pcm16
from sandbox.phone.listening import is_voiced
from sandbox.speech.vowels import utterance

HANGOVER_FRAMES = 8
"""webrtcvad goes on flagging for up to 160 ms after speech."""


def frames(speech: bytes) -> list[bytes]:
    return [speech[start : start + FRAME_BYTES] for start in range(0, len(speech), FRAME_BYTES)]


@pytest.mark.parametrize("speaker", range(5))
def test_the_voice_detector_hears_continuous_speech_and_hears_silence_after_it(speaker: int):
    detector = webrtcvad.Vad(2)
    said = frames(utterance(1500, speaker))
    flagged = spoken = false_alarms = 0
    # A detector adapts to what it hears: the tenth utterance counts as the first does.
    for _ in range(10):
        pause = [detector.is_speech(ulaw_to_pcm16(SILENCE_FRAME), SAMPLE_RATE_HZ) for _ in range(100)]
        false_alarms += sum(pause[HANGOVER_FRAMES:])
        flags = [detector.is_speech(ulaw_to_pcm16(frame), SAMPLE_RATE_HZ) for frame in said]
        flagged, spoken = flagged + sum(flags), spoken + len(flags)
        gaps = "".join("v" if flag else "-" for flag in flags).split("v")
        assert max(map(len, gaps)) <= 3
    assert flagged >= 0.95 * spoken
    assert false_alarms == 0


@pytest.mark.parametrize("speaker", range(5))
def test_every_frame_of_the_voice_has_energy(speaker: int):
    assert all(is_voiced(frame) for frame in frames(utterance(1500, speaker)))


def test_an_utterance_is_whole_frames_and_the_same_each_time():
    assert len(utterance(1490, 1)) == 75 * FRAME_BYTES
    assert utterance(600, 2) == utterance(600, 2)
    assert utterance(600, 2) != utterance(600, 3)
