"""When a visit can be had, and why not at another time. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.scheduling.balance import order_for
from domain.scheduling.catalogue import Ways
from domain.scheduling.engine.availability import Availability, Offer
from domain.scheduling.engine.diary import Diary, Rules
from domain.scheduling.engine.obstacles import NobodyFree, NotTogether, Obstacle, obstacles
from domain.scheduling.hours import wall_of
from domain.scheduling.why_not import for_agent, for_owner
from services.scheduling.looking import Look, Question, look
from storage.postgres import places
from storage.postgres.database import Database

DEFAULT_RULES = Rules()
DAYS_AROUND = 6
"""Days after the one asked about in which the nearest alternatives are looked for."""


@dataclass(frozen=True, slots=True)
class Starts:
    """All starts of a visit on the days asked about, UTC and in order, as they were found with so much notice."""

    zone: ZoneInfo
    starts: tuple[datetime, ...]
    notice_min: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A start with whom and at which price it would be had; `staff` are names, each once."""

    starts_at: datetime
    starts_at_local: datetime
    ends_at: datetime
    staff_ids: tuple[UUID, ...]
    staff: tuple[str, ...]
    price_cents: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a start cannot be had, most important first; all empty when it can.

    `owner` has every name and reason, `agent` only what a caller may be told.
    """

    free: bool
    owner: tuple[str, ...]
    agent: tuple[str, ...]
    nearest: tuple[datetime, ...]
    zone: ZoneInfo


class AvailabilityService:
    """Answers for any business.

    Args:
        rules: of offerings that have none of their own.
    """

    def __init__(self, database: Database, rules: Rules = DEFAULT_RULES) -> None:
        self._database = database
        self._rules = rules

    async def starts(
        self, business_id: UUID, question: Question, first: date, last: date, now: datetime
    ) -> Starts:
        """All starts on these local days, both included. Raises as `looking.look`."""
        async with self._database.tenant(business_id) as scope:
            found = await look(scope, question, first, last, now, self._rules)
        return Starts(found.place.zone, found.availability.starts(), found.diary.rules.notice_min)

    async def choices(
        self, business_id: UUID, question: Question, first: date, last: date, now: datetime, *, most: int
    ) -> tuple[Choice, ...]:
        """The first few starts with whom and at which price."""
        async with self._database.tenant(business_id) as scope:
            found = await look(scope, question, first, last, now, self._rules)
        chosen = (_choice(found, start) for start in found.availability.starts()[:most])
        return tuple(choice for choice in chosen if choice is not None)

    async def explain(
        self, business_id: UUID, question: Question, starts_at: datetime, now: datetime, *, nearest: int = 3
    ) -> Explanation:
        """Why the visit cannot begin then, and what is nearest to it on that day and the six after."""
        async with self._database.tenant(business_id) as scope:
            zone = await places.zone(scope, question.location_id)
            day = wall_of(starts_at, zone).date()
            last = day + timedelta(days=DAYS_AROUND)
            found = await look(scope, question, day, last, now, self._rules, reasons=True)
        why = why_not(found, starts_at)
        return Explanation(
            free=not why,
            owner=tuple(for_owner(each, found.diary, starts_at) for each in why),
            agent=agent_words(found, why, starts_at),
            nearest=found.availability.nearest(starts_at, nearest),
            zone=zone,
        )


class Looked(Protocol):
    """What was read for a question (`Look`), or is known without a store (`domain.scheduling.profile_place`)."""

    @property
    def ways(self) -> Ways: ...
    @property
    def diary(self) -> Diary: ...
    @property
    def availability(self) -> Availability: ...


def why_not(found: Looked, starts_at: datetime) -> tuple[Obstacle, ...]:
    """The obstacles of the way that is nearest to being possible; none when some way is possible."""
    each = [obstacles(found.diary, visit, starts_at) for visit in found.ways]
    return min(each, key=len, default=())


def agent_words(found: Looked, why: Sequence[Obstacle], starts_at: datetime) -> tuple[str, ...]:
    """What a caller may be told of these; where the place is closed, not who is not there either."""
    of_the_place = [each for each in why if not isinstance(each, NobodyFree | NotTogether)]
    told = (for_agent(each, found.diary, starts_at) for each in of_the_place or why)
    return tuple(dict.fromkeys(told))


def _choice(found: Look, starts_at: datetime) -> Choice | None:
    offer = found.availability.offer(starts_at, order_for(found.place.balance, found.diary, starts_at))
    return choice_of(found, offer) if offer else None


def choice_of(found: Look, offer: Offer) -> Choice:
    staff = tuple(dict.fromkeys(who for who in found.doers(offer) if who is not None))
    return Choice(
        offer.starts_at,
        offer.starts_at_local,
        offer.ends_at,
        staff,
        tuple(found.place.name_of(who) for who in staff),
        found.price_cents(offer),
    )
