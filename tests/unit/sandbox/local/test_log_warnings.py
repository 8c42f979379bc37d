"""Warnings are told as they are written, once, on one line; everything else in the files is passed over."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from sandbox.local.log_warnings import LogWarnings, Warned, parse


def entry(**fields: Any) -> str:
    return json.dumps({"timestamp": "2026-01-01T00:00:00Z", **fields})


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            entry(level="warning", event="periodic_task.postponed", task="outbox", reason="postgres: away"),
            Warned("warning", "periodic_task.postponed task=outbox reason=postgres: away"),
        ),
        (
            entry(
                level="error", event="call.failed", exception="Traceback\n  File x\nValueError: no such thing"
            ),
            Warned("error", "call.failed ValueError: no such thing"),
        ),
        (
            entry(
                level="warning",
                event="journal.behind",
                reason="timeout",
                call_id="01900000-0000-7000-8000-00000000abcd",
                call_sid="CA0123",
                business_id="01900000-0000-7000-8000-000000000001",
            ),
            Warned("warning", "journal.behind reason=timeout", UUID("01900000-0000-7000-8000-00000000abcd")),
        ),
        (
            entry(level="warning", event="transfer.not_noted", call_sid="CA0123", call_id="none"),
            Warned("warning", "transfer.not_noted call_sid=CA0123"),
        ),
        (
            "2026-01-01T00:00:00Z [\x1b[33m\x1b[1mwarning  \x1b[0m] \x1b[1mstream.late\x1b[0m  \x1b[36mms\x1b[0m=12",
            Warned("warning", "stream.late ms=12"),
        ),
        (entry(level="info", event="call.started"), None),
        (entry(level="warning"), None),
        ("2026-01-01T00:00:00Z [info     ] call.started", None),
        ("Traceback (most recent call last):", None),
        ("{not json", None),
        ("[1, 2]", None),
        ("", None),
    ],
    ids=[
        "a warning",
        "an error with a traceback",
        "about a call",
        "about a call known by the carrier's name only",
        "the console's format, in colour",
        "information",
        "no event",
        "information in the console's format",
        "a traceback",
        "broken JSON",
        "other JSON",
        "nothing",
    ],
)
def test_a_line_is_told_when_it_warns(line: str, told: Warned | None) -> None:
    assert parse(line) == told


def test_a_long_line_is_cut() -> None:
    warned = parse(entry(level="warning", event="x", text="y" * 5_000))
    assert warned is not None
    assert len(warned.text) < 400


def texts(warnings: LogWarnings) -> list[str]:
    return [warned.text for warned in warnings.new()]


def test_only_what_is_new_and_complete_is_told_of_every_workers_file(tmp_path: Path) -> None:
    first, second = tmp_path / "worker-a.err", tmp_path / "worker-b.err"
    first.write_text(entry(level="warning", event="before") + "\n")
    (tmp_path / "worker-a.out").write_text(entry(level="warning", event="elsewhere") + "\n")
    warnings = LogWarnings(tmp_path)
    assert texts(warnings) == []
    with first.open("a") as file:
        file.write(entry(level="warning", event="one") + "\n" + entry(level="error", event="two")[:20])
    second.write_text(entry(level="warning", event="another") + "\n")
    assert texts(warnings) == ["one", "another"]
    with first.open("a") as file:
        file.write(entry(level="error", event="two")[20:] + "\n")
    assert texts(warnings) == ["two"]
    assert texts(warnings) == []


def test_a_line_without_an_end_holds_nothing_up(tmp_path: Path) -> None:
    warnings = LogWarnings(tmp_path)
    path = tmp_path / "worker-a.err"
    path.write_text("x" * 200_000 + "\n" + entry(level="warning", event="after") + "\n")
    assert [text for _ in range(5) for text in texts(warnings)] == ["after"]


def test_a_folder_that_went_away_has_nothing_to_tell(tmp_path: Path) -> None:
    assert texts(LogWarnings(tmp_path / "gone")) == []
