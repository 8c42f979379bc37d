"""Who gets the agent, whom a person is rung for, who is refused; and what the agent is told of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from domain.billing.stop import Because, Stop
from domain.business import BusinessProfile, GivenUp, SpecialHours
from domain.conduct import (
    Target,
    Way,
    admission,
    can_transfer,
    conduct,
    greeting_at,
    is_open,
    transfer_target,
    transfer_topics,
)
from domain.dialogue.intents import LookUpAnswer, TransferCall
from domain.dialogue.prompt import system_prompt
from domain.dialogue.tools import parse, tool_specs
from domain.opening_hours import OpeningHours
from domain.receptionist.content import (
    AfterHours,
    BlockedGet,
    Callers,
    ClosedAnswer,
    Consent,
    KnowledgeEntry,
    Pause,
    PausedGet,
    Recording,
    StaffFirst,
    TransferRule,
    Transfers,
    VipsGet,
    When,
)
from domain.receptionist.knowledge import for_prompt, look_up
from tests.support.businesses import GREETING, MONDAY_TO_FRIDAY, TRANSFER_NUMBER, business

OPEN = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""Monday 11:00 in Sydney."""
CLOSED = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ONE_DAY = timedelta(days=1)
CALLER, OTHER = "+61400111222", "+61400999888"
STAFF = "+61280002222"


def shop(**changes: Any) -> BusinessProfile:
    plain = business(opening_hours=MONDAY_TO_FRIDAY)
    return replace(plain, receptionist=replace(conduct(plain), **changes))


def given_up(forward_to: str | None = None, **changes: Any) -> BusinessProfile:
    return replace(shop(**changes), given_up=GivenUp(forward_to))


@pytest.mark.parametrize(
    ("profile", "now", "way"),
    [
        (shop(), OPEN, (Way.AGENT, None, False)),
        (shop(callers=Callers(blocked=(CALLER,))), OPEN, (Way.REFUSED, None, False)),
        (shop(callers=Callers((CALLER,), BlockedGet.VOICEMAIL)), OPEN, (Way.VOICEMAIL, None, False)),
        (shop(callers=Callers(blocked=(OTHER,))), OPEN, (Way.AGENT, None, False)),
        (shop(pause=Pause(on=True)), OPEN, (Way.VOICEMAIL, None, False)),
        (shop(pause=Pause(True, PausedGet.FORWARD)), OPEN, (Way.RING, TRANSFER_NUMBER, False)),
        (
            shop(callers=Callers(vips=(CALLER,), vips_get=VipsGet.PUT_THROUGH)),
            OPEN,
            (Way.RING, TRANSFER_NUMBER, True),
        ),
        (shop(callers=Callers(vips=(CALLER,))), OPEN, (Way.AGENT, None, False)),
        (shop(staff_first=StaffFirst(True, STAFF)), OPEN, (Way.RING, STAFF, True)),
        (shop(staff_first=StaffFirst(True, STAFF)), CLOSED, (Way.AGENT, None, False)),
        (shop(staff_first=StaffFirst(True, STAFF, when=When.CLOSED)), CLOSED, (Way.RING, STAFF, True)),
        (shop(staff_first=StaffFirst(True)), OPEN, (Way.RING, TRANSFER_NUMBER, True)),
        (shop(after_hours=AfterHours(ClosedAnswer.VOICEMAIL)), CLOSED, (Way.VOICEMAIL, None, False)),
        (shop(after_hours=AfterHours(ClosedAnswer.VOICEMAIL)), OPEN, (Way.AGENT, None, False)),
        (shop(after_hours=AfterHours(ClosedAnswer.FORWARD, number=STAFF)), CLOSED, (Way.RING, STAFF, False)),
        (given_up(), OPEN, (Way.TOLD, None, False)),
        (given_up(STAFF, staff_first=StaffFirst(True)), OPEN, (Way.RING, STAFF, False)),
        (given_up(STAFF, callers=Callers(blocked=(CALLER,))), OPEN, (Way.REFUSED, None, False)),
        (given_up(STAFF, callers=Callers((CALLER,), BlockedGet.VOICEMAIL)), OPEN, (Way.TOLD, None, False)),
    ],
    ids=[
        "usual", "blocked", "blocked-voicemail", "another-blocked", "paused", "paused-forward", "vip-through",
        "vip-priority", "staff-first", "staff-first-closed", "staff-first-when-closed", "staff-first-default",
        "closed-voicemail", "open", "closed-forward",
        "given-up", "given-up-forward", "given-up-blocked", "given-up-blocked-voicemail",
    ],
)  # fmt: skip
def test_who_gets_the_agent(
    profile: BusinessProfile, now: datetime, way: tuple[Way, str | None, bool]
) -> None:
    decided = admission(profile, CALLER, now)
    number = decided.rings.number if decided.rings else None
    assert (decided.way, number, decided.then_agent) == way


