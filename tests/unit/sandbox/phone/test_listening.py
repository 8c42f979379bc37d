"""What is heard of the other side: by energy, by marks, and as it arrives."""

import pytest

from domain.audio import SILENCE_FRAME
from sandbox.phone.listening import ArrivalTimer, MarkedListener, VoiceActivity, is_voiced
from sandbox.phone.playout import Playout
from sandbox.speech.marked import speech_id
from tests.unit.load.chaos.staged_call import TICK_S, frames_of

LOUD = bytes([0x10, 0x90]) * 80
SENTENCE = "So that's a haircut on Tuesday, shall I book that?"
WHOLE = len(frames_of(SENTENCE))


def listening_to(*frames: bytes | None) -> MarkedListener:
    listener = MarkedListener()
    for place, frame in enumerate(frames):
        listener.hear(10.0 + place * TICK_S, frame)
    return listener


def test_a_sentence_that_sounds_through_is_one_run_and_its_text_is_known():
    listener = listening_to(None, *frames_of(SENTENCE), None)
    [run] = listener.runs
    assert (run.first, run.last, run.complete) == (0, WHOLE - 1, True)
    assert round(run.started_at, 3) == 10.02
    assert round(run.ended_at - run.started_at, 3) == round(WHOLE * TICK_S, 3)
    assert listener.text(speech_id(SENTENCE)) == SENTENCE
    assert [saying.in_full for saying in listener.sayings()] == [True]


def test_a_silence_inside_a_sentence_parts_it_in_two_runs_of_one_saying():
    frames = frames_of(SENTENCE)
    listener = listening_to(*frames[:30], None, None, *frames[30:])
    first, second = listener.runs
    assert round(second.started_at - first.ended_at, 3) == 0.04
    [saying] = listener.sayings()
    assert (saying.in_full, saying.repeated, saying.skipped) == (True, 0, 0)


def test_audio_that_goes_on_within_a_frame_is_heard_without_a_gap():
    sound = b"".join(frames_of(SENTENCE))
    shifted = bytes([0xFF] * 77) + sound
    listener = listening_to(
        *(shifted[at : at + 160].ljust(160, b"\xff") for at in range(0, len(shifted), 160))
    )
    [run] = listener.runs
    assert (run.first, run.complete) == (0, True)
    assert round(run.started_at, 4) == round(10.0 + 77 / 8000, 4)


def test_frames_that_sound_again_and_frames_left_out_are_counted():
    frames = frames_of(SENTENCE)
    [saying] = listening_to(*frames[:30], *frames[25:40], *frames[43:]).sayings()
    assert (saying.repeated, saying.skipped) == (5, 3)
    assert saying.in_full


def test_a_sentence_begun_again_is_a_second_saying():
    frames = frames_of(SENTENCE)
    first, second = listening_to(*frames[:30], *frames).sayings()
    assert (first.in_full, second.in_full) == (False, True)


def test_the_end_alone_is_not_the_sentence():
    [saying] = listening_to(*frames_of(SENTENCE)[60:]).sayings()
    assert not saying.in_full


def test_silence_is_counted_from_the_last_sound_or_from_when_it_was_asked_for():
    listener = listening_to(*frames_of(SENTENCE, 0, 9), *[None] * 50)
    assert round(listener.silent_s(11.2, 0.0), 2) == 1.0
    assert round(listener.silent_s(11.2, 11.0), 2) == 0.2


def test_voice_activity_bridges_short_pauses():
    activity = VoiceActivity(hangover_ms=500)
    heard: list[tuple[int, bool]] = []
    voiced = {*range(10, 20), *range(30, 40), *range(80, 90)}
    for n in range(150):
        change = activity.hear(n * 0.02, LOUD if n in voiced else None)
        if change is not None:
            heard.append((n, change))
    assert [(round(s.started_at, 2), round(s.ended_at, 2)) for s in activity.stretches] == [
        (0.2, 0.8),
        (1.6, 1.8),
    ]
    assert [began for _, began in heard] == [True, False, True, False]
    assert activity.first_voiced_at == pytest.approx(0.2)


def test_silence_and_hiss_are_not_voiced():
    assert not is_voiced(SILENCE_FRAME)
    assert not is_voiced(bytes([0xFE, 0x7E]) * 80)
    assert not is_voiced(b"")
    assert is_voiced(LOUD)


def test_energy_tells_how_long_the_other_side_has_been_silent():
    activity = VoiceActivity()
    assert activity.silent_s(5.0) == float("inf")
    assert activity.silent_s(5.0, 4.0) == 1.0
    activity.hear(5.0, LOUD)
    assert activity.silent_s(5.0) == pytest.approx(-0.02)
    assert activity.silent_s(6.0) == pytest.approx(0.98)
    assert activity.silent_s(6.0, 5.5) == pytest.approx(0.5)


def test_the_arrival_of_audible_audio_is_timed_once_and_only_when_waited_for():
    now = 1.0
    timer = ArrivalTimer(lambda: now)
    playout = Playout()
    playout.on_arrival = timer.take
    playout.append(LOUD)
    assert timer.arrived_at is None
    timer.arm()
    playout.append(SILENCE_FRAME)
    assert timer.arrived_at is None
    now = 2.0
    playout.append(SILENCE_FRAME + LOUD)
    now = 3.0
    playout.append(LOUD)
    assert timer.arrived_at == 2.0
    assert playout.buffered_ms == 100
