"""What was said on a call, as text to read and as WebVTT to follow a recording by.

Source: https://www.w3.org/TR/webvtt1/
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

SHORTEST_CUE_S = 1.0
LONGEST_CUE_S = 30.0


@dataclass(frozen=True, slots=True)
class Line:
    """What one side said, as it was heard; `speaker` is `caller` or `agent`."""

    speaker: str
    text: str
    started_at: datetime


def as_text(lines: Sequence[Line], began_at: datetime) -> str:
    """A line each: `[01:05] Caller: ...`; empty for a call on which nothing was heard."""
    return "".join(
        f"[{_minutes(_since_s(line, began_at))}] {line.speaker.capitalize()}: {_one_line(line.text)}\n"
        for line in lines
        if line.text.strip()
    )


def as_vtt(lines: Sequence[Line], began_at: datetime) -> str:
    """A cue each, with its voice; a cue lasts until the next begins, `LONGEST_CUE_S` at most.

    Args:
        began_at: the instant the recording begins with.
    """
    said = [line for line in lines if line.text.strip()]
    starts = [_since_s(line, began_at) for line in said]
    cues: list[str] = []
    for number, (line, start) in enumerate(zip(said, starts, strict=True)):
        following = starts[number + 1] if number + 1 < len(starts) else start + LONGEST_CUE_S
        end = min(max(following, start + SHORTEST_CUE_S), start + LONGEST_CUE_S)
        voice = line.speaker.capitalize()
        cues.append(f"{_clock(start)} --> {_clock(end)}\n<v {voice}>{_escaped(_one_line(line.text))}\n")
    return "WEBVTT\n\n" + "\n".join(cues)


def _since_s(line: Line, began_at: datetime) -> float:
    return max(0.0, (line.started_at - began_at).total_seconds())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60:02}:{int(seconds) % 60:02}"


def _clock(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
