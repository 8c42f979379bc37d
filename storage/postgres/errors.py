"""Where Postgres errors become ours, once.

What the server or the driver says may hold values of rows and parameters (DETAIL lines, "invalid input for query
argument $2: ..."), which are names, numbers and what callers said. So an error of ours holds only what cannot: the
SQLSTATE, the kind, the names of table, column and constraint. It is raised without the driver's as its cause, since
tracebacks in logs and error reports print causes too.
"""

from collections.abc import Generator
from contextlib import contextmanager

import asyncpg  # pyright: ignore[reportMissingTypeStubs]
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.errors import Deadlock, NotFound, ReceptionistError, SlotTaken, StorageError, Unwritable
from storage.cancellation import cancellation_kept

_EXCLUSION_VIOLATION = "23P01"
_FOREIGN_KEY_VIOLATION = "23503"
_UNDEFINED_TABLE = "42P01"
_DEADLOCK = "40P01"
_BAD_ROW = frozenset({"22", "23"})
"""Classes that are about the row: data exceptions, such as a NUL, and violated constraints."""


_PLAIN_CLASSES = ("08", "25", "28", "3D", "40", "42", "53", "55", "57", "58")
"""SQLSTATE classes whose first line is about the connection, the role, the schema or the server, never about values.

Our statements hold none themselves: they are parameters.
"""

_OUR_OWN_SENTENCE = "exec_stmt_raise"
"""The server's function behind RAISE: a migration's trigger says what is wrong with a setting, and what to choose."""


@contextmanager
def connection_errors() -> Generator[None]:
    """Around getting a connection: any network failure is the database's."""
    try:
        with cancellation_kept():
            yield
    except OSError as error:  # TimeoutError and ConnectionError included
        raise StorageError("postgres", f"no connection: {error or type(error).__name__}") from error
    except (DBAPIError, PoolTimeout, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise translated(error) from None


@contextmanager
def statement_errors() -> Generator[None]:
    """Around statements and whatever else a transaction's body does."""
    try:
        with cancellation_kept():
            yield
    except (ConnectionError, TimeoutError) as error:
        raise StorageError("postgres", f"connection lost: {error or type(error).__name__}") from error
    except (DBAPIError, PoolTimeout, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise translated(error) from None


def translated(error: Exception) -> ReceptionistError:
    """What a driver error means to us. SQLSTATE codes: https://www.postgresql.org/docs/18/errcodes-appendix.html"""
    cause: object = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlstate", None)
    if code == _EXCLUSION_VIOLATION:
        return SlotTaken("that time overlaps another booking")
    if code == _FOREIGN_KEY_VIOLATION:
        return NotFound("something this refers to does not exist")
    if code == _UNDEFINED_TABLE:
        return StorageError("postgres", "a table is missing: run the migrations")
    if code is not None and code[:2] in _BAD_ROW:
        return Unwritable(f"the database does not take this: {_without_values(error, cause, code)}")
    kind = Deadlock if code == _DEADLOCK else StorageError
    return kind("postgres", _without_values(error, cause, code))


def _without_values(error: Exception, cause: object, code: str | None) -> str:
    if isinstance(error, PoolTimeout):
        return "every connection of the pool is taken"
    driver = _driver_error(cause)
    if code is None:
        # The driver's own: closed connections, and parameters of the wrong type, which it quotes.
        return type(driver).__name__
    if code[:2] in _PLAIN_CLASSES or getattr(driver, "server_source_function", None) == _OUR_OWN_SENTENCE:
        first_line = next(iter(str(driver).splitlines()), "") or type(driver).__name__
        return f"{first_line} (SQLSTATE {code})"
    fields = (getattr(driver, name, None) for name in ("table_name", "column_name", "constraint_name"))
    named = ", ".join(str(value) for value in fields if value)
    return f"{type(driver).__name__}{f' on {named}' if named else ''} (SQLSTATE {code})"


def _driver_error(cause: object) -> object:
    """asyncpg's own error, which SQLAlchemy's dialect wraps twice."""
    wrapped = getattr(cause, "__cause__", None)
    return wrapped if isinstance(wrapped, asyncpg.PostgresError | asyncpg.InterfaceError) else cause
