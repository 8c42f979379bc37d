"""A business with set-up data of every kind, for tests of scheduling."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from domain.business import Offering, StaffMember
from domain.ids import new_id
from domain.scheduling.catalogue import Channel
from services.scheduling.looking import Ask, Question
from services.scheduling.wishes import Wish
from storage.postgres import scheduling_tables, tables
from storage.postgres.database import Database
from tests.support.businesses import open_on, store_business

NOW = datetime(2026, 11, 29, 20, tzinfo=UTC)
"""Sunday evening."""
MONDAY = datetime(2026, 11, 30, tzinfo=UTC)
"""Midnight: the studio is in Accra, where it is UTC all year."""


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    """On the Monday, or `day` days later."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@dataclass(frozen=True, slots=True)
class Studio:
    """Mia and Leo cut (45 minutes, 15 after), and colour (20, 30 processing, 10) in two chairs; from 9 to 17."""

    database: Database
    business_id: UUID
    staff: tuple[UUID, ...]
    chairs: tuple[UUID, ...]
    cut: UUID
    colour: UUID
    yoga: UUID

    def question(self, *asks: Ask, channel: Channel = Channel.STAFF) -> Question:
        return Question(asks or (Ask(self.cut),), channel=channel)

    def wish(self, key: str, starts_at: datetime, *asks: Ask, **changes: Any) -> Wish:
        return Wish(self.question(*asks), starts_at, key, **changes)

    async def add(self, table: type[Any], **values: Any) -> None:
        async with self.database.tenant(self.business_id) as scope:
            await scope.session.execute(insert(table).values(business_id=self.business_id, **values))

    async def change(self, table: type[Any], row_id: UUID, **values: Any) -> None:
        async with self.database.tenant(self.business_id) as scope:
            await scope.session.execute(update(table).where(table.id == row_id).values(**values))

    async def away(self, staff_id: UUID, start: datetime, end: datetime, reason: str = "") -> None:
        await self.add(
            scheduling_tables.Absence,
            id=new_id(),
            staff_id=staff_id,
            starts_at=start,
            ends_at=end,
            reason=reason,
        )

    async def taken(self) -> list[tuple[UUID, datetime, datetime]]:
        """Everything that is taken and not released, by whom, in order."""
        segment = scheduling_tables.BookingSegment
        async with self.database.tenant(self.business_id) as scope:
            rows = await scope.session.scalars(select(segment).where(~segment.released))
            return sorted(
                (row.staff_id or row.asset_id or row.id, row.starts_at, row.ends_at) for row in rows
            )

    async def expire_holds(self) -> None:
        """Lets every hold end now."""
        async with self.database.tenant(self.business_id) as scope:
            for table in (scheduling_tables.BookingSegment, tables.Booking, scheduling_tables.Seat):
                await scope.session.execute(
                    update(table)
                    .where(table.hold_until.is_not(None))
                    .values(hold_until=datetime(2000, 1, 1, tzinfo=UTC))
                )


async def open_studio(database: Database, *, staff: int = 2, chairs: int = 2) -> Studio:
    names = ("Mia", "Leo", *(f"Staff {number:02d}" for number in range(3, 100)))
    profile = await store_business(
        database,
        name="Studio",
        timezone="Africa/Accra",
        offerings=(
            Offering(new_id(), "Cut", 45, 8_000, buffer_min=15),
            Offering(new_id(), "Colour", 60, 15_000),
            Offering(new_id(), "Yoga", 60, 2_000),
        ),
        staff=tuple(StaffMember(new_id(), name) for name in names[:staff]),
        opening_hours=open_on(0, 1, 2, 3, 4, opens=time(9), closes=time(17)),
    )
    cut, colour, yoga = (offering.id for offering in profile.offerings)
    by_name = {member.name: member.id for member in profile.staff}
    studio = Studio(
        database,
        profile.id,
        tuple(by_name[name] for name in names[:staff]),
        tuple(new_id() for _ in range(chairs)),
        cut,
        colour,
        yoga,
    )
    for position, member in enumerate(studio.staff):
        await studio.change(tables.Staff, member, position=position)
    for position, chair in enumerate(studio.chairs):
        await studio.add(scheduling_tables.Asset, id=chair, name=f"Chair {position + 1}", position=position)
        await studio.add(scheduling_tables.OfferingAsset, offering_id=colour, need=0, asset_id=chair)
    segments = [{"minutes": 20}, {"minutes": 30, "processing": True}, {"minutes": 10}]
    await studio.change(tables.Offering, colour, segments=segments)
    await studio.change(tables.Offering, yoga, seats=8)
    return studio
