"""A business runs itself: its owner signs up, takes the template of the trade and publishes the receptionist; callers
book, move and cancel, and nobody else sees it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import insert

from sandbox.local.running import Running
from storage.postgres.database import Database
from storage.postgres.tables import PhoneNumber
from tests.e2e.ringing import Call, ring
from tests.e2e.signing_up import Owner, sign_up

ZONE = ZoneInfo("Australia/Sydney")
CALLER, OTHERS = "+61400777001", ("+61400777002", "+61400777003")
NEW_BUSINESS_NUMBER = "+61255500077"
GREETING = "Thank you for calling Wild Fringe, what can I do for you?"
THANKS = "No thank you, that's all. Goodbye."

pytestmark = [pytest.mark.timeout(400), pytest.mark.asyncio(loop_scope="module")]


@dataclass(frozen=True, slots=True)
class Salon:
    """A new hair salon as its template makes it, with one person and its number.

    Attributes:
        version: of its receptionist, as published after the set-up.
        checks: what the set-up check said: before anything, with the template, and at the end.
    """

    running: Running
    owner: Owner
    number: str
    version: int
    checks: tuple[dict[str, Any], ...]

    async def rung(self, *says: str, number: str) -> Call:
        return await ring(
            self.running, *says, number=number, business_id=self.owner.business_id, dialled=self.number
        )

    async def bookings(self, status: str = "confirmed") -> list[dict[str, Any]]:
        found = await self.owner.ask("GET", f"/bookings?status={status}&limit=50")
        return found["items"]


def local(booking: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(booking["starts_at"]).astimezone(ZONE)


@asynccontextmanager
async def client_of(running: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, base_url=running.url, timeout=20) as client:
        yield client


async def give_number(running: Running, business_id: str, e164: str) -> None:
    """As the platform does when it buys one."""
    database = Database(running.database_url)
    async with database.tenant(UUID(business_id)) as scope:
        await scope.session.execute(insert(PhoneNumber).values(e164=e164, business_id=scope.business_id))
    await database.close()


async def take_template(owner: Owner) -> dict[str, Any]:
    """By API, as pages will. Gives what was added."""
    return await owner.ask("POST", "/apply-template", {"template": "hair", "staff": ["Mia"]})


async def price_all(owner: Owner) -> None:
    """Templates name no prices: those are the owner's."""
    for offering in (await owner.ask("GET", "/offerings"))["items"]:
        await owner.ask("PATCH", f"/offerings/{offering['id']}", {"price_cents": 8_500})


