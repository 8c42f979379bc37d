"""Weeks, special days and absences: in force at once, in the audit log, and told what they leave outside."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from redis.asyncio import Redis

from domain.business import AskedQuestion, OpeningHours
from domain.errors import NotFound
from domain.scheduling.catalogue import Channel
from services.kept_answers import KeptAnswers
from services.profiles import Profiles
from services.scheduling.availability import AvailabilityService
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask, Question
from services.scheduling.wishes import Who, Wish
from storage.redis.answers import Answers, Kind
from tests.integration.deployments.api.set_up.conftest import Salon

ZONE = ZoneInfo("Australia/Sydney")
TODAY = datetime.now(ZONE).date()
MONDAY = TODAY + timedelta(days=14 - TODAY.weekday())
"""One to come that is not this week's: all of it can be booked."""

WEEKDAYS = [
    {"weekday": weekday, "opens": opens, "closes": closes}
    for weekday in range(5)
    for opens, closes in (("09:00", "12:00"), ("13:00", "17:00"))
]


async def opened(salon: Salon, **offering: Any) -> tuple[str, str]:
    """A salon with hours, Mia, and a cut of an hour, and no public holidays: their ids."""
    await salon.patch("", {"keeps_holidays": False})
    await salon.put("/hours", {"hours": WEEKDAYS})
    mia = await salon.post("/staff", {"name": "Mia"})
    cut = await salon.post("/offerings", {"name": "Cut", "duration_min": 60, "price_cents": 0, **offering})
    return mia["id"], cut["id"]


def at(hour: int, day: int = 0) -> datetime:
    """Wall time of the Monday, or `day` days later."""
    local = datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, tzinfo=ZONE) + timedelta(days=day)
    return local.astimezone(UTC)


async def starts(salon: Salon, offering: str, day: int = 0) -> list[str]:
    found = await AvailabilityService(salon.served.database).starts(
        UUID(salon.owner.business_id),
        Question((Ask(UUID(offering)),), channel=Channel.PHONE),
        MONDAY + timedelta(days=day),
        MONDAY + timedelta(days=day),
        datetime.now(UTC),
    )
    return [f"{start.astimezone(ZONE):%H:%M}" for start in found.starts if start.minute == 0]


async def book(salon: Salon, offering: str, starts_at: datetime, name: str = "Sam") -> str:
    wish = Wish(Question((Ask(UUID(offering)),)), starts_at, f"{name} {starts_at}")
    made = await Bookings(salon.served.database).book(
        UUID(salon.owner.business_id), wish, Who(name), datetime.now(UTC)
    )
    return str(made.id)


async def test_the_next_call_and_the_next_search_have_a_change(salon: Salon, redis: Redis) -> None:
    mia, cut = await opened(salon)
    business_id, profiles = UUID(salon.owner.business_id), Profiles(salon.served.database, redis)
    kept = KeptAnswers(Answers(redis), Kind.AVAILABILITY, 60)

    async def searched() -> str:
        async def compute() -> str:
            return ",".join(await starts(salon, cut))

        return await kept.get(business_id, "monday", compute)

    assert (await profiles.get(business_id)).staff[0].name == "Mia"
    assert await searched() == "09:00,10:00,11:00,13:00,14:00,15:00,16:00"

    await salon.put("/hours", {"hours": [{"weekday": 0, "opens": "22:00", "closes": "24:00"}]})
    await salon.patch(f"/staff/{mia}", {"name": "Zoë"})
    question = {"label": "Tone?", "kind": "choice", "choices": ["Warm", "Cool", "None"], "required": True}
    await salon.patch(
        f"/offerings/{cut}", {"price_cents": 9_900, "questions": [question, {"label": "Allergies?"}]}
    )
    await salon.patch("", {"name": "Zoë's"})

    profile = await profiles.get(business_id)
    assert (profile.name, profile.staff[0].name, profile.offerings[0].price_cents) == ("Zoë's", "Zoë", 9_900)
    assert profile.offerings[0].questions == (
        AskedQuestion("Tone?", True, "Warm, Cool or None"),
        AskedQuestion("Allergies?"),
    )
    assert profile.opening_hours == (OpeningHours(0, at(22).astimezone(ZONE).time(), datetime.min.time()),)
    assert await searched() == "22:00,23:00"


