"""Whether the system can do its work: each part asked at most every few seconds, never for long."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog

from domain.errors import PartDegraded, ReceptionistError

log = structlog.get_logger()

CHECK_TIMEOUT_S = 2.0
KEEP_S = 10.0
"""A load balancer asks every second or so; the vendors are asked every ten."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`detail` is empty when the part is well; one that is `degraded` does its work all the same."""

    ok: bool
    detail: str
    took_ms: float
    degraded: bool = False


class Health:
    """Named checks, run together and remembered. `now_s` is any rising clock."""

    def __init__(
        self,
        checks: Mapping[str, Callable[[], Awaitable[None]]],
        *,
        now_s: Callable[[], float] = time.monotonic,
        keep_s: float = KEEP_S,
        timeout_s: float = CHECK_TIMEOUT_S,
        fallbacks: Callable[[], Awaitable[dict[str, int]]] | None = None,
    ) -> None:
        self._fallbacks = fallbacks
        self._checks = dict(checks)
        self._now_s = now_s
        self._keep_s = keep_s
        self._timeout_s = timeout_s
        self._results: dict[str, CheckResult] = {}
        self._checked_at_s = float("-inf")
        self._checking = asyncio.Lock()

    async def results(self) -> dict[str, CheckResult]:
        """Every check's result, at most `keep_s` old; a failed one is asked again after a second."""
        async with self._checking:
            age_s = self._now_s() - self._checked_at_s
            failing = any(not result.ok for result in self._results.values())
            if age_s >= (min(1.0, self._keep_s) if failing else self._keep_s):
                found = await asyncio.gather(*(self._run(check) for check in self._checks.values()))
                results = dict(zip(self._checks, found, strict=True))
                self._tell_changes(results)
                self._results = results
                self._checked_at_s = self._now_s()
        return self._results

    def _tell_changes(self, results: Mapping[str, CheckResult]) -> None:
        for name, result in results.items():
            before = self._results.get(name)
            was_well, is_well = before is None or not before.detail, not result.detail
            if is_well and not was_well:
                log.info("health.part_recovered", part=name)
            elif not is_well and was_well:
                event = "health.part_degraded" if result.degraded else "health.part_failed"
                log.warning(event, part=name, reason=result.detail)

    async def fallbacks(self) -> dict[str, int]:
        """By vendor, the nodes that do without it at the moment; nothing where that cannot be found out."""
        if self._fallbacks is None:
            return {}
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._fallbacks()
        except (TimeoutError, ReceptionistError):
            return {}

    async def _run(self, check: Callable[[], Awaitable[None]]) -> CheckResult:
        began_s = self._now_s()
        ok, detail, degraded = False, "", False
        try:
            async with asyncio.timeout(self._timeout_s):
                await check()
            ok = True
        except TimeoutError:
            detail = f"no answer within {self._timeout_s:g} s"
        except PartDegraded as error:
            ok, detail, degraded = True, str(error) or type(error).__name__, True
        except ReceptionistError as error:
            detail = str(error) or type(error).__name__
        except Exception as error:
            # A defect in one check must not hide the others; its message may hold anything, a key included.
            log.exception("health.check_crashed")
            detail = type(error).__name__
        return CheckResult(ok, detail, round((self._now_s() - began_s) * 1000, 1), degraded)
