"""Running a journal again: the same decisions, or the first event where they are others."""

import gzip
import io
import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from rich.console import Console

from cli.replay_text import event_text, show_replay
from domain.call import codec
from domain.call.effects import (
    AskModel,
    CancelTimer,
    EndStream,
    NextStepKind,
    Publish,
    Speak,
    StartTimer,
    TimerName,
)
from domain.call.events import (
    CallAnswered,
    CallBrief,
    CallerHeard,
    CallerHungUp,
    CallResumed,
    Event,
    ModelFinished,
    SentenceWritten,
    SpeechBegan,
    SpeechPlayed,
    SpeechSent,
    SpeechStopped,
    TimerFired,
    ToolsRequested,
    UtteranceEnded,
)
from domain.call.machine import fold, step
from domain.call.state import CallState, Phase
from domain.dialogue.messages import ModelMessage, ToolCall
from domain.errors import InvalidInput
from services.replay.replay import ReplayedEvent, journal_lines, parse_journal, replay, up_to
from services.replay.source import FoundJournal, journal_in

CALL_ID = UUID("01900000-0000-7000-8000-0000000000c1")
BUSINESS_ID = UUID("01900000-0000-7000-8000-000000000001")
BEGAN_AT_MS = 1_795_000_000_000.25
BRIEF = CallBrief(str(CALL_ID), str(BUSINESS_ID), "+61400000123", "en-AU", "AU", "Hello there.", True)
SPOKEN_AT_MS = BEGAN_AT_MS + 4000
EVENTS: tuple[Event, ...] = (
    CallAnswered(BRIEF, "MZ1"),
    SpeechBegan(1, 0, BEGAN_AT_MS, BEGAN_AT_MS + 90),
    SpeechSent(1, 0, 900),
    SpeechPlayed(1, 0),
    CallerHeard("are you open"),
    UtteranceEnded("are you open", 0.98, SPOKEN_AT_MS),
    CallResumed(),
    SentenceWritten(2, "Until half past five.", SPOKEN_AT_MS + 700),
    ModelFinished(2),
    CallerHungUp(),
    SpeechStopped(2, 0, 0),
)


def journal(*events: Event) -> list[bytes]:
    """As a session writes it, an event every second."""
    state, entries = CallState(), []
    for number, event in enumerate(events or EVENTS):
        at_ms = BEGAN_AT_MS + number * 1000
        state, effects = step(state, event, at_ms)
        entries.append(codec.encode(event, at_ms, codec.digest(state.phase, effects)))
    return entries


def replayed(entries: list[bytes]) -> list[ReplayedEvent]:
    return list(replay(parse_journal(entries)))


def changed(entry: bytes, **values: object) -> bytes:
    return json.dumps(json.loads(entry) | values).encode()


def shown(entries: list[bytes], until: str | None = None) -> tuple[str, bool]:
    found = FoundJournal(parse_journal(entries), "somewhere")
    output = io.StringIO()
    same = show_replay(found, up_to(replay(found.entries), until), Console(file=output, width=200))
    return output.getvalue(), same


# --- comparing --------------------------------------------------------------------------------------------------
def test_a_journal_leads_to_what_it_led_to_then():
    events = replayed(journal())
    assert [event.event for event in events] == list(EVENTS)
    assert [event.offset_ms for event in events] == [number * 1000.0 for number in range(len(EVENTS))]
    assert not [event.difference for event in events if event.differs or event.unrecorded]
    assert events[-1].state == fold(codec.decode_journal(journal()))
    assert [event.state.phase for event in events[:6]] == [
        *[Phase.SPEAKING] * 3,
        *[Phase.LISTENING] * 2,
        Phase.THINKING,
    ]


def test_a_changed_event_is_named_with_the_first_decision_it_changes():
    entries = journal()
    entries[5] = changed(entries[5], text="are you closed")
    different = [event for event in replayed(entries) if event.differs]
    assert different[0].number == 6
    assert different[0].difference.startswith("event 6, UtteranceEnded, at 5.000 s: recorded as ")


