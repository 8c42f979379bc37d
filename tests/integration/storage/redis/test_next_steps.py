"""The carrier's next step on a real Redis."""

import json

from redis.asyncio import Redis

from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.ids import new_id
from storage.redis.next_steps import KEEP_S, NextSteps


def sid() -> str:
    return f"CA{new_id().hex}"


async def test_what_follows_the_stream_is_remembered_for_the_carrier(redis: Redis) -> None:
    next_steps, call_sid = NextSteps(redis), sid()
    assert await next_steps.get(call_sid) is None
    await next_steps.put(call_sid, NextStep(NextStepKind.SAY_AND_HANG_UP, "Good night."))
    assert await next_steps.get(call_sid) == NextStep(NextStepKind.SAY_AND_HANG_UP, "Good night.")
    await next_steps.put(call_sid, NextStep(NextStepKind.TRANSFER))
    assert await next_steps.get(call_sid) == NextStep(NextStepKind.TRANSFER)


async def test_what_was_decided_first_can_be_kept(redis: Redis) -> None:
    next_steps, call_sid = NextSteps(redis), sid()
    await next_steps.put_if_absent(call_sid, NextStep(NextStepKind.VOICEMAIL, "Sorry."))
    await next_steps.put_if_absent(call_sid, NextStep(NextStepKind.HANG_UP))
    assert await next_steps.get(call_sid) == NextStep(NextStepKind.VOICEMAIL, "Sorry.")
    await next_steps.put(call_sid, NextStep(NextStepKind.HANG_UP))
    assert await next_steps.get(call_sid) == NextStep(NextStepKind.HANG_UP)


async def test_releases_side_by_side_read_each_others_steps(redis: Redis) -> None:
    next_steps, call_sid = NextSteps(redis), sid()
    for kind in NextStepKind:
        await next_steps.put(call_sid, NextStep(kind, "words"))
        stored = await redis.get(f"next:{call_sid}")
        assert stored is not None
        assert json.loads(stored) == {"kind": kind.value, "words": "words"}
    await redis.set(f"next:{call_sid}", '{"kind": "hold-music", "words": "", "seconds": 30}')
    assert await next_steps.get(call_sid) == NextStep(NextStepKind.HANG_UP)


async def test_a_step_expires(redis: Redis) -> None:
    next_steps, call_sid = NextSteps(redis), sid()
    await next_steps.put_if_absent(call_sid, NextStep(NextStepKind.HANG_UP))
    assert 0 < await redis.pttl(f"next:{call_sid}") <= KEEP_S * 1000
    await next_steps.put(call_sid, NextStep(NextStepKind.HANG_UP))
    assert 0 < await redis.pttl(f"next:{call_sid}") <= KEEP_S * 1000
