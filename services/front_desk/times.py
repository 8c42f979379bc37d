"""When a visit can be had, as it is shown to a business's own people and programs."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.errors import InvalidInput
from domain.scheduling.catalogue import Channel
from services.scheduling.availability import AvailabilityService, Choice, Explanation
from services.scheduling.kept_availability import KeptAvailability
from services.scheduling.looking import Ask, Question
from storage.postgres import places
from storage.postgres.database import Database

MOST_DAYS = 31
MOST_CHOICES = 20
NEAREST = 3


@dataclass(frozen=True, slots=True)
class VisitQuery:
    """What is to be had on which local days, both included; `near` asks for the starts nearest to an instant too."""

    asks: tuple[Ask, ...]
    first: date
    last: date
    location_id: UUID | None = None
    channel: Channel = Channel.STAFF
    near: datetime | None = None
    choices: int = 0


@dataclass(frozen=True, slots=True)
class Times:
    """Starts in the place's wall time, with its offset, in order."""

    timezone: str
    starts: tuple[datetime, ...]
    nearest: tuple[datetime, ...]
    choices: tuple[Choice, ...]


class TimesOfVisits:
    """For any business; who asks has been allowed to."""

    def __init__(self, database: Database, availability: AvailabilityService, kept: KeptAvailability) -> None:
        self._database = database
        self._availability = availability
        self._kept = kept

    async def find(self, business_id: UUID, query: VisitQuery, now: datetime) -> Times:
        """All starts, the nearest to what is wanted, and for the first few with whom and at which price.

        Raises:
            InvalidInput: too many days, or what cannot be had like this. NotFound: no such offering or location.
            NotPermitted: it is not booked by this channel.
        """
        if not query.first <= query.last <= query.first + timedelta(days=MOST_DAYS - 1):
            raise InvalidInput(f"to: a day not before `from`, and at most {MOST_DAYS} days are looked at")
        question = await self._question(business_id, query.asks, query.location_id, query.channel)
        found = await self._kept.starts(business_id, question, query.first, query.last, now)
        local = (start.astimezone(found.zone) for start in found.starts)
        starts = tuple(start for start in local if query.first <= start.date() <= query.last)
        near = query.near
        choices: tuple[Choice, ...] = ()
        nearest = sorted(starts, key=lambda start: abs(start - near))[:NEAREST] if near is not None else []
        if query.choices and starts:
            choices = await self._availability.choices(
                business_id, question, query.first, query.last, now, most=min(query.choices, MOST_CHOICES)
            )
        return Times(found.zone.key, starts, tuple(sorted(nearest, key=datetime.timestamp)), choices)

    async def explain(
        self,
        principal: Principal,
        asks: tuple[Ask, ...],
        location_id: UUID | None,
        starts_at: datetime,
        now: datetime,
    ) -> Explanation:
        """Why it cannot be had then; whole reasons name customers, and are for who may read them. Raises as `find`."""
        principal.require(Permission.BOOKINGS_READ)
        question = await self._question(principal.business_id, asks, location_id, Channel.STAFF)
        found = await self._availability.explain(principal.business_id, question, starts_at, now)
        if Permission.CUSTOMERS_READ not in principal.permissions:
            return replace(found, owner=found.agent)
        return found

    async def _question(
        self, business_id: UUID, asks: tuple[Ask, ...], location_id: UUID | None, channel: Channel
    ) -> Question:
        if location_id is None:
            async with self._database.tenant(business_id) as scope:
                location_id = await places.location_of(scope, None)
        return Question(asks, location_id, channel)
