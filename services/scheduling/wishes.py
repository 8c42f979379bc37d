"""What is asked of the calendar, for whom, and what the answer can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.errors import DomainError, OutsideHours, SlotTaken
from domain.scheduling.engine.obstacles import NobodyFree, NotTogether, Obstacle
from services.scheduling.availability import Choice, Looked, agent_words, why_not
from services.scheduling.looking import Question
from storage.postgres import customers, people
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a booking is for.

    Attributes:
        phone: E.164, None when it is not known.
        customer_id: of a customer who is known already; then the rest says nothing new.
    """

    name: str
    phone: str | None = None
    email: str | None = None
    customer_id: UUID | None = None


async def customer_of(scope: TenantScope, who: Who) -> UUID:
    """The customer, made when there is none. Raises NotFound: none has this id."""
    if who.customer_id is not None:
        return await people.person_of(scope, who.customer_id)
    return await customers.find_or_create(scope, who.name, who.phone, who.email)


@dataclass(frozen=True, slots=True)
class Wish:
    """A visit at a time.

    Attributes:
        intent_key: the same key never makes a second booking, nor a second hold.
        prefer: whom to choose first where several would do, such as whom the customer saw before.
        answers: to what is asked with the offerings: `question` and `answer`.
        actor: who does it, for the history.
    """

    question: Question
    starts_at: datetime
    intent_key: str
    call_id: UUID | None = None
    prefer: tuple[UUID, ...] = ()
    notes: str = ""
    answers: tuple[Mapping[str, str], ...] = ()
    actor: str = "system"
    series_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A slot nobody else can have until `until`."""

    booking_id: UUID
    until: datetime
    choice: Choice


@dataclass(frozen=True, slots=True)
class Taken:
    """The time cannot be had: why, as callers may be told, and what is nearest to it."""

    why: tuple[str, ...]
    nearest: tuple[datetime, ...]


class NotFree(DomainError):
    """Carries why a time cannot be had out of its transaction."""

    def __init__(self, taken: Taken) -> None:
        super().__init__(taken)
        self.taken = taken

    def __str__(self) -> str:
        return " ".join(self.taken.why) or "that time cannot be had"


class TimeTaken(NotFree, SlotTaken):
    """Open then, but taken."""


class TimeClosed(NotFree, OutsideHours):
    """Closed then, over, too soon or too far ahead."""


def refused(found: Looked, starts_at: datetime) -> TimeTaken | TimeClosed:
    """Why this time cannot be had, with what is nearest."""
    why = why_not(found, starts_at)
    told = Taken(agent_words(found, why, starts_at), found.availability.nearest(starts_at, 3))
    return TimeTaken(told) if all(_is_taken(each) for each in why) else TimeClosed(told)


def _is_taken(obstacle: Obstacle) -> bool:
    return isinstance(obstacle, NobodyFree | NotTogether)
