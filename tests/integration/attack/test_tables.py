"""Every table and function, tried under the application's role: no scope sees more than its own."""

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from sandbox.local.postgres import EmbeddedPostgres
from storage.postgres.database import async_url
from storage.postgres.schema import Base
from storage.postgres.table_policies import TABLES, Rows
from tests.integration.attack.filled import Tenant
from tests.integration.attack.stage import Stage, stage, tables_of_businesses
from tests.integration.attack.table_siege import Held, besiege_table, seen_without

DEFINER_FUNCTIONS: set[str] = set()
"""Functions that run with their owner's rights, each with a reason and an attack of its own."""

SEEN_BY_SCOPE: dict[str, set[str]] = {
    "app.worker": {
        "outbox",
        "bookings",
        "booking_segments",
        "waiting_list",
        "seats",
        "calls",
        "billing_accounts",
        "business_events",
        "webhook_deliveries",
        "remote_calendars",
        "calendar_connections",
        "phone_numbers",
        "notifications",
        "call_archives",
    },
    "app.identity": {name for name, rows in TABLES.items() if rows is Rows.OF_USER},
    "app.system": {name for name, rows in TABLES.items() if rows is Rows.OF_PLATFORM},
    "app.ping": set(),
}
"""What a scope that is no tenant's may see rows of, of whomever."""


@pytest.fixture
async def on(postgres_server: EmbeddedPostgres, redis_url: str) -> AsyncIterator[Stage]:
    async with stage(postgres_server, redis_url) as made:
        yield made


@pytest.fixture
async def app_role(on: Stage) -> AsyncIterator[AsyncEngine]:
    """The application's role, without any scope."""
    engine = create_async_engine(async_url(on.app_url))
    yield engine
    await engine.dispose()


async def leaks_of_tables(engine: AsyncEngine, tables: list[Held], own: Tenant, other: Tenant) -> list[str]:
    return [leak for table in tables for leak in await besiege_table(engine, table, own, other)]


async def test_no_tenant_reaches_rows_of_another_in_any_table(
    on: Stage, app_role: AsyncEngine, record_property: Callable[[str, object], None]
) -> None:
    first, second, third = on.tenants
    tables = [Held(name, "id" if name == "businesses" else "business_id") for name in tables_of_businesses()]
    empty = {table.name for table in tables for tenant in on.tenants if table.name not in tenant.rows}
    assert empty == set(), "the attack needs a row of every tenant in every table"
    leaks = await leaks_of_tables(app_role, tables, first, second)
    leaks += await leaks_of_tables(app_role, tables, second, third)
    record_property(
        "attack", f"attack: {len(tables)} tables x 8 ways x {len(on.tenants)} tenants, {len(leaks)} leaks"
    )
    assert leaks == []

    everything = [table.name for table in Base.metadata.sorted_tables]
    public = {name for name, rows in TABLES.items() if rows is Rows.PUBLIC}
    assert await seen_without(app_role, everything) - public == set()
    for setting, allowed in SEEN_BY_SCOPE.items():
        seen = await seen_without(app_role, everything, setting, "on")
        assert seen - public <= allowed, f"{setting} sees {sorted(seen - allowed)}"
    for setting in ("app.business_id", "app.user_id"):
        for nonsense in ("", "00000000-0000-7000-8000-000000000000"):
            assert await seen_without(app_role, everything, setting, nonsense) - public == set()


async def test_the_role_can_do_nothing_that_row_level_security_does_not_see(
    on: Stage, app_role: AsyncEngine
) -> None:
    async with app_role.connect() as connection:
        powers = (
            await connection.execute(
                text(
                    "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace "
                    "AND c.relkind IN ('r', 'p') AND (has_table_privilege(c.oid, 'TRUNCATE') "
                    "OR has_table_privilege(c.oid, 'TRIGGER') OR has_table_privilege(c.oid, 'REFERENCES'))"
                )
            )
        ).all()
        assert powers == [], "TRUNCATE, triggers and references look past the policies"
        assert not await connection.scalar(text("SELECT has_schema_privilege('public', 'CREATE')"))
        assert not await connection.scalar(
            text("SELECT has_database_privilege(current_database(), 'CREATE')")
        )
        roles = await connection.scalars(
            text("SELECT rolname FROM pg_roles WHERE rolname <> current_user AND pg_has_role(oid, 'MEMBER')")
        )
        assert roles.all() == [], "the role could become another"
        views = await connection.scalars(
            text(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
                "AND relkind IN ('v', 'm', 'f') "
                "AND NOT coalesce(reloptions @> '{security_invoker=true}', false)"
            )
        )
        assert views.all() == [], "a view shows what its owner sees"
        definers = await connection.scalars(
            text("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
        )
        assert set(definers.all()) == DEFINER_FUNCTIONS
    async with app_role.connect() as connection:
        await connection.execute(text("SET row_security = off"))
        with pytest.raises(DBAPIError, match="would be affected by row-level security"):
            await connection.execute(text("SELECT count(*) FROM customers"))


async def test_a_table_without_row_level_security_is_found(on: Stage, app_role: AsyncEngine) -> None:
    first, second, _ = on.tenants
    async with on.owner.begin() as connection:
        await connection.execute(text("CREATE SCHEMA loose"))
        await connection.execute(text("CREATE TABLE loose.notes (business_id uuid, note text)"))
        for tenant in on.tenants:
            values = {"id": tenant.id, "note": tenant.word}
            await connection.execute(text("INSERT INTO loose.notes VALUES (:id, :note)"), values)
        await connection.execute(text("GRANT USAGE ON SCHEMA loose TO PUBLIC"))
        await connection.execute(text("GRANT ALL ON loose.notes TO PUBLIC"))
    found = await besiege_table(app_role, Held("loose.notes"), first, second)
    assert [leak.split()[1] for leak in found] == [
        "sees", "counts", "changes", "takes", "removes", "locks", "gives", "adds",
    ]  # fmt: skip
    assert await seen_without(app_role, ["loose.notes"]) == {"loose.notes"}

    async with on.owner.begin() as connection:
        await connection.execute(text("ALTER TABLE loose.notes ENABLE ROW LEVEL SECURITY"))
        own = "business_id = NULLIF(current_setting('app.business_id', true), '')::uuid"
        await connection.execute(text(f"CREATE POLICY reads ON loose.notes FOR SELECT USING ({own})"))
        await connection.execute(text("CREATE POLICY writes ON loose.notes FOR INSERT WITH CHECK (true)"))
    found = await besiege_table(app_role, Held("loose.notes"), first, second)
    assert [leak.split()[1] for leak in found] == ["adds"], "a policy that checks reading alone is found too"
