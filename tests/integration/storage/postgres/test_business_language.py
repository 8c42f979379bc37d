"""A business cannot be given a language that is not offered, whoever writes it."""

import re

import pytest
from sqlalchemy import select, text, update

from domain.errors import InvalidInput, Unwritable
from domain.languages import offer
from storage.postgres import tables
from storage.postgres.database import Database
from tests.support.shop import Shop


def refusal(tag: str) -> str:
    return re.escape(f"The language {tag!r} is not offered. {offer()}")


@pytest.mark.parametrize(
    ("tag", "kept"), [("de-AT", "de-AT"), ("fr", "fr"), ("es_mx", "es-MX"), ("IT", "it")]
)
async def test_a_language_offered_is_kept(database: Database, shop: Shop, tag: str, kept: str) -> None:
    async with database.tenant(shop.business_id) as scope:
        await scope.session.execute(update(tables.Business).values(language=tag))
        assert await scope.session.scalar(select(tables.Business.language)) == kept


@pytest.mark.parametrize("tag", ["ja-JP", "pt-BR", ""])
async def test_any_other_is_refused_by_our_tables_with_a_sentence(
    database: Database, shop: Shop, tag: str
) -> None:
    with pytest.raises(InvalidInput, match=refusal(tag)):
        async with database.tenant(shop.business_id) as scope:
            await scope.session.execute(update(tables.Business).values(language=tag))


@pytest.mark.parametrize("tag", ["ja-JP", "de_at", "", "en-AU "])
async def test_and_by_the_database_with_the_same_one(database: Database, shop: Shop, tag: str) -> None:
    with pytest.raises(Unwritable, match=refusal(tag)):
        async with database.tenant(shop.business_id) as scope:
            await scope.session.execute(text("UPDATE businesses SET language = :tag"), {"tag": tag})
