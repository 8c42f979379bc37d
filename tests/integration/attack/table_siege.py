"""Every table as the application's role with the first tenant's scope, reaching for the second's rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.postgres.schema import Base
from tests.integration.attack.filled import Tenant

REFUSED = {"42501", "23001"}
"""SQLSTATEs of a row that a policy refuses, of a privilege that is missing, and of rows that are never changed."""


@dataclass(frozen=True, slots=True)
class Held:
    """A table and the column that says whose a row is."""

    name: str
    owner: str = "business_id"


async def scoped(connection: AsyncConnection, setting: str, value: str) -> None:
    await connection.execute(
        text("SELECT set_config(:setting, :value, true)"), {"setting": setting, "value": value}
    )


async def besiege_table(engine: AsyncEngine, table: Held, own: Tenant, other: Tenant) -> list[str]:
    """What the first can do to the second's rows; nothing is what is wanted."""
    whose = {"own": own.id, "other": other.id}
    given, copied = _columns(table)
    theirs = f"FROM {table.name} WHERE {table.owner} = :other"
    attacks = {
        "sees": f"SELECT count(*) {theirs}",
        "counts": f"SELECT count(*) - count(*) FILTER (WHERE {table.owner} = :own) FROM {table.name}",
        "changes": f"WITH it AS (UPDATE {table.name} SET {table.owner} = {table.owner} "
        f"WHERE {table.owner} = :other RETURNING 1) SELECT count(*) FROM it",
        "takes": f"WITH it AS (UPDATE {table.name} SET {table.owner} = :own "
        f"WHERE {table.owner} = :other RETURNING 1) SELECT count(*) FROM it",
        "removes": f"WITH it AS (DELETE {theirs} RETURNING 1) SELECT count(*) FROM it",
        "locks": f"WITH it AS (SELECT 1 {theirs} FOR UPDATE) SELECT count(*) FROM it",
        "gives its own to": f"WITH it AS (UPDATE {table.name} SET {table.owner} = :other "
        f"WHERE {table.owner} = :own RETURNING 1) SELECT count(*) FROM it",
        "adds to": f"WITH it AS (INSERT INTO {table.name} {given} SELECT {copied} FROM "
        f"(SELECT jsonb_populate_record(t, jsonb_build_object('{table.owner}', CAST(:other AS uuid))) AS made "
        f"FROM {table.name} t WHERE {table.owner} = :own LIMIT 1) of_own RETURNING 1) SELECT count(*) FROM it",
    }
    found: list[str] = []
    for attack, statement in attacks.items():
        named = {name: value for name, value in whose.items() if f":{name}" in statement}
        async with engine.connect() as connection, connection.begin() as transaction:
            await scoped(connection, "app.business_id", str(own.id))
            try:
                if await connection.scalar(text(statement), named):
                    found.append(f"{own.word} {attack} rows of {other.word} in {table.name}")
            except DBAPIError as error:
                if _sqlstate(error) not in REFUSED:
                    found.append(f"{attack} {table.name}: {error.orig}")
            await transaction.rollback()
    return found


async def seen_without(
    engine: AsyncEngine, tables: Sequence[str], setting: str = "", value: str = ""
) -> set[str]:
    """The tables of which a transaction sees rows that has no scope, or another than a tenant's."""
    counts = " UNION ALL ".join(f"SELECT '{name}' FROM {name} HAVING count(*) > 0" for name in tables)
    async with engine.connect() as connection, connection.begin():
        if setting:
            await scoped(connection, setting, value)
        return set((await connection.scalars(text(counts))).all())


def _columns(table: Held) -> tuple[str, str]:
    """Those a row can be given, as a list to insert into and of `made`: all, where none is generated."""
    known = Base.metadata.tables.get(table.name)
    if known is None:
        return "", "(made).*"
    names = [f'"{column.name}"' for column in known.c if column.computed is None]
    return f"({', '.join(names)})", ", ".join(f"(made).{name}" for name in names)


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", ""))
