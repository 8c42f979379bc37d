"""The business, its locations, and the public holidays that follow from where they are."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, update

from domain.scheduling.engine.diary import Rules
from services.setup.holiday_calendar import HolidayCalendars, edition
from services.setup.holidays import HolidayKeeper
from storage.postgres import places, tables
from storage.postgres.database import Database
from tests.integration.deployments.api.set_up.conftest import Salon

YEAR = datetime.now(UTC).year
CHRISTMAS = f"{YEAR + 1}-12-25"
AT_CHRISTMAS = {"starts_at": f"{CHRISTMAS}T10:00", "ends_at": f"{CHRISTMAS}T11:00"}


async def holidays(salon: Salon, location_id: str | None = None) -> dict[str, dict[str, Any]]:
    """Of the year to come, by date."""
    first, last = f"{YEAR + 1}-01-01", f"{YEAR + 1}-12-31"
    found = (await salon.get("/public-holidays", first=first, last=last))["public_holidays"]
    return {one["day"]: one for one in found if one["location_id"] == location_id}


async def is_open(salon: Salon, day: str, location_id: str | None = None) -> bool:
    """As the engine sees it."""
    wanted = date.fromisoformat(day)
    where = UUID(location_id) if location_id else None
    async with salon.served.database.tenant(UUID(salon.owner.business_id)) as scope:
        place = await places.load_place(scope, where, (wanted, wanted), Rules())
    return bool(place.calendar.opening(wanted, wanted))


async def test_a_business_is_changed_field_by_field_and_told_in_the_audit_log(salon: Salon) -> None:
    before = await salon.get("")
    assert (before["slug"][:9], before["country"], before["keeps_holidays"]) == ("mias-hair", "AU", True)
    slug = f"salon-{uuid4().hex[:8]}"
    changes = {"name": "صالون ميا 💇‍♀️", "slug": slug.upper(), "address": "1 Rue Élysée", "language": "fr"}
    changed = await salon.patch("", changes)
    assert (changed["name"], changed["slug"], changed["timezone"]) == (
        changes["name"],
        slug,
        before["timezone"],
    )
    entry = (await salon.audit())[0]
    assert (entry["action"], entry["before"]["name"], entry["after"]["slug"]) == (
        "business.changed",
        "Mia's Hair",
        slug,
    )
    assert "timezone" not in entry["after"]
    other = Salon(salon.served, await salon.served.signed_up())
    assert f"slug: {slug} is taken" in await other.refused("PATCH", "", {"slug": slug})
    assert (await other.patch("", {"name": "Other"}))["name"] == "Other", (
        "what was refused left nothing behind"
    )


async def test_two_who_change_at_once_do_not_overwrite_each_other(salon: Salon) -> None:
    seen = (await salon.ask("GET", "")).headers["ETag"]
    answers = await asyncio.gather(
        *(salon.ask("PATCH", "", {"name": f"Name {n}"}, headers={"If-Match": seen}) for n in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]


async def test_public_holidays_come_with_the_region_and_each_is_kept_or_opened(salon: Salon) -> None:
    await salon.put(
        "/hours", {"hours": [{"weekday": day, "opens": "09:00", "closes": "17:00"} for day in range(7)]}
    )
    await salon.patch("", {"region": "South Australia"})
    assert (await salon.get(""))["region"] == "SA"
    found = await holidays(salon)
    eve = found[f"{YEAR + 1}-12-24"]
    assert (eve["kind"], eve["opened"]) == ("half_day", True)
    assert (found[CHRISTMAS]["kind"], found[CHRISTMAS]["opened"]) == ("public", False)
    assert not await is_open(salon, CHRISTMAS)
    assert await is_open(salon, eve["day"])

    opened = await salon.patch(f"/public-holidays/{found[CHRISTMAS]['id']}", {"opened": True})
    assert (opened["opened"], opened["decided"]) == (True, True)
    assert await is_open(salon, CHRISTMAS)
    await salon.put("/special-days", {"days": [{"day": CHRISTMAS, "reason": "Family"}]})
    assert not await is_open(salon, CHRISTMAS), "the owner's own closure wins"

    await salon.patch("", {"region": "VIC"})
    found = await holidays(salon)
    assert f"{YEAR + 1}-12-24" not in found
    assert found[CHRISTMAS]["opened"], "what was decided holds"
    await salon.patch("", {"country": "DE", "language": "de"})
    assert (await salon.get(""))["region"] is None
    german = await holidays(salon)
    assert german[f"{YEAR + 1}-10-03"]["name"] == "Tag der Deutschen Einheit"
    assert not german[CHRISTMAS]["opened"], "another holiday of another country"
    await salon.patch("", {"keeps_holidays": False})
    assert await holidays(salon) == {}


async def test_a_location_in_a_region_has_its_own_holidays_and_another_may_open_alone(salon: Salon) -> None:
    await salon.put(
        "/hours", {"hours": [{"weekday": day, "opens": "09:00", "closes": "17:00"} for day in range(7)]}
    )
    await salon.patch("", {"region": "VIC"})
    cup = next(day for day, one in (await holidays(salon)).items() if one["name"] == "Melbourne Cup Day")
    body = {"name": "Brisbane", "timezone": "Australia/Brisbane", "region": "qld"}
    brisbane = (await salon.post("/locations", body))["id"]
    plain = (await salon.post("/locations", {"name": "Geelong", "timezone": "Australia/Melbourne"}))["id"]
    assert cup not in await holidays(salon, brisbane)
    assert (await is_open(salon, cup, brisbane), await is_open(salon, cup, plain)) == (True, False)

    day_of_all = (await holidays(salon))[cup]["id"]
    alone = await salon.patch(f"/public-holidays/{day_of_all}", {"opened": True, "location_id": plain})
    assert alone["location_id"] == plain
    assert (await is_open(salon, cup, plain), await is_open(salon, cup)) == (True, False)
    refused = {"opened": True, "location_id": brisbane}
    await salon.refused("PATCH", f"/public-holidays/{day_of_all}", refused, 404)

    told = await salon.patch("", {"country": "NZ", "region": "WGN"})
    assert told["warnings"] == [
        "Brisbane was in QLD, which is no region of NZ: it has the public holidays of the business now"
    ]
    assert (await salon.get(f"/locations/{brisbane}"))["region"] is None
    assert await holidays(salon, brisbane) == await holidays(salon, plain) == {}
    detail = await salon.refused("PATCH", f"/locations/{plain}", {"region": "VIC"})
    assert "region: 'VIC' is not one of NZ; there are " in detail


async def test_the_worker_fills_what_is_not_filled_and_keeps_what_was_decided(
    salon: Salon, database: Database
) -> None:
    business_id = UUID(salon.owner.business_id)
    keeper = HolidayKeeper(database, HolidayCalendars())
    assert await holidays(salon) == {}, "just signed up"
    while await keeper.look(datetime.now(UTC)):
        pass
    found = await holidays(salon)
    assert CHRISTMAS in found
    await salon.patch(f"/public-holidays/{found[CHRISTMAS]['id']}", {"opened": True})
    async with database.tenant(business_id) as scope:
        await scope.session.execute(
            update(tables.Business)
            .where(tables.Business.id == business_id)
            .values(holidays_edition="0.1/2020")
        )
    assert await keeper.look(datetime.now(UTC)) == 1
    assert (await holidays(salon))[CHRISTMAS] == {**found[CHRISTMAS], "opened": True, "decided": True}
    assert await keeper.look(datetime.now(UTC)) == 0
    assert edition(YEAR).endswith(f"/{YEAR}")


async def test_what_another_business_has_is_not_there(salon: Salon) -> None:
    other = Salon(salon.served, await salon.served.signed_up())
    mine = {
        path: (await salon.post(f"/{path}", body))["id"]
        for path, body in (
            ("staff", {"name": "Mia"}),
            ("assets", {"name": "Chair"}),
            ("locations", {"name": "City", "timezone": "Europe/London"}),
            ("offerings", {"name": "Cut", "duration_min": 5, "price_cents": 0}),
        )
    }
    theirs = (await other.post("/offerings", {"name": "Cut", "duration_min": 5, "price_cents": 0}))["id"]
    for path, row_id in mine.items():
        for method, body in (("GET", None), ("PATCH", {"name": "X"}), ("DELETE", None)):
            await other.refused(method, f"/{path}/{row_id}", body, 404)
    for method, path, body, status in (
        ("GET", f"/staff/{mine['staff']}/hours", None, 404),
        ("PUT", f"/locations/{mine['locations']}/hours", {"hours": []}, 404),
        ("PUT", f"/staff/{mine['staff']}/offerings", {"offerings": []}, 404),
        ("PUT", "/special-days", {"staff_id": mine["staff"], "days": [{"day": CHRISTMAS}]}, 404),
        ("PUT", "/special-days", {"location_id": mine["locations"], "days": [{"day": CHRISTMAS}]}, 404),
        ("POST", "/absences", {"asset_id": mine["assets"], **AT_CHRISTMAS}, 404),
        ("POST", "/staff", {"name": "A", "location_ids": [mine["locations"]]}, 422),
        ("POST", "/assets", {"name": "A", "location_id": mine["locations"]}, 422),
        ("PATCH", f"/offerings/{theirs}", {"staff": [{"staff_id": mine["staff"]}]}, 422),
        ("PATCH", f"/offerings/{theirs}", {"asset_needs": [[mine["assets"]]]}, 422),
    ):  # fmt: skip
        await other.refused(method, path, body, status)


REFUSED: tuple[tuple[str, str, Any, str], ...] = (
    ("PATCH", "", {"timezone": "Australia/Nowhere"}, "There is no time zone"),
    ("PATCH", "", {"timezone": "Australia"}, "There is no time zone"),
    ("PATCH", "", {"timezone": ""}, "There is no time zone"),
    ("PATCH", "", {"timezone": None}, "timezone"),
    ("PATCH", "", {"name": "a\u0000b"}, "name: holds a control character"),
    ("PATCH", "", {"name": "\u202egnp.exe"}, "name: holds a control character"),
    ("PATCH", "", {"name": "x" * 101}, "name"),
    ("PATCH", "", {"language": "tlh"}, "language"),
    ("PATCH", "", {"country": "XX"}, "country: 'XX' is not one"),
    ("PATCH", "", {"currency": "ABC"}, "currency: 'ABC' is not one"),
    ("PATCH", "", {"region": "Atlantis"}, "region: 'Atlantis' is not one of AU; there are ACT"),
    ("PATCH", "", {"slug": "www"}, "slug: www is an address of ours"),
    ("PATCH", "", {"greeting": "Hi"}, "greeting"),
    ("PATCH", "", [], "body"),
    ("PUT", "/hours", {"hours": [{"weekday": 7, "opens": "9:00", "closes": "10:00"}]}, "weekday"),
    ("PUT", "/hours", {"hours": [{"weekday": 0, "opens": "9:00", "closes": "09:00"}]}, "ends as it begins"),
    ("PUT", "/hours", {"hours": [{"weekday": 0, "opens": "24:30", "closes": "9:00"}]}, "hours.0.opens"),
    ("PUT", "/special-days", {"days": [{"day": "1999-01-01"}]}, "more than a year ago"),
    ("PUT", "/special-days", {"days": [{"day": "2026-02-30"}]}, "day"),
    ("PUT", "/special-days", {"days": [{"day": CHRISTMAS}, {"day": CHRISTMAS}]}, "a date stands there twice"),
    ("POST", "/locations", {"name": "City", "timezone": "UTC+1"}, "There is no time zone"),
    ("POST", "/staff", {"name": "Mia", "position": 1.5}, "position"),
    ("POST", "/staff", {"name": "Mia", "active": "yes"}, "active"),
    ("POST", "/offerings", {"name": "Cut", "duration_min": -5, "price_cents": 0}, "duration_min"),
    ("POST", "/offerings", {"name": "Cut", "duration_min": 10**9, "price_cents": 0}, "duration_min"),
    ("POST", "/offerings", {"name": "Cut", "price_cents": 0}, "duration_min: give it, or segments"),
    ("POST", "/offerings", {"name": "Cut", "duration_min": 5, "price_cents": 10**12}, "price_cents"),
    (
        "POST",
        "/offerings",
        {"name": "Cut", "duration_min": 5, "segments": [{"minutes": 6}], "price_cents": 0},
        "the segments last 6 minutes",
    ),
    ("POST", "/absences", {"starts_at": CHRISTMAS, "ends_at": CHRISTMAS}, "either staff_id or asset_id"),
)  # fmt: skip


async def test_what_cannot_be_kept_is_refused_with_a_sentence(salon: Salon) -> None:
    told = [(says, await salon.refused(method, path, body)) for method, path, body, says in REFUSED]
    assert [(says, detail) for says, detail in told if says not in detail] == []


async def test_absences_last_and_begin_at_times_there_are(salon: Salon) -> None:
    mia = (await salon.post("/staff", {"name": "Mia"}))["id"]
    for starts_at, ends_at, says in (
        ("2027-10-03T02:30", "2027-10-03T09:00", "does not exist in Australia/Sydney"),
        ("2027-10-03T09:00", "2027-10-03T09:00", "ends_at: lies before starts_at"),
        ("2027-10-03T09:00", "2031-10-03T09:00", "two years at most"),
        ("0001-01-01T00:00", "2027-10-03T09:00", "starts_at: a date from 2000 to 2099"),
        ("2027-10-03T09:00+10:00", "9999-12-31T23:59:59-14:00", "ends_at: a date from"),
    ):
        body = {"staff_id": mia, "starts_at": starts_at, "ends_at": ends_at}
        assert says in await salon.refused("POST", "/absences", body)


async def test_there_is_a_most_of_everything(salon: Salon, database: Database) -> None:
    business_id = UUID(salon.owner.business_id)
    async with database.tenant(business_id) as scope:
        await scope.session.execute(
            insert(tables.Staff),
            [{"id": uuid4(), "business_id": business_id, "name": f"Staff {n}"} for n in range(199)],
        )
    answers = await asyncio.gather(*(salon.ask("POST", "/staff", {"name": "One more"}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 429, 429]
    assert "there can be 200 members of staff" in next(
        answer.json()["detail"] for answer in answers if answer.status_code == 429
    )


async def test_only_who_may_change_settings_does(salon: Salon) -> None:
    somebody = await salon.served.signed_up()
    invitation = {"email": somebody.email, "role": "staff"}
    await salon.post("/invitations", invitation)
    token = await salon.served.token(somebody.email)
    await salon.served.client.post(
        "/api/v1/invitations/accept", json={"token": token}, headers=somebody.bearer
    )
    path = f"{salon.path}/staff"
    assert (await salon.served.client.get(path, headers=somebody.bearer)).status_code == 200
    answer = await salon.served.client.post(path, json={"name": "X"}, headers=somebody.bearer)
    assert answer.status_code == 403
