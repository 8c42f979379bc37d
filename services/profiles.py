"""The profile a call starts with, cached: a ringing phone should not wait for six tables."""

from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis

from domain.business import BusinessProfile
from storage import businesses
from storage.database import Database
from storage.redis_connection import redis_errors

KEEP_S = 60
"""How long a change in the dashboard may take to reach the phone."""

_ADAPTER = TypeAdapter(BusinessProfile)


class Profiles:
    """Profiles by business, through Redis to Postgres."""

    def __init__(self, database: Database, redis: Redis) -> None:
        self._database = database
        self._redis = redis

    async def get(self, business_id: UUID) -> BusinessProfile:
        """The business's profile, at most `KEEP_S` old. Raises NotFound, StorageError."""
        with redis_errors():
            cached = await self._redis.get(_key(business_id))
        if cached is not None:
            try:
                return _ADAPTER.validate_json(cached)
            except ValidationError:
                pass  # written by another version: read it anew
        async with self._database.tenant(business_id, read_only=True) as scope:
            profile = await businesses.load_profile(scope)
        with redis_errors():
            await self._redis.set(_key(business_id), _ADAPTER.dump_json(profile), ex=KEEP_S)
        return profile

    async def forget(self, business_id: UUID) -> None:
        """The next call reads the profile anew; for whoever changes it."""
        with redis_errors():
            await self._redis.delete(_key(business_id))


def _key(business_id: UUID) -> str:
    return f"profile:{business_id}"
