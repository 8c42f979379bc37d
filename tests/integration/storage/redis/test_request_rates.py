"""Requests are counted by a script the server may have forgotten, two at a time where two are asked."""

from uuid import uuid4

from redis.asyncio import Redis

from storage.redis.request_rates import Rate, RequestRates


async def test_each_who_is_counted_by_themselves(redis: Redis) -> None:
    rates, who, also = RequestRates(redis), uuid4().hex, uuid4().hex
    first, looked = await rates.take_and_look(who, Rate(2), also, Rate(5))
    assert (first.allowed, first.remaining, looked.allowed, looked.remaining) == (True, 1, True, 5)
    assert (await rates.take(who, Rate(2))).allowed
    refused, looked = await rates.take_and_look(who, Rate(2), also, Rate(5))
    assert not refused.allowed
    assert refused.retry_after_s > 0
    assert (looked.allowed, looked.remaining) == (True, 5), "who is looked at is not counted"


async def test_a_server_that_was_started_since_is_told_the_script_again(redis: Redis) -> None:
    rates, who = RequestRates(redis), uuid4().hex
    await rates.take(who, Rate(9))
    await redis.script_flush()
    assert (await rates.take(who, Rate(9))).remaining == 7
    await redis.script_flush()
    taken, looked = await rates.take_and_look(who, Rate(9), who, Rate(9))
    assert (taken.remaining, looked.remaining) == (6, 6)
