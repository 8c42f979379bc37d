"""What anybody may see of a business who wants to book on the web: nothing about other people's bookings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.errors import NotFound
from domain.scheduling.catalogue import BookableOffering, Channel, Wanted
from domain.scheduling.engine.diary import Rules
from domain.scheduling.hours import wall_of, zone_named
from domain.scheduling.questions import Question
from services.scheduling.looking import place_for
from storage.postgres import web_pages
from storage.postgres.tenant import TenantScope
from storage.postgres.web_pages import Host, Place

MOST_PLACES = 20
NO_PAGE = "there is no such booking page"


@dataclass(frozen=True, slots=True)
class Option:
    """A variant, with its own minutes and price, or an add-on, with what it adds."""

    id: UUID
    name: str
    minutes: int
    price_cents: int


@dataclass(frozen=True, slots=True)
class ShownOffering:
    """What can be booked by oneself; `staff` are the ids of those who do it, empty where nobody is needed."""

    id: UUID
    name: str
    minutes: int
    price_cents: int
    variants: tuple[Option, ...]
    add_ons: tuple[Option, ...]
    staff: tuple[UUID, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """An offering that is had in a group; `price_cents` is that of a seat."""

    id: UUID
    name: str
    minutes: int
    price_cents: int
    seats: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class ShownPlace:
    place: Place
    offerings: tuple[ShownOffering, ...]
    groups: tuple[ShownGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class WebPage:
    """`staff` are first names."""

    host: Host
    places: tuple[ShownPlace, ...]
    staff: dict[UUID, str]


async def load_page(scope: TenantScope, rules: Rules, now: datetime) -> WebPage:
    """Raises NotFound: there is no such business, or nothing of it is booked on the web."""
    host = await web_pages.host(scope)
    shown: list[tuple[Place, list[BookableOffering]]] = []
    staff: dict[UUID, str] = {}
    for place in host.places[:MOST_PLACES]:
        today = wall_of(now, zone_named(place.timezone)).date()
        found = await place_for(scope, place.id, today, today, rules)
        bookable = [each for each in found.offerings.values() if Channel.WEB in each.channels]
        people = (provider.staff_id for each in bookable for provider in each.providers)
        staff |= {who: first_name(found.name_of(who)) for who in people}
        shown.append((place, bookable))
    asked = await web_pages.questions(scope, {each.id for _, offerings in shown for each in offerings})
    places = tuple(
        ShownPlace(
            place,
            tuple(_shown(each, asked) for each in offerings if each.seats is None),
            tuple(_group(each, each.seats, asked) for each in offerings if each.seats is not None),
        )
        for place, offerings in shown
    )
    if not any(place.offerings or place.groups for place in places):
        raise NotFound(NO_PAGE)
    return WebPage(host, places, staff)


def first_name(name: str) -> str:
    return next(iter(name.split()), "")


def _shown(offering: BookableOffering, asked: Sequence[Question]) -> ShownOffering:
    usual = Wanted(offering)
    return ShownOffering(
        offering.id,
        offering.name,
        usual.minutes(None),
        offering.price_cents,
        tuple(
            Option(each.id, each.name, Wanted(offering, each.id).minutes(None), each.price_cents)
            for each in offering.variants
        ),
        tuple(Option(each.id, each.name, each.minutes, each.price_cents) for each in offering.add_ons),
        tuple(provider.staff_id for provider in offering.providers),
        tuple(each for each in asked if each.offering_id == offering.id),
    )


def _group(offering: BookableOffering, seats: int, asked: Sequence[Question]) -> ShownGroup:
    return ShownGroup(
        offering.id,
        offering.name,
        Wanted(offering).minutes(None),
        offering.price_cents,
        seats,
        tuple(each for each in asked if each.offering_id == offering.id),
    )
