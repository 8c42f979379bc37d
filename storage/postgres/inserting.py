"""Insertions that leave alone what is there, compiled once.

SQLAlchemy keeps no compiled form of an `INSERT ... ON CONFLICT`: writing one of three columns out takes 0.7 ms of CPU
each time, more than the rest of a short transaction. These are kept as text, with the types of the tables' columns.
"""

from functools import cache
from typing import Any, cast

from sqlalchemy import Row, Table, TextualSelect, bindparam, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from storage.postgres.table_base import Base
from storage.postgres.written_tables import note_written

_QUOTE = postgresql.dialect().identifier_preparer.quote


async def insert_new(
    session: AsyncSession,
    model: type[Base],
    values: dict[str, Any],
    *,
    unless: tuple[str, ...],
    returning: tuple[str, ...],
) -> Row[Any] | None:
    """Adds one row; None when another one with the same values in the columns `unless` is there.

    Args:
        values: by column; no default of Python's stands in for one that is missing.
        unless: the columns of a unique key.
    """
    statement = _statement(model, tuple(values), unless, returning)
    note_written(session, model.__tablename__)
    return (await session.execute(statement, values)).one_or_none()


@cache
def _statement(
    model: type[Base], columns: tuple[str, ...], unless: tuple[str, ...], returning: tuple[str, ...]
) -> TextualSelect:
    table = cast("Table", model.__table__)

    def named(names: tuple[str, ...]) -> str:
        return ", ".join(_QUOTE(table.c[name].name) for name in names)

    written = (
        f"INSERT INTO {_QUOTE(table.name)} ({named(columns)}) "  # noqa: S608 - names of our own tables
        f"VALUES ({', '.join(f':{name}' for name in columns)}) "
        f"ON CONFLICT ({named(unless)}) DO NOTHING RETURNING {named(returning)}"
    )
    bound = text(written).bindparams(*(bindparam(name, type_=table.c[name].type) for name in columns))
    return bound.columns(*(table.c[name] for name in returning))
