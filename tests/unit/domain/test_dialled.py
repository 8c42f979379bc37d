"""The business as callers of one of its numbers meet it."""

from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import UUID

from domain.business import Site
from domain.conduct import Target, Way, admission, conduct, greeting_at
from domain.dialled import as_dialled
from domain.numbers.lines import Line
from domain.opening_hours import OpeningHours
from domain.receptionist.content import AfterHours, ClosedAnswer
from tests.support.businesses import COLOUR, GREETING, HAIRCUT, LEO, MIA, TRANSFER_NUMBER, business

OPEN = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
CLOSED = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MAIN, CITY, GERMAN = "+61280001000", "+61280001001", "+61280001002"
PERTH = Site(
    UUID(int=31),
    "Perth",
    "Australia/Perth",
    "1 Hay Street, Perth",
    opening_hours=(OpeningHours(0, time(12), time(20)),),
    staff=(LEO.id,),
    offerings=(COLOUR.id,),
)
SYDNEY = Site(UUID(int=32), "Sydney", "Australia/Sydney")


def held(*lines: Line):
    plain = business(lines=lines, sites=(SYDNEY, PERTH), staff=(MIA, LEO))
    return replace(plain, receptionist=conduct(plain))


def test_a_number_nothing_is_said_of_reaches_the_business_as_it_is():
    profile = held(Line(MAIN, "Front desk"))
    assert as_dialled(profile, MAIN) == profile
    assert as_dialled(profile, "+61280009998") == profile


def test_a_number_of_a_place_is_about_that_place_alone():
    profile = as_dialled(held(Line(CITY, location_id=PERTH.id)), CITY)
    assert profile.sites == (PERTH,)
    assert (profile.timezone, profile.address) == ("Australia/Perth", PERTH.address)
    assert profile.opening_hours == PERTH.opening_hours
    assert [each.name for each in profile.offerings] == ["Colour"]
    assert [each.name for each in profile.staff] == ["Leo"]


def test_a_place_that_keeps_the_business_s_hours_and_address_has_them():
    profile = as_dialled(held(Line(CITY, location_id=SYDNEY.id)), CITY)
    plain = business()
    assert (profile.opening_hours, profile.address) == (plain.opening_hours, plain.address)
    assert [each.name for each in profile.offerings] == [HAIRCUT.name, COLOUR.name]


def test_a_place_that_is_gone_leaves_all_of_them():
    assert as_dialled(held(Line(CITY, location_id=UUID(int=99))), CITY).sites == (SYDNEY, PERTH)


def test_another_language_has_its_own_greeting_and_none_of_the_owners_words_in_the_first():
    profile = held(Line(GERMAN, language="de-DE"))
    content = conduct(profile)
    profile = replace(
        profile,
        receptionist=replace(
            content,
            after_hours=AfterHours(ClosedAnswer.AGENT, "We are closed."),
            recording=replace(content.recording, notice="You are recorded."),
        ),
    )
    german = as_dialled(profile, GERMAN)
    assert german.language == conduct(german).language == "de-DE"
    assert "Harbour Street Hair" in german.greeting
    assert german.greeting not in (GREETING, "")
    assert greeting_at(german, CLOSED) == german.greeting
    assert conduct(german).recording.notice == ""


def test_the_same_language_leaves_the_greeting():
    assert as_dialled(held(Line(GERMAN, language="en-AU")), GERMAN).greeting == GREETING


def test_a_greeting_of_its_own_is_heard_first():
    profile = as_dialled(held(Line(CITY, language="de-DE", greeting="Friseur Hafen, guten Tag.")), CITY)
    assert greeting_at(profile, OPEN) == "Friseur Hafen, guten Tag."


def test_callers_get_what_the_number_says_after_hours_and_the_agent_while_it_is_open():
    whom = "+61280007777"
    profile = as_dialled(held(Line(CITY, after_hours=AfterHours(ClosedAnswer.FORWARD, number=whom))), CITY)
    assert admission(profile, None, OPEN).way is Way.AGENT
    assert admission(profile, None, CLOSED).rings == Target(whom)
    assert admission(held(Line(CITY)), None, CLOSED).way is Way.AGENT


def test_a_profile_of_a_release_without_versions_is_changed_as_far_as_its_own_fields_go():
    profile = as_dialled(business(lines=(Line(CITY, language="de-DE"),)), CITY)
    assert profile.language == conduct(profile).language == "de-DE"
    assert profile.transfer_number == TRANSFER_NUMBER
