"""Recorded calls are decided today as they were then; see tests/recordings/README.md."""

from pathlib import Path

import pytest

from services.replay.replay import journal_lines, parse_journal, replay
from tests.recordings.accept import accepted

RECORDINGS = sorted((Path(__file__).parents[3] / "recordings").glob("*.journal*"))


def test_there_are_recordings():
    assert RECORDINGS


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.name)
def test_a_recorded_call_is_decided_as_it_was_then(path: Path):
    journal = parse_journal(journal_lines(path.read_bytes()))
    differences = [event.difference for event in replay(journal) if event.differs]
    assert differences == [], f"the first of {len(differences)}: {differences[0]}"


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.name)
def test_every_event_of_a_recording_is_compared(path: Path):
    journal = parse_journal(journal_lines(path.read_bytes()))
    replayed = list(replay(journal))
    assert len(replayed) == len(journal)
    assert not [event.number for event in replayed if event.unrecorded]
    assert replayed[-1].state.outcome is not None


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.name)
def test_accepting_a_recording_that_does_not_differ_changes_nothing(path: Path):
    data = path.read_bytes()
    assert journal_lines(accepted(data)) == journal_lines(data)
