"""Text conversations with the rule-based receptionist about locations and about seats of a group session."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from domain.business import Site
from domain.dialogue.intents import BookAppointment, FindSlots, Intent
from domain.dialogue.matching import match_site
from domain.dialogue.tool_results import SlotsFound, ToolResult, refusal
from domain.errors import InvalidInput
from tests.unit.sandbox.vendors.openai.salon import SALON, Calendar, TextCall

SITES = tuple(
    Site(UUID(int=n), name, "Australia/Sydney") for n, name in enumerate(("Harbour Street", "Park Lane"), 1)
)


@dataclass
class Chain(Calendar):
    """Asks for the location, as the tools do."""

    def run(self, intent: Intent) -> ToolResult:
        if isinstance(intent, FindSlots):
            try:
                match_site(self.profile, intent.details.location)
            except InvalidInput as refused:
                return refusal(refused)
        return super().run(intent)


@dataclass
class Full(Calendar):
    def run(self, intent: Intent) -> ToolResult:
        if isinstance(intent, FindSlots) and intent.time is not None and intent.date is not None:
            wanted = datetime.combine(intent.date, intent.time)
            later = wanted + timedelta(hours=2)
            why = ("That Haircut can be had no more: all seats of it are taken.",)
            return SlotsFound(
                "Haircut", intent.date, (later,), wanted, False, why=why, seats_left=((later, 3),)
            )
        return super().run(intent)


def chain() -> TextCall:
    profile = replace(SALON, sites=SITES)
    return TextCall(Chain(profile=profile), profile=profile)


def test_the_location_is_asked_for_when_the_calendar_needs_it_and_read_back() -> None:
    call = chain()
    asked = call.say("i'd like to book a haircut next wednesday at ten in the morning please")
    assert asked == "Which location would you like: Harbour Street or Park Lane?"
    call.say("the second one please")
    read_back = call.say("my name is emily clark")
    assert "haircut at Park Lane on Wednesday" in read_back
    call.say("yes please")
    assert [each.details.location for each in call.booked] == ["Park Lane"]


def test_a_location_that_was_named_is_not_asked_for() -> None:
    call = chain()
    answer = call.say("i'd like to book a haircut at park lane next wednesday at ten in the morning please")
    assert "name" in answer


def test_seats_are_sent_for_as_many_people_as_the_caller_said() -> None:
    call = TextCall(Calendar())
    call.say("i'd like to book a haircut next wednesday at ten in the morning for two people please")
    assert "for two" in call.say("my name is emily clark")
    call.say("yes please")
    assert [each.details.seats for each in call.intents if isinstance(each, FindSlots | BookAppointment)] == [
        2,
        2,
    ]


def test_that_all_seats_are_taken_is_said_in_the_words_of_the_calendar() -> None:
    call = TextCall(Full())
    told = call.say("i'd like to book a haircut next wednesday at ten in the morning please")
    assert "all seats of it are taken" in told
    assert "twelve" in told or "midday" in told or "noon" in told
