"""When the watchdog acts: on calls nobody renews, not on a Redis that was away."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import pytest

from domain.call_control import CallControl, HangUp
from domain.errors import ProviderError, StorageError
from services.item_failures import MAX_FAILURES
from services.routing.watchdog import CLOSED_WITHIN_S, GRACE_S, LATE_S, Watchdog
from storage.redis.tickets import Ticket
from tests.fakes.call import call_sid, ticket
from tests.fakes.stores import FakeJournal, FakeRecords

LOOK_EVERY_S = 0.3
RENEW_EVERY_S = 0.7
LEASE_S = 2.0


class MemoryLeases:
    """Leases on the loop's clock; `away` makes every question fail, `hung` makes it wait for ever."""

    def __init__(self) -> None:
        self.held: dict[UUID, tuple[float, Ticket]] = {}
        self.away = False
        self.hung = False

    async def renew(self, tickets: Sequence[Ticket], ttl_s: float) -> None:
        await self._asked()
        for held in tickets:
            self.held[held.call_id] = (self._now_s + ttl_s, held)

    async def release(self, call_id: UUID, stream_generation: int | None = None) -> None:
        await self._asked()
        self.held.pop(call_id, None)

    async def lapsed(self, limit: int) -> list[UUID]:
        await self._asked()
        return [call_id for call_id, (until_s, _) in self.held.items() if until_s <= self._now_s][:limit]

    async def take(self, call_id: UUID, hold_s: float) -> Ticket | None:
        if call_id not in await self.lapsed(1000):
            return None
        taken = self.held[call_id][1]
        await self.renew([taken], hold_s)
        return taken

    async def ticket(self, call_id: UUID) -> Ticket | None:
        await self._asked()
        return self.held[call_id][1] if call_id in self.held else None

    @property
    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()

    async def _asked(self) -> None:
        if self.hung:
            await asyncio.Event().wait()
        if self.away:
            raise StorageError("redis", "connection refused")


class OpenStreams:
    """`over` are calls whose end is decided."""

    def __init__(self) -> None:
        self.over: set[str] = set()

    async def awaits_stream(self, ticket: Ticket) -> bool:
        return ticket.call_sid not in self.over

    async def unasked(self, ticket: Ticket, now: datetime) -> CallControl:
        return HangUp()


class RedirectingCarrier:
    """`took_s` is how long a redirect takes; `error` is raised after it."""

    def __init__(self) -> None:
        self.redirected: list[str] = []
        self.took_s = 0.1
        self.error: Exception | None = None

    async def redirect_call(self, call_sid: str, step: CallControl) -> None:
        self.redirected.append(call_sid)
        await asyncio.sleep(self.took_s)
        if self.error is not None:
            raise self.error


class Watched:
    """A watchdog that looks all the time, and calls that are renewed until they are lost."""

    def __init__(self) -> None:
        self.leases = MemoryLeases()
        self.carrier = RedirectingCarrier()
        self.streams = OpenStreams()
        self.records = FakeRecords()
        parts: tuple[Any, ...] = (self.leases, self.streams, self.carrier, self.records)
        self.watchdog = Watchdog(*cast("tuple[Any, Any, Any, Any]", parts))
        self.served: dict[str, Ticket] = {}

    @property
    def redirected(self) -> list[str]:
        return self.carrier.redirected

    async def look(self) -> None:
        while True:
            await self.watchdog.look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def renew(self) -> None:
        while True:
            try:
                async with asyncio.timeout(0.5):
                    await self.leases.renew(list(self.served.values()), LEASE_S)
            except (StorageError, TimeoutError):
                pass
            await asyncio.sleep(RENEW_EVERY_S)


@asynccontextmanager
async def watching(calls: int = 3) -> AsyncIterator[Watched]:
    """Past the grace at the start."""
    watched = Watched()
    watched.served = {call_sid(number): ticket(number) for number in range(calls)}
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(watched.look()), tasks.create_task(watched.renew())]
        await asyncio.sleep(GRACE_S + 1)
        yield watched
        for task in running:
            task.cancel()


async def test_served_calls_are_left_alone():
    async with watching() as watched:
        await asyncio.sleep(600)
        assert watched.redirected == []


