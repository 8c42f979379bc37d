"""Staff and assets, as the owner describes them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.errors import InvalidInput
from domain.scheduling.hours import instant_of
from domain.scheduling.ranges import TimeRange
from domain.setup.limits import LAST_POSITION, check_range
from domain.setup.weeks import check_wall
from domain.text_fields import required_text

LONGEST_ABSENCE = timedelta(days=2 * 366)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class StaffSettings:
    """Somebody who takes bookings.

    Attributes:
        location_ids: where they work; none: everywhere.
        position: their place in the fixed order.
    """

    name: str
    active: bool = True
    position: int = 0
    location_ids: tuple[UUID, ...] = ()

    def checked(self) -> "StaffSettings":
        """As they are kept. Raises InvalidInput."""
        check_range("position", self.position, 0, LAST_POSITION)
        if len(set(self.location_ids)) < len(self.location_ids):
            raise InvalidInput("location_ids: a location is named twice")
        return replace(self, name=required_text("name", self.name, longest=100))


@dataclass(frozen=True, slots=True)
class AssetSettings:
    """A room, a chair, a machine; without a location it can be used at any."""

    name: str
    location_id: UUID | None = None
    active: bool = True
    position: int = 0

    def checked(self) -> "AssetSettings":
        """As they are kept. Raises InvalidInput."""
        check_range("position", self.position, 0, LAST_POSITION)
        return replace(self, name=required_text("name", self.name, longest=100))


def absence_during(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> TimeRange:
    """What an absence takes.

    Args:
        starts_at, ends_at: instants, or naive wall times of the zone.

    Raises:
        InvalidInput: it does not last or lasts for years, or a wall time the clocks skip.
    """
    start, end = _instant("starts_at", starts_at, zone), _instant("ends_at", ends_at, zone)
    if end <= start:
        raise InvalidInput("ends_at: lies before starts_at")
    if end - start > LONGEST_ABSENCE:
        raise InvalidInput("ends_at: an absence lasts two years at most; make them inactive instead")
    return TimeRange(start, end)


def _instant(field: str, at: datetime, zone: ZoneInfo) -> datetime:
    if not _FIRST_YEAR <= at.year < _LAST_YEAR:
        raise InvalidInput(f"{field}: a date from {_FIRST_YEAR} to {_LAST_YEAR - 1}")
    if at.tzinfo is not None:
        return at
    check_wall(at, zone)
    return instant_of(at, zone)