async def test_a_week_is_replaced_by_who_has_seen_it(salon: Salon) -> None:
    answer = await salon.ask("PUT", "/hours", {"hours": WEEKDAYS})
    assert (await salon.get("/hours"))["hours"] == WEEKDAYS
    seen = answer.headers["ETag"]
    night = [{"weekday": 6, "opens": "20:00", "closes": "03:00"}]
    await salon.put("/hours", {"hours": night}, headers={"If-Match": seen})
    detail = await salon.refused("PUT", "/hours", {"hours": []}, 412, headers={"If-Match": seen})
    assert "read it again" in detail
    assert (await salon.get("/hours"))["hours"] == night
    assert (await salon.audit())[0] | {"id": "", "at": ""} == {
        "id": "",
        "at": "",
        "actor": f"user:{salon.owner.me['id']}",
        "action": "hours.changed",
        "subject": "business",
        "before": {"hours": [[one["weekday"], one["opens"], one["closes"]] for one in WEEKDAYS]},
        "after": {"hours": [[6, "20:00", "03:00"]]},
    }


async def test_hours_that_leave_bookings_outside_name_them_and_keep_them(salon: Salon) -> None:
    mia, cut = await opened(salon)
    late = await book(salon, cut, at(16))
    early = await book(salon, cut, at(9, day=1), "Noor")
    told = await salon.put(
        "/hours", {"hours": [{"weekday": day, "opens": "09:00", "closes": "15:00"} for day in range(5)]}
    )
    assert told["affected"] == [
        {
            "id": late,
            "kind": "booking",
            "name": "Cut",
            "customer": "Sam",
            "starts_at": f"{at(16):%Y-%m-%dT%H:%M:%SZ}",
            "ends_at": f"{at(17):%Y-%m-%dT%H:%M:%SZ}",
        }
    ]
    again = await salon.put("/hours", {"hours": WEEKDAYS[:2]})
    assert [one["id"] for one in again["affected"]] == [early], "what was outside before is not told again"
    await salon.put("/hours", {"hours": WEEKDAYS})
    for method, path, body in (
        ("PUT", "/special-days", {"days": [{"day": f"{MONDAY}", "reason": "Training"}]}),
        ("PUT", f"/staff/{mia}/hours", {"hours": WEEKDAYS[2:]}),
        (
            "POST",
            "/absences",
            {"staff_id": mia, "starts_at": f"{MONDAY}T12:00", "ends_at": f"{MONDAY}T16:30"},
        ),
    ):
        answer = salon.told(await salon.ask(method, path, body))
        assert [one["id"] for one in answer["affected"]] == [late], path
        await salon.ask("DELETE", f"/special-days/{MONDAY}")
        await salon.put(f"/staff/{mia}/hours", {"hours": []})


async def test_special_days_win_over_the_week_and_end_with_it(salon: Salon) -> None:
    mia, cut = await opened(salon)
    day = f"{MONDAY}"
    hours = [{"opens": "20:00", "closes": "24:00"}, {"opens": "08:00", "closes": "10:00"}]
    put = await salon.put("/special-days", {"days": [{"day": day, "hours": hours, "reason": "Late night"}]})
    assert [one["opens"] for one in put["days"][0]["hours"]] == ["08:00", "20:00"]
    assert await starts(salon, cut) == ["08:00", "09:00", "20:00", "21:00", "22:00", "23:00"]
    await salon.put("/special-days", {"staff_id": mia, "days": [{"day": day}]})
    assert await starts(salon, cut) == []
    listed = (await salon.get("/special-days", first=day, last=day))["days"]
    assert [(one["staff_id"], one["reason"]) for one in listed] == [(None, "Late night"), (mia, "")] or [
        (one["staff_id"], one["reason"]) for one in listed
    ] == [(mia, ""), (None, "Late night")]
    await salon.delete(f"/special-days/{day}", staff_id=mia)
    await salon.delete(f"/special-days/{day}")
    assert await starts(salon, cut) == ["09:00", "10:00", "11:00", "13:00", "14:00", "15:00", "16:00"]
    await salon.refused("DELETE", f"/special-days/{day}", None, 404)


