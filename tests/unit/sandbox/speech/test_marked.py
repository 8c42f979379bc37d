"""Speech that carries its own content: what goes in comes out, and what is lost is seen to be lost."""

import pytest
import webrtcvad

from domain.audio import FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ, SILENCE_BYTE, SILENCE_FRAME, ulaw_to_pcm16
from sandbox.phone.listening import is_voiced
from sandbox.speech.marked import MarkScanner, marked_speech, speech_id, word_lengths
from sandbox.vendors.deepgram.marked import MarkedRecogniser

TEXT = "I'd like to book a haircut on Tuesday at nine o'clock please."


def frames(speech: bytes) -> list[bytes]:
    return [speech[start : start + FRAME_BYTES] for start in range(0, len(speech), FRAME_BYTES)]


class Hearing:
    """A recogniser of marked speech and what it told."""

    def __init__(self, end_ms: int = 200) -> None:
        self.started: list[float] = []
        self.partials: list[str] = []
        self.turns: list[tuple[str, int]] = []
        self.recogniser = MarkedRecogniser(end_ms, self.started.append, self._grown, self._ended)

    @property
    def said(self) -> str:
        return " ".join(word.text for word in self.recogniser.words)

    def _grown(self) -> None:
        self.partials.append(self.said)

    def _ended(self) -> None:
        self.turns.append((self.said, self.recogniser.frames))

    def hear(self, *sounds: bytes) -> None:
        for sound in sounds:
            for frame in frames(sound):
                self.recogniser.hear(frame)


def silence(milliseconds: int) -> bytes:
    return SILENCE_FRAME * (milliseconds // FRAME_MS)


def test_every_frame_carries_its_word_and_its_place():
    marks = [mark for _, mark in MarkScanner().feed(marked_speech(TEXT))]
    assert [mark.frame for mark in marks] == list(range(marks[0].frames))
    assert {mark.speech_id for mark in marks} == {speech_id(TEXT)}
    assert list(dict.fromkeys(mark.text for mark in marks)) == TEXT.split()
    assert [sum(m.word == n for m in marks) for n in range(marks[0].words)] == word_lengths(TEXT)


def test_speech_is_about_as_long_as_its_characters_take():
    assert len(marked_speech(TEXT)) / 8 == pytest.approx(62 * len(TEXT), rel=0.15)
    assert len(marked_speech(TEXT, ms_per_character=40)) < len(marked_speech(TEXT))


def test_the_same_text_sounds_the_same_and_a_salt_tells_two_sayings_apart():
    assert marked_speech(TEXT) == marked_speech(TEXT)
    assert speech_id(TEXT, "1") != speech_id(TEXT, "2")


@pytest.mark.parametrize("offset", [0, 1, 77, 159])
@pytest.mark.parametrize("chunk", [160, 7, 1000, 160 * 40])
def test_marks_are_found_wherever_they_begin_and_however_the_stream_is_cut(offset: int, chunk: int):
    stream = bytes([SILENCE_BYTE]) * offset + marked_speech("One moment please.")
    scanner = MarkScanner()
    found = [
        mark for start in range(0, len(stream), chunk) for mark in scanner.feed(stream[start : start + chunk])
    ]
    assert [at for at, _ in found] == [offset + n * FRAME_BYTES for n in range(found[0][1].frames)]


def test_a_damaged_frame_is_no_mark_and_its_neighbours_are():
    sound = frames(marked_speech("One moment please."))
    sound[5] = sound[5][:80] + bytes(80)
    assert [mark.frame for _, mark in MarkScanner().feed(b"".join(sound))][:7] == [0, 1, 2, 3, 4, 6, 7]


def test_detectors_take_every_frame_for_voice():
    detector = webrtcvad.Vad(2)
    sound = frames(marked_speech(TEXT))
    assert all(map(is_voiced, sound))
    assert sum(detector.is_speech(ulaw_to_pcm16(frame), SAMPLE_RATE_HZ) for frame in sound) >= 0.95 * len(
        sound
    )


def test_an_overlong_word_is_shown_cut_and_its_place_is_kept():
    marks = [mark for _, mark in MarkScanner().feed(marked_speech("incomprehensibilities-and-more now"))]
    assert [marks[0].text, marks[-1].text] == ["incomprehensibilitie", "now"]


def test_the_ear_hears_the_words_one_by_one_and_ends_after_the_silence():
    heard = Hearing()
    heard.hear(silence(400), marked_speech(TEXT), silence(600))
    assert heard.turns[0][0] == TEXT
    spoken_until = 400 + len(marked_speech(TEXT)) // 8
    assert heard.turns[0][1] * FRAME_MS == spoken_until + 200
    assert len(heard.turns) == 1
    assert heard.partials == [" ".join(TEXT.split()[:n]) for n in range(1, len(TEXT.split()) + 1)]
    assert heard.started == [pytest.approx(0.4)]


def test_losing_two_frames_loses_no_word_and_losing_300_ms_loses_one():
    sound = frames(marked_speech(TEXT))
    for lost in range(len(sound) - 15):
        spared, cut = Hearing(), Hearing()
        spared.hear(*sound[:lost], *sound[lost + 2 :], silence(400))
        assert spared.turns[0][0] == TEXT
        cut.hear(*sound[:lost], *sound[lost + 15 :], silence(400))
        assert len(cut.turns[0][0].split()) < len(TEXT.split())


def test_audio_that_comes_again_gives_its_words_once():
    heard = Hearing()
    sound = frames(marked_speech(TEXT))
    heard.hear(*sound[:60], *sound[30:], silence(400), *sound, silence(400))
    assert [text for text, _ in heard.turns] == [TEXT]


def test_another_connection_hears_repeated_audio_anew():
    first, second = Hearing(), Hearing()
    sound = frames(marked_speech(TEXT))
    first.hear(*sound[:60])
    second.hear(*sound[40:], silence(400))
    assert first.said
    assert TEXT.endswith(second.turns[0][0])


def test_two_utterances_are_two_turns_whatever_the_pace_of_arrival():
    heard = Hearing()
    heard.hear(
        marked_speech("Yes please.", salt="1") + silence(220) + marked_speech("Yes please.", salt="2"),
        silence(200),
    )
    assert [text for text, _ in heard.turns] == ["Yes please.", "Yes please."]


def test_noise_without_marks_starts_no_turn():
    heard = Hearing()
    heard.hear(bytes(range(256)) * 100, silence(1000))
    assert (heard.started, heard.turns) == ([], [])
