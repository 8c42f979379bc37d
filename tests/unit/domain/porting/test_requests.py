"""A request to port a number, from a draft to its end, moved on by who may."""

from datetime import date, timedelta

import pytest

from domain.errors import Conflict, InvalidInput
from domain.languages import OFFERED
from domain.porting.requests import OVER, Document, Phase, PortRequest, documents
from domain.porting.words import state_in

TODAY = date(2026, 11, 23)
NEXT_WEEK = TODAY + timedelta(days=7)
ALL = documents("AU")


def walked(*phases: Phase) -> PortRequest:
    found = PortRequest().handed_in(ALL, ALL)
    for each in phases:
        found = found.moved(each, NEXT_WEEK if each is Phase.SCHEDULED else None, TODAY)
    return found


def test_it_is_handed_in_with_all_that_is_needed_and_names_what_is_missing():
    with pytest.raises(Conflict, match=r"still missing: letter_of_authorisation, latest_bill$"):
        PortRequest().handed_in((), ALL)
    with pytest.raises(Conflict, match=r"still missing: latest_bill$"):
        PortRequest().handed_in([Document.LETTER], ALL)
    assert PortRequest().handed_in(ALL, ALL).phase is Phase.HANDED_IN
    assert Document.PORTING_CODE in documents("GB")
    assert documents("ZZ") == (Document.LETTER, Document.BILL)


def test_it_is_walked_to_its_end():
    scheduled = walked(Phase.NEEDS, Phase.IN_REVIEW, Phase.SCHEDULED)
    assert scheduled == PortRequest(Phase.SCHEDULED, NEXT_WEEK)
    moved = scheduled.moved(Phase.SCHEDULED, NEXT_WEEK + timedelta(days=1), TODAY)
    assert moved.port_on == NEXT_WEEK + timedelta(days=1)
    done = moved.moved(Phase.DONE, None, NEXT_WEEK)
    assert (done.phase, done.port_on) == (Phase.DONE, moved.port_on)


@pytest.mark.parametrize(
    ("found", "to"),
    [
        (PortRequest(), Phase.IN_REVIEW),
        (walked(), Phase.SCHEDULED),
        (walked(), Phase.DONE),
        (walked(Phase.IN_REVIEW), Phase.DONE),
        (walked(Phase.REJECTED), Phase.IN_REVIEW),
        (PortRequest(Phase.WITHDRAWN), Phase.IN_REVIEW),
    ],
    ids=["a_draft", "unread", "at_once", "without_a_day", "rejected", "withdrawn"],
)
def test_no_step_is_left_out(found: PortRequest, to: Phase):
    with pytest.raises(Conflict):
        found.moved(to, NEXT_WEEK if to is Phase.SCHEDULED else None, TODAY)


@pytest.mark.parametrize("port_on", [None, TODAY - timedelta(days=1)], ids=["no_day", "yesterday"])
def test_a_day_is_to_come(port_on: date | None):
    with pytest.raises(InvalidInput, match=r"^port_on"):
        walked(Phase.IN_REVIEW).moved(Phase.SCHEDULED, port_on, TODAY)
    with pytest.raises(InvalidInput, match=r"^port_on"):
        walked().moved(Phase.IN_REVIEW, NEXT_WEEK, TODAY)


def test_it_is_withdrawn_until_the_day_before():
    for found in (PortRequest(), walked(), walked(Phase.IN_REVIEW, Phase.SCHEDULED)):
        assert found.withdrawn(TODAY) == PortRequest(Phase.WITHDRAWN)
    with pytest.raises(Conflict, match="today"):
        walked(Phase.IN_REVIEW, Phase.SCHEDULED).withdrawn(NEXT_WEEK)
    for phase in OVER:
        with pytest.raises(Conflict, match="over"):
            PortRequest(phase, NEXT_WEEK if phase is Phase.DONE else None).withdrawn(TODAY)


def test_what_others_work_with_is_not_rewritten():
    assert walked(Phase.NEEDS).changed().phase is Phase.NEEDS
    for found in (walked(), walked(Phase.IN_REVIEW), walked(Phase.REJECTED)):
        with pytest.raises(Conflict, match="handed in"):
            found.changed()


def test_every_state_has_words_in_every_language():
    for language in OFFERED:
        assert all(state_in(language, phase) for phase in Phase if phase is not Phase.DRAFT)
