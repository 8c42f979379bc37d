"""The engine's times as the search of a call takes them (`domain.scheduling.search.Times`)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

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


@dataclass(frozen=True, slots=True)
class EngineTimes:
    """What was read for a question, and the same if nobody had booked."""

    found: Look
    unbooked: Availability

    @classmethod
    def of(cls, found: Look) -> "EngineTimes":
        resources = {
            each: replace(
                resource, taken=tuple(taken for taken in resource.taken if taken.by is Taking.AWAY), busy=()
            )
            for each, resource in found.diary.resources.items()
        }
        empty = replace(found.diary, resources=resources, visits_on={})
        return cls(found, Availability(empty, tuple(found.ways), found.first, found.last))

    def on_days(self, first: date, last: date) -> Iterable[Start]:
        zone = self.found.place.zone
        for start in self.found.availability.starts():
            wall = wall_of(start, zone)
            if first <= wall.date() <= last:
                yield Start(start, wall)

    def is_free(self, wall: datetime) -> bool:
        return self._can_begin(self.found.availability, wall)

    def would_be_free(self, wall: datetime) -> bool:
        return self._can_begin(self.unbooked, wall)

    def is_closed(self, day: date) -> bool:
        return not clip(self.found.diary.opening, local_days(self.found.place.zone, day, day))

    def _can_begin(self, availability: Availability, wall: datetime) -> bool:
        zone = self.found.place.zone
        return exists(wall, zone) and availability.is_free(instant_of(wall, zone))
