"""The engine's times as the search of a call takes them (`domain.dialogue.told_times.Times`)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.scheduling.engine.availability import Availability
from domain.scheduling.engine.diary import Taking
from domain.scheduling.hours import exists, instant_of, local_days, wall_of
from domain.scheduling.ranges import clip
from services.scheduling.looking import Look


@dataclass(frozen=True, slots=True)
class Start:
    """`starts_at_local` is naive wall time of the location."""

    starts_at: datetime
    starts_at_local: datetime


class EngineTimes:
    """What was read for a question."""

    def __init__(self, found: Look) -> None:
        self._found = found

    @property
    def zone(self) -> ZoneInfo:
        return self._found.place.zone

    def on_days(self, first: date, last: date) -> Iterable[Start]:
        for start in self._found.availability.starts():
            wall = wall_of(start, self.zone)
            if first <= wall.date() <= last:
                yield Start(start, wall)

    def is_free(self, wall: datetime) -> bool:
        return self._can_begin(self._found.availability, wall)

    def would_be_free(self, wall: datetime) -> bool:
        return self._can_begin(self._unbooked, wall)

    def is_closed(self, day: date) -> bool:
        return not clip(self._found.diary.opening, local_days(self.zone, day, day))

    @cached_property
    def _unbooked(self) -> Availability:
        """The same if nobody had booked."""
        found = self._found
        resources = {
            each: replace(
                resource, taken=tuple(taken for taken in resource.taken if taken.by is Taking.AWAY), busy=()
            )
            for each, resource in found.diary.resources.items()
        }
        empty = replace(found.diary, resources=resources, visits_on={})
        return Availability(empty, tuple(found.ways), found.first, found.last)

    def _can_begin(self, availability: Availability, wall: datetime) -> bool:
        return exists(wall, self.zone) and availability.is_free(instant_of(wall, self.zone))
