"""Many requests to a vendor under way, no more than may be, none of one lane beside another."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.errors import StorageError
from domain.ids import new_id
from services.outbox.outcomes import Outcome
from services.outbox.sliding_drain import LONGEST_REST_S, Ready, SlidingDrain
from storage.postgres.outbox import OutboxItem
from tests.support.virtual_time import until

KIND = "sms.test"


def item(to: str) -> OutboxItem:
    return OutboxItem(new_id(), new_id(), KIND, to, {"to": to}, 1)


class Items:
    """What is due, and how many were asked for at a time."""

    kinds = (KIND,)

    def __init__(self, *to: str) -> None:
        self.due = deque(item(each) for each in to)
        self.asked: list[int] = []
        self.away = False

    def due_in_s(self, longest_s: float) -> float:
        return longest_s

    async def claim(self, most: int) -> list[OutboxItem]:
        if self.away:
            raise StorageError("postgres", "is away")
        self.asked.append(most)
        return [self.due.popleft() for _ in range(min(most, len(self.due)))]


class Vendor:
    """Takes a second for each, unless told otherwise; notes what is begun and ended when."""

    def __init__(self, seconds: Callable[[str], float] = lambda _to: 1.0) -> None:
        self._seconds = seconds
        self.answers: dict[str, Outcome | Exception] = {}
        self.under_way: set[str] = set()
        self.most = 0
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.batches: list[list[Outcome]] = []
        self.fails_to_write = 0

    @property
    def written(self) -> list[Outcome]:
        return [each for batch in self.batches for each in batch]

    async def prepare(self, items: Sequence[OutboxItem]) -> Sequence[Ready[str] | Outcome]:
        return [
            Outcome(each, "nothing to tell", for_good=True)
            if each.payload["to"] == "nobody"
            else Ready(each, str(each.payload["to"]), str(each.payload["to"]).partition(" ")[0])
            for each in items
        ]

    async def deliver(self, ready: Ready[str]) -> Outcome:
        self.begun.append(ready.work)
        self.under_way.add(ready.lane)
        self.most = max(self.most, len(self.under_way))
        await asyncio.sleep(self._seconds(ready.work))
        self.under_way.discard(ready.lane)
        self.ended.append(ready.work)
        answer = self.answers.get(ready.work, Outcome(ready.item))
        if isinstance(answer, Exception):
            raise answer
        return Outcome(
            ready.item, answer.error, for_good=answer.for_good, rest_s=answer.rest_s, status=answer.status
        )

    async def write(self, outcomes: Sequence[Outcome]) -> None:
        if self.fails_to_write:
            self.fails_to_write -= 1
            raise StorageError("postgres", "is away")
        await asyncio.sleep(0.01)
        self.batches.append(list(outcomes))


def elapsed_s(since_s: float) -> float:
    return asyncio.get_running_loop().time() - since_s


async def test_one_that_takes_long_keeps_no_other_waiting() -> None:
    items = Items("slow", *(f"{number}" for number in range(40)))
    vendor = Vendor(lambda to: 30.0 if to == "slow" else 1.0)
    assert await SlidingDrain(items, vendor, at_once=8).drain() == 41
    assert vendor.ended[-1] == "slow"
    assert len(vendor.ended) == 41


async def test_no_more_are_under_way_than_may_be_and_each_that_ends_makes_room() -> None:
    items, vendor = Items(*(f"{number}" for number in range(100))), Vendor()
    began_s = asyncio.get_running_loop().time()
    await SlidingDrain(items, vendor, at_once=10).drain()
    assert vendor.most == 10
    assert elapsed_s(began_s) < 12
    assert max(items.asked) == 10


async def test_those_of_one_lane_go_one_after_the_other_in_the_order_promised() -> None:
    items = Items("sam 1", "kim 1", "sam 2", "sam 3", "kim 2")
    vendor = Vendor(lambda to: 3.0 if to.endswith("1") else 0.5)
    await SlidingDrain(items, vendor).drain()
    assert [to for to in vendor.ended if to.startswith("sam")] == ["sam 1", "sam 2", "sam 3"]
    assert vendor.begun.index("sam 2") > vendor.ended.index("sam 1")
    assert vendor.most == 2


async def test_what_ends_together_is_written_together() -> None:
    vendor = Vendor()
    await SlidingDrain(Items(*(f"{number}" for number in range(30))), vendor).drain()
    assert len(vendor.batches) <= 3
    assert len(vendor.written) == 30


async def test_what_is_not_to_be_sent_is_settled_without_the_vendor() -> None:
    vendor = Vendor()
    await SlidingDrain(Items("nobody", "sam"), vendor).drain()
    assert vendor.begun == ["sam"]
    assert sorted(each.error or "" for each in vendor.written) == ["", "nothing to tell"]


async def test_a_vendor_that_takes_nothing_for_now_is_left_alone_and_nothing_is_lost_or_counted() -> None:
    items = Items("first", *(f"sam {number}" for number in range(5)), "later")
    vendor = Vendor(lambda to: 0.2 if to == "first" else 1.0)
    vendor.answers["first"] = Outcome(item("first"), "refused: 429", rest_s=7.0)
    drain = SlidingDrain(items, vendor, at_once=6)
    began_s = asyncio.get_running_loop().time()
    assert await drain.drain() == 6
    assert vendor.begun == ["first", "sam 0"], "what was under way is finished, and no more is begun"
    given_back = [each for each in vendor.written if each.again_at is not None]
    assert len(given_back) == 5
    assert min(each.again_at for each in given_back if each.again_at) > datetime.now(UTC)
    left_s = drain.due_in_s(30.0)
    assert left_s == pytest.approx(7.0 - elapsed_s(began_s) + 0.2, abs=0.05)
    assert await drain.drain() == 0
    await asyncio.sleep(left_s)
    assert await drain.drain() == 1
    assert vendor.ended[-1] == "later"


async def test_a_vendor_that_does_not_say_for_how_long_is_left_alone_twice_as_long_each_time() -> None:
    items, vendor = Items(), Vendor(lambda _to: 0.0)
    vendor.answers["sam"] = Outcome(item("sam"), "refused: 429", rest_s=0.0)
    drain = SlidingDrain(items, vendor)
    rests: list[float] = []
    for _ in range(8):
        items.due.append(item("sam"))
        await drain.drain()
        rests.append(round(drain.due_in_s(100.0)))
        await asyncio.sleep(rests[-1] + 1)
    assert rests == [1, 2, 4, 8, 16, 32, LONGEST_REST_S, LONGEST_REST_S]
    items.due.append(item("kim"))
    await drain.drain()
    items.due.append(item("sam"))
    await drain.drain()
    assert round(drain.due_in_s(100.0)) == 1


async def test_a_failure_of_ours_takes_no_other_with_it() -> None:
    vendor = Vendor()
    vendor.answers["sam"] = RuntimeError("a mistake")
    await SlidingDrain(Items("sam", "kim"), vendor).drain()
    assert sorted(each.error or "" for each in vendor.written) == ["", "an internal error"]


async def test_outcomes_are_written_as_soon_as_postgres_is_back() -> None:
    vendor = Vendor()
    vendor.fails_to_write = 3
    await SlidingDrain(Items("sam", "kim"), vendor).drain()
    assert sorted(vendor.ended) == ["kim", "sam"]
    assert len(vendor.written) == 2


async def test_postgres_away_at_a_claim_lets_what_is_under_way_end_and_is_told() -> None:
    items, vendor = Items("sam", "kim"), Vendor(lambda _to: 5.0)
    draining = asyncio.get_running_loop().create_task(SlidingDrain(items, vendor).drain())
    await until(lambda: len(vendor.begun) == 2)
    items.away = True
    with pytest.raises(StorageError):
        await draining
    assert len(vendor.written) == 2


async def test_one_that_is_to_stop_finishes_what_it_has_and_begins_no_more() -> None:
    items, vendor = Items(*(f"{number}" for number in range(20))), Vendor()
    stopping = False
    draining: asyncio.Task[Any] = asyncio.get_running_loop().create_task(
        SlidingDrain(items, vendor, at_once=4).drain(lambda: stopping)
    )
    await until(lambda: len(vendor.begun) == 4)
    stopping = True
    assert await draining == 4
    assert len(vendor.written) == 4


async def test_what_waited_in_its_lane_until_its_claim_was_nearly_over_is_given_back() -> None:
    items, vendor = Items("sam 1", "sam 2"), Vendor(lambda _to: 50.0)
    await SlidingDrain(items, vendor).drain()
    assert vendor.begun == ["sam 1"]
    assert [each.is_done for each in vendor.written] == [True, False]
    assert vendor.written[1].again_at is not None