def test_a_missing_event_is_noticed():
    entries = journal()
    del entries[3]
    assert next(event for event in replayed(entries) if event.differs).number == 4


def test_a_changed_digest_is_named_and_alone():
    entries = journal()
    entries[2] = changed(entries[2], decided="0123456789ab")
    (different,) = [event for event in replayed(entries) if event.differs]
    assert different.number == 3
    assert "recorded as 0123456789ab, now " in different.difference


def test_entries_of_earlier_versions_are_replayed_and_counted_as_unrecorded():
    entries = [codec.encode(event, BEGAN_AT_MS + number) for number, event in enumerate(EVENTS)]
    events = replayed(entries)
    assert all(event.unrecorded and not event.differs for event in events)
    output, same = shown(entries)
    assert same
    assert f"{len(EVENTS)} of {len(EVENTS)} events, {len(EVENTS)} unrecorded" in output


def test_a_machine_that_fails_ends_the_replay_with_the_event_it_fails_on():
    entries = journal()
    entries[4] = codec.encode(TimerFired("no_such_timer", 1), BEGAN_AT_MS + 4000, "0123456789ab")
    events = replayed(entries)
    assert len(events) == 5
    assert events[-1].differs
    assert "event 5, TimerFired, at 4.000 s: the machine fails: ValueError" in events[-1].difference
    assert events[-1].state == events[-2].state


def test_entries_written_twice_are_replayed_once():
    entries = journal()
    assert replayed([*entries[:4], *entries]) == replayed(entries)


# --- the digest -------------------------------------------------------------------------------------------------
def test_a_digest_is_the_same_in_every_process():
    effects = (
        Speak(1, 0, "Grüß Gott \ud83d", True),
        AskModel(
            3,
            2,
            (ModelMessage("assistant", "", (ToolCall("t", "find_slots", {"time": None, "date": "x"}),)),),
        ),
        StartTimer(TimerName.FILLER, 1200, 2),
        EndStream(NextStepKind.TRANSFER),
        Publish(),
    )
    assert codec.digest(Phase.SPEAKING, effects) == "ba3af71a8c40"
    assert codec.digest(Phase.WAITING, ()) == "1a9c8727c960"


def test_a_digest_tells_phases_order_and_every_field_apart():
    speak = Speak(1, 0, "Hello.", True)
    found = {
        codec.digest(phase, effects)
        for phase, effects in (
            (Phase.SPEAKING, (speak, Publish())),
            (Phase.SPEAKING, (Publish(), speak)),
            (Phase.CLOSING, (speak, Publish())),
            (Phase.SPEAKING, (replace(speak, canned=False), Publish())),
            (Phase.SPEAKING, (replace(speak, sentence=1), Publish())),
            (Phase.SPEAKING, (speak,)),
            (Phase.SPEAKING, (speak, CancelTimer(TimerName.FILLER))),
            (Phase.SPEAKING, (speak, CancelTimer(TimerName.HEDGE))),
        )
    }
    assert len(found) == 8


def test_the_order_of_a_tools_arguments_is_no_difference():
    one, other = (
        ToolsRequested(1, (("t1", "find_slots", arguments),))
        for arguments in ({"a": 1, "b": [2]}, {"b": [2], "a": 1})
    )
    begin = (*EVENTS[:6],)
    assert [json.loads(entry)["decided"] for entry in journal(*begin, one)] == [
        json.loads(entry)["decided"] for entry in journal(*begin, other)
    ]


# --- stopping ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("until", ["SpeechSent", "speechsent", "3"])
def test_a_replay_stops_after_the_event_it_is_told_by_name_or_number(until: str):
    events = list(up_to(replay(parse_journal(journal())), until))
    assert events[-1].number == 3
    assert isinstance(events[-1].event, SpeechSent)


def test_the_first_event_of_a_name_ends_it():
    twice = (*EVENTS[:5], CallerHeard("are you open now"))
    assert len(list(up_to(replay(parse_journal(journal(*twice))), "CallerHeard"))) == 5


