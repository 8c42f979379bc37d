"""What a visit takes: people and assets, each for stretches of time relative to the customer's arrival."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes relative to the customer's arrival; `begins_min` is negative for what is prepared before.

    Raises:
        ValueError: it does not last.
    """

    begins_min: int
    minutes: int

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise ValueError("a span lasts at least a minute")

    @property
    def ends_min(self) -> int:
        return self.begins_min + self.minutes

    def overlaps(self, other: "Span") -> bool:
        return self.begins_min < other.ends_min and other.begins_min < self.ends_min


@dataclass(frozen=True, slots=True)
class Claim:
    """One person or one asset, the same during all spans; any of the candidates will do, the first is preferred.

    A person who colours, waits for the colour to take, and washes it out is one claim of two spans; they are free in
    between. The chair is one claim of one span over all of it.
    """

    candidates: tuple[UUID, ...]
    spans: tuple[Span, ...]

    def excludes(self, other: "Claim") -> bool:
        """Whether one resource cannot be both."""
        return any(mine.overlaps(theirs) for mine in self.spans for theirs in other.spans)


@dataclass(frozen=True, slots=True)
class Visit:
    """`minutes` is how long the customer is there; claims may begin before and end after, by the buffers."""

    minutes: int
    claims: tuple[Claim, ...]

    @property
    def earliest_min(self) -> int:
        """When the first claim begins, relative to the arrival; never positive."""
        return min((span.begins_min for claim in self.claims for span in claim.spans), default=0)

    @property
    def latest_min(self) -> int:
        """When the last claim ends, relative to the arrival."""
        return max((span.ends_min for claim in self.claims for span in claim.spans), default=self.minutes)

    @property
    def contested(self) -> bool:
        """Whether two claims may want the same resource at the same time: that each finds one is then not enough."""
        return any(
            set(one.candidates) & set(other.candidates) and one.excludes(other)
            for place, one in enumerate(self.claims)
            for other in self.claims[place + 1 :]
        )

    def only(self, claim: int, candidate: UUID) -> "Visit":
        """The same visit with this one for a claim."""
        claims = list(self.claims)
        claims[claim] = replace(claims[claim], candidates=(candidate,))
        return replace(self, claims=tuple(claims))


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a service: hands-on, or *processing*, in which the customer's place is taken and the person is free."""

    minutes: int
    processing: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One service of a visit, as it is wanted.

    Attributes:
        segments: in order.
        people: who can do it, in the order of preference; none when nobody is needed.
        assets: for each need (a chair, a laser) the assets that will do, taken from the first to the last minute.
        before_min, after_min: the buffers around it in which people and assets are taken and the customer is not there.
    """

    segments: tuple[Segment, ...]
    people: tuple[UUID, ...]
    assets: tuple[tuple[UUID, ...], ...] = ()
    before_min: int = 0
    after_min: int = 0

    @property
    def minutes(self) -> int:
        """The customer's time."""
        return sum(segment.minutes for segment in self.segments)

    @property
    def hands_on(self) -> bool:
        return not all(segment.processing for segment in self.segments)


MOST_PARTS = 5
"""Services of one visit: with more there are too many ways to share them among people."""


def visits_of(parts: Sequence[Part]) -> tuple[Visit, ...]:
    """The ways in which these services, one after the other, can be shared among people, fewest people first.

    Who goes on with the same customer needs no buffers in between; who hands over to somebody else keeps theirs. So
    each way is a visit of its own, in which a person is one claim for all the services they do. An asset that two
    services in a row both need is kept in the same way.

    Raises:
        ValueError: no service, too many, or one without segments.
    """
    if not 0 < len(parts) <= MOST_PARTS:
        raise ValueError(f"a visit is of one to {MOST_PARTS} services")
    if not all(part.segments for part in parts):
        raise ValueError("a service has at least one segment")
    begins = [sum(part.minutes for part in parts[:place]) for place in range(len(parts))]
    minutes = begins[-1] + parts[-1].minutes
    assets = tuple(_asset_claims(parts, begins))
    with_people = [place for place, part in enumerate(parts) if part.people and part.hands_on]
    ways = sorted(_shared(with_people), key=len)
    found: list[Visit] = []
    for way in ways:
        people = [_people_claim(parts, begins, done_by_one) for done_by_one in way]
        if all(claim.candidates for claim in people):
            found.append(Visit(minutes, (*people, *assets)))
    return tuple(found)


def _shared(places: Sequence[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """All ways to put the places into groups."""
    if not places:
        yield ()
        return
    first, rest = places[0], places[1:]
    for way in _shared(rest):
        yield ((first,), *way)
        for chosen in range(len(way)):
            yield (*way[:chosen], (first, *way[chosen]), *way[chosen + 1 :])


def _people_claim(parts: Sequence[Part], begins: Sequence[int], places: Sequence[int]) -> Claim:
    """One person for all these services; without candidates when nobody can do them all."""
    spans: list[Span] = []
    for place in places:
        part = parts[place]
        before = part.before_min if place - 1 not in places else 0
        after = part.after_min if place + 1 not in places else 0
        at = begins[place]
        if before:
            spans.append(Span(at - before, before))
        for segment in part.segments:
            if not segment.processing:
                spans.append(Span(at, segment.minutes))
            at += segment.minutes
        if after:
            spans.append(Span(at, after))
    able = [set(parts[place].people) for place in places]
    candidates = tuple(person for person in parts[places[0]].people if all(person in who for who in able))
    return Claim(candidates, _joined(spans))


def _asset_claims(parts: Sequence[Part], begins: Sequence[int]) -> Iterator[Claim]:
    """The assets from the first to the last minute of their service, or of several in a row that need the same."""
    going_on: list[
        tuple[tuple[UUID, ...], int, int]
    ] = []  # candidates, begin, end with the buffer of the last
    for place, part in enumerate(parts):
        at, needs = begins[place], list(part.assets)
        kept: list[tuple[tuple[UUID, ...], int, int]] = []
        for candidates, begin, end in going_on:
            if candidates in needs:
                needs.remove(candidates)
                kept.append((candidates, begin, at + part.minutes + part.after_min))
            else:
                yield Claim(candidates, (Span(begin, end - begin),))
        new = [(need, at - part.before_min, at + part.minutes + part.after_min) for need in needs]
        going_on = kept + new
    for candidates, begin, end in going_on:
        yield Claim(candidates, (Span(begin, end - begin),))


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].ends_min == span.begins_min:
            joined[-1] = Span(joined[-1].begins_min, joined[-1].minutes + span.minutes)
        else:
            joined.append(span)
    return tuple(joined)
