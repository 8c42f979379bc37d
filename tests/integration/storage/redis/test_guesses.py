"""Wrong guesses are counted for a while, and nothing of them stays."""

from redis.asyncio import Redis

from domain.ids import new_id
from storage.redis.guesses import GuessCounts


async def test_whatever_is_counted_expires_also_when_its_time_is_over_before_the_guess_was_right(
    redis: Redis,
) -> None:
    counts, account, address = GuessCounts(redis), str(new_id()), str(new_id())
    before = set(await redis.keys("guesses:*"))
    assert await counts.take(account, address, 60) == (1, 1)
    assert await counts.take(account, address, 60) == (2, 2)
    await counts.was_right(account, address)
    (key,) = set(await redis.keys("guesses:*")) - before
    assert (await redis.get(key), 0 < await redis.ttl(key) <= 60) == (b"1", True)
    await redis.delete(key)
    await counts.was_right(account, address)
    assert set(await redis.keys("guesses:*")) <= before


async def test_a_count_that_never_expires_is_given_an_end_by_the_next_guess(redis: Redis) -> None:
    counts, account, address = GuessCounts(redis), str(new_id()), str(new_id())
    before = set(await redis.keys("guesses:*"))
    await counts.take(account, address, 60)
    ours = set(await redis.keys("guesses:*")) - before
    for key in ours:
        await redis.persist(key)
    await counts.take(account, address, 60)
    assert all([0 < await redis.ttl(key) <= 60 for key in ours])
