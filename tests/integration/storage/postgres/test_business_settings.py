"""A business cannot be given a time zone that does not exist or a greeting that says nothing, whoever writes it."""

import re

import asyncpg
import pytest
from sqlalchemy import select, text, update

from domain.business_settings import NO_GREETING, ZONE_HINT
from domain.errors import InvalidInput, Unwritable
from storage.postgres import businesses, tables
from storage.postgres.database import Database
from tests.support.shop import Shop

REFUSED = [
    ("timezone", "Mars/Olympus", ZONE_HINT),
    ("timezone", "", ZONE_HINT),
    ("greeting", "", NO_GREETING),
    ("greeting", " \n ", NO_GREETING),
]
IDS = ["unknown zone", "no zone", "no greeting", "blank greeting"]


@pytest.mark.parametrize(("column", "value", "sentence"), REFUSED, ids=IDS)
async def test_our_tables_refuse_it_with_a_sentence(
    database: Database, shop: Shop, column: str, value: str, sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=re.escape(sentence)):
        async with database.tenant(shop.business_id) as scope:
            await scope.session.execute(update(tables.Business).values(**{column: value}))


@pytest.mark.parametrize(("column", "value", "sentence"), REFUSED, ids=IDS)
async def test_and_so_does_the_database(
    database: Database, shop: Shop, column: str, value: str, sentence: str
) -> None:
    with pytest.raises(Unwritable, match=re.escape(sentence)):
        async with database.tenant(shop.business_id) as scope:
            await scope.session.execute(text(f"UPDATE businesses SET {column} = :value"), {"value": value})  # noqa: S608


async def test_what_is_of_use_is_kept(database: Database, shop: Shop) -> None:
    async with database.tenant(shop.business_id) as scope:
        await scope.session.execute(
            update(tables.Business).values(timezone=" Europe/Vienna", greeting="Grüß Gott!")
        )
        kept = await scope.session.execute(select(tables.Business.timezone, tables.Business.greeting))
        assert tuple(kept.one()) == ("Europe/Vienna", "Grüß Gott!")


async def test_a_row_from_before_is_served(database: Database, shop: Shop, postgres_owner_url: str) -> None:
    owner = await asyncpg.connect(postgres_owner_url)
    try:
        await owner.execute("ALTER TABLE businesses DISABLE TRIGGER usable_business")
        await owner.execute(
            "UPDATE businesses SET timezone = 'AEST', greeting = ' ', country = 'NZ' WHERE id = $1",
            shop.business_id,
        )
    finally:
        await owner.execute("ALTER TABLE businesses ENABLE TRIGGER usable_business")
        await owner.close()
    async with database.tenant(shop.business_id) as scope:
        profile = await businesses.load_profile(scope)
    assert profile.timezone == "Pacific/Auckland"
    assert profile.greeting == f"Hello, this is {profile.name}. How can I help you?"
