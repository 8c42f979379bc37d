"""No transaction sees or writes another business's rows, whatever the query says."""

from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from sqlalchemy import CursorResult, Delete, Table, Update, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from domain.errors import NotFound, StorageError
from domain.ids import new_id
from storage.postgres import (
    account_tables,
    bookings,
    businesses,
    calls,
    memberships,
    messages,
    outbox,
    tables,
    webhook_inbox,
)
from storage.postgres.account_tables import IDENTITY_TABLES
from storage.postgres.database import Database, async_url
from storage.postgres.messages import NewMessage
from storage.postgres.schema import Base
from tests.integration.attack.filled import Tenant
from tests.integration.attack.filled import fill as fill_tables
from tests.support.businesses import unused_number
from tests.support.shop import MONDAY_TEN, Shop, fill, new_call, open_shop

NO_BUSINESSES = {"webhook_inbox", *IDENTITY_TABLES}
TENANT_TABLES = [table for table in Base.metadata.sorted_tables if table.name not in NO_BUSINESSES]


def owner_column(table: Table) -> str:
    return "id" if table.name == "businesses" else "business_id"


async def affected(session: AsyncSession, statement: Update | Delete) -> int:
    return cast("CursorResult[Any]", await session.execute(statement)).rowcount


@pytest.fixture
async def app_connection(postgres_url: str) -> AsyncIterator[AsyncConnection]:
    """The application's role without any scope."""
    engine = create_async_engine(async_url(postgres_url), poolclass=NullPool)
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()


async def test_every_table_forces_row_level_security_and_has_a_policy(
    app_connection: AsyncConnection,
) -> None:
    found = await app_connection.execute(
        text(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS forced, "
            "EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) AS has_policy, "
            "EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'business_id') AS owned "
            "FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
        )
    )
    rows = {row.relname: row for row in found if row.relname != "alembic_version"}
    assert set(rows) == {table.name for table in Base.metadata.sorted_tables}
    assert [name for name, row in rows.items() if not (row.forced and row.has_policy)] == []
    assert {name for name, row in rows.items() if not row.owned} == {"businesses", *NO_BUSINESSES}


