from collections.abc import AsyncIterator

import pytest

from services.scheduling.bookings import Bookings
from storage.postgres.database import Database
from tests.support.studio import Studio, open_studio


@pytest.fixture
async def studio(database: Database) -> Studio:
    return await open_studio(database)


@pytest.fixture
def bookings(database: Database) -> Bookings:
    return Bookings(database)


@pytest.fixture
async def crowded(postgres_url: str) -> AsyncIterator[Database]:
    """For hundreds at once: who finds no connection waits."""
    database = Database(postgres_url, pool_size=20, max_overflow=10, pool_timeout_s=120)
    yield database
    await database.close()
