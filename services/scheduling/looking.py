"""Reading what the engine needs for a question: the place as set up, and what is taken around the days asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range

from domain.errors import InvalidInput
from domain.scheduling.catalogue import Channel, Wanted, Ways, check_channel, doers, rules_of, ways
from domain.scheduling.engine.availability import Availability, Offer, absolute
from domain.scheduling.engine.diary import Diary, Rules
from domain.scheduling.hours import ONE_DAY, wall_of
from domain.scheduling.place import LONGEST_VISIT, Place, TakenUp, diary_of, window_of
from storage.postgres import occupancy, places
from storage.postgres.tenant import TenantScope
from storage.postgres.visits import NewSegment


@dataclass(frozen=True, slots=True)
class Ask:
    """One offering as it is asked for; `staff_id` None: anybody who does it."""

    offering_id: UUID
    variant_id: UUID | None = None
    add_on_ids: tuple[UUID, ...] = ()
    staff_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One visit of one or several offerings, one after the other.

    Attributes:
        location_id: None for a business without locations.
    """

    asks: tuple[Ask, ...]
    location_id: UUID | None = None
    channel: Channel = Channel.STAFF


@dataclass(frozen=True, slots=True)
class Look:
    """The answer's ingredients. `first` and `last` are the local days that can be asked about."""

    place: Place
    wanted: tuple[Wanted, ...]
    ways: Ways
    diary: Diary
    availability: Availability
    first: date
    last: date

    def segments(self, offer: Offer) -> list[NewSegment]:
        """What the offer takes."""
        assignment = offer.assignment
        return [
            NewSegment(who, self.place.bookables[who].is_asset, during)
            for claim, who in zip(assignment.visit.claims, assignment.chosen, strict=True)
            for during in absolute(claim.spans, offer.starts_at)
        ]

    def doers(self, offer: Offer) -> tuple[UUID | None, ...]:
        """Who does each of the offerings."""
        return doers(offer.assignment, self.ways[offer.assignment.visit])

    def price_cents(self, offer: Offer) -> int:
        pairs = zip(self.wanted, self.doers(offer), strict=True)
        return sum(each.price_cents(who) for each, who in pairs)


async def place_for(
    scope: TenantScope, location_id: UUID | None, first: date, last: date, rules: Rules
) -> Place:
    """Raises NotFound: no such location."""
    return await places.load_place(scope, location_id, (first - ONE_DAY, last + LONGEST_VISIT), rules)


def wanted_of(place: Place, question: Question) -> tuple[Wanted, ...]:
    """Raises NotFound: something cannot be booked here; NotPermitted: not in this way."""
    wanted = tuple(
        Wanted(place.offering(ask.offering_id), ask.variant_id, ask.add_on_ids, ask.staff_id)
        for ask in question.asks
    )
    check_channel(wanted, question.channel)
    return wanted


async def look(
    scope: TenantScope,
    question: Question,
    first: date,
    last: date,
    now: datetime,
    rules: Rules,
    *,
    without: UUID | None = None,
    reasons: bool = False,
    locked: bool = False,
    group: bool = False,
) -> Look:
    """Reads all that is needed for starts on these local days.

    Args:
        without: a booking that does not count: the one to be moved.
        reasons: whether what is taken is read with what takes it; for few days.
        group: whether trainer and room of a session are looked for, not what one customer has alone.
        locked: whether what is counted for limits per day is to stay true until the transaction ends.

    Raises:
        NotFound, InvalidInput, NotPermitted: what is asked for cannot be had here, or not like this.
    """
    place = await place_for(scope, question.location_id, first, last, rules)
    wanted = wanted_of(place, question)
    if group:
        if any(each.offering.seats is None for each in wanted):
            raise InvalidInput("this is not for groups")
        wanted = tuple(replace(each, offering=replace(each.offering, seats=None)) for each in wanted)
    found = ways(wanted)
    today = wall_of(now, place.zone).date()
    horizon = rules_of(place.rules, wanted).horizon_days
    first = max(first, today)
    last = max(first, min(last, date.fromordinal(today.toordinal() + horizon)))
    limited = {each.offering.id for each in wanted if each.offering.per_day is not None}
    if locked and first == last:
        await occupancy.lock_day_limits(scope, limited, first)
    window = window_of(place.zone, first, last)
    taken_up = TakenUp(
        busy={} if reasons else await occupancy.busy(scope, window, without=without),
        taken=await occupancy.taken(scope, window, without=without) if reasons else {},
        counts=await occupancy.counts(scope, limited, window, place.zone, without=without),
    )
    diary = diary_of(place, wanted, found, taken_up, first, last, now)
    return Look(place, wanted, found, diary, Availability(diary, tuple(found), first, last), first, last)


def items_of(look: Look, offer: Offer) -> Sequence[Mapping[str, object]]:
    """The rows of what is sold."""
    return [
        {
            "offering_id": each.offering.id,
            "variant_id": each.variant_id,
            "add_on_ids": list(each.add_on_ids),
            "wanted_staff_id": each.staff_id,
            "staff_id": who,
            "name": each.name,
            "price_cents": each.price_cents(who),
        }
        for each, who in zip(look.wanted, look.doers(offer), strict=True)
    ]


def row_of(look: Look, offer: Offer) -> dict[str, object]:
    """What a booking's own row says of the offer."""
    first = next((who for who in look.doers(offer) if who is not None), None)
    return {
        "staff_id": first,
        "offering_id": look.wanted[0].offering.id,
        "starts_at": offer.starts_at,
        "ends_at": offer.ends_at,
        "during": Range(offer.starts_at, offer.ends_at, bounds="[)"),
        "segmented": True,
    }
