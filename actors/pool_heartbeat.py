"""Finding actors that are alive and do nothing: a blocked event loop, a stopped process."""

import asyncio
from collections.abc import Callable, Collection

import structlog

from actors.pool_members import Member

log = structlog.get_logger()

BEAT_S = 0.5
MISSED_BEATS = 4
"""2 s. Counted by our own beats: had this process stood still itself, it would have missed them too."""


async def beat(members: Callable[[], Collection[Member]], on_hung: Callable[[Member], None]) -> None:
    """Asks every actor for a sign of life, until cancelled; `on_hung` gets those that give none."""
    while True:
        await asyncio.sleep(BEAT_S)
        for member in tuple(members()):
            if not member.greeted:
                continue
            if member.unanswered >= MISSED_BEATS:
                log.error("call_pool.actor_hung", actor_id=member.actor.actor_id, calls=len(member.calls))
                on_hung(member)
                continue
            member.unanswered += 1
            member.channel.send({"kind": "ping"})
