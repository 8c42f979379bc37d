"""Up to how many calls a server serves as well as one: what each level of a run says about it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

WITHIN_MS = 300.0
"""What the 95th percentile of the answers' time may lie above the median of one call alone."""

LATE_MS = 20.0
"""A generator whose ticks are later than a frame (p99) measures itself."""

FULL_SHARE = 0.8
"""Of a core: a generator process that uses more has no time left for its callers."""


class Verdict(StrEnum):
    """What a level says."""

    WITHIN = "within"
    BEYOND = "beyond"
    LATE = "late"
    """Nothing: the callers' own clock was late."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A level's figures that decide.

    Attributes:
        p50_ms, p95_ms: voice to voice; None when no turn was answered.
    """

    calls: int
    failed: int
    p50_ms: float | None
    p95_ms: float | None
    late: bool


def generator_is_late(late_ms: float | None, share: float | None) -> bool:
    """Whether the callers themselves were too busy to be believed.

    Args:
        late_ms: how late their ticks ran, p99.
        share: of a core, of each of their processes.
    """
    return (late_ms or 0.0) > LATE_MS or (share or 0.0) > FULL_SHARE


def limit_ms(one_call_p50_ms: float | None) -> float | None:
    """What a level's p95 may be, given the median of one call alone."""
    return None if one_call_p50_ms is None else one_call_p50_ms + WITHIN_MS


def judge(standing: Standing, limit: float | None) -> Verdict:
    """What a level says, given `limit_ms`."""
    if standing.late:
        return Verdict.LATE
    return Verdict.WITHIN if _serves_well(standing, limit) else Verdict.BEYOND


def goes_on(standing: Standing, limit: float | None) -> bool:
    """Whether a higher level is worth trying: a late generator may have been disturbed once."""
    return _serves_well(standing, limit)


def knee(standings: Iterable[Standing], limit: float | None) -> int | None:
    """The highest level within; None when there is none."""
    within = (one.calls for one in standings if judge(one, limit) is Verdict.WITHIN)
    return max(within, default=None)


def _serves_well(standing: Standing, limit: float | None) -> bool:
    return (
        standing.failed == 0
        and limit is not None
        and standing.p95_ms is not None
        and standing.p95_ms <= limit
    )
