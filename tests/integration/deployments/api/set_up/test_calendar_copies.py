"""Calendar data as one document: read, tried, taken over, and equal after it."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.support.api import Api, SignedUp, sign_up_body

TOMORROW = datetime.now(UTC).date() + timedelta(days=1)
LEAVE = datetime.combine(TOMORROW, datetime.min.time(), UTC).replace(hour=1)

DOCUMENT: dict[str, Any] = {
    "format": "receptionist.calendar/1",
    "currency": "AUD",
    "balance": "load",
    "hours": [
        {"weekday": 0, "opens": "09:00", "closes": "17:30"},
        {"weekday": 4, "opens": "18:00", "closes": "24:00"},
    ],
    "locations": [
        {
            "key": "Harbour Street",
            "name": "Harbour Street",
            "timezone": "Australia/Sydney",
            "address": "12 Harbour Street",
            "region": "NSW",
            "active": True,
            "position": 1,
            "hours": [{"weekday": 1, "opens": "10:00", "closes": "16:00"}],
        },
        {
            "key": "Hill",
            "name": "Hill",
            "timezone": "Australia/Adelaide",
            "address": "",
            "region": None,
            "active": False,
            "position": 2,
            "hours": [],
        },
    ],
    "assets": [
        {"key": "Chair", "name": "Chair", "location": None, "active": True, "position": 0},
        {"key": "Chair #2", "name": "Chair", "location": "Harbour Street", "active": True, "position": 0},
        {"key": "Basin", "name": "Basin", "location": None, "active": True, "position": 1},
    ],
    "staff": [
        {
            "key": "Mia 💇🏽‍♀️",
            "name": "Mia 💇🏽‍♀️",
            "active": True,
            "position": 0,
            "locations": ["Harbour Street"],
            "hours": [{"weekday": 1, "opens": "10:00", "closes": "14:00", "location": "Harbour Street"}],
        },
        {"key": "نور", "name": "نور", "active": True, "position": 1, "locations": [], "hours": []},
    ],
    "offerings": [
        {
            "key": "Cut and colour",
            "name": "Cut and colour",
            "segments": [
                {"minutes": 30, "processing": False},
                {"minutes": 20, "processing": True},
                {"minutes": 15, "processing": False},
            ],
            "price_cents": 14_500,
            "before_min": 5,
            "after_min": 10,
            "channels": ["phone"],
            "notice_min": 120,
            "horizon_days": 60,
            "per_day": 4,
            "grid_min": 15,
            "seats": None,
            "active": True,
            "position": 0,
            "staff": [
                {"staff": "Mia 💇🏽‍♀️", "minutes": 75, "price_cents": 16_000},
                {"staff": "نور", "minutes": None, "price_cents": None},
            ],
            "asset_needs": [["Basin", "Chair", "Chair #2"]],
            "variants": [
                {
                    "name": "Long hair",
                    "segments": [{"minutes": 90, "processing": False}],
                    "price_cents": 18_000,
                    "active": True,
                }
            ],
            "add_ons": [{"name": "Blow-dry", "minutes": 15, "price_cents": 3_000, "active": True}],
            "questions": [
                {"label": "Which tone?", "kind": "choice", "required": True, "choices": ["Warm", "Cool"]}
            ],
        },
    ],
    "special_days": [
        {"day": TOMORROW.isoformat(), "location": None, "staff": None, "hours": [], "reason": "Stocktaking"},
        {
            "day": TOMORROW.isoformat(),
            "location": None,
            "staff": "نور",
            "hours": [{"opens": "12:00", "closes": "15:00"}],
            "reason": "",
        },
    ],
    "absences": [
        {
            "staff": None,
            "asset": "Chair #2",
            "starts_at": LEAVE.isoformat().replace("+00:00", "Z"),
            "ends_at": (LEAVE + timedelta(hours=5)).isoformat().replace("+00:00", "Z"),
            "reason": "",
        },
        {
            "staff": "Mia 💇🏽‍♀️",
            "asset": None,
            "starts_at": LEAVE.isoformat().replace("+00:00", "Z"),
            "ends_at": (LEAVE + timedelta(days=3)).isoformat().replace("+00:00", "Z"),
            "reason": "Course",
        },
    ],
}


async def exported(served: Api, owner: SignedUp) -> dict[str, Any]:
    answer = await served.client.get(f"/api/v1/businesses/{owner.business_id}/export", headers=owner.bearer)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def taken_over(served: Api, owner: SignedUp, document: dict[str, Any], **query: bool) -> httpx.Response:
    return await served.client.post(
        f"/api/v1/businesses/{owner.business_id}/import",
        headers=owner.bearer,
        json=document,
        params={name: str(value).lower() for name, value in query.items()},
    )


def actions(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.text
    return [(one["action"], one["what"]) for one in answer.json()["changes"]]


async def test_a_set_up_is_copied_from_one_business_to_another_and_is_equal(served: Api) -> None:
    first, second = await served.signed_up(), await served.signed_up()
    empty = await exported(served, first)
    tried = await taken_over(served, first, DOCUMENT, dry_run=True)
    assert await exported(served, first) == empty, "a dry run changes nothing"
    done = await taken_over(served, first, DOCUMENT)
    assert actions(done) == actions(tried)
    assert set(actions(done)) >= {
        ("business.changed", ""),
        ("location.added", "Harbour Street"),
        ("asset.added", "Chair #2"),
        ("staff.added", "Mia 💇🏽‍♀️"),
        ("offering.added", "Cut and colour"),
        ("special_days.changed", "نور"),
        ("absence.added", ""),
    }
    assert done.json()["changes"] == tried.json()["changes"]
    (offering,) = (one["after"] for one in done.json()["changes"] if one["action"] == "offering.added")
    assert offering["asset_needs"] == [["Basin", "Chair", "Chair #2"]], "in the order of keys, not of ids"
    assert [one["staff_id"] for one in offering["staff"]] == ["Mia 💇🏽‍♀️", "نور"]
    assert await exported(served, first) == DOCUMENT

    await taken_over(served, second, await exported(served, first))
    assert await exported(served, second) == DOCUMENT
    again = await taken_over(served, second, DOCUMENT)
    assert (actions(again), again.json()["affected_count"]) == ([], 0)
    log = await served.client.get(
        f"/api/v1/businesses/{second.business_id}/audit-log?limit=50", headers=second.bearer
    )
    assert "offering.added" in {entry["action"] for entry in log.json()["items"]}


async def test_what_differs_is_listed_by_name_and_brought_back(served: Api) -> None:
    owner = await served.signed_up()
    await taken_over(served, owner, DOCUMENT)
    changed = deepcopy(DOCUMENT)
    changed["staff"][1]["locations"] = ["Hill", "Harbour Street"]
    changed["offerings"][0]["price_cents"] = 15_000
    changed["offerings"][0]["staff"] = None
    changed["hours"] = []
    changed["absences"].append(changed["absences"][0])
    tried = (await taken_over(served, owner, changed, dry_run=True)).json()["changes"]
    by_what = {(one["action"], one["what"]): (one["before"], one["after"]) for one in tried}
    assert by_what["staff.changed", "نور"] == (
        {"location_ids": []},
        {"location_ids": ["Harbour Street", "Hill"]},
    )
    before, after = by_what["offering.changed", "Cut and colour"]
    assert (before["price_cents"], after["price_cents"]) == (14_500, 15_000)
    assert {one["staff_id"] for one in before["staff"]} == {"Mia 💇🏽‍♀️", "نور"}
    assert {("hours.changed", ""), ("absence.added", "")} <= set(by_what)
    await taken_over(served, owner, changed)
    shown = await exported(served, owner)
    assert (shown["hours"], len(shown["absences"])) == ([], 3)
    await taken_over(served, owner, DOCUMENT, remove_others=True)
    assert await exported(served, owner) == DOCUMENT


async def test_what_a_document_does_not_name_stays_unless_it_is_to_go(served: Api) -> None:
    owner = await served.signed_up()
    await taken_over(served, owner, DOCUMENT)
    little = {"format": DOCUMENT["format"], "currency": "AUD", "staff": DOCUMENT["staff"][1:]}
    assert actions(await taken_over(served, owner, little)) == []
    assert await exported(served, owner) == DOCUMENT
    gone = await taken_over(served, owner, little, remove_others=True)
    assert {"offering.deleted", "staff.deleted", "location.deleted", "special_days.removed"} <= {
        action for action, _ in actions(gone)
    }
    left = await exported(served, owner)
    assert [one["key"] for one in left["staff"]] == ["نور"]
    assert left["offerings"] == left["locations"] == left["absences"] == left["special_days"] == []


async def test_times_that_are_over_are_left_out(served: Api) -> None:
    owner = await served.signed_up()
    old = deepcopy(DOCUMENT)
    old["special_days"][0]["day"] = "2021-01-04"
    old["absences"][0] |= {"starts_at": "2021-01-04T00:00:00Z", "ends_at": "2021-01-05T00:00:00Z"}
    done = await taken_over(served, owner, old)
    assert done.json()["skipped"] == 2


def with_change(*path: Any, value: Any) -> dict[str, Any]:
    changed = deepcopy(DOCUMENT)
    inner: Any = changed
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("document", "named"),
    [
        (with_change("currency", value="EUR"), "currency"),
        (with_change("format", value="receptionist.calendar/9"), "format"),
        (with_change("rooms", value=[]), "rooms"),
        (with_change("staff", 1, "key", value="MIA 💇🏽‍♀️"), "stands there twice"),
        (with_change("staff", 0, "locations", value=["Nowhere"]), "staff.0.locations"),
        (with_change("assets", 0, "location", value="Nowhere"), "assets.0.location"),
        (with_change("offerings", 0, "asset_needs", value=[["Sauna"]]), "offerings.0.asset_needs"),
        (with_change("offerings", 0, "staff", value=[]), "offerings.0.staff"),
        (with_change("offerings", 0, "grid_min", value=7), "offerings.0.grid_min"),
        (with_change("locations", 0, "timezone", value="Mars/Phobos"), "locations.0"),
        (with_change("locations", 0, "region", value="Phobos"), "region"),
        (with_change("hours", value=DOCUMENT["hours"][:1] * 2), "overlap"),
        (with_change("special_days", 1, "location", value="Hill"), "special_days.1"),
        (with_change("absences", 1, "asset", value="Chair"), "absences.1"),
        (with_change("absences", 0, "starts_at", value="2027-01-01T10:00:00"), "offset"),
        (with_change("staff", 0, "name", value="nul\x00inside"), "staff.0.name"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_document_that_cannot_be_taken_is_refused_as_a_whole_and_says_where(
    served: Api, document: dict[str, Any], named: str
) -> None:
    owner = await served.signed_up()
    before = await exported(served, owner)
    answer = await taken_over(served, owner, document)
    assert (answer.status_code, named in answer.json()["detail"]) == (422, True), answer.text
    assert await exported(served, owner) == before


async def test_a_reader_exports_and_does_not_import(served: Api) -> None:
    owner = await served.signed_up()
    made = await served.client.post(
        f"/api/v1/businesses/{owner.business_id}/keys",
        headers=owner.bearer,
        json={"name": "Reads", "scopes": ["settings:read"]},
    )
    reader = SignedUp("", "", {"Authorization": f"Bearer {made.json()['key']}"}, owner.me)
    assert (await exported(served, reader))["currency"] == sign_up_body("").get("currency", "AUD")
    assert (await taken_over(served, reader, DOCUMENT, dry_run=True)).status_code == 403
