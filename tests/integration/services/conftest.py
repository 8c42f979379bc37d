from datetime import time
from uuid import UUID

import pytest
from sqlalchemy.dialects.postgresql import insert

from domain.ids import new_id
from storage.postgres import tables
from storage.postgres.businesses import load_profile
from storage.postgres.database import Database
from tests.support.salons import OpenSalon, Salon


@pytest.fixture
def open_salon(database: Database) -> OpenSalon:
    async def make(
        *,
        timezone: str = "Australia/Sydney",
        opens: time = time(9),
        closes: time = time(17, 30),
        weekdays: tuple[int, ...] = (0, 1, 2, 3, 4),
        staff: tuple[str, ...] = ("Mia",),
    ) -> Salon:
        business_id = new_id()
        rows: list[tuple[type[tables.Base], list[dict[str, object]]]] = [
            (tables.Staff, [{"name": name} for name in staff]),
            (
                tables.Offering,
                [
                    {
                        "name": "Haircut",
                        "duration_min": 45,
                        "price_cents": 8500,
                        "buffer_min": 0,
                        "position": 0,
                    },
                    {
                        "name": "Colour",
                        "duration_min": 120,
                        "price_cents": 19500,
                        "buffer_min": 15,
                        "position": 1,
                    },
                ],
            ),
            (
                tables.OpeningHoursRow,
                [{"weekday": weekday, "opens": opens, "closes": closes} for weekday in weekdays],
            ),
        ]
        async with database.tenant(business_id) as scope:
            await scope.session.execute(insert(tables.Business).values(_business(business_id, timezone)))
            for table, values in rows:
                owned = [{"id": new_id(), "business_id": business_id, **row} for row in values]
                await scope.session.execute(insert(table).values(owned))
        async with database.tenant(business_id) as scope:
            return Salon(await load_profile(scope), database)

    return make


@pytest.fixture
async def salon(open_salon: OpenSalon) -> Salon:
    return await open_salon()


def _business(business_id: UUID, timezone: str) -> dict[str, object]:
    return {
        "id": business_id,
        "name": "Harbour Street Hair",
        "timezone": timezone,
        "language": "en-AU",
        "country": "AU",
        "currency": "AUD",
        "greeting": "Hello",
        "voice_id": "voice",
        "address": "12 Harbour Street, Sydney",
        "transfer_number": "+61280009999",
    }
