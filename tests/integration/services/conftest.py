from functools import partial

import pytest

from storage.postgres.database import Database
from tests.support.salons import OpenSalon, Salon, open_salon_in


@pytest.fixture
def open_salon(database: Database) -> OpenSalon:
    return partial(open_salon_in, database)


@pytest.fixture
async def salon(open_salon: OpenSalon) -> Salon:
    return await open_salon()