async def test_application_role_is_bound_by_row_level_security(app_connection: AsyncConnection) -> None:
    role = (
        await app_connection.execute(
            text("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        )
    ).one()
    owned = await app_connection.scalar(
        text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
    )
    assert tuple(role) == (False, False, False)
    assert owned == 0


async def test_other_business_sees_and_changes_nothing(database: Database, postgres_owner_url: str) -> None:
    tenant, stranger = Tenant("lyrebirdshop", 31), Tenant("bilbyshop", 32)
    owner = create_async_engine(async_url(postgres_owner_url), poolclass=NullPool)
    async with owner.begin() as connection:
        await fill_tables(connection, tenant)
        await fill_tables(connection, stranger)
    await owner.dispose()
    for table in TENANT_TABLES:
        theirs = table.c[owner_column(table)] == tenant.id
        async with database.tenant(tenant.id) as scope:
            given = [column for column in table.c if column.computed is None]
            row = dict((await scope.session.execute(select(*given).limit(1))).mappings().one())
        async with database.tenant(stranger.id) as scope:
            seen = await scope.session.scalar(select(func.count()).select_from(table).where(theirs))
            same_owner = {owner_column(table): tenant.id}
            changed = await affected(scope.session, update(table).where(theirs).values(same_owner))
            removed = await affected(scope.session, delete(table).where(theirs))
            assert (table.name, seen, changed, removed) == (table.name, 0, 0, 0)
        with pytest.raises(StorageError, match="42501"):
            async with database.tenant(stranger.id) as scope:
                await scope.session.execute(insert(table).values(row))
        async with database.tenant(tenant.id) as scope:
            assert await scope.session.scalar(select(func.count()).select_from(table).where(theirs))


async def test_own_rows_cannot_be_given_to_another_business(database: Database, shop: Shop) -> None:
    stranger = await open_shop(database)
    with pytest.raises(StorageError, match="42501"):
        async with database.tenant(shop.business_id) as scope:
            await scope.session.execute(update(tables.Staff).values(business_id=stranger.business_id))


async def test_without_a_scope_nothing_is_visible(
    database: Database, shop: Shop, app_connection: AsyncConnection
) -> None:
    await fill(database, shop)
    for table in Base.metadata.sorted_tables:
        assert await app_connection.scalar(select(func.count()).select_from(table)) == 0


async def test_scope_ends_with_its_transaction(
    database: Database, shop: Shop, app_connection: AsyncConnection
) -> None:
    staff = select(func.count()).select_from(tables.Staff)
    async with app_connection.begin():
        await app_connection.execute(
            text("SELECT set_config('app.business_id', :id, true)"), {"id": str(shop.business_id)}
        )
        assert await app_connection.scalar(staff) == 2
    async with app_connection.begin():
        assert await app_connection.scalar(staff) == 0
    async with database.tenant(shop.business_id) as scope:
        await scope.session.commit()
        assert await scope.session.scalar(staff) == 0


async def test_row_cannot_point_into_another_business(database: Database, shop: Shop) -> None:
    their_call = await fill(database, shop)
    stranger = await open_shop(database)
    async with database.tenant(stranger.business_id) as scope:
        with pytest.raises(NotFound):
            await messages.insert(scope, NewMessage(new_id(), their_call, None, None, "hi", "key"))
        with pytest.raises(NotFound):
            await bookings.insert(scope, stranger.booking("key", staff_id=shop.staff_id))
        with pytest.raises(NotFound):
            await bookings.insert(scope, stranger.booking("key", customer_id=shop.customer_id))
        with pytest.raises(NotFound):
            await calls.get(scope, their_call)
        assert await bookings.by_intent(scope, "key") is None


async def test_dialled_number_finds_its_business_and_shows_nothing_else(
    database: Database, shop: Shop
) -> None:
    stranger = await open_shop(database)
    assert await businesses.business_id_for_number(database, shop.number) == shop.business_id
    assert await businesses.business_id_for_number(database, stranger.number) == stranger.business_id
    assert await businesses.business_id_for_number(database, unused_number()) is None
    async with database.dialled(shop.number) as session:
        assert (await session.scalars(select(tables.PhoneNumber.e164))).all() == [shop.number]
        assert await session.scalar(select(func.count()).select_from(tables.Business)) == 0
        assert await affected(session, delete(tables.PhoneNumber)) == 0


async def test_worker_sees_the_calls_of_all_whose_end_is_not_told_and_changes_none(
    database: Database, shop: Shop
) -> None:
    stranger = await open_shop(database)
    ringing, theirs, ended = new_call(shop.number), new_call(stranger.number), new_call(shop.number)
    for owner, call in ((shop, ringing), (stranger, theirs), (shop, ended)):
        async with database.tenant(owner.business_id) as scope:
            await calls.create(scope, call)
    async with database.tenant(shop.business_id) as scope:
        await calls.finish(scope, ended.id, outcome="booked", ended_at=MONDAY_TEN)
    async with database.worker() as session:
        assert ended.id in (await session.scalars(select(tables.Call.id))).all()
    async with database.tenant(shop.business_id) as scope:
        assert await calls.report(scope, ended.id) is not None
        assert await calls.report(scope, ended.id) is None
    async with database.worker() as session:
        seen = set((await session.scalars(select(tables.Call.id))).all())
        assert {ringing.id, theirs.id} <= seen
        assert ended.id not in seen
        assert await affected(session, update(tables.Call).values(status="ended")) == 0
        assert await affected(session, delete(tables.Call)) == 0
    async with database.tenant(shop.business_id) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(tables.Call)) == 2


async def test_worker_sees_the_outbox_of_all_and_nothing_else(database: Database, shop: Shop) -> None:
    stranger = await open_shop(database)
    for business_id in (shop.business_id, stranger.business_id):
        async with database.tenant(business_id) as scope:
            await outbox.enqueue(scope, "email", "seen", {})
    async with database.worker() as session:
        owners = set((await session.scalars(select(tables.OutboxRow.business_id))).all())
        assert {shop.business_id, stranger.business_id} <= owners
        assert await session.scalar(select(func.count()).select_from(tables.Staff)) == 0
        assert await affected(session, delete(tables.OutboxRow)) == 0
    with pytest.raises(StorageError, match="42501"):
        async with database.worker() as session:
            await session.execute(
                insert(tables.OutboxRow).values(
                    id=new_id(), business_id=shop.business_id, kind="email", key="smuggled", payload={}
                )
            )


async def test_only_system_sees_the_webhook_inbox(database: Database, shop: Shop) -> None:
    async with database.system() as session:
        await webhook_inbox.accept(session, "twilio", str(new_id()), {"a": "b"})
        assert await session.scalar(select(func.count()).select_from(tables.WebhookInbox))
        assert await session.scalar(select(func.count()).select_from(tables.Staff)) == 0
    async with database.tenant(shop.business_id) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(tables.WebhookInbox)) == 0


