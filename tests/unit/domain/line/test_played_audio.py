"""What sounds at the caller's end, on our time line."""

from domain.audio import SILENCE_BYTE
from domain.line.played_audio import KEPT, PlayedAudio

SILENCE = bytes((SILENCE_BYTE,))


def sound(value: int, ms: int) -> bytes:
    return bytes((value,)) * (8 * ms)


def test_nothing_sounds_before_anything_was_sent():
    played = PlayedAudio()
    assert played.position(5000.0) == played.ends == 0
    assert played.ulaw(-80, 160) == SILENCE * 160
    played.cut(5000.0)
    assert played.ends == 0


def test_audio_sounds_from_when_it_was_sent():
    played = PlayedAudio()
    played.sent(sound(1, 20), 1000.0)
    assert played.position(1010.0) == 80
    assert played.ulaw(80, 160) == sound(1, 10) + SILENCE * 80
    assert played.ulaw(-80, 160) == SILENCE * 80 + sound(1, 10)


def test_audio_that_comes_faster_than_it_sounds_waits_its_turn():
    played = PlayedAudio()
    played.sent(sound(1, 20), 1000.0)
    played.sent(sound(2, 20), 1001.0)
    assert played.ulaw(played.position(1015.0), 80) == sound(1, 5) + sound(2, 5)
    assert played.stretch(played.position(1030.0)) == 0


def test_audio_after_a_silence_is_a_stretch_of_its_own():
    played = PlayedAudio()
    played.sent(sound(1, 20), 1000.0)
    played.sent(sound(2, 20), 1100.0)
    assert played.ulaw(80, 1000) == (sound(1, 10) + SILENCE * 640 + sound(2, 20)).ljust(1000, SILENCE)
    assert played.stretch(played.position(1090.0)) == 0
    assert played.stretch(played.position(1110.0)) == played.position(1100.0)
    played.sent(sound(3, 20), 60_000.0)
    assert played.ulaw(played.position(60_000.0) - 8, 16) == SILENCE * 8 + sound(3, 1)
    assert played.stretch(played.position(60_010.0)) == played.position(60_000.0)


def test_what_is_cut_never_sounds():
    played = PlayedAudio()
    played.sent(sound(1, 2000), 1000.0)
    played.cut(1500.0)
    assert played.ends == played.position(1500.0)
    played.sent(sound(2, 20), 1700.0)
    assert played.ulaw(played.position(1490.0), 240) == sound(1, 10) + SILENCE * 160
    assert played.stretch(played.position(1710.0)) == played.position(1700.0)


def test_a_sentence_cut_before_it_sounded_is_no_stretch():
    played = PlayedAudio()
    played.sent(sound(1, 100), 1000.0)
    played.cut(1000.0)
    played.sent(sound(2, 100), 1000.0)
    assert played.ulaw(0, 8) == sound(2, 1)


def test_an_hour_of_speech_is_not_kept():
    played = PlayedAudio()
    for second in range(3600):
        played.sent(sound(1 + second % 7, 1000), second * 1000.0)
        assert len(played._ulaw) < 8 * KEPT  # pyright: ignore[reportPrivateUsage]
    last = played.position(3_599_500.0)
    assert played.ulaw(last - KEPT, 8) == sound(1 + 3598 % 7, 1)
    assert played.stretch(last) == 0
