"""Anybody books on a business's page, step by step without scripts, and moves and cancels by their own link."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import unescape

import httpx
import pytest
from redis.asyncio import Redis

from storage.postgres.database import Database
from tests.support.api import Api, SignedUp
from tests.support.pages import Browser, browser, text_of


@dataclass(frozen=True, slots=True)
class Salon:
    page: Browser
    served: Api
    owner: SignedUp
    slug: str
    offering_id: str

    async def bookings(self) -> list[dict]:
        answer = await self.served.client.get(
            f"/api/v1/businesses/{self.owner.business_id}/bookings", headers=self.owner.bearer
        )
        return answer.json()["items"]

    async def times(self) -> httpx.Response:
        """The first page of times with one that is free."""
        answer = await self.page.get(f"/book/{self.slug}?offering={self.offering_id}")
        assert answer.status_code == 200, text_of(answer)
        return answer

    async def send(self, path: str, fields: dict[str, str]) -> httpx.Response:
        return await self.page.post(f"/book/{self.slug}{path}", data=fields)


@pytest.fixture
async def salon(database: Database, redis: Redis, served: Api) -> AsyncIterator[Salon]:
    async with browser(database, redis) as page:
        owner = await served.signed_up()
        path = f"/api/v1/businesses/{owner.business_id}"
        hours = [{"weekday": day, "opens": "08:00", "closes": "20:00"} for day in range(7)]
        for method, place, body in (
            ("PUT", "/hours", {"hours": hours}),
            ("POST", "/staff", {"name": "Mia Wong"}),
            (
                "POST",
                "/offerings",
                {"name": "Cut", "duration_min": 30, "price_cents": 6500, "questions": QUESTIONS},
            ),
        ):
            answer = await served.client.request(method, path + place, json=body, headers=owner.bearer)
            assert answer.is_success, answer.text
        slug = (await served.client.get(path, headers=owner.bearer)).json()["slug"]
        yield Salon(page, served, owner, slug, answer.json()["id"])


def hidden(answer: httpx.Response) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text)
    return {name: unescape(value) for name, value in found}


def starts(answer: httpx.Response) -> list[str]:
    return [unescape(each) for each in re.findall(r'name="starts_at" value="([^"]+)"', answer.text)]


QUESTIONS = [
    {"label": "Anything we should know?"},
    {"label": "How long is your hair?", "kind": "choice", "choices": ["Short", "Long"]},
    {"label": "First time here?", "kind": "yes_no"},
    {"label": "Last cut", "kind": "date"},
    {"label": "People", "kind": "number", "required": True},
]
WHO = {"name": "Rosa Marsh", "phone": "0491 570 006", "email": ""}


async def booked(salon: Salon, place: int = 0) -> httpx.Response:
    times = await salon.times()
    fields = {"offering": salon.offering_id, "starts_at": starts(times)[place]}
    who = await salon.send("/hold", fields)
    assert who.status_code == 200, text_of(who)
    return await salon.send("", hidden(who) | WHO | answers(who))


def answers(answer: httpx.Response) -> dict[str, str]:
    """To the choice and the number."""
    labels = dict(re.findall(r'<label for="(answer\.[^"]+)">([^<]+)</label>', answer.text))
    said = {"How long is your hair?": "Long", "People": "1"}
    return {name: said[label] for name, label in labels.items() if label in said}


async def test_a_visit_is_chosen_kept_and_booked(salon: Salon) -> None:
    offered = await salon.page.get(f"/book/{salon.slug}")
    assert "Cut 30 min $65.00" in text_of(offered)
    done = text_of(await booked(salon))
    assert "Booked. A confirmation is on its way to you." in done
    assert "with Mia" in done
    assert "Wong" not in done
    [booking] = await salon.bookings()
    assert (booking["channel"], booking["customer"]["name"]) == ("web", "Rosa Marsh")
    assert [each["answer"] for each in booking["answers"]] == ["Long", "1"]


async def test_who_it_is_for_is_asked_again_with_what_was_typed(salon: Salon) -> None:
    times = await salon.times()
    who = await salon.send("/hold", {"offering": salon.offering_id, "starts_at": starts(times)[0]})
    again = await salon.send("", hidden(who) | {"name": "Rosa Marsh", "phone": "", "email": ""})
    assert again.status_code == 422
    assert "A number or an address is needed" in text_of(again)
    assert 'value="Rosa Marsh"' in again.text
    assert await salon.bookings() == []
    unanswered = await salon.send("", hidden(again) | WHO)
    assert (unanswered.status_code, "People" in text_of(unanswered)) == (422, True)
    assert "Booked." in text_of(await salon.send("", hidden(again) | WHO | answers(again)))


async def test_a_time_that_is_gone_is_said_beside_others(salon: Salon) -> None:
    taken = {"offering": salon.offering_id, "starts_at": starts(await salon.times())[0]}
    assert (await salon.send("/hold", taken)).status_code == 200
    second = await salon.send("/hold", taken)
    assert second.status_code == 422
    assert starts(second)
    assert taken["starts_at"] not in starts(second)


async def test_the_own_link_moves_and_cancels(salon: Salon) -> None:
    token = hidden(await booked(salon))["token"]
    link = f"https://voice.example.com/book/{salon.slug}#{token}"
    own = await salon.send("/own", {"token": link})
    assert "Rosa Marsh" in text_of(own)
    others = await salon.send("/other-times", {"token": token})
    moved = await salon.send("/move", {"token": token, "starts_at": starts(others)[4]})
    assert "Moved. See you then." in text_of(moved)
    assert "Cancelled." in text_of(await salon.send("/cancel", {"token": token, "reason": "Ill"}))
    [booking] = await salon.bookings()
    assert booking["status"] == "cancelled"
    assert "Another time" not in text_of(await salon.send("/own", {"token": token}))


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/own", {"token": "made up"}, 404),
        ("/cancel", {"token": "made up"}, 404),
        ("/move", {"token": "made up", "starts_at": "2026-12-01T10:00:00+11:00"}, 404),
        ("/hold", {"offering": "made up", "starts_at": "2026-12-01T10:00:00+11:00"}, 422),
        ("", {"hold": "made up", "name": "Rosa"}, 409),
    ],
    ids=["own", "cancel", "move", "hold", "book"],
)
async def test_what_is_made_up_gets_a_page_that_says_so(
    salon: Salon, path: str, fields: dict[str, str], status: int
) -> None:
    assert (await salon.send(path, fields)).status_code == status


async def test_no_time_or_none_that_is_one_is_asked_for_again(salon: Salon) -> None:
    for wrong in ("", "soon", "2026-12-01T10:00:00"):
        again = await salon.send("/hold", {"offering": salon.offering_id, "starts_at": wrong})
        assert (again.status_code, "Choose a time." in text_of(again)) == (422, True)


async def test_there_is_no_page_of_nobody_and_no_write_from_elsewhere(salon: Salon) -> None:
    assert (await salon.page.get("/book/nobody-at-all")).status_code == 404
    elsewhere = await salon.page.post(
        f"/book/{salon.slug}/hold", data={}, headers={"Origin": "https://evil.example"}
    )
    assert elsewhere.status_code == 403
