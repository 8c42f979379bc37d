"""A business of a conversation's own in the system under test: with locations, or with group sessions."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update

from domain.business import Offering, StaffMember
from domain.day_names import WEEKDAYS
from domain.ids import new_id
from services.scheduling.looking import Ask
from services.scheduling.sessions import Sessions
from storage.postgres import scheduling_tables, tables
from storage.postgres.database import Database
from tests.support.businesses import open_on, store_business, unused_number

ZONE = ZoneInfo("Australia/Sydney")


async def open_own(database_url: str, wanted: dict[str, Any]) -> tuple[UUID, str]:
    """Its id and number.

    Args:
        wanted: as a conversation says it: `offerings` by name with minutes and seats, `locations` with the person who
            works there, `sessions` by offering, weekday, week and time.
    """
    database = Database(database_url)
    try:
        number = unused_number()
        people = [each["staff"] for each in wanted.get("locations", ())] or ["Mia"]
        profile = await store_business(
            database,
            number=number,
            offerings=tuple(
                Offering(new_id(), name, minutes, 5_000) for name, minutes in wanted["offerings"].items()
            ),
            staff=tuple(StaffMember(new_id(), name) for name in people),
            opening_hours=open_on(*range(7), opens=time(8), closes=time(18)),
        )
        offerings = {each.name: each.id for each in profile.offerings}
        async with database.tenant(profile.id) as scope:
            for place, each in enumerate(wanted.get("locations", ())):
                location_id = new_id()
                await scope.session.execute(
                    insert(scheduling_tables.Location).values(
                        id=location_id,
                        business_id=profile.id,
                        name=each["name"],
                        timezone=ZONE.key,
                        address=each["address"],
                        position=place,
                    )
                )
                await scope.session.execute(
                    update(tables.Staff)
                    .where(tables.Staff.business_id == profile.id, tables.Staff.name == each["staff"])
                    .values(location_ids=[location_id])
                )
            for each in wanted.get("sessions", ()):
                await scope.session.execute(
                    update(tables.Offering)
                    .where(tables.Offering.id == offerings[each["offering"]])
                    .values(seats=each["seats"])
                )
        for each in wanted.get("sessions", ()):
            await Sessions(database).plan(
                profile.id,
                Ask(offerings[each["offering"]]),
                _on(each["weekday"], each["weeks_ahead"], each["time"]),
                datetime.now(UTC),
                seats=each["seats"],
            )
        return profile.id, number
    finally:
        await database.close()


def _on(weekday: str, weeks_ahead: int, wall: str) -> datetime:
    today = datetime.now(ZONE).date()
    day = today + timedelta(days=WEEKDAYS.index(weekday) - today.weekday() + 7 * weeks_ahead)
    return datetime.combine(day, time.fromisoformat(wall), ZONE).astimezone(UTC)
