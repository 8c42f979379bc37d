"""Counts what is asked of the database: statements, and a transaction that begins with its setting as one; a bare BEGIN
and COMMIT not.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, Pool, event

_listening: list[list[str]] = []
_BARE = re.compile(r"(BEGIN|COMMIT|ROLLBACK)\b[^;]*;?")


def _note(statement: str) -> None:
    if not _BARE.fullmatch(statement):
        for seen in _listening:
            seen.append(statement)


@event.listens_for(Engine, "before_cursor_execute")
def _by_sqlalchemy(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
    _note(statement)


@event.listens_for(Pool, "connect")
def _connected(connection: Any, record: Any) -> None:
    """What the driver is asked without SQLAlchemy, which prepares its statements, of which the driver tells nothing."""
    driver = getattr(connection, "driver_connection", None)
    if driver is not None and hasattr(driver, "add_query_logger"):
        driver.add_query_logger(lambda asked: _note(asked.query))


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements of this process, as they are sent, over connections made since this module was imported."""
    seen: list[str] = []
    _listening.append(seen)
    try:
        yield seen
    finally:
        _listening.remove(seen)