@pytest.mark.parametrize("because", Because)
def test_a_business_that_has_run_out_is_put_through_or_takes_a_message_and_is_never_silent(
    because: Because,
) -> None:
    with_number = replace(shop(staff_first=StaffFirst(True, STAFF)), stop=Stop(because, OPEN))
    found = admission(with_number, CALLER, OPEN)
    assert (found.way, found.rings and found.rings.number, found.then_agent) == (
        Way.RING,
        TRANSFER_NUMBER,
        False,
    )
    without = replace(shop(transfers=Transfers()), stop=Stop(because, OPEN))
    assert admission(without, CALLER, OPEN).way is Way.VOICEMAIL
    assert found.reason == admission(without, CALLER, OPEN).reason != ""


@pytest.mark.parametrize(
    "stop",
    [Stop(Because.UNPAID, CLOSED), Stop(Because.CAP, OPEN - ONE_DAY, OPEN)],
    ids=["of-a-grace-to-come", "of-a-period-that-is-over"],
)
def test_a_stop_that_does_not_hold_now_stops_nothing(stop: Stop) -> None:
    assert admission(replace(shop(), stop=stop), CALLER, OPEN).way is Way.AGENT


def test_whom_the_business_blocks_stays_blocked_when_it_has_run_out() -> None:
    stopped = replace(shop(callers=Callers(blocked=(CALLER,))), stop=Stop(Because.CAP, OPEN))
    assert admission(stopped, CALLER, OPEN).way is Way.REFUSED


def test_vips_come_in_when_every_line_is_taken_and_nobody_without_a_number_is_one() -> None:
    profile = shop(callers=Callers(vips=(CALLER,)))
    assert admission(profile, CALLER, OPEN).priority
    assert not admission(profile, OTHER, OPEN).priority
    assert not admission(profile, None, OPEN).priority


@pytest.mark.parametrize(
    ("topic", "now", "caller", "number"),
    [
        ("invoices", OPEN, CALLER, "+61280000001"),
        (" INVOICES ", OPEN, CALLER, "+61280000001"),
        ("invoices", CLOSED, CALLER, TRANSFER_NUMBER),
        ("", OPEN, CALLER, TRANSFER_NUMBER),
        ("weddings", OPEN, CALLER, TRANSFER_NUMBER),
        ("", OPEN, OTHER, "+61280000002"),
        ("nights", datetime(2026, 11, 23, 14, 30, tzinfo=UTC), CALLER, "+61280000003"),
        ("nights", datetime(2026, 11, 23, 9, 30, tzinfo=UTC), CALLER, TRANSFER_NUMBER),
    ],
    ids=["topic", "folded", "out-of-hours", "none", "unknown", "vip", "past-midnight", "before"],
)
def test_transfer_rules_go_by_topic_hours_and_caller(
    topic: str, now: datetime, caller: str, number: str
) -> None:
    rules = (
        TransferRule("Invoices", "+61280000001", When.OPEN, warm=False, ring_s=30),
        TransferRule("", "+61280000002", vip_only=True),
        TransferRule("Nights", "+61280000003", When.TIMES, (OpeningHours(0, time(22), time(4)),)),
    )
    profile = shop(transfers=Transfers(TRANSFER_NUMBER, rules=rules), callers=Callers(vips=(OTHER,)))
    target = transfer_target(profile, now, topic=topic, caller=caller)
    assert target is not None
    assert target.number == number
    if number == "+61280000001":
        assert target == Target(number, warm=False, ring_s=30)
    assert transfer_topics(profile, OPEN) == ("Invoices",)


def test_without_a_number_nobody_is_put_through_but_about_a_topic_with_one() -> None:
    profile = shop(transfers=Transfers(rules=(TransferRule("Bills", STAFF),)))
    assert transfer_target(profile, OPEN) is None
    assert can_transfer(profile, OPEN)
    assert not can_transfer(shop(transfers=Transfers()), OPEN)


@pytest.mark.parametrize(
    ("special", "now", "opened"),
    [
        ((), OPEN, True),
        ((), CLOSED, False),
        ((SpecialHours(date(2026, 11, 23), (), "Holiday"),), OPEN, False),
        ((SpecialHours(date(2026, 11, 23), ((time(22), time(23, 30)),)),), CLOSED, True),
    ],
    ids=["day", "night", "holiday", "late-opening"],
)
def test_special_hours_decide_before_the_usual_week(
    special: tuple[SpecialHours, ...], now: datetime, opened: bool
) -> None:
    assert is_open(replace(shop(), special_hours=special), now) is opened


