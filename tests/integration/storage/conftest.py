import pytest
from shop import Shop, open_shop

from storage.database import Database


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database)
