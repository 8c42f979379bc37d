"""Hearing of something new in the database when it is committed (LISTEN, NOTIFY), instead of asking every second.

A pooler in transaction mode takes LISTEN and forwards nothing. So a notice of our own is sent through the pool first:
when it is not heard, nothing else would be, and the caller goes on asking.
Source: https://www.postgresql.org/docs/current/sql-notify.html, https://www.pgbouncer.org/features.html
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg  # pyright: ignore[reportMissingTypeStubs]
import structlog
from sqlalchemy import make_url, text

from domain.errors import StorageError
from domain.ids import new_id
from storage.postgres.database import Database
from storage.postgres.errors import connection_errors, statement_errors

log = structlog.get_logger()

OUTBOX = "outbox_kinds"
"""Something was put into the outbox; a migration's trigger says of which kind, and nothing means any."""

_TRYING = "trying the line: "
"""Before a word that only we send and look for."""

HEARD_WITHIN_S = 2.0
LOOKS_EVERY_S = 30.0
"""A connection whose other end is gone without a word is found out so."""

ASKED_AGAIN_S = 300.0
"""After a notice of our own was not heard; somebody may have changed the address."""

CONNECT_TIMEOUT_S = 3.0
ANSWER_TIMEOUT_S = 5.0

_driver: Any = asyncpg


class Notices:
    """Listens on one channel, on a connection of its own. Use it within one event loop.

    Args:
        url: `postgresql://...`, not of a pooler in transaction mode.
        database: another way to the same server, to send what has to be heard here.
        on_notice: called for each notice with what it says, and with nothing when listening begins: what came before
            was not heard.

    Attributes:
        listening: whether notices are heard; while they are not, whoever waits for them has to ask.
        stirred: set to have `listen` look whether it is to stop.
    """

    def __init__(
        self,
        url: str,
        database: Database,
        channel: str,
        on_notice: Callable[[str], None],
        *,
        application_name: str = "receptionist",
    ) -> None:
        self._url = plain_url(url)
        self._database = database
        self._channel = channel
        self._on_notice = on_notice
        self._application_name = application_name
        self._heard: set[str] = set()
        self.stirred = asyncio.Event()
        self.listening = False

    async def listen(self, stopping: Callable[[], bool]) -> None:
        """Returns when it is to stop, or to be called again: nothing could be heard for some minutes.

        Raises:
            StorageError: the server cannot be reached, or the connection is lost.
        """
        async with self._connection() as connection:
            if not await self._hears(stopping):
                log.warning("notices.not_heard", channel=self._channel)
                await _set_within(self.stirred, ASKED_AGAIN_S)
                return
            self.listening = True
            self._on_notice("")
            try:
                while not stopping():
                    await _set_within(self.stirred, LOOKS_EVERY_S)
                    self.stirred.clear()
                    if connection.is_closed():
                        raise StorageError("postgres", "the connection that listens is lost")
                    with statement_errors():
                        await connection.execute("SELECT 1", timeout=ANSWER_TIMEOUT_S)
            finally:
                self.listening = False

    @asynccontextmanager
    async def _connection(self) -> AsyncGenerator[Any]:
        with connection_errors():
            connection = await _driver.connect(
                self._url,
                timeout=CONNECT_TIMEOUT_S,
                server_settings={"application_name": self._application_name},
            )
        try:
            connection.add_termination_listener(self._lost)
            with statement_errors():
                await connection.add_listener(self._channel, self._received)
            yield connection
        finally:
            with contextlib.suppress(Exception):
                await connection.close(timeout=HEARD_WITHIN_S)

    def _received(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        if payload.startswith(_TRYING):
            self._heard.add(payload)
            self.stirred.set()
        else:
            self._on_notice(payload)

    def _lost(self, _connection: Any) -> None:
        self.stirred.set()

    async def _hears(self, stopping: Callable[[], bool]) -> bool:
        """Whether a notice that was sent another way arrives here. Raises StorageError."""
        word = _TRYING + new_id().hex
        async with self._database.worker() as session:
            await notify(session, self._channel, word)
        give_up_at = asyncio.get_running_loop().time() + HEARD_WITHIN_S
        while word not in self._heard and not stopping():
            left_s = give_up_at - asyncio.get_running_loop().time()
            if left_s <= 0:
                break
            await _set_within(self.stirred, left_s)
            self.stirred.clear()
        heard = word in self._heard
        self._heard.clear()
        return heard


async def notify(session: Any, channel: str, payload: str = "") -> None:
    """Tells those who listen, once the session's transaction commits."""
    await session.execute(
        text("SELECT pg_notify(:channel, :payload)"), {"channel": channel, "payload": payload}
    )


def plain_url(url: str) -> str:
    """The URL as asyncpg takes it; the driver's name goes, and SSL is called as libpq does."""
    parsed = make_url(url)
    query = dict(parsed.query)
    if "ssl" in query:
        query["sslmode"] = query.pop("ssl")
    return parsed.set(drivername="postgresql", query=query).render_as_string(hide_password=False)


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