async def publish(owner: Owner) -> int:
    """The draft with a greeting of the owner's. Gives the version's number."""
    draft = await owner.client.get(
        f"/api/v1/businesses/{owner.business_id}/receptionist/draft", headers=owner.bearer
    )
    content = draft.json()["content"] | {"greeting": GREETING}
    await owner.ask("PUT", "/receptionist/draft", content, **{"If-Match": draft.headers["etag"]})
    published = await owner.ask("POST", "/receptionist/publish", {"note": "ready for callers"})
    return published["number"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def salon(running: Running) -> AsyncIterator[Salon]:
    async with client_of(running) as client:
        owner = await sign_up(client, running, f"{uuid4().hex}@salon.example.com", "Wild Fringe")
        checks = [await owner.ask("GET", "/setup-check")]
        await take_template(owner)
        checks.append(await owner.ask("GET", "/setup-check"))
        await price_all(owner)
        version = await publish(owner)
        await give_number(running, owner.business_id, NEW_BUSINESS_NUMBER)
        checks.append(await owner.ask("GET", "/setup-check"))
        yield Salon(running, owner, NEW_BUSINESS_NUMBER, version, tuple(checks))


def about(check: dict[str, Any], *, severity: str) -> set[str]:
    return {each["about"] for each in check["findings"] if each["severity"] == severity}


async def test_the_set_up_check_says_what_is_left_to_do_until_a_call_may_come(salon: Salon) -> None:
    before, templated, ready = salon.checks
    assert about(before, severity="blocking") == {"number", "hours", "offerings", "staff"}
    assert about(templated, severity="blocking") == {"number"}
    assert {"prices", "draft"} <= about(templated, severity="advice")
    (prices,) = (each for each in templated["findings"] if each["about"] == "prices")
    assert "Women's haircut" in prices["message"]
    assert ready["ready"]
    assert not {"prices", "draft"} & about(ready, severity="advice")


async def test_a_caller_books_moves_and_cancels_and_the_owner_sees_each(salon: Salon) -> None:
    booked = await salon.rung(
        "Hi, I'd like to book a haircut next Wednesday at ten o'clock in the morning please.",
        "My name is Emily Clark.",
        "Yes please.",
        THANKS,
        number=CALLER,
    )
    assert booked.facts is not None
    assert booked.facts.call.outcome == "booked", booked.said
    (booking,) = await salon.bookings()
    assert (booking["customer"]["name"], booking["customer"]["phone"]) == ("Emily Clark", CALLER)
    assert [(item["name"], item["price_cents"]) for item in booking["items"]] == [("Women's haircut", 8_500)]
    assert (local(booking).weekday(), f"{local(booking):%H:%M}") == (2, "10:00")
    assert (booking["channel"], booking["call_id"]) == ("phone", str(booked.facts.call.id))
    call = await salon.owner.ask("GET", f"/calls/{booking['call_id']}")
    assert (call["outcome"], call["receptionist_version"]) == ("booked", salon.version)
    assert call["turns"][0]["heard_text"] == GREETING

    moved = await salon.rung(
        "Hello, can you move my appointment to next Thursday at eleven o'clock in the morning please?",
        "Yes please.",
        THANKS,
        number=CALLER,
    )
    (after,) = await salon.bookings()
    assert after["id"] == booking["id"], moved.said
    assert (local(after).weekday(), f"{local(after):%H:%M}") == (3, "11:00"), moved.said

    stranger = await salon.rung("Please cancel my appointment.", THANKS, number=OTHERS[0])
    assert [each["id"] for each in await salon.bookings()] == [booking["id"]], stranger.said

    cancelled = await salon.rung("I need to cancel my appointment.", "Yes please.", THANKS, number=CALLER)
    assert await salon.bookings() == [], cancelled.said
    whole = await salon.owner.ask("GET", f"/bookings/{booking['id']}")
    assert whole["status"] == "cancelled"
    assert [each["kind"] for each in whole["history"]] == ["booked", "moved", "cancelled"]


async def test_of_two_callers_for_the_last_time_one_has_it_and_the_other_is_told(salon: Salon) -> None:
    wanted = (
        "I'd like to book a haircut next Friday at two o'clock in the afternoon please.",
        "My name is {name}.",
        "Yes please.",
        THANKS,
    )
    calls = await asyncio.gather(
        *(
            salon.rung(*(says.format(name=name) for says in wanted), number=number)
            for name, number in zip(("John Smith", "Sarah Thompson"), OTHERS, strict=True)
        )
    )
    at_two = [each for each in await salon.bookings() if (local(each).weekday(), local(each).hour) == (4, 14)]
    assert len(at_two) == 1, "\n\n".join(call.said for call in calls)
    got_it = at_two[0]["call_id"]
    (other,) = (call for call in calls if call.facts is not None and str(call.facts.call.id) != got_it)
    assert "sorry" in other.agent_said.lower(), other.said
    mine = other.facts.booking if other.facts is not None else None
    assert mine is None or mine.starts_at != datetime.fromisoformat(at_two[0]["starts_at"]), other.said


async def test_another_business_sees_nothing_of_it(salon: Salon) -> None:
    running = salon.running
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    async with client_of(running) as client:
        other = await sign_up(client, running, f"{uuid4().hex}@other.example.com", "Bent Knee")
        for path in ("/bookings", "/customers", "/calls", "/staff", "/offerings", "/audit-log", "/members"):
            own = f"/api/v1/businesses/{other.business_id}{path}"
            theirs = f"/api/v1/businesses/{salon.owner.business_id}{path}"
            assert (await client.get(theirs, headers=other.bearer)).status_code == 404, path
            answer = await client.get(own, headers=other.bearer)
            assert answer.status_code == 200, answer.text
            assert "Emily" not in answer.text
        body = {"visit": [{"offering_id": str(uuid4())}], "from": tomorrow, "to": tomorrow}
        theirs = f"/api/v1/businesses/{salon.owner.business_id}/availability"
        assert (await client.post(theirs, json=body, headers=other.bearer)).status_code == 404
