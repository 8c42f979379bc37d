"""What the ear makes of the frames that sounded."""

from load.chaos.ear import Ear
from sandbox.speech.marked import speech_id
from tests.unit.load.chaos.staged_call import TICK_S, frames_of

SENTENCE = "So that's a haircut on Tuesday, shall I book that?"
WHOLE = len(frames_of(SENTENCE))


def listening_to(*frames: bytes | None) -> Ear:
    ear = Ear()
    for place, frame in enumerate(frames):
        ear.hear(10.0 + place * TICK_S, frame)
    return ear


def test_a_sentence_that_sounds_through_is_one_run_and_its_text_is_known():
    ear = listening_to(None, *frames_of(SENTENCE), None)
    [run] = ear.runs
    assert (run.first, run.last, run.complete) == (0, WHOLE - 1, True)
    assert round(run.started_at, 3) == 10.02
    assert round(run.ended_at - run.started_at, 3) == round(WHOLE * TICK_S, 3)
    assert ear.text(speech_id(SENTENCE)) == SENTENCE
    assert [saying.in_full for saying in ear.sayings()] == [True]


def test_a_silence_inside_a_sentence_parts_it_in_two_runs_of_one_saying():
    frames = frames_of(SENTENCE)
    ear = listening_to(*frames[:30], None, None, *frames[30:])
    first, second = ear.runs
    assert round(second.started_at - first.ended_at, 3) == 0.04
    [saying] = ear.sayings()
    assert (saying.in_full, saying.repeated, saying.skipped) == (True, 0, 0)


def test_audio_that_goes_on_within_a_frame_is_heard_without_a_gap():
    sound = b"".join(frames_of(SENTENCE))
    shifted = bytes([0xFF] * 77) + sound
    ear = listening_to(*(shifted[at : at + 160].ljust(160, b"\xff") for at in range(0, len(shifted), 160)))
    [run] = ear.runs
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
    ear = listening_to(*frames_of(SENTENCE, 0, 9), *[None] * 50)
    assert round(ear.silent_s(11.2, 0.0), 2) == 1.0
    assert round(ear.silent_s(11.2, 11.0), 2) == 0.2
