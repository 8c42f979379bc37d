"""What of a business a model named: an offering, a person, a place. Capitals, spacing and punctuation do not count."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from domain.business import BusinessProfile, Offering, Option, Site, StaffMember
from domain.dialogue.intents import folded
from domain.dialogue.tool_arguments import shown
from domain.errors import InvalidInput

ANYBODY = frozenset({"anyone", "anybody", "any", "whoever", "no preference", "egal", "n importe qui"})
"""As models answer when they are asked whom the caller wants and the caller does not mind."""


class _Named(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


_Any = TypeVar("_Any", bound=_Named)


def match_offering(profile: BusinessProfile, name: str) -> Offering:
    """Raises InvalidInput: the business has no such offering; the message lists those it has."""
    return _one(profile.offerings, name, "offering called", "The offerings are")


def match_staff(profile: BusinessProfile, name: str | None) -> StaffMember | None:
    """Somebody by their name, or by that part of it that nobody else has; None for anybody.

    Raises:
        InvalidInput: nobody is called so, or several are.
    """
    if name is None or folded(name) in ANYBODY:
        return None
    words = set(folded(name).split())
    partly = [each for each in profile.staff if words and words <= set(folded(each.name).split())]
    if len(partly) == 1:
        return partly[0]
    return _one(profile.staff, name, "person called", "Those who take appointments are")


def match_variant(offering: Offering, name: str | None) -> Option | None:
    """Raises InvalidInput: the offering has no such variant."""
    if name is None:
        return None
    return _one(offering.variants, name, f"kind of {offering.name} called", "There are")


def match_add_ons(offering: Offering, names: Iterable[str]) -> tuple[Option, ...]:
    """Raises InvalidInput: the offering has no such add-on."""
    return tuple(
        _one(offering.add_ons, each, f"extra of {offering.name} called", "There are") for each in names
    )


def match_site(
    profile: BusinessProfile,
    name: str | None,
    offerings: Iterable[UUID] = (),
    staff: Iterable[UUID] = (),
) -> Site | None:
    """The location meant; None for a business that is its own place.

    Without a name, the only one where all these can be had with these people, if there is only one.

    Raises:
        InvalidInput: there are several and none was named, or one where they cannot be had, or one there is not.
    """
    if len(profile.sites) < 2:
        return profile.sites[0] if profile.sites else None
    wanted, people = tuple(offerings), tuple(staff)
    able = [site for site in profile.sites if site.has(wanted, people)]
    if name is None or folded(name) in ANYBODY:
        if len(able) == 1:
            return able[0]
        raise InvalidInput(f"Ask the caller which location: {_listed(able or profile.sites)}.")
    site = _site_called(profile, name)
    if site in able:
        return site
    what = _listed(each for each in profile.offerings if each.id in wanted)
    whom = _listed(each for each in profile.staff if each.id in people)
    with_whom = f" with {whom}" if people else ""
    if not able:
        raise InvalidInput(f"{what}{with_whom} cannot be had at {site.name}, nor at another location.")
    raise InvalidInput(f"{what}{with_whom} cannot be had at {site.name}, but at {_listed(able)}.")


def _site_called(profile: BusinessProfile, name: str) -> Site:
    """By its name, or by that part of it that no other has."""
    words = set(folded(name).split())
    partly = [each for each in profile.sites if words and words <= set(folded(each.name).split())]
    if len(partly) == 1:
        return partly[0]
    return _one(profile.sites, name, "location called", "The locations are")


def _one(among: Sequence[_Any], name: str, what: str, there_are: str) -> _Any:
    wanted = folded(name)
    for each in among:
        if folded(each.name) == wanted:
            return each
    raise InvalidInput(f"There is no {what} {shown(name)}. {there_are}: {_listed(among)}.")


def _listed(among: Iterable[_Named]) -> str:
    return ", ".join(each.name for each in among) or "none"
