"""Transcripts to read, and to follow a recording by."""

from datetime import UTC, datetime, timedelta

from domain.playback.transcript import Line, as_text, as_vtt

BEGAN = datetime(2026, 11, 2, 23, 59, 58, tzinfo=UTC)


def line(speaker: str, text: str, at_s: float) -> Line:
    return Line(speaker, text, BEGAN + timedelta(seconds=at_s))


SAID = [
    line("agent", "Hello, you.", 0.5),
    line("caller", "A cut & colour\nfor <Tom>, please", 3.25),
    line("agent", " ", 5),
    line("agent", "Gladly.", 3725.0),
]


def test_text_has_a_line_for_whatever_was_heard() -> None:
    assert as_text(SAID, BEGAN) == (
        "[00:00] Agent: Hello, you.\n"
        "[00:03] Caller: A cut & colour for <Tom>, please\n"
        "[62:05] Agent: Gladly.\n"
    )


def test_cues_follow_each_other_and_end() -> None:
    assert as_vtt(SAID, BEGAN) == (
        "WEBVTT\n\n"
        "00:00:00.500 --> 00:00:03.250\n<v Agent>Hello, you.\n\n"
        "00:00:03.250 --> 00:00:33.250\n<v Caller>A cut &amp; colour for &lt;Tom&gt;, please\n\n"
        "01:02:05.000 --> 01:02:35.000\n<v Agent>Gladly.\n"
    )


def test_nothing_said_is_an_empty_text_and_no_cue() -> None:
    assert as_text([], BEGAN) == ""
    assert as_vtt([], BEGAN) == "WEBVTT\n\n"


def test_what_began_before_the_recording_is_at_its_beginning() -> None:
    assert as_text([line("caller", "Hi", -2)], BEGAN) == "[00:00] Caller: Hi\n"
