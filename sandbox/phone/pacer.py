"""One timer for all simulated calls of a process: every call ticks each 20 ms against absolute deadlines."""

import asyncio
import heapq
import math
from array import array
from collections.abc import Callable
from itertools import count

import structlog

from domain.audio import FRAME_MS

_log = structlog.get_logger(__name__)
_PERIOD_S = FRAME_MS / 1000


class Ticket:
    """One ticking call; `stop` ends it.

    Attributes:
        lateness_ms: how late each tick ran after its deadline.
    """

    __slots__ = ("_first", "_n", "_tick", "lateness_ms", "stopped")

    def __init__(self, tick: Callable[[float], None], first: float) -> None:
        self._tick = tick
        self._first = first
        self._n = 0
        self.lateness_ms = array("d")
        self.stopped = False

    @property
    def due(self) -> float:
        return self._first + self._n * _PERIOD_S

    def stop(self) -> None:
        self.stopped = True

    def run(self, now: float) -> None:
        due = self.due
        self._n += 1
        self.lateness_ms.append(max(now - due, 0.0) * 1000)
        self._tick(due)


class Pacer:
    """Calls every started tick each 20 ms, from one timer of the running loop.

    Deadlines are absolute: a late tick does not delay the next, and after a stall the missed ticks follow at once.
    First ticks are rounded up to a grid so that calls share wake-ups: 20 calls cost 200 wake-ups a second instead of
    1000.

    Args:
        grid_ms: divides 20; the spread of the calls' phases.
    """

    def __init__(self, grid_ms: float = 5) -> None:
        self._loop = asyncio.get_running_loop()
        self._grid_s = grid_ms / 1000
        self._epoch = self._loop.time()
        self._heap: list[tuple[float, int, Ticket]] = []
        self._order = count()
        self._timer: asyncio.TimerHandle | None = None

    def start(self, tick: Callable[[float], None]) -> Ticket:
        """Ticks from the next grid point on; `tick` gets its deadline in the loop's monotonic seconds."""
        now = self._loop.time()
        first = self._epoch + math.ceil((now - self._epoch) / self._grid_s) * self._grid_s
        ticket = Ticket(tick, first)
        self._push(ticket)
        self._arm()
        return ticket

    def close(self) -> None:
        """Stops every tick."""
        for _, _, ticket in self._heap:
            ticket.stop()
        self._heap.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _push(self, ticket: Ticket) -> None:
        # Rounded, so that ticks of one grid point sort as equal and run in one wake-up.
        heapq.heappush(self._heap, (round(ticket.due, 4), next(self._order), ticket))

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(self._heap[0][0], self._wake) if self._heap else None

    def _wake(self) -> None:
        self._timer = None
        while self._heap and self._heap[0][0] <= self._loop.time() + 0.0005:
            ticket = heapq.heappop(self._heap)[2]
            if ticket.stopped:
                continue
            try:
                ticket.run(self._loop.time())
            except Exception:
                # One broken call must not silence the others.
                _log.exception("pacer.tick_failed")
                ticket.stop()
                continue
            self._push(ticket)
        self._arm()
