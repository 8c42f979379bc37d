"""Items of background work that fail one at a time: each costs itself only, is paused longer and longer, and in the end
stands among the dead letters."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import structlog

from domain.errors import ReceptionistError, StorageError
from storage.redis.dead_letters import DeadLetter

log = structlog.get_logger()

FIRST_PAUSE_S = 10.0
LONGEST_PAUSE_S = 3600.0
MAX_FAILURES = 5
MOST_KNOWN = 1000
"""Items remembered; beyond it the oldest are forgotten, and begin anew."""


class Letters(Protocol):
    """Where the dead letters stand (`storage.redis.dead_letters.DeadLetters`)."""

    async def add(self, letter: DeadLetter) -> None: ...


@dataclass(slots=True)
class _Failing:
    failures: int
    again_at_s: float


class ItemFailures:
    """Of one kind of work in one process.

    Args:
        source: names the work, for the log, the metric and the list.
        letters: without it the log alone tells.
        on_failure: told of every failure with the source; counts them.
        now_s: a clock that does not go back.
        tells_errors: whether the log gets the traces of errors that are not ours; not where they may quote a caller.
    """

    def __init__(
        self,
        source: str,
        letters: Letters | None,
        *,
        now_s: Callable[[], float],
        on_failure: Callable[[str], None] | None = None,
        max_failures: int = MAX_FAILURES,
        first_pause_s: float = FIRST_PAUSE_S,
        tells_errors: bool = True,
    ) -> None:
        self._source = source
        self._letters = letters
        self._now_s = now_s
        self._on_failure = on_failure
        self._max_failures = max_failures
        self._first_pause_s = first_pause_s
        self._tells_errors = tells_errors
        self._failing: dict[str, _Failing] = {}

    @property
    def paused(self) -> frozenset[str]:
        """Items not to be tried now."""
        now_s = self._now_s()
        return frozenset(item for item, failing in self._failing.items() if failing.again_at_s > now_s)

    def is_paused(self, item: str) -> bool:
        failing = self._failing.get(item)
        return failing is not None and failing.again_at_s > self._now_s()

    def succeeded(self, item: str) -> None:
        self._failing.pop(item, None)

    async def failed(self, item: str, error: BaseException) -> float | None:
        """One more failure of this item.

        Returns:
            Seconds until it may be tried again; None when it has become a dead letter, which is then tried once in
            `LONGEST_PAUSE_S` at the most.
        """
        reason = reason_of(error)
        ours = isinstance(error, ReceptionistError | TimeoutError)
        trace = error if self._tells_errors and not ours else None
        log.error("item.failed", source=self._source, item=item, reason=reason, exc_info=trace)
        if self._on_failure is not None:
            self._on_failure(self._source)
        failing = self._failing.pop(item, _Failing(0, 0.0))
        failing.failures += 1
        dead = failing.failures >= self._max_failures
        pause_s = min(self._first_pause_s * 2 ** (failing.failures - 1), LONGEST_PAUSE_S)
        failing.again_at_s = self._now_s() + (LONGEST_PAUSE_S if dead else pause_s)
        self._failing[item] = failing
        while len(self._failing) > MOST_KNOWN:
            del self._failing[next(iter(self._failing))]
        if not dead:
            return pause_s
        await self.bury(item, reason, failing.failures)
        return None

    async def bury(self, item: str, reason: str, failures: int) -> None:
        """Puts the item among the dead letters. Never raises."""
        log.error("item.dead", source=self._source, item=item, reason=reason, failures=failures)
        if self._letters is None:
            return
        try:
            await self._letters.add(DeadLetter(self._source, item, reason, failures, datetime.now(UTC)))
        except StorageError as away:
            log.error("item.not_listed", source=self._source, item=item, reason=str(away))


def reason_of(error: BaseException) -> str:
    """Why something failed, without what others' errors may quote of people's data."""
    ours = isinstance(error, ReceptionistError | TimeoutError)
    return (str(error) if ours else "") or type(error).__name__
