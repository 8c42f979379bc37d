"""What a model asked for by names, as the engine takes it."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.business import BusinessProfile, named_address
from domain.dialogue.intents import Details, Item
from domain.dialogue.matching import (
    match_add_ons,
    match_offering,
    match_site,
    match_staff,
    match_variant,
)
from domain.dialogue.tool_results import Whereabouts
from domain.errors import InvalidInput
from domain.scheduling.catalogue import Channel
from domain.scheduling.hours import exists, instant_of, zone_named
from services.scheduling.looking import Ask, Question


def question_of(
    profile: BusinessProfile, offering: str, details: Details, *, anywhere: bool = False
) -> Question:
    """What is asked of the engine.

    Args:
        anywhere: the location is known otherwise, and need not be named.

    Raises:
        InvalidInput: something there is not, or not there; the message lists what there is.
    """
    asks = tuple(_ask(profile, item) for item in details.items(offering))
    if anywhere:
        return Question(asks, None, Channel.PHONE)
    people = [ask.staff_id for ask in asks if ask.staff_id is not None]
    site = match_site(profile, details.location, (ask.offering_id for ask in asks), people)
    return Question(asks, site.id if site else None, Channel.PHONE)


def name_of(profile: BusinessProfile, offering: str, details: Details) -> str:
    """All of the visit as the business writes it: `Haircut, long hair and Colour`. Raises as `question_of`."""
    return " and ".join(_name(profile, item) for item in details.items(offering))


def zone_at(profile: BusinessProfile, location_id: UUID | None) -> ZoneInfo:
    """Whose wall time a location's appointments are told in; the business's for one it does not know."""
    timezone = next((site.timezone for site in profile.sites if site.id == location_id), profile.timezone)
    return zone_named(timezone)


def whereabouts(profile: BusinessProfile, location_id: UUID | None) -> Whereabouts | None:
    """Where it is, as callers are told it; None where there is no choice of locations."""
    if len(profile.sites) < 2:
        return None
    site = next((site for site in profile.sites if site.id == location_id), None)
    return Whereabouts(site.name, site.address) if site is not None else None


def address_at(profile: BusinessProfile, location_id: UUID | None) -> str:
    """Where to come, for a text; with the location's name where there are several."""
    place = whereabouts(profile, location_id)
    if place is not None:
        return named_address(place.name, place.address)
    only = next((site.address for site in profile.sites if site.id == location_id), "")
    return only or profile.address


def start_at(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a start.

    Raises:
        InvalidInput: not a whole naive minute, or a time the clocks skip.
    """
    if wall.tzinfo is not None or wall.second or wall.microsecond:
        raise InvalidInput("starts_at_local must be a wall time without zone or seconds, YYYY-MM-DDTHH:MM")
    # At the ends of the calendar there is no instant for every wall time; both are as good as their neighbours.
    wall = wall.replace(year=min(max(wall.year, 4), 9996))
    if exists(wall, zone):
        return instant_of(wall, zone)
    raise InvalidInput(f"the clocks go forward then: there is no {wall:%H:%M} on that day")


def _ask(profile: BusinessProfile, item: Item) -> Ask:
    offering = match_offering(profile, item.offering)
    variant, member = match_variant(offering, item.variant), match_staff(profile, item.staff)
    return Ask(
        offering.id,
        variant.id if variant else None,
        tuple(extra.id for extra in match_add_ons(offering, item.add_ons)),
        member.id if member else None,
    )


def _name(profile: BusinessProfile, item: Item) -> str:
    offering = match_offering(profile, item.offering)
    variant = match_variant(offering, item.variant)
    extras = ", ".join(extra.name for extra in match_add_ons(offering, item.add_ons))
    name = f"{offering.name}, {variant.name}" if variant else offering.name
    return f"{name} with {extras}" if extras else name
