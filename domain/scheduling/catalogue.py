"""What can be booked, in which variants, with whom, at which price; and what the engine has to look for then."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import product
from typing import TypeVar
from uuid import UUID

from domain.errors import InvalidInput, NotPermitted
from domain.scheduling.engine.assignment import Assignment
from domain.scheduling.engine.diary import Rules
from domain.scheduling.engine.visit import MOST_PARTS, Part, Segment, Visit, visits_of

MOST_WAYS = 64
"""Ways to do a visit that are looked at: staff with minutes of their own multiply them."""


class Channel(StrEnum):
    """How somebody books."""

    PHONE = "phone"
    WEB = "web"
    STAFF = "staff"
    """The business itself, in the dashboard or by API: never refused for the channel."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to have the offering, such as long hair: its own segments and price."""

    id: UUID
    name: str
    segments: tuple[Segment, ...]
    price_cents: int


@dataclass(frozen=True, slots=True)
class AddOn:
    """Something more, done by the same person right after the offering."""

    id: UUID
    name: str
    minutes: int
    price_cents: int


@dataclass(frozen=True, slots=True)
class Provider:
    """Somebody who does the offering.

    Attributes:
        minutes: theirs for all of it, None for the usual; processing time stays as it is.
        price_cents: theirs, None for the usual.
    """

    staff_id: UUID
    minutes: int | None = None
    price_cents: int | None = None


@dataclass(frozen=True, slots=True)
class BookableOffering:
    """An offering with everything that decides when it can be had.

    Attributes:
        segments: in order; hands-on and processing.
        providers: in the fixed order of preference; empty when nobody is needed.
        assets: for each need the assets that will do.
        channels: how customers may book it.
        notice_min, horizon_days, per_day, grid_min: this offering's own; None leaves the location's.
        seats: of a group session; None for what one customer has alone.
    """

    id: UUID
    name: str
    segments: tuple[Segment, ...]
    price_cents: int
    providers: tuple[Provider, ...] = ()
    assets: tuple[tuple[UUID, ...], ...] = ()
    before_min: int = 0
    after_min: int = 0
    variants: tuple[Variant, ...] = ()
    add_ons: tuple[AddOn, ...] = ()
    channels: frozenset[Channel] = frozenset({Channel.PHONE, Channel.WEB})
    notice_min: int | None = None
    horizon_days: int | None = None
    per_day: int | None = None
    grid_min: int | None = None
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One offering as a customer wants it. `staff_id` None: anybody who does it."""

    offering: BookableOffering
    variant_id: UUID | None = None
    add_on_ids: tuple[UUID, ...] = ()
    staff_id: UUID | None = None

    @property
    def variant(self) -> Variant | None:
        """Raises InvalidInput: the offering has no such variant."""
        if self.variant_id is None:
            return None
        return _one_of(self.offering.variants, self.variant_id, f"{self.offering.name} has no such variant")

    @property
    def add_ons(self) -> tuple[AddOn, ...]:
        """Raises InvalidInput: the offering has no such add-on."""
        missing = f"{self.offering.name} has no such add-on"
        return tuple(_one_of(self.offering.add_ons, each, missing) for each in self.add_on_ids)

    @property
    def providers(self) -> tuple[Provider, ...]:
        """Those who will do. Raises InvalidInput: the person asked for does not do it."""
        if self.staff_id is None:
            return self.offering.providers
        found = tuple(p for p in self.offering.providers if p.staff_id == self.staff_id)
        if not found:
            raise InvalidInput(f"that person does not do {self.offering.name}")
        return found

    @property
    def name(self) -> str:
        """`Haircut, long hair with beard trim`."""
        variant, extras = self.variant, ", ".join(extra.name for extra in self.add_ons)
        name = f"{self.offering.name}, {variant.name}" if variant else self.offering.name
        return f"{name} with {extras}" if extras else name

    def price_cents(self, staff_id: UUID | None) -> int:
        """What it costs with this person. A variant's price is its own for everybody."""
        variant = self.variant
        own = next((p.price_cents for p in self.offering.providers if p.staff_id == staff_id), None)
        base = variant.price_cents if variant else self.offering.price_cents if own is None else own
        return base + sum(extra.price_cents for extra in self.add_ons)

    def minutes(self, staff_id: UUID | None) -> int:
        """The customer's time with this person."""
        own = next((p.minutes for p in self.offering.providers if p.staff_id == staff_id), None)
        return sum(segment.minutes for segment in self._segments(own))

    def parts(self) -> tuple[Part, ...]:
        """One for each length the people who do it need, the first of the fixed order first."""
        if not self.offering.providers:
            return (self._part((), None),)
        by_minutes: dict[int | None, list[UUID]] = {}
        for provider in self.providers:
            by_minutes.setdefault(provider.minutes, []).append(provider.staff_id)
        return tuple(self._part(tuple(people), minutes) for minutes, people in by_minutes.items())

    def _part(self, people: tuple[UUID, ...], minutes: int | None) -> Part:
        offering = self.offering
        return Part(
            segments=self._segments(minutes),
            people=people,
            assets=offering.assets,
            before_min=offering.before_min,
            after_min=offering.after_min,
        )

    def _segments(self, minutes: int | None) -> tuple[Segment, ...]:
        variant = self.variant
        segments = variant.segments if variant else _lasting(self.offering.segments, minutes)
        return (*segments, *(Segment(extra.minutes) for extra in self.add_ons))


