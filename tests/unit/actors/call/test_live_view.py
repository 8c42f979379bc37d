"""A call is always known to be live; what is said on it is shown only to who watches, and only what changed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, cast

from actors.call.live_view import (
    ASKED_FOR_S,
    LIVE_TTL_S,
    LOOK_EVERY_S,
    REFRESH_S,
    SHORTEST_INTERVAL_S,
    LiveView,
    ShownParts,
    WatchedBusinesses,
)
from domain.call.state import AgentTurn, CallerTurn, CallState, Phase, Sentence
from domain.call.utterance import Utterance
from domain.ids import new_id
from tests.fakes.call import CALL_ID, ticket
from tests.fakes.stores import FakeLive
from tests.support.virtual_time import until

CALLER = CallerTurn("A haircut, please.", 0.0, 900.0, 300.0)
AGENT = AgentTurn(2, 1000.0, (Sentence("When would suit you?", canned=False),))


class Shown:
    def __init__(self) -> None:
        self.redis = FakeLive()
        self.state = CallState(phase=Phase.LISTENING)
        live = cast("Any", self.redis)
        self.view = LiveView(live, WatchedBusinesses(live), ticket(), lambda: self.state)

    def changes(self, **fields: Any) -> None:
        self.state = replace(self.state, **fields)
        self.view.publish()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.get_running_loop().create_task(self.view.run())
        try:
            yield
            assert not task.done()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_a_call_nobody_watches_is_known_to_be_live_and_nothing_of_it_is_shown():
    shown = Shown()
    shown.redis.unwatched = True
    async with shown.running():
        await until(lambda: shown.redis.kept == [CALL_ID])
        for _ in range(50):
            shown.changes(turns=(*shown.state.turns, CALLER))
            await asyncio.sleep(2.0)
        assert shown.redis.snapshots == []
        assert REFRESH_S < LIVE_TTL_S / 2
        assert len(shown.redis.kept) == 1 + 100 // REFRESH_S


async def test_who_begins_to_watch_a_quiet_call_sees_all_of_it_within_a_second():
    shown = Shown()
    shown.redis.unwatched = True
    async with shown.running():
        shown.changes(turns=(CALLER,))
        await asyncio.sleep(30)
        shown.redis.unwatched = False
        await until(lambda: shown.redis.snapshots, within_s=LOOK_EVERY_S + 0.1)
        assert [turn["text"] for turn in shown.redis.snapshots[-1]["turns"]] == [CALLER.text]


async def test_a_watched_call_is_shown_as_fast_as_a_person_reads():
    shown = Shown()
    async with shown.running():
        for number in range(100):
            shown.changes(utterance=Utterance(words=f"word {number}"))
            await asyncio.sleep(0.02)
        assert 2.0 / SHORTEST_INTERVAL_S - 1 <= len(shown.redis.snapshots) <= 2.0 / SHORTEST_INTERVAL_S + 1
        await asyncio.sleep(SHORTEST_INTERVAL_S)
        assert shown.redis.snapshots[-1]["turns"] == [
            {"speaker": "caller", "text": "word 99", "partial": True}
        ]
        before = len(shown.redis.snapshots)
        await asyncio.sleep(100)
        assert len(shown.redis.snapshots) == before, "a call in which nothing happens is not shown again"


async def test_who_comes_after_a_time_without_watchers_is_shown_what_they_missed():
    shown = Shown()
    async with shown.running():
        shown.changes(turns=(CALLER,))
        await until(lambda: shown.redis.snapshots)
        shown.redis.unwatched = True
        await asyncio.sleep(LOOK_EVERY_S)
        shown.changes(turns=(CALLER, AGENT))
        await asyncio.sleep(20)
        assert len(shown.redis.snapshots[-1]["turns"]) == 1
        shown.redis.unwatched = False
        await until(lambda: len(shown.redis.snapshots[-1]["turns"]) == 2, within_s=LOOK_EVERY_S + 0.1)


async def test_what_redis_missed_while_it_was_away_is_shown_later():
    shown = Shown()
    async with shown.running():
        await until(lambda: shown.redis.snapshots)
        shown.redis.broken = True
        shown.changes(turns=(CALLER,))
        await asyncio.sleep(10)
        shown.redis.broken = False
        await until(lambda: shown.redis.snapshots[-1]["turns"], within_s=LOOK_EVERY_S + 0.1)


def test_only_parts_that_changed_are_shown_and_what_is_gone_is_named():
    parts, state = ShownParts(ticket()), CallState(phase=Phase.LISTENING, turns=(CALLER,))
    first = parts.changes(replace(state, utterance=Utterance(words="and")))
    assert (set(first.parts), first.whole) == ({"head", "0", "partial"}, True)
    turns = (CALLER, CallerTurn("And a beard trim.", 1000.0, 1900.0, 300.0))
    second = parts.changes(replace(state, turns=turns))
    assert (set(second.parts), second.gone, second.whole) == ({"1"}, ("partial",), False)
    assert not parts.changes(replace(state, turns=turns)).parts
    third = parts.changes(replace(state, turns=turns[:1], phase=Phase.THINKING))
    assert (set(third.parts), third.gone) == ({"head"}, ("1",))


def test_a_turn_in_which_the_agent_never_got_to_say_anything_is_not_shown():
    parts = ShownParts(ticket())
    silent = AgentTurn(1, 500.0)
    assert set(parts.changes(CallState(turns=(silent, CALLER))).parts) == {"head", "1"}
    assert set(parts.changes(CallState(turns=(AGENT, CALLER))).parts) == {"0"}


def test_of_a_call_that_has_ended_no_words_are_still_to_come():
    ended = CallState(phase=Phase.ENDED, utterance=Utterance(words="and"))
    assert set(ShownParts(ticket()).changes(ended).parts) == {"head"}


class CountedLooks(FakeLive):
    def __init__(self) -> None:
        super().__init__()
        self.looks: list[set[object]] = []

    async def watched(self, business_ids: Any) -> Any:
        self.looks.append(set(business_ids))
        return await super().watched(business_ids)


async def test_all_calls_of_a_process_look_for_watchers_together_once_a_second():
    redis, businesses = CountedLooks(), [new_id() for _ in range(5)]
    watched = WatchedBusinesses(cast("Any", redis))
    for _ in range(4):
        for business_id in businesses * 20:
            assert await watched.includes(business_id)
        await asyncio.sleep(0.5)
    assert redis.looks[-1] == set(businesses)
    assert len(redis.looks) == len(businesses) + 1, "once for each new business, then once a second"


async def test_a_business_without_calls_is_not_looked_for_any_more():
    redis, gone, here = CountedLooks(), new_id(), new_id()
    watched = WatchedBusinesses(cast("Any", redis))
    await watched.includes(gone)
    await asyncio.sleep(ASKED_FOR_S + 1)
    await watched.includes(here)
    assert redis.looks[-1] == {here}
