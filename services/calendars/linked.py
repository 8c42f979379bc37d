"""All that is done with linked calendars, over the stores of one process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from services.accounts.second_factor import Seal
from services.calendars.accounts import CalendarAccounts, Vendors
from services.calendars.channels import Channels
from services.calendars.connections import Connections
from services.calendars.disputes import Disputes
from services.calendars.drain import CalendarDrain
from services.calendars.returning import Returning
from services.calendars.syncing import Syncing
from services.calendars.writing import Writing
from services.scheduling.bookings import Bookings
from services.scheduling.waiting_list import note_freed
from storage.postgres.database import Database

CONNECTED_PAGE = "/calendars/connected"
"""Of the frontend: where an account's owner comes back to."""


@dataclass(frozen=True, slots=True)
class LinkedCalendars:
    """`drain` is the worker's; the others answer requests."""

    connections: Connections
    disputes: Disputes
    channels: Channels
    drain: CalendarDrain


def linked_calendars_over(
    database: Database,
    vendors: Vendors,
    seal: Seal,
    *,
    frontend_url: str,
    notices_url: str | None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> LinkedCalendars:
    """Args:
    notices_url: where vendors post notices; None for nowhere.
    """
    accounts = CalendarAccounts(database, vendors, seal, clock=clock)
    bookings = Bookings(database, freed=note_freed)
    returning = Returning(database, bookings, clock=clock)
    channels = Channels(database, notices_url, clock=clock)
    writing = Writing(database, returning, clock=clock)
    syncing = Syncing(database, returning, channels, clock=clock)
    redirect_uri = frontend_url.rstrip("/") + CONNECTED_PAGE
    return LinkedCalendars(
        Connections(database, accounts, seal, redirect_uri, clock=clock),
        Disputes(database, bookings, clock=clock),
        channels,
        CalendarDrain(database, accounts, writing, syncing, channels, clock=clock),
    )
