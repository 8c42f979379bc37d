"""Calls, turns and messages survive being reported twice."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import text

from domain.business import Answer, OpeningHours
from domain.errors import NotFound, Unwritable
from domain.ids import new_id
from sandbox.seed import demo
from storage.postgres import businesses, calls, messages
from storage.postgres.calls import TurnRow
from storage.postgres.database import Database
from storage.postgres.messages import NewMessage
from tests.support.shop import MONDAY_TEN, Shop, new_call


async def test_call_reported_at_once_is_created_once(database: Database, shop: Shop) -> None:
    first = new_call(shop.number)

    async def create() -> tuple[calls.CallRow, bool]:
        async with database.tenant(shop.business_id) as scope:
            return await calls.create(scope, replace(first, id=new_id()))

    results = await asyncio.gather(*(create() for _ in range(10)))
    assert sum(created for _, created in results) == 1
    assert len({row.id for row, _ in results}) == 1
    assert results[0][0].status == "ringing"


async def test_call_goes_from_ringing_to_live_to_ended(database: Database, shop: Shop) -> None:
    call = new_call(shop.number)
    answered, ended = MONDAY_TEN + timedelta(seconds=2), MONDAY_TEN + timedelta(seconds=62)
    async with database.tenant(shop.business_id) as scope:
        row, _ = await calls.create(scope, call)
        assert [live.id for live in await calls.live(scope)] == [call.id]
        assert row.duration_s is None
        await calls.mark_answered(scope, call.id, answered, 412.5)
        await calls.mark_answered(scope, call.id, ended, 9.0)
        live = await calls.get(scope, call.id)
        assert (live.status, live.answered_at, live.answer_ms) == ("live", answered, 412.5)
        await calls.finish(
            scope, call.id, status="ended", outcome="booked", reason="caller hung up", ended_at=ended
        )
        assert await calls.live(scope) == []
        row = await calls.by_sid(scope, call.call_sid)
        assert row is not None
        assert (row.status, row.outcome, row.duration_s) == ("ended", "booked", 60.0)


async def test_second_finish_adds_only_what_was_missing(database: Database, shop: Shop) -> None:
    call = new_call(shop.number)
    late = MONDAY_TEN + timedelta(hours=1)
    async with database.tenant(shop.business_id) as scope:
        await calls.create(scope, call)
        first = await calls.finish(scope, call.id, outcome="message", ended_at=MONDAY_TEN)
        second = await calls.finish(
            scope, call.id, outcome="lost", reason="swept", ended_at=late, recording_key="r", journal_key="j"
        )
        assert second == replace(first, reason="swept", recording_key="r", journal_key="j")
        await calls.mark_answered(scope, call.id, late, 1.0)
        assert (await calls.get(scope, call.id)).status == "ended"


async def test_unknown_call_is_not_found(database: Database, shop: Shop) -> None:
    async with database.tenant(shop.business_id) as scope:
        assert await calls.by_sid(scope, "CAnone") is None
        for attempt in (
            calls.get(scope, new_id()),
            calls.mark_answered(scope, new_id(), MONDAY_TEN, 1.0),
            calls.finish(scope, new_id(), outcome=None, ended_at=MONDAY_TEN),
            calls.save_turns(scope, new_id(), [TurnRow(0, "agent", "a", "a", MONDAY_TEN)]),
        ):
            with pytest.raises(NotFound):
                await attempt


async def test_saving_turns_again_replaces_them(database: Database, shop: Shop) -> None:
    call = new_call(shop.number)
    agent = TurnRow(0, "agent", "Hello, how can I help?", "Hello,", MONDAY_TEN, True, {"first_audio": 310.5})
    caller = TurnRow(1, "caller", "A haircut", "A haircut", MONDAY_TEN + timedelta(seconds=1))
    async with database.tenant(shop.business_id) as scope:
        await calls.create(scope, call)
        await calls.save_turns(scope, call.id, [])
        await calls.save_turns(scope, call.id, [caller, replace(agent, heard_text="Hello, how")])
        await calls.save_turns(scope, call.id, [agent])
        assert await calls.turns(scope, call.id) == [agent, caller]


async def test_message_under_the_same_key_is_kept_once(database: Database, shop: Shop) -> None:
    call = new_call(shop.number)
    async with database.tenant(shop.business_id) as scope:
        await calls.create(scope, call)
    message = NewMessage(new_id(), call.id, "Cleo", "+61400000001", "Please call back", "call:message")

    async def leave() -> object:
        async with database.tenant(shop.business_id) as scope:
            return await messages.insert(scope, replace(message, id=new_id()))

    kept = set(await asyncio.gather(*(leave() for _ in range(20))))
    async with database.tenant(shop.business_id) as scope:
        (row,) = await messages.for_call(scope, call.id)
    assert {row.id} == kept
    assert (row.text, row.caller_name, row.callback_number) == ("Please call back", "Cleo", "+61400000001")


async def test_a_message_told_anew_has_its_sender_and_number_mended(database: Database, shop: Shop) -> None:
    call, own, other = new_call(shop.number), "+61400000001", "+61400000002"
    first = NewMessage(new_id(), call.id, "Cleo", other, "Please call back", "call:message")
    async with database.tenant(shop.business_id) as scope:
        await calls.create(scope, call)
        await messages.insert(scope, first, assumed_number=own)
        renamed = replace(first, id=new_id(), caller_name="Chloe", callback_number=own)
        assert await messages.insert(scope, renamed, assumed_number=own) == first.id
        (row,) = await messages.for_call(scope, call.id)
        assert (row.caller_name, row.callback_number) == ("Chloe", other), "a number that was named stays"
        nameless = replace(first, caller_name=None, callback_number="+61400000003")
        await messages.insert(scope, nameless, assumed_number=own)
        assert await messages.get(scope, first.id) == replace(row, callback_number="+61400000003")


@pytest.mark.parametrize(
    ("opens", "closes", "read"),
    [
        ("18:00", "24:00", OpeningHours(4, time(18), time(0))),
        ("18:00", "02:00", OpeningHours(4, time(18), time(2))),
        ("00:00", "00:00", OpeningHours(4, time(0), time(0))),
        ("09:00", "17:30", OpeningHours(4, time(9), time(17, 30))),
    ],
)
async def test_hours_until_and_over_midnight_are_stored(
    database: Database, shop: Shop, opens: str, closes: str, read: OpeningHours
) -> None:
    async with database.tenant(shop.business_id) as scope:
        await scope.session.execute(
            text(
                "INSERT INTO opening_hours (id, business_id, weekday, opens, closes) "
                "VALUES (gen_random_uuid(), :business, 4, CAST(CAST(:opens AS text) AS time),"
                " CAST(CAST(:closes AS text) AS time))"
            ),
            {"business": shop.business_id, "opens": opens, "closes": closes},
        )
        assert read in (await businesses.load_profile(scope)).opening_hours


async def test_profile_holds_what_a_call_needs(database: Database, shop: Shop) -> None:
    async with database.tenant(shop.business_id) as scope:
        profile = await businesses.load_profile(scope)
        assert await businesses.max_concurrent_calls(scope) == 3
    assert [person.name for person in profile.staff] == ["Ana", "Bo"]
    assert [(o.id, o.duration_min, o.price_cents, o.buffer_min) for o in profile.offerings] == [
        (shop.offering_id, 45, 5_000, 15)
    ]
    assert profile.answers == (Answer("Is there parking?", "Yes."),)
    assert profile.transfer_number is None
    async with database.tenant(new_id()) as scope:
        with pytest.raises(NotFound):
            await businesses.load_profile(scope)


async def test_demo_business_is_seeded_once(database: Database) -> None:
    assert await demo.seed_demo_business(database) == await demo.seed_demo_business(database)
    business_id = await businesses.business_id_for_number(database, "+61280001234")
    assert business_id == demo.DEMO_BUSINESS_ID
    async with database.tenant(demo.DEMO_BUSINESS_ID) as scope:
        profile = await businesses.load_profile(scope)
    assert (profile.name, profile.timezone) == ("Harbour Street Hair", "Australia/Sydney")
    assert [(o.name, o.duration_min, o.price_cents) for o in profile.offerings] == [
        ("Haircut", 45, 8_500),
        ("Beard trim", 20, 3_500),
        ("Colour", 120, 19_500),
    ]
    assert [person.name for person in profile.staff] == ["Mia"]
    assert [hours.weekday for hours in profile.opening_hours] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("said", ["Ren\x00e", "half \ud83d"], ids=["nul", "half an emoji"])
async def test_a_row_postgres_never_takes_is_told_from_a_store_that_is_away(
    database: Database, shop: Shop, said: str
) -> None:
    call = new_call(shop.number)
    async with database.tenant(shop.business_id) as scope:
        await calls.create(scope, call)
    with pytest.raises(Unwritable) as raised:
        async with database.tenant(shop.business_id) as scope:
            await calls.save_turns(scope, call.id, [TurnRow(0, "caller", said, said, MONDAY_TEN)])
    assert "Ren" not in str(raised.value)
    with pytest.raises(Unwritable):
        async with database.tenant(shop.business_id) as scope:
            await calls.save_turns(scope, call.id, [TurnRow(2**40, "caller", "a", "a", MONDAY_TEN)])
