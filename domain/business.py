"""The business as the agent knows it: who works there, what can be booked, when it is open, what it answers."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from uuid import UUID

_MIDNIGHT = time(0)
_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Option:
    """A variant of an offering, with minutes and a price of its own, or an add-on, with what it adds."""

    id: UUID
    name: str
    minutes: int
    price_cents: int


@dataclass(frozen=True, slots=True)
class Offering:
    """A service of the business that can be booked.

    `duration_min` is the customer's time; `buffer_min` is kept free after it.
    """

    id: UUID
    name: str
    duration_min: int
    price_cents: int
    buffer_min: int = 0
    variants: tuple[Option, ...] = ()
    add_ons: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A location of the business."""

    id: UUID
    name: str
    timezone: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class StaffMember:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One open stretch in the business's wall time, of the weekday it begins on; 0 is Monday.

    One that closes no later than it opens goes on into the next day: 18:00 to 02:00. `closes` at 00:00 is the midnight
    the day ends with, and so is 23:59, which is how that is written where 24:00 cannot be; from 00:00 to 00:00 is all
    day. `opens` and `closes` are never equal otherwise.
    """

    weekday: int
    opens: time
    closes: time

    @property
    def until_midnight(self) -> bool:
        """Whether it ends as its day does."""
        return self.closes == _MIDNIGHT or self.closes >= _LAST_MINUTE

    @property
    def past_midnight(self) -> bool:
        """Whether it ends on the day after its own."""
        return not self.until_midnight and self.closes < self.opens

    @property
    def spoken(self) -> str:
        """`09:00-17:30`, `18:00-24:00`, `18:00-02:00 (next day)`."""
        closes = "24:00" if self.until_midnight else f"{self.closes:%H:%M}"
        return f"{self.opens:%H:%M}-{closes}{' (next day)' if self.past_midnight else ''}"


@dataclass(frozen=True, slots=True)
class Answer:
    """A common question and what the agent says to it."""

    question: str
    answer: str


class Overflow(StrEnum):
    """What happens to callers when no line of the business is free, or no call slot of ours."""

    RETRY = "retry"
    """They hold and are tried again a few times, then asked for a message."""
    VOICEMAIL = "voicemail"
    """They are asked for a message."""
    FORWARD = "forward"
    """A person of the business is rung; when nobody answers, they are asked for a message."""


@dataclass(frozen=True, slots=True)
class BusinessProfile:
    """Everything a call needs to know about its business, read once when it starts.

    `timezone` is an IANA name, `language` a BCP 47 tag (`en-AU`), `country` ISO 3166 alpha-2,
    `transfer_number` E.164 or None when callers cannot be put through. Without `sites` the business is its own place.
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
