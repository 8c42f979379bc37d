"""Whoever is known by their number is greeted by name, if the business wants that, and the agent knows of them."""

from datetime import datetime
from pathlib import Path

import pytest

from domain.customers.known import KnownCaller, KnownPerson, KnownVisit
from tests.fakes.call import Surroundings, ticket
from tests.support.businesses import GREETING
from tests.unit.actors.call.live_call import live_call

VISIT = KnownVisit(datetime.fromisoformat("2026-12-08T10:30"), "Haircut", "Mia")
ANNA = KnownPerson("Anna Lee", vip=True, preferred_staff="Mia", next=VISIT, notes=("Allergic to latex",))


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path)


async def greeted(around: Surroundings, known: KnownCaller | None) -> tuple[list[str], str]:
    """What is said first, in order, and what the model is told."""
    async with live_call(around, on=ticket(caller=known)) as call:
        await call.until_quiet()
        said = list(around.voice.said)
        await call.hears("I'd like to come earlier.")
        await call.until_quiet()
        return said, around.model.requests[-1].messages[0].content


async def test_a_caller_who_is_known_is_greeted_by_name(around: Surroundings) -> None:
    said, told = await greeted(around, KnownCaller((ANNA,)))
    assert "Hello Anna." in said
    assert " ".join(each for each in said if each != "Hello Anna.") == GREETING
    assert 'Name: "Anna Lee"' in told
    assert '"Haircut" with "Mia", Tuesday 8 December 2026 at 10:30' in told
    assert 'Note of the team: "Allergic to latex"' in told
    assert "special care" in told
    assert all("Anna" not in text for text in around.phrases.kept)


async def test_without_leave_nobody_is_called_by_name(around: Surroundings) -> None:
    person = KnownPerson("", next=VISIT)
    said, told = await greeted(around, KnownCaller((person,)))
    assert " ".join(said) == GREETING
    assert "Next appointment" in told
    assert "Name:" not in told


async def test_several_people_behind_one_number_are_asked_who_they_are(around: Surroundings) -> None:
    said, told = await greeted(around, KnownCaller((ANNA, KnownPerson("Tom Lee", notes=("Owes us",)))))
    assert " ".join(said) == GREETING
    assert 'Several customers call from this number: "Anna Lee"; "Tom Lee".' in told
    assert "Owes us" not in told
    assert "latex" not in told


async def test_nobody_is_known(around: Surroundings) -> None:
    said, told = await greeted(around, None)
    assert " ".join(said) == GREETING
    assert "known by this number" not in told
