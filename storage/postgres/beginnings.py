"""How a transaction begins: with what it may see, in the one message that begins it.

A message to Postgres costs each side 30 to 60 us of CPU beside its work, and a wait; BEGIN and the setting would be two
of the three that any transaction takes.
"""

import re
from collections.abc import Mapping
from typing import Any

import asyncpg  # pyright: ignore[reportMissingTypeStubs]
from sqlalchemy.ext.asyncio import AsyncConnection

_PLAIN = re.compile(r"[A-Za-z0-9_.:+@-]{0,200}")
"""Values that are written into the message as they are: no quote, no backslash, nothing beyond ASCII."""

_SET = "SELECT set_config($1, $2, true)"
"""For any other."""

Row = Mapping[str, Any]
"""By column; the driver's own."""

Setting = tuple[str, str]
"""A name of ours, `app....`, and its value."""


class Connection(asyncpg.Connection):
    """A connection whose next transaction begins with statements of ours."""

    prelude = ""

    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> str:
        if self.prelude and query.startswith("BEGIN"):
            query, self.prelude = f"{query} {self.prelude}", ""
        return await super().execute(query, *args, timeout=timeout)  # pyright: ignore[reportUnknownMemberType]


def driver_of(connection: AsyncConnection) -> Connection:
    """The driver's own, of one that is out of the pool."""
    return _adapted(connection).driver_connection


async def begin(connection: AsyncConnection, setting: Setting, *, read_only: bool = False) -> None:
    """Begins a transaction that acts for who the setting says, until it ends and no longer.

    Raises what the driver raises, or SQLAlchemy around it.

    Args:
        connection: out of the pool, of this module's kind.
        read_only: the server refuses writes.
    """
    adapted = _adapted(connection)
    driver: Connection = adapted.driver_connection
    name, value = setting
    plain = _PLAIN.fullmatch(value)
    prelude = ["SET TRANSACTION READ ONLY"] if read_only else []
    driver.prelude = "; ".join(
        [*prelude, f"SELECT set_config('{name}', '{value}', true)"] if plain else prelude
    )
    # SQLAlchemy begins with the first statement it is given; then there would have to be one.
    try:
        await adapted._start_transaction()
    except adapted.dbapi.Error as error:  # which SQLAlchemy would wrap once more
        raise error.__cause__ or error from None
    if not plain:
        await connection.exec_driver_sql(_SET, setting)


def _adapted(connection: AsyncConnection) -> Any:
    """As SQLAlchemy sees the driver's."""
    pooled = connection.sync_connection
    assert pooled is not None  # noqa: S101 - it is connected
    return pooled.connection.dbapi_connection
