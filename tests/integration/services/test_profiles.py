"""A call's profile comes from the cache, and the cache is never trusted blindly."""

import asyncio
import json
from datetime import time
from pathlib import Path

import pytest
from redis.asyncio import Redis
from sqlalchemy import update

from domain.business import OpeningHours
from domain.errors import NotFound, StorageError
from domain.ids import new_id
from sandbox.local.process import free_port
from sandbox.local.redis import EmbeddedRedis
from services.profiles import KEEP_S, READ_TIMEOUT_S, Profiles
from storage.postgres import tables
from storage.postgres.database import Database
from storage.redis.connection import open_redis
from storage.redis.profile_cache import CHANGED_S
from storage.redis.stores import RedisStores
from storage.writes import BusinessWrites
from tests.integration.deployments.media.bad_network import silent_server
from tests.support.businesses import open_on
from tests.support.salons import OpenSalon, Salon


async def rename(salon: Salon, name: str) -> None:
    async with salon.database.tenant(salon.profile.id) as scope:
        business = tables.Business
        await scope.session.execute(update(business).where(business.id == salon.profile.id).values(name=name))


@pytest.fixture
def profiles(database: Database, redis: Redis) -> Profiles:
    return Profiles(database, redis)


async def test_the_cached_profile_equals_the_stored_one(profiles: Profiles, open_salon: OpenSalon) -> None:
    salon = await open_salon(opening_hours=open_on(0, 5, opens=time(8, 30)), staff=("Mia", "Zoë"))
    first = await profiles.get(salon.profile.id)
    second = await profiles.get(salon.profile.id)
    assert first == second == salon.profile
    assert second.opening_hours[0] == OpeningHours(0, time(8, 30), time(17, 30))
    assert isinstance(second.offerings, tuple)


async def test_a_second_read_needs_no_postgres(profiles: Profiles, redis: Redis, salon: Salon) -> None:
    await profiles.get(salon.profile.id)
    nowhere = Database(f"postgresql://app@127.0.0.1:{free_port()}/receptionist")
    assert await Profiles(nowhere, redis).get(salon.profile.id) == salon.profile
    with pytest.raises(StorageError, match="postgres"):
        await Profiles(nowhere, redis).get(new_id())
    await nowhere.close()


async def test_a_change_reaches_the_phone_within_a_minute_or_when_told_at_once(
    profiles: Profiles, redis: Redis, salon: Salon
) -> None:
    await profiles.get(salon.profile.id)
    assert 0 < await redis.ttl(f"profile:{salon.profile.id}") <= KEEP_S <= 60
    await rename(salon, "New name")
    assert (await profiles.get(salon.profile.id)).name == salon.profile.name
    await profiles.forget(salon.profile.id)
    assert (await profiles.get(salon.profile.id)).name == "New name"


@pytest.mark.parametrize(
    "cached",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"id": "01900000-0000-7000-8000-00000000000c", "name": "only a name"}',
    ],
)
async def test_what_another_version_cached_is_read_anew(
    profiles: Profiles, redis: Redis, salon: Salon, cached: bytes
) -> None:
    key = f"profile:{salon.profile.id}"
    await redis.set(key, cached)
    assert await profiles.get(salon.profile.id) == salon.profile
    assert json.loads(await redis.get(key) or b"")["name"] == salon.profile.name


async def test_a_field_only_a_newer_version_knows_does_no_harm(
    profiles: Profiles, redis: Redis, salon: Salon
) -> None:
    await profiles.get(salon.profile.id)
    key = f"profile:{salon.profile.id}"
    newer = json.loads(await redis.get(key) or b"") | {"field_of_next_year": 1}
    await redis.set(key, json.dumps(newer))
    assert await profiles.get(salon.profile.id) == salon.profile


async def test_an_unknown_business_is_not_found_and_not_cached(profiles: Profiles, redis: Redis) -> None:
    nobody = new_id()
    with pytest.raises(NotFound):
        await profiles.get(nobody)
    assert await redis.exists(f"profile:{nobody}") == 0
    await profiles.forget(nobody)


async def test_businesses_do_not_share_their_profiles(profiles: Profiles, open_salon: OpenSalon) -> None:
    one, other = await open_salon(staff=("Ana",)), await open_salon(staff=("Bo",))
    await profiles.get(one.profile.id)
    assert [member.name for member in (await profiles.get(other.profile.id)).staff] == ["Bo"]


async def test_with_redis_away_postgres_answers(database: Database, salon: Salon, tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path / "redis") as server:
        client = open_redis(server.url)
        profiles = Profiles(database, client)
        server.stop()
        assert await profiles.get(salon.profile.id) == salon.profile
        with pytest.raises(NotFound):
            await profiles.get(new_id())
        server.start()
        await profiles.get(salon.profile.id)
        assert await client.exists(f"profile:{salon.profile.id}") == 1
        await client.aclose()


async def test_a_redis_that_never_answers_delays_a_profile_once_and_shortly(
    database: Database, salon: Salon
) -> None:
    async with silent_server() as port:
        client = open_redis(f"redis://127.0.0.1:{port}", answer_timeout_s=60)
        async with asyncio.timeout(10):
            assert await Profiles(database, client).get(salon.profile.id) == salon.profile
        await client.aclose()


async def test_with_both_stores_away_or_silent_it_is_a_storage_error(salon: Salon) -> None:
    async with silent_server() as silent:
        for port in (free_port(), silent):
            client = open_redis(f"redis://127.0.0.1:{port}", answer_timeout_s=60)
            nowhere = Database(f"postgresql://app@127.0.0.1:{port}/receptionist", connect_timeout_s=60)
            async with asyncio.timeout(10):
                with pytest.raises(StorageError, match="postgres"):
                    await Profiles(nowhere, client, read_timeout_s=0.2).get(salon.profile.id)
            await client.aclose()
            await nowhere.close()


async def test_a_change_by_whatever_statement_reaches_the_next_call(
    postgres_url: str, profiles: Profiles, redis: Redis, salon: Salon
) -> None:
    noting = Database(postgres_url, writes=BusinessWrites(RedisStores.over(redis)))
    await profiles.get(salon.profile.id)
    async with noting.tenant(salon.profile.id) as scope:
        member = salon.profile.staff[0].id
        await scope.session.execute(update(tables.Staff).where(tables.Staff.id == member).values(name="Zoë"))
    assert (await profiles.get(salon.profile.id)).staff[0].name == "Zoë"
    await noting.close()


async def test_who_read_before_a_change_does_not_keep_what_is_void(
    profiles: Profiles, redis: Redis, salon: Salon
) -> None:
    await profiles.forget(salon.profile.id)
    await profiles.get(salon.profile.id)  # as slow as one that began before
    await rename(salon, "New name")
    assert (await profiles.get(salon.profile.id)).name == "New name"
    assert READ_TIMEOUT_S < await redis.ttl(f"profile:{salon.profile.id}") <= CHANGED_S