async def test_only_identity_sees_users_and_what_is_theirs_alone(database: Database, shop: Shop) -> None:
    await fill(database, shop)
    async with database.identity() as session:
        for name in IDENTITY_TABLES:
            assert await session.scalar(select(func.count()).select_from(Base.metadata.tables[name])), name
        assert await session.scalar(select(func.count()).select_from(tables.Staff)) == 0
        assert await session.scalar(select(func.count()).select_from(tables.OutboxRow)) == 0
    async with database.tenant(shop.business_id) as scope:
        for name in IDENTITY_TABLES:
            count = select(func.count()).select_from(Base.metadata.tables[name])
            assert await scope.session.scalar(count) == 0, name


async def test_a_user_sees_their_businesses_by_name_and_role_and_nothing_in_them(
    database: Database, shop: Shop
) -> None:
    await fill(database, shop)
    await fill(database, await open_shop(database))
    async with database.tenant(shop.business_id) as scope:
        user_id = await scope.session.scalar(select(account_tables.Membership.user_id))
    assert user_id is not None
    async with database.user(user_id) as session:
        found = await memberships.businesses_of(session, user_id)
        assert [(one.business_id, one.role) for one in found] == [(shop.business_id, "owner")]
        assert await session.scalar(select(func.count()).select_from(tables.Business)) == 1
        assert await session.scalar(select(func.count()).select_from(tables.Call)) == 0
        assert await affected(session, update(tables.Business).values(name="mine")) == 0


async def test_the_audit_log_stays_as_it_was_written(database: Database, shop: Shop) -> None:
    await fill(database, shop)
    async with database.tenant(shop.business_id) as scope:
        assert await affected(scope.session, update(account_tables.AuditEntry).values(actor="nobody")) == 0
        assert await affected(scope.session, delete(account_tables.AuditEntry)) == 0


async def test_read_only_scope_reads_and_refuses_writes(database: Database, shop: Shop) -> None:
    async with database.tenant(shop.business_id, read_only=True) as scope:
        assert (await businesses.load_profile(scope)).name == "Corner Shop"
    with pytest.raises(StorageError, match="25006"):
        async with database.tenant(shop.business_id, read_only=True) as scope:
            await scope.session.execute(update(tables.Staff).values(name="x"))
    async with database.tenant(shop.business_id) as scope:
        await scope.session.execute(update(tables.Staff).values(active=True))


async def test_block_that_raises_leaves_nothing_behind(database: Database, shop: Shop) -> None:
    async def break_off() -> None:
        async with database.tenant(shop.business_id) as scope:
            await bookings.insert(scope, shop.booking("undone"))
            raise LookupError

    with pytest.raises(LookupError):
        await break_off()
    async with database.tenant(shop.business_id) as scope:
        assert await bookings.by_intent(scope, "undone") is None
