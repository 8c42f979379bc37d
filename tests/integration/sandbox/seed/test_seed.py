"""Made-up businesses in a database: it takes them, the engine books around them, and nobody's data is touched."""

from datetime import timedelta

import pytest
from redis.asyncio import Redis
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import create_async_engine

from domain.accounts.roles import Role
from domain.errors import NotPermitted
from sandbox.seed.credentials import PASSWORD
from sandbox.seed.seed import plan_of, refuse_other_tenants, seed_businesses, seeded_owner
from services.scheduling.availability import AvailabilityService
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask, Question
from services.scheduling.wishes import Who, Wish
from storage.postgres import account_tables as accounts
from storage.postgres import analytics_tables, tables
from storage.postgres import scheduling_tables as scheduling
from storage.postgres.database import Database, async_url
from storage.postgres.schema import Base
from tests.support.api import api
from tests.support.seeded import PLAN, SeededDatabase

FILLED = {
    table.__tablename__
    for table in (
        *(tables.Business, tables.PhoneNumber, tables.Staff, tables.Offering, tables.OpeningHoursRow),
        *(tables.Customer, tables.Call, tables.Turn, tables.Booking, tables.Message),
        *(scheduling.Location, scheduling.LocationHours, scheduling.StaffHours, scheduling.SpecialDayRow),
        *(scheduling.PublicHoliday, scheduling.Asset, scheduling.Absence, scheduling.StaffOffering),
        *(
            scheduling.OfferingAsset,
            scheduling.OfferingOption,
            scheduling.BookingItem,
            scheduling.GroupSession,
        ),
        *(scheduling.Seat, scheduling.BookingSegment, scheduling.BookingEvent, scheduling.WaitingEntry),
        analytics_tables.DailyAnalytics,
        *(accounts.User, accounts.Membership, accounts.Invitation, accounts.ApiKey, accounts.AuditEntry),
    )
}
NEVER_FILLED = {tables.OutboxRow.__tablename__}
"""What is promised there would be sent."""


async def counts(seeded: SeededDatabase) -> dict[str, int]:
    engine = create_async_engine(async_url(seeded.owner_url))
    async with engine.connect() as connection:
        found = {
            table.name: await connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
    await engine.dispose()
    return found


async def test_every_table_has_rows_and_what_is_there_stays(
    seeded: SeededDatabase, seeded_rows: Database
) -> None:
    before = await counts(seeded)
    assert {name for name in FILLED if not before[name]} == set()
    assert not any(before[name] for name in NEVER_FILLED)
    again = await seed_businesses(seeded_rows, PLAN)
    assert (again.made, again.rows) == (0, 0)
    assert again.ids == seeded.seeded.ids
    assert await counts(seeded) == before


async def test_free_times_are_found_among_the_bookings_and_can_be_booked(
    seeded: SeededDatabase, seeded_rows: Database
) -> None:
    now, day = PLAN.span.now, PLAN.as_of + timedelta(days=1)
    for business_id in seeded.seeded.ids[:3]:
        async with seeded_rows.tenant(business_id) as scope:
            offering_id = await scope.session.scalar(
                select(tables.Offering.id)
                .where(tables.Offering.seats.is_(None))
                .order_by(tables.Offering.position)
            )
            location_id = await scope.session.scalar(select(scheduling.Location.id))
        assert offering_id is not None
        question = Question((Ask(offering_id),), location_id)
        found = await AvailabilityService(seeded_rows).starts(
            business_id, question, day, day + timedelta(days=6), now
        )
        assert found.starts
        booking = await Bookings(seeded_rows).book(
            business_id, Wish(question, found.starts[0], "a test"), Who("Ada Test"), now
        )
        assert booking.starts_at == found.starts[0]


async def test_their_users_sign_in_and_their_keys_open(
    seeded: SeededDatabase, seeded_rows: Database, redis: Redis
) -> None:
    async with api(seeded_rows, redis) as served:
        owner = await served.signed_in(seeded.seeded.owner, PASSWORD)
        assert [one["role"] for one in owner.me["businesses"]] == ["owner"] * 3
        viewer = await served.signed_in(seeded.seeded.email(3, Role.VIEWER), PASSWORD)
        assert [one["id"] for one in viewer.me["businesses"]] == [str(seeded.seeded.ids[3])]
        path = f"/api/v1/businesses/{seeded.seeded.ids[3]}/audit-log"
        statuses = {
            name: (
                await served.client.get(
                    path, headers={"Authorization": f"Bearer {seeded.seeded.key(3, name)}"}
                )
            ).status_code
            for name in ("website", "reporting", "old till")
        }
        assert statuses == {"website": 200, "reporting": 403, "old till": 401}


async def test_a_database_where_people_have_signed_up_is_refused(
    seeded: SeededDatabase, seeded_rows: Database
) -> None:
    await refuse_other_tenants(seeded_rows)
    assert await seeded_owner(seeded_rows, PLAN.seed) == seeded.seeded.owner
    assert await seeded_owner(seeded_rows, PLAN.seed + 1) is None
    email = seeded.seeded.email(3, Role.STAFF)
    async with seeded_rows.identity() as session:
        await session.execute(
            update(accounts.User).where(accounts.User.email == email).values(email="mia@example.com")
        )
    with pytest.raises(NotPermitted, match="1 people"):
        await refuse_other_tenants(seeded_rows)


async def test_the_plan_of_today_is_seen_from_today(seeded_rows: Database) -> None:
    async with seeded_rows.identity() as session:
        today = await session.scalar(select(func.current_date()))
    assert today is not None
    assert abs(plan_of().as_of - today) <= timedelta(days=1)
