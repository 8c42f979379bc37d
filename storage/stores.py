"""Everything a process stores in, opened in one place: Postgres, Redis and objects."""

from dataclasses import dataclass

from storage.objects import Objects
from storage.postgres.database import KEPT_IDLE_S, Database
from storage.redis.connection import open_redis
from storage.redis.stores import RedisStores
from storage.settings import StoreSettings
from storage.writes import BusinessWrites


@dataclass(frozen=True, slots=True)
class Stores:
    """One process's, to be used within one event loop."""

    database: Database
    redis: RedisStores
    objects: Objects
    assets: Objects

    async def close(self) -> None:
        """Closes every connection."""
        await self.database.close()
        await self.redis.client.aclose()


def open_stores(
    settings: StoreSettings,
    *,
    application_name: str,
    pool_size: int,
    max_overflow: int,
    kept_idle_s: float = KEPT_IDLE_S,
    redis_connections: int = 32,
    reads_from_replica: bool = False,
) -> Stores:
    """The stores of a process. Connects to nothing: each does on first use.

    Args:
        application_name: as Postgres shows it in `pg_stat_activity`.
        pool_size: connections to Postgres that are kept.
        max_overflow: more of them for a rush.
        kept_idle_s: connections to Postgres nobody has needed for so long are closed.
        redis_connections: how many commands can be under way at once.
        reads_from_replica: read-only transactions go to the replica, where there is one.
    """
    client = open_redis(settings.redis_url, max_connections=redis_connections)
    redis = RedisStores.over(client)
    database = Database(
        settings.database_url,
        read_url=settings.read_database_url if reads_from_replica else None,
        writes=BusinessWrites(redis),
        pool_size=pool_size,
        max_overflow=max_overflow,
        kept_idle_s=kept_idle_s,
        application_name=application_name,
    )
    assets = Objects(settings.assets_url or f"{settings.objects_url.rstrip('/')}/assets")
    return Stores(database, redis, Objects(settings.objects_url), assets)
