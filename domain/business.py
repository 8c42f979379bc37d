"""The business as the agent knows it: who works there, what can be booked, when it is open, what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from domain.billing.stop import Stop
from domain.numbers.lines import Line
from domain.opening_hours import OpeningHours
from domain.receptionist.content import Overflow, Receptionist

__all__ = ["Answer", "BusinessProfile", "Offering", "OpeningHours", "Overflow", "SpecialHours", "StaffMember"]


@dataclass(frozen=True, slots=True)
class Option:
    """A variant of an offering, with minutes and a price of its own, or an add-on, with what it adds."""

    id: UUID
    name: str
    minutes: int
    price_cents: int


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """Something whoever books an offering is asked; `expects` says what kind of answer: `Warm or Cool`, `a date`."""

    label: str
    required: bool = False
    expects: str = ""


@dataclass(frozen=True, slots=True)
class Offering:
    """A service of the business that can be booked.

    `duration_min` is the customer's time; `buffer_min` is kept free after it; `seats` of a group session, None for what
    one customer has alone.
    """

    id: UUID
    name: str
    duration_min: int
    price_cents: int
    buffer_min: int = 0
    variants: tuple[Option, ...] = ()
    add_ons: tuple[Option, ...] = ()
    questions: tuple[AskedQuestion, ...] = ()
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A location of the business.

    Attributes:
        opening_hours: its usual week; None leaves the business's.
        staff: who works there; None where that is not known, which is everybody.
        offerings: what can be had there; None likewise.
    """

    id: UUID
    name: str
    timezone: str
    address: str = ""
    opening_hours: tuple[OpeningHours, ...] | None = None
    staff: tuple[UUID, ...] | None = None
    offerings: tuple[UUID, ...] | None = None

    def has(self, offerings: Iterable[UUID], staff: Iterable[UUID] = ()) -> bool:
        """Whether all these can be had there, with all these people."""
        return (self.offerings is None or set(offerings) <= set(self.offerings)) and (
            self.staff is None or set(staff) <= set(self.staff)
        )


@dataclass(frozen=True, slots=True)
class StaffMember:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A common question and what the agent says to it."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class SpecialHours:
    """A date with other hours than usual; closed all day without `stretches` (opening and closing times)."""

    day: date
    stretches: tuple[tuple[time, time], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """The business is closed: callers are put through to `forward_to` (E.164), or told that nobody answers here."""

    forward_to: str | None = None


@dataclass(frozen=True, slots=True)
class BusinessProfile:
    """Everything a call needs to know about its business, read once when it starts.

    `timezone` is an IANA name, `language` a BCP 47 tag (`en-AU`), `country` ISO 3166 alpha-2,
    `transfer_number` E.164 or None when callers cannot be put through. Without `sites` the business is its own place.

    Attributes:
        receptionist: the published version of everything its owner decides about calls; what of it has a field of its
            own here is the same there. None in a profile of a release without versions
            (`domain.conduct` gives one in any case).
        receptionist_version: its number; None likewise.
        special_hours: those of the days around the reading.
        given_up: None while the business is open.
        stop: from when on the agent takes no calls, by the bill; None while it takes them.
        lines: the numbers that reach it (`domain.dialled`).
    """

    id: UUID
    name: str
    timezone: str
    language: str
    country: str
    currency: str
    greeting: str
    voice_id: str
    address: str
    transfer_number: str | None
    offerings: tuple[Offering, ...]
    staff: tuple[StaffMember, ...]
    opening_hours: tuple[OpeningHours, ...]
    answers: tuple[Answer, ...]
    overflow: Overflow = Overflow.VOICEMAIL
    sites: tuple[Site, ...] = ()
    receptionist: Receptionist | None = None
    receptionist_version: int | None = None
    special_hours: tuple[SpecialHours, ...] = ()
    given_up: GivenUp | None = None
    stop: Stop | None = None
    lines: tuple[Line, ...] = ()


def named_address(name: str, address: str) -> str:
    """Of one location of several: `Harbour Street, 12 Harbour Street, Sydney`."""
    return ", ".join(filter(None, (name, address)))
