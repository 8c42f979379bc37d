"""Warnings and errors in the log files of this machine's Ray processes, as they are written."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

FILES = "worker-*.err"
"""What our processes print: Ray gives every worker a file of its own."""

_TOLD = frozenset({"warning", "error", "critical"})
_LEFT_OUT = frozenset({"event", "level", "timestamp", "exception", "call_id", "business_id"})
_CONSOLE_LINE = re.compile(r"^\S+ \[(warning|error|critical)\s*\] (.*)$")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_LONGEST = 300
_MOST_AT_ONCE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Warned:
    """One line: its level, what it says on one line, and the call it is about; None for no call."""

    level: str
    text: str
    call_id: UUID | None = None


class LogWarnings:
    """Reads what is new in every file of the folder; lines from before it was made are not told."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, int] = {path: path.stat().st_size for path in folder.glob(FILES)}

    def new(self) -> list[Warned]:
        """Those of the complete lines written since the last look, at most 64 KiB of a file at a time."""
        told: list[Warned] = []
        for path in sorted(self._folder.glob(FILES)):
            try:
                with path.open("rb") as file:
                    file.seek(self._read.get(path, 0))
                    text = file.read(_MOST_AT_ONCE)
            except OSError:  # the file went away with its session
                continue
            complete = text[: text.rfind(b"\n") + 1]
            if not complete and len(text) == _MOST_AT_ONCE:
                complete = text  # one endless line
            self._read[path] = self._read.get(path, 0) + len(complete)
            lines = complete.decode(errors="replace").splitlines()
            told += [warned for line in lines if (warned := parse(line)) is not None]
        return told


def parse(line: str) -> Warned | None:
    """A line of either log format; None when it is no warning, or none of ours."""
    if line.startswith("{"):
        try:
            entry: Any = json.loads(line)
        except ValueError:
            return None
        if not isinstance(entry, dict) or entry.get("level") not in _TOLD or "event" not in entry:
            return None
        call_id = _uuid(entry.get("call_id"))
        left_out = _LEFT_OUT | {"call_sid"} if call_id is not None else _LEFT_OUT
        details = [f"{name}={value}" for name, value in entry.items() if name not in left_out]
        last_of_trace = str(entry.get("exception") or "").strip().rpartition("\n")[2]
        text = " ".join([str(entry["event"]), *details, *([last_of_trace] if last_of_trace else [])])
        return Warned(str(entry["level"]), _one_line(text), call_id)
    found = _CONSOLE_LINE.match(_COLOURS.sub("", line))
    return Warned(found[1], _one_line(found[2])) if found is not None else None


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _one_line(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
