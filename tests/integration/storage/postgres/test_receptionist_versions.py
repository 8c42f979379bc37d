"""Versions stay as they were published, and the columns of older releases say what the latest one says."""

import pytest
from sqlalchemy import select, update

from domain.errors import StorageError
from domain.receptionist.content import KnowledgeEntry, Overflow, Transfers
from storage.postgres import businesses, receptionist_versions, tables
from storage.postgres.database import Database
from storage.postgres.receptionist_tables import ReceptionistVersion
from tests.support.receptionists import publish
from tests.support.shop import Shop


async def test_a_business_is_founded_with_a_version_of_its_row(database: Database, shop: Shop) -> None:
    async with database.tenant(shop.business_id) as scope:
        row = await scope.session.get_one(tables.Business, shop.business_id)
        first = await receptionist_versions.published(scope)
        assert (first.number, first.author) == (1, "system")
        assert first.content.greeting == row.greeting
        assert first.content.transfers.number == row.transfer_number
        assert [entry.question for entry in first.content.knowledge] == [it["question"] for it in row.answers]


async def test_publishing_writes_the_columns_older_releases_read(database: Database, shop: Shop) -> None:
    entries = (KnowledgeEntry("k1", "Dogs?", "Yes."), KnowledgeEntry("k2", "", "A text.", "About"))
    changes = {"greeting": "Hi.", "knowledge": entries, "overflow": Overflow.RETRY}
    made = await publish(database, shop.business_id, transfers=Transfers("+61280001111"), **changes)
    async with database.tenant(shop.business_id) as scope:
        row = await scope.session.get_one(tables.Business, shop.business_id)
        assert (row.greeting, row.overflow, row.transfer_number) == ("Hi.", "retry", "+61280001111")
        assert row.answers == [{"question": "Dogs?", "answer": "Yes."}]
        assert (await receptionist_versions.published(scope)) == made
        profile = await businesses.load_profile(scope)
    assert (profile.receptionist_version, profile.receptionist) == (2, made.content)


async def test_who_writes_those_columns_publishes_by_it_and_texts_stay(
    database: Database, shop: Shop
) -> None:
    await publish(database, shop.business_id, knowledge=(KnowledgeEntry("k2", "", "A text.", "About"),))
    async with database.tenant(shop.business_id) as scope:
        answers = [{"question": "Cats?", "answer": "No."}]
        await scope.session.execute(
            update(tables.Business).values(greeting="Written by hand.", answers=answers, transfer_number=None)
        )
        latest = await receptionist_versions.published(scope)
    assert (latest.number, latest.content.greeting) == (3, "Written by hand.")
    assert [entry.name for entry in latest.content.knowledge] == ["Cats?", "About"]
    assert latest.content.transfers.number is None
    async with database.tenant(shop.business_id) as scope:
        await scope.session.execute(update(tables.Business).values(greeting="Written by hand.", name="Other"))
        assert (await receptionist_versions.published(scope)).number == 3


async def test_a_published_version_cannot_be_changed(database: Database, shop: Shop) -> None:
    with pytest.raises(StorageError, match="42501"):
        async with database.tenant(shop.business_id) as scope:
            await scope.session.execute(update(ReceptionistVersion).values(note="mine"))
    async with database.tenant(shop.business_id) as scope:
        assert await scope.session.scalar(select(ReceptionistVersion.note)) == "As the business was founded"
