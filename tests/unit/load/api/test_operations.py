"""The mix of requests: what it is made of, what it learns, and what it leaves out."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from load.api.desks import Bearer, Desk, Sold
from load.api.operations import OPERATIONS, Asked, Mix

BUSINESS = "01943ad7-aa80-72bf-a7fd-3546d6874036"
LOCATION = "01943ad7-aa80-77db-8e9e-71c9e570139f"
EVERYTHING: dict[str, Any] = {"paths": {}}
for each in OPERATIONS:
    EVERYTHING["paths"].setdefault(each.route, {})[each.method.lower()] = {}


def fresh_desk() -> Desk:
    return Desk(BUSINESS, [Bearer("token", "mia@example.com", "refresh")], [Bearer("rk_key")])


def wise_desk() -> Desk:
    wise = fresh_desk()
    wise.learn_bookings({"items": [booking(number) for number in range(60)]})
    starts = [f"2026-12-0{day}T09:00:00+11:00" for day in range(1, 9)]
    wise.learn_free(Sold("cut", LOCATION), {"starts": starts})
    wise.calls.append("call-1")
    return wise


def booking(number: int, **changes: Any) -> dict[str, Any]:
    starts_at = datetime.now(UTC) + timedelta(days=2)
    return {
        "id": f"booking-{number}",
        "status": "confirmed",
        "starts_at": starts_at.isoformat(),
        "location_id": LOCATION,
        "session_id": None,
        "items": [{"offering_id": "cut", "staff": {"id": "mia", "name": "Mia"}}],
        "customer": {"id": f"customer-{number}"},
    } | changes


def asked(desk: Desk, count: int = 3_000, seed: int = 1) -> list[Asked]:
    mix, _ = Mix.offered_by(EVERYTHING)
    chance = random.Random(seed)
    return [mix.next([desk], chance) for _ in range(count)]


def test_a_desk_that_knows_nothing_changes_nothing() -> None:
    asked_for = {(each.method, each.route) for each in asked(fresh_desk())}
    assert ("GET", "/api/v1/businesses/{business_id}/bookings") in asked_for
    assert {route for method, route in asked_for if method != "GET"} == {"/api/v1/sessions"}


def test_one_that_has_learned_does_everything_and_reads_most() -> None:
    requests = asked(wise_desk())
    assert {each.name for each in requests} == {f"{each.method} {each.route}" for each in OPERATIONS}
    writes = sum(each.method != "GET" and not each.path.endswith("/availability") for each in requests)
    assert 0.1 < writes / len(requests) < 0.3


def test_users_and_programs_ask_as_often_as_each_other() -> None:
    bearers = [each.bearer for each in asked(wise_desk())]
    assert set(bearers) == {"token", "rk_key", None}
    assert 0.3 < bearers.count("rk_key") / len(bearers) < 0.7


def test_no_path_keeps_a_placeholder() -> None:
    for each in asked(wise_desk()):
        assert "{" not in each.path
        assert each.path.startswith("/api/v1/")


def test_the_same_seed_asks_the_same() -> None:
    first, again, other = (asked(wise_desk(), seed=seed) for seed in (5, 5, 6))
    assert [each.name for each in first] == [each.name for each in again]
    assert [each.name for each in first] != [each.name for each in other]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"session_id": "class"}, id="a seat"),
        pytest.param({"items": []}, id="a hold"),
        pytest.param({"status": "cancelled"}, id="cancelled"),
        pytest.param({"starts_at": "2020-01-01T00:00:00+00:00"}, id="over"),
    ],
)
def test_only_single_visits_to_come_are_moved(changes: dict[str, Any]) -> None:
    desk = fresh_desk()
    desk.learn_bookings({"items": [booking(1, **changes)]})
    assert not desk.bookings


def test_a_time_taken_meanwhile_is_an_answer() -> None:
    for each in asked(wise_desk()):
        wants_a_time = each.method == "POST" and each.route.endswith(("/bookings", "/move", "/restore"))
        assert 409 in each.accepted or not wants_a_time


def test_what_the_server_lacks_is_left_out_and_named() -> None:
    paths = {route: ways for route, ways in EVERYTHING["paths"].items() if not route.endswith("/calls")}
    mix, missing = Mix.offered_by({"paths": paths})
    assert missing == ["GET /api/v1/businesses/{business_id}/calls"]
    assert len(mix.operations) == len(OPERATIONS) - 1
    with pytest.raises(ValueError, match="nothing"):
        Mix.offered_by({"paths": {"/health": {"get": {}}}})
