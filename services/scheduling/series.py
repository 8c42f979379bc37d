"""Recurring appointments: the same wall time every so many days, each booked by itself."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from domain.errors import InvalidInput, NotPermitted
from domain.scheduling.hours import exists, instant_of, wall_of
from services.scheduling.bookings import Bookings
from services.scheduling.wishes import NotFree, Taken, Who, Wish
from storage.postgres import places, visits
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database

MOST_DATES = 60


@dataclass(frozen=True, slots=True)
class NotBooked:
    """A date of the series that could not be had: the naive wall time wanted, why, and what is near."""

    wanted_local: datetime
    taken: Taken


@dataclass(frozen=True, slots=True)
class Series:
    """What became of a series; `id` is the same for the same intent key."""

    id: UUID
    booked: tuple[BookingRow, ...]
    not_booked: tuple[NotBooked, ...]


class RecurringBookings:
    """Series of any business."""

    def __init__(self, database: Database, bookings: Bookings) -> None:
        self._database = database
        self._bookings = bookings

    async def book(
        self, business_id: UUID, wish: Wish, who: Who, now: datetime, *, every_days: int, count: int
    ) -> Series:
        """Books each date that can be had; who is told of those that cannot decides about them one by one.

        The wall time stays over clock changes. Asked again under the same key, what was booked is as it is, and dates
        that could not be had are tried again.

        Raises:
            InvalidInput: no days between, or too many dates.
            NotFound, InvalidInput, NotPermitted: as `Bookings.book`.
        """
        if not (0 < every_days <= 366 and 0 < count <= MOST_DATES):
            raise InvalidInput(f"a series is of 1 to {MOST_DATES} dates, 1 to 366 days apart")
        async with self._database.tenant(business_id) as scope:
            zone = await places.zone(scope, wish.question.location_id)
        series_id = uuid5(business_id, wish.intent_key)
        first = wall_of(wish.starts_at, zone)
        booked: list[BookingRow] = []
        not_booked: list[NotBooked] = []
        people = wish.prefer
        for number in range(count):
            wall = first + timedelta(days=every_days * number)
            if not exists(wall, zone):
                not_booked.append(NotBooked(wall, Taken(("The clocks go forward then.",), ())))
                continue
            each = replace(
                wish,
                starts_at=instant_of(wall, zone),
                intent_key=f"{wish.intent_key}/{number}",
                series_id=series_id,
                prefer=people,
            )
            try:
                row = await self._bookings.book(business_id, each, who, now)
            except NotFree as refused:
                not_booked.append(NotBooked(wall, refused.taken))
                continue
            booked.append(row)
            if not people and row.staff_id is not None:
                people = (row.staff_id,)  # the same person for all where they can
        return Series(series_id, tuple(booked), tuple(not_booked))

    async def cancel(
        self, business_id: UUID, series_id: UUID, since: datetime, *, actor: str = "system"
    ) -> tuple[BookingRow, ...]:
        """Cancels what of the series begins at `since` or later."""
        async with self._database.tenant(business_id) as scope:
            ids = await visits.of_series(scope, series_id, since)
        gone: list[BookingRow] = []
        for booking_id in ids:
            try:
                gone.append(await self._bookings.cancel(business_id, booking_id, actor=actor))
            except NotPermitted:
                continue  # nobody came to it
        return tuple(gone)
