"""The live page over a real Redis: what callers say appears as it is said, for their own business alone."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from deployments.dashboard.live_boards import LiveBoards
from domain.ids import new_id
from storage.postgres.database import Database
from storage.redis.live_view import HEAD, LiveCalls
from tests.support.api import Api
from tests.support.pages import Browser, browser, text_of
from tests.support.waiting import eventually


def head(call_id: UUID, phase: str = "listening") -> dict[str, Any]:
    return {
        "call_id": str(call_id),
        "from": "+61400000001",
        "to": "+61280001234",
        "phase": phase,
        "answered_at_ms": 0.0,
        "outcome": None,
    }


def said(text: str) -> dict[str, Any]:
    return {"speaker": "caller", "text": text, "at_ms": 0.0}


@pytest.fixture
async def page(database: Database, redis: Redis) -> AsyncIterator[Browser]:
    async with browser(database, redis) as client:
        yield client


async def test_the_page_begins_with_the_calls_that_are_live(page: Browser, served: Api, redis: Redis) -> None:
    owner, call_id = await served.signed_up(), new_id()
    await LiveCalls(redis).keep(UUID(owner.business_id), call_id, head(call_id), 60)
    await page.sign_in(owner.email)
    shown = await page.get(f"/businesses/{owner.business_id}/live")
    assert "+61400000001 Caller speaks" in text_of(shown)
    stranger = await served.signed_up()
    await page.sign_in(stranger.email)
    assert "Nobody is on the line" in text_of(await page.get(f"/businesses/{stranger.business_id}/live"))
    elsewhere = await page.get(f"/businesses/{owner.business_id}/live/events")
    assert elsewhere.status_code == 404


async def test_a_stream_without_a_session_is_refused_without_a_page(page: Browser, served: Api) -> None:
    owner = await served.signed_up()
    answer = await page.get(
        f"/businesses/{owner.business_id}/live/events", headers={"Accept": "text/html, text/event-stream"}
    )
    assert (answer.status_code, answer.text) == (401, "")


async def test_pages_of_a_business_share_one_look_at_redis(redis: Redis) -> None:
    live, business_id, call_id = LiveCalls(redis), new_id(), new_id()
    boards = LiveBoards(live)
    parts = {HEAD: head(call_id), "0": said("Can I come on Friday?")}
    await live.keep(business_id, call_id, head(call_id), 60)
    await live.publish(business_id, call_id, parts, 60, whole=True)
    async with boards.watched(business_id) as first, boards.watched(business_id) as second:
        assert first is second
        await eventually(lambda: first.calls)
        assert [turn["text"] for turn in first.calls[0]["turns"]] == ["Can I come on Friday?"]
        assert await live.watched([business_id]) == {business_id}
        await live.publish(business_id, call_id, {HEAD: head(call_id, "ended")}, 60)
        await eventually(lambda: not first.calls)
    async with boards.watched(business_id) as third:
        assert third is not first


async def test_what_is_said_comes_as_text(page: Browser, served: Api, redis: Redis) -> None:
    """The stream is closed by its reader once it has seen the words."""
    owner, call_id, live = await served.signed_up(), new_id(), LiveCalls(redis)
    business_id = UUID(owner.business_id)
    parts = {HEAD: head(call_id), "0": said("<script>alert(1)</script>")}
    await live.keep(business_id, call_id, head(call_id), 60)
    await live.publish(business_id, call_id, parts, 60, whole=True)
    await page.sign_in(owner.email)
    heard = await page.first_event(f"/businesses/{owner.business_id}/live/events", until="alert(1)")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in heard
    assert "<script" not in heard
