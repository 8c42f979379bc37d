"""The port to calendars of other vendors: who may use them, what stands in them, and our bookings in them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.errors import ProviderError
from domain.scheduling.ranges import TimeRange


class NotConnected(ProviderError):
    """The consent is void: revoked, expired, or the account is gone. Asking again does not help; connecting does."""


class NoRight(ProviderError):
    """The account, or what it allowed, does not reach this far."""


class SyncLost(ProviderError):
    """Changes since then can no longer be told: everything has to be read anew."""


class EntryExists(ProviderError):
    """There is an entry of this id."""


class EntryChanged(ProviderError):
    """Somebody changed the entry since it was read."""


class EntryGone(ProviderError):
    """The entry is deleted, or never was."""


class CalendarGone(ProviderError):
    """The calendar is not there, or not for this account."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What an account allowed us.

    Attributes:
        lacks: what we need and were not allowed, in words; nothing works then.
        expires_at: of the access token; aware.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: datetime
    lacks: tuple[str, ...] = ()
    account: str = ""
    """What the vendor calls the account, where it says so with the consent."""


@dataclass(frozen=True, slots=True)
class CalendarChoice:
    """A calendar of the account. `ours_to_write`: whether it is theirs, so that we may read and write it."""

    id: str
    name: str
    primary: bool
    ours_to_write: bool


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """Something that can be booked there."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands there.

    Attributes:
        series_id: of the series it is one of.
        during: None for one that is gone.
        whole_days: `during` is days of the calendar's zone.
        blocks: somebody is busy during it.
    """

    id: str
    etag: str
    series_id: str | None = None
    during: TimeRange | None = None
    whole_days: bool = False
    blocks: bool = False

    @property
    def is_gone(self) -> bool:
        return self.during is None


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of what has changed.

    Attributes:
        more: where the next page begins; empty on the last one.
        token: from which changes can be asked for next time; only on the last page, and empty where a vendor tells
            everything each time.
    """

    entries: tuple[Entry, ...]
    more: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class OurEntry:
    """A booking as it is to stand there.

    Attributes:
        id: of the entry.
        key: names the booking and what is wanted of it: the same is not done twice.
        zone: IANA, of the place.
        service: what the vendor calls what is booked, where it knows services.
    """

    id: str
    key: str
    during: TimeRange
    zone: str
    title: str
    text: str
    place: str
    booking: str
    service: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """Where changes are told of as they happen, until then. `resource` is the vendor's name for what is watched."""

    id: str
    resource: str
    expires_at: datetime


class Calendars(Protocol):
    """One vendor. Every method raises ProviderError or one of the above; `retryable` says that later may be better.

    `token` is an access token that has not expired.
    """

    @property
    def label(self) -> str:
        """What people call it."""
        ...

    @property
    def kind(self) -> str:
        """How rows name it."""
        ...

    @property
    def watches(self) -> bool:
        """Whether channels can be opened, one for each calendar."""
        ...

    def consent_url(self, state: str, verifier: str, redirect_uri: str) -> str: ...
    async def consent(self, code: str, verifier: str, redirect_uri: str) -> Consent: ...
    async def refreshed(self, refresh_token: str) -> Consent: ...
    async def revoke(self, refresh_token: str) -> None: ...
    async def calendars(self, token: str) -> list[CalendarChoice]: ...
    async def services(self, token: str) -> list[ServiceChoice]:
        """What bookings have to be of there; nothing where they need not be of anything."""
        ...

    async def changes(
        self, token: str, calendar_id: str, *, since: str, page: str, window: TimeRange, zone: str
    ) -> Changes:
        """What changed since the token `since`, or all within the window where that is empty.

        Raises:
            SyncLost, CalendarGone, NoRight, NotConnected.
        """
        ...

    async def entry(self, token: str, calendar_id: str, entry_id: str, zone: str) -> Entry:
        """Raises EntryGone when it is unknown there; a deleted one may still be known, as gone."""
        ...

    async def write(self, token: str, calendar_id: str, entry: OurEntry, *, etag: str) -> Entry:
        """Makes the entry where `etag` is empty, else changes it unless somebody else has since.

        Raises:
            EntryExists, EntryChanged, EntryGone.
        """
        ...

    async def remove(self, token: str, calendar_id: str, entry_id: str) -> None:
        """Harmless when it is gone."""
        ...

    async def watch(
        self, token: str, calendar_id: str, *, channel_id: str, secret: str, address: str
    ) -> Channel: ...
    async def unwatch(self, token: str, channel_id: str, resource: str) -> None:
        """Harmless when there is no such channel."""
        ...
