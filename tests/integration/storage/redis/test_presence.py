"""Which roles have a process at work, on a real Redis."""

import pytest
from redis.asyncio import Redis

from domain.errors import PartDown
from domain.ids import new_id
from services.presence import STARTS_WITHIN_S, AtWork
from storage.redis.presence import Presence
from tests.integration.storage.redis.expiring_keys import until_gone


async def test_a_role_is_at_work_while_it_tells_of_itself(redis: Redis) -> None:
    presence, role = Presence(redis), f"role-{new_id()}"
    assert not await presence.is_told(role)
    await presence.tell(role, 30)
    assert await presence.is_told(role)
    assert 0 < await redis.pttl(f"present:{role}") <= 30_000
    await presence.tell(role, 0.02)
    await until_gone(redis, f"present:{role}")
    assert not await presence.is_told(role)


async def test_one_that_has_not_been_seen_yet_is_missed_only_after_a_while(redis: Redis) -> None:
    now_s = [100.0]
    at_work = AtWork(Presence(redis), f"role-{new_id()}", now_s=lambda: now_s[0])
    await at_work.check()
    now_s[0] += STARTS_WITHIN_S - 0.1
    await at_work.check()
    now_s[0] += 0.1
    with pytest.raises(PartDown):
        await at_work.check()


async def test_one_that_was_seen_is_missed_as_soon_as_it_says_nothing(redis: Redis) -> None:
    presence, role = Presence(redis), f"role-{new_id()}"
    at_work = AtWork(presence, role, now_s=lambda: 100.0)
    await presence.tell(role, 0.05)
    await at_work.check()
    await until_gone(redis, f"present:{role}")
    with pytest.raises(PartDown):
        await at_work.check()
    await presence.tell(role, 30)
    await at_work.check()
