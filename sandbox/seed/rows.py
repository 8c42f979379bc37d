"""Rows of one business, gathered by table, and written in as few statements as they fit in."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import text

from storage.postgres.schema import Base
from storage.postgres.tenant import TenantScope

ROWS_AT_ONCE = 4_000
"""Of one statement: a thousand rows of the largest table take a tenth of a second, and a statement may take ten."""

IDENTITY = frozenset({"users"})
"""Tables without a business."""


class Rows:
    """What is to be written. Values are JSON's, or have the text Postgres reads (ids, times, dates)."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)

    def add(self, table: type[Base], **values: Any) -> None:
        self._rows[table.__tablename__].append(values)

    def count(self) -> int:
        return sum(map(len, self._rows.values()))

    def of(self, table: type[Base]) -> Sequence[Mapping[str, Any]]:
        return self._rows[table.__tablename__]

    async def write(self, scope: TenantScope) -> None:
        """All of them, referred-to tables first; users who are there already stay as they are.

        Not by COPY, which row-level security does not allow.

        Raises:
            StorageError, and what else the database has against a row (`storage.postgres.errors`).
        """
        for table in Base.metadata.sorted_tables:
            for columns, rows in _alike(self._rows.get(table.name, ())):
                await self._insert(scope, table.name, columns, rows)

    @staticmethod
    async def _insert(
        scope: TenantScope, table: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]
    ) -> None:
        owned = table not in IDENTITY and table != "businesses"
        names = ", ".join([*columns, *(["business_id"] if owned else [])])
        values = ", ".join([*columns, *([":business_id"] if owned else [])])
        statement = text(
            f"INSERT INTO {table} ({names}) SELECT {values}"  # noqa: S608 - names of our own tables and columns
            f" FROM json_populate_recordset(NULL::{table}, CAST(:rows AS json))"
            + (" ON CONFLICT DO NOTHING" if table in IDENTITY or table == "phone_numbers" else "")
        )
        for begin in range(0, len(rows), ROWS_AT_ONCE):
            chunk = json.dumps(rows[begin : begin + ROWS_AT_ONCE], default=_plain, ensure_ascii=False)
            given: dict[str, Any] = {"rows": chunk}
            if owned:
                given["business_id"] = scope.business_id
            await scope.session.execute(statement, given)


def _alike(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Sequence[str], list[Mapping[str, Any]]]]:
    """Rows with the same columns together: what a row does not name has the table's default."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[tuple(row)].append(row)
    yield from groups.items()


def _plain(value: object) -> str:
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)