def test_an_event_the_journal_does_not_hold_is_told_after_the_last():
    events = up_to(replay(parse_journal(journal())), "KeyPressed")
    for _ in EVENTS:
        next(events)
    with pytest.raises(InvalidInput, match="holds no event KeyPressed"):
        next(events)


@pytest.mark.parametrize("until", ["Nonsense", "0", "-1", ""])
def test_an_unknown_event_is_refused_before_anything_happens(until: str):
    with pytest.raises(InvalidInput, match="one of CallAnswered, "):
        up_to(iter(()), until)


# --- reading ----------------------------------------------------------------------------------------------------
def test_a_file_is_read_packed_or_plain(tmp_path: Path):
    lines = b"\n".join(journal())
    plain, packed = tmp_path / "plain", tmp_path / "packed.gz"
    plain.write_bytes(lines + b"\n")
    packed.write_bytes(gzip.compress(lines))
    assert journal_in(plain).entries == journal_in(packed, CALL_ID).entries == parse_journal(journal())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the journal is empty"),
        (gzip.compress(b"", mtime=0), "the journal is empty"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-12], "cannot be unpacked"),
        (b"\x1f\x8b rubbish", "cannot be unpacked"),
        (b"hello", "entry 1: a journal entry cannot be read"),
        (b'{"at":1,"event":"CallResumed"}\n{"at":2,"event":"Nonsense"}', "entry 2: .*Nonsense"),
    ],
)
def test_a_journal_that_cannot_be_read_is_told_with_its_name(tmp_path: Path, data: bytes, message: str):
    path = tmp_path / "call.journal"
    path.write_bytes(data)
    with pytest.raises(InvalidInput, match=f"call.journal: .*{message}"):
        journal_in(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(InvalidInput, match=r"missing\.gz cannot be read: No such file"):
        journal_in(tmp_path / "missing.gz")


def test_another_calls_file_is_refused(tmp_path: Path):
    path = tmp_path / "call.journal"
    path.write_bytes(b"\n".join(journal()))
    with pytest.raises(InvalidInput, match=f"is the journal of call {CALL_ID}"):
        journal_in(path, BUSINESS_ID)


def test_lines_of_nothing_are_no_entries():
    assert journal_lines(b"\n a \n\n") == [b" a "]


# --- showing ----------------------------------------------------------------------------------------------------
def test_a_person_sees_events_phases_effects_and_the_conversation():
    output, same = shown(journal())
    assert same
    for line in (
        "Journal: somewhere",
        "   1     0.000s  CallAnswered  caller +61400000123, en-AU, AU",
        "waiting → speaking",
        "· say 1.0 “Hello there.” (fixed wording)",
        "   6     5.000s  UtteranceEnded  “are you open”, confidence 0.98, speech ended at 4.000 s",
        "· ask model #1 for turn 2, 2 messages, the last user: “are you open”",
        "· finalise: answered (caller hung up)",
        "  caller  “are you open”",
        f"Nothing differs ({len(EVENTS)} of {len(EVENTS)} events, 0 unrecorded)",
    ):
        assert line in output


def test_the_first_difference_is_told_last():
    entries = journal()
    entries[5] = changed(entries[5], text="are you closed")
    output, same = shown(entries)
    assert not same
    assert output.splitlines()[-1].startswith("The first difference: event 6, UtteranceEnded, at 5.000 s")


def test_a_difference_behind_the_last_event_shown_is_none():
    entries = journal()
    entries[5] = changed(entries[5], text="are you closed")
    assert shown(entries, until="5")[1]
    assert not shown(entries, until="6")[1]


def test_words_cannot_move_the_terminals_cursor_nor_be_markup():
    begin = EVENTS[:4]
    output, _ = shown(journal(*begin, UtteranceEnded("\x1b[2J[red]a\rb\ud83d\u202e", 1.0, SPOKEN_AT_MS)))
    assert r"“\x1b[2J[red]a\rb\ud83d\u202e”" in output
    assert "\x1b" not in output


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_every_event_has_a_line(event: Event):
    assert "\n" not in event_text(event, BEGAN_AT_MS)
