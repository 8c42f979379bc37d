"""A set of made-up businesses for the tests of a module."""

from collections.abc import AsyncIterator, Iterator

import pytest

from storage.postgres.database import Database
from tests.support.seeded import SeededDatabase, seeded_database


@pytest.fixture(scope="module")
def seeded(postgres_owner_url: str) -> Iterator[SeededDatabase]:
    with seeded_database(postgres_owner_url) as made:
        yield made


@pytest.fixture
async def seeded_rows(seeded: SeededDatabase) -> AsyncIterator[Database]:
    database = Database(seeded.url)
    yield database
    await database.close()
