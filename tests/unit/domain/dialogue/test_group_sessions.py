"""What a model is told of group sessions, and how it asks for seats."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.dialogue.appointment_tools import arguments_of
from domain.dialogue.intents import PLAIN, BookAppointment, intent_key
from domain.dialogue.prompt import system_prompt
from domain.dialogue.tools import parse, tool_specs
from domain.errors import InvalidInput
from tests.support.businesses import business

CALL = UUID("01936b2e-0000-7000-8000-000000000001")
NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
ALONE = business()
GROUPS = replace(ALONE, offerings=(ALONE.offerings[0], replace(ALONE.offerings[1], seats=12)))
WISH = {"offering": "Colour", "starts_at_local": "2026-11-24T10:00", "customer_name": "Sam"}


def wish(**more: Any) -> BookAppointment:
    found = parse("book_appointment", {**WISH, **more})
    assert isinstance(found, BookAppointment)
    return found


def test_seats_are_asked_for_only_where_there_are_groups():
    for name in ("find_slots", "book_appointment"):
        with_groups = next(spec for spec in tool_specs(GROUPS) if spec.name == name)
        without = next(spec for spec in tool_specs(ALONE) if spec.name == name)
        assert "seats" in with_groups.parameters["required"]
        assert "seats" not in without.parameters["properties"]
    waiting = next(spec for spec in tool_specs(GROUPS) if spec.name == "join_waiting_list")
    assert "seats" not in waiting.parameters["properties"]


def test_the_prompt_names_group_sessions_with_their_seats_and_keeps_the_line_of_every_offering():
    told = system_prompt(GROUPS, now=NOW, caller_number=None).splitlines()
    assert "- Colour: 12 seats" in told
    assert "- Colour: 120 minutes, $195.00" in told
    assert not any(
        "seats_left" in line for line in system_prompt(ALONE, now=NOW, caller_number=None).splitlines()
    )


@pytest.mark.parametrize("given", [3, "3", 3.0])
def test_a_number_of_people_is_read_however_it_is_written(given: object):
    assert wish(seats=given).details.seats == 3


@pytest.mark.parametrize("given", [0, -1, 11, 2.5, True, "two", [2], "9" * 40], ids=repr)
def test_no_number_of_people_is_refused(given: object):
    with pytest.raises(InvalidInput, match="seats must be a whole number from 1 to 10"):
        wish(seats=given)


@pytest.mark.parametrize("given", [None, 1, ""], ids=repr)
def test_one_seat_is_a_plain_wish_with_the_key_it_always_had(given: object):
    assert wish(seats=given).details == PLAIN
    assert intent_key(CALL, wish(seats=given)) == intent_key(CALL, wish())


def test_another_number_of_people_is_another_wish_and_outlasts_a_store_that_is_away():
    two = wish(seats=2)
    assert intent_key(CALL, two) != intent_key(CALL, wish())
    assert parse("book_appointment", arguments_of(two)) == two
    assert "seats" not in arguments_of(wish())
