"""The calendar of the system under test: what conversations find in it, and what they leave."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from domain.business import BusinessProfile
from domain.day_names import WEEKDAYS
from domain.ids import new_id
from domain.scheduling.hours import instant_of, wall_of, zone_named
from sandbox.local.running import Running
from sandbox.vendors.openai.spoken import say_date
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask, Question
from services.scheduling.wishes import Who, Wish
from storage.postgres import scheduling_tables, tables
from storage.postgres.businesses import load_profile
from storage.postgres.database import Database
from tests.e2e.ringing import Call

_SEATS = (
    select(func.count())
    .where(
        scheduling_tables.Seat.booking_id == tables.Booking.id,
        scheduling_tables.Seat.business_id == tables.Booking.business_id,
    )
    .correlate(tables.Booking)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Calendar:
    database: Database
    profile: BusinessProfile

    def day(self, weekday: str, weeks_ahead: int) -> date:
        """This weekday of the calendar week so many after this one."""
        today = wall_of(datetime.now(UTC), zone_named(self.profile.timezone)).date()
        return today + timedelta(days=WEEKDAYS.index(weekday) - today.weekday() + 7 * weeks_ahead)

    def words(self, about: dict[str, Any] | None, turn: dict[str, Any]) -> dict[str, Any]:
        """The turn with the day it is about in words, and with the weekday after it for a wrong one."""
        if about is None:
            return turn
        day = self.day(**about)
        weekday, _, rest = say_date(day).partition(" ")
        wrong = WEEKDAYS[(day.weekday() + 1) % 7]
        filled = turn["say"].replace("{weekday}", weekday).replace("{wrong_weekday}", wrong)
        return {**turn, "say": filled.replace("{rest}", rest)}

    async def book(self, wish: dict[str, Any], number: str) -> None:
        offering = next(each for each in self.profile.offerings if each.name == wish["offering"])
        wall = datetime.combine(
            self.day(wish["weekday"], wish["weeks_ahead"]), time.fromisoformat(wish["time"])
        )
        await Bookings(self.database).book(
            self.profile.id,
            Wish(
                Question((Ask(offering.id),)),
                instant_of(wall, zone_named(self.profile.timezone)),
                new_id().hex,
            ),
            Who(wish["customer_name"], number),
            datetime.now(UTC),
        )

    async def left_by(
        self, numbers: Sequence[str], calls: Sequence[Call]
    ) -> tuple[list[dict[str, Any]], list[str]]:
        """What these numbers have in the calendar, and the kinds of texts their calls promised."""
        booking, customer, offering = tables.Booking, tables.Customer, tables.Offering
        async with self.database.tenant(self.profile.id) as scope:
            rows = await scope.session.execute(
                select(booking.starts_at, booking.status, offering.name, customer.name, _SEATS)
                .join(customer, customer.id == booking.customer_id)
                .join(offering, offering.id == booking.offering_id)
                .where(customer.phone_e164.in_(numbers), booking.status != "held")
                .order_by(booking.starts_at)
            )
            ids = [str(call.facts.call.id) for call in calls if call.facts]
            kinds = await scope.session.scalars(
                select(tables.OutboxRow.kind).where(tables.OutboxRow.payload["call_id"].astext.in_(ids))
            )
            found = [(wall_of(row[0], zone_named(self.profile.timezone)), *row[1:]) for row in rows]
            texts = list(kinds)
        return [
            {
                "offering": what,
                "weekday": WEEKDAYS[wall.weekday()],
                "time": f"{wall:%H:%M}",
                "customer_name": who,
                "status": status,
                "seats": seats,
            }
            for wall, status, what, who, seats in found
        ], texts


@asynccontextmanager
async def opened(running: Running, business_id: str | None = None) -> AsyncIterator[Calendar]:
    """The demo business's, unless another is named."""
    database = Database(running.database_url)
    try:
        async with database.tenant(UUID(business_id or running.business_id)) as scope:
            profile = await load_profile(scope)
        yield Calendar(database, profile)
    finally:
        await database.close()


def named(turn: dict[str, Any], name: str) -> dict[str, Any]:
    """The turn as this caller says it."""
    return {**turn, "say": turn["say"].replace("{name}", name)} if "say" in turn else turn
