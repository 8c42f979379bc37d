"""What can be booked and who does it, over the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import event
from sqlalchemy.engine import Engine

from domain.ids import new_id
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask, Question
from services.scheduling.wishes import Who, Wish
from storage.postgres import scheduling_tables
from tests.integration.deployments.api.set_up.conftest import Salon
from tests.integration.deployments.api.set_up.test_hours import WEEKDAYS, at, book, opened, starts

FULL = {
    "name": "Colour 💇",
    "segments": [
        {"minutes": 20, "processing": False},
        {"minutes": 30, "processing": True},
        {"minutes": 10, "processing": False},
    ],
    "price_cents": 15_000,
    "before_min": 5,
    "after_min": 10,
    "channels": ["web"],
    "notice_min": 120,
    "horizon_days": 60,
    "per_day": 4,
    "grid_min": 30,
    "position": 3,
    "variants": [{"name": "لون طويل", "duration_min": 120, "price_cents": 20_000}],
    "add_ons": [{"name": "Wash", "minutes": 10, "price_cents": 1_500}],
    "questions": [
        {"label": "Which tone?", "kind": "choice", "choices": ["Warm", "Cool"], "required": True},
        {"label": "Allergies?"},
    ],
}  # fmt: skip


async def test_an_offering_with_everything_is_told_as_it_was_sent(salon: Salon) -> None:
    mia = (await salon.post("/staff", {"name": "Mia"}))["id"]
    chair = (await salon.post("/assets", {"name": "Chair"}))["id"]
    sent = {
        **FULL,
        "staff": [{"staff_id": mia, "minutes": 75, "price_cents": None}],
        "asset_needs": [[chair]],
    }
    added = await salon.post("/offerings", sent)
    told = await salon.get(f"/offerings/{added['id']}")
    assert told == added
    assert {name: told[name] for name in sent if name not in ("variants", "add_ons", "questions")} == {
        name: sent[name] for name in sent if name not in ("variants", "add_ons", "questions")
    }
    assert told["duration_min"] == 60
    assert [(one["name"], one["duration_min"]) for one in told["variants"]] == [("لون طويل", 120)]
    assert [(one["label"], one["kind"], one["required"]) for one in told["questions"]] == [
        ("Which tone?", "choice", True),
        ("Allergies?", "text", False),
    ]
    unchanged = {name: value for name, value in told.items() if name != "id"}
    again = await salon.patch(f"/offerings/{added['id']}", unchanged)
    assert {**again, "affected": None, "affected_count": None} == {
        **told,
        "affected": None,
        "affected_count": None,
    }
    assert [one["action"] for one in await salon.audit()][:2] == ["offering.added", "asset.added"], (
        "no change"
    )


async def test_variants_keep_their_ids_swap_their_names_and_are_archived_once_booked(salon: Salon) -> None:
    _, cut = await opened(
        salon,
        variants=[
            {"name": "Short", "duration_min": 30, "price_cents": 1},
            {"name": "Long", "duration_min": 60, "price_cents": 2},
            {"name": "Curly", "duration_min": 60, "price_cents": 3},
        ],
    )
    path = f"/offerings/{cut}"
    short, long, curly = (await salon.get(path))["variants"]
    business_id = UUID(salon.owner.business_id)
    ask = Ask(UUID(cut), variant_id=UUID(long["id"]))
    await Bookings(salon.served.database).book(
        business_id, Wish(Question((ask,)), at(9), "one"), Who("Sam"), datetime.now(UTC)
    )
    swapped = await salon.patch(
        path, {"variants": [{**long, "name": "Short"}, {**short, "name": "Long"}, curly]}
    )
    assert [(one["id"], one["name"]) for one in swapped["variants"]] == [
        (long["id"], "Short"),
        (short["id"], "Long"),
        (curly["id"], "Curly"),
    ]
    fresh = {"name": "SHORT", "duration_min": 45, "price_cents": 4}
    left = await salon.patch(path, {"variants": [fresh]})
    by_id = {one["id"]: one for one in left["variants"]}
    assert by_id[long["id"]]["active"] is False, "it was booked"
    assert [one["name"] for one in left["variants"] if one["active"]] == ["SHORT"]
    assert len(by_id) == 2, "the others were not booked"
    stray = {"variants": [{**fresh, "id": str(uuid4())}]}
    assert "this offering has none with the id" in await salon.refused("PATCH", path, stray)


async def test_what_bookings_refer_to_is_archived_and_only_by_force_while_they_are_to_come(
    salon: Salon,
) -> None:
    mia, cut = await opened(salon)
    leo = (await salon.post("/staff", {"name": "Leo", "position": 1}))["id"]
    booked = await book(salon, cut, at(9))
    for path, name in ((f"/staff/{mia}", "Mia"), (f"/offerings/{cut}", "Cut")):
        for method, body in (("DELETE", None), ("PATCH", {"active": False})):
            answer = await salon.ask(method, path, body)
            assert (answer.status_code, answer.json()["type"]) == (409, "/problems/bookings-affected"), path
            assert answer.json()["detail"].startswith(name)
            assert [one["id"] for one in answer.json()["affected"]] == [booked]
            assert (await salon.get(path))["active"] is True, "nothing was changed"
    gone = await salon.delete(f"/staff/{mia}", force=True)
    assert (gone["outcome"], [one["id"] for one in gone["affected"]]) == ("archived", [booked])
    assert [one["name"] for one in (await salon.get("/staff", active=True))["items"]] == ["Leo"]
    assert (await salon.get(f"/staff/{mia}"))["active"] is False
    await salon.patch(f"/staff/{mia}", {"active": True})
    assert (await salon.delete(f"/staff/{leo}"))["outcome"] == "deleted"
    await salon.refused("GET", f"/staff/{leo}", None, 404)
    actions = [(one["action"], one["before"]) for one in (await salon.audit())[:3]]
    assert actions[0] == ("staff.deleted", {"name": "Leo", "active": True, "position": 1, "location_ids": []})
    assert actions[2] == ("staff.archived", {"active": True})


async def test_what_would_mean_something_else_without_it_is_archived_not_deleted(salon: Salon) -> None:
    mia, cut = await opened(salon)
    leo = (await salon.post("/staff", {"name": "Leo"}))["id"]
    chair = (await salon.post("/assets", {"name": "Chair"}))["id"]
    place = (await salon.post("/locations", {"name": "City", "timezone": "Europe/London"}))["id"]
    await salon.patch(f"/offerings/{cut}", {"staff": [{"staff_id": mia}], "asset_needs": [[chair]]})
    await salon.patch(f"/staff/{leo}", {"location_ids": [place]})
    for path in (f"/staff/{mia}", f"/assets/{chair}", f"/locations/{place}"):
        assert (await salon.delete(path))["outcome"] == "archived", path
    told = await salon.get(f"/offerings/{cut}")
    assert (told["staff"], told["asset_needs"]) == (
        [{"staff_id": mia, "minutes": None, "price_cents": None}],
        [[chair]],
    )


async def test_who_does_what_is_set_from_either_side(salon: Salon) -> None:
    mia, cut = await opened(salon)
    leo = (await salon.post("/staff", {"name": "Leo"}))["id"]
    path = f"/staff/{mia}/offerings"
    assert await salon.get(path) == {"offerings": [], "by_everybody": [cut]}
    await salon.put(path, {"offerings": [{"offering_id": cut}]})
    assert (await salon.get(f"/offerings/{cut}"))["staff"] is None, "everybody still does it"
    await salon.put(path, {"offerings": [{"offering_id": cut, "minutes": 90, "price_cents": 5}]})
    named = {one["staff_id"]: one["minutes"] for one in (await salon.get(f"/offerings/{cut}"))["staff"]}
    assert named == {mia: 90, leo: None}, "nobody loses it"
    booked = await book(salon, cut, at(13))
    lost = await salon.put(f"/staff/{leo}/offerings", {"offerings": []})
    who_had_it = {one["id"] for one in lost["affected"]}
    other = await salon.refused("PUT", path, {"offerings": []})
    assert "nobody would be left who does Cut" in other
    taken = scheduling_tables.BookingSegment
    async with salon.served.database.tenant(UUID(salon.owner.business_id)) as scope:
        segments = (await scope.session.execute(taken.__table__.select())).mappings().all()
    assert who_had_it == ({booked} if str(segments[0]["staff_id"]) == leo else set())
    await salon.patch(f"/offerings/{cut}", {"staff": None})
    assert await salon.get(path) == {"offerings": [], "by_everybody": [cut]}


async def test_channels_notice_and_seats_are_followed_by_the_next_search(salon: Salon) -> None:
    _, cut = await opened(salon)
    assert await starts(salon, cut)
    await salon.patch(f"/offerings/{cut}", {"horizon_days": 1})
    assert await starts(salon, cut) == []
    await salon.patch(f"/offerings/{cut}", {"horizon_days": None, "grid_min": 120, "before_min": 60})
    assert await starts(salon, cut) == ["10:00", "14:00", "16:00"]


async def test_lists_come_by_position_page_by_page(salon: Salon) -> None:
    for position, name in ((2, "C"), (1, "A"), (1, "B"), (0, "Z")):
        await salon.post(
            "/offerings", {"name": name, "duration_min": 5, "price_cents": 0, "position": position}
        )
    names: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await salon.get("/offerings", limit=3, fields="name", **cursor)
        names.extend(one["name"] for one in page["items"])
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert names == ["Z", "A", "B", "C"]


async def test_a_write_sent_twice_with_its_key_adds_once(salon: Salon) -> None:
    key = {"Idempotency-Key": str(new_id())}
    body = {"name": "Mia"}
    first, second = [await salon.ask("POST", "/staff", body, headers=key) for _ in range(2)]
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert len((await salon.get("/staff"))["items"]) == 1


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that were sent meanwhile."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_statements_do_not_grow_with_what_is_set_up_or_booked(salon: Salon) -> None:
    _, cut = await opened(salon)
    prices = count(1)

    async def cost() -> dict[str, int]:
        found: dict[str, int] = {}
        for name, method, path, body in (
            ("list", "GET", "/offerings", None),
            ("hours", "PUT", "/hours", {"hours": WEEKDAYS}),
            ("offering", "PATCH", f"/offerings/{cut}", {"price_cents": next(prices)}),
        ):
            with counted() as seen:
                salon.told(await salon.ask(method, path, body))
            found[name] = len(seen)
        return found

    await book(salon, cut, at(9))
    few = await cost()
    for n in range(6):
        await salon.post("/offerings", {**FULL, "name": f"Offering {n}"})
    for hour in (10, 11, 13, 14, 15):
        await book(salon, cut, at(hour), f"Customer {hour}")
    assert await cost() == few
    assert few["list"] <= 10
    assert few["offering"] <= 18
    assert few["hours"] <= 45, "what fits is read before and after"