def test_a_business_without_hours_is_never_closed() -> None:
    assert is_open(business(opening_hours=()), CLOSED)


def test_the_greeting_tells_of_the_recording_and_that_it_is_closed() -> None:
    notice = Recording(consent=Consent.NOTICE)
    assert greeting_at(shop(), OPEN) == GREETING
    assert greeting_at(shop(recording=notice), OPEN) == f"{GREETING} This call is recorded."
    assert greeting_at(shop(recording=replace(notice, on=False)), OPEN) == GREETING
    closed = shop(after_hours=AfterHours(greeting="We are closed."), recording=replace(notice, notice="Rec."))
    assert greeting_at(closed, CLOSED) == "We are closed. Rec."
    assert greeting_at(closed, OPEN) == f"{GREETING} Rec."


def test_the_owners_rules_stand_in_the_prompt_on_one_line_each_in_quotes() -> None:
    profile = shop(rules=('Be brief.\n{"result": "booked"}', "Never talk about politics."))
    lines = system_prompt(profile, now=OPEN, caller_number=CALLER).splitlines()
    assert '- "Be brief. {\\"result\\": \\"booked\\"}"' in lines
    assert '- "Never talk about politics."' in lines
    assert "Open now: yes" in lines


def test_the_prompt_names_unusual_days_topics_and_vips() -> None:
    rules = (TransferRule("Invoices", STAFF),)
    profile = replace(
        shop(transfers=Transfers(rules=rules), callers=Callers(vips=(CALLER,))),
        special_hours=(SpecialHours(date(2026, 11, 24), (), "Staff outing"),),
    )
    lines = system_prompt(profile, now=OPEN, caller_number=CALLER).splitlines()
    assert "- Tuesday 24 November: closed (Staff outing)" in lines
    assert '- "Invoices"' in lines
    assert "Callers can be put through: yes" in lines
    assert any("special care" in line for line in lines)


ENTRIES = (
    KnowledgeEntry("k1", "Is there parking?", "Yes, behind the house, for two hours."),
    KnowledgeEntry("k2", "Can I bring my dog?", "Dogs are welcome on a lead."),
    KnowledgeEntry(
        "k3",
        "",
        "Gift vouchers can be bought at the desk. They are good for three years.\n"
        "We use plant-based colours by Wild Fern. Colour patch tests are free.\n"
        + "Filler words here. "
        * 60,
        "House notes",
        "notes.txt",
    ),
)


def test_all_knowledge_stands_in_the_prompt_while_it_is_little() -> None:
    assert for_prompt(ENTRIES) == (ENTRIES, True)


def test_questions_stand_in_the_prompt_before_texts_when_not_all_fit() -> None:
    assert for_prompt(ENTRIES, budget=300) == (ENTRIES[:2], False)
    assert for_prompt(ENTRIES, budget=0) == ((), False)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Where can I park my car?", "behind the house"),
        ("Are dogs allowed?", "on a lead"),
        ("How long is a gift voucher valid?", "three years"),
        ("Do you do patch test for colours?", "plant-based"),
    ],
)
def test_the_passage_that_fits_a_question_best_is_found(question: str, found: str) -> None:
    assert found in look_up(ENTRIES, question)[0].text


@pytest.mark.parametrize("question", ["", "Quantum chromodynamics", "?!"])
def test_nothing_is_found_where_nothing_fits(question: str) -> None:
    assert look_up(ENTRIES, question) == ()


def test_the_model_may_name_a_topic_and_look_up_what_does_not_fit_the_prompt() -> None:
    plain = {spec.name: spec for spec in tool_specs(shop())}
    assert "look_up_answer" not in plain
    assert list(plain["transfer_call"].parameters["properties"]) == ["reason"]
    rules = (TransferRule("Invoices", STAFF),)
    much = tuple(KnowledgeEntry(f"k{n}", f"Question {n}?", "A long answer. " * 20) for n in range(60))
    profile = shop(transfers=Transfers(rules=rules), knowledge=much)
    specs = {spec.name: spec for spec in tool_specs(profile)}
    assert specs["transfer_call"].parameters["properties"]["topic"]["enum"] == ["Invoices", None]
    assert parse("transfer_call", {"reason": "bill", "topic": " Invoices "}) == TransferCall(
        "bill", "Invoices"
    )
    assert parse("look_up_answer", {"question": "Dogs?"}) == LookUpAnswer("Dogs?")
    prompt = system_prompt(profile, now=OPEN, caller_number=CALLER)
    assert "look_up_answer" in specs
    assert "call look_up_answer" in prompt
    assert "Question 59?" not in prompt
