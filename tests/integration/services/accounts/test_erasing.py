"""A business that was closed for long enough is erased, with everything of it and nothing of another."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from services.accounts.erasing import Erasures
from storage.objects import Objects
from storage.postgres.database import Database, async_url
from storage.postgres.schema import Base
from storage.postgres.table_policies import TABLES, Rows
from tests.integration.attack.filled import Tenant, add_row, fill

TABLES_OF_BUSINESS = [name for name, rows in TABLES.items() if rows is Rows.OF_BUSINESS]


async def test_nothing_is_left_of_a_business_whose_time_is_over(
    database: Database, postgres_owner_url: str, tmp_path: Path
) -> None:
    over, kept, open_ = Tenant("wombatend", 21), Tenant("kestrelkept", 22), Tenant("emuopen", 23)
    owner, objects = create_async_engine(async_url(postgres_owner_url)), Objects(tmp_path.as_uri())
    async with owner.begin() as connection:
        for tenant in (over, kept, open_):
            await fill(connection, tenant)
        await add_row(connection, over, Base.metadata.tables["customers"], name="wombatend another")
        for tenant, ends in ((over, "- interval '1 second'"), (kept, "+ interval '1 day'")):
            await connection.execute(
                text(f"UPDATE businesses SET closed_at = now(), erased_after = now() {ends} WHERE id = :id"),  # noqa: S608
                {"id": tenant.id},
            )
    for tenant in (over, kept):
        await objects.put(f"{tenant.id}/2026/11/26/call.wav", b"audio")
        await objects.put(f"{tenant.id}/2026/11/26/call.journal.gz", b"events")
    erasures = Erasures(database, objects, rows_at_once=1)  # every table takes several transactions

    assert await erasures.sweep(datetime.now(UTC)) >= 1, "others' tests may have left some"
    assert await erasures.sweep(datetime.now(UTC)) == 0

    left: dict[str, dict[str, int]] = {}
    async with owner.connect() as connection:
        for tenant in (over, kept, open_):
            left[tenant.word] = {}
            for name in TABLES_OF_BUSINESS:
                table = Base.metadata.tables[name]
                own = table.c.id if name == "businesses" else table.c.business_id
                count = select(func.count()).select_from(table).where(own == tenant.id)
                left[tenant.word][name] = await connection.scalar(count) or 0
    await owner.dispose()
    assert left[over.word] == dict.fromkeys(TABLES_OF_BUSINESS, 0)
    assert all(left[kept.word].values())
    assert all(left[open_.word].values())
    assert not await objects.exists(f"{over.id}/2026/11/26/call.wav")
    assert not await objects.exists(f"{over.id}/2026/11/26/call.journal.gz")
    assert await objects.exists(f"{kept.id}/2026/11/26/call.wav")
