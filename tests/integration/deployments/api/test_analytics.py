"""What calls and bookings come to, by API: today as it is, days that are over as they are kept or counted."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from domain.accounts.roles import Role
from domain.ids import new_id
from services.analytics.recount import Recount
from storage.postgres import calls
from storage.postgres.calls import NewCall, TurnRow
from tests.support.api import Api
from tests.support.front_desk import Counter, open_counter, upcoming


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


async def rang(counter: Counter, ago: timedelta, outcome: str, minutes: float = 2) -> None:
    call_id, began = new_id(), datetime.now(UTC) - ago
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        await calls.create(scope, NewCall(call_id, f"CA{call_id.hex}", None, "+61280001234", began))
        if outcome != "missed":
            await calls.mark_answered(scope, call_id, began, 480.0)
            turn = TurnRow(1, "agent", "Yes.", "Yes.", began, False, {"voice_to_voice_ms": 700.0})
            await calls.save_turns(scope, call_id, [turn])
        await calls.finish(scope, call_id, outcome=outcome, ended_at=began + timedelta(minutes=minutes))


async def test_days_weeks_and_months_add_up_kept_or_not_and_today_is_as_it_is(counter: Counter) -> None:
    await rang(counter, timedelta(seconds=1), "booked", 3)
    await rang(counter, timedelta(days=3), "answered", 1.5)
    await rang(counter, timedelta(days=3, seconds=20), "missed", 0)
    await rang(counter, timedelta(days=40), "booked")
    assert (await counter.post("/bookings", counter.cut(upcoming(10)))).status_code == 201
    today = datetime.now(UTC).date()
    counted = (await counter.get("/analytics", compare="previous")).json()
    await Recount(counter.api.database).of(counter.studio.business_id)
    kept = (await counter.get("/analytics", compare="previous")).json()
    assert kept | {"as_of": ""} == counted | {"as_of": ""}, "kept or not, the days are the same"

    assert (kept["timezone"], len(kept["periods"])) == ("Africa/Accra", 30)
    last, total = kept["periods"][-1], kept["total"]
    assert (last["last"], last["calls"], last["conversion"], last["minutes"]) == (
        today.isoformat(),
        1,
        1.0,
        3.0,
    )
    assert (last["bookings"], last["phone_bookings"]) == (1, 0)
    assert (total["calls"], total["outcomes"]) == (3, {"answered": 1, "booked": 1, "missed": 1})
    assert total["success_rate"] == 0.6667
    assert 432 <= total["answer_ms"]["p50"] <= 528
    assert 630 <= total["response_ms"]["p95"] <= 770
    assert (kept["compared_with"]["calls"], kept["compared_with"]["last"]) == (
        1,
        (today - timedelta(days=30)).isoformat(),
    )
    for group in ("week", "month"):
        grouped = (await counter.get("/analytics", group=group)).json()
        assert grouped["total"] == total
        assert sum(each["calls"] for each in grouped["periods"]) == 3

    await rang(counter, timedelta(seconds=1), "answered")
    assert (await counter.get("/analytics")).json()["periods"][-1]["calls"] == 2

    shown = await counter.get("/analytics.csv", group="month")
    assert shown.headers["content-type"] == "text/csv; charset=utf-8"
    assert shown.headers["content-disposition"].startswith('attachment; filename="analytics-')
    lines = list(csv.DictReader(io.StringIO(shown.text)))
    assert sum(int(line["calls"]) for line in lines) == 4
    assert sum(int(line["calls_missed"]) for line in lines) == 1
    assert lines[-1]["last"] == today.isoformat()
    assert lines[-1]["response_ms_p95"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param({"to": "2199-01-01"}, "lies ahead", id="ahead"),
        pytest.param({"from": "2026-02-02", "to": "2026-02-01"}, "later than `to`", id="backwards"),
        pytest.param({"from": "2024-01-01", "to": "2026-01-01"}, "at most 400 days", id="too many"),
        pytest.param({"from": "yesterday"}, "from", id="no date"),
        pytest.param({"group": "year"}, "group", id="no such group"),
        pytest.param({"from": "1812-01-01"}, "from", id="before anything"),
    ],
)
async def test_days_that_cannot_be_shown_are_refused_with_a_reason(
    counter: Counter, asked: dict[str, str], told: str
) -> None:
    for path in ("/analytics", "/analytics.csv"):
        refused = await counter.get(path, **asked)
        assert refused.status_code == 422
        assert told in refused.text


async def test_costs_are_for_who_may_see_the_bill(served: Api, counter: Counter) -> None:
    assert (await counter.get("/analytics")).json()["total"]["cost_cents"] == 0
    viewer = await open_counter(served, role=Role.VIEWER, studio=counter.studio)
    total = (await viewer.get("/analytics")).json()["total"]
    assert (total["cost_cents"], total["charged_cents"], total["billable_minutes"]) == (None, None, None)
    line = (await viewer.get("/analytics.csv")).text.splitlines()[1]
    assert line.endswith(",,,")