async def test_a_lost_call_is_redirected_once_and_within_three_seconds():
    async with watching() as watched:
        del watched.served[call_sid(1)]
        await asyncio.sleep(3)
        assert watched.redirected == [call_sid(1)]
        await asyncio.sleep(5)
        assert watched.redirected == [call_sid(1)]


async def test_all_calls_of_a_node_are_redirected_side_by_side():
    async with watching(calls=40) as watched:
        watched.served.clear()
        await asyncio.sleep(3)
        assert sorted(watched.redirected) == sorted(call_sid(number) for number in range(40))


@pytest.mark.parametrize("trouble", ["away", "hung"])
@pytest.mark.parametrize("for_s", [1.9, 2.5, 20.0])
async def test_a_redis_that_was_gone_costs_no_call_its_stream(trouble: str, for_s: float):
    async with watching() as watched:
        setattr(watched.leases, trouble, True)
        await asyncio.sleep(for_s)
        watched.leases.hung = watched.leases.away = False
        await asyncio.sleep(60)
        assert watched.redirected == []


async def test_a_call_lost_while_redis_was_gone_is_found_afterwards():
    async with watching() as watched:
        watched.leases.away = True
        del watched.served[call_sid(1)]
        await asyncio.sleep(20)
        watched.leases.away = False
        await asyncio.sleep(GRACE_S - 0.5)
        assert watched.redirected == []
        await asyncio.sleep(1)
        assert watched.redirected == [call_sid(1)]


async def test_a_watchdog_that_slept_does_not_trust_what_it_finds():
    watched = Watched()
    await watched.leases.renew([ticket()], 0.1)
    for _ in range(2):
        assert await watched.watchdog.look() == 0, "nothing at the start, nor after a pause"
        await asyncio.sleep(GRACE_S + LATE_S)
    assert watched.redirected == []


async def test_a_call_the_carrier_could_not_be_told_about_is_tried_again():
    async with watching() as watched:
        watched.carrier.error = ProviderError("twilio", "calls.update", "refused", retryable=True, status=503)
        del watched.served[call_sid(1)]
        await asyncio.sleep(4)
        assert watched.redirected.count(call_sid(1)) >= 2
        watched.carrier.error = None
        await asyncio.sleep(2)
        tried = len(watched.redirected)
        await asyncio.sleep(5)
        assert len(watched.redirected) == tried


class HangingJournal(FakeJournal):
    async def read(self, call_id: UUID) -> list[bytes]:
        await asyncio.Event().wait()
        return []


async def test_a_call_that_cannot_be_closed_keeps_nobody_waiting_for_long():
    async with watching() as watched:
        watched.records.journal = HangingJournal()
        watched.streams.over.add(call_sid(0))
        del watched.served[call_sid(0)]
        await asyncio.sleep(3)
        del watched.served[call_sid(1)]
        await asyncio.sleep(CLOSED_WITHIN_S + GRACE_S)
        assert watched.redirected == [call_sid(1)]
        assert call_sid(0) not in {held.call_sid for _, held in watched.leases.held.values()}


class PoisonedStreams(OpenStreams):
    """Breaks on one call; what it raises is not ours."""

    def __init__(self, poisoned: str) -> None:
        super().__init__()
        self.poisoned = poisoned
        self.asked = 0

    async def awaits_stream(self, ticket: Ticket) -> bool:
        if ticket.call_sid == self.poisoned:
            self.asked += 1
            raise ZeroDivisionError
        return await super().awaits_stream(ticket)


async def test_what_breaks_on_one_lost_call_costs_no_other_and_ends():
    async with watching(calls=5) as watched:
        streams = PoisonedStreams(call_sid(2))
        watched.watchdog._streams = cast("Any", streams)
        watched.served.clear()
        await asyncio.sleep(3)
        assert sorted(watched.redirected) == sorted(call_sid(number) for number in (0, 1, 3, 4))
        await asyncio.sleep(1200)
        assert streams.asked == MAX_FAILURES, "then the sweep of stale calls has it"
        assert ticket(2).call_id not in watched.leases.held
