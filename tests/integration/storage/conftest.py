import pytest

from storage.postgres.database import Database
from tests.support.shop import Shop, open_shop


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)
