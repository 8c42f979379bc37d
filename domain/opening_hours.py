"""The usual week of a business, in its own wall time."""

from dataclasses import dataclass
from datetime import time

_MIDNIGHT = time(0)
_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One open stretch in the business's wall time, of the weekday it begins on; 0 is Monday.

    One that closes no later than it opens goes on into the next day: 18:00 to 02:00. `closes` at 00:00 is the midnight
    the day ends with, and so is 23:59, which is how that is written where 24:00 cannot be; from 00:00 to 00:00 is all
    day. `opens` and `closes` are never equal otherwise.
    """

    weekday: int
    opens: time
    closes: time

    @property
    def until_midnight(self) -> bool:
        """Whether it ends as its day does."""
        return self.closes == _MIDNIGHT or self.closes >= _LAST_MINUTE

    @property
    def past_midnight(self) -> bool:
        """Whether it ends on the day after its own."""
        return not self.until_midnight and self.closes < self.opens

    @property
    def spoken(self) -> str:
        """`09:00-17:30`, `18:00-24:00`, `18:00-02:00 (next day)`."""
        closes = "24:00" if self.until_midnight else f"{self.closes:%H:%M}"
        return f"{self.opens:%H:%M}-{closes}{' (next day)' if self.past_midnight else ''}"
