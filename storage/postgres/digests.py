"""What a business's day came to, in one statement."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from storage.postgres.tenant import TenantScope

_DAY = text(
    "SELECT"
    " (SELECT count(*) FROM calls WHERE business_id = :b AND started_at >= :since AND started_at < :until) AS calls,"
    " (SELECT count(*) FROM calls WHERE business_id = :b AND started_at >= :since AND started_at < :until"
    "  AND answered_at IS NOT NULL) AS answered,"
    " (SELECT coalesce(sum(extract(epoch FROM ended_at - answered_at)), 0)::float8 FROM calls WHERE business_id = :b"
    "  AND started_at >= :since AND started_at < :until) AS talk_s,"
    " (SELECT count(*) FROM bookings WHERE business_id = :b AND created_at >= :since AND created_at < :until"
    "  AND status <> 'cancelled') AS bookings,"
    " (SELECT count(*) FROM messages WHERE business_id = :b AND status = 'open') AS open_messages"
)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """`open_messages` are those that wait now, however old."""

    calls: int
    answered: int
    talk_s: float
    bookings: int
    open_messages: int

    @property
    def missed(self) -> int:
        return self.calls - self.answered


async def figures(scope: TenantScope, since: datetime, until: datetime) -> DayFigures:
    """Of calls that began, and bookings that were made, from `since` until before `until`."""
    found = await scope.session.execute(_DAY, {"b": scope.business_id, "since": since, "until": until})
    return DayFigures(**found.mappings().one())
