"""A business's profile as a place of the engine: what can be said of its times where no store can be asked.

A profile knows the usual hours and that everybody does everything; exceptions, assets and bookings are in the store.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.business import BusinessProfile, Offering
from domain.scheduling.calendar import Calendar
from domain.scheduling.catalogue import AddOn, BookableOffering, Provider, Variant, Wanted, Ways, ways
from domain.scheduling.engine.availability import Availability
from domain.scheduling.engine.diary import Diary, Rules
from domain.scheduling.engine.visit import Segment
from domain.scheduling.hours import zone_named
from domain.scheduling.place import Bookable, Place, TakenUp, diary_of

_USUAL_RULES = Rules()


def place_of(profile: BusinessProfile, rules: Rules = _USUAL_RULES, location_id: UUID | None = None) -> Place:
    """Nothing can be had of a business without staff.

    Args:
        location_id: with the zone, the usual week, the people and the offerings of this location, as far as the
            profile knows them.
    """
    site = next((each for each in profile.sites if each.id == location_id), None)
    staff = [each for each in profile.staff if site is None or site.has((), (each.id,))]
    providers = tuple(Provider(member.id) for member in staff)
    offerings = [each for each in profile.offerings if providers and (site is None or site.has((each.id,)))]
    own_hours = site.opening_hours if site is not None else None
    hours = profile.opening_hours if own_hours is None else own_hours
    return Place(
        id=None,
        calendar=Calendar(zone_named(site.timezone if site is not None else profile.timezone), hours),
        bookables={member.id: Bookable(member.id, member.name) for member in staff},
        offerings={each.id: _bookable(each, providers) for each in offerings},
        rules=rules,
    )


@dataclass(frozen=True, slots=True)
class Unbooked:
    """The days asked about as if nobody had booked."""

    ways: Ways
    diary: Diary
    availability: Availability

    @classmethod
    def of(cls, place: Place, wanted: Sequence[Wanted], first: date, last: date, now: datetime) -> "Unbooked":
        """Raises as `catalogue.ways`."""
        found = ways(wanted)
        diary = diary_of(place, wanted, found, TakenUp(), first, last, now)
        return cls(found, diary, Availability(diary, tuple(found), first, last))


def starts_of(
    profile: BusinessProfile, offering: Offering, first: date, last: date, now: datetime
) -> Iterator[datetime]:
    """The starts of an offering on these local days, UTC and in order, if nobody had booked."""
    place = place_of(profile)
    wanted = Wanted(place.offering(offering.id))
    yield from Unbooked.of(place, (wanted,), first, last, now).availability.starts()


def _bookable(offering: Offering, providers: tuple[Provider, ...]) -> BookableOffering:
    return BookableOffering(
        id=offering.id,
        name=offering.name,
        segments=(Segment(offering.duration_min),),
        price_cents=offering.price_cents,
        providers=providers,
        after_min=offering.buffer_min,
        variants=tuple(
            Variant(each.id, each.name, (Segment(each.minutes),), each.price_cents)
            for each in offering.variants
        ),
        add_ons=tuple(AddOn(each.id, each.name, each.minutes, each.price_cents) for each in offering.add_ons),
    )
