"""Calls with what was said, and figures that follow every call and booking."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.ids import new_id
from storage.postgres import calls
from storage.postgres.calls import NewCall, TurnRow
from tests.support.api import Api
from tests.support.front_desk import Counter, open_counter, upcoming

CALLER = "+61400000001"


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


async def rang(counter: Counter, ago: timedelta, *, outcome: str | None, minutes: float = 2) -> UUID:
    """A call that came in some time ago; not answered without an outcome."""
    call_id, began = new_id(), datetime.now(UTC) - ago
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        await calls.create(scope, NewCall(call_id, f"CA{call_id.hex}", CALLER, "+61280001234", began))
        if outcome is not None:
            await calls.mark_answered(scope, call_id, began, 480.0)
        await calls.save_turns(
            scope,
            call_id,
            [
                TurnRow(0, "agent", "Hello, this is the studio.", "Hello, this", began, interrupted=True),
                TurnRow(1, "caller", "A cut, please.", "A cut, please.", began, latency_ms={"heard": 12.5}),
            ],
        )
        await calls.finish(
            scope, call_id, outcome=outcome or "missed", ended_at=began + timedelta(minutes=minutes)
        )
    return call_id


async def test_calls_are_listed_the_latest_first_and_read_with_what_was_said(counter: Counter) -> None:
    older = await rang(counter, timedelta(hours=2), outcome="booked")
    newer = await rang(counter, timedelta(hours=1), outcome=None)
    first = (await counter.get("/calls", limit=1)).json()
    second = (await counter.get("/calls", limit=1, cursor=first["next_cursor"])).json()
    assert [each["id"] for each in first["items"] + second["items"]] == [str(newer), str(older)]
    assert second["next_cursor"] is None
    assert (first["items"][0]["outcome"], first["items"][0]["duration_s"]) == ("missed", None)
    for params, found in (
        ({"outcome": "booked"}, [older]),
        ({"status": "ended", "from_number": CALLER}, [newer, older]),
        ({"from_number": "+61400000009"}, []),
        ({"to": (datetime.now(UTC) - timedelta(minutes=90)).isoformat()}, [older]),
    ):
        listed = (await counter.get("/calls", **params)).json()["items"]
        assert [each["id"] for each in listed] == [str(each) for each in found]
    call = (await counter.get(f"/calls/{older}")).json()
    assert (call["duration_s"], call["answer_ms"], call["is_recorded"]) == (120.0, 480.0, False)
    assert [(turn["speaker"], turn["heard_text"], turn["interrupted"]) for turn in call["turns"]] == [
        ("agent", "Hello, this", True),
        ("caller", "A cut, please.", False),
    ]
    assert (await counter.get(f"/calls/{new_id()}")).status_code == 404


async def test_figures_follow_every_call_and_booking(counter: Counter) -> None:
    empty = (await counter.get("/stats")).json()
    assert empty["today"] == {"calls": 0, "answered": 0, "bookings": 0, "conversion": None, "minutes": 0.0}
    await rang(counter, timedelta(seconds=1), outcome="booked", minutes=3)
    await rang(counter, timedelta(days=3), outcome="answered", minutes=1.5)
    await rang(counter, timedelta(days=20), outcome=None)
    await rang(counter, timedelta(days=40), outcome="booked")
    assert (await counter.post("/bookings", counter.cut(upcoming(10)))).status_code == 201
    assert (
        await counter.post(
            "/holds",
            {"visit": [{"offering_id": str(counter.studio.cut)}], "starts_at": upcoming(12).isoformat()},
        )
    ).status_code == 201
    stats = (await counter.get("/stats")).json()
    assert stats["timezone"] == "Africa/Accra"
    assert stats["last_7_days"] == {
        "calls": 2,
        "answered": 2,
        "bookings": 1,
        "conversion": 0.5,
        "minutes": 4.5,
    }
    assert stats["last_30_days"] == stats["last_7_days"] | {"calls": 3}
    kept = (await counter.get("/stats")).json()
    assert kept == stats
