"""A transaction begins with what it may see, whatever is in its setting, and leaves none of it behind."""

import pytest
from sqlalchemy import text

from domain.errors import StorageError
from storage.postgres.database import Database
from tests.support.shop import Shop

SETTING = text("SELECT current_setting(:name, true)")


@pytest.mark.parametrize(
    "value",
    ["+61400000001", "it's", "a\\'b", "'; DROP TABLE staff; --", "$1", "ümlaut", "", "x" * 300],
    ids=[
        "a number",
        "a quote",
        "an escaped quote",
        "a statement",
        "a parameter",
        "not ASCII",
        "nothing",
        "long",
    ],
)
async def test_the_setting_is_what_was_given(database: Database, value: str) -> None:
    async with database.shown_slug(value) as session:
        assert await session.scalar(SETTING, {"name": "app.slug"}) == value
    async with database.worker() as session:
        assert await session.scalar(SETTING, {"name": "app.slug"}) in (None, "")


async def test_one_that_asks_nothing_leaves_nothing_to_the_next(database: Database, shop: Shop) -> None:
    async with database.tenant(shop.business_id):
        pass
    async with database.system() as session:
        assert await session.scalar(SETTING, {"name": "app.business_id"}) in (None, "")


async def test_a_function_s_setting_ends_with_its_statement(database: Database, shop: Shop) -> None:
    await database.alone("SELECT * FROM admit_key($1, $2)", shop.business_id, "prefix")
    await database.alone("SELECT * FROM admit_sign_in($1, $2, $2)", shop.business_id, shop.business_id)
    async with database.system() as session:
        for name in ("app.business_id", "app.identity", "app.key_prefix"):
            assert await session.scalar(SETTING, {"name": name}) in (None, "")


async def test_read_only_is_refused_a_write_and_the_next_is_not(database: Database, shop: Shop) -> None:
    touch = text("UPDATE staff SET name = name")
    with pytest.raises(StorageError, match="25006"):
        async with database.tenant(shop.business_id, read_only=True) as scope:
            await scope.session.execute(touch)
    async with database.tenant(shop.business_id) as scope:
        await scope.session.execute(touch)