Ways = Mapping[Visit, tuple[Part, ...]]
"""The ways to do a visit, preferred first, each with the parts it is made of."""


def ways(wanted: Sequence[Wanted]) -> Ways:
    """All ways to have these one after the other in one visit, preferred first: few people, in the fixed order.

    Raises:
        InvalidInput: none or too many, somebody who does not do it, a variant or an add-on the offering does not have,
            or what is only had in a group.
    """
    if not 0 < len(wanted) <= MOST_PARTS:
        raise InvalidInput(f"one visit is of one to {MOST_PARTS} offerings")
    for each in wanted:
        if each.offering.seats is not None:
            raise InvalidInput(f"{each.offering.name} is a group session: book a seat of one")
    found: dict[Visit, tuple[Part, ...]] = {}
    for parts in product(*(each.parts() for each in wanted)):
        for visit in visits_of(parts):
            found.setdefault(visit, parts)
        if len(found) >= MOST_WAYS:
            break
    ranked = sorted(found, key=lambda visit: len(visit.claims))
    return {visit: found[visit] for visit in ranked[:MOST_WAYS]}


def doers(assignment: Assignment, parts: Iterable[Part]) -> tuple[UUID | None, ...]:
    """Who does each part; None where nobody is needed."""
    found: list[UUID | None] = []
    begins_min = 0
    for part in parts:
        at = first = begins_min
        for segment in part.segments:
            if not segment.processing:
                first = at
                break
            at += segment.minutes
        found.append(_doer(assignment, part, first) if part.people and part.hands_on else None)
        begins_min += part.minutes
    return tuple(found)


def _doer(assignment: Assignment, part: Part, minute: int) -> UUID | None:
    for claim, who in zip(assignment.visit.claims, assignment.chosen, strict=True):
        if who in part.people and any(span.begins_min <= minute < span.ends_min for span in claim.spans):
            return who
    return None


def rules_of(base: Rules, wanted: Iterable[Wanted]) -> Rules:
    """The location's rules with those of the offerings: of several the strictest holds."""
    offerings = [each.offering for each in wanted]
    return Rules(
        grid_min=max((o.grid_min or base.grid_min for o in offerings), default=base.grid_min),
        notice_min=max(_own(base.notice_min, (o.notice_min for o in offerings))),
        horizon_days=min(_own(base.horizon_days, (o.horizon_days for o in offerings))),
        per_day=min((o.per_day for o in offerings if o.per_day is not None), default=base.per_day),
    )


Counts = Mapping[tuple[UUID, date], int]
"""Visits that hold an offering, by its id and the local day they begin on."""


def day_limits(wanted: Iterable[Wanted], counts: Counts) -> tuple[int | None, Mapping[date, int]]:
    """`Rules.per_day` and `Diary.visits_on` for these: a day is full when any of the offerings has its limit."""
    limits = {each.offering.id: each.offering.per_day for each in wanted if each.offering.per_day is not None}
    if not limits:
        return None, {}
    least = min(limits.values())
    visits_on: dict[date, int] = {}
    for (offering_id, day), count in counts.items():
        if offering_id in limits:
            visits_on[day] = max(visits_on.get(day, 0), count - limits[offering_id] + least)
    return least, visits_on


def check_channel(wanted: Iterable[Wanted], channel: Channel) -> None:
    """Raises NotPermitted: one of them is not booked in this way."""
    for each in wanted:
        if channel is not Channel.STAFF and channel not in each.offering.channels:
            how = "by phone" if channel is Channel.PHONE else "on the web"
            raise NotPermitted(f"{each.offering.name} cannot be booked {how}")


def _own(base: int, of_offerings: Iterable[int | None]) -> Iterator[int]:
    """Each offering's own value, else the location's."""
    values = [base if value is None else value for value in of_offerings]
    yield from values or [base]


def _lasting(segments: tuple[Segment, ...], minutes: int | None) -> tuple[Segment, ...]:
    """The segments in so many minutes altogether: what is hands-on shrinks or grows in proportion, in whole minutes.

    Where the hands-on time would come to nothing each such segment keeps a minute.
    """
    usual = sum(segment.minutes for segment in segments)
    if minutes is None or minutes == usual:
        return segments
    by_hand = sum(segment.minutes for segment in segments if not segment.processing)
    if not by_hand:
        return segments
    left = max(by_hand + minutes - usual, 1)
    done = given = 0
    found: list[Segment] = []
    for segment in segments:
        if segment.processing:
            found.append(segment)
            continue
        done += segment.minutes
        share = max(round(left * done / by_hand) - given, 1)
        given += share
        found.append(replace(segment, minutes=share))
    return tuple(found)


_Option = TypeVar("_Option", Variant, AddOn)


def _one_of(options: Iterable[_Option], wanted: UUID, missing: str) -> _Option:
    for option in options:
        if option.id == wanted:
            return option
    raise InvalidInput(missing)
