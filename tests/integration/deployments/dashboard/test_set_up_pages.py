"""A business is set up by pages: trade, hours, staff, prices, what the agent says; and what is refused."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from redis.asyncio import Redis

from storage.postgres.database import Database
from tests.support.api import Api, SignedUp
from tests.support.pages import Browser, browser, text_of


@dataclass(frozen=True, slots=True)
class Desk:
    """An owner before their pages."""

    page: Browser
    served: Api
    owner: SignedUp
    csrf: str

    async def get(self, path: str) -> httpx.Response:
        answer = await self.page.get(f"/businesses/{self.owner.business_id}{path}", follow_redirects=True)
        assert answer.status_code == 200, text_of(answer)
        return answer

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Posts a form, and gives the page it leads to."""
        return await self.page.post(
            f"/businesses/{self.owner.business_id}{path}",
            data=fields | {"csrf_token": self.csrf},
            follow_redirects=True,
        )

    async def asked(self, path: str) -> dict:
        answer = await self.served.client.get(
            f"/api/v1/businesses/{self.owner.business_id}{path}", headers=self.owner.bearer
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def desk(database: Database, redis: Redis, served: Api) -> AsyncIterator[Desk]:
    async with browser(database, redis) as page:
        owner = await served.signed_up()
        await page.sign_in(owner.email)
        yield Desk(page, served, owner, await page.csrf(f"/businesses/{owner.business_id}"))


def fields_of(answer: httpx.Response) -> dict[str, str]:
    """The inputs of a page's forms with their values, but for those that are not chosen."""
    found = re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"([^>]*)', answer.text)
    unchecked = set(re.findall(r'type="checkbox" name="([^"]+)" value="yes" >', answer.text))
    return {name: value for name, value, _ in found if name not in unchecked and name != "csrf_token"}


async def test_a_trade_sets_up_offerings_hours_staff_and_rules(desk: Desk) -> None:
    chosen = await desk.get("/set-up")
    assert "Hair salon" in text_of(chosen)
    applied = text_of(await desk.send("/set-up", template="hair", staff="Mia\nTom\n"))
    assert "Mia, Tom can be booked" in applied
    assert "Callers often ask this" in applied
    assert {each["name"] for each in (await desk.asked("/staff"))["items"]} == {"Mia", "Tom"}
    assert (await desk.asked("/hours"))["hours"] != []
    today = text_of(await desk.get(""))
    assert "No telephone number leads to this business yet" in today
    assert "There are no opening hours" not in today


@pytest.mark.parametrize("template", ["", "astrology"])
async def test_no_trade_or_one_there_is_not_is_said_on_the_page(desk: Desk, template: str) -> None:
    answer = await desk.send("/set-up", template=template, staff="")
    assert answer.status_code == 422
    assert "There is no template for this" in text_of(answer)


async def test_hours_are_replaced_and_nobody_overwrites_what_they_have_not_seen(desk: Desk) -> None:
    first = fields_of(await desk.get("/settings/hours"))
    week = first | {"0.0.opens": "09:00", "0.0.closes": "17:00", "5.0.opens": "10:00", "5.0.closes": "00:00"}
    assert "Saved" in text_of(await desk.send("/settings/hours", **week))
    assert (await desk.asked("/hours"))["hours"] == [
        {"weekday": 0, "opens": "09:00", "closes": "17:00"},
        {"weekday": 5, "opens": "10:00", "closes": "24:00"},
    ]
    late = await desk.send("/settings/hours", **week)
    assert late.status_code == 422
    assert "Somebody has changed this" in text_of(late)
    overlap = fields_of(await desk.get("/settings/hours")) | {"0.1.opens": "16:00", "0.1.closes": "18:00"}
    refused = await desk.send("/settings/hours", **overlap)
    assert refused.status_code == 422
    assert 'value="16:00"' in refused.text


async def test_staff_are_added_renamed_archived_and_brought_back(desk: Desk) -> None:
    assert "Saved" in text_of(await desk.send("/settings/staff", name="Mia"))
    assert (await desk.send("/settings/staff", name="  ")).status_code == 422
    [mia] = (await desk.asked("/staff"))["items"]
    path = f"/settings/staff/{mia['id']}"
    await desk.send(path, name="Mia Wong")
    await desk.send(path, active="no")
    [mia] = (await desk.asked("/staff"))["items"]
    assert (mia["name"], mia["active"]) == ("Mia Wong", False)
    assert "Bring back" in text_of(await desk.get("/settings/staff"))
    await desk.send(path, active="yes")
    assert (await desk.asked("/staff"))["items"][0]["active"]


async def test_who_has_bookings_is_archived_only_when_asked_for_twice(desk: Desk) -> None:
    await desk.send("/set-up", template="hair", staff="Mia")
    offering = (await desk.asked("/offerings"))["items"][0]
    starts_at = await _free(desk, offering["id"])
    body = {
        "visit": [{"offering_id": offering["id"]}],
        "starts_at": starts_at,
        "customer": {"name": "Rosa Marsh", "phone": "+61400000001"},
    }
    answer = await desk.served.client.post(
        f"/api/v1/businesses/{desk.owner.business_id}/bookings", json=body, headers=desk.owner.bearer
    )
    assert answer.status_code == 201, answer.text
    [mia] = (await desk.asked("/staff"))["items"]
    path = f"/settings/staff/{mia['id']}"
    warned = await desk.send(path, active="no")
    assert warned.status_code == 409
    assert "Rosa Marsh" in text_of(warned)
    assert (await desk.asked("/staff"))["items"][0]["active"]
    await desk.send(path, active="no", force="yes")
    assert not (await desk.asked("/staff"))["items"][0]["active"]


async def _free(desk: Desk, offering_id: str) -> str:
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date()
    body = {
        "visit": [{"offering_id": offering_id}],
        "from": str(tomorrow),
        "to": str(tomorrow + timedelta(days=6)),
    }
    answer = await desk.served.client.post(
        f"/api/v1/businesses/{desk.owner.business_id}/availability", json=body, headers=desk.owner.bearer
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["starts"][0]


async def test_an_offering_gets_a_price_people_and_processing_time(desk: Desk) -> None:
    await desk.send("/set-up", template="hair", staff="Mia\nTom")
    [mia, _] = (await desk.asked("/staff"))["items"]
    offering = (await desk.asked("/offerings"))["items"][0]
    path = f"/settings/offerings/{offering['id']}"
    form = fields_of(await desk.get(path)) | {"price": "95.50", "minutes": "30 + (20) + 15"}
    form = {name: value for name, value in form.items() if not name.startswith("staff.") or mia["id"] in name}
    del form["active"], form["web"]
    assert "Saved" in text_of(await desk.send(path, **form))
    kept = await desk.asked(f"/offerings/{offering['id']}")
    assert (kept["price_cents"], kept["duration_min"], kept["channels"]) == (9550, 65, ["phone"])
    assert [each["staff_id"] for each in kept["staff"]] == [mia["id"]]
    seen = fields_of(await desk.get(path))["seen"]
    refused = await desk.send(path, **(form | {"price": "a lot", "seen": seen}))
    assert refused.status_code == 422
    assert "a lot" in refused.text
    await desk.send(path, active="no")
    assert "Archived" in text_of(await desk.get("/settings/offerings"))


async def test_a_new_offering_is_done_by_everybody_unless_said_otherwise(desk: Desk) -> None:
    await desk.send("/settings/staff", name="Mia")
    form = fields_of(await desk.get("/settings/offerings/new")) | {"name": "Fringe trim", "price": "20"}
    await desk.send("/settings/offerings/new", **form)
    [kept] = (await desk.asked("/offerings"))["items"]
    assert (kept["name"], kept["staff"]) == ("Fringe trim", None)
    nobody = {name: value for name, value in form.items() if not name.startswith("staff.")}
    refused = await desk.send("/settings/offerings/new", **nobody)
    assert "choose at least one person" in text_of(refused)


async def test_the_business_changes_its_name_and_a_wrong_zone_is_refused(desk: Desk) -> None:
    form = fields_of(await desk.get("/settings"))
    assert "Mia&#39;s Barbers" in (await desk.send("/settings", **(form | {"name": "Mia's Barbers"}))).text
    seen = fields_of(await desk.get("/settings"))["seen"]
    refused = await desk.send("/settings", **(form | {"timezone": "Sydney", "seen": seen}))
    assert refused.status_code == 422


def draft_of(answer: httpx.Response) -> dict[str, str]:
    texts = dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', answer.text))
    chosen = re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', answer.text, re.DOTALL)
    options = {name: re.findall(r'value="([^"]+)" selected', body)[0] for name, body in chosen}
    return fields_of(answer) | texts | options


async def test_what_the_agent_says_is_drafted_published_and_restored(desk: Desk) -> None:
    draft = draft_of(await desk.get("/receptionist"))
    wanted = draft | {
        "greeting": "Rosa's, good day.",
        "rules": "Never promise a discount.\n",
        "recording": "ask",
    }
    drafted = text_of(await desk.send("/receptionist", **wanted))
    assert "Not published yet" in drafted
    assert (await desk.asked("/receptionist"))["number"] == 1
    wanted["seen"] = draft_of(await desk.get("/receptionist"))["seen"]
    await desk.send("/receptionist", **(wanted | {"publish": "yes", "note": "Friendlier"}))
    published = await desk.asked("/receptionist")
    assert (published["number"], published["note"]) == (2, "Friendlier")
    assert published["content"]["greeting"] == "Rosa's, good day."
    assert published["content"]["recording"]["ask"]
    assert "What became of it since" in text_of(await desk.get("/receptionist/versions/1"))
    await desk.send("/receptionist/versions/1/restore")
    assert (await desk.asked("/receptionist"))["restored_from"] == 1


async def test_a_draft_with_faults_is_kept_and_not_published(desk: Desk) -> None:
    draft = draft_of(await desk.get("/receptionist"))
    refused = await desk.send("/receptionist", **(draft | {"transfer_number": "12", "publish": "yes"}))
    assert refused.status_code == 422
    assert (await desk.asked("/receptionist"))["number"] == 1
    later = await desk.send("/receptionist", **draft)
    assert "Somebody has changed this" in text_of(later)
    await desk.send("/receptionist/discard")
    assert "Not published yet" not in text_of(await desk.get("/receptionist"))


async def test_what_it_knows_is_told_changed_and_taken_out(desk: Desk) -> None:
    path = "/receptionist/knowledge"
    await desk.send(path, question="Is there parking?", text="Behind the house.")
    [entry] = (await desk.asked("/receptionist/draft"))["content"]["knowledge"]
    await desk.send(path, id=entry["id"], question="Is there parking?", text="In the street.")
    [entry] = (await desk.asked("/receptionist/draft"))["content"]["knowledge"]
    assert entry["text"] == "In the street."
    assert (await desk.send(path, question="Why?", text=" ")).status_code == 422
    await desk.send(path, remove=entry["id"])
    assert (await desk.asked("/receptionist/draft"))["content"]["knowledge"] == []
