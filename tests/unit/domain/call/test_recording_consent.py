"""Whether, and from when on, a call may be recorded: read from what was heard and said."""

from dataclasses import replace

import pytest

from domain.call.recording_consent import Permission, Standing, permission
from domain.call.state import AgentTurn, CallerTurn, CallState, Sentence
from domain.receptionist.content import Consent, Recording

TOLD = Recording(consent=Consent.NOTICE)
ASKED = Recording(consent=Consent.NOTICE, ask=True)
GREETING = AgentTurn(
    1,
    1_000.0,
    (
        Sentence("Hello.", True, 500, 500, settled_at_ms=1_600.0),
        Sentence("This call is recorded.", True, 900, 900, settled_at_ms=2_500.0),
    ),
)
UNHEARD = replace(GREETING, sentences=(GREETING.sentences[0], Sentence("This call is recorded.", True, 900)))
CUT = replace(GREETING, interrupted=True)
LOST = replace(GREETING, sentences=(GREETING.sentences[0], replace(GREETING.sentences[1], lost=True)))


def said(text: str, at_ms: float = 5_000.0) -> CallerTurn:
    return CallerTurn(text, at_ms - 1_000, at_ms, 300)


def standing(recording: Recording, *turns: AgentTurn | CallerTurn) -> Permission:
    return permission(CallState(turns=turns), recording, "en-AU")


def test_without_a_wish_for_consent_it_is_recorded_from_the_beginning():
    assert standing(Recording()) == Permission(Standing.GIVEN)
    assert standing(Recording(), UNHEARD) == Permission(Standing.GIVEN)


def test_a_business_that_records_nothing_does_not_whatever_is_said():
    off = Recording(on=False, consent=Consent.NOTICE)
    assert standing(off, GREETING, said("yes")) == Permission(Standing.OFF)


@pytest.mark.parametrize("greeting", [UNHEARD, CUT, LOST], ids=["still-sounds", "interrupted", "not-spoken"])
@pytest.mark.parametrize("recording", [TOLD, ASKED], ids=["told", "asked"])
def test_a_notice_that_was_not_heard_to_its_end_permits_nothing(greeting: AgentTurn, recording: Recording):
    assert standing(recording, greeting, said("Yes.")) == Permission(Standing.AWAITED)
    assert standing(recording) == Permission(Standing.AWAITED)


def test_who_stays_past_the_notice_is_recorded_from_its_end():
    assert standing(TOLD, GREETING) == Permission(Standing.GIVEN, 2_500.0)
    assert standing(TOLD, GREETING, said("I'd like a haircut.")) == Permission(Standing.GIVEN, 2_500.0)


def test_who_is_asked_is_recorded_from_their_yes():
    assert standing(ASKED, GREETING) == Permission(Standing.AWAITED)
    assert standing(ASKED, GREETING, said("Yes, sure.")) == Permission(Standing.GIVEN, 5_000.0)
    for other in ("No.", "I'd like a haircut."):
        later = (said(other), AgentTurn(2, 6_000.0), said("Yes please.", 9_000.0))
        assert standing(ASKED, GREETING, *later) == Permission(Standing.AWAITED), (
            "that yes is to something else"
        )


@pytest.mark.parametrize("recording", [Recording(), TOLD, ASKED], ids=["any", "told", "asked"])
def test_a_refusal_at_any_time_is_for_good(recording: Recording):
    turns = (GREETING, said("Yes."), said("Please don't record this.", 7_000.0), said("Yes.", 9_000.0))
    assert standing(recording, *turns) == Permission(Standing.REFUSED)
