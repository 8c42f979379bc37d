"""A card number that is said on a call is nowhere once it is complete: neither with the model nor shown nor kept."""

from pathlib import Path

import pytest

from actors.call.live_view import ShownParts
from domain.call import codec
from domain.call.events import CallerHeard, KeyPressed, UtteranceEnded
from domain.call.redaction import has_card_data, redacted_journal, redacted_turns
from domain.call.state import CallState
from domain.redaction.cards import CARD, CODE
from services.records.call_records import turn_rows
from services.replay.replay import journal_lines, parse_journal, replay
from tests.fakes.call import Surroundings, ticket
from tests.unit.actors.call.live_call import live_call

RECORDINGS = sorted((Path(__file__).parents[3] / "recordings").glob("*.journal*"))


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path)


def digits_in(text: str) -> bool:
    """Whether any part of the number is left: it holds no other digit."""
    words = ("four five", "three nine", "5787", "6362", "1486", "is 737", "six three")
    return any(word in text for word in words)


async def test_nothing_of_a_card_number_is_left_once_it_is_complete(around: Surroundings):
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("My card is four five three nine, 5787")
        await call.until_quiet()
        before = len(around.model.requests)
        call.session.emit(CallerHeard("six three"))
        call.session.emit(CallerHeard("6362 14"))
        await call.hears("6362 1486")
        await call.until_quiet()
        assert len(around.model.requests) > before
        asked = around.model.requests[-1].messages
        said = [message.content for message in asked if message.role == "user"]
        assert said == [f"My card is {CARD}", CARD]
        await call.hears("the code is 737")
        await call.until_quiet()
        state = call.session.state
        parts = ShownParts(ticket()).changes(state).parts.values()
        shown = " ".join(f"{part.get('text')} {part.get('heard_text')}" for part in parts)
        assert CARD in shown
        assert not digits_in(shown)
    finished = await call.is_over()
    rows = turn_rows(finished.state)
    assert [row.heard_text for row in rows if row.speaker == "caller"] == [
        f"My card is {CARD}",
        CARD,
        f"the code is {CODE}",
    ]
    assert has_card_data(finished.state)
    kept = redacted_journal(around.records.archived)
    assert digits_in(b"\n".join(around.records.archived).decode())
    assert not digits_in(b"\n".join(kept).decode())
    assert len(kept) == len(dict.fromkeys(around.records.archived))
    assert [event.difference for event in replay(parse_journal(kept)) if event.differs] == []


def test_a_typed_card_number_is_zeros():
    events = [KeyPressed(key) for key in "4539578763621486#737"]
    entries = [codec.encode(event, float(number)) for number, event in enumerate(events)]
    kept = [codec.decode(entry)[1] for entry in redacted_journal(entries)]
    assert "".join(event.digit for event in kept if isinstance(event, KeyPressed)) == "0" * 16 + "#000"


def test_a_number_nobody_heard_the_end_of_is_taken_out_too():
    heard = [CallerHeard(text) for text in ("4539", "4539 5787 6362", "4539 5787 6362 1486")]
    events = [UtteranceEnded("Hello", 0.9, 0.0), *heard]
    entries = [codec.encode(event, float(number)) for number, event in enumerate(events)]
    kept = [codec.decode(entry)[1] for entry in redacted_journal(entries)]
    assert kept == [events[0], CallerHeard(CARD), CallerHeard(CARD), CallerHeard(CARD)]


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.name)
def test_a_recorded_call_without_a_card_stays_as_it_is_byte_by_byte(path: Path):
    entries = journal_lines(path.read_bytes())
    assert redacted_journal(entries) is entries
    *_, last = replay(parse_journal(entries))
    turns, _ = redacted_turns(last.state.turns)
    assert all(now is before for now, before in zip(turns, last.state.turns, strict=True))
    assert not has_card_data(last.state)


def test_a_call_on_which_nothing_was_said_has_no_card_data():
    assert not has_card_data(CallState())
