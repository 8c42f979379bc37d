"""Who and what a visit takes, when several would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domain.scheduling.engine.visit import Visit


@dataclass(frozen=True, slots=True)
class Assignment:
    """The visit, and the person or asset for each of its claims, in their order."""

    visit: Visit
    chosen: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Who is chosen where several are free.

    Attributes:
        load: what each already has, in any unit: the least comes first; absent is nothing. Without loads the order of
            the claim's candidates holds.
        first: who is preferred over all others, such as whom the customer saw before.
    """

    load: Mapping[UUID, float] = field(default_factory=dict[UUID, float])
    first: tuple[UUID, ...] = ()

    def rank(self, candidate: UUID) -> tuple[bool, float]:
        return candidate not in self.first, self.load.get(candidate, 0.0)


AS_LISTED = Order()


def assign(visit: Visit, free: Sequence[Sequence[UUID]], order: Order) -> Assignment | None:
    """One resource for each claim, no resource twice at a time; None when that cannot be done.

    Args:
        free: for each claim the candidates that are free for it.
    """
    ranked = [sorted(candidates, key=order.rank) for candidates in free]
    # The claims with the fewest candidates decide first: most dead ends show at once.
    places = sorted(range(len(ranked)), key=lambda place: len(ranked[place]))
    chosen: dict[int, UUID] = {}
    if not _assign(visit, ranked, places, chosen):
        return None
    return Assignment(visit, tuple(chosen[place] for place in range(len(ranked))))


def _assign(
    visit: Visit, ranked: Sequence[Sequence[UUID]], places: Sequence[int], chosen: dict[int, UUID]
) -> bool:
    if len(chosen) == len(places):
        return True
    place = places[len(chosen)]
    claim = visit.claims[place]
    for candidate in ranked[place]:
        if any(other == candidate and claim.excludes(visit.claims[at]) for at, other in chosen.items()):
            continue
        chosen[place] = candidate
        if _assign(visit, ranked, places, chosen):
            return True
        del chosen[place]
    return False
