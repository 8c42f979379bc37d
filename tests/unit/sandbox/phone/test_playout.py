"""The play-out clock on virtual time."""

import pytest

from domain.audio import FRAME_BYTES, SILENCE_FRAME
from sandbox.phone.playout import Playout

LOUD = bytes([0x10, 0x90]) * 80


def ticks(playout: Playout, count: int, start: int = 0) -> list[tuple[bytes | None, list[str]]]:
    return [playout.tick((start + n) * 0.02) for n in range(count)]


def test_audio_of_any_size_plays_in_order_and_without_seams():
    playout = Playout()
    stream = bytes(range(256)) * 3
    for start, end in ((0, 7), (7, 500), (500, 501), (501, 768)):
        playout.append(stream[start:end])
    played = b"".join(frame or b"" for frame, _ in ticks(playout, 6))
    assert played[: len(stream)] == stream
    assert set(played[len(stream) :]) == {0xFF}
    assert playout.tick(1.0) == (None, [])


def test_a_mark_returns_when_the_audio_before_it_has_sounded():
    playout = Playout()
    playout.append(LOUD * 2)
    assert playout.mark("a") is False
    playout.append(LOUD)
    assert playout.mark("b") is False
    assert [marks for _, marks in ticks(playout, 5)] == [[], [], ["a"], ["b"], []]


def test_a_mark_returns_at_once_when_nothing_is_left_to_sound():
    playout = Playout()
    assert playout.mark("early") is True
    playout.append(LOUD)
    playout.tick(0.0)
    assert playout.buffered_ms == 0
    assert playout.mark("while the last frame sounds") is False
    assert playout.tick(0.02) == (None, ["while the last frame sounds"])
    assert playout.mark("later") is True


def test_clear_silences_at_once_and_returns_every_pending_mark():
    playout = Playout()
    playout.append(LOUD * 50)
    playout.mark("a")
    playout.append(LOUD * 50)
    playout.mark("b")
    playout.tick(0.0)
    assert playout.clear() == ["a", "b"]
    assert playout.tick(0.02) == (None, [])
    assert playout.cleared_bytes == 99 * FRAME_BYTES
    assert playout.mark("after") is True
    playout.append(LOUD)
    assert playout.tick(0.04) == (LOUD, [])


@pytest.mark.parametrize(
    ("gap_ticks", "underruns"), [(1, [20.0]), (10, [200.0]), (19, [380.0]), (20, []), (60, [])]
)
def test_a_short_gap_in_speech_is_an_underrun(gap_ticks: int, underruns: list[float]):
    playout = Playout()
    playout.append(LOUD)
    ticks(playout, 1 + gap_ticks)
    playout.append(LOUD)
    playout.tick((1 + gap_ticks) * 0.02)
    assert [underrun.gap_ms for underrun in playout.underruns] == underruns
    if underruns:
        assert playout.underruns[0].at == pytest.approx(0.02)


def test_a_gap_after_silence_or_after_clear_is_no_underrun():
    playout = Playout()
    playout.append(LOUD + SILENCE_FRAME)
    ticks(playout, 5)
    playout.append(LOUD)
    ticks(playout, 1, start=5)
    playout.clear()
    playout.append(LOUD)
    ticks(playout, 1, start=8)
    assert playout.underruns == []


def test_continuous_audio_has_no_underrun():
    playout = Playout()
    for n in range(200):
        playout.append(LOUD)
        playout.tick(n * 0.02)
    assert playout.underruns == []


def test_a_long_buffer_is_kept_whole():
    playout = Playout()
    playout.append(LOUD * 3000)
    assert playout.max_buffered_ms == 60_000
    assert all(frame == LOUD for frame, _ in ticks(playout, 3000))
    assert playout.tick(61.0)[0] is None
