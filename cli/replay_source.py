"""Opening the stores that a call's journal may be in, for one command."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from services.replay.source import JournalSources
from storage.objects import Objects
from storage.postgres.database import Database
from storage.redis.connection import open_redis
from storage.redis.journal import Journal


@asynccontextmanager
async def open_sources(
    database_url: str | None, redis_url: str | None, objects_url: str
) -> AsyncGenerator[JournalSources]:
    """The sources under these addresses, closed at the end; None leaves one out."""
    database = Database(database_url, pool_size=1) if database_url is not None else None
    redis = open_redis(redis_url) if redis_url is not None else None
    try:
        yield JournalSources(database, Journal(redis) if redis is not None else None, Objects(objects_url))
    finally:
        if redis is not None:
            await redis.aclose()
        if database is not None:
            await database.close()
