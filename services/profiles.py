"""The profile a call starts with, cached: a ringing phone should not wait for six tables.

The cache is an optimisation: an unreachable or silent Redis makes it miss, never fail.
"""

import asyncio
from uuid import UUID

import structlog
from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis

from domain.business import BusinessProfile
from domain.errors import NotFound, StorageError
from storage.postgres import businesses
from storage.postgres.database import Database
from storage.redis.profile_cache import ProfileCache

log = structlog.get_logger()

KEEP_S = 60
"""How long a change may take to reach the phone that Redis could not be told of."""

CACHE_TIMEOUT_S = 0.3
"""For one Redis command; after it Postgres is asked."""

READ_TIMEOUT_S = 4.0
"""For Postgres; a caller listens to silence meanwhile."""

_ADAPTER = TypeAdapter(BusinessProfile)


class Profiles:
    """Profiles by business, through Redis to Postgres."""

    def __init__(self, database: Database, redis: Redis, *, read_timeout_s: float = READ_TIMEOUT_S) -> None:
        self._database = database
        self._cache = ProfileCache(redis)
        self._read_timeout_s = read_timeout_s

    async def get(self, business_id: UUID, version: int | None = None) -> BusinessProfile:
        """The business's profile, at most `KEEP_S` old.

        Args:
            version: of the receptionist, for a call that has begun: it keeps the one it was answered with, unless
                that cannot be read. The published one by default.

        Raises:
            NotFound: no such business.
            StorageError: Postgres does not answer, and nothing is cached.
        """
        try:
            cached = await self._cached(business_id)
        except (StorageError, TimeoutError) as error:
            log.warning("profiles.cache_away", reason=str(error) or "timeout")
            return await self._of_version(business_id, version, await self._stored(business_id))
        latest = _read(cached)
        if latest is None:
            latest = await self._stored(business_id)
            try:
                await self._keep(business_id, latest)
            except (StorageError, TimeoutError) as error:
                log.warning("profiles.not_kept", reason=str(error) or "timeout")
        return await self._of_version(business_id, version, latest)

    async def _of_version(
        self, business_id: UUID, version: int | None, latest: BusinessProfile
    ) -> BusinessProfile:
        """Differs when a version was published since the call began."""
        if version is None or latest.receptionist_version in (version, None):
            return latest
        try:
            return await self._stored(business_id, version)
        except (NotFound, StorageError) as error:
            log.warning("profiles.version_not_read", version=version, reason=str(error))
            return latest

    async def forget(self, business_id: UUID) -> None:
        """The next call reads the profile anew. Commits of our own statements see to it (`storage.writes`)."""
        await self._cache.forget(business_id)

    async def _cached(self, business_id: UUID) -> bytes | None:
        async with asyncio.timeout(CACHE_TIMEOUT_S):
            return await self._cache.get(business_id)

    async def _keep(self, business_id: UUID, profile: BusinessProfile) -> None:
        async with asyncio.timeout(CACHE_TIMEOUT_S):
            await self._cache.keep(business_id, _ADAPTER.dump_json(profile), KEEP_S)

    async def _stored(self, business_id: UUID, version: int | None = None) -> BusinessProfile:
        try:
            async with asyncio.timeout(self._read_timeout_s):
                async with self._database.tenant(business_id, read_only=True) as scope:
                    return await businesses.load_profile(scope, version)
        except TimeoutError:
            raise StorageError("postgres", f"no profile within {self._read_timeout_s:g} s") from None


def _read(cached: bytes | None) -> BusinessProfile | None:
    """None also for what another release wrote and this one cannot read."""
    if cached is None:
        return None
    try:
        return _ADAPTER.validate_json(cached)
    except ValidationError:
        return None
