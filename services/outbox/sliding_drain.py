"""Draining the outbox towards a vendor: many requests under way at a time, and each that ends makes room for another.

Items are claimed, made ready and settled in batches; only the vendor is asked for one at a time. What is claimed is
begun at once, so that a worker that ends leaves no more behind than it had under way. Those of one lane, such as all
to one number, go one after the other in the order they were promised.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Generic, Protocol, TypeVar
from uuid import UUID

import structlog

from domain.errors import StorageError
from domain.notifications.delivery import Status
from services.outbox.due_items import LEASE_S
from services.outbox.outcomes import Outcome, Outcomes
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

W = TypeVar("W")

AT_ONCE = 32
"""Under way at a time. Twilio and SendGrid take a message in 0.05 to 0.3 s: 100 a second and more."""

REQUEST_WITHIN_S = 15.0
"""A claim with less left of it is not begun: what comes of it could not be written in time, and somebody else may be
at it by then."""

PREPARED_AT_ONCE = 3
"""Businesses: each takes a connection, of which a worker has eight for everything."""

CLAIMED_AGAIN_S = 0.1
"""While something is under way, what became due meanwhile is looked for so often."""

FIRST_REST_S = 1.0
LONGEST_REST_S = 60.0
"""A vendor that takes nothing for now, and does not say for how long, is left alone: twice as long each time."""


@dataclass(frozen=True, slots=True)
class Ready(Generic[W]):
    """An item that is to be handed to the vendor.

    Attributes:
        lane: no two of one lane are under way.
        unsent: the status of its notification, should it not be handed over now; None leaves what is noted.
    """

    item: OutboxItem
    work: W
    lane: str
    unsent: Status | None = None


class Sending(Protocol[W]):
    """What is sent to one vendor, and how."""

    async def prepare(self, items: Sequence[OutboxItem]) -> Sequence[Ready[W] | Outcome]:
        """Makes items of one business, or of none, ready, or says what becomes of those that are not to be sent.

        Those it leaves out fall due again when their leases end. Raises nothing.
        """
        ...

    async def deliver(self, ready: Ready[W]) -> Outcome:
        """Asks the vendor; raises nothing it can tell by an outcome."""
        ...

    async def write(self, outcomes: Sequence[Outcome]) -> None:
        """As `services.outbox.outcomes.Write`."""
        ...


class Claims(Protocol):
    """Where items come from (`services.outbox.due_items.DueItems`)."""

    @property
    def kinds(self) -> Collection[str]: ...

    def due_in_s(self, longest_s: float) -> float: ...
    async def claim(self, most: int) -> list[OutboxItem]: ...


class SlidingDrain(Generic[W]):
    """Several workers may drain at once: each item is with one of them.

    Args:
        at_once: how many are under way at the most.
    """

    def __init__(self, claims: Claims, sending: Sending[W], *, at_once: int = AT_ONCE) -> None:
        self._claims = claims
        self._sending = sending
        self._at_once = at_once
        self.kinds = claims.kinds
        self._rest = _Rest()

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing is to be done, at most `longest_s`, as the last `drain` saw it."""
        return min(longest_s, self._rest.left_s() or self._claims.due_in_s(longest_s))

    async def drain(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Sends what is due, until nothing is, or the vendor wants a rest, or it is to stop; how many it tried.

        Raises:
            StorageError: Postgres is away; what was claimed falls due again.
        """
        outcomes = Outcomes(self._sending.write)
        away: StorageError | None = None
        begun = 0
        try:
            async with asyncio.TaskGroup() as tasks:
                run = _Run(self._sending, outcomes, self._rest, tasks)
                while True:
                    is_full = False
                    if not (stopping() or self._rest.is_on() or away):
                        room = self._at_once - run.under_way
                        try:
                            claimed = await self._begin(run, room)
                        except StorageError as error:
                            away, claimed = error, 0
                        begun += claimed
                        is_full = claimed == room
                    if not run.under_way:
                        break
                    await run.give_room(self._at_once - self._enough, 0.0 if is_full else CLAIMED_AGAIN_S)
        finally:
            outcomes.cancel()
        if away is not None:
            raise away
        return begun

    @property
    def _enough(self) -> int:
        """Room that is worth a claim: a quarter."""
        return max(1, self._at_once // 4)

    async def _begin(self, run: "_Run[W]", room: int) -> int:
        """Claims as many as there is room for, and begins them; how many there were."""
        if room < self._enough:
            return 0
        lease_ends_s = asyncio.get_running_loop().time() + LEASE_S
        items = await self._claims.claim(room)
        by_business: defaultdict[UUID | None, list[OutboxItem]] = defaultdict(list)
        for item in items:
            by_business[item.business_id].append(item)
        for theirs in by_business.values():
            run.begin(theirs, lease_ends_s)
        return len(items)


class _Rest:
    """While a vendor takes nothing from anybody."""

    def __init__(self) -> None:
        self._until_s = float("-inf")
        self._next_s = FIRST_REST_S

    def left_s(self) -> float:
        """0 while there is none."""
        return max(0.0, self._until_s - asyncio.get_running_loop().time())

    def is_on(self) -> bool:
        return self.left_s() > 0

    def until(self) -> datetime:
        """When it ends, at the earliest now."""
        return datetime.now(UTC) + timedelta(seconds=self.left_s())

    def note(self, outcome: Outcome) -> None:
        if outcome.rest_s is not None and not self.is_on():
            pause_s = min(outcome.rest_s or self._next_s, LONGEST_REST_S)
            self._next_s = min(self._next_s * 2, LONGEST_REST_S)
            self._until_s = asyncio.get_running_loop().time() + pause_s
            log.warning("outbox.resting", kind=outcome.item.kind, for_s=pause_s)
        elif outcome.is_done:
            self._next_s = FIRST_REST_S


class _Run(Generic[W]):
    """What one `drain` has under way."""

    def __init__(
        self, sending: Sending[W], outcomes: Outcomes, rest: _Rest, tasks: asyncio.TaskGroup
    ) -> None:
        self._sending = sending
        self._outcomes = outcomes
        self._rest = rest
        self._tasks = tasks
        self._lanes: dict[str, deque[tuple[Ready[W], float]]] = {}
        self._preparing = asyncio.Semaphore(PREPARED_AT_ONCE)
        self._of_business: defaultdict[UUID | None, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._ended = asyncio.Event()
        self.under_way = 0
        """Begun and not settled."""

    def begin(self, items: Sequence[OutboxItem], lease_ends_s: float) -> None:
        """Those of one business."""
        self.under_way += len(items)
        self._tasks.create_task(self._prepare(items, lease_ends_s), name="outbox.prepare")

    async def _prepare(self, items: Sequence[OutboxItem], lease_ends_s: float) -> None:
        left = len(items)
        try:
            # One after the other for one business: what was claimed first stays first in its lane.
            async with self._of_business[items[0].business_id], self._preparing:
                prepared = await self._sending.prepare(items)
            left -= len(prepared)
            for each in prepared:
                self._go_on(each, lease_ends_s)
        finally:
            self._end(left)

    def _go_on(self, each: Ready[W] | Outcome, lease_ends_s: float) -> None:
        if isinstance(each, Outcome):
            self._tasks.create_task(self._settle(each), name="outbox.settle")
        elif each.lane in self._lanes:
            self._lanes[each.lane].append((each, lease_ends_s))
        else:
            self._lanes[each.lane] = deque([(each, lease_ends_s)])
            self._tasks.create_task(self._follow(each.lane), name=f"outbox.{each.item.kind}")

    async def give_room(self, most: int, at_least_s: float) -> None:
        """Returns when so long is over and no more than `most` are under way, or when none is."""
        loop = asyncio.get_running_loop()
        until_s = loop.time() + at_least_s
        while self.under_way and (self.under_way > most or loop.time() < until_s):
            self._ended.clear()
            left_s = until_s - loop.time()
            try:
                async with asyncio.timeout(left_s if left_s > 0 else None):
                    await self._ended.wait()
            except TimeoutError:
                pass

    async def _follow(self, lane: str) -> None:
        queue = self._lanes[lane]
        try:
            while queue:
                outcome = await self._outcome(*queue[0])
                await self._outcomes.put(outcome)
                queue.popleft()
                self._end(1)
        finally:
            del self._lanes[lane]
            self._end(len(queue))

    async def _outcome(self, ready: Ready[W], lease_ends_s: float) -> Outcome:
        if self._rest.is_on():
            return Outcome(ready.item, again_at=self._rest.until(), status=ready.unsent)
        if asyncio.get_running_loop().time() > lease_ends_s - REQUEST_WITHIN_S:
            return Outcome(ready.item, again_at=datetime.now(UTC), status=ready.unsent)
        try:
            outcome = await self._sending.deliver(ready)
        except Exception:
            # The root of one item: it must not take the others with it. It falls due again and dies in the end.
            log.exception("outbox.failed", item=str(ready.item.id), kind=ready.item.kind)
            return Outcome(ready.item, "an internal error")
        self._rest.note(outcome)
        if outcome.rest_s is None:
            return outcome
        return replace(outcome, again_at=self._rest.until())

    async def _settle(self, outcome: Outcome) -> None:
        try:
            await self._outcomes.put(outcome)
        finally:
            self._end(1)

    def _end(self, count: int) -> None:
        self.under_way -= count
        self._ended.set()


async def prepare_in_one(
    database: Database,
    items: Sequence[OutboxItem],
    prepare: Callable[[TenantScope, Sequence[OutboxItem]], Awaitable[Sequence[Ready[W] | Outcome]]],
) -> Sequence[Ready[W] | Outcome]:
    """Prepares items of one business in one transaction, or each in its own when that fails; raises nothing.

    What Postgres keeps from being prepared is left out: it falls due again.
    """
    try:
        async with database.tenant(items[0].tenant) as scope:
            return await prepare(scope, items)
    except StorageError as error:
        log.warning("outbox.not_sent", items=len(items), reason=str(error))
        return ()
    except Exception:
        # The root of one business's: whatever is wrong with one, it must not take the others with it.
        log.exception("outbox.failed", items=len(items))
    if len(items) == 1:
        return [Outcome(items[0], "an internal error")]
    return [done for each in items for done in await prepare_in_one(database, [each], prepare)]
