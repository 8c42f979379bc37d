"""One made-up business while its rows are being made: what the rest is built upon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.scheduling.catalogue import BookableOffering
from domain.scheduling.ranges import Ranges, TimeRange
from sandbox.seed.randomness import Chance
from sandbox.seed.rows import Rows
from sandbox.seed.towns import Town
from sandbox.seed.trades import Sold, Trade


@dataclass(frozen=True, slots=True)
class Span:
    """What is made: from `first` to `last`, local days; what begins before `now` is past."""

    first: date
    last: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff at one place; `free` is when they work, leave left out."""

    id: UUID
    name: str
    free: Ranges


@dataclass(frozen=True, slots=True)
class Branch:
    """A place of the business; `id` is None where it has no locations.

    Attributes:
        offerings: what can be had here, with those who do it here and the assets there are here.
        assets: by kind.
    """

    id: UUID | None
    zone: ZoneInfo
    people: Sequence[Person]
    offerings: Sequence[tuple[BookableOffering, Sold]]
    assets: Mapping[str, tuple[UUID, ...]]
    repairs: Sequence[tuple[UUID, TimeRange]]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A customer."""

    id: UUID
    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """A business with its set-up."""

    id: UUID
    name: str
    trade: Trade
    town: Town
    number: str
    span: Span
    chance: Chance
    rows: Rows
    branches: Sequence[Branch]
    customers: Sequence[Somebody]
    owner_id: UUID
    manager_id: UUID
    calls: dict[UUID, datetime] = field(default_factory=dict[UUID, datetime])

    @property
    def language(self) -> str:
        return self.town.language.partition("-")[0]
