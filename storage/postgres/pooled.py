"""Pooled connections are given out only while they serve: the server is asked after those that have lain idle.

SQLAlchemy's own look (`pool_pre_ping`) asks each time, and takes asyncpg three round trips: more than half of what a
short transaction does.
"""

import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine

ASKED_AFTER_S = 5.0
"""A server that ends or restarts closes its connections, which shows without asking; one that is lost, or a firewall
between, does not.
"""

_IDLE_SINCE = "idle_since_s"


def give_out_only_what_serves(engine: AsyncEngine) -> None:
    """A connection that does not serve any more, and all that are as old, are replaced when one is wanted."""
    dialect = engine.sync_engine.dialect

    def checkin(_connection: Any, record: Any) -> None:
        record.info[_IDLE_SINCE] = time.monotonic()

    def checkout(connection: Any, record: Any, _proxy: Any) -> None:
        idle_since_s = record.info.get(_IDLE_SINCE)
        if idle_since_s is None:
            return  # it was made this moment
        if connection.driver_connection.is_closed():
            raise InvalidatePoolError
        if time.monotonic() - idle_since_s < ASKED_AFTER_S:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            if dialect.is_disconnect(error, connection, None):
                raise InvalidatePoolError from error
            raise

    event.listen(engine.sync_engine, "checkin", checkin)
    event.listen(engine.sync_engine, "checkout", checkout)
