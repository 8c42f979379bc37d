"""Where Postgres errors become ours, once."""

from collections.abc import Generator
from contextlib import contextmanager

import asyncpg  # pyright: ignore[reportMissingTypeStubs]
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.errors import NotFound, ReceptionistError, SlotTaken, StorageError
from storage.cancellation import cancellation_kept

_EXCLUSION_VIOLATION = "23P01"
_FOREIGN_KEY_VIOLATION = "23503"
_UNDEFINED_TABLE = "42P01"


@contextmanager
def connection_errors() -> Generator[None]:
    """Around getting a connection: any network failure is the database's."""
    try:
        with cancellation_kept():
            yield
    except OSError as error:  # TimeoutError and ConnectionError included
        raise StorageError("postgres", f"no connection: {error or type(error).__name__}") from error
    except (DBAPIError, PoolTimeout, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise translated(error) from error


@contextmanager
def statement_errors() -> Generator[None]:
    """Around statements and whatever else a transaction's body does."""
    try:
        with cancellation_kept():
            yield
    except (ConnectionError, TimeoutError) as error:
        raise StorageError("postgres", f"connection lost: {error or type(error).__name__}") from error
    except (DBAPIError, PoolTimeout, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise translated(error) from error


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
    # The driver's own text only: SQLAlchemy's holds the statement's parameters, which are personal data.
    first_line = next(iter(str(cause).splitlines()), "") or type(error).__name__
    return StorageError("postgres", f"{first_line} (SQLSTATE {code})" if code else first_line)
