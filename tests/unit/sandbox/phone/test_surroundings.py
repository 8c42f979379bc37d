"""What the simulated caller's microphone takes in beside the caller."""

import numpy as np
import pytest

from domain.audio import FRAME_BYTES, SILENCE_FRAME
from sandbox.phone.handset import Handset
from sandbox.phone.recording import StereoRecording
from sandbox.phone.surroundings import Surroundings
from sandbox.phone.wav_audio import _TABLE
from tests.support.voices import CALLER, noise, speech, ulaw

AGENT = ulaw(speech(CALLER, 1.0))


def frames(sound: bytes) -> list[bytes]:
    return [sound[start : start + FRAME_BYTES] for start in range(0, len(sound), FRAME_BYTES)]


def samples(sound: bytes) -> np.ndarray:
    return _TABLE[np.frombuffer(sound, np.uint8)]


def taken_in(surroundings: Surroundings, agent: bytes = AGENT, uttered: bytes = b"") -> np.ndarray:
    said = frames(uttered) + [SILENCE_FRAME] * 100
    sounding = [*frames(agent), *[None] * 100]
    return samples(
        b"".join(surroundings.around(mine, theirs) for mine, theirs in zip(said, sounding, strict=False))
    )


def level_db(sound: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt((sound**2).mean()) / 32768))


@pytest.mark.parametrize("echo_db", [20, -20])
@pytest.mark.parametrize("echo_ms", [0, 80, 133.5, 500])
def test_the_agent_comes_back_later_and_quieter(echo_ms: float, echo_db: float):
    heard = taken_in(Surroundings(echo_db=echo_db, echo_ms=echo_ms))
    begins = round(echo_ms * 8)
    assert not heard[:begins].any()
    expected = samples(AGENT) / 10
    assert np.abs(heard[begins : begins + len(expected)] - expected).max() < 0.05 * np.abs(expected).max()
    assert not heard[begins + len(expected) :].any()


def test_the_caller_is_heard_over_it():
    said = ulaw(speech(CALLER, 0.5, -15))
    heard = taken_in(Surroundings(echo_db=30), uttered=said)[: len(said)]
    assert np.corrcoef(heard, samples(said))[0, 1] > 0.95


def test_noise_goes_on_without_end_as_quiet_as_is_asked():
    heard = taken_in(Surroundings(noise=ulaw(noise(0.33, -20)), noise_db=-15))
    assert level_db(heard[:2000]) == pytest.approx(-35, abs=1)
    assert level_db(heard[-2000:]) == pytest.approx(-35, abs=1)


def test_a_quiet_place_changes_nothing():
    said = ulaw(speech(CALLER, 0.5))
    assert Surroundings().around(said[:FRAME_BYTES], AGENT[:FRAME_BYTES]) == said[:FRAME_BYTES]


def test_what_is_too_loud_is_clipped():
    loud = Surroundings(echo_db=0, echo_ms=0)
    frame = bytes((0x80,)) * FRAME_BYTES
    assert loud.around(frame, frame) == frame


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"echo_ms": -1}, "0 to 5000 ms"),
        ({"echo_ms": 6000}, "0 to 5000 ms"),
        ({"noise": b""}, "empty"),
    ],
    ids=["before", "ages", "silence"],
)
def test_what_cannot_be_is_refused(wrong: dict[str, float], message: str):
    with pytest.raises(ValueError, match=message):
        Surroundings(**wrong)  # pyright: ignore[reportArgumentType]


def test_a_handset_sends_and_records_what_its_microphone_takes_in_and_knows_who_spoke():
    handset = Handset(StereoRecording())
    handset.surroundings = Surroundings(echo_db=10, echo_ms=0).around
    sent = [handset.exchange(0.02 * number, frame) for number, frame in enumerate(frames(AGENT))]
    assert level_db(samples(b"".join(sent))) == pytest.approx(level_db(samples(AGENT)) - 10, abs=0.5)
    assert handset.recording is not None
    assert handset.recording.caller_ulaw == b"".join(sent)
    assert handset.agent.stretches
    assert not handset.caller.stretches
