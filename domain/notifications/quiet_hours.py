"""When people are left in peace: what falls into it waits for its end."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one wall time to another, every day, over midnight where `until` is not after `since`."""

    since: time
    until: time

    def covers(self, wall: time) -> bool:
        if self.since == self.until:
            return False
        if self.since < self.until:
            return self.since <= wall < self.until
        return wall >= self.since or wall < self.until


def next_allowed(at: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    """The first instant from `at` on that is not quiet, in UTC.

    An end the clocks skip that day comes as much later as they skip; one they have twice is the first of the two.
    """
    local = at.astimezone(zone)
    if quiet is None or not quiet.covers(local.time()):
        return at.astimezone(UTC)
    day = local.date()
    if quiet.since >= quiet.until and local.time() >= quiet.since:
        day += timedelta(days=1)
    ends = datetime.combine(day, quiet.until, tzinfo=zone).astimezone(UTC)
    return max(ends, at.astimezone(UTC))
