"""Stores a test may stop and start again, and a carrier that keeps what it was given to send."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from deployments.telephony.routes import callback_urls
from providers.twilio.rest import TwilioCarrier
from sandbox.faults import Fault
from sandbox.local.own_directory import own_directory
from sandbox.local.postgres import EmbeddedPostgres
from sandbox.options import Credentials, StandInOptions
from sandbox.vendors.twilio.app import build
from storage.postgres.database import async_url
from storage.postgres.migrate import upgrade
from storage.postgres.tables import OutboxRow
from tests.support.serving import serve_app

APP_ROLE = "receptionist_app"
APP_PASSWORD = "app-password"
MIGRATED = "migrated"
"""A migrated database nobody writes to: `CREATE DATABASE x TEMPLATE migrated` is 20 times as fast as migrating x."""
CREDENTIALS = Credentials()


_IN_MEMORY = Path("/dev/shm")
_ROOM = 4 * 2**30
"""Free bytes: a server takes 100 MiB, and each worker of a run has one or two."""


def _fastest() -> Path | None:
    """Where files cost least: a server's are gone with the test, and on a disk half of its start and end is waiting."""
    try:
        room = shutil.disk_usage(_IN_MEMORY).free if os.access(_IN_MEMORY, os.W_OK | os.X_OK) else 0
    except OSError:
        room = 0
    return _IN_MEMORY if room > _ROOM else None


@contextmanager
def open_directory() -> Iterator[Path]:
    """A directory every user may enter, so that PostgreSQL can run as nobody without a user namespace."""
    with own_directory("test", _fastest()) as directory:
        directory.chmod(0o755)
        yield directory


@contextmanager
def own_postgres() -> Iterator[EmbeddedPostgres]:
    """A migrated server without fsync, of whoever opens it."""
    with open_directory() as directory, EmbeddedPostgres(directory / "postgres", durable=False) as server:
        upgrade(server.owner_url, APP_ROLE, APP_PASSWORD)
        asyncio.run(_copy_for_templates(server.owner_url))
        yield server


async def _copy_for_templates(owner_url: str) -> None:
    at, _, database = owner_url.rpartition("/")
    engine = create_async_engine(
        async_url(f"{at}/postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    async with engine.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {MIGRATED} TEMPLATE {database}"))
    await engine.dispose()


def app_url(server: EmbeddedPostgres) -> str:
    return server.owner_url.replace("postgres@", f"{APP_ROLE}:{APP_PASSWORD}@")


async def empty_outbox(server: EmbeddedPostgres) -> None:
    """Forgets what other tests of the module have promised."""
    owner = create_async_engine(async_url(server.owner_url), poolclass=NullPool)
    async with owner.begin() as connection:
        await connection.execute(delete(OutboxRow))
    await owner.dispose()


@contextmanager
def frozen(server: EmbeddedPostgres) -> Iterator[None]:
    """The server and its processes stand still: connections stay open and nothing answers."""
    assert server.pid is not None
    pids = [server.pid, *_children(server.pid)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(pids):
            os.kill(pid, signal.SIGCONT)


def _children(parent: int) -> list[int]:
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[1]) == parent:
            found.append(int(entry.name))
    return found


CALLBACKS = callback_urls("https://voice.example.com", "wss://voice.example.com")


@dataclass(frozen=True, slots=True)
class TextedCarrier:
    """Twilio's stand-in and the production carrier that speaks to it."""

    carrier: TwilioCarrier
    options: StandInOptions
    base_url: str

    async def texts(self) -> list[dict[str, Any]]:
        """What was sent, oldest first."""
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(f"{self.base_url}/_sandbox/messages")).json()["messages"]

    def fail(self, kind: Any, status: int = 503, count: int = 1) -> None:
        self.options.faults.arm(Fault("twilio", kind, status), count)


@asynccontextmanager
async def texting() -> AsyncIterator[TextedCarrier]:
    options = StandInOptions()
    async with serve_app(build(options)) as base_url:
        carrier = TwilioCarrier(
            CREDENTIALS.twilio_account_sid, CREDENTIALS.twilio_auth_token, CALLBACKS, base_url, timeout_s=1.0
        )
        carrier.warm_up()  # the SDK loads for longer than a request may take
        try:
            yield TextedCarrier(carrier, options, base_url)
        finally:
            await carrier.aclose()