async def test_a_person_works_at_each_location_at_their_hours_there(salon: Salon) -> None:
    mia, cut = await opened(salon)
    north, south = [
        (await salon.post("/locations", {"name": name, "timezone": "Australia/Sydney"}))["id"]
        for name in ("North", "South")
    ]
    await salon.put(
        f"/staff/{mia}/hours",
        {
            "hours": [
                {"weekday": 0, "opens": "09:00", "closes": "11:00", "location_id": north},
                {"weekday": 0, "opens": "13:00", "closes": "15:00", "location_id": south},
            ]
        },
    )
    await salon.put(
        f"/locations/{south}/hours", {"hours": [{"weekday": 0, "opens": "14:00", "closes": "20:00"}]}
    )

    async def at_location(location: str) -> list[str]:
        question = Question((Ask(UUID(cut)),), location_id=UUID(location))
        found = await AvailabilityService(salon.served.database).starts(
            UUID(salon.owner.business_id), question, MONDAY, MONDAY, datetime.now(UTC)
        )
        return [f"{start.astimezone(ZONE):%H:%M}" for start in found.starts if start.minute == 0]

    assert await at_location(north) == ["09:00", "10:00"]
    assert await at_location(south) == ["14:00"]
    overlapping = {
        "hours": [
            {"weekday": 0, "opens": "09:00", "closes": "11:00", "location_id": north},
            {"weekday": 0, "opens": "10:00", "closes": "15:00", "location_id": south},
        ]
    }
    assert "overlap" in await salon.refused("PUT", f"/staff/{mia}/hours", overlapping)
    await salon.put(f"/staff/{mia}/hours", {"hours": []})
    await salon.patch(f"/staff/{mia}", {"location_ids": [south]})
    with pytest.raises(NotFound, match="cannot be booked here"):
        await at_location(north)
    assert await at_location(south) == ["14:00", "15:00", "16:00", "17:00", "18:00", "19:00"]


async def test_absences_are_listed_by_their_end_and_taken_back(salon: Salon) -> None:
    mia, cut = await opened(salon)
    chair = (await salon.post("/assets", {"name": "Chair"}))["id"]
    await salon.patch(f"/offerings/{cut}", {"asset_needs": [[chair]]})
    leave = await salon.post(
        "/absences",
        {"staff_id": mia, "starts_at": f"{MONDAY}T00:00", "ends_at": f"{MONDAY}T12:00", "reason": "Dentist"},
    )
    repair = await salon.post(
        "/absences",
        {"asset_id": chair, "starts_at": at(15).isoformat(), "ends_at": at(18).isoformat()},
    )
    assert leave["ends_at"] == f"{at(12):%Y-%m-%dT%H:%M:%SZ}", "wall time of the business"
    assert await starts(salon, cut) == ["13:00", "14:00"]
    first = await salon.get("/absences", limit=1)
    assert [one["id"] for one in first["items"]] == [leave["id"]]
    second = await salon.get("/absences", limit=1, cursor=first["next_cursor"])
    assert ([one["id"] for one in second["items"]], second["next_cursor"]) == ([repair["id"]], None)
    assert (await salon.get("/absences", asset_id=chair, fields="id"))["items"] == [{"id": repair["id"]}]
    await salon.delete(f"/absences/{leave['id']}")
    assert await starts(salon, cut) == ["09:00", "10:00", "11:00", "13:00", "14:00"]
    await salon.refused("DELETE", f"/absences/{leave['id']}", None, 404)
