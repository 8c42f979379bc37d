"""A call keeps the rules it was answered under, whichever release goes on with it or replays it."""

import json
from typing import Any

from domain.call import codec
from domain.call.editions import CURRENT, Edition
from domain.call.effects import EndStream, StopSpeaking
from domain.call.events import CallAnswered, KeyPressed
from domain.call.state import Phase
from tests.unit.domain.call.scripted_call import LINES, brief, listening_call, speaking_call, thinking_call

FIRST: dict[str, Any] = {"rules": Edition.FIRST}


def test_a_journal_that_names_no_edition_is_of_the_first():
    entry = json.loads(codec.encode(CallAnswered(brief(), "MZ0"), 1.0))
    assert entry["brief"].pop("rules") == CURRENT
    _, event = codec.decode(json.dumps(entry).encode())
    assert isinstance(event, CallAnswered)
    assert event.brief.rules == Edition.FIRST


def test_an_entry_of_the_first_edition_is_written_as_it_was():
    assert "rules" not in json.loads(codec.encode(CallAnswered(brief(**FIRST), "MZ0"), 1.0))["brief"]


def test_a_call_of_a_later_release_is_decided_by_the_latest_rules_known_here():
    call = listening_call(rules=99).says("hold on a second")
    assert call.spoken[-1] == LINES.take_your_time


def test_in_a_call_of_the_first_edition_zero_puts_through_at_once():
    call = listening_call(**FIRST)
    call.happens(KeyPressed("0"))
    assert call.spoken[-1] == LINES.transferring


def test_in_a_call_of_the_first_edition_a_wish_to_wait_goes_to_the_model():
    assert thinking_call("hold on a second", **FIRST).phase is Phase.THINKING


def test_in_a_call_of_the_first_edition_voice_behind_a_noise_takes_the_floor():
    call = speaking_call(**FIRST).starts_saying("okay").voices(900)
    assert call.asked(StopSpeaking) == [StopSpeaking(2)]


def test_in_a_call_of_the_first_edition_a_goodbye_is_final():
    call = (
        thinking_call(**FIRST)
        .wants(("t1", "end_call"))
        .finishes()
        .tool_answers("t1", effect="end_call")
        .sends()
    )
    call.says("oh wait").plays()
    assert len(call.ever(EndStream)) == 1
